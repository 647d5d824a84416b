"""Says how negative, neutral or positive texts are, and what TextBlob says of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from triage.understand.sentiment.adaptation import adapt_shares
from triage.understand.sentiment.additive import CLASSES, TRAINED_LANGUAGES, AdditiveModel
from triage.understand.sentiment.pattern import PatternSentiment, score_polarity
from triage.understand.tokens import split_texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from triage.understand.tokens import Tokens

__all__ = [
    "SENTIMENT_COLUMNS",
    "AdditiveModel",
    "PatternSentiment",
    "adapt_shares",
    "score_polarity",
    "score_sentiment",
]

#: Columns of `score_sentiment`, in order.
SENTIMENT_COLUMNS: Final = (*CLASSES, "polarity", "subjectivity")

_UNTOLD: Final = frozenset(("", "und"))


def score_sentiment(
    texts: Sequence[str], languages: Sequence[str] | None = None, tokens: Tokens | None = None
) -> pd.DataFrame:
    """Scores texts, each distinct one once.

    Args:
        texts: Any texts; None and NaN count as empty.
        languages: ISO 639-1 code of each ("de-AT" counts as "de"); "und" or "" where it cannot be told, which is
            scored as if it were one of the known ones. None means that none can be told.
        tokens: The texts' tokens in the same order, if they were split already.

    Returns:
        One row a text, numbered from 0: negative, neutral, positive (probabilities that sum to 1), polarity and
        subjectivity (TextBlob's). NaN where no analyser speaks for the text: one without a word, an emoji or a smiley
        has no probabilities, a blank one no polarity either; another language than English or German has no
        probabilities, another than English no polarity.

    Raises:
        ValueError: The three differ in length.

    >>> scores = score_sentiment(["I love it!", "Das ist eine Frechheit.", "C'est nul"], ["en", "de", "fr"])
    >>> [bool(scores.positive[0] > 0.5), bool(scores.negative[1] > 0.5), bool(scores.neutral.isna()[2])]
    [True, True, True]
    >>> scores.polarity.tolist()
    [0.625, nan, nan]
    """
    said = [text if isinstance(text, str) else "" for text in texts]
    codes = [""] * len(said) if languages is None else [_primary(language) for language in languages]
    if len(codes) != len(said) or (tokens is not None and len(tokens) != len(said)):
        message = f"{len(said)} texts, but {len(codes)} languages and {len(said if tokens is None else tokens)} tokens"
        raise ValueError(message)
    blank = np.array([not text.strip() for text in said], bool)
    table = np.column_stack((_shares(said, codes, tokens), *score_polarity(said, codes)))
    table[blank] = np.nan
    return pd.DataFrame(table, columns=list(SENTIMENT_COLUMNS))


def _primary(language: object) -> str:
    return language.strip().lower().replace("_", "-").split("-")[0] if isinstance(language, str) else ""


def _shares(texts: list[str], codes: list[str], tokens: Tokens | None) -> NDArray[np.float64]:
    spoken_for = np.array([code in TRAINED_LANGUAGES or code in _UNTOLD for code in codes], bool)
    shares = np.full((len(texts), len(CLASSES)), np.nan)
    if not spoken_for.any():
        return shares
    if tokens is not None:
        shares[spoken_for] = AdditiveModel.load().predict(tokens)[spoken_for]
        return shares
    number: dict[str, int] = {}
    at = np.flatnonzero(spoken_for)
    places = [number.setdefault(texts[i], len(number)) for i in at.tolist()]
    shares[at] = AdditiveModel.load().predict(split_texts(list(number)))[places]
    return shares
