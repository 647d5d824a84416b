"""Finds the cells of a record that has a delimiter too many, too few, or stray quotes, by what its columns hold."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from triage.listen.cell_readings import MOST_JOINTS, SPLIT, CellReadings, Reading
from triage.listen.records import Marks, split

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from triage.listen.shapes import ColumnProfile

#: Longer records, and tables of more columns, are not tried: the work grows with both.
_MAX_CHARS: Final = 20_000
_MAX_CELLS: Final = 160
_MAX_COLUMNS: Final = 200
_MOST_FAULTS: Final = 6
_MOST_WORK: Final = 60_000
#: Each so many characters make a record as dear again.
_DEAR_CHARS: Final = 1_000
#: What each repair costs, in the unit of `ColumnProfile.fit` (natural logarithms).
_SKIP: Final = 1.5
_MISSING: Final = 3.0
#: A blank cell that is left out at the end of a row costs no more than this.
_TRAILING: Final = 1.0
_NEVER: Final = -math.inf
#: Sums of fits differ by less than this where only their order does.
_ROUNDING: Final = 1e-9

_Found = tuple[float, tuple[str, ...]]


@dataclass(slots=True)
class Aligner:
    """Reads records of one table against what its columns hold.

    Attributes:
        marks: How cells are told.
        profiles: What each column holds.
        typical: Fit of the table's own rows, lowest first.
    """

    marks: Marks
    profiles: Sequence[ColumnProfile]
    typical: list[float] = field(default_factory=list)

    @property
    def least(self) -> float:
        """The fit below which a reading is not believed."""
        low = self.typical[len(self.typical) // 20] if self.typical else 0.0
        return low - 6.0

    def fit(self, cells: Sequence[str]) -> float:
        """Returns how well cells fit the columns, one each; the sum of logarithms of their likelihoods."""
        return sum(profile.fit(cell) for profile, cell in zip(self.profiles, cells, strict=True))

    def work(self, text: str, *, strange: str = "") -> int:
        """Returns about how many places and columns `align` holds against each other for a record."""
        marks = self._marks_of(strange)
        if not self._is_tried(text, strange):
            return 0
        quotes = text.count(marks.quote) if marks.quote else 0
        places = text.count(marks.delimiter) + 1 + min(MOST_JOINTS, quotes)
        return places * (len(self.profiles) + 1) * (1 + len(text) // _DEAR_CHARS)

    def align(self, text: str, *, strange: str = "") -> _Found:
        """Returns the best reading of a record with its fit; the fit is minus infinity where there is none.

        Args:
            text: The record without its line end.
            strange: A delimiter that only this record has.
        """
        if not self._is_tried(text, strange):
            return _NEVER, ()
        return _Search(text, self._marks_of(strange), self.profiles).best()

    def _marks_of(self, strange: str) -> Marks:
        return Marks(strange, self.marks.quote, self.marks.escape) if strange else self.marks

    def _is_tried(self, text: str, strange: str) -> bool:
        """Whether a record is neither too long nor surely none of this table."""
        marks = self._marks_of(strange)
        delimiters = text.count(marks.delimiter)
        width = len(self.profiles)
        if len(text) > _MAX_CHARS or delimiters > _MAX_CELLS or width > _MAX_COLUMNS:
            return False
        if strange:
            return True
        cells = split(text, marks)
        if abs(len(cells) - width) > _MOST_FAULTS and delimiters + 1 < width:
            return False
        is_prose = any(not cell or cell.startswith(" ") for cell in cells[1:])
        return len(cells) <= width or is_prose or (bool(marks.quote) and marks.quote in text)


class _Search:
    """Dynamic programming over (place in the text, column)."""

    def __init__(self, text: str, marks: Marks, profiles: Sequence[ColumnProfile]) -> None:
        self._text = text
        self._marks = marks
        self._profiles = profiles
        self._known: dict[tuple[int, int], _Found] = {}
        self._cells: dict[int, list[Reading]] = {}
        most_merged = max(2, _MOST_WORK // ((text.count(marks.delimiter) + 1) * len(profiles)))
        self._readings = CellReadings(text, marks, most_merged)
        self._end = len(text) + len(marks.delimiter)

    def best(self) -> _Found:
        width = len(self._profiles)
        places = {0, *self._readings.joints}
        place = 0
        while (found := self._text.find(self._marks.delimiter, place)) >= 0:
            place = found + len(self._marks.delimiter)
            places.add(place)
        tail = 0.0
        for column in range(width, -1, -1):
            self._known[(self._end, column)] = (tail, ("",) * (width - column))
            tail += max(-_TRAILING, self._profiles[column - 1].fit("")) if column else 0.0
        for place in sorted(places, reverse=True):
            for column in range(width, -1, -1):
                self._known[(place, column)] = self._best_at(place, column)
        return self._known[(0, 0)]

    def _best_at(self, place: int, column: int) -> _Found:
        width = len(self._profiles)
        best: _Found = (_NEVER, ())
        if self._text.startswith(self._marks.delimiter, place) or place == len(self._text):
            score, cells = self._known[(self._next(place), column)]
            best = (score - _SKIP, cells)
        if column == width:
            return best
        score, cells = self._known[(place, column + 1)]
        best = max(best, (score - _MISSING + self._profiles[column].fit(""), ("", *cells)))
        if place not in self._cells:
            self._cells[place] = list(self._readings.at(place))
        for cell, after, cost in self._cells[place]:
            score, cells = self._known[(after, column + 1)]
            if score > _NEVER and score - cost >= best[0]:  # else no fit, which is 0 at best, makes it better
                fitted = score - cost + self._fit(cell, column)
                if fitted >= best[0]:
                    best = max(best, (fitted, (cell, *cells)))
        return self._best_split(place, column, best) if column + 1 < width else best

    def _best_split(self, place: int, column: int, best: _Found) -> _Found:
        """Returns the best reading of two columns from one cell where it is better than another."""
        for cell, after, cost in self._cells[place]:
            score, cells = self._known[(after, column + 2)]
            whole = score - cost - SPLIT
            if whole > best[0]:
                fitted, parts = self._split(cell, column, best[0] - whole - _ROUNDING)
                if whole + fitted >= best[0]:
                    best = max(best, (whole + fitted, (*parts, *cells)))
        return best

    def _fit(self, cell: str, column: int) -> float:
        """Returns how well a cell fits; a stray quote before it, which has its own cost, makes no other value of it."""
        profile = self._profiles[column]
        quote = self._marks.quote
        fit = profile.fit(cell)
        return max(fit, profile.fit(cell.removeprefix(quote))) if quote and cell.startswith(quote) else fit

    def _next(self, place: int) -> int:
        found = self._text.find(self._marks.delimiter, place)
        return self._end if found < 0 else found + len(self._marks.delimiter)

    def _split(self, cell: str, column: int, least: float) -> _Found:
        """Splits a cell that holds two columns at the place where both fit best, if they fit so well at least."""
        left, right = self._profiles[column], self._profiles[column + 1]
        quote = self._marks.quote
        best: _Found = (_NEVER, ())
        for place in _split_places(cell, quote):
            one, other = cell[:place], cell[place:]
            fit = left.fit(one)
            if fit < least:
                continue
            if quote and other.startswith(quote):
                other = other.removeprefix(quote).removesuffix(quote)
            fit += right.fit(other)
            if fit >= least:
                least = fit
                best = max(best, (fit, (one, other)))
        return best


def _split_places(cell: str, quote: str) -> Iterator[int]:
    """Yields where a cell may be two: at a quote that is left over, else at each change of the kind of letter."""
    if quote and quote in cell:
        place = cell.find(quote)
        while place >= 0:
            yield place
            place = cell.find(quote, place + 1)
        return
    near = 40
    for place in range(1, len(cell)):
        if near < place < len(cell) - near:
            continue
        yield place
