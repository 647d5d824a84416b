"""Reads a delimited file into a raw table."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from triage.listen.line_form import BARE_RETURN
from triage.listen.readers.blocks import Blocks
from triage.listen.readers.odd_rows import OddRow, OddRows
from triage.listen.readers.raw import BLANK, ColumnStore, RawTable, blank_rows, reject
from triage.listen.readers.stray_records import StrayRecords

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import numpy.typing as npt

    from triage.listen.dialect import Dialect
    from triage.listen.records import Marks
    from triage.model.settings import ListenSettings
    from triage.model.source import Reject

#: Smaller pieces are read together, so many at most.
_SMALL_PIECE: Final = 64 * 1024
_MOST_WAITING: Final = 100_000


@dataclass(slots=True)
class _Found:
    """What the pieces gave so far; waiting are small ones, each with its first row and their number."""

    store: ColumnStore
    row: int
    rejects: list[Reject] = field(default_factory=list)
    odd: list[OddRow] = field(default_factory=list)
    waiting: list[tuple[bytes, int, int]] = field(default_factory=list)


def read_delimited(texts: Iterable[str], dialect: Dialect, *, source: str, settings: ListenSettings) -> RawTable:
    """Reads the rows below the header.

    Rows whose quotes are in order and which are as wide as the table are read at once; each other row is held
    against what the columns hold.

    Args:
        texts: The whole file's text, in parts.
        dialect: How it is written.
        source: Name of the file, for rejects.
        settings: Limits.

    Returns:
        The table. A row that cannot be placed is a reject, as are the rows of other tables and those below the table.
    """
    found = _Found(ColumnStore(dialect.columns), dialect.skip_rows)
    blocks = Blocks(_encoded(texts, dialect), dialect.marks, 4 * settings.max_cell_chars)
    stray = StrayRecords(dialect.marks, len(dialect.columns))
    for piece, is_in_order in blocks:
        if not is_in_order:
            records, size = stray.take(piece)
            blocks.consume(size)
            _keep_stray(records, dialect, found)
        elif not piece.strip(b"\r\n"):
            found.row += piece.count(b"\n") or piece.count(b"\r")
        else:
            _read_piece(piece, dialect, found, source, settings)
    _read_waiting(dialect, found, source, settings)
    found.odd.sort(key=lambda row: row.number)
    odd_rows = OddRows(dialect, source=source, max_cell_chars=settings.max_cell_chars)
    return odd_rows.settle(found.store, found.odd, found.rejects, size=blocks.size)


def _encoded(texts: Iterable[str], dialect: Dialect) -> Iterator[bytes]:
    """Yields the text below the header in parts that end with a line, each delimiter one byte long."""
    waiting = ""
    skip = dialect.skip_lines
    keeps_returns = dialect.lines.end == "\r"
    for text in texts:
        waiting += dialect.lines.ends_plainly(text)
        cut = waiting.rfind("\n") + 1
        if keeps_returns and not cut:
            cut = waiting.rfind("\r", 0, -1) + 1
        if cut:
            part, waiting = waiting[:cut], waiting[cut:]
            part, skip = _without_lines(part, skip)
            yield _prepared(part, dialect)
    waiting, skip = _without_lines(waiting, skip)
    yield _prepared(waiting, dialect)


def _without_lines(text: str, count: int) -> tuple[str, int]:
    """Drops lines from the beginning; returns what is left, with how many are still to be dropped."""
    place = 0
    for match in re.finditer(r"\r\n|\n|\r", text) if count else ():
        count -= 1
        place = match.end()
        if not count:
            return text[place:], 0
    return ("", max(0, count - 1)) if count and place < len(text) else (text[place:], count)


def _prepared(text: str, dialect: Dialect) -> bytes:
    """Returns text whose lines end with a line feed, or a return and one, and whose delimiter is one byte."""
    return dialect.stand_in(dialect.lines.unwrapped(text)).encode()


def _keep_stray(records: list[str], dialect: Dialect, found: _Found) -> None:
    for record in records:
        found.row += 1
        bare = record.rstrip("\r\n")
        if bare:
            found.odd.append(OddRow(found.row, bare, dialect.restored(bare), has_quotes=True))


def _read_piece(piece: bytes, dialect: Dialect, found: _Found, source: str, settings: ListenSettings) -> None:
    """Reads rows whose quotes are in order; small pieces wait for others, as each call of Arrow takes its time."""
    if len(piece) < _SMALL_PIECE:
        count = len(_row_ends(piece, dialect.marks)) + (not piece.endswith((b"\n", b"\r")))
        found.waiting.append((piece, found.row + 1, count))
        found.row += count
        if len(found.waiting) < _MOST_WAITING:
            return
    _read_waiting(dialect, found, source, settings)
    if len(piece) >= _SMALL_PIECE:
        table, odd = _parsed(piece, dialect)
        rows = np.arange(found.row + 1, found.row + 1 + table.num_rows + len(odd), dtype=np.int64)
        found.row += len(rows)
        _store(piece, table, odd, rows, dialect, found, source, settings)


def _read_waiting(dialect: Dialect, found: _Found, source: str, settings: ListenSettings) -> None:
    """Reads the pieces that wait, together; one by one where an escape makes other rows of them than were counted."""
    waiting, found.waiting = found.waiting, []
    if not waiting:
        return
    together = b"".join(piece for piece, _, _ in waiting)
    table, odd = _parsed(together, dialect)
    rows = np.concatenate([np.arange(first, first + count, dtype=np.int64) for _, first, count in waiting])
    if len(rows) == table.num_rows + len(odd):
        _store(together, table, odd, rows, dialect, found, source, settings)
        return
    for piece, first, _ in waiting:
        table, odd = _parsed(piece, dialect)
        rows = np.arange(first, first + table.num_rows + len(odd), dtype=np.int64)
        _store(piece, table, odd, rows, dialect, found, source, settings)


def _parsed(piece: bytes, dialect: Dialect) -> tuple[Any, list[tuple[int, str]]]:
    """Returns the rows that are as wide as the table, and the others with their places."""
    odd: list[tuple[int, str]] = []

    def keep(row: Any) -> str:  # noqa: ANN401 - pyarrow has no types
        odd.append((row.number - 1, row.text))
        return "skip"

    return _parse(piece, len(dialect.columns), dialect.marks, keep), odd


def _store(  # noqa: PLR0917 - all that a piece of rows is read with
    piece: bytes,
    table: Any,  # noqa: ANN401 - pyarrow has no types
    odd: list[tuple[int, str]],
    rows: npt.NDArray[np.int64],
    dialect: Dialect,
    found: _Found,
    source: str,
    settings: ListenSettings,
) -> None:
    """Keeps what was parsed, but for rows without a filled cell, or with one that is too long."""
    count = len(rows)
    found.odd += [OddRow(int(rows[place]), text, dialect.restored(text)) for place, text in odd]
    places = np.asarray([place for place, _ in odd], dtype=np.int64)
    rows = np.delete(rows, places)
    has_returns = BARE_RETURN.encode() in piece
    is_blank = blank_rows(table.columns)
    if is_blank.any():
        lengths = np.delete(_row_lengths(piece, dialect.marks, count), places)
        found.rejects += [reject(source, int(row), BLANK, "") for row in rows[is_blank & (lengths > 0)]]
        table, rows = table.filter(pa.array(~is_blank)), rows[~is_blank]
    columns = [_restored_column(column, dialect, has_returns=has_returns) for column in table.columns]
    is_long = _too_long(columns, settings.max_cell_chars)
    if is_long is not None:
        reason = f"a cell is over max_cell_chars ({settings.max_cell_chars:,})"
        found.rejects += [reject(source, int(row), reason, "") for row in rows[is_long]]
        columns = [column.filter(pa.array(~is_long)) for column in columns]
        rows = rows[~is_long]
    found.store.add_arrays(columns, rows)


def _row_ends(piece: bytes, marks: Marks) -> npt.NDArray[np.int64]:
    """Returns the places of the last byte of each line's end outside quotes."""
    view = np.frombuffer(piece, dtype=np.uint8)
    is_feed = view == ord("\n")
    is_return = view == ord("\r")
    is_return[:-1] &= ~is_feed[1:]
    ends = np.flatnonzero(is_feed | is_return)
    if marks.quote:
        quotes = np.flatnonzero(view == ord(marks.quote))
        ends = ends[np.searchsorted(quotes, ends) % 2 == 0]
    return ends


def _row_lengths(piece: bytes, marks: Marks, count: int) -> npt.NDArray[np.int64]:
    """Returns the bytes of each row without its line's end, by which a blank line is told from a row of blanks."""
    view = np.frombuffer(piece, dtype=np.uint8)
    ends = np.append(_row_ends(piece, marks), len(view))[:count]
    starts = np.concatenate(([0], ends[:-1] + 1))
    has_return = (ends > starts) & (view[np.maximum(ends - 1, 0)] == ord("\r"))
    return np.asarray(ends - starts - has_return, dtype=np.int64)


def _parse(piece: bytes, width: int, marks: Marks, keep: Any) -> Any:  # noqa: ANN401 - pyarrow has no types
    names = [str(place) for place in range(width)]
    return arrow_csv.read_csv(
        pa.BufferReader(piece),
        read_options=arrow_csv.ReadOptions(column_names=names, block_size=len(piece) + 1, use_threads=False),
        parse_options=arrow_csv.ParseOptions(
            delimiter=marks.delimiter,
            quote_char=marks.quote or False,
            double_quote=not marks.escape,
            escape_char=marks.escape or False,
            newlines_in_values=True,
            ignore_empty_lines=False,
            invalid_row_handler=keep,
        ),
        convert_options=arrow_csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False, check_utf8=False
        ),
    )


def _restored_column(column: Any, dialect: Dialect, *, has_returns: bool) -> Any:  # noqa: ANN401 - pyarrow has no types
    if dialect.delimiter != dialect.marks.delimiter:
        column = pc.replace_substring(column, dialect.marks.delimiter, dialect.delimiter)
        if dialect.skip_blanks:
            column = pc.utf8_ltrim(column, " ")
    if has_returns:
        column = pc.replace_substring(column, BARE_RETURN, "\r")
    return column


def _too_long(columns: list[Any], most: int) -> Any:  # noqa: ANN401 - pyarrow has no types
    """Returns which rows have a cell of more characters than allowed, or None."""
    is_long = None
    for column in columns:
        if (pc.max(pc.binary_length(column)).as_py() or 0) > most:
            here = pc.greater(pc.utf8_length(column), most).to_numpy(zero_copy_only=False)
            is_long = here if is_long is None else is_long | here
    return is_long if is_long is not None and is_long.any() else None
