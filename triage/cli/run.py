"""`triage run`: the main job."""

from __future__ import annotations

import dataclasses
import sys
from typing import TYPE_CHECKING, Annotated, Final, Literal

import typer

from triage.cli.console import Bars, say
from triage.cli.exits import Exit, told
from triage.cli.options import Config, Map, Quiet, Sources, Verbose, branded, settings_from
from triage.cli.outputs import Outputs
from triage.model.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from triage.model.settings import Settings
    from triage.outcome import Night

#: Files whose assumptions are told without --verbose; of more only the count is.
_TOLD_FILES: Final = 12
_TOLD_LANGUAGES: Final = 6
_LOST: Final = (("duplicates", "duplicates"), ("rejects", "rejects"), ("left_out", "left out by the options"))

Format = Literal["table", "csv", "tsv", "json", "jsonl", "md"]


def run(  # noqa: PLR0917 - each is an option of the command line
    sources: Sources,
    output: Annotated[
        list[str] | None,
        typer.Option(
            "--output", "-o", metavar="PATH", help="Write the list; .csv .tsv .json .jsonl .md .parquet; repeatable."
        ),
    ] = None,
    form: Annotated[
        Format | None,
        typer.Option(
            "--format", "-f", help="Format of standard output. [default: table on a terminal, csv into a pipe]"
        ),
    ] = None,
    mentions: Annotated[
        str | None, typer.Option("--mentions", "-m", metavar="PATH", help="Also write every mention with its scores.")
    ] = None,
    rejects: Annotated[
        str | None, typer.Option("--rejects", metavar="PATH", help="Also write every row that could not be used (CSV).")
    ] = None,
    summary: Annotated[
        str | None, typer.Option("--summary", metavar="PATH", help="Also write counts and timings (JSON).")
    ] = None,
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
    spreadsheet: Annotated[
        Literal["us", "de"] | None, typer.Option("--spreadsheet", help="A CSV that Excel opens as it is.")
    ] = None,
    budget: Annotated[
        str | None, typer.Option("--budget", metavar="MINUTES|all", help="Minutes of the team to give out tonight.")
    ] = None,
    lang: Annotated[Literal["en", "de"] | None, typer.Option("--lang", help="Language of why and next_step.")] = None,
    columns: Annotated[
        str | None, typer.Option("--columns", metavar="all|short|NAME,...", help="Columns of the list.")
    ] = None,
    fail_on: Annotated[
        Literal["P1", "P2", "P3", "P4"] | None,
        typer.Option("--fail-on", help="Exit with 3 if an action is of this priority or above."),
    ] = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Read exports, and print or write tonight's ranked list of actions.

    \b
    triage run exports/ -o actions.csv -m mentions.csv --summary night.json
    triage run exports/ | head -5
    zcat export.json.gz | triage run - --top 10
    """
    with told(verbose=verbose):
        given = {
            "team": team, "as_of": _instant("--as-of", as_of), "since": _instant("--since", since),
            "until": _instant("--until", until), "languages": _words(language), "channels": _words(channel), "top": top,
            "min_mentions": min_mentions, "spreadsheet": spreadsheet, "lang": lang, "columns": columns,
        }  # fmt: skip
        settings = _judged(_budgeted(settings_from(config, mapped, **given), budget), sentiment)
        settings = branded(settings, brand)
        written = Outputs(tuple(output or ()), form, mentions, rejects, summary)
        written.check(settings)
        night, seconds = _night(sources, settings, shown=not quiet)
        _tell(night, quiet=quiet, verbose=verbose)
        written.write(night, settings, seconds, quiet=quiet)
        limit = None if fail_on is None else int(fail_on[1])
        found = () if limit is None else [p for p in night.actions["priority"] if int(p[1]) <= limit]
    if found:
        raise typer.Exit(Exit.FAIL_ON)


def _instant(option: str, given: str | None) -> datetime | None:
    from triage.settings import parse_instant

    try:
        return None if given is None else parse_instant(given)
    except UsageError as error:
        raise UsageError(error.what, where=option, hint=error.hint) from None


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


def _night(sources: list[str], settings: Settings, *, shown: bool) -> tuple[Night, dict[str, float]]:
    bars = Bars(shown=shown)
    try:
        from triage import night

        return night.run(sources, settings, progress=bars, stdin=sys.stdin.buffer), bars.seconds
    finally:
        bars.close()


def _tell(night: Night, *, quiet: bool, verbose: bool) -> None:
    """Says what was read and assumed, and where rows were lost."""
    if quiet:
        return
    for report in night.sources:
        if report.refused:
            say(f"{report.source}: {report.refused}")
        elif verbose or (len(night.sources) <= _TOLD_FILES and report.warnings):
            for warning in report.warnings:
                say(f"{report.source}: {warning}")
    counts = night.summary
    parts = [f"{counts['mentions']:,} mentions"]
    parts += [f"{counts[name]:,} {word}" for name, word in _LOST if counts[name]]
    say(f"{counts['rows_read']:,} rows read = " + " + ".join(parts))
    if counts["set_aside"]:
        risky = f", {counts['set_aside_risks']:,} of them with a risk" if counts["set_aside_risks"] else ""
        say(f"{counts['set_aside']:,} of the mentions set aside as not about the brands{risky}")
    if counts["unscored"]:
        languages = list(counts["unscored_languages"].items())
        listed = ", ".join(f"{code or 'unknown'} {count:,}" for code, count in languages[:_TOLD_LANGUAGES])
        more = f" and {len(languages) - _TOLD_LANGUAGES} more" if len(languages) > _TOLD_LANGUAGES else ""
        say(f"{counts['unscored']:,} mentions have no sentiment, by language: {listed}{more}")
