"""The command line: the only place that knows typer, rich, terminals and exit codes."""

from __future__ import annotations

from triage.cli.app import main

__all__ = ["main"]
