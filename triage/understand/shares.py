"""Estimates a theme's shares of negative, neutral and positive mentions, with their uncertainty."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.stats import beta

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: The interval leaves out this much at either end.
TAIL: Final = 0.05
#: Least and largest weight of the prior, in mentions.
PRIOR_RANGE: Final = (1.0, 20.0)
#: Fewer themes than this say nothing about how themes differ.
LEAST_THEMES: Final = 3


@dataclass(frozen=True, slots=True, eq=False)
class Shares:
    """Shares of each theme, NaN where nothing in it was scored.

    Attributes:
        expected: Negative, neutral and positive share, summing to 1; shape (themes, 3).
        low: Lower end of the negative share's 90 % interval; shape (themes,).
        high: Its upper end.
        prior: Weight of the night's mean, in mentions.
    """

    expected: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    prior: float


def estimate_shares(
    sums: NDArray[np.float64], squares: NDArray[np.float64], counts: NDArray[np.int64], doubt: float = 0.0
) -> Shares:
    """Shrinks each theme's shares to the night's mean (empirical Bayes).

    The share is (k + m p0) / (n + m): k the theme's summed probabilities, n its scored texts, p0 the night's mean and m
    the prior's weight: the variance of probabilities within themes over the variance between themes, both by moments
    (one-way analysis of variance with unequal groups; Searle, Casella, McCulloch 1992, section 3.6).

    Args:
        sums: Summed probabilities of negative, neutral and positive; shape (themes, 3).
        squares: Summed squares of the negative probabilities; shape (themes,).
        counts: Scored texts; shape (themes,).
        doubt: How far whoever judged is off in a theme beyond chance: a standard deviation of the share's log odds.

    The interval is a beta distribution's with that mean, and with the variance of the counts plus that of the judge,
    (doubt p (1 - p))^2: many mentions make chance small, never an error of the model.

    Returns:
        The `Shares`.
    """
    scored = counts > 0
    total = counts.sum()
    if not total:
        nothing = np.full(len(counts), np.nan)
        return Shares(np.full((len(counts), 3), np.nan), nothing, nothing, PRIOR_RANGE[1])
    mean = sums.sum(axis=0) / total
    prior = _prior_weight(sums[scored, 0], squares[scored], counts[scored])
    expected = (sums + prior * mean) / (counts + prior)[:, None]
    negative = expected[:, 0]
    spread = negative * (1 - negative)
    weight = 1 / (1 / (counts + prior + 1) + doubt**2 * spread) - 1
    alpha, rest = negative * weight, (1 - negative) * weight
    low, high = beta.ppf(TAIL, alpha, rest), beta.ppf(1 - TAIL, alpha, rest)
    expected[~scored] = np.nan
    return Shares(expected, np.where(scored, low, np.nan), np.where(scored, high, np.nan), prior)


def _prior_weight(sums: NDArray[np.float64], squares: NDArray[np.float64], counts: NDArray[np.int64]) -> float:
    themes, total = len(counts), int(counts.sum())
    if themes < LEAST_THEMES or total <= themes:
        return PRIOR_RANGE[1]
    within = (squares - sums**2 / counts).sum() / (total - themes)
    overall = sums.sum() / total
    spread = (counts * (sums / counts - overall) ** 2).sum() / (themes - 1)
    size = (total - (counts.astype(float) ** 2).sum() / total) / (themes - 1)
    between = (spread - within) / size
    if between <= 0:
        return PRIOR_RANGE[1]
    return float(np.clip(within / between, *PRIOR_RANGE))
