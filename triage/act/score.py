"""Scores themes: six parts with a cap each, and their sum."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pandas as pd

from triage.model.action import POINTS
from triage.model.standing import Measures
from triage.model.theme import risk_counts
from triage.model.vocabulary import Priority

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from triage.frames import ThemeFrame
    from triage.model.settings import ScoreSettings

_SEEN: Final = [
    "rest",
    "voices",
    "negative_low",
    "surprise",
    "reach",
    "helpable",
    "specific_low",
    "risk",
    "risk_voices",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartLine:
    """How one part of a score comes about, so that a person can redo it with a calculator.

    Attributes:
        name: The part's column, such as "volume_points".
        measure: What was measured, in words.
        formula: The sum with its numbers put in, as any spreadsheet takes it after an "=".
        points: What it comes to, rounded to one decimal as in the list.
    """

    name: str
    measure: str
    formula: str
    points: float


def explain(measures: Measures, settings: ScoreSettings) -> list[PartLine]:
    """Works the score of one action, part by part; the points add up to the score.

    A part is its points times ln(1 + x) / ln(1 + full), at most its points: x voices, reach, or people who can be
    helped, if somebody may and can act. Negativity is its points times negative_low / full, momentum its points times
    surprise / full; benefit is also multiplied by specific_low / full. Risk gives its points times the weight of a
    risk, the share risk_first of it with the first voice and the rest by ln(voices) / ln(full); of several risks the
    one that gives most counts. The parts are added, because in a product one near zero hides a disaster.

    Args:
        measures: What the score sees of the action.
        settings: Points and measures at which a part is full.

    Returns:
        One line a part, in the order of `POINTS`.

    >>> from triage.model.settings import ScoreSettings
    >>> line = explain(Measures(voices=31), ScoreSettings(volume=18, volume_full=120))[0]
    >>> line.measure, line.formula, line.points
    ('31 voices', '18 * LN(32) / LN(121)', 13.0)
    """
    s = settings
    return [
        _counted(
            "volume_points", measures.voices, f"{measures.voices:,} voices", (s.volume, f"{s.volume:g}"), s.volume_full
        ),
        _shared("negativity_points", "negative_low", measures.negative_low, s.negativity, s.negativity_full),
        _shared("momentum_points", "surprise", measures.surprise, s.momentum, s.momentum_full),
        _reached(measures.reach, s),
        _risky(measures.risks, s),
        _helped(measures, s),
    ]


def total(parts: list[PartLine]) -> float:
    """Returns the score: the sum of the rounded points."""
    return round(sum(part.points for part in parts), 1)


def score_themes(themes: ThemeFrame, can_act: NDArray[np.float64], settings: ScoreSettings) -> pd.DataFrame:
    """Scores each theme as `explain` does; the other voices score nothing.

    Args:
        themes: The night's themes.
        can_act: 1 where somebody may and can act on a theme tonight, 0 where nobody; shape (themes,).
        settings: Points and measures at which a part is full.

    Returns:
        Columns `POINTS`, each rounded to one decimal, and score, their sum; one row a theme.
    """
    seen = themes[_SEEN].astype(object).where(themes[_SEEN].notna(), None)
    rows = []
    for (rest, voices, low, surprise, reach, helpable, specific, *risk), able in zip(
        seen.itertuples(index=False, name=None), can_act.tolist(), strict=True
    ):
        measures = Measures(
            voices=voices or 0,
            negative_low=low,
            surprise=surprise or 0.0,
            reach=reach,
            helpable=helpable or 0,
            specific_low=specific,
            can_act=bool(able),
            risks=risk_counts(*risk),
        )
        parts = explain(Measures() if rest else measures, settings)
        rows.append([*(part.points for part in parts), total(parts)])
    return pd.DataFrame(rows, columns=[*POINTS, "score"], dtype=float)


def priority_of(score: float, settings: ScoreSettings) -> str:
    """Returns the priority of a score.

    >>> from triage.model.settings import ScoreSettings
    >>> priority_of(50.0, ScoreSettings(p2=50))
    'P2'
    """
    limits = ((settings.p1, Priority.P1), (settings.p2, Priority.P2), (settings.p3, Priority.P3))
    return next((priority.value for limit, priority in limits if score >= limit), Priority.P4.value)


def _counted(name: str, count: int, measure: str, most: tuple[float, str], full: float) -> PartLine:
    """Gives points by the logarithm of a count; how many at most is told as a number and in words."""
    above, below = math.log1p(max(count, 0)), math.log1p(full)
    ratio = f" * LN({1 + count}) / LN({1 + full:.10g})"
    return _line(name, measure, most, (above, below), ratio)


def _shared(name: str, what: str, measure: float | None, most: float, full: float) -> PartLine:
    """Gives points by a share of what is full."""
    if measure is None:
        return _nothing(name, f"{what} unknown")
    return _line(name, f"{what} {measure}", (most, f"{most:g}"), (measure, full), f" * {measure} / {full:g}")


def _reached(reach: int | None, s: ScoreSettings) -> PartLine:
    if reach is None:
        return _nothing("reach_points", "reach unknown")
    return _counted("reach_points", reach, f"reach {reach:,}", (s.reach, f"{s.reach:g}"), s.reach_full)


def _helped(measures: Measures, s: ScoreSettings) -> PartLine:
    """Gives points for people who can be helped, fewer where few say what can be acted on."""
    words, share = f"{measures.helpable:,} could be helped", measures.specific_low
    if not measures.can_act:
        return _nothing("benefit_points", f"{words}, but nobody may and can act")
    most, told = s.benefit, f"{s.benefit:g}"
    if share is not None and share < s.specific_full:
        most, told = s.benefit * share / s.specific_full, f"{s.benefit:g} * {share} / {s.specific_full:g}"
    words += "" if share is None else f", specific_low {share}"
    return _counted("benefit_points", measures.helpable, words, (most, told), s.benefit_full)


def _risky(risks: dict[str, int], s: ScoreSettings) -> PartLine:
    lines = [_risk(risk, people, s) for risk, people in risks.items() if people > 0]
    return max(lines, key=lambda line: line.points, default=_nothing("risk_points", "no risk"))


def _risk(risk: str, people: int, s: ScoreSettings) -> PartLine:
    """Gives the part `risk_first` of a risk's points at once, and the rest by the logarithm of its voices."""
    weight, first = s.risk_weights.get(risk, 0.0), s.risk_first
    above, below = math.log(people), math.log(max(s.risk_full, 1))
    ratio = f"LN({people}) / LN({s.risk_full:g})" if above < below else "1"
    words = f"{s.risk:g} * {weight:g} * ({first:g} + {1 - first:g} * {ratio})"
    points = s.risk * weight * (first + (1 - first) * (min(above / below, 1) if below else 1))
    spoken = f"{people:,} {'speaks' if people == 1 else 'speak'} of {risk}"
    return PartLine(name="risk_points", measure=spoken, formula=words, points=round(points, 1))


def _line(name: str, measure: str, most: tuple[float, str], filled: tuple[float, float], ratio: str) -> PartLine:
    """Gives so many points at most, times how full a measure is; where nothing makes it full, anything does."""
    (points, words), (above, full) = most, filled
    if above <= 0:
        return _nothing(name, measure)
    if above >= full:
        return PartLine(name=name, measure=measure, formula=words, points=round(points, 1))
    return PartLine(name=name, measure=measure, formula=words + ratio, points=round(points * above / full, 1))


def _nothing(name: str, why: str) -> PartLine:
    return PartLine(name=name, measure=why, formula="0", points=0.0)
