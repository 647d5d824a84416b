"""TextBlob's own polarity for many texts."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from textblob.base import CONTINUOUS, BaseSentimentAnalyzer
from textblob.en import sentiment as textblob_sentiment

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

#: Codes under which a text counts as English: known to be, or not known to be anything else.
ENGLISH_OR_UNTOLD: Final = frozenset(("en", "und", ""))


class Sentiment(NamedTuple):
    """What TextBlob says of a text.

    Attributes:
        polarity: From -1 (negative) to 1 (positive).
        subjectivity: From 0 to 1.
    """

    polarity: float
    subjectivity: float


class PatternSentiment(BaseSentimentAnalyzer):  # type: ignore[misc]  # textblob carries no types
    """TextBlob's default analyser, without a class built anew for every text.

    >>> from textblob import TextBlob
    >>> TextBlob("Not a very great flight!", analyzer=PatternSentiment()).sentiment.polarity
    -0.38461538461538464
    """

    kind = CONTINUOUS
    RETURN_TYPE = Sentiment

    def analyze(self, text: str) -> Sentiment:
        """Returns polarity and subjectivity, equal to those of TextBlob's PatternAnalyzer."""
        return Sentiment(*textblob_sentiment(text))


def score_polarity(
    texts: Sequence[str], languages: Sequence[str] | None = None
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Scores texts as TextBlob does, each distinct one once.

    Args:
        texts: Any texts.
        languages: ISO 639-1 code of each; "und" and "" are scored as English is. None scores all.

    Returns:
        Polarity (-1 to 1) and subjectivity (0 to 1) of each text; NaN where its language is another than English.
    """
    if languages is None:
        asked = dict.fromkeys(texts)
        scored = [True] * len(texts)
    else:
        scored = [language in ENGLISH_OR_UNTOLD for language in languages]
        asked = dict.fromkeys(text for text, said in zip(texts, scored, strict=True) if said)
    with _garbage_left():
        known = {text: textblob_sentiment(text) for text in asked}
    unknown = (np.nan, np.nan)
    pairs = [known[text] if said else unknown for text, said in zip(texts, scored, strict=True)]
    table = np.array(pairs, np.float64).reshape(-1, 2)
    return table[:, 0].copy(), table[:, 1].copy()


@contextmanager
def _garbage_left() -> Iterator[None]:
    """Keeps the collector from walking over the many short-lived tuples again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
