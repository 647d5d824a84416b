"""TextBlob's own polarity for many texts, to the last bit."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
from textblob.base import CONTINUOUS, BaseSentimentAnalyzer
from textblob.en import sentiment as textblob_sentiment

from triage.understand.sentiment.pattern_effects import Effects, steps_of
from triage.understand.sentiment.pattern_many import find_turns
from triage.understand.sentiment.pattern_sums import averaged
from triage.understand.sentiment.pattern_words import JOINTS, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

#: Codes under which a text counts as English: known to be, or not known to be anything else.
ENGLISH_OR_UNTOLD: Final = frozenset(("en", "und", ""))

#: Texts that are looked at together: what numpy holds of them stays in the cache of the processor.
_BLOCK: Final = 1 << 15


class Sentiment(NamedTuple):
    """What TextBlob says of a text.

    Attributes:
        polarity: From -1 (negative) to 1 (positive).
        subjectivity: From 0 to 1.
    """

    polarity: float
    subjectivity: float


class AssessedSentiment(NamedTuple):
    """What TextBlob says of a text, with the words by which it does.

    Attributes:
        polarity: From -1 (negative) to 1 (positive).
        subjectivity: From 0 to 1.
        assessments: Words, polarity, subjectivity and label of each part that has a score.
    """

    polarity: float
    subjectivity: float
    assessments: list[tuple[list[str], float, float, str | None]]


class PatternSentiment(BaseSentimentAnalyzer):  # type: ignore[misc]  # textblob carries no types
    """TextBlob's default analyser, ten times as fast.

    >>> from textblob import TextBlob
    >>> TextBlob("Not a very great flight!", analyzer=PatternSentiment()).sentiment.polarity
    -0.38461538461538464
    """

    kind = CONTINUOUS
    RETURN_TYPE = Sentiment

    def analyze(self, text: str, keep_assessments: bool = False) -> Any:  # noqa: ANN401, FBT001, FBT002 - TextBlob's interface
        """Returns polarity and subjectivity, equal to those of TextBlob's PatternAnalyzer."""
        if keep_assessments:
            said = textblob_sentiment(text)
            return AssessedSentiment(said[0], said[1], said.assessments)
        return Sentiment(*_score(text))


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
    asked: Iterable[str] = texts
    if languages is not None:
        asked = (text for text, code in zip(texts, languages, strict=True) if code in ENGLISH_OR_UNTOLD)
    place = {text: number for number, text in enumerate(dict.fromkeys(asked))}
    with _garbage_left():
        scores = np.fromiter(chain.from_iterable(_scores([*place])), np.float64, 2 * len(place)).reshape(-1, 2)
    table = np.vstack((scores, np.full((1, 2), np.nan)))  # the last row is for what is not scored
    if languages is None:
        rows = [place[text] for text in texts]
    else:
        rows = [place[text] if code in ENGLISH_OR_UNTOLD else -1 for text, code in zip(texts, languages, strict=True)]
    return table[rows, 0], table[rows, 1]


def _scores(texts: list[str]) -> Iterator[tuple[float, float]]:
    """Yields polarity and subjectivity of each text."""
    for begin in range(0, len(texts), _BLOCK):
        block = texts[begin : begin + _BLOCK]
        effects = Effects.shared()
        try:
            turns = find_turns(block, effects)
        except UnicodeEncodeError:  # lone surrogates, which pyarrow cannot hold
            yield from map(_score, block)
            continue
        runs = [effect.steps or () for effect in effects.distinct]
        untold = frozenset(turns.untold)
        for place, (first, end) in enumerate(pairwise(turns.bounds)):
            if place in untold:
                yield _score_whole(block[place])
            else:
                yield averaged([runs[number] for number in turns.numbers[first:end]]) if first < end else (0.0, 0.0)


def _score(text: str) -> tuple[float, float]:
    known = Effects.shared()
    effects = [known.distinct[known[chunk]] for chunk in text.split()]
    if any(effect.steps is None for effect in effects) or any(
        after.head and before.tail + after.head in JOINTS for before, after in pairwise(effects)
    ):
        return _score_whole(text)
    return averaged([effect.steps or () for effect in effects])


def _score_whole(text: str) -> tuple[float, float]:
    return averaged((steps_of(words_of(text)),))


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
