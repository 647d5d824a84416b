"""`triage sync`: reads an action list that was edited in a spreadsheet back into the store."""

from __future__ import annotations

import getpass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from triage.cli.console import print_bytes, print_rich, say
from triage.cli.exits import told
from triage.cli.options import Config, Quiet, StorePath, Verbose, settings_from, stored
from triage.cli.stored import opened
from triage.cli.syncing import read_in, undo_sync
from triage.model.errors import UsageError
from triage.model.standing import PROGRAM

if TYPE_CHECKING:
    from triage.model.edited import SyncReport

#: Who made edits where the system does not say.
_ANALYST = "analyst"


def sync(  # noqa: PLR0917 - each is an option of the command line
    file: Annotated[
        str | None, typer.Argument(metavar="FILE", help="The list: .csv .tsv .xlsx .ods, as it was saved.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be changed.")] = False,
    theirs: Annotated[
        bool, typer.Option("--theirs", help="Take the file's where the store was changed meanwhile.")
    ] = False,
    undo: Annotated[bool, typer.Option("--undo", help="Take back the last sync, of FILE if one is named.")] = False,
    at: Annotated[
        str | None, typer.Option("--at", metavar="INSTANT", help="When the edits count as made. [default: now]")
    ] = None,
    by: Annotated[
        str | None, typer.Option("--by", metavar="NAME", help="Who made them. [default: the user's name]")
    ] = None,
    form: Annotated[
        Literal["table", "json"], typer.Option("--format", "-f", help="Format of standard output.")
    ] = "table",
    store: StorePath = None,
    config: Config = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Read an action list that was edited in a spreadsheet back into the store.

    Read are status, owner, due, note, priority and merge_into, by action_id.

    \b
    triage sync actions.csv --store nights.db --dry-run
    triage sync actions.xlsx --store nights.db
    triage sync --undo --store nights.db
    """
    with told(verbose=verbose):
        if file is None and not undo:
            raise UsageError("no list is named", hint="say triage sync FILE")
        settings = stored(settings_from(config), store, config)
        when, who = _instant(at), user_name() if by is None else _name(by)
        with opened(settings.store, writing=undo or not dry_run, quiet=quiet) as nights:
            if undo:
                report = undo_sync(nights, file or "", at=when, by=who, dry_run=dry_run)
            else:
                how = {"theirs": theirs, "dry_run": dry_run}
                report = read_in(file or "", nights, settings, at=when, by=who, **how)
        _print(report, form)
        tell(report, quiet=quiet, verbose=verbose)


def tell(report: SyncReport, *, quiet: bool, verbose: bool) -> None:
    """Says what could not be read, what was changed meanwhile, and how many edits were taken."""
    from triage.present.syncing import summary_of, warnings_of

    for line in warnings_of(report, verbose=verbose or not quiet):
        say(line)
    say(summary_of(report), quiet=quiet)


def user_name() -> str:
    """Returns the name of the user who runs this, by which a person's changes are told from the program's."""
    try:
        name = getpass.getuser().strip()
    except (OSError, KeyError, ImportError):
        name = ""
    return _ANALYST if name in {"", PROGRAM} else name


def _name(given: str) -> str:
    name = " ".join(given.split())
    if name in {"", PROGRAM}:
        raise UsageError(f"{given!r} is no name of a person", where="--by")
    return name


def _instant(given: str | None) -> datetime:
    from triage.settings import parse_instant

    try:
        return datetime.now(UTC) if given is None else parse_instant(given)
    except UsageError as error:
        raise UsageError(error.what, where="--at", hint=error.hint) from None


def _print(report: SyncReport, form: str) -> None:
    if form == "json":
        from triage.present.outputs import render_summary
        from triage.present.syncing import sync_record

        print_bytes([render_summary(sync_record(report))])
    elif report.edits.changes:
        from triage.present.syncing import change_table

        print_rich(change_table(report))
