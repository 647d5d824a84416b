"""Mends single rows that are not as wide as the table, by what its columns hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from triage.listen.align import Aligner
from triage.listen.cell_readings import CellReadings
from triage.listen.line_form import BARE_RETURN
from triage.listen.records import split

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from triage.listen.dialect import Dialect
    from triage.listen.readers.odd_rows import OddRow

    IsFooter = Callable[[OddRow, Sequence[str]], bool]

#: Delimiters that a single row may have instead of the table's.
_STRANGE: Final = (",", ";", "\t", "|", " ")
#: Work that all rows of a file may take, in the unit of `Aligner.work`, each some 30 millionths of a second: so much,
#: and so much more a byte of the file. Where they need more, of the dearest ones only the widths count.
_MOST_WORK: Final = 100_000
_MORE_WORK: Final = 0.12

#: The cells of the rows that one row stands for.
Rows = list[list[str]]


class Mender:
    """Finds the cells of odd rows.

    Attributes:
        aligner: Knows how well cells fit the columns.
    """

    def __init__(self, dialect: Dialect, *, max_cell_chars: int) -> None:
        """Learns how well the table's own rows fit its columns."""
        self._marks = dialect.marks
        self._width = len(dialect.columns)
        self._max_cell_chars = max_cell_chars
        self.aligner = Aligner(dialect.marks, dialect.profiles)
        self.aligner.typical = sorted(self.aligner.fit(row) for row in dialect.sample if len(row) == self._width)

    def mend(self, odd: Sequence[tuple[OddRow, list[str]]], is_footer: IsFooter, size: int) -> list[Rows]:
        """Returns the rows that each odd row stands for; none where it cannot be placed.

        Args:
            odd: The rows, each with what stands between its delimiters.
            is_footer: Tells a row that stands below the table.
            size: Bytes of the file.
        """
        plain = [self._plain(row, cells, is_footer) for row, cells in odd]
        doubtful = {row.text: cells for (row, cells), rows in zip(odd, plain, strict=True) if rows is None}
        aligned = self._aligned(doubtful, _MOST_WORK + int(_MORE_WORK * size))
        return [aligned[row.text] if rows is None else rows for (row, _), rows in zip(odd, plain, strict=True)]

    def _plain(self, row: OddRow, cells: list[str], is_footer: IsFooter) -> Rows | None:
        """Returns the rows that need no search, or None."""
        width = self._width
        if BARE_RETURN in row.text:
            parts = [split(part, self._marks) for part in row.text.split(BARE_RETURN)]
            if len(parts) > 1 and all(len(part) == width for part in parts):
                return parts
        if max(map(len, cells), default=0) > self._max_cell_chars or is_footer(row, cells):
            return []
        padded = self._padded(cells)
        if not self.aligner.typical:
            return padded
        is_good = bool(padded) and self.aligner.fit(padded[0]) >= self.aligner.least
        return padded if is_good and (len(cells) > width or not self._has_stray_quotes(row, cells)) else None

    def _padded(self, cells: list[str]) -> Rows:
        """Returns a row with blank cells behind its own, or without those too many; none where these are filled."""
        if any(map(str.strip, cells[self._width :])):
            return []
        return [cells[: self._width] + [""] * (self._width - len(cells))]

    def _aligned(self, doubtful: dict[str, list[str]], most: int) -> dict[str, Rows]:
        """Returns what fits best for each text; the cheapest first, so that the order of rows does not matter."""
        found = {}
        for work, text in sorted((self._work(text), text) for text in doubtful):
            most -= work
            cells = doubtful[text]
            found[text] = self._best(text, cells) if most >= 0 else self._padded(cells)
        return found

    def _best(self, text: str, cells: list[str]) -> Rows:
        """Returns the cells that fit the columns best: as they are with blank ones behind, or aligned anew."""
        padded = self._padded(cells)
        simple = self.aligner.fit(padded[0]) if padded else float("-inf")
        best, found = max(self.aligner.align(text, strange=mark) for mark in ("", *self._strange(text)))
        if best > simple and best >= self.aligner.least:
            return [list(found)]
        return [] if len(cells[: self._width]) == 1 else padded

    def _work(self, text: str) -> int:
        return sum(self.aligner.work(text, strange=mark) for mark in ("", *self._strange(text)))

    def _strange(self, text: str) -> list[str]:
        """Returns the delimiters other than the table's that may divide a row."""
        own = self._marks.delimiter
        if text.count(own) * 2 >= self._width:
            return []
        return [mark for mark in _STRANGE if mark != own and text.count(mark) + 1 >= self._width]

    def _has_stray_quotes(self, row: OddRow, cells: Sequence[str]) -> bool:
        """Whether quotes may hide where cells end: they are not in order, or stand where a delimiter is missing."""
        if len(cells) != self._width:
            return row.has_quotes or CellReadings(row.text, self._marks, most_merged=1).is_glued
        return row.has_quotes and any(cell.count(self._marks.quote) % 2 for cell in cells)
