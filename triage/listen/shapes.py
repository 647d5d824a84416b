"""Tells how well a cell fits a column, from the shapes of the cells that the column holds."""

from __future__ import annotations

import functools
import math
import re
from collections import Counter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

_NUMBER: Final = re.compile(r"[+-]?[$€£]?\s?\d[\d.,  '\u00a0\u202f]*(?:[eE][+-]?\d+)?\s?[%€]?")
_TIME: Final = re.compile(r"\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:\s?[aApP]\.?[mM]\.?)?")
_DATE: Final = re.compile(r"\d{1,4}([-/.])\d{1,2}\1\d{1,4}(?:[T ,].*)?|[A-Z][a-z]{2} [A-Z][a-z]{2} \d+ \d\d:\d\d.*")
_URL: Final = re.compile(r"(?:https?://|www\.)\S+")
_MAIL: Final = re.compile(r"[^\s@]+@[^\s@]+\.\w+")
#: In the order they are tried: a date such as 24.02.2015 would pass for a number.
_KINDS: Final = (("date", _DATE), ("number", _NUMBER), ("time", _TIME), ("url", _URL), ("mail", _MAIL))
VALUES: Final = frozenset(name for name, _ in _KINDS)
_RUN: Final = re.compile(r"9+|a+|A+|\s+")
_LONGEST: Final = 40
_FEW_WORDS: Final = 4
#: What the evidence for a cell weighs: the value itself, its exact shape, its shape without lengths, its class.
_WEIGHTS: Final = (0.3, 0.35, 0.2, 0.13)
_FLOOR: Final = 1e-5
#: A cell of few words among cells of many is likelier than a number there.
_PROSE: Final = ("word", "phrase", "text")
_NEAR_KIND: Final = 0.1
#: A cell that fits no better than this has nothing in common with its column.
ALIEN: Final = -9.0
_BLANK_FLOOR: Final = 0.005


def is_value(cell: str) -> bool:
    """Whether a cell is a number, a date or a link, as no column's name is.

    >>> [is_value(cell) for cell in ("1,234", "2015-02-24 11:35", "Likes at Posting")]
    [True, True, False]
    """
    return kind_of(cell) in VALUES


@functools.lru_cache(maxsize=65_536)
def kind_of(cell: str) -> str:
    """Returns the class of a cell: blank, number, date, time, url, mail, word, phrase (a few words) or text.

    >>> [kind_of(cell) for cell in ("", "1.234,5", "24.02.2015", "x.org", "ann@x.org", "late again")]
    ['blank', 'number', 'date', 'word', 'mail', 'phrase']
    """
    cell = cell.strip()
    if not cell:
        return "blank"
    if len(cell) > _LONGEST:
        return "url" if _URL.fullmatch(cell) else "text"
    for kind, pattern in _KINDS:
        if pattern.fullmatch(cell):
            return kind
    blanks = cell.count(" ")
    return "word" if not blanks else "phrase" if blanks < _FEW_WORDS else "text"


def _shape(letter: str) -> str:
    return "9" if letter.isdigit() else "A" if letter.isupper() else "a" if letter.isalpha() else letter


_SHAPES: Final = {code: _shape(chr(code)) for code in range(128)}


@functools.lru_cache(maxsize=65_536)
def shape_of(cell: str) -> tuple[str, str]:
    """Returns the exact shape of a cell, and the shape without the lengths of its parts.

    >>> shape_of("24.02.2015 Uhr")
    ('99.99.9999 Aaa', '9.9.9 Aa')
    """
    if len(cell) > _LONGEST:
        return "", ""
    exact = cell.translate(_SHAPES) if cell.isascii() else "".join(map(_shape, cell))
    return exact, _RUN.sub(lambda run: run[0][0], exact)


class ColumnProfile:
    """What the cells of one column look like."""

    def __init__(self, cells: Sequence[str]) -> None:
        """Counts values, shapes and classes of a sample."""
        filled = [cell.strip() for cell in cells if cell.strip()]
        self.blank_share = 1 - len(filled) / max(1, len(cells))
        shapes = [shape_of(cell) for cell in filled]
        counts = (
            Counter(filled),
            Counter(exact for exact, _ in shapes if exact),
            Counter(coarse for _, coarse in shapes if coarse),
            Counter(kind_of(cell) for cell in filled),
        )
        total = max(1, len(filled))
        self._shares = [{key: count / total for key, count in counter.items()} for counter in counts]
        self._near = {
            kind: _WEIGHTS[-1] * _NEAR_KIND * sum(self.share_of(other) for other in _PROSE if other != kind)
            for kind in _PROSE
        }
        self._cache: dict[str, float] = {}

    @property
    def kind(self) -> str:
        """The class that most filled cells have, "blank" where there is none."""
        kinds = self._shares[-1]
        return max(kinds, key=lambda kind: (kinds[kind], kind), default="blank")

    def share_of(self, kind: str) -> float:
        """Returns the share of the filled cells that are of a class."""
        return self._shares[-1].get(kind, 0.0)

    def fit(self, cell: str) -> float:
        """Returns the logarithm of how likely a cell is in this column; a mixture of four frequencies."""
        cell = cell.strip()
        known = self._cache.get(cell)
        if known is None:
            known = self._cache[cell] = self._fit(cell)
        return known

    def _fit(self, cell: str) -> float:
        if not cell:
            return math.log(max(self.blank_share, _BLANK_FLOOR))
        exact, coarse = shape_of(cell)
        kind = kind_of(cell)
        values, shapes, bare_shapes, kinds = self._shares
        found = _WEIGHTS[0] * values.get(cell, 0.0)
        found += _WEIGHTS[1] * shapes.get(exact, 0.0)
        found += _WEIGHTS[2] * bare_shapes.get(coarse, 0.0)
        found += _WEIGHTS[3] * kinds.get(kind, 0.0)
        return math.log((1 - self.blank_share) * (found + self._near.get(kind, 0.0)) + _FLOOR)
