"""Comparing a theme's counts with what was to be expected."""

from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from triage.understand.trend import HISTORY, compare, judge_days


def drawn(themes: int, days: int, mean: float = 20.0, seed: int = 1) -> np.ndarray:
    """Steady counts with variance m + m * m / 4; shape (themes, days)."""
    return np.random.default_rng(seed).negative_binomial(4, 4 / (4 + mean), size=(themes, days))


def flat(*means: int, days: int = 11) -> np.ndarray:
    return np.repeat(np.array(means), days).reshape(len(means), days)


def test_without_days_before_all_is_new_and_nothing_surprises() -> None:
    for trends in (compare(np.array([50, 3]), np.array([0, 0]), 0.0), judge_days(np.array([[50], [3]]))):
        assert trends.trend == ["new", "new"]
        assert not trends.surprise.any()
        assert np.isnan(trends.growth).all()


def test_a_theme_that_breaks_out_is_rising_and_one_that_was_never_there_is_new() -> None:
    trends = compare(np.array([150, 20, 12, 30]), np.array([30, 40, 0, 60]), 2.0)
    assert trends.trend == ["rising", "steady", "new", "steady"]
    assert np.isnan(trends.growth[2])
    assert trends.growth[0] > 3


def test_a_theme_known_from_before_these_days_is_not_new() -> None:
    counts = flat(20, 0, days=5)
    counts[1, -1] = 4
    assert judge_days(counts).trend[1] == "new"
    assert judge_days(counts, known=np.array([False, True])).trend[1] == "steady"


def test_a_closed_theme_that_people_speak_of_again_is_back() -> None:
    counts = flat(20, 0, 0, days=5)
    counts[:, -1] = 20, 3, 2
    known = np.array([False, True, True])
    assert judge_days(counts, known=known, closed=known).trend == ["steady", "back", "steady"]


def test_a_day_that_is_busier_for_all_raises_no_alarm() -> None:
    assert set(compare(np.array([40, 42, 38, 44]), np.array([10, 11, 9, 10]), 1.0).trend) == {"steady"}
    counts = drawn(30, 15)
    counts[:, -1] *= 5
    assert set(judge_days(counts).trend) == {"steady"}


def test_an_export_that_reaches_less_far_back_raises_no_alarm() -> None:
    counts = drawn(30, 15)
    counts[15:, :10] //= 2
    counts[:, :5] //= 3
    assert set(judge_days(counts).trend) == {"steady"}


def test_a_missing_day_and_a_part_of_a_day_raise_no_alarm() -> None:
    counts = drawn(5, 10)
    counts[:, 4] = 0
    counts[:, 0] //= 4
    covered = np.array([0.25, 1, 1, 1, 0, 1, 1, 1, 1, 1])
    assert set(judge_days(counts, covered).trend) == {"steady"}


def test_one_huge_incident_makes_no_other_theme_fall() -> None:
    counts = flat(30, 30, 30, 30, 30)
    counts[0, -1] = 20_000
    assert judge_days(counts).trend == ["rising", *["steady"] * 4]


def test_a_night_whose_exports_are_empty_makes_no_theme_fall() -> None:
    counts = drawn(20, 15, mean=60.0)
    counts[:, -1] = 0
    assert set(judge_days(counts).trend) == {"steady"}


def test_a_theme_of_yesterday_grows_by_what_it_was_yesterday() -> None:
    counts = flat(*[20] * 12, 0, days=9)
    counts[-1, -2:] = 80, 90
    trends = judge_days(counts)
    assert trends.trend[-1] == "rising"
    assert trends.window[-1] == 3
    assert 1 < trends.growth[-1] < 10  # not hundreds of times nothing


def test_a_theme_that_falls_silent_is_falling() -> None:
    counts = drawn(30, 29, mean=60.0)
    counts[0, -3:] = 0
    trends = judge_days(counts)
    assert trends.trend[0] == "falling"
    assert trends.growth[0] == 0


def test_a_slow_rise_is_found_by_a_longer_sum() -> None:
    counts = flat(*[20] * 12, days=36)
    counts[0, -7:] = 40, 45, 45, 50, 50, 50, 50
    trends = judge_days(counts)
    assert trends.trend == ["rising", *["steady"] * 11]
    assert trends.window[0] > 1
    assert 1.9 < trends.growth[0] < 3


def test_the_incident_of_two_days_ago_does_not_rise_today() -> None:
    counts = flat(*[20] * 12, days=36)
    counts[0, -3] = 500
    assert judge_days(counts[:, :-2]).trend[0] == "rising"
    assert judge_days(counts).trend[0] == "steady"


def test_a_weekday_that_is_always_loud_is_no_news_even_of_a_single_theme() -> None:
    cycle = np.tile([10, 10, 10, 10, 10, 10, 80], 6)[None, :]
    assert judge_days(cycle, weekday=6).trend == ["steady"]
    assert judge_days(cycle, weekday=6).chance[0] > 10 * judge_days(cycle).chance[0]


def test_fewer_than_three_people_raise_no_alarm() -> None:
    assert compare(np.array([2, 100]), np.array([0, 700]), 7.0).surprise[0] == 0
    counts = flat(1, 100)
    counts[0, -1] = 50
    assert judge_days(counts).trend[0] == "rising"
    assert judge_days(counts, authors=np.array([[2, 2, 2], [9, 9, 9]])).trend[0] == "steady"


def test_a_theme_of_less_than_a_voice_a_day_is_told_to_be_quiet_and_two_more_voices_are_no_news() -> None:
    counts = flat(0, 20, days=29)
    counts[0, ::2] = 1
    counts[0, -1] = 3
    trends = judge_days(counts)
    assert trends.quiet.tolist() == [True, False]
    assert trends.trend[0] == "steady"


def test_what_is_rare_needs_more_evidence_among_many_themes() -> None:
    few_counts = drawn(20, 8)
    few_counts[0, -1] = 105
    few, many = judge_days(few_counts), judge_days(np.vstack([few_counts, *[few_counts[1:]] * 100]))
    assert few.trend[0] == "rising"
    assert many.chance[0] < 1e-3
    assert many.trend[0] == "steady"


@given(
    st.integers(0, 300),
    st.integers(0, 50),
    arrays(np.int64, (4, 14), elements=st.integers(0, 60)),
    st.sampled_from([None, 3]),
)
def test_more_voices_never_surprise_less(count: int, more: int, counts: np.ndarray, weekday: int | None) -> None:
    few, many = counts.copy(), counts.copy()
    few[2, -1], many[2, -1] = count, count + more
    less = judge_days(few, weekday=weekday).surprise[2]
    assert judge_days(many, weekday=weekday).surprise[2] >= less - 1e-9


@given(arrays(np.int64, (6, 12), elements=st.integers(0, 80)), st.permutations(range(6)))
def test_the_order_of_themes_does_not_matter(counts: np.ndarray, order: list[int]) -> None:
    plain, mixed = judge_days(counts), judge_days(counts[order])
    np.testing.assert_allclose(mixed.surprise, plain.surprise[order], rtol=1e-6, atol=1e-9)
    np.testing.assert_allclose(mixed.growth, plain.growth[order], rtol=1e-6)


@given(st.lists(st.integers(1, 30), min_size=1, max_size=12), st.integers(1, 200), st.integers(2, 40))
def test_steady_themes_stay_steady_however_large_the_exports(means: list[int], factor: int, days: int) -> None:
    trends = judge_days(flat(*means, days=days) * factor)
    assert set(trends.trend) == {"steady"}
    assert (np.abs(trends.growth - 1) < 0.4).all()  # half a voice is added to what was seen
    assert trends.surprise.max() < 1.5


@given(st.integers(0, 200), st.integers(1, 40))
def test_steady_themes_that_are_added_change_others_little(last: int, added: int) -> None:
    counts = drawn(20, 15)
    counts[0, -1] = last
    alone, among = judge_days(counts), judge_days(np.vstack([counts, flat(*[20] * added, days=15)]))
    np.testing.assert_allclose(among.growth[1:20], alone.growth[1:], rtol=0.25)
    assert among.trend[1:20] == alone.trend[1:]


@given(
    arrays(np.int64, array_shapes(min_dims=2, max_dims=2, max_side=20), elements=st.sampled_from([0, 1, 3, 50, 10**7])),
    st.sampled_from([None, 0, 6]),
)
def test_no_count_makes_a_chance_that_is_none(counts: np.ndarray, weekday: int | None) -> None:
    trends = judge_days(counts, weekday=weekday)
    for chance in (trends.chance, trends.chance_fewer):
        assert ((chance >= 0) & (chance <= 1)).all()
    assert np.isfinite(trends.surprise).all()
    assert (np.isnan(trends.growth) == [trend == "new" for trend in trends.trend]).all()
    assert len(trends.trend) == len(counts)


@pytest.mark.parametrize("days", [0, 1, 5])
def test_no_themes_have_no_trend(days: int) -> None:
    assert judge_days(np.zeros((0, days + 1), np.int64)).trend == []


def test_days_older_than_nine_weeks_tell_nothing() -> None:
    counts = drawn(5, HISTORY + 1)
    older = np.column_stack([np.full((5, 100), 900), counts])
    np.testing.assert_array_equal(judge_days(older).surprise, judge_days(counts).surprise)


def test_ten_thousand_themes_of_sixty_days_take_less_than_two_seconds() -> None:
    counts = drawn(10_000, 61, mean=3.0)
    start = time.process_time()
    judge_days(counts, weekday=2)
    assert time.process_time() - start < 2  # half a second on an idle machine
