"""The tails of a count whose mean was seen for few days."""

from __future__ import annotations

import numpy as np
import pytest

from triage.understand.tails import Sum, fewer_chance, more_chance


def totals(now: np.ndarray, before: int, days: float) -> Sum:
    plain = np.ones(len(now))
    return Sum(1, now, np.full(len(now), before), plain * (before + 0.5) / days, 0.25, days, plain * 0)


@pytest.mark.parametrize("days", [2, 3, 7, 28])
@pytest.mark.parametrize("mean", [2, 20])
def test_one_count_in_a_thousand_has_a_chance_of_one_in_a_thousand(days: int, mean: int) -> None:
    random = np.random.default_rng(4)
    draws, size, before = 400_000, 4, mean * days
    rate = random.gamma(before + 0.5, 1 / days, draws) / random.gamma(days * size, 1 / (days * size), draws)
    counts = random.poisson(rate * random.gamma(size, 1 / size, draws))
    count = int(np.quantile(counts, 0.999)) + 1
    chance = more_chance(totals(np.array([count]), before, float(days)))[0]
    assert 0.7 < chance / (counts >= count).mean() < 1.4


def test_the_tail_falls_where_it_begins_to_be_looked_at_closely() -> None:
    chance = more_chance(totals(np.arange(400), 30, 1.0))
    assert (np.diff(chance) <= 0).all()
    assert chance[-1] < 1e-3
    assert chance[40] > 0.05


def test_both_tails_fall_away_from_what_is_expected() -> None:
    total = totals(np.arange(100), 60, 3.0)
    assert (np.diff(more_chance(total)) <= 0).all()
    assert (np.diff(fewer_chance(total)) > 0).all()
