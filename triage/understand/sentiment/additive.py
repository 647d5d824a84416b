"""Predicts negative, neutral or positive from the added-up weights of hashed n-grams."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

import numpy as np

from triage.understand.sentiment.layer import Layer
from triage.understand.sentiment.makeup import measure
from triage.understand.sentiment.ngrams import TABLE_BITS, emoticons
from triage.understand.sentiment.tables import Tables, narrowed, widened
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
    """Sums of n-gram weights, read by one small hidden layer beside what the text is made of; then a softmax.

    Attributes:
        tables: Weights of n-grams.
        layer: Turns the measures of a text into scores.
        slope: Factor of the scores (1 / temperature) that calibrates them; 1 leaves them as trained.
        doubt: How far the mean of P(negative), adapted to the batch (`adapt_shares`), is off beyond chance in a group
            of texts; a standard deviation of its logit.
    """

    tables: Tables
    layer: Layer
    slope: float
    doubt: float

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
            words, chars = (widened(file[name]) for name in ("words", "chars"))
            if any(table.shape != (1 << TABLE_BITS, len(CLASSES)) for table in (words, chars)):
                message = f"{path}: its tables do not fit this version's n-grams"
                raise ValueError(message)
            tables = Tables(words, chars, file["keys"], file["known"], float(file["unit"]), file["bias"])
            return cls(tables, Layer.of(file), float(file["slope"]), float(file["doubt"]))

    def save(self, path: Path) -> None:
        """Writes the model; the same model gives the same bytes."""
        arrays: dict[str, Any] = {
            "words": narrowed(self.tables.words),
            "chars": narrowed(self.tables.chars),
            "keys": self.tables.keys,
            "known": self.tables.known,
            "unit": self.tables.unit,
            "bias": self.tables.bias,
            "slope": self.slope,
            "doubt": self.doubt,
            **self.layer.arrays(),
        }
        np.savez_compressed(path, **arrays)

    def predict(self, tokens: Tokens) -> NDArray[np.float64]:
        """Returns the probability of each class.

        Args:
            tokens: The texts.

        Returns:
            Negative, neutral, positive, which sum to 1; NaN for a text without a word, an emoji or an emoticon. Shape
            (texts, 3).
        """
        shares = probabilities(self.scores(tokens) * self.slope)
        shares[~_speaks(tokens)] = np.nan
        return shares

    def scores(self, tokens: Tokens) -> NDArray[np.float64]:
        """Returns the score of each class before calibration; shape (texts, 3)."""
        return self.layer.scores(np.column_stack((self.tables.scores(tokens), measure(tokens))))


def probabilities(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Returns the softmax of each row."""
    odds = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(odds / odds.sum(axis=1, keepdims=True), np.float64)


def _speaks(tokens: Tokens) -> NDArray[np.bool_]:
    spoken = np.isin(tokens.kinds, (Kind.WORD, Kind.HASHTAG, Kind.EMOJI))[tokens.ids] | emoticons(tokens)
    sums = np.concatenate((np.zeros(1, np.int64), np.cumsum(spoken, dtype=np.int64)))
    return np.asarray(np.diff(sums[tokens.offsets]) > 0, np.bool_)
