"""Decides which pairs of texts are copies: how many words of the longer one the other has too."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from triage.understand.wording import spans

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from triage.understand.wording import Wording

#: A number that differs counts for so many words: another order, flight or date is mostly another case, no edit.
NUMBER_WORDS: Final = 5
#: Fewer words than this before an ellipsis are no text that was cut: people trail off.
CUT_WORDS: Final = 8
#: A text of so many words may stand within another one, if it makes up half of that.
WITHIN_WORDS: Final = 10
#: So many equal words at the beginning, and no mark after them, are a text that was cut, however long the other is.
UNMARKED_WORDS: Final = 16
#: Words compared together; bounds the memory.
_BLOCK: Final = 1 << 21
_ROW_BITS: Final = np.uint64(40)
_HASH_BITS: Final = np.uint64(26)
_ONE: Final = np.uint64(1)
_TWO: Final = np.uint64(2)
#: Makes a tenth of 10 words one, whatever 0.9 is in binary.
_ROUNDING: Final = 1e-9


def are_copies(wording: Wording, pairs: NDArray[np.int64], least: float) -> NDArray[np.bool_]:
    """Tells which pairs of texts are copies.

    Words that only one of two texts has (or has more often) differ; a number counts as `NUMBER_WORDS`. Texts are copies
    if at most 1 - `least` of the longer one's words differ, and that is one word at least; or if, for texts of
    different length,

    - the shorter one ends in an ellipsis, has `CUT_WORDS` before its last word, and of those at most 1 - `least` differ
      from the beginning of the longer one,
    - the shorter one has `WITHIN_WORDS`, half of the longer one's at least, and of those at most half of 1 - `least`
      differ from the end of the longer one, or all but its last word from the beginning,
    - the shorter one has `UNMARKED_WORDS`, ends in a word, and all but that differ so little from the beginning.

    What may be half a word does not count, half a number does.

    Args:
        wording: The texts.
        pairs: Pairs of texts; shape (pairs, 2).
        least: Share of words, 0 to 1.

    Returns:
        Whether each pair are copies; shape (pairs,). It does not depend on the other pairs or on a pair's order.
    """
    asked = np.zeros(len(wording), bool)
    asked[pairs] = True
    return _agree(wording.take(np.flatnonzero(asked)), (np.cumsum(asked) - 1)[pairs], least)


def _agree(wording: Wording, pairs: NDArray[np.int64], least: float) -> NDArray[np.bool_]:
    """Tells which pairs of texts are copies, where each text is in a pair."""
    sizes, one, other = wording.sizes, pairs[:, 0], pairs[:, 1]
    order = np.lexsort((wording.keys, ~wording.cut, sizes))
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    swap = rank[one] < rank[other]
    long, short = np.where(swap, other, one), np.where(swap, one, other)
    most, fewest = sizes[long], sizes[short]
    first, behind = wording.offsets[:-1][long], wording.offsets[1:][long] - fewest
    spare = 1 - least
    edited = (most - fewest <= spare * most + _ROUNDING) & (spare * most + _ROUNDING >= 1)
    cut = wording.cut[short] & (fewest > CUT_WORDS)
    within = (fewest >= WITHIN_WORDS) & (2 * fewest >= most)
    ahead = within | (wording.open[short] & (fewest >= UNMARKED_WORDS))
    unbroken = fewest - 1 + (wording.hashes[wording.ids[wording.offsets[1:][short] - 1]] & _ONE).astype(np.int64)
    lacking = _lacking(wording, long, short)
    found = np.zeros(len(pairs), bool)
    for asked, left, left_size, right_size, share in (
        (edited, first, most, fewest, spare),
        (cut, first, unbroken, unbroken, spare),
        (ahead, first, unbroken, unbroken, spare / 2),
        (within, behind, fewest, fewest, spare / 2),
    ):
        spared = share * left_size + _ROUNDING
        rows = np.flatnonzero(asked & ~found & (lacking <= spared + fewest - right_size))
        starts = wording.offsets[:-1][short[rows]]
        differing = _differing(wording, left[rows], left_size[rows], starts, right_size[rows])
        found[rows] = differing <= spared[rows]
    return found


def _lacking(wording: Wording, long: NDArray[np.int64], short: NDArray[np.int64]) -> NDArray[np.int64]:
    """Returns a number of words that the longer text lacks, quickly and never too high; shape (pairs,)."""
    lacking = np.zeros(len(long), np.int64)
    for shift in (np.uint64(58), np.uint64(52)):
        bits = _ONE << ((wording.hashes >> shift) & np.uint64(63))
        seen = np.bitwise_or.reduceat(bits[wording.ids], wording.offsets[:-1])
        lacking = np.maximum(lacking, np.bitwise_count(seen[short] & ~seen[long]))
    return lacking


def _differing(
    wording: Wording,
    left: NDArray[np.int64],
    left_size: NDArray[np.int64],
    right: NDArray[np.int64],
    right_size: NDArray[np.int64],
) -> NDArray[np.int64]:
    """Returns how many words the one of two spans that has more of them has alone; shape (rows,)."""
    differing = np.zeros(len(left), np.int64)
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
        differing[rows] = _alone(keys, end - begin)
    return differing


def _keyed(wording: Wording, starts: NDArray[np.int64], sizes: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Returns a key of each word of each span: the row, 38 bits of the word, is it a number, and the side."""
    hashes = wording.hashes[wording.ids[spans(starts, sizes)]]
    row = np.repeat(np.arange(len(starts), dtype=np.uint64), sizes)
    return np.asarray((row << _ROW_BITS) | (hashes >> _HASH_BITS << _TWO) | ((hashes & _ONE) << _ONE))


def _alone(keys: NDArray[np.uint64], rows: int) -> NDArray[np.int64]:
    """Counts, for each row, the words that one side has alone, of the side that has more; the keys are sorted."""
    words = keys >> _ONE
    begins = np.flatnonzero(np.append(np.ones(1, bool), words[1:] != words[:-1]))
    right = np.add.reduceat((keys & _ONE).astype(np.int64), begins)
    surplus = (np.diff(begins, append=len(keys)) - 2 * right) * np.where(words[begins] & _ONE, NUMBER_WORDS, 1)
    row = (keys[begins] >> _ROW_BITS).astype(np.int64)
    alone = [np.bincount(row, np.maximum(side, 0), rows) for side in (surplus, -surplus)]
    return np.maximum(*alone).astype(np.int64)
