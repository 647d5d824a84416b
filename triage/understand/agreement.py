"""Decides which pairs of texts are copies: how many words of the longer one the other has too."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from triage.understand.wording import spans

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from triage.understand.wording import Wording

#: Fewer words than this before an ellipsis are no text that was cut: people trail off.
CUT_WORDS: Final = 8
#: A text of so many words may stand within another one, if it makes up half of that.
WITHIN_WORDS: Final = 10
#: Places compared together; bounds the memory.
_BLOCK: Final = 1 << 21
_ROW_BITS: Final = np.uint64(40)
_WORD_BITS: Final = np.uint64(25)
_ONE: Final = np.uint64(1)
#: Makes 0.9 of 10 words nine, whatever 0.9 is in binary.
_ROUNDING: Final = 1e-9


def are_copies(wording: Wording, pairs: NDArray[np.int64], least: float) -> NDArray[np.bool_]:
    """Tells which pairs of texts are copies.

    They are, if the share of words that both have (each as often as in both, over the longer text) is at least
    `least` and that leaves room for one word of difference; or if that holds

    - for a text that ends in an ellipsis, of at least `CUT_WORDS`, and the beginning of the longer text,
    - for a text of at least `WITHIN_WORDS` and the beginning or the end of a text at most twice as long.

    Args:
        wording: The texts.
        pairs: Pairs of texts; shape (pairs, 2).
        least: Share of words, 0 to 1.

    Returns:
        Whether each pair are copies; shape (pairs,). It does not depend on the other pairs or on a pair's order.
    """
    sizes = wording.sizes
    swap = sizes[pairs[:, 0]] < sizes[pairs[:, 1]]
    long, short = np.where(swap, pairs[:, 1], pairs[:, 0]), np.where(swap, pairs[:, 0], pairs[:, 1])
    most, fewest, begins = sizes[long], sizes[short], wording.offsets[:-1]
    spare = (1 - least) * most + _ROUNDING >= 1
    whole = np.flatnonzero((fewest + _ROUNDING >= least * most) & spare)
    within = (fewest >= WITHIN_WORDS) & (2 * fewest >= most)
    uncut = np.where(wording.cut[short], fewest - wording.last[short], fewest)
    ahead = np.flatnonzero(within | (wording.cut[short] & (uncut >= CUT_WORDS)))
    behind = np.flatnonzero(within)
    found = np.zeros(len(pairs), bool)
    for rows, left, left_size, right_size in (
        (whole, begins[long], most, fewest),
        (ahead, begins[long], uncut, uncut),
        (behind, wording.offsets[1:][long] - fewest, fewest, fewest),
    ):
        rows = rows[~found[rows]]  # noqa: PLW2901 - what is known needs no look
        common = _common(wording, left[rows], left_size[rows], begins[short[rows]], right_size[rows])
        found[rows] = common + _ROUNDING >= least * left_size[rows]
    return found


def _common(
    wording: Wording,
    left: NDArray[np.int64],
    left_size: NDArray[np.int64],
    right: NDArray[np.int64],
    right_size: NDArray[np.int64],
) -> NDArray[np.int64]:
    """Returns how many words two spans have in common, each as often as in both; shape (rows,)."""
    common = np.zeros(len(left), np.int64)
    places = np.cumsum(left_size + right_size)
    edges = np.searchsorted(places, np.arange(0, places[-1] if len(places) else 0, _BLOCK))
    for begin, end in pairwise(np.unique(np.append(edges, len(left)))):
        rows = slice(begin, end)
        keys = np.concatenate(
            (
                _keyed(wording, left[rows], left_size[rows]),
                _keyed(wording, right[rows], right_size[rows]) | _ONE,
            )
        )
        keys.sort()
        common[rows] = _shared(keys, end - begin)
    return common


def _keyed(wording: Wording, starts: NDArray[np.int64], sizes: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Returns a key of each word of each span: the row, 39 bits of the word, and a free bit for the side."""
    hashes = wording.hashes[wording.ids[spans(starts, sizes)]]
    row = np.repeat(np.arange(len(starts), dtype=np.uint64), sizes)
    return (row << _ROW_BITS) | ((hashes >> _WORD_BITS) << _ONE)


def _shared(keys: NDArray[np.uint64], rows: int) -> NDArray[np.int64]:
    """Counts, for each row, the words of the right side that the left side has too; the keys are sorted."""
    words = keys >> _ONE
    begins = np.flatnonzero(np.append(np.ones(1, bool), words[1:] != words[:-1])[: len(words)])
    if not len(begins):
        return np.zeros(rows, np.int64)
    right = np.add.reduceat((keys & _ONE).astype(np.int64), begins)
    both = np.minimum(right, np.diff(begins, append=len(keys)) - right)
    row = (keys[begins] >> _ROW_BITS).astype(np.int64)
    return np.bincount(row, both, rows).astype(np.int64)
