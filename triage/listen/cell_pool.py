"""Looks at the cells of many columns at once: to compile a pattern takes longer than to try it on a hundred cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa

from triage.listen.date_forms import SERIAL
from triage.listen.dates import read_dates
from triage.listen.patterns import found_in
from triage.listen.values import are_numbers

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy.typing as npt


class CellPool:
    """The cells of several columns, one behind the other; each question is answered for all of them at once."""

    def __init__(self, columns: Sequence[pd.Series[Any]]) -> None:
        """Puts the columns together."""
        self._ends = np.cumsum([len(column) for column in columns])
        pieces = [pa.array([], type=pa.large_string())]
        for column in columns:
            array = pa.array(column, type=pa.large_string())
            pieces += array.chunks if isinstance(array, pa.ChunkedArray) else [array]
        self._cells = pd.Series(pa.concat_arrays(pieces), dtype="str")
        self._known: dict[str, npt.NDArray[np.bool_]] = {}

    def found_in(self, place: int, pattern: str) -> npt.NDArray[np.bool_]:
        """Returns which cells of a column hold a pattern."""
        return self._part(place, pattern, lambda cells: found_in(cells, pattern))

    def numbers(self, place: int) -> npt.NDArray[np.bool_]:
        """Returns which cells of a column are numbers."""
        return self._part(place, "number", are_numbers)

    def dates(self, place: int) -> npt.NDArray[np.bool_]:
        """Returns which cells of a column are dates; days since 1900 depend on the others of their column."""
        if self.found_in(place, SERIAL).any():
            start, end = self._bounds(place)
            return are_dates(self._cells.iloc[start:end])
        return self._part(place, "date", are_dates)

    def _part(
        self, place: int, question: str, answer: Callable[[pd.Series[Any]], npt.NDArray[np.bool_]]
    ) -> npt.NDArray[np.bool_]:
        if question not in self._known:
            self._known[question] = answer(self._cells)
        start, end = self._bounds(place)
        return self._known[question][start:end]

    def _bounds(self, place: int) -> tuple[int, int]:
        return int(self._ends[place - 1]) if place else 0, int(self._ends[place])


def are_dates(cells: pd.Series[Any]) -> npt.NDArray[np.bool_]:
    """Returns which cells can be read as dates."""
    return read_dates(cells, "").times.notna().to_numpy(bool)
