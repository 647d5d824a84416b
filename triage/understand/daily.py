"""Counts how many people speak of each theme a day, back from the night's instant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from triage.understand.trend import HISTORY, WINDOWS

if TYPE_CHECKING:
    from collections.abc import Sequence

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


@dataclass(frozen=True, slots=True, eq=False)
class Voices:
    """Voices of some themes.

    Attributes:
        group: Theme of each, 0..count-1; shape (voices,).
        speaker: Who speaks; shape (voices,).
        times: When, NaT where unknown, which counts nowhere; shape (voices,).
        count: Number of themes.
    """

    group: NDArray[np.int64]
    speaker: pd.Series[Any]
    times: pd.Series[Any]
    count: int


@dataclass(frozen=True, slots=True, eq=False)
class EarlierVoices:
    """Who spoke of which theme on earlier nights.

    Attributes:
        table: One row a voice with theme_id, author (keyed hash, 0 where unknown), channel and created_at.
        authors: Keyed hash of the author of each of tonight's mentions, missing where unknown; shape (mentions,).
        themes: Themes that are known, whether anybody spoke of them lately or not.
    """

    table: pd.DataFrame
    authors: NDArray[Any]
    themes: frozenset[str]

    def beside(self, voices: Voices, mention: NDArray[np.int64], ids: Sequence[str]) -> Voices:
        """Puts the earlier voices beside tonight's; an author is the same person on all nights.

        Args:
            voices: Tonight's.
            mention: The mention of each; shape (voices,).
            ids: Ids of the themes that tonight's voices are numbered by. Others follow them.
        """
        hashed = pd.Series(self.authors[mention], index=voices.speaker.index, dtype="Int64")
        told = hashed.notna().to_numpy(bool)
        channel = voices.speaker.str.rsplit("\x00", n=1).str[-1]
        tonight = voices.speaker.mask(told, hashed.astype("str") + "\x00" + channel)
        table = self.table
        number = {theme_id: place for place, theme_id in enumerate(ids)}
        silent = [theme_id for theme_id in table["theme_id"].unique() if theme_id not in number]
        number |= {theme_id: place for place, theme_id in enumerate(silent, start=len(ids))}
        alone = "\x00\x00earlier " + pd.Series(range(len(table))).astype("str")
        known = (table["author"] != 0).to_numpy(bool)
        earlier = (table["author"].astype("str") + "\x00" + table["channel"]).where(known, alone)
        return Voices(
            group=np.concatenate((voices.group, table["theme_id"].map(number).to_numpy(np.int64))),
            speaker=pd.concat((tonight, earlier), ignore_index=True),
            times=pd.concat((voices.times, table["created_at"]), ignore_index=True),
            count=len(number),
        )


def count_days(voices: Voices, as_of: datetime) -> Daily:
    """Counts voices a day.

    Args:
        voices: Who speaks of which theme, and when.
        as_of: The night's instant; who speaks later speaks in the last day.

    Returns:
        The days that are known, at most the last one and `HISTORY` before it.
    """
    group, speaker, count = voices.group, voices.speaker, voices.count
    age = (pd.Timestamp(as_of) - voices.times).dt.total_seconds().to_numpy(float) / _DAY.total_seconds()
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
