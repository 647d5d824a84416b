"""Estimates how long actions wait for the first person to act, those that still wait told apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence


class Waited(NamedTuple):
    """How long an action waited.

    Attributes:
        hours: Until the first action, or until it was last seen waiting.
        acted_on: Whether somebody acted then.
    """

    hours: float
    acted_on: bool


def waiting_quantile(waited: Sequence[Waited], share: float) -> float | None:
    """Returns the time by which a share of the actions is acted on, by the estimator of Kaplan and Meier.

    Of what is still open only the time that it waited so far is known (it is censored). Leaving it out would make the
    answer too early, and taking its time so far for the time to the first action too. The estimator (JASA 53, 1958)
    multiplies, over the times t at which somebody acted, 1 - (acted on at t) / (still waiting just before t); the
    answer is the first t at which the product is no more than 1 - share. What is censored at t was still waiting then.

    Args:
        waited: How long each action waited.
        share: 0.5 for the median.

    Returns:
        Hours; None where less than that share was acted on.

    >>> waiting_quantile([Waited(1, True), Waited(2, True), Waited(3, True), Waited(9, False)], 0.5)
    2.0
    >>> waiting_quantile([Waited(1, True), Waited(2, False), Waited(9, False)], 0.5) is None
    True
    """
    times = np.array([hours for hours, _ in waited], np.float64)
    events = np.array([acted_on for _, acted_on in waited], np.bool_)
    moments, acted = np.unique(times[events], return_counts=True)
    at_risk = len(times) - np.searchsorted(np.sort(times), moments, side="left")
    still_waiting = np.cumprod(1 - acted / at_risk)
    reached = np.flatnonzero(still_waiting <= 1 - share + 1e-12)
    return float(moments[reached[0]]) if len(reached) else None
