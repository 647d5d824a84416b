"""Measures what texts are made of beside their words."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Final

import numpy as np

from triage.understand.tokens import Kind

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from triage.understand.tokens import Tokens

#: What is measured of a text, in order.
MEASURES: Final = (
    "!", "?", "numbers", "hashtags", "handles", "urls", "emoji", "log length", "inverse root of length",
)  # fmt: skip

_MARKS: Final = ("!", "?")
_KINDS: Final = (Kind.NUMBER, Kind.HASHTAG, Kind.HANDLE, Kind.URL, Kind.EMOJI)
_MOST_COUNTED: Final = 4


def measure(tokens: Tokens) -> NDArray[np.float64]:
    """Returns the `MEASURES` of each text; what is counted stops at four. Shape (texts, 9)."""
    lengths = np.diff(tokens.offsets)
    counts = np.minimum(_counts(tokens), _MOST_COUNTED)
    return np.column_stack((counts, np.log1p(lengths), 1 / np.sqrt(np.maximum(lengths, 1))))


def _counts(tokens: Tokens) -> NDArray[np.int64]:
    column = np.full(len(tokens.words), -1)
    for i, kind in enumerate(_KINDS, len(_MARKS)):
        column[tokens.kinds == kind] = i
    for i, mark in enumerate(_MARKS):
        at = bisect_left(tokens.words, mark)
        if tokens.words[at : at + 1] == [mark]:
            column[at] = i
    wide = len(_MARKS) + len(_KINDS)
    of_token = column[tokens.ids]
    found = np.flatnonzero(of_token >= 0)
    owners = np.searchsorted(tokens.offsets, found, side="right") - 1
    return np.bincount(owners * wide + of_token[found], minlength=len(tokens) * wide).reshape(len(tokens), wide)
