"""Reads the mentions of all sources."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

import pandas as pd

from triage.frames import MentionFrame, mention_frame
from triage.listen.chosen_columns import check_map, check_map_columns
from triage.listen.compose import compose
from triage.listen.findings import describe
from triage.listen.identity import in_order, split_duplicates
from triage.listen.packing import unpack
from triage.listen.profile_rules import apply_rules
from triage.listen.recognise import profile_of, recognise
from triage.listen.sources import RefusedError, Source, expand
from triage.listen.tables import open_tables, why
from triage.model.column import names_of
from triage.model.errors import NothingUsableError
from triage.model.mention import Mention
from triage.model.progress import Progress, Silent, stage
from triage.model.settings import ListenSettings
from triage.model.source import Findings, Reject, SourceReport

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from triage.listen.readers.raw import RawTable


@dataclass(slots=True)
class _Read:
    """What one file gave."""

    report: SourceReport
    frame: pd.DataFrame
    rejects: list[Reject]


def read_mentions(
    sources: str | Path | Iterable[str | Path],
    *,
    settings: ListenSettings | None = None,
    progress: Progress | None = None,
    stdin: BinaryIO | None = None,
) -> MentionFrame:
    """Reads exports into mentions.

    In each file rows = mentions + duplicates + rejects; the result does not depend on the order of files or rows.

    Args:
        sources: Files, folders, globs, "-" for standard input; one or several.
        settings: Limits, and what detection cannot know.
        progress: Is told how many files are done.
        stdin: What "-" stands for.

    Returns:
        One row a mention, oldest first, missing times last. `.attrs["sources"]` holds a `SourceReport` a file,
        `.attrs["rejects"]` each row that could not be used.

    Raises:
        UsageError: settings.map names a field or a column that is not there.
        NothingUsableError: No source gave a table.
    """
    settings = settings or ListenSettings()
    check_map(settings.map)
    files, refused = expand(sources)
    with stage(progress or Silent(), "listen", len(files), "files") as advance:
        read = []
        for file in files:
            read += _read_file(file, settings, stdin)
            advance(1)
    check_map_columns(settings.map, (one.report.columns for one in read if one.report.columns))
    reports = sorted([*refused, *(one.report for one in read)], key=lambda report: report.source)
    usable = [one for one in read if not one.report.refused]
    if not usable:
        told = "; ".join(f"{report.source}: {report.refused}" for report in reports) or "no source was given"
        raise NothingUsableError(f"nothing usable in the input: {told}")
    mentions, duplicates = split_duplicates(_joined(usable))
    mentions = mention_frame(in_order(mentions))
    for one in usable:
        _count(one, mentions, duplicates)
    mentions.attrs["rejects"] = Findings(
        reject for one in usable for reject in sorted(one.rejects, key=lambda reject: reject.row)
    )
    mentions.attrs["sources"] = Findings(reports)
    return mentions


def _joined(read: list[_Read]) -> pd.DataFrame:
    """Joins the mentions of all files, and lets go of each file's own: both at once would take twice the memory."""
    frames = [one.frame for one in read]
    for one in read:
        one.frame = one.frame.iloc[:0]
    return frames[0] if len(frames) == 1 else pd.concat(frames, ignore_index=True)


def _read_file(file: Source, settings: ListenSettings, stdin: BinaryIO | None) -> list[_Read]:
    """Reads the exports in a file: one, or those of an archive or a workbook."""
    read: list[_Read] = []
    try:
        with _opened(file, stdin) as handle:
            for content in unpack(handle, file.name, settings):
                try:
                    read += [_understood(report, raw, settings) for report, raw in open_tables(content, settings)]
                except (OSError, RefusedError) as error:
                    read.append(_refused(content.name, error))
    except (OSError, RefusedError) as error:
        read.append(_refused(file.name, error))
    return read


def _refused(name: str, error: Exception) -> _Read:
    report = SourceReport(source=name, refused=why(error))
    return _Read(report, pd.DataFrame(columns=list(names_of(Mention))), [])


def _understood(report: SourceReport, raw: RawTable, settings: ListenSettings) -> _Read:
    """Makes mentions of a table."""
    try:
        _check_width(raw.frame, settings)
        raw = apply_rules(raw, profile_of(raw.frame), report.source)
        mapping = recognise(raw.frame, settings.map)
    except RefusedError as error:
        report.refused = why(error)
        return _Read(report, pd.DataFrame(columns=list(names_of(Mention))), [])
    composed = compose(raw, mapping, source=report.source, settings=settings)
    describe(report, raw, mapping, composed)
    return _Read(report, composed.frame, composed.rejects)


def _check_width(frame: pd.DataFrame, settings: ListenSettings) -> None:
    if len(frame.columns) > settings.max_columns:
        raise RefusedError(f"has {len(frame.columns):,} columns, over max_columns ({settings.max_columns:,})")


@contextlib.contextmanager
def _opened(file: Source, stdin: BinaryIO | None) -> Iterator[BinaryIO]:
    if file.path is not None:
        with file.path.open("rb") as handle:
            yield handle
    elif stdin is None:
        raise RefusedError("standard input was not given", where=file.name)
    else:
        yield stdin


def _count(one: _Read, mentions: pd.DataFrame, duplicates: pd.DataFrame) -> None:
    report = one.report
    report.duplicates = int((duplicates["source"] == report.source).sum())
    own = mentions[mentions["source"] == report.source]
    report.mentions = len(own)
    counts = own["language"].value_counts()
    report.languages = {str(code): int(counts[code]) for code in sorted(counts.index) if code}
    said = own["channel"].value_counts()
    report.channels = {str(name): int(said[name]) for name in sorted(said.index, key=lambda n: (-said[n], n)) if name}
    times = own["created_at"].dropna()
    if len(times):
        report.first, report.last = times.min().isoformat(), times.max().isoformat()
