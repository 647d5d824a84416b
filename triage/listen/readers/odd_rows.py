"""Settles the rows that are not as wide as the table: mends them, or says what they are."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from triage.listen.line_form import BARE_RETURN
from triage.listen.readers.mending import Mender
from triage.listen.readers.other_tables import other_tables
from triage.listen.readers.raw import BLANK, ColumnStore, RawTable, reject
from triage.listen.readers.repeated_header import without_repeated_header
from triage.listen.records import split
from triage.listen.shapes import ALIEN, is_value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from triage.listen.dialect import Dialect
    from triage.model.source import Reject

_MOST_FOOTERS: Final = 12
_BELOW: Final = "stands below the table"


@dataclass(frozen=True, slots=True)
class OddRow:
    """A row that is not as wide as the table, or whose quotes are not in order.

    Attributes:
        number: Row as a spreadsheet counts it.
        text: The record, each delimiter one character.
        content: The record as it stands in the file.
        has_quotes: Whether its quotes are not in order.
    """

    number: int
    text: str
    content: str
    has_quotes: bool = False


class OddRows:
    """Settles odd rows against what the columns of the table hold."""

    def __init__(self, dialect: Dialect, *, source: str, max_cell_chars: int) -> None:
        """Learns how well the table's own rows fit its columns."""
        self._dialect = dialect
        self._marks = dialect.marks
        self._columns = dialect.columns
        self._source = source
        self._max_cell_chars = max_cell_chars
        self._mender = Mender(dialect, max_cell_chars=max_cell_chars)
        self._aligner = self._mender.aligner

    def settle(self, store: ColumnStore, odd: Sequence[OddRow], rejects: list[Reject], *, size: int) -> RawTable:
        """Puts the mended rows among the others.

        Args:
            store: The rows that are in order.
            odd: The others, in the order of the file.
            rejects: What was refused already.
            size: Bytes of the file.

        Returns:
            The table, in the order of the file; a row that cannot be mended is a reject.
        """
        last = store.last_row
        cells = [split(row.text, self._marks) for row in odd]
        others = other_tables(odd, cells, self._columns)
        rejects.extend(
            reject(self._source, row.number, others[row.number], row.content) for row in odd if row.number in others
        )
        own = [(row, parts) for row, parts in zip(odd, cells, strict=True) if row.number not in others]
        mended = self._mended(own, last, rejects, size)
        if mended:
            columns = list(zip(*(row for _, row in mended), strict=True))
            store.add(dict(zip(store.names, columns, strict=True)), [number for number, _ in mended])
        raw = store.table(rejects, by_row=bool(mended))
        self._drop_trailing(raw)
        self._drop_footer(raw)
        placed = {number for number, _ in mended}
        raw.mended = sum(row.number in placed and len(parts) >= len(self._columns) for row, parts in own)
        raw.footer_rows = sum(one.reason == _BELOW for one in raw.rejects)
        raw.other_tables = len(set(others.values()))
        return without_repeated_header(raw, self._source)

    def _mended(
        self, own: Sequence[tuple[OddRow, list[str]]], last: int, rejects: list[Reject], size: int
    ) -> list[tuple[int, list[str]]]:
        """Returns the rows that can be placed, each with its number; the others are rejects."""
        rows_of = self._mender.mend(own, lambda row, parts: row.number > last and self._is_footer(parts), size)
        mended: list[tuple[int, list[str]]] = []
        for (row, parts), rows in zip(own, rows_of, strict=True):
            if rows and not any(map(str.strip, itertools.chain.from_iterable(rows))):
                rejects.append(reject(self._source, row.number, BLANK, row.content))
                continue
            mended += [(row.number, [self._restored(cell) for cell in found]) for found in rows]
            if not rows and row.text:
                rejects.append(reject(self._source, row.number, self._reason(row, parts, last), row.content))
        return mended

    def _drop_trailing(self, raw: RawTable) -> None:
        """Drops columns at the end that have neither a name nor a cell: delimiters at the ends of rows.

        Without a header nothing tells such a column from one that has a name elsewhere, so it stays.
        """
        header = self._dialect.header
        while header and len(raw.frame.columns) > 1 and len(raw.frame):
            place = len(raw.frame.columns) - 1
            is_named = (header[place : place + 1] or ("",))[0].strip() or self._columns[place] != f"column_{place + 1}"
            if is_named or (raw.frame.iloc[:, place] != "").any():
                return
            raw.frame = raw.frame.iloc[:, :place]

    def _drop_footer(self, raw: RawTable) -> None:
        """Rejects rows at the end that are as wide as the table and yet none of its own: a sum, a note."""
        count = len(raw.frame)
        kept = count
        while self._aligner.typical and kept > max(1, count - _MOST_FOOTERS):
            cells = list(raw.frame.iloc[kept - 1])
            if len(cells) != len(self._columns) or not self._is_footer(cells):
                break
            kept -= 1
            content = self._dialect.delimiter.join(cells)
            raw.rejects.append(reject(self._source, int(raw.rows[kept]), _BELOW, content))
        if kept < count:
            raw.frame, raw.rows = raw.frame.iloc[:kept], raw.rows[:kept]

    def _restored(self, cell: str) -> str:
        if self._dialect.delimiter == self._marks.delimiter:
            return cell.replace(BARE_RETURN, "\r")
        cell = self._dialect.restored(cell)
        return cell.strip(" ") if self._dialect.skip_blanks else cell

    def _is_footer(self, cells: Sequence[str]) -> bool:
        """Whether cells below the table are no row of it: a sentence or a sum.

        Such a row begins with what its column never holds, and has no word that fits where it stands. So a row with a
        text of its own is none, wherever in the file it is.
        """
        filled = [place for place, cell in enumerate(cells[: len(self._columns)]) if cells[place].strip()]
        if not filled or not self._aligner.typical or len(filled) * 2 > len(self._columns):
            return False
        fits = {place: self._aligner.profiles[place].fit(cells[place]) for place in filled}
        return fits[filled[0]] < ALIEN and all(fits[place] < ALIEN or is_value(cells[place]) for place in filled)

    def _reason(self, row: OddRow, cells: Sequence[str], last: int) -> str:
        count = len(cells)
        width = len(self._columns)
        if row.number > last and count < width:
            return _BELOW
        if len(row.text) > self._max_cell_chars:
            longest = max(map(len, cells))
            if longest > self._max_cell_chars:
                return f"a cell of {longest:,} characters is over max_cell_chars ({self._max_cell_chars:,})"
        return f"{count} cell{'s' if count > 1 else ''} where the header has {width}"
