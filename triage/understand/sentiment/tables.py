"""Adds up the weights of hashed n-grams, with those of words that lexicons know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self

import numpy as np

from triage.understand.sentiment.ngrams import rows_of_sequences, rows_of_words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from triage.understand.sentiment.ngrams import WordRows
    from triage.understand.tokens import Tokens

_MOST: Final = 127


@dataclass(frozen=True, slots=True, eq=False)
class Tables:
    """Weights of n-grams, as whole numbers, so that sums are exact whatever the order in which they are made.

    Attributes:
        words: Weights of words, pairs, triples and negated words; int16, shape (rows, 3).
        chars: Weights of n-grams of characters; int16, shape (rows, 3).
        keys: `WordRows.keys` of the words that lexicons know, ascending: they have weights of their own, for in the
            hashed rows so many words would be mistaken for other n-grams.
        known: Weights of each of them, and of it negated; int32, shape (2, keys, 3).
        unit: What 1 in the tables stands for.
        bias: Score of each class before any n-gram; shape (3,).
    """

    words: NDArray[np.int16]
    chars: NDArray[np.int16]
    keys: NDArray[np.uint64]
    known: NDArray[np.int32]
    unit: float
    bias: NDArray[np.float64]

    @classmethod
    def from_weights(
        cls,
        words: NDArray[np.float64],
        chars: NDArray[np.float64],
        lexicon: tuple[NDArray[np.uint64], NDArray[np.float64]],
        bias: NDArray[np.float64],
    ) -> Self:
        """Rounds trained weights of n-grams to a byte each: to signed squares, so that small ones keep more."""
        unit = max(float(np.abs(words).max()), float(np.abs(chars).max()), 1e-12) / _MOST**2
        keys, known = lexicon
        words, chars = words / unit, chars / unit
        weights = np.rint(known / unit).astype(np.int32)
        return cls(widened(narrowed(words)), widened(narrowed(chars)), keys, weights, unit, bias)

    def scores(self, tokens: Tokens) -> NDArray[np.float64]:
        """Returns each text's sum, divided by the square root of its tokens, plus the bias; shape (texts, 3)."""
        words = rows_of_words(tokens.words, tokens.kinds)
        plain, negated = self._known(words.keys)
        said = (self._spelling(words, len(tokens.words)) + plain)[tokens.ids]
        sequences = rows_of_sequences(tokens, words.keys)
        for rows, places in sequences:
            said[places] += self.words[rows]  # a place occurs once in each of the lists
        places = sequences[-1][1]
        said[places] += negated[tokens.ids[places]]
        sums = _running(said)
        roots = np.sqrt(np.maximum(np.diff(tokens.offsets), 1))
        return np.asarray(
            (sums[tokens.offsets[1:]] - sums[tokens.offsets[:-1]]) * self.unit / roots[:, None] + self.bias
        )

    def _known(self, keys: NDArray[np.uint64]) -> NDArray[np.int32]:
        """Returns the weights of each distinct word that lexicons give it, and of it negated; shape (2, words, 3)."""
        at = np.minimum(np.searchsorted(self.keys, keys), max(len(self.keys) - 1, 0))
        found = np.zeros((2, len(keys), self.known.shape[2]), np.int32)
        if len(self.keys):
            is_known = self.keys[at] == keys
            found[:, is_known] = self.known[:, at[is_known]]
        return found

    def _spelling(self, words: WordRows, count: int) -> NDArray[np.int32]:
        """Returns the summed weights of the characters of each distinct word; shape (count, 3)."""
        sums = _running(self.chars[words.rows])
        edges = np.searchsorted(words.owners, np.arange(count + 1))
        return np.asarray(sums[edges[1:]] - sums[edges[:-1]], np.int32)


def _running(weights: NDArray[np.int16] | NDArray[np.int32]) -> NDArray[np.int64]:
    sums = np.zeros((len(weights) + 1, weights.shape[1]), np.int64)
    np.cumsum(weights, axis=0, out=sums[1:])
    return sums


def narrowed(weights: NDArray[np.float64] | NDArray[np.int16]) -> NDArray[np.int8]:
    """Returns signed roots, a byte each."""
    roots = np.sqrt(np.abs(weights).astype(np.float64))
    return np.asarray(np.sign(weights) * np.rint(roots), np.int8)


def widened(roots: NDArray[np.int8]) -> NDArray[np.int16]:
    """Returns signed squares."""
    wide = roots.astype(np.int16)
    return wide * np.abs(wide)
