"""Finds for a theme that was acted on the like themes that nobody acted on."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from numpy.typing import NDArray

    from triage.act.first_actions import Course
    from triage.model.history import History, ThemeDay

    Floats = NDArray[np.float64]

#: Voices that a theme must have had in the days before.
LEAST_VOICES: Final = 3
#: Themes of the baseline for each theme, and as many more as are no farther.
NEAREST: Final = 5
#: How far a theme of the baseline may be: logarithms of voices before and in the last two days, negative share.
CALIPERS: Final = (math.log(1.5), math.log(2.0), 0.2)

_RECENT_DAYS: Final = 2
_SECONDS_A_DAY: Final = 86_400


class Match(NamedTuple):
    """A theme that was acted on, and its baseline.

    Attributes:
        places: Numbers of the themes, its own first; shape (1 + baseline,).
        before: Voices, scored and negative ones of each in the days before; shape (3, 1 + baseline).
        after: The same in the days after.
        later: Share of the baseline on which somebody acted in the days after.
    """

    places: NDArray[np.intp]
    before: Floats
    after: Floats
    later: float


class Baseline:
    """What stood in which list with which priority, until when nobody acted on it, and what was said of it."""

    def __init__(self, history: History, courses: Sequence[Course], days: int) -> None:
        """Learns all themes.

        Args:
            history: What the store tells.
            courses: All actions.
            days: Days before and after the first action that are compared.
        """
        self._days = days
        nights = [_day(night.as_of) for night in history.nights if night.as_of] or [0]
        self._last = max(nights)
        self._acted = {course.action_id: _day(course.first.at) for course in courses if course.first}
        observable = [day for day in self._acted.values() if min(nights) <= day <= self._last] or [self._last]
        names = {course.action_id for course in courses}
        self._table = _Days(history.days, names, min(observable) - days, max(observable) + days)
        self._listed: dict[int, dict[str, list[str]]] = {}
        for course in courses:
            for row in () if course.action_id in history.merged else course.rows:
                self._listed.setdefault(row.night, {}).setdefault(row.priority, []).append(row.action_id)

    def observes(self, course: Course) -> bool:
        """Tells whether a theme had enough voices before, and whether all days after it are in the store."""
        day, place = self._acted[course.action_id], self._table.place.get(course.action_id)
        if place is None or day + self._days >= self._last:
            return False
        return bool(self._table.counts(day - self._days, self._days)[0, place] >= LEAST_VOICES)

    def match(self, course: Course) -> Match:
        """Returns an observed theme with its baseline, which may be empty."""
        day, place = self._acted[course.action_id], self._table.place[course.action_id]
        rows = [row for row in course.rows if course.first and row.night <= course.first.night]
        like = self._listed.get(rows[-1].night, {}).get(rows[-1].priority, []) if rows else []
        free = [name for name in like if self._is_free(name, day)]
        places = np.array([self._table.place[name] for name in free], np.intp)
        features = self._features(day)
        nearest = _nearest(np.abs(features[places] - features[place]) / CALIPERS)
        found = np.array([place, *places[nearest]], np.intp)
        later = [self._acted.get(free[at], self._last) <= day + self._days for at in nearest]
        before = self._table.counts(day - self._days, self._days)
        after = self._table.counts(day + 1, self._days)
        return Match(found, before[:, found], after[:, found], sum(later) / max(len(later), 1))

    def _is_free(self, name: str, day: int) -> bool:
        """Tells whether nobody had acted on a theme by then; to ask about later would pick those that went quiet."""
        return name in self._table.place and self._acted.get(name, self._last) > day

    def _features(self, day: int) -> Floats:
        before = self._table.counts(day - self._days, self._days)
        recent = self._table.counts(day - _RECENT_DAYS, _RECENT_DAYS)[0]
        share = np.nan_to_num(negative_shares(before), nan=-1.0)  # what nobody scored is like itself alone
        return np.stack([np.log(before[0] + 0.5), np.log(recent + 0.5), share], axis=1)


class _Days:
    """Voices, scored ones and negative ones of each theme, added up from day to day."""

    def __init__(self, days: Sequence[ThemeDay], names: Collection[str], first: int, last: int) -> None:
        """Adds up.

        Args:
            days: What was said of each theme on each day.
            names: The themes that are asked for.
            first: The first day that is asked for; one stray date of long ago would fill the memory with days.
            last: The last one.
        """
        kept = [day for day in days if first <= day.day <= last and day.theme_id in names]
        self.first = first
        self.place = {name: at for at, name in enumerate(sorted({day.theme_id for day in kept}))}
        table = np.zeros((3, len(self.place), last - first + 2))
        for day in kept:
            table[:, self.place[day.theme_id], day.day - first + 1] += (day.voices, day.scored, day.negative)
        self.sums: Floats = table.cumsum(axis=2)

    def counts(self, day: int, days: int) -> Floats:
        """Returns voices, scored and negative ones of each theme in some days; shape (3, themes)."""
        start, end = np.clip(np.array([day, day + days]) - self.first, 0, self.sums.shape[2] - 1)
        counts: Floats = self.sums[:, :, end] - self.sums[:, :, start]
        return counts


def _nearest(apart: Floats) -> list[int]:
    """Returns the rows nearest to nothing; those with more than 1 in a column are too far."""
    distances = np.where((apart <= 1).all(axis=1), np.sqrt((apart**2).sum(axis=1)), np.inf)
    within = np.sort(distances)[:NEAREST]
    near: list[int] = np.flatnonzero((distances <= within.max(initial=0.0)) & np.isfinite(distances)).tolist()
    return near


def negative_shares(counts: Floats) -> Floats:
    """Returns negative shares, NaN where nothing was scored.

    Args:
        counts: Voices, scored and negative ones; shape (3, themes).
    """
    _, scored, negative = counts
    shares: Floats = np.where(scored > 0, negative / np.maximum(scored, 1), np.nan)
    return shares


def _day(instant: datetime) -> int:
    """Returns the days from 1970-01-01 UTC to an instant's."""
    return int(instant.timestamp()) // _SECONDS_A_DAY
