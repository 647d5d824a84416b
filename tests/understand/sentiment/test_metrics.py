"""Measures of predictions are those of the books."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import f1_score, recall_score

from triage.understand.sentiment.metrics import calibration_error, measure_quality


@pytest.mark.parametrize("seed", range(5))
def test_measures_equal_scikit_learns(seed: int) -> None:
    dice = np.random.default_rng(seed)
    truth, predicted = (dice.integers(0, 3, 200).astype(np.int8) for _ in range(2))
    quality = measure_quality(truth, predicted)
    assert quality.macro_recall == pytest.approx(recall_score(truth, predicted, average="macro"))
    assert quality.macro_f1 == pytest.approx(f1_score(truth, predicted, average="macro"))
    assert sum(map(sum, quality.confusion)) == quality.texts == 200


def test_a_class_without_texts_counts_in_no_mean() -> None:
    quality = measure_quality(np.array([0, 0, 2], np.int8), np.array([0, 0, 2], np.int8))
    assert (quality.macro_recall, quality.recall[1], quality.f1[1]) == (1.0, None, None)


def test_calibration_is_right_where_shares_are_and_wrong_by_the_gap() -> None:
    is_true = np.array([True, False, False, False])
    assert calibration_error(is_true, np.full(4, 0.25)) == 0
    assert calibration_error(is_true, np.full(4, 0.75)) == pytest.approx(0.5)
    assert calibration_error(np.array([True]), np.array([1.0])) == 0
