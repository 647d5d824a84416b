"""The chances of so many or more, and of so few or fewer, of a count whose mean was seen for few days."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.stats import nbinom

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Counts = NDArray[np.int64]

#: The shape of a mean of few, varying days is at least so large; below 2 it would have no variance.
_LEAST_SHAPE: Final = 3.0


@dataclass(frozen=True, slots=True, eq=False)
class Sum:
    """A sum of the last days of each theme, beside the days before it.

    Given its mean, a sum is negative binomial with variance m + dispersion m². The mean itself was seen for few days: a
    Gamma of shape voices + 1/2 for chance, and below it one of shape 1 / dispersion for each sum of the days before,
    because those days varied too. The product of these is a beta negative binomial (Irwin 1968). It is taken as a
    negative binomial with the same mean and variance, which is quicker and further out as good: see
    tests/evaluation/trend.py.

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
        """Shape of the Gamma of the mean of the days before."""
        return max(self.earlier / self.dispersion, _LEAST_SHAPE)

    @property
    def size(self) -> Floats:
        """Size of the negative binomial; shape (themes,)."""
        known = (1 + 1 / (self.before + 0.5)) * (1 + 1 / (self.shape - 2)) * (1 + self.doubt)
        return np.asarray(1 / ((1 + self.dispersion) * known - 1))


def more_chance(total: Sum) -> Floats:
    """Returns the chance of so many or more voices; shape (themes,)."""
    mean = total.expected * total.shape / (total.shape - 1)
    return np.asarray(nbinom.sf(total.now - 1, total.size, total.size / (total.size + mean)))


def fewer_chance(total: Sum) -> Floats:
    """Returns the chance of so few or fewer voices; shape (themes,)."""
    return np.asarray(nbinom.cdf(total.now, total.size, total.size / (total.size + total.expected)))
