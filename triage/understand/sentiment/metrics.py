"""Measures how right predictions of sentiment are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from triage.model.evaluation import Quality
from triage.understand.sentiment.additive import CLASSES

if TYPE_CHECKING:
    from numpy.typing import NDArray

_COUNT: Final = len(CLASSES)
#: Bins of equal width of the calibration error.
BINS: Final = 15


def measure_quality(
    truth: NDArray[np.int8], predicted: NDArray[np.int8], negative: NDArray[np.float64] | None = None
) -> Quality:
    """Compares predicted classes with true ones.

    Args:
        truth: 0 negative, 1 neutral, 2 positive; shape (texts,), at least one.
        predicted: The same.
        negative: Probability that each is negative.

    Returns:
        The `Quality`.

    >>> quality = measure_quality(np.array([0, 0, 2], np.int8), np.array([0, 1, 2], np.int8))
    >>> quality.macro_recall, round(quality.macro_f1, 3), quality.confusion[0]
    (0.75, 0.833, [1, 1, 0])
    """
    pairs = np.bincount(truth.astype(np.int64) * _COUNT + predicted, minlength=_COUNT**2)
    confusion = pairs.reshape(_COUNT, _COUNT)
    right, labelled, told = np.diag(confusion), confusion.sum(axis=1), confusion.sum(axis=0)
    is_there = labelled > 0
    recall = np.divide(right, labelled, out=np.zeros(_COUNT), where=is_there)
    f1 = np.divide(2 * right, labelled + told, out=np.zeros(_COUNT), where=labelled + told > 0)
    return Quality(
        texts=len(truth),
        confusion=confusion.tolist(),
        recall=[round(float(value), 3) if there else None for value, there in zip(recall, is_there, strict=True)],
        f1=[round(float(value), 3) if there else None for value, there in zip(f1, is_there, strict=True)],
        macro_recall=float(recall[is_there].mean()),
        macro_f1=float(f1[is_there].mean()),
        accuracy=float(right.sum() / len(truth)),
        calibration_error=None if negative is None else calibration_error(truth == 0, negative),
        negative=None if negative is None else float(negative.mean()),
        negative_true=float((truth == 0).mean()),
    )


def calibration_error(is_true: NDArray[np.bool_], probability: NDArray[np.float64]) -> float:
    """Returns the expected calibration error: how far probabilities are from shares, bin by bin.

    Naeini, Cooper, Hauskrecht 2015, "Obtaining well calibrated probabilities using Bayesian binning", section 3.

    >>> calibration_error(np.array([True, False]), np.array([0.5, 0.5]))
    0.0
    """
    bins = np.minimum((probability * BINS).astype(np.int64), BINS - 1)
    gaps = np.bincount(bins, weights=is_true - probability, minlength=BINS)
    return float(np.abs(gaps).sum() / len(probability))
