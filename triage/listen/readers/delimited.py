"""Reads a delimited file into a raw table."""

from __future__ import annotations

import io
import itertools
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
from triage.listen.records import Marks, is_closed, split

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import numpy.typing as npt

    from triage.listen.dialect import Dialect
    from triage.model.settings import ListenSettings
    from triage.model.source import Reject

#: Lines that a record with a stray quote is sought in.
_MOST_JOINED: Final = 40
#: So many times the delimiters of a row are more than one record has.
_MOST_DELIMITERS: Final = 3


@dataclass(slots=True)
class _Found:
    """What the pieces gave so far."""

    store: ColumnStore
    row: int
    rejects: list[Reject] = field(default_factory=list)
    odd: list[OddRow] = field(default_factory=list)


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
    for piece, is_in_order in blocks:
        if is_in_order:
            _read_piece(piece, dialect, found, source, settings)
        else:
            blocks.consume(_read_record(piece, dialect, found))
    odd_rows = OddRows(dialect, source=source, max_cell_chars=settings.max_cell_chars)
    return odd_rows.settle(found.store, found.odd, found.rejects)


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


def _read_piece(piece: bytes, dialect: Dialect, found: _Found, source: str, settings: ListenSettings) -> None:
    """Reads rows whose quotes are in order; those of another width are odd rows."""
    first = found.row + 1
    odd: list[int] = []

    def keep(row: Any) -> str:  # noqa: ANN401 - pyarrow has no types
        odd.append(row.number)
        found.odd.append(OddRow(first + row.number - 1, row.text, dialect.restored(row.text)))
        return "skip"

    if not piece.strip(b"\r\n"):
        found.row += piece.count(b"\n") or piece.count(b"\r")
        return
    table = _parse(piece, len(dialect.columns), dialect.marks, keep)
    count = table.num_rows + len(odd)
    rows = np.arange(first, first + count, dtype=np.int64)
    if odd:
        rows = np.delete(rows, np.asarray(odd, dtype=np.int64) - 1)
    found.row += count
    has_returns = BARE_RETURN.encode() in piece
    is_blank = blank_rows(table.columns)
    if is_blank.any():
        lengths = np.delete(_row_lengths(piece, dialect.marks, count), np.asarray(odd, dtype=np.int64) - 1)
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


def _row_lengths(piece: bytes, marks: Marks, count: int) -> npt.NDArray[np.int64]:
    """Returns the bytes of each row without its line's end, by which a blank line is told from a row of blanks."""
    view = np.frombuffer(piece, dtype=np.uint8)
    is_feed = view == ord("\n")
    is_return = view == ord("\r")
    is_return[:-1] &= ~is_feed[1:]
    ends = np.flatnonzero(is_feed | is_return)
    if marks.quote:
        quotes = np.flatnonzero(view == ord(marks.quote))
        ends = ends[np.searchsorted(quotes, ends) % 2 == 0]
    ends = np.append(ends, len(view))[:count]
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


def _read_record(piece: bytes, dialect: Dialect, found: _Found) -> int:
    """Takes one record whose quotes are not in order; returns the bytes it takes."""
    text = piece.decode("utf-8", "ignore")
    lines = list(itertools.islice(io.StringIO(text, newline=""), _MOST_JOINED))
    record = _record(lines, dialect.marks, len(dialect.columns))
    found.row += 1
    bare = record.rstrip("\r\n")
    if bare:
        found.odd.append(OddRow(found.row, bare, dialect.restored(bare), has_quotes=True))
    return len(record.encode())


def _record(lines: list[str], marks: Marks, width: int) -> str:
    """Returns the line, or the lines together, that make a row: one line unless what follows it is no row."""

    def is_row(text: str) -> bool:
        return len(split(text, marks)) == width

    if is_closed(lines[0], marks) or (
        is_row(lines[0]) and (len(lines) == 1 or is_row(lines[1]) or not lines[1].strip())
    ):
        return lines[0]
    for count in range(2, len(lines) + 1):
        joined = "".join(lines[:count])
        if is_row(joined) and is_closed(joined, marks):
            return joined
        if joined.count(marks.delimiter) > _MOST_DELIMITERS * width:
            break
    return lines[0]
