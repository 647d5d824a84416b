"""Predicts negative, neutral or positive by adding up the weights of hashed n-grams."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

import numpy as np

from triage.understand.sentiment.ngrams import TABLE_BITS
from triage.understand.sentiment.weight_sums import weight_sums
from triage.understand.tokens import Kind

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from triage.understand.tokens import Tokens

#: Columns of a prediction, in order.
CLASSES: Final = ("negative", "neutral", "positive")
#: Languages that the packaged model was trained on.
TRAINED_LANGUAGES: Final = frozenset(("en", "de"))
#: The model that comes with the package.
PACKAGED: Final = Path(__file__).parents[1] / "models" / "sentiment.npz"


@dataclass(frozen=True, slots=True, eq=False)
class AdditiveModel:
    """A three-class softmax over sums of n-gram weights, divided by the square root of the number of tokens.

    The weights are whole numbers, so sums are exact whatever the order in which they are made.

    Attributes:
        words: Weights of words, pairs, triples and negated words; int16, shape (rows, 3).
        chars: Weights of n-grams of characters; int16, shape (rows, 3).
        unit: What 1 in the tables stands for.
        bias: Score of each class before any n-gram; shape (3,).
        slope: Factor of the scores (1 / temperature) that calibrates them; 1 leaves them as trained.
    """

    words: NDArray[np.int16]
    chars: NDArray[np.int16]
    unit: float
    bias: NDArray[np.float64]
    slope: float

    @classmethod
    @functools.cache
    def load(cls) -> Self:
        """Returns the packaged model; it is read once."""
        return cls.read(PACKAGED)

    @classmethod
    def read(cls, path: Path) -> Self:
        """Reads a model that `save` wrote.

        Raises:
            ValueError: The tables are not of the size that n-grams are hashed to.
        """
        with np.load(path, allow_pickle=False) as file:
            tables = [_widened(file[name]) for name in ("words", "chars")]
            if any(table.shape != (1 << TABLE_BITS, len(CLASSES)) for table in tables):
                message = f"{path}: its tables do not fit this version's n-grams"
                raise ValueError(message)
            return cls(tables[0], tables[1], float(file["unit"]), file["bias"], float(file["slope"]))

    @classmethod
    def from_weights(
        cls, words: NDArray[np.float64], chars: NDArray[np.float64], bias: NDArray[np.float64], slope: float
    ) -> Self:
        """Rounds trained weights to a byte each: to signed squares, so that small ones keep more of their value."""
        unit = max(float(np.abs(words).max()), float(np.abs(chars).max()), 1e-12) / 127**2
        return cls(_widened(_narrowed(words / unit)), _widened(_narrowed(chars / unit)), unit, bias, slope)

    def save(self, path: Path) -> None:
        """Writes the model; the same model gives the same bytes."""
        words, chars = _narrowed(self.words), _narrowed(self.chars)
        np.savez_compressed(path, words=words, chars=chars, unit=self.unit, bias=self.bias, slope=self.slope)

    def predict(self, tokens: Tokens) -> NDArray[np.float64]:
        """Returns the probability of each class.

        Args:
            tokens: The texts.

        Returns:
            Negative, neutral, positive, which sum to 1; NaN for a text without a word or an emoji. Shape (texts, 3).
        """
        scores = self.scores(tokens) * self.slope
        scores -= scores.max(axis=1, keepdims=True)
        odds = np.exp(scores)
        shares: NDArray[np.float64] = odds / odds.sum(axis=1, keepdims=True)
        shares[~_speaks(tokens)] = np.nan
        return shares

    def scores(self, tokens: Tokens) -> NDArray[np.float64]:
        """Returns the score of each class before calibration; shape (texts, 3)."""
        sizes = np.maximum(np.diff(tokens.offsets), 1)
        totals = weight_sums(self.words, self.chars, tokens)
        return np.asarray(totals * self.unit / np.sqrt(sizes)[:, None] + self.bias)


def _narrowed(weights: NDArray[np.float64] | NDArray[np.int16]) -> NDArray[np.int8]:
    roots = np.sqrt(np.abs(weights).astype(np.float64))
    return np.asarray(np.sign(weights) * np.rint(roots), np.int8)


def _widened(roots: NDArray[np.int8]) -> NDArray[np.int16]:
    wide = roots.astype(np.int16)
    return wide * np.abs(wide)


def _speaks(tokens: Tokens) -> NDArray[np.bool_]:
    spoken = np.isin(tokens.kinds, (Kind.WORD, Kind.HASHTAG, Kind.EMOJI))[tokens.ids]
    sums = np.concatenate((np.zeros(1, np.int64), np.cumsum(spoken, dtype=np.int64)))
    return np.asarray(np.diff(sums[tokens.offsets]) > 0, np.bool_)
