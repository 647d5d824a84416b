"""`triage inspect`: what was found in each file."""

from __future__ import annotations

import dataclasses
import sys
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from triage.cli.console import Bars, print_bytes, print_rich
from triage.cli.exits import told
from triage.cli.options import Config, Map, Quiet, Sources, Verbose, settings_from

if TYPE_CHECKING:
    from triage.model.source import SourceReport


def inspect(
    sources: Sources,
    form: Annotated[
        Literal["table", "json"], typer.Option("--format", "-f", help="Format of standard output.")
    ] = "table",
    json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
    config: Config = None,
    mapped: Map = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Say what was found in each file: encoding, dialect, profile, columns, dates, languages, rows.

    \b
    triage inspect exports/
    triage inspect exports/monday.csv --map text="Full Text" --json
    """
    with told(verbose=verbose):
        from triage import night

        bars = Bars(shown=not quiet)
        try:
            settings = settings_from(config, mapped)
            heard = night.listen(sources, settings, bars, sys.stdin.buffer)
        finally:
            bars.close()
        _print(heard.attrs["sources"], as_json=json or form == "json")


def _print(reports: list[SourceReport], *, as_json: bool) -> None:
    if as_json:
        from triage.present.outputs import render_summary

        sources = [dataclasses.asdict(report) for report in reports]
        print_bytes([render_summary({"schema": "triage-inspect/1", "sources": sources})])
    else:
        from triage.present.inspection import report_table

        print_rich(report_table(reports))
