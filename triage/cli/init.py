"""`triage init`: the files that a company begins with."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from triage.cli.console import say
from triage.cli.exits import told
from triage.cli.options import DEFAULT_CONFIG, DEFAULT_PLAYBOOK, Quiet
from triage.model.errors import UsageError


def init(
    folder: Annotated[Path, typer.Argument(help="Where they are written.")] = Path(),
    force: Annotated[bool, typer.Option("--force", help="Write over files that are there.")] = False,
    quiet: Quiet = False,
) -> None:
    """Write a commented triage.toml, a team.csv and the playbook.csv of next steps to begin with.

    \b
    triage init
    triage init config/
    """
    with told(verbose=False):
        from triage.act.playbook import playbook_template
        from triage.act.team import team_template
        from triage.settings import settings_template

        files = {
            folder / DEFAULT_CONFIG: settings_template(),
            folder / "team.csv": team_template(),
            folder / DEFAULT_PLAYBOOK: playbook_template(),
        }
        there = [str(path) for path in files if path.exists()]
        if there and not force:
            raise UsageError(f"{there[0]} is there already", hint="move it, or say --force to write over it")
        folder.mkdir(parents=True, exist_ok=True)
        for path, text in files.items():
            _write(path, text)
            say(f"wrote {path}", quiet=quiet)


def _write(path: Path, text: str) -> None:
    from triage.present.files import write_whole

    write_whole(path, lambda file: file.write(text.encode()))
