"""Adds up what words do to TextBlob's score, in the order of TextBlob's own sums."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from triage.understand.sentiment.pattern_effects import Act, Modifier

if TYPE_CHECKING:
    from collections.abc import Iterable

    from triage.understand.sentiment.pattern_effects import Step

# An attribute of an enum is slow to look up, and this loop is the inner one.
_SCORE, _CLEAR, _CLEAR_NEGATION = int(Act.SCORE), int(Act.CLEAR), int(Act.CLEAR_NEGATION)
_BOOST, _MOOD, _NEGATE = int(Act.BOOST), int(Act.MOOD), int(Act.NEGATE)
_ADVERB: Final = int(Modifier.ADVERB)


def averaged(runs: Iterable[tuple[Step, ...]]) -> tuple[float, float]:  # noqa: C901 - a call a word takes too long
    """Returns polarity and subjectivity as `Sentiment.assessments` of TextBlob makes them, to the last bit."""
    polarities = subjectivities = polarity = subjectivity = 0.0  # of those that are finished; of the last one
    count, intensity, flipped = 0, 1.0, False
    modifier, negated = 0, False
    for steps in runs:
        for act, p, s, i, modifies in steps:
            if act == _CLEAR:
                modifier, negated = 0, False
            elif act == _CLEAR_NEGATION:
                negated = False
            elif act == _BOOST:
                polarity = max(-1.0, min(polarity * 1.25, 1.0))
            elif act == _SCORE or act == _MOOD:  # noqa: PLR1714, SIM109 - faster than a tuple
                if modifier and act == _SCORE:
                    polarity, subjectivity = max(-1.0, min(p * intensity, 1.0)), max(-1.0, min(s * intensity, 1.0))
                    intensity = i
                else:
                    polarities += polarity * -0.5 if flipped else polarity
                    subjectivities += subjectivity
                    polarity, subjectivity, intensity, flipped = p, s, i, False
                    count += 1
                if act == _SCORE:
                    if negated:
                        intensity, flipped = 1.0 / intensity, True
                    modifier, negated = modifies, False
            elif modifier == _ADVERB:
                flipped = True
            else:
                negated = True
                modifier = 0 if act == _NEGATE else modifier
    polarities += polarity * -0.5 if flipped else polarity
    return polarities / (count or 1), (subjectivities + subjectivity) / (count or 1)
