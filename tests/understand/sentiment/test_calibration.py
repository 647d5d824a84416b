"""A calibration moves levels and never a label."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from triage.model.errors import UsageError
from triage.understand.sentiment.calibration import Calibration, learn_calibration

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

ODDS = arrays.arrays(np.float64, st.tuples(st.integers(1, 20), st.just(3)), elements=st.floats(0.01, 1))
SHIFTS = st.tuples(*[st.floats(-4, 4)] * 3)


def mentions(count: int, negative: float, seed: int) -> tuple[NDArray[np.float64], NDArray[np.int8]]:
    """Texts of a domain with a share of negative ones, judged by a model that takes all classes for equally many."""
    dice = np.random.default_rng(seed)
    truth = dice.choice(3, count, p=[negative, 0.7 * (1 - negative), 0.3 * (1 - negative)]).astype(np.int8)
    scores = dice.normal(0, 1, (count, 3)) + 1.5 * np.eye(3)[truth]
    odds = np.exp(scores)
    return odds / odds.sum(axis=1, keepdims=True), truth


@given(ODDS, st.floats(0.2, 4), SHIFTS)
def test_the_likeliest_class_stays_so_even_when_rounded(
    odds: NDArray[np.float64], slope: float, shifts: tuple[float, ...]
) -> None:
    shares = odds / odds.sum(axis=1, keepdims=True)
    changed = Calibration(slope=slope, shifts=shifts).apply(shares)
    assert (changed.round(3).argmax(axis=1) == shares.argmax(axis=1)).all()
    assert np.allclose(changed.sum(axis=1), 1)
    assert (changed >= 0).all()


def test_a_small_lead_that_a_slope_flattens_still_shows_in_three_digits() -> None:
    shares = np.array([[0.459, 0.461, 0.08], [1 / 3, 1 / 3, 1 / 3], [0.3334, 0.3333, 0.3333]])
    changed = Calibration(slope=0.25).apply(shares).round(3)
    assert changed.argmax(axis=1).tolist() == [1, 0, 0]
    assert (np.diff(np.sort(changed, axis=1)[:, 1:]) >= 0.0009).all()


def test_no_calibration_changes_nothing() -> None:
    shares, _ = mentions(50, 0.3, 1)
    assert np.allclose(Calibration().apply(shares), shares, atol=1.5e-3)


@pytest.mark.parametrize("negative", [0.1, 0.35, 0.65])
def test_two_hundred_labels_bring_the_level_of_a_domain_near(negative: float) -> None:
    errors = []
    for seed in range(10):
        shares, truth = mentions(3_000, negative, seed)
        found = learn_calibration(shares[:200], truth[:200])
        errors.append(abs(found.apply(shares[200:])[:, 0].mean() - (truth[200:] == 0).mean()))
    assert np.mean(errors) < 0.05


def test_the_order_of_rows_changes_nothing() -> None:
    shares, truth = mentions(200, 0.3, 5)
    order = np.random.default_rng(0).permutation(200)
    assert learn_calibration(shares[order], truth[order]) == learn_calibration(shares, truth)


def test_what_is_kept_reads_back(tmp_path: Path) -> None:
    path = tmp_path / "calibration.json"
    kept = learn_calibration(*mentions(200, 0.6, 2))
    path.write_bytes(kept.as_json())
    assert Calibration.read(path) == kept


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{}", '{"schema": "other/1", "slope": 1, "shifts": [0, 0, 0], "rows": 9}',
     '{"schema": "triage-calibration/1", "slope": 0, "shifts": [0, 0, 0], "rows": 9}',
     '{"schema": "triage-calibration/1", "slope": 1, "shifts": [0, NaN, 0], "rows": 9}',
     '{"schema": "triage-calibration/1", "slope": 1, "shifts": [0, 0], "rows": 9}'],
)  # fmt: skip
def test_a_file_of_another_kind_is_refused_with_what_to_do(content: str, tmp_path: Path) -> None:
    path = tmp_path / "calibration.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UsageError, match="make it anew with `triage evaluate"):
        Calibration.read(path)


def test_too_few_labels_are_refused() -> None:
    with pytest.raises(UsageError, match="20 labelled rows that can be scored are too few"):
        learn_calibration(*mentions(20, 0.3, 1))
