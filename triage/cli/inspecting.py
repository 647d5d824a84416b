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
    from triage.frames import MentionFrame
    from triage.model.source import SourceReport


def inspect(  # noqa: PLR0917 - its signature is the command's options
    sources: Sources,
    form: Annotated[
        Literal["table", "json"], typer.Option("--format", "-f", help="Format of standard output.")
    ] = "table",
    json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
    rows: Annotated[
        int, typer.Option("--rows", metavar="N", min=0, help="Mentions of each file shown as a preview.")
    ] = 3,
    config: Config = None,
    mapped: Map = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Say what was found in each file: encoding, dialect, profile, columns, dates, languages, rows; with a preview.

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
        _add_previews(heard, rows)
        _print(heard.attrs["sources"], as_json=json or form == "json")


def _add_previews(heard: MentionFrame, count: int) -> None:
    """Gives each report some of its mentions, and a warning where none of them can be scored."""
    from triage.model.vocabulary import UNDETERMINED
    from triage.understand.lang import SCORED_LANGUAGES

    for report in heard.attrs["sources"]:
        own = heard[heard["source"] == report.source]
        shown = own.head(count).astype(object)
        report.preview = [
            {name: _told(value) for name, value in mention.items() if _told(value)}
            for mention in shown.to_dict("records")
        ]
        if report.languages and not {*SCORED_LANGUAGES, UNDETERMINED} & report.languages.keys():
            report.warnings.append("no text is in a language that can be scored (English, German)")


def _told(value: object) -> str:
    """Returns a cell as text, "" where there is none."""
    import pandas as pd

    if isinstance(value, pd.Timestamp):
        return value.isoformat()
    return "" if value is None or value is pd.NA or value is pd.NaT else str(value)


def _print(reports: list[SourceReport], *, as_json: bool) -> None:
    if as_json:
        from triage.present.outputs import render_summary

        sources = [dataclasses.asdict(report) for report in reports]
        print_bytes([render_summary({"schema": "triage-inspect/1", "sources": sources})])
    else:
        from triage.present.inspection import report_table

        print_rich(report_table(reports))
