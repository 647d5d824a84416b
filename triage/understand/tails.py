"""The chances of so many or more, and of so few or fewer, of a count whose mean was seen for few days."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.stats import gamma, nbinom

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Counts = NDArray[np.int64]

#: A mean of few days is known at least so well, as the shape of a Gamma.
_LEAST_SHAPE: Final = 1.0
#: Chances below this are looked at closely.
_CLOSE: Final = 0.05
#: Quantiles of a mean, close together where it is large, and how much of it each stands for.
_PLACES: Final = (np.arange(16) + 0.5) / 16
_WEIGHTS: Final = _PLACES**2 / (_PLACES**2).sum()


@dataclass(frozen=True, slots=True, eq=False)
class Sum:
    """A sum of the last days of each theme, beside the days before it.

    Given its mean, a sum is negative binomial with variance m + dispersion m². The mean itself was seen for few days:
    it is what was expected times a Gamma of shape voices + 1/2, for chance, over one of shape earlier / dispersion,
    because the days before varied too. Such a sum is beta negative binomial (Irwin 1968), whose tail is far heavier
    than that of a negative binomial with the same variance where days are few.

    Attributes:
        window: Days of the sum.
        now: Voices in these days; shape (themes,).
        before: Voices in the days before; shape (themes,).
        expected: What was expected of the sum, above 0; shape (themes,).
        dispersion: Variance of such sums beyond Poisson's, in squares of the mean.
        earlier: How many such sums the days before make.
        doubt: Relative variance of how busy these days are believed to be; shape (themes,).
    """

    window: int
    now: Counts
    before: Counts
    expected: Floats
    dispersion: float
    earlier: float
    doubt: Floats

    @property
    def shape(self) -> float:
        """Shape of the Gamma by which the days before varied."""
        return max(self.earlier / self.dispersion, _LEAST_SHAPE)

    def size(self, extra: float = 0.0) -> Floats:
        """Returns the size of a negative binomial that holds all but what the shape tells, and some extra variance."""
        known = (1 + 1 / (self.before + 0.5)) * (1 + self.doubt) * (1 + extra)
        return np.asarray(1 / ((1 + self.dispersion) * known - 1))


def more_chance(total: Sum) -> Floats:
    """Returns the chance of so many or more voices; shape (themes,).

    Where it may be small, the tail is averaged over quantiles of the Gamma of the days before. It never rises with the
    count.
    """
    chance = _more(total.now, total.size(1 / total.shape), total.expected)
    close = chance < _CLOSE
    size = total.size()[close, None]
    before = gamma.ppf(_PLACES**3, total.shape) / total.shape
    tails = _more(total.now[close, None], size, total.expected[close, None] / np.maximum(before, 1e-3))
    chance[close] = np.minimum(tails @ _WEIGHTS, _CLOSE)
    return chance


def fewer_chance(total: Sum) -> Floats:
    """Returns the chance of so few or fewer voices; shape (themes,)."""
    size = total.size(1 / total.shape)
    return np.asarray(nbinom.cdf(total.now, size, size / (size + total.expected)))


def _more(now: Counts, size: Floats, mean: Floats) -> Floats:
    return np.asarray(nbinom.sf(now - 1, size, size / (size + mean)))
