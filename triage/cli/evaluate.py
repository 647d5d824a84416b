"""`triage evaluate`: how right the sentiment is on labelled mentions."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal

import typer

from triage.cli.console import Bars, print_bytes, print_rich, say
from triage.cli.exits import told
from triage.cli.options import Config, Map, Quiet, Verbose, calibration_path, settings_from, used_config
from triage.model.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from triage.frames import MentionFrame
    from triage.model.evaluation import Comparison
    from triage.model.settings import Settings
    from triage.understand.sentiment.calibration import Calibration

#: Names of a column of labels beside those of a sentiment, the likeliest first.
_LABEL_NAMES: Final = (
    "label", "sentiment_label", "gold", "truth", "class", "target", "annotation", "polarity", "klasse", "einstufung",
)  # fmt: skip


def evaluate(  # noqa: PLR0917 - each is an option of the command line
    labelled: Annotated[
        str,
        typer.Argument(metavar="LABELLED", help="A file of mentions with a column of labels; - for standard input."),
    ],
    calibrate: Annotated[
        bool, typer.Option("--calibrate", help="Learn the level of your mentions from it, for every run from then on.")
    ] = False,
    worst: Annotated[int, typer.Option("--worst", metavar="N", min=0, help="Mistakes shown.")] = 10,
    form: Annotated[
        Literal["table", "json"], typer.Option("--format", "-f", help="Format of standard output.")
    ] = "table",
    json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
    config: Config = None,
    mapped: Map = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Say how right the sentiment is on mentions that you labelled, beside TextBlob and VADER; or calibrate it.

    Labels are negative, neutral, positive in English or German, stars, or marks below and above 0.

    \b
    triage evaluate labelled.csv
    triage evaluate labelled.csv --calibrate
    triage evaluate labelled.csv --map source_sentiment=Label --json
    """
    with told(verbose=verbose):
        if labelled == "-":
            raise UsageError("standard input cannot be read twice, as finding the labels may need", hint="name a file")
        settings = settings_from(config, mapped)
        heard = _heard(labelled, settings, shown=not quiet)
        found, calibration = _compared(heard, settings, worst=worst, calibrate=calibrate, where=labelled)
        if json or form == "json":
            from triage.present.outputs import render_summary

            learnt = None if calibration is None else dataclasses.asdict(calibration)
            told_all = {"schema": "triage-evaluation/1", **dataclasses.asdict(found), "calibration": learnt}
            print_bytes([render_summary(told_all)])
        else:
            from triage.present.evaluation import evaluation_table

            print_rich(evaluation_table(found))
        if calibration is not None:
            _keep(calibration.as_json(), _path(settings, config), quiet=quiet)


def _heard(labelled: str, settings: Settings, *, shown: bool) -> MentionFrame:
    """Reads the mentions, with their labels as the export's own sentiment."""
    from triage import night

    bars = Bars(shown=shown)
    try:
        heard = night.listen(labelled, settings, bars)
        report = heard.attrs["sources"][0]
        column = _label_column(report.columns)
        if "source_sentiment" not in report.mapping and column:
            pairs = settings.listen.map | {"source_sentiment": column}
            listen = dataclasses.replace(settings.listen, map=pairs)
            heard = night.listen(labelled, dataclasses.replace(settings, listen=listen), bars)
    finally:
        bars.close()
    return heard


def _label_column(columns: Iterable[str]) -> str:
    known = {name.strip().casefold(): name for name in columns}
    return next((known[name] for name in _LABEL_NAMES if name in known), "")


def _compared(
    heard: MentionFrame, settings: Settings, *, worst: int, calibrate: bool, where: str
) -> tuple[Comparison, Calibration | None]:
    import numpy as np

    from triage.understand.sentiment.comparison import compare_judges
    from triage.understand.sentiment.labels import NO_LABEL, read_labels

    labels = read_labels(heard["source_sentiment"].tolist())
    known = np.flatnonzero(labels != NO_LABEL)
    if not len(known):
        columns = ", ".join(column for report in heard.attrs["sources"] for column in report.columns[:20])
        told = f"has no column of labels that can be read; columns are {columns or 'none'}"
        raise UsageError(told, where=where, hint="say --map source_sentiment=COLUMN")
    texts, languages = heard["text"].iloc[known].tolist(), heard["language"].iloc[known].tolist()
    return compare_judges(texts, languages, labels[known], settings.sentiment, worst=worst, calibrate=calibrate)


def _path(settings: Settings, config: Path | None) -> Path:
    if settings.sentiment.calibration:
        return Path(settings.sentiment.calibration)
    return calibration_path(settings.sentiment, used_config(config))


def _keep(content: bytes, path: Path, *, quiet: bool) -> None:
    from triage.present.files import write_whole

    write_whole(path, lambda file: file.write(content))
    say(f"wrote {path}; every run with these settings uses it from now on", quiet=quiet)
