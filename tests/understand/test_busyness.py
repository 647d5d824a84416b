"""How busy days were."""

from __future__ import annotations

import numpy as np

from triage.understand.busyness import tell_busyness, tell_weekdays

ROOMY = {"mean": np.full(50, 20.0), "excess": np.full(50, 0.25)}


def drawn(busy: np.ndarray) -> np.ndarray:
    random = np.random.default_rng(3)
    return random.negative_binomial(4, 4 / (4 + 20.0 * np.tile(busy, (50, 1))))


def test_the_busyness_that_was_drawn_is_told() -> None:
    busy = np.array([0.3, 1.0, 1.0, 2.0, 6.0])
    told = tell_busyness(drawn(busy), usual=np.ones(5), **ROOMY)
    assert (np.abs(told.others / busy - 1) < 0.35).all()
    assert (np.abs(told.all / busy - 1) < 0.35).all()


def test_a_theme_alone_says_nothing_about_its_own_day() -> None:
    told = tell_busyness(np.array([[500, 3]]), np.array([20.0]), np.array([0.25]), np.array([1.0, 0.5]))
    np.testing.assert_allclose(told.others, [[1.0, 0.5]], rtol=0.01)
    assert told.doubt[0] == 0


def test_what_is_told_of_a_theme_does_not_depend_on_its_count() -> None:
    counts = drawn(np.ones(1))
    loud = counts.copy()
    loud[7] = 10**6
    before, after = (tell_busyness(each, usual=np.ones(1), **ROOMY).others for each in (counts, loud))
    assert abs(after[7, 0] - before[7, 0]) < 1e-9
    assert 1 < after[8, 0] / before[8, 0] < 1.1


def test_weekdays_are_told_from_four_weeks_and_one_odd_day_is_not_one() -> None:
    busy = np.tile([1.2, 1.2, 1.2, 1.2, 1.2, 0.5, 0.5], 4)
    busy[9] = 9.0
    weekday = np.arange(28) % 7
    factors = tell_weekdays(busy, weekday, np.ones(28, bool))
    assert (factors[:5] > 1.4 * factors[5:].max()).all()
    assert abs(factors.mean() - 1) < 1e-12
    assert (tell_weekdays(busy, weekday, np.arange(28) > 0) == 1).all()
