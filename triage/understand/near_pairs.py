"""Finds pairs of texts that may be copies, without comparing each with each."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from triage.understand.wording import Wording

#: Bands of so many MinHashes each. A pair whose pairs of neighbouring words overlap by J (Jaccard) is found with a
#: chance of 1 - (1 - J ** ROWS) ** BANDS: .99 at .67, one word in ten edited; .9997 at .8.
BANDS: Final = 8
ROWS: Final = 2
#: Texts that begin, or end, with so many equal words are looked at too: a cut or quoted text overlaps little.
ENDS: Final = (7, 12)
#: In a bucket each text is paired with so many before it, and with the first of all.
_BEFORE: Final = 2
#: Places looked at together, so that the numbers stay in the cache.
_BLOCK: Final = 1 << 17
_ODD: Final = np.uint64(0x9E3779B97F4A7C15)
_MIX: Final = np.uint64(0xD6E8FEB86659FD93)
_HALF: Final = np.uint64(32)
#: Multiplied by an odd number, equal bits are ordered anew: as many orders as MinHashes.
_FACTORS: Final = _ODD ** np.arange(3, 2 * BANDS * ROWS + 3, 2, dtype=np.uint64).reshape(BANDS, ROWS)


def near_pairs(wording: Wording) -> NDArray[np.int64]:
    """Finds pairs of texts that may be copies.

    Args:
        wording: Distinct texts, first what most likely has copies; each has at least two words.

    Returns:
        Pairs of texts a < b, sorted; shape (pairs, 2). Memory and their number grow with the number of texts only.
    """
    count = len(wording)
    found = [np.zeros(0, np.int64)]
    for buckets, texts in _buckets(wording):
        found.extend(left * count + right for left, right in _paired(buckets, texts))
    pairs = np.sort(np.concatenate(found))
    pairs = pairs[np.flatnonzero(np.diff(pairs, prepend=-1))]
    return np.stack((pairs // max(count, 1), pairs % max(count, 1)), axis=1)


def _buckets(wording: Wording) -> Iterator[tuple[NDArray[np.uint64], NDArray[np.int64]]]:
    """Yields buckets and the texts in them; texts in one bucket are alike."""
    texts = np.arange(len(wording))
    yield from ((band, texts) for band in _bands(wording).T)
    for size in ENDS:
        long = np.flatnonzero(wording.sizes >= size)
        yield _window(wording, wording.offsets[:-1][long], size), long
        yield _window(wording, wording.offsets[1:][long] - size, size), long


def _window(wording: Wording, starts: NDArray[np.int64], size: int) -> NDArray[np.uint64]:
    """Returns a key of the `size` words from each start on."""
    key = np.zeros(len(starts), np.uint64)
    for step in range(size):
        key = (key ^ wording.hashes[wording.ids[starts + step]]) * _ODD
        key ^= key >> _HALF
    return key


def _bands(wording: Wording) -> NDArray[np.uint64]:
    """Returns the bands of MinHashes of each text's pairs of neighbouring words; shape (texts, BANDS)."""
    bands = np.zeros((len(wording), BANDS), np.uint64)
    edges = np.searchsorted(wording.offsets[:-1], np.arange(0, wording.offsets[-1], _BLOCK))
    for begin, end in pairwise(np.unique(np.append(edges, len(wording)))):
        starts = wording.offsets[begin:end]
        hashes = wording.hashes[wording.ids[starts[0] : wording.offsets[end]]]
        pairs = (hashes[:-1] * _MIX) ^ hashes[1:]
        pairs = np.append(pairs ^ (pairs >> _HALF), np.uint64(0)) * _ODD
        ends = wording.offsets[begin + 1 : end + 1] - starts[0] - 1
        pairs[ends] = np.uint64(0xFFFFFFFFFFFFFFFF)  # the last word has none after it
        pairs ^= pairs >> _HALF
        for band in range(BANDS):
            key = np.zeros(end - begin, np.uint64)
            for row in range(ROWS):
                key = key * _MIX + np.minimum.reduceat(pairs * _FACTORS[band, row], starts - starts[0])
            bands[begin:end, band] = key
    return bands


def _paired(
    buckets: NDArray[np.uint64], texts: NDArray[np.int64]
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Yields pairs of texts of one bucket."""
    order = np.argsort(buckets, kind="stable")
    buckets, texts = buckets[order], texts[order]
    fresh = np.append(True, buckets[1:] != buckets[:-1])[: len(buckets)]
    shared = ~fresh | np.append(~fresh[1:], False)[: len(buckets)]
    buckets, texts, fresh = buckets[shared], texts[shared], fresh[shared]
    for shift in range(1, _BEFORE + 1):
        same = buckets[shift:] == buckets[:-shift]
        yield texts[:-shift][same], texts[shift:][same]
    begins = np.flatnonzero(fresh)
    head = np.repeat(texts[begins], np.diff(begins, append=len(texts)))
    yield head[~fresh], texts[~fresh]
