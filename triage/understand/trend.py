"""Compares each theme's count with what was to be expected, by the tail of a negative binomial."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.stats import nbinom

from triage.model.vocabulary import Trend

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Variance of daily counts beyond Poisson's: m + DISPERSION * m * m. Pooled over the themes once nights are remembered.
DISPERSION: Final = 0.25
#: Chance below which a count is no chance: with it 0.03 to 0.17 % of steady themes raise a false alarm.
CHANCE: Final = 0.001
#: Fewer voices than this raise no alarm.
LEAST_VOICES: Final = 3
#: Days before the last one that must be known before anything can be expected.
LEAST_DAYS: Final = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Trends:
    """How each theme's last day compares with the days before.

    Attributes:
        growth: Ratio to the expected count, NaN where nothing was to be expected; shape (themes,).
        surprise: -log10 of the chance of so many or more; shape (themes,).
        trend: `Trend` of each theme.
    """

    growth: NDArray[np.float64]
    surprise: NDArray[np.float64]
    trend: list[str]


def compare(recent: NDArray[np.int64], before: NDArray[np.int64], days: float) -> Trends:
    """Compares the last day of a night with the days before it in the same exports.

    What is expected of a theme is its mean count a day, times how much busier the other themes were on the last day, so
    that an export that reaches further back than another raises no alarm. Its uncertainty is that of a rate seen for so
    few days (Gamma prior with shape 0.5) with the dispersion of daily counts added.

    Args:
        recent: Voices in the last day; shape (themes,).
        before: Voices in the days before; shape (themes,).
        days: Number of those days.

    Returns:
        The `Trends`; with fewer than `LEAST_DAYS` days all themes are new and nothing surprises.

    >>> compare(np.array([40, 10, 9]), np.array([10, 20, 20]), 2.0).trend
    ['rising', 'steady', 'steady']
    """
    if days < LEAST_DAYS or not before.sum():
        return Trends(np.full(len(recent), np.nan), np.zeros(len(recent)), [Trend.NEW.value] * len(recent))
    busier = (recent.sum() - recent + 1) / ((before.sum() - before) / days + 1)
    shape = before + 0.5
    expected = shape / days * busier
    size = 1 / (1 / shape + DISPERSION)
    chance = size / (size + expected)
    more = nbinom.sf(recent - 1, size, chance)
    fewer = nbinom.cdf(recent, size, chance)
    surprise = np.where(recent >= LEAST_VOICES, -np.log10(np.maximum(more, 1e-300)), 0.0)
    trend = np.full(len(recent), Trend.STEADY.value, object)
    trend[(fewer < CHANCE) & (before >= LEAST_VOICES)] = Trend.FALLING.value
    trend[surprise > -np.log10(CHANCE)] = Trend.RISING.value
    trend[before == 0] = Trend.NEW.value
    growth = np.where(before > 0, recent / expected, np.nan)
    return Trends(growth, np.maximum(surprise, 0.0), [str(word) for word in trend])
