"""Reads what somebody else says of a mention's sentiment: a word, a mark or stars."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np

from triage.understand.lang import table
from triage.understand.sentiment.additive import CLASSES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

#: What a label is where there is none, or none that can be read.
NO_LABEL: Final = -1
_NUMBER: Final = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
_BEHIND: Final = re.compile(r"\s*(?:/\s*\d+|stars?|sterne?n?|von \d+|out of \d+|%)\s*$", re.IGNORECASE)
_NEGATIVE, _NEUTRAL, _POSITIVE = range(3)
_STARS: Final = re.compile("[★⭐✩☆]+")
#: Scales of whole numbers, with the numbers of which one at least must occur: below the first limit is negative, from
#: the second on positive. 0 and 1 alone are "no" and "yes" to positive.
_SCALES: Final = (
    (frozenset({0, 1}), {0}, 0.5, 0.5),
    (frozenset({0, 1, 2}), {0}, 0.5, 1.5),
    (frozenset({0, 2, 4}), {4}, 1.5, 2.5),
    (frozenset(range(6)), {1, 2, 3, 4, 5}, 2.5, 3.5),
    (frozenset(range(11)), {6, 7, 8, 9, 10}, 6.5, 8.5),
    (frozenset(range(101)), set(range(11, 101)), 40.0, 60.0),
)
#: Scales with decimals by their top, with the shares of it at which neutral begins and ends.
_DECIMAL_SCALES: Final = ((1.0, 0.4, 0.6), (5.0, 0.5, 0.7), (10.0, 0.4, 0.6), (100.0, 0.4, 0.6))


def read_labels(cells: Sequence[str]) -> NDArray[np.int8]:
    """Reads the labels of one export, whose scale is told by all of them.

    Words in English and German, marks below and above 0, 1 to 5 stars, 0 to 10 (0 to 6 detracts, 9 and 10 promote, as
    the Net Promoter Score has it), per cent.

    Args:
        cells: The labels as they stand in the export.

    Returns:
        0 negative, 1 neutral, 2 positive, `NO_LABEL` for what is neither; shape (cells,).

    >>> read_labels(["negativ", "Neutral", "POS", "?"]).tolist()
    [0, 1, 2, -1]
    >>> read_labels(["1", "3", "5 stars", ""]).tolist()
    [0, 1, 2, -1]
    >>> read_labels(["-0.4", "0", "0,9"]).tolist()
    [0, 1, 2]
    """
    distinct = {cell: cell.strip().casefold() for cell in dict.fromkeys(cells)}
    known = _words()
    read = {cell: known.get(re.sub(r"[\W_]+", "", word), NO_LABEL) for cell, word in distinct.items()}
    bare = {cell: _counted(_BEHIND.sub("", word)) for cell, word in distinct.items() if read[cell] == NO_LABEL}
    numbers = {cell: float(word.replace(",", ".")) for cell, word in bare.items() if _NUMBER.fullmatch(word)}
    if numbers:
        low, high = _limits(set(numbers.values()))
        for cell, number in numbers.items():
            read[cell] = _NEGATIVE if number < low else _POSITIVE if number >= high else _NEUTRAL
    return np.array([read[cell] for cell in cells], np.int8)


def _words() -> dict[str, int]:
    listed = [table("labels")[name].split() for name in CLASSES]
    return {word: place for place, words in enumerate(listed) for word in words}


def _counted(word: str) -> str:
    """Returns the number of filled stars where a label is drawn with them."""
    return str(len(word) - word.count("☆") - word.count("✩")) if _STARS.fullmatch(word) else word


def _limits(numbers: set[float]) -> tuple[float, float]:
    """Returns below which number a label is negative, and from which on it is positive."""
    if min(numbers) < 0 or any(number % 1 for number in numbers):
        return (0.0, np.nextafter(0.0, 1.0)) if min(numbers) < 0 else _halves(max(numbers))
    for scale, some, low, high in _SCALES:
        if numbers <= scale and numbers & some:
            return low, high
    return 0.0, np.nextafter(0.0, 1.0)


def _halves(largest: float) -> tuple[float, float]:
    """Returns the limits of a scale with decimals: shares of 1, stars up to 5, marks up to 10, per cent."""
    top, low, high = next((scale for scale in _DECIMAL_SCALES if largest <= scale[0]), (largest, 0.4, 0.6))
    return low * top, high * top
