"""Adds up the weights of hashed n-grams, with those of words that lexicons know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Self

import numpy as np
from scipy import sparse

from triage.understand.sentiment.ngrams import rows_of_sequences, rows_of_words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from triage.understand.tokens import Tokens

_MOST: Final = 127
#: From here on the sum of a text might not fit into 32 bits.
_LONG_TEXT_TOKENS: Final = 3_000


@dataclass(frozen=True, slots=True, eq=False)
class Tables:
    """Weights of n-grams, as whole numbers, so that sums are exact whatever the order in which they are made.

    Attributes:
        words: Weights of words, pairs, triples and negated words; int32, shape (rows, 3).
        chars: Weights of n-grams of characters; int32, shape (rows, 3).
        keys: `WordRows.keys` of the words that lexicons know, ascending: they have weights of their own, for in the
            hashed rows so many words would be mistaken for other n-grams.
        known: Weights of each of them, and of it negated; int32, shape (2, keys, 3).
        unit: What 1 in the tables stands for.
        bias: Score of each class before any n-gram; shape (3,).
    """

    words: NDArray[np.int32]
    chars: NDArray[np.int32]
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
        sizes = np.diff(tokens.offsets)
        whole = np.int32 if sizes.max(initial=0) < _LONG_TEXT_TOKENS else np.int64
        words = rows_of_words(tokens.words, tokens.kinds)
        plain, negated = self._known(words.keys)
        edges = np.searchsorted(words.owners, np.arange(len(tokens.words) + 1))
        plain += _summed(words.rows, edges, self.chars)
        totals = _summed(tokens.ids, tokens.offsets, plain.astype(whole, copy=False))
        sequences = rows_of_sequences(tokens, words.keys)
        table = self.words.astype(whole, copy=False)
        for rows, places in sequences:
            totals += _summed(rows, np.searchsorted(places, tokens.offsets), table)
        places = sequences[-1][1]
        totals += _summed(
            tokens.ids[places], np.searchsorted(places, tokens.offsets), negated.astype(whole, copy=False)
        )
        return np.asarray(totals * self.unit / np.sqrt(np.maximum(sizes, 1))[:, None] + self.bias)

    def _known(self, keys: NDArray[np.uint64]) -> NDArray[np.int32]:
        """Returns the weights of each distinct word that lexicons give it, and of it negated; shape (2, words, 3)."""
        found = np.zeros((2, len(keys), self.known.shape[2]), np.int32)
        if len(self.keys):
            at = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
            is_known = self.keys[at] == keys
            found[:, is_known] = self.known[:, at[is_known]]
        return found


def _summed(rows: NDArray[np.integer[Any]], edges: NDArray[np.int64], table: NDArray[Any]) -> NDArray[Any]:
    """Sums the rows of a table between each two edges; shape (edges - 1, columns)."""
    shape = (len(edges) - 1, len(table))
    ones = np.ones(len(rows), table.dtype)
    picked: Any = sparse.csr_matrix((ones, rows, edges), shape=shape)
    return np.asarray(picked @ table)


def narrowed(weights: NDArray[np.float64] | NDArray[np.int32]) -> NDArray[np.int8]:
    """Returns signed roots, a byte each."""
    roots = np.sqrt(np.abs(weights).astype(np.float64))
    return np.asarray(np.sign(weights) * np.rint(roots), np.int8)


def widened(roots: NDArray[np.int8]) -> NDArray[np.int32]:
    """Returns signed squares."""
    wide = roots.astype(np.int32)
    return wide * np.abs(wide)
