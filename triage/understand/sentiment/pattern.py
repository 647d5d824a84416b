"""TextBlob's own polarity for many texts, to the last bit."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
from textblob.base import CONTINUOUS, BaseSentimentAnalyzer
from textblob.en import sentiment as textblob_sentiment

from triage.understand.sentiment.pattern_effects import PLAIN, Act, Effect, Effects, steps_of
from triage.understand.sentiment.pattern_words import JOINTS, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

#: Codes under which a text counts as English: known to be, or not known to be anything else.
ENGLISH_OR_UNTOLD: Final = frozenset(("en", "und", ""))

_effects: Final = Effects()


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
            return AssessedSentiment(*(said := textblob_sentiment(text)), said.assessments)
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
    if languages is None:
        asked = dict.fromkeys(texts)
        scored = [True] * len(texts)
    else:
        scored = [language in ENGLISH_OR_UNTOLD for language in languages]
        asked = dict.fromkeys(text for text, said in zip(texts, scored, strict=True) if said)
    with _garbage_left():
        known = {text: _score(text) for text in asked}
    unknown = (np.nan, np.nan)
    pairs = [known[text] if said else unknown for text, said in zip(texts, scored, strict=True)]
    table = np.array(pairs, np.float64).reshape(-1, 2)
    return table[:, 0].copy(), table[:, 1].copy()


def _score(text: str) -> tuple[float, float]:
    said = _averaged(map(_effects.__getitem__, text.split()))
    if said is None:  # an emoticon may stand across a blank
        said = _averaged((Effect(steps_of(words_of(text))),))
    return said or (0.0, 0.0)


def _averaged(effects: Iterable[Effect]) -> tuple[float, float] | None:  # noqa: C901, PLR0912 - a call a word takes too long
    """Adds up what chunks do, in the order of TextBlob's own sums; None if an emoticon may stand across two."""
    polarities = subjectivities = polarity = subjectivity = 0.0
    count, intensity, flipped = 0, 1.0, False
    modifier, negated, tail = 0, False, ""
    for effect in effects:
        if effect is PLAIN:
            modifier, negated, tail = 0, False, ""
            continue
        steps, next_tail, head = effect
        if steps is None or (head and tail and tail + head in JOINTS):
            return None
        tail = next_tail
        for act, p, s, i, modifies in steps:
            if act == 0:
                modifier, negated = 0, False
            elif act == 1:
                negated = False
            elif act == 3:
                polarity = max(-1.0, min(polarity * 1.25, 1.0))
            elif act >= 4 and act < 6:
                if modifier == 2:
                    flipped, negated = True, False
                else:
                    negated = True
                    if act == 4: modifier = 0
            elif modifier and act == 2:
                polarity, subjectivity = max(-1.0, min(p * intensity, 1.0)), max(-1.0, min(s * intensity, 1.0))
                intensity = i
            else:
                polarities += polarity * -0.5 if flipped else polarity
                subjectivities += subjectivity
                polarity, subjectivity, intensity, flipped = p, s, i, False
                count += 1
            if act == 2:
                if negated:
                    intensity, flipped = 1.0 / intensity, True
                modifier, negated = modifies, False
    total = polarities + (polarity * -0.5 if flipped else polarity)
    return total / (count or 1), (subjectivities + subjectivity) / (count or 1)


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
