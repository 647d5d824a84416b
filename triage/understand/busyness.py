"""Tells how busy a day was for everyone else, so that a busy day or half an export is no news of any one theme."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

#: How sure one is beforehand that a day is as busy as usual: a standard deviation of a half.
PRIOR: Final = 4.0
#: Standard deviations beyond which a theme says no more about the day; two voices more are always heard.
_CLIP, _HEARD = 2.0, 2.0
#: Days from 1/32 to 32 times as busy as usual can be told apart.
_GRID: Final = np.geomspace(1 / 32, 32, 33)
#: Weekdays differ once so many days are known.
LEAST_FOR_WEEKDAYS: Final = 28


@dataclass(frozen=True, slots=True, eq=False)
class Busyness:
    """How busy days were; 1 is usual.

    Attributes:
        others: By all themes but the one; shape (themes, days).
        all: By all themes, without what was known beforehand; shape (days,).
        doubt: Relative variance of `others` that comes from the few counts it is told from; shape (themes,).
    """

    others: Floats
    all: Floats
    doubt: Floats


def tell_busyness(counts: NDArray[np.int64], mean: Floats, excess: Floats, usual: Floats) -> Busyness:
    """Tells how many times as busy as usual each day was, for each theme by the others alone.

    The factor b solves sum h psi((y - b m) / sd) + PRIOR (usual / b - 1) = 0 with h = sqrt(m / (1 + excess m)) and
    sd² = b m + excess (b m)²: the score of a count with that variance, made robust by bounding what one theme can say
    (Huber 1964), so that one huge incident does not make all others seem quiet. Leaving a theme out of the sum is
    exact: its own count never moves what is expected of it. The sum falls with b, so it is kept on a grid, and the
    place where it crosses zero is interpolated.

    Args:
        counts: Voices; shape (themes, days).
        mean: What is usual for each theme a day, above 0; shape (themes,).
        excess: Variance beyond Poisson's, in squares of the mean; shape (themes,).
        usual: How busy a day is expected to be, above 0; shape (days,).

    Returns:
        The `Busyness` of each day.

    >>> counts = np.array([[40], [42], [38], [400]])
    >>> tell_busyness(counts, np.full(4, 10.0), np.full(4, 0.25), np.ones(1)).others.round(0).T.tolist()
    [[4.0, 4.0, 4.0, 3.0]]
    """
    weight = np.sqrt(mean / (1 + excess * mean))
    total = np.stack([weight @ _bounded(counts, b, mean, excess) for b in _GRID])
    prior = PRIOR * (usual / _GRID[:, None] - 1)

    def others(place: NDArray[np.int64]) -> Floats:
        days = np.broadcast_to(np.arange(counts.shape[1]), place.shape)
        own = weight[:, None] * _bounded(counts, _GRID[place], mean, excess)
        return (total + prior)[place, days] - own

    def everyone(place: NDArray[np.int64]) -> Floats:
        return np.asarray(total[place, np.arange(counts.shape[1])])

    information = np.maximum((weight**2).sum() - weight**2, 0)
    return Busyness(
        others=_crossing(others, counts.shape),
        all=_crossing(everyone, (counts.shape[1],)),
        doubt=information / (information + PRIOR) ** 2,
    )


def tell_weekdays(busy: Floats, weekday: NDArray[np.int64], whole: NDArray[np.bool_]) -> Floats:
    """Returns the factor of each weekday, Monday first: the median over its days, drawn towards 1 by one day.

    Args:
        busy: How busy each day was; shape (days,).
        weekday: Weekday of each day, 0 for Monday; shape (days,).
        whole: Days that the exports reach from end to end; shape (days,).

    Returns:
        Seven factors with mean 1; all 1 with fewer than `LEAST_FOR_WEEKDAYS` whole days.

    >>> tell_weekdays(np.tile([1.0, 1, 1, 1, 1, 0.5, 0.5], 4), np.tile(np.arange(7), 4), np.ones(28, bool)).round(1)
    array([1.1, 1.1, 1.1, 1.1, 1.1, 0.7, 0.7])
    """
    factors = np.ones(7)
    if whole.sum() < LEAST_FOR_WEEKDAYS:
        return factors
    level = busy[whole].mean()
    for day in range(7):
        here = busy[whole & (weekday == day)] / level
        factors[day] = (np.median(here) * len(here) + 1) / (len(here) + 1) if len(here) else 1.0
    return np.asarray(factors / factors.mean())


def _bounded(counts: NDArray[np.int64], busy: Floats | float, mean: Floats, excess: Floats) -> Floats:
    """Returns how many standard deviations each count is above what so busy a day makes of its theme, bounded."""
    expected = busy * mean[:, None]
    deviation = np.sqrt(expected * (1 + excess[:, None] * expected))
    return np.clip((counts - expected) / deviation, -_CLIP, _CLIP + _HEARD / deviation)


def _crossing(score: Callable[[NDArray[np.int64]], Floats], shape: tuple[int, ...]) -> Floats:
    """Returns where a falling function on the grid crosses zero."""
    low, high = np.zeros(shape, np.int64), np.full(shape, len(_GRID) - 1)
    while (high - low > 1).any():
        middle = (low + high) // 2
        above = score(middle) > 0
        low, high = np.where(above, middle, low), np.where(above, high, middle)
    left, right = score(low), score(high)
    share = np.clip(left / np.maximum(left - right, 1e-12), 0, 1)
    return np.asarray(_GRID[low] * (_GRID[high] / _GRID[low]) ** share)
