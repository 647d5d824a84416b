"""Counts how many people speak of each theme a day, back from the night's instant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from triage.understand.trend import HISTORY, WINDOWS

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: A day without any mention is a gap in the exports where so many a day are usual; else it may be a quiet day.
_GAP: Final = 20
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, eq=False)
class Daily:
    """Voices a day; each day ends at the night's hour.

    Attributes:
        counts: Different people, the last day last; shape (themes, days).
        covered: Share of each day that the exports reach; shape (days,).
        weekday: Weekday of the last day, 0 for Monday: the one in which most of its hours lie.
        authors: Different people in the last 1, 3 and 7 days; shape (themes, 3).
        known: Themes of which somebody spoke before these days; shape (themes,).
    """

    counts: NDArray[np.int64]
    covered: NDArray[np.float64]
    weekday: int
    authors: NDArray[np.int64]
    known: NDArray[np.bool_]


def count_days(
    group: NDArray[np.int64], speaker: pd.Series[Any], times: pd.Series[Any], count: int, as_of: datetime
) -> Daily:
    """Counts voices a day.

    Args:
        group: Theme of each voice, 0..count-1; shape (voices,).
        speaker: Who speaks; shape (voices,).
        times: When, NaT where unknown, which counts nowhere; shape (voices,).
        count: Number of themes.
        as_of: The night's instant; who speaks later speaks in the last day.

    Returns:
        The days that are known, at most the last one and `HISTORY` before it.
    """
    age = (pd.Timestamp(as_of) - times).dt.total_seconds().to_numpy(float) / _DAY.total_seconds()
    dated = ~np.isnan(age)
    oldest = float(age[dated].max(initial=0.0))
    table = pd.DataFrame({"group": group, "speaker": pd.factorize(speaker)[0], "day": age})[dated]
    table["day"] = table["day"].clip(lower=0).astype(np.int64)
    days = min(int(oldest), HISTORY) + 1
    kept = table[table["day"] < days].drop_duplicates()
    place = kept["group"].to_numpy() * days + (days - 1 - kept["day"].to_numpy())
    counts = np.bincount(place, minlength=count * days).reshape(count, days)
    known = np.bincount(table["group"][table["day"] >= days], minlength=count) > 0
    return Daily(
        counts=counts,
        covered=_covered(counts.sum(axis=0), oldest),
        weekday=(as_of - _DAY / 2).weekday(),
        authors=np.column_stack([_people(kept[kept["day"] < window], count) for window in WINDOWS]),
        known=known,
    )


def _covered(total: NDArray[np.int64], oldest: float) -> NDArray[np.float64]:
    """Returns the share of each day that the exports reach: none of a gap, and of the first day what is left of it."""
    covered = np.ones(len(total))
    if len(total) == int(oldest) + 1 > 1:
        covered[0] = oldest % 1
    if total.sum() >= _GAP * np.count_nonzero(total):
        covered[total == 0] = 0
    return covered


def _people(voices: pd.DataFrame, count: int) -> NDArray[np.int64]:
    return np.bincount(voices.drop_duplicates(["group", "speaker"])["group"], minlength=count)
