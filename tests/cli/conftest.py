"""Runs the command line: as a process of its own, or in this one where that is enough."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from triage.cli.app import app

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

EXPORT = """\
id,text,created_at,channel,author,language
1,The firmware update bricked my coffee machine,2026-11-17T08:00:00Z,x,ann,en
2,My coffee machine is bricked after the firmware update,2026-11-18T09:00:00Z,reddit,bob,en
3,Firmware update bricked the coffee machine again,2026-11-19T10:00:00Z,x,cem,en
4,Die App meldet mich jeden Morgen ab,2026-11-18T11:00:00Z,forum,dora,de
5,Die App meldet mich schon wieder jeden Morgen ab,2026-11-19T12:00:00Z,x,emil,de
6,"<b>=HYPERLINK(""http://x.example"")</b> \x1b[31mred\x1b[0m",2026-11-19T13:00:00Z,x,fay,en
1,The firmware update bricked my coffee machine,2026-11-17T08:00:00Z,x,ann,en
8,,2026-11-19T14:00:00Z,x,gus,en
"""


@pytest.fixture(scope="session", name="surroundings")
def _surroundings() -> dict[str, str]:
    """The environment without what would change the looks of an output."""
    looks = {"NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "TERM", "PYTHONIOENCODING"}
    return {name: value for name, value in os.environ.items() if name not in looks}


@pytest.fixture(scope="session")
def triage(
    surroundings: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """Runs triage as a process of its own, in an empty folder; each takes two seconds."""
    folder = tmp_path_factory.mktemp("empty")

    def run(*arguments: object, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-m", "triage", *map(str, arguments)]
        return subprocess.run(
            command,
            input=stdin, capture_output=True, cwd=folder, env=surroundings | environment, timeout=120, check=False,
        )  # fmt: skip

    return run


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder, on a terminal of 80 columns."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    return tmp_path


@pytest.fixture
def quick(here: Path) -> Callable[..., subprocess.CompletedProcess[bytes]]:  # noqa: ARG001 - the folder it runs in
    """Runs triage within this process, in the empty folder `here`."""

    def run(*arguments: object, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        result = CliRunner().invoke(app, [str(argument) for argument in arguments], input=stdin)
        assert result.exception is None or isinstance(result.exception, SystemExit)
        return subprocess.CompletedProcess(
            [str(argument) for argument in arguments], result.exit_code, result.stdout_bytes, result.stderr_bytes
        )

    return run


@pytest.fixture
def export(here: Path) -> Path:
    """A small export: 8 rows, of which one is there twice and one has no text."""
    path = here / "export.csv"
    path.write_text(EXPORT, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def reviews(halvara: Path) -> Path:
    """One file of the example, in German, that holds several themes."""
    return halvara / "night-1" / "app-store-2026-11-17.csv"
