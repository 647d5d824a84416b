"""Renders actions, mentions, rejects and the summary in the format asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from triage.model.action import Action
from triage.model.column import Column, ColumnSpec, columns_of, did_you_mean
from triage.model.errors import UsageError
from triage.model.mention import Mention, ScoredMention
from triage.present.choices import FORMATS, MENTION_FORMATS, choose_columns, format_of
from triage.present.columnar import parquet
from triage.present.delimited import SPREADSHEETS, TSV, delimited
from triage.present.markdown import markdown
from triage.present.records import json_lines, json_object, json_summary
from triage.present.safe import plain_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from triage.frames import ActionFrame, ScoredFrame
    from triage.model.source import Reject

__all__ = [
    "FORMATS",
    "MENTION_FORMATS",
    "choose_columns",
    "format_of",
    "render",
    "render_mentions",
    "render_rejects",
    "render_summary",
]

_REJECT_COLUMNS: Final = (
    ColumnSpec("source", str, nullable=False, column=Column("name of the file")),
    ColumnSpec("row", int, nullable=False, column=Column("row as a spreadsheet counts it, 0 for a whole file")),
    ColumnSpec("reason", str, nullable=False, column=Column("what is wrong")),
    ColumnSpec("content", str, nullable=False, column=Column("the row's beginning")),
)


def render(
    actions: ActionFrame,
    fmt: str,
    *,
    columns: tuple[str, ...] | None = None,
    spreadsheet: str = "",
    night: Mapping[str, Any] | None = None,
) -> bytes:
    """Returns the action list as a file.

    Args:
        actions: The action list.
        fmt: One of `FORMATS`.
        columns: Columns to write, in order; None writes all. Markdown has columns of its own unless some are chosen.
        spreadsheet: "us" or "de" for a CSV that a spreadsheet opens as it is, "" for RFC 4180; other formats ignore it.
        night: The night's counts: as_of, mentions, themes, sources, duplicates, rejects, as far as known.

    Returns:
        The bytes of the file.

    Raises:
        UsageError: The format or the spreadsheet is unknown.
    """
    declared = {spec.name: spec for spec in columns_of(Action)}
    specs = [declared[name] for name in columns or tuple(declared)]
    if fmt == "md":
        chosen = None if len(specs) == len(declared) else specs
        return markdown(actions, night or {}, chosen).encode()
    return b"".join(_rendered(actions, specs, fmt, name="actions", spreadsheet=spreadsheet, night=night or {}))


def render_mentions(
    scored: ScoredFrame, fmt: str, *, spreadsheet: str = "", night: Mapping[str, Any] | None = None
) -> Iterator[bytes]:
    """Yields all mentions with their scores as a file, block by block: a million do not fit in memory twice.

    Args:
        scored: The mentions.
        fmt: One of `MENTION_FORMATS`.
        spreadsheet: "us" or "de" for a CSV that a spreadsheet opens as it is, "" for RFC 4180.
        night: The night's counts.

    Returns:
        The bytes of the file, in pieces.

    Raises:
        UsageError: The format or the spreadsheet is unknown.
    """
    specs = [*columns_of(Mention), *columns_of(ScoredMention)]
    return _rendered(scored, specs, fmt, name="mentions", spreadsheet=spreadsheet, night=night or {})


def render_rejects(rejects: Iterable[Reject]) -> bytes:
    """Returns the rows that could not be used as CSV: source, row, reason, content."""
    rows = [(plain_text(r.source), r.row, plain_text(r.reason), plain_text(r.content)) for r in rejects]
    frame = pd.DataFrame(rows, columns=[spec.name for spec in _REJECT_COLUMNS]).astype(
        {spec.name: "int64" if spec.kind is int else "str" for spec in _REJECT_COLUMNS}
    )
    return b"".join(delimited(frame, _REJECT_COLUMNS))


def render_summary(summary: Mapping[str, Any]) -> bytes:
    """Returns the night's counts and timings as indented JSON, keys in the order given."""
    return json_summary(summary)


def _rendered(
    frame: pd.DataFrame,
    specs: Sequence[ColumnSpec],
    fmt: str,
    *,
    name: str,
    spreadsheet: str,
    night: Mapping[str, Any],
) -> Iterator[bytes]:
    if spreadsheet not in SPREADSHEETS:
        message = f"there is no spreadsheet {spreadsheet!r}"
        raise UsageError(message, where="--spreadsheet", hint="known are us and de")
    if fmt == "csv":
        return delimited(frame, specs, SPREADSHEETS[spreadsheet])
    if fmt == "tsv":
        return delimited(frame, specs, TSV)
    if fmt == "json":
        return json_object(frame, specs, name=name, night=night)
    if fmt == "jsonl":
        return json_lines(frame, specs)
    if fmt == "parquet":
        return iter([parquet(frame, specs, name=name)])
    message = f"{name} cannot be written as {fmt!r}{did_you_mean(fmt, FORMATS)}"
    raise UsageError(message, hint=f"known are {', '.join(FORMATS if name == 'actions' else MENTION_FORMATS)}")
