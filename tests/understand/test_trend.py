"""Comparing a theme's count with what was to be expected."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.understand.trend import compare


def test_without_days_before_all_is_new_and_nothing_surprises() -> None:
    trends = compare(np.array([50, 3]), np.array([0, 0]), 0.0)
    assert trends.trend == ["new", "new"]
    assert not trends.surprise.any()


def test_a_theme_that_triples_is_rising_and_one_that_was_never_there_is_new() -> None:
    trends = compare(np.array([90, 20, 12, 30]), np.array([30, 40, 0, 60]), 2.0)
    assert trends.trend == ["rising", "steady", "new", "steady"]
    assert np.isnan(trends.growth[2])
    assert trends.growth[0] > 3


def test_a_day_that_is_busier_for_all_raises_no_alarm() -> None:
    trends = compare(np.array([40, 42, 38, 44]), np.array([10, 11, 9, 10]), 1.0)
    assert set(trends.trend) == {"steady"}


def test_two_voices_raise_no_alarm() -> None:
    assert compare(np.array([2, 100]), np.array([0, 700]), 7.0).surprise[0] == 0


@given(st.integers(0, 300), st.integers(0, 50), st.integers(0, 100))
def test_more_voices_never_surprise_less(count: int, more: int, before: int) -> None:
    others = (np.array([200, 210]), np.array([600, 640]))
    few = compare(np.append(others[0], count), np.append(others[1], before), 3.0).surprise[2]
    many = compare(np.append(others[0], count + more), np.append(others[1], before), 3.0).surprise[2]
    assert many >= few - 1e-9


def test_steady_over_dispersed_counts_raise_few_false_alarms() -> None:
    random = np.random.default_rng(1)
    mean = np.geomspace(0.5, 50, 4000)
    counts = random.negative_binomial(4, 4 / (4 + mean), size=(7, 4000))  # variance m + m * m / 4
    trends = compare(counts[-1], counts[:-1].sum(axis=0), 6.0)
    alarms = np.mean([trend == "rising" for trend in trends.trend])
    assert alarms <= 0.003


@pytest.mark.parametrize("factor", [6])
def test_a_theme_six_times_as_loud_is_found(factor: int) -> None:
    random = np.random.default_rng(2)
    counts = random.negative_binomial(4, 4 / (4 + 20.0), size=(7, 500))
    counts[-1, 0] *= factor
    counts[-1, 0] = max(counts[-1, 0], 20 * factor)
    assert compare(counts[-1], counts[:-1].sum(axis=0), 6.0).trend[0] == "rising"
