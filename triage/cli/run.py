"""`triage run`: the main job."""

from __future__ import annotations

import dataclasses
import sys
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from triage.cli.console import Bars
from triage.cli.delivery import Delivery
from triage.cli.exits import Exit, told
from triage.cli.options import (
    Columns,
    Config,
    Form,
    Map,
    Output,
    Quiet,
    Sources,
    Spreadsheet,
    StorePath,
    Verbose,
    branded,
    instant,
    settings_from,
    stored,
)
from triage.cli.outputs import Outputs
from triage.model.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from triage.model.settings import Settings
    from triage.outcome import Night


def run(  # noqa: PLR0917 - each is an option of the command line
    sources: Sources,
    output: Output = None,
    form: Form = None,
    mentions: Annotated[
        str | None, typer.Option("--mentions", "-m", metavar="PATH", help="Also write every mention with its scores.")
    ] = None,
    rejects: Annotated[
        str | None, typer.Option("--rejects", metavar="PATH", help="Also write every row that could not be used (CSV).")
    ] = None,
    summary: Annotated[
        str | None, typer.Option("--summary", metavar="PATH", help="Also write counts and timings (JSON).")
    ] = None,
    store: StorePath = None,
    config: Config = None,
    team: Annotated[
        str | None, typer.Option("--team", metavar="FILE", help="Who may do what; see triage init.")
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", metavar="INSTANT", help="The night's instant. [default: the newest mention's]"),
    ] = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help="Leave out what was said before.")
    ] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="DATE", help="Leave out what was said then or later.")
    ] = None,
    language: Annotated[
        list[str] | None, typer.Option("--language", metavar="CODE", help="Only these languages; repeatable.")
    ] = None,
    channel: Annotated[
        list[str] | None, typer.Option("--channel", metavar="NAME", help="Only these channels; repeatable.")
    ] = None,
    brand: Annotated[
        list[str] | None,
        typer.Option("--brand", metavar="NAME", help="Set aside what is not about this company; repeatable."),
    ] = None,
    top: Annotated[int | None, typer.Option("--top", min=1, metavar="N", help="Only the first N actions.")] = None,
    min_mentions: Annotated[
        int | None, typer.Option("--min-mentions", min=1, metavar="N", help="Mentions that make a theme. [default: 2]")
    ] = None,
    mapped: Map = None,
    sentiment: Annotated[
        Literal["model", "source", "textblob"] | None,
        typer.Option("--sentiment", help="Who judges: our model, the exports' own labels, TextBlob. [default: model]"),
    ] = None,
    spreadsheet: Spreadsheet = None,
    budget: Annotated[
        str | None, typer.Option("--budget", metavar="MINUTES|all", help="Minutes of the team to give out tonight.")
    ] = None,
    lang: Annotated[Literal["en", "de"] | None, typer.Option("--lang", help="Language of why and next_step.")] = None,
    columns: Columns = None,
    fail_on: Annotated[
        Literal["P1", "P2", "P3", "P4"] | None,
        typer.Option("--fail-on", help="Exit with 3 if a new or risen action is of this priority or above."),
    ] = None,
    replay: Annotated[bool, typer.Option("--replay", help="Allow a night before the last one of the store.")] = False,
    mask: Annotated[
        bool, typer.Option("--mask", help="Mask emails, phone numbers and IBANs in what customers say.")
    ] = False,
    pseudonymise: Annotated[
        bool, typer.Option("--pseudonymise", help="Replace authors and handles by pseudonyms.")
    ] = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Read exports, and print or write tonight's ranked list of actions.

    \b
    triage run exports/ -o actions.csv -m mentions.csv --summary night.json
    triage run exports/ | head -5
    triage run exports/ --store nights.db -o actions.csv
    zcat export.json.gz | triage run - --top 10
    """
    with told(verbose=verbose):
        given = {
            "team": team, "as_of": instant("--as-of", as_of), "since": instant("--since", since),
            "until": instant("--until", until), "languages": _words(language), "channels": _words(channel), "top": top,
            "min_mentions": min_mentions, "spreadsheet": spreadsheet, "lang": lang, "columns": columns,
        }  # fmt: skip
        settings = _judged(_budgeted(settings_from(config, mapped, **given), budget), sentiment)
        settings = _private(stored(branded(settings, brand), store, config), mask=mask, pseudonymise=pseudonymise)
        written = Outputs(tuple(output or ()), form, mentions, rejects, summary)
        written.check(settings)
        delivery = Delivery(written, settings, Bars(shown=not quiet), quiet=quiet, verbose=verbose)
        night = _night(sources, settings, delivery, replay=replay)
        if delivery.unread:
            raise BrokenPipeError
    if fail_on is not None and any(
        night.summary["new_or_risen"][f"P{level}"] for level in range(1, int(fail_on[1]) + 1)
    ):
        raise typer.Exit(Exit.FAIL_ON)


def _words(given: Iterable[str] | None) -> tuple[str, ...]:
    """Returns codes and names as mentions have them: in lower case."""
    return tuple(word.strip().lower() for word in given or ())


def _budgeted(settings: Settings, budget: str | None) -> Settings:
    if budget is None:
        return settings
    if budget != "all" and not budget.isdecimal():
        raise UsageError(f"{budget!r} is neither a number of minutes nor 'all'", where="--budget")
    minutes = 0 if budget == "all" else int(budget)
    if budget != "all" and not minutes:
        raise UsageError("0 minutes give nothing out", where="--budget", hint="leave --team out to see the plain list")
    return dataclasses.replace(settings, act=dataclasses.replace(settings.act, budget_minutes=minutes))


def _judged(settings: Settings, by: str | None) -> Settings:
    return (
        settings
        if by is None
        else dataclasses.replace(settings, sentiment=dataclasses.replace(settings.sentiment, by=by))
    )


def _private(settings: Settings, *, mask: bool, pseudonymise: bool) -> Settings:
    given = settings.privacy
    privacy = dataclasses.replace(given, mask=given.mask or mask, pseudonymise=given.pseudonymise or pseudonymise)
    return dataclasses.replace(settings, privacy=privacy)


def _night(sources: list[str], settings: Settings, delivery: Delivery, *, replay: bool) -> Night:
    try:
        from triage import night

        return night.run(
            sources,
            settings,
            progress=delivery.bars,
            stdin=sys.stdin.buffer,
            replay=replay,
            on_wait=delivery.waiting,
            gather=delivery.gather,
            deliver=delivery.deliver,
        )
    finally:
        delivery.bars.close()
