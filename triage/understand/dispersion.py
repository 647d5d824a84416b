"""Tells how much more counts vary than chance alone would have them, pooled over all themes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

#: Variance of daily counts beyond Poisson's, before any are known: m + DISPERSION * m * m.
DISPERSION: Final = 0.25
#: No counts of people are believed to vary less than this, or more than that.
_RANGE: Final = (0.02, 4.0)
#: Counts far above 1 / DISPERSION that weigh as much as what is believed beforehand.
_BELIEF: Final = 50.0
#: Standard deviations beyond which a count is an incident and not the theme's everyday variation.
_CLIP: Final = 5.0


def pool_dispersion(counts: NDArray[np.int64], expected: Floats, window: int = 1) -> float:
    """Estimates the dispersion of sums of days, pooled over all themes by moments.

    The variance of a negative binomial is m + dispersion m², so each (y - m)² - m estimates dispersion m²; their sum
    over all themes and sums of days, each divided by (1 + DISPERSION m)² for its precision, is solved for the
    dispersion (Anscombe 1950). The mean being estimated from the same n sums, squares are multiplied by n / (n - 1).
    What lies more than `_CLIP` standard deviations off is drawn in, so that incidents of the past do not hide those of
    tonight.

    Args:
        counts: Voices; shape (themes, days), the newest last.
        expected: What was expected of each, its rate estimated from these counts; shape (themes, days).
        window: Days that are summed.

    Returns:
        The dispersion, drawn towards `DISPERSION / window` by the weight of `_BELIEF` sums.

    >>> counts = np.random.default_rng(1).negative_binomial(4, 4 / (4 + 20.0), size=(300, 28))
    >>> round(pool_dispersion(counts, np.repeat(counts.mean(1, keepdims=True), 28, axis=1)), 2)
    0.24
    """
    believed = DISPERSION / window
    sums, means = _sums(counts, window), _sums(expected, window)
    if sums.shape[1] < 2:  # noqa: PLR2004 - one sum has no variance
        return believed
    few = sums.shape[1] / (sums.shape[1] - 1)
    precision = (1 + believed * means) ** -2.0
    belief = _BELIEF / believed**2
    weight = (precision * means**2).sum() + belief
    found = believed
    for _ in range(3):
        off = np.minimum((sums - means) ** 2 * few, _CLIP**2 * (means + found * means**2))
        found = float(((precision * (off - means)).sum() + believed * belief) / weight)
        found = min(max(found, _RANGE[0] / window), _RANGE[1])
    return found


def _sums(values: NDArray[np.int64] | Floats, window: int) -> Floats:
    """Returns sums of so many days each, ending with the last day."""
    whole = values.shape[1] // window
    kept = values[:, values.shape[1] - whole * window :]
    return np.asarray(kept.reshape(len(values), whole, window).sum(axis=2), np.float64)
