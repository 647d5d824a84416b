"""Counting voices a day."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pandas as pd

from triage.understand.daily import Daily, Voices, count_days
from triage.understand.trend import HISTORY

NIGHT = datetime(2026, 11, 19, 22, tzinfo=UTC)  # a Thursday


def counted(*voices: tuple[int, str, float], themes: int = 1) -> Daily:
    """Counts voices given as theme, speaker and days before the night; NaN where the time is unknown."""
    table = pd.DataFrame(voices, columns=["theme", "speaker", "age"])
    times = pd.Timestamp(NIGHT) - pd.to_timedelta(table["age"], unit="D")
    return count_days(Voices(table["theme"].to_numpy(), table["speaker"], times, themes), NIGHT)


def test_a_speaker_counts_once_a_day_and_once_in_a_week() -> None:
    daily = counted((0, "ann", 0.1), (0, "ann", 0.2), (0, "ann", 1.5), (0, "bob", 2.9))
    assert daily.counts.tolist() == [[1, 1, 1]]
    assert daily.authors.tolist() == [[1, 2, 2]]


def test_a_day_ends_at_the_nights_hour_and_its_weekday_is_where_most_of_it_lies() -> None:
    assert counted((0, "ann", 0.999), (0, "bob", 1.0), (0, "cem", 1.5)).counts.tolist() == [[2, 1]]
    assert counted((0, "ann", 0.0)).weekday == 3
    early = count_days(Voices(np.zeros(1, int), pd.Series(["ann"]), pd.Series([NIGHT]), 1), NIGHT.replace(hour=2))
    assert early.weekday == 2
    assert early.counts.tolist() == [[1]]


def test_the_first_day_is_covered_as_far_as_the_exports_reach() -> None:
    np.testing.assert_allclose(counted((0, "ann", 0.1), (0, "bob", 2.25)).covered, [0.25, 1, 1])
    assert counted((0, "ann", 0.25)).covered.tolist() == [1]


def test_a_silent_day_is_a_gap_only_where_much_is_said() -> None:
    few = counted((0, "ann", 0.1), (0, "bob", 2.5))
    assert (few.covered > 0).all()
    many = [(0, f"{name}", age) for age in (0.1, 2.5) for name in range(30)]
    assert (counted(*many).covered > 0).tolist() == [True, False, True]


def test_times_that_are_unknown_count_nowhere() -> None:
    daily = counted((0, "ann", 0.1), (1, "bob", float("nan")), themes=3)
    assert daily.counts.tolist() == [[1], [0], [0]]


def test_what_is_older_than_the_history_is_known_and_not_counted() -> None:
    daily = counted((0, "ann", 0.1), (1, "bob", 400.0), themes=2)
    assert daily.counts.shape == (2, HISTORY + 1)
    assert daily.counts.sum() == 1
    assert daily.known.tolist() == [False, True]
