"""What the trend's rule promises, on drawn counts; the tables are printed by tests/evaluation/trend.py."""

from __future__ import annotations

import numpy as np
import pytest

from tests.evaluation.trend import COPYING, MEANS, RULES, STEADY, THEMES, World, false_alarms, false_falls, power

NIGHTS = 100
#: The SPEC's bound, and three standard errors of a share of that size among so many draws.
MOST = 0.002
TOLERANCE = 3 * np.sqrt(MOST / (NIGHTS * len(MEANS) * THEMES))


@pytest.mark.parametrize("world", [STEADY, COPYING], ids=["steady", "weekdays and reposts"])
@pytest.mark.parametrize("days", [2, 3, 7, 14, 28, 60])
def test_steady_themes_raise_no_more_false_alarms_than_promised(days: int, world: World) -> None:
    assert false_alarms(RULES["ours"], days, NIGHTS, world).mean() <= MOST + TOLERANCE
    assert false_falls(days, NIGHTS, world) <= MOST + TOLERANCE


@pytest.mark.parametrize(
    ("rule", "least"),
    [
        ("mean + 2 sd of 7 days", 0.07),
        ("150 % of the 7-day average", 0.09),
        ("Poisson, p < 0.001", 0.02),
        ("EARS C1: mean + 3 sd of 7 days", 0.02),
    ],
)
def test_the_rules_of_others_raise_tens_of_times_as_many(rule: str, least: float) -> None:
    assert false_alarms(RULES[rule], 28, 30).mean() >= least


def test_most_themes_five_times_as_loud_are_found_where_they_are_not_small() -> None:
    found = power(RULES["ours"], 28, 100, np.array([5.0]))
    assert found[MEANS.index(20)] >= 0.5
    assert found[MEANS.index(0.5)] <= 0.2  # what one night can't tell is not claimed


def test_sums_of_days_find_a_slow_rise_more_often_than_single_days() -> None:
    rise = np.linspace(1, 3, 8)[1:]
    found = {name: power(RULES[name], 28, 30, rise)[-4:].mean() for name in list(RULES)[:2]}
    assert found["ours"] > found["negative binomial, one day, p < 0.001"]
