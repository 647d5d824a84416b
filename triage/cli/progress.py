"""`triage progress`: what became of the actions over the nights."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from triage.cli.console import print_bytes, print_rich, say, terminal_width
from triage.cli.exits import told
from triage.cli.options import Config, Quiet, StorePath, Verbose, settings_from, stored
from triage.model.errors import UsageError

if TYPE_CHECKING:
    from datetime import datetime

    from triage.model.headway import Headway
    from triage.model.history import History
    from triage.model.settings import Settings


def progress(  # noqa: PLR0917 - each is an option of the command line
    since: Annotated[str | None, typer.Option("--since", metavar="DATE", help="Only the nights from then on.")] = None,
    nights: Annotated[int | None, typer.Option("--nights", metavar="N", min=1, help="Only the last N nights.")] = None,
    days: Annotated[
        int, typer.Option("--days", metavar="N", min=1, max=90, help="Days before and after an action to compare.")
    ] = 7,
    team: Annotated[
        str | None, typer.Option("--team", metavar="FILE", help="The people there are, for roles and what-ifs.")
    ] = None,
    form: Annotated[
        Literal["table", "json", "md"], typer.Option("--format", "-f", help="Format of standard output.")
    ] = "table",
    store: StorePath = None,
    config: Config = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Say how soon and by whom actions were acted on, what came back, whether it helped, and what is missing.

    \b
    triage progress --store nights.db
    triage progress --store nights.db --team team.csv --nights 30
    triage progress --store nights.db -f json > progress.json
    """
    with told(verbose=verbose):
        settings = stored(settings_from(config, team=team), store, config)
        found = _found(settings, _instant(since), nights, days)
        _print(found, form)
        from triage.present.progress_words import nothing_yet

        if line := nothing_yet(found):
            say(line, quiet=quiet)


def _found(settings: Settings, since: datetime | None, nights: int | None, days: int) -> Headway:
    """Reads the store and tells what became of the actions of the chosen nights."""
    if not settings.store.path:
        raise UsageError(
            "no store is named", where="--store", hint="say --store PATH, or path in [store] of the settings"
        )
    from triage.act.progress import tell_progress
    from triage.act.team import read_team
    from triage.store.opening import open_store
    from triage.store.progress import read_history

    members = read_team(settings.team) if settings.team else None
    with open_store(settings.store, writing=False) as opened:
        history = read_history(opened.connection)
    chosen = _chosen(history, since, nights)
    return tell_progress(history, members, nights=chosen, days=days, budget_minutes=settings.act.budget_minutes)


def _chosen(history: History, since: datetime | None, nights: int | None) -> list[int]:
    known = [night.night for night in history.nights if not since or (night.as_of and night.as_of >= since)]
    if history.nights and not known:
        last = max((night.as_of for night in history.nights if night.as_of), default=None)
        when = f"; the last was {last:%Y-%m-%d %H:%M} UTC" if last else ""
        raise UsageError(f"there is no night from then on{when}", where="--since")
    return known[-nights:] if nights else known


def _instant(since: str | None) -> datetime | None:
    from triage.settings import parse_instant

    try:
        return None if since is None else parse_instant(since)
    except UsageError as error:
        raise UsageError(error.what, where="--since", hint=error.hint) from None


def _print(found: Headway, form: str) -> None:
    if form == "json":
        from triage.present.outputs import render_summary

        print_bytes([render_summary({"schema": "triage-progress/1", **dataclasses.asdict(found)})])
    elif not found.nights:
        return
    elif form == "md":
        from triage.present.progress_markdown import progress_markdown

        print_bytes([progress_markdown(found).encode()])
    else:
        from triage.present.progress import progress_table

        print_rich(progress_table(found, width=terminal_width()))
