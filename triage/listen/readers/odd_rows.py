"""Settles the rows that are not as wide as the table: mends them, or says what they are."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from triage.listen.align import Aligner
from triage.listen.cell_readings import CellReadings
from triage.listen.line_form import BARE_RETURN
from triage.listen.names import fold
from triage.listen.readers.other_tables import other_tables
from triage.listen.readers.raw import BLANK, ColumnStore, RawTable, reject
from triage.listen.records import split
from triage.listen.shapes import ALIEN, is_value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from triage.listen.dialect import Dialect
    from triage.model.source import Reject

#: Delimiters that a single row may have instead of the table's.
_STRANGE: Final = (",", ";", "\t", "|", " ")
#: Places, columns and ends that are tried in all; where the odd rows of a file need more, only their widths count. All
#: or none, so that the order of rows does not matter.
_MOST_WORK: Final = 1_200_000
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
        self._aligner = Aligner(dialect.marks, dialect.profiles)
        width = len(dialect.columns)
        self._aligner.typical = sorted(self._aligner.fit(row) for row in dialect.sample if len(row) == width)

    def settle(self, store: ColumnStore, odd: Sequence[OddRow], rejects: list[Reject]) -> RawTable:
        """Puts the mended rows among the others.

        Args:
            store: The rows that are in order.
            odd: The others, in the order of the file.
            rejects: What was refused already.

        Returns:
            The table, in the order of the file; a row that cannot be mended is a reject.
        """
        last = store.last_row
        others = other_tables(odd, self._marks, self._columns)
        mended: list[tuple[int, list[str]]] = []
        is_tried = sum(self._aligner.work(row.text) for row in odd) <= _MOST_WORK
        for row in odd:
            if row.number in others:
                rejects.append(reject(self._source, row.number, others[row.number], row.content))
                continue
            rows = self._mend(row, is_tried=is_tried, is_below=row.number > last)
            if rows and not any(map(str.strip, itertools.chain.from_iterable(rows))):
                rejects.append(reject(self._source, row.number, BLANK, row.content))
                continue
            mended += [(row.number, [self._restored(cell) for cell in cells]) for cells in rows]
            if not rows and row.text:
                rejects.append(reject(self._source, row.number, self._reason(row, last), row.content))
        if mended:
            cells = list(zip(*(cells for _, cells in mended), strict=True))
            store.add(dict(zip(store.names, cells, strict=True)), [number for number, _ in mended])
        raw = store.table(rejects, by_row=bool(mended))
        self._drop_trailing(raw)
        self._drop_footer(raw)
        placed = {number for number, _ in mended}
        raw.mended = sum(row.number in placed and not self._is_short(row) for row in odd)
        raw.footer_rows = sum(one.reason == _BELOW for one in raw.rejects)
        raw.other_tables = len(set(others.values()))
        return repeats_header(raw, self._source)

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

    def _is_short(self, row: OddRow) -> bool:
        return len(split(row.text, self._marks)) < len(self._columns)

    def _mend(self, row: OddRow, *, is_tried: bool, is_below: bool) -> list[list[str]]:
        """Returns the rows that an odd row stands for; none where it cannot be placed."""
        width = len(self._columns)
        if BARE_RETURN in row.text:
            parts = [split(part, self._marks) for part in row.text.split(BARE_RETURN)]
            if len(parts) > 1 and all(len(part) == width for part in parts):
                return parts
        cells = split(row.text, self._marks)
        if max(map(len, cells), default=0) > self._max_cell_chars or (is_below and self._is_footer(cells)):
            return []
        if len(cells) > width and not any(map(str.strip, cells[width:])):
            cells = cells[:width]
            if not self._aligner.typical or self._aligner.fit(cells) >= self._aligner.least:
                return [cells]
        found = self._fitted(row, cells, is_tried=is_tried and bool(self._aligner.typical))
        return [found] if found else []

    def _fitted(self, row: OddRow, cells: list[str], *, is_tried: bool) -> list[str]:
        """Returns the cells that fit the columns best: as they are with blank ones behind, or aligned anew."""
        width = len(self._columns)
        padded = cells + [""] * (width - len(cells))
        is_wide = len(padded) > width
        if not is_tried:
            return [] if is_wide else padded
        simple = float("-inf") if is_wide else self._aligner.fit(padded)
        is_doubtful = self._has_stray_quotes(row, cells)
        if simple >= self._aligner.least and not is_doubtful:
            return padded
        best, found = max(
            self._aligner.align(row.text),
            *(self._align_strange(row.text, mark) for mark in _STRANGE if mark != self._marks.delimiter),
        )
        if best > simple and best >= self._aligner.least:
            return list(found)
        return [] if is_wide or len(cells) == 1 else padded

    def _has_stray_quotes(self, row: OddRow, cells: Sequence[str]) -> bool:
        """Whether quotes may hide where cells end: they are not in order, or stand where a delimiter is missing."""
        if len(cells) != len(self._columns):
            return row.has_quotes or CellReadings(row.text, self._marks, most_merged=1).is_glued
        return row.has_quotes and any(cell.count(self._marks.quote) % 2 for cell in cells)

    def _align_strange(self, text: str, mark: str) -> tuple[float, tuple[str, ...]]:
        """Reads a row that another delimiter divides than the table's."""
        if text.count(mark) + 1 < len(self._columns) or text.count(self._marks.delimiter) * 2 >= len(self._columns):
            return float("-inf"), ()
        return self._aligner.align(text, strange=mark)

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

    def _reason(self, row: OddRow, last: int) -> str:
        count = len(split(row.text, self._marks))
        width = len(self._columns)
        if row.number > last and count < width:
            return _BELOW
        if len(row.text) > self._max_cell_chars:
            longest = max(map(len, split(row.text, self._marks)))
            if longest > self._max_cell_chars:
                return f"a cell of {longest:,} characters is over max_cell_chars ({self._max_cell_chars:,})"
        return f"{count} cell{'s' if count > 1 else ''} where the header has {width}"


def repeats_header(raw: RawTable, source: str) -> RawTable:
    """Rejects rows that repeat the header, as files put together from several have."""
    if raw.frame.empty:
        return raw
    is_header = (raw.frame.iloc[:, 0].str.strip() == str(raw.frame.columns[0])).to_numpy(bool, copy=True)
    names = [fold(re.sub(r"_\d+$", "", str(name))) for name in raw.frame.columns]
    for place in np.flatnonzero(is_header):
        cells = [fold(re.sub(r"_\d+$", "", cell)) for cell in raw.frame.iloc[place]]
        is_header[place] = cells == names
        if is_header[place]:
            raw.rejects.append(reject(source, int(raw.rows[place]), "repeats the header", ""))
    if is_header.any():
        raw.frame = raw.frame[~is_header].reset_index(drop=True)
        raw.rows = raw.rows[~is_header]
    return raw
