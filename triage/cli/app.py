"""Puts the commands together."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import typer

from triage import __version__
from triage.cli.evaluate import evaluate
from triage.cli.exits import Exit
from triage.cli.forget import forget
from triage.cli.init import init
from triage.cli.inspecting import inspect
from triage.cli.listing import listing
from triage.cli.progress import progress
from triage.cli.prune import prune
from triage.cli.run import run
from triage.cli.show import show
from triage.cli.sync import sync
from triage.cli.update import update

app = typer.Typer(
    name="triage",
    no_args_is_help=True,
    rich_markup_mode=None,  # rich alone would take half of the time that --help may
    pretty_exceptions_enable=False,  # its traceback would print local variables
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(value: bool) -> None:  # noqa: FBT001 - typer's signature of a callback
    if value:
        typer.echo(f"triage {__version__}")
        raise typer.Exit


@app.callback()
def triage(
    version: bool = typer.Option(  # noqa: FBT001 - an option of the command line, used by its callback
        False,  # noqa: FBT003
        "--version",
        callback=_version,
        is_eager=True,
        help="Print the version and leave.",
    ),
) -> None:
    """Turn exported mentions of customers into a short ranked list of what to do, by whom, and why.

    \b
    triage inspect exports/          what is in the files
    triage run exports/              tonight's list
    triage run exports/ > list.csv   the same for a spreadsheet
    """


app.command(short_help="Print or write tonight's ranked list.")(run)
app.command("list", short_help="List the store's actions as they stand.")(listing)
app.command(short_help="Show one action, with its score redone and its history.")(show)
app.command(short_help="Set where actions stand, who does them, by when.")(update)
app.command(short_help="Read an edited list back into the store.")(sync)
app.command(short_help="Say what was found in each file.")(inspect)
app.command(short_help="Say what became of the actions over the nights.")(progress)
app.command(short_help="Say how right the sentiment is on labelled mentions.")(evaluate)
app.command(short_help="Take an author or a mention out of the store, for good.")(forget)
app.command(short_help="Take old texts, names and lists out of the store.")(prune)
app.command(short_help="Write a triage.toml and a team.csv.")(init)


def main() -> None:
    """Runs the command line; the exit codes are those of `Exit`."""
    _open_closed_streams()
    # Arrow's own pool keeps what was freed: a large export would take a sixth more memory
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    try:
        app()
    except BrokenPipeError:
        sys.exit(Exit.DONE)


def _open_closed_streams() -> None:
    """Gives standard input and error a null device where the caller closed them, as some schedulers do."""
    if sys.stdin is None:
        sys.stdin = Path(os.devnull).open(encoding="utf-8")  # noqa: SIM115 - open as long as the process
    if sys.stderr is None:
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - as above
