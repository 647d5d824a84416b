"""Scores what was read against the truth, as the Pollock benchmark does."""

from __future__ import annotations

import functools
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from tests.listen.pollution.mention_table import Table

#: The ten measures; their sum is a file's score, so that a perfect one is 10.
MEASURES: Final = (
    "success",
    *(f"{part}_{measure}" for part in ("header", "record", "cell") for measure in ("precision", "recall", "f1")),
)


@dataclass(frozen=True, slots=True)
class Score:
    """The ten measures of one file."""

    measures: tuple[float, ...]

    @property
    def total(self) -> float:
        """Their sum, 0..10."""
        return sum(self.measures)


#: A reader that raised.
FAILED: Final = Score((0.0,) * len(MEASURES))


def score(read: Table, truth: Table, *, tolerant: bool = False) -> Score:
    """Scores a table that was read.

    As in the benchmark (Vitagliano et al., Pollock: A Data Loading Benchmark, VLDB 2023): header, records and cells
    are bags, whatever their order; the header's cells count among the cells; where the truth has none, all is right.

    Args:
        read: What a reader gave.
        truth: What is right.
        tolerant: Compare as the benchmark: lower case, numbers by value, a record as its cells' text put
            together, so that a cell cut in two is no fault of the record. Else text for text.
    """
    same = normal if tolerant else str
    record = _joined if tolerant else tuple
    pairs: list[tuple[Iterable[Hashable], Iterable[Hashable]]] = [
        (map(same, read.header), map(same, truth.header)),
        ((record(map(same, row)) for row in read.rows), (record(map(same, row)) for row in truth.rows)),
        ((same(cell) for row in read.lines for cell in row), (same(cell) for row in truth.lines for cell in row)),
    ]
    return Score((1.0, *(measure for found, right in pairs for measure in _measures(Counter(found), Counter(right)))))


def _measures(found: Counter[Hashable], right: Counter[Hashable]) -> tuple[float, float, float]:
    if not right:
        return 1.0, 1.0, 1.0
    both = (found & right).total()
    if not both:
        return 0.0, 0.0, 0.0
    precision, recall = both / found.total(), both / right.total()
    return precision, recall, 2 * precision * recall / (precision + recall)


def _joined(cells: Iterable[str]) -> str:
    return "".join(cells)


@functools.lru_cache(maxsize=100_000)
def normal(cell: str) -> str:
    """Returns a cell so that those that mean the same are equal.

    >>> normal("1.0") == normal("1"), normal("True"), normal("ÄB")
    (True, '1', 'äb')
    """
    folded = cell.strip().lower()
    if folded in ("true", "false"):
        return "1" if folded == "true" else "0"
    if folded.isdigit() and folded.isascii():
        return folded.lstrip("0") or "0"
    if folded[-1:].isdigit() or folded.endswith("."):
        try:
            value = float(folded)
        except ValueError:
            return cell.lower()
        return str(int(value)) if value.is_integer() else str(value)
    return cell.lower()
