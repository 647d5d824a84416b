"""Scores themes: six parts with a cap each, and their sum."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from triage.model.action import POINTS
from triage.model.theme import risk_counts
from triage.model.vocabulary import Priority

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from triage.frames import ThemeFrame
    from triage.model.settings import ScoreSettings


def score_themes(themes: ThemeFrame, can_act: NDArray[np.float64], settings: ScoreSettings) -> pd.DataFrame:
    """Scores each theme.

    A part is its points times log(1 + x) / log(1 + full), at most its points: x voices, reach, or people who can be
    helped times whether somebody may and can act. Negativity is its points times negative_low / full, momentum its
    points times surprise / full. Risk gives its points times the weight of a risk, the share risk_first of it with the
    first voice and the rest by log(voices) / log(full); of several risks the one that gives most counts. The parts are
    added, because in a product one near zero hides a disaster. The other voices score nothing.

    Args:
        themes: The night's themes.
        can_act: 1 where somebody may and can act on a theme tonight, 0 where nobody; shape (themes,).
        settings: Points and measures at which a part is full.

    Returns:
        Columns `POINTS`, each rounded to one decimal, and score, their sum; one row a theme.
    """
    ranked = (~themes["rest"]).to_numpy(float)
    parts = {
        "volume_points": settings.volume * _filled(themes["voices"], settings.volume_full),
        "negativity_points": settings.negativity
        * np.clip(_plain(themes["negative_low"]) / settings.negativity_full, 0, 1),
        "momentum_points": settings.momentum * np.clip(_plain(themes["surprise"]) / settings.momentum_full, 0, 1),
        "reach_points": settings.reach * _filled(themes["reach"], settings.reach_full),
        "risk_points": settings.risk * _risk(themes, settings),
        "benefit_points": settings.benefit * _filled(themes["helpable"], settings.benefit_full) * can_act,
    }
    table = pd.DataFrame({name: np.round(parts[name] * ranked, 1) for name in POINTS})
    table["score"] = np.round(sum((table[name] for name in POINTS), start=pd.Series(0.0, index=table.index)), 1)
    return table


def priority_of(score: float, settings: ScoreSettings) -> str:
    """Returns the priority of a score.

    >>> from triage.model.settings import ScoreSettings
    >>> priority_of(50.0, ScoreSettings())
    'P2'
    """
    limits = ((settings.p1, Priority.P1), (settings.p2, Priority.P2), (settings.p3, Priority.P3))
    return next((priority.value for limit, priority in limits if score >= limit), Priority.P4.value)


def _plain(column: pd.Series[Any]) -> NDArray[np.float64]:
    return np.asarray(np.nan_to_num(column.to_numpy(dtype=float, na_value=np.nan)), float)


def _filled(column: pd.Series[Any], full: float) -> NDArray[np.float64]:
    return np.asarray(np.minimum(np.log1p(np.maximum(_plain(column), 0)) / np.log1p(full), 1), float)


def _risk(themes: ThemeFrame, settings: ScoreSettings) -> NDArray[np.float64]:
    cells = zip(themes["risk"], themes["risk_voices"], strict=True)
    return np.array([max(_risk_parts(risk_counts(*cell), settings), default=0.0) for cell in cells], float)


def _grown(people: int, settings: ScoreSettings) -> float:
    """Returns the share of a risk's points that so many people give: `risk_first` at once, all with `risk_full`."""
    beyond = min(math.log(max(people, 1)) / math.log(settings.risk_full), 1)
    return settings.risk_first + (1 - settings.risk_first) * beyond


def _risk_parts(counts: dict[str, int], settings: ScoreSettings) -> list[float]:
    return [settings.risk_weights.get(risk, 0.0) * _grown(people, settings) for risk, people in counts.items()]
