"""Turns what was measured of texts into scores by one small hidden layer."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Final, Self

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

#: Measures further than this from their mean, in standard deviations, count as this far.
MOST_DEVIATIONS: Final = 6.0

_STEPS: Final = 64
_UNIT: Final = 1 / 256


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """Standardised measures, times weights, what is negative cut off, times weights again.

    All products are of whole numbers below 2^53, so a text's scores are the same to the last bit whatever texts stand
    beside it, and whatever library multiplies.

    Attributes:
        centre: Mean of each measure; shape (measures,).
        scale: Its standard deviation.
        inner: Weights into the hidden layer, in units of 1/256; int16, shape (measures, hidden).
        inner_bias: Added to each hidden value, in units of 1/(64 x 256); shape (hidden,).
        outer: Weights out of it, in units of 1/256; int16, shape (hidden, classes).
        outer_bias: Score of each class before any of them; shape (classes,).
    """

    centre: NDArray[np.float64]
    scale: NDArray[np.float64]
    inner: NDArray[np.int16]
    inner_bias: NDArray[np.int64]
    outer: NDArray[np.int16]
    outer_bias: NDArray[np.float64]

    @classmethod
    def from_weights(
        cls,
        centre: NDArray[np.float64],
        scale: NDArray[np.float64],
        inner: tuple[NDArray[np.float64], NDArray[np.float64]],
        outer: tuple[NDArray[np.float64], NDArray[np.float64]],
    ) -> Self:
        """Rounds trained weights, each pair with its biases."""
        return cls(
            centre,
            scale,
            np.rint(inner[0] / _UNIT).astype(np.int16),
            np.rint(inner[1] * _STEPS / _UNIT).astype(np.int64),
            np.rint(outer[0] / _UNIT).astype(np.int16),
            outer[1],
        )

    @classmethod
    def of(cls, arrays: Mapping[str, NDArray[Any]]) -> Self:
        """Returns the layer that `arrays` was written from."""
        return cls(**{field.name: arrays[field.name] for field in fields(cls)})

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Returns what is to be kept, by name."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def scores(self, measures: NDArray[np.float64]) -> NDArray[np.float64]:
        """Returns the score of each class; shape (texts, classes)."""
        steps = (measures - self.centre) * (_STEPS / self.scale)
        most = _STEPS * MOST_DEVIATIONS
        np.rint(np.clip(steps, -most, most, out=steps), out=steps)
        hidden = steps @ self.inner.astype(np.float64)
        hidden += self.inner_bias
        np.maximum(hidden, 0, out=hidden)
        return np.asarray(hidden @ self.outer.astype(np.float64) * (_UNIT**2 / _STEPS) + self.outer_bias)
