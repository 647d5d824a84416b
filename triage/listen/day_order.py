"""Decides whether a file writes the day or the month first."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from triage.listen.moments import day_of
from triage.listen.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import tzinfo

    import numpy.typing as npt
    import pandas as pd

    Numbers = npt.NDArray[np.int64]

_MONTHS: Final = 12
#: Natural logarithms of odds for "day first"; what adds up to `_DECIDES` decides.
_DECIDES: Final = math.log(10)
_OF_NAMES: Final = math.log(30)
_OF_POINTS: Final = math.log(100)
_OF_COLUMN_BESIDE: Final = math.log(1000)
_OF_HALF_DAYS: Final = -math.log(4)
_MOST_OF_SPAN: Final = math.log(1000)
_LEAST_RATIO: Final = 2.0
_NEAR_DAYS: Final = 2
_GERMAN: Final = re.compile(
    r"datum|uhrzeit|zeitpunkt|erstellt|veroeffentlicht|sprache|reichweite|bewertung|rezension|nachricht|beitrag|quelle|inhalt|kanal|autor$"
)
_WORDS: Final = {"dmy": "day", "mdy": "month"}


@dataclass(frozen=True, slots=True, kw_only=True)
class DateHints:
    """What the rest of a file says about its dates.

    Attributes:
        zone: The zone of times that name none, as `zones.zone_of_name` has it from the column's name.
        day_first: Whether the file is written where the day comes first: German names of columns, semicolons
            or decimal commas.
        beside: Times of the same rows in another column, read already.
    """

    zone: tzinfo | None = None
    day_first: bool | None = None
    beside: pd.Series[Any] | None = None


@dataclass(slots=True, kw_only=True)
class NumericDates:
    """Dates such as 03/04/2015, one entry a distinct cell.

    Attributes:
        first: The number before the first separator.
        second: The number after it.
        year: Four digits.
        rows: How many rows have this cell.
        has_points: Whether points separate it.
        lean: Natural logarithm of the odds for "day first" from clocks of twelve hours or from zones.
    """

    first: Numbers
    second: Numbers
    year: Numbers
    rows: Numbers
    has_points: npt.NDArray[np.bool_]
    lean: float = 0.0


def suggests_day_first(names: Iterable[str], delimiter: str = "") -> bool | None:
    """Tells from a file's columns and delimiter whether it is written where the day comes first.

    >>> suggests_day_first(["Datum", "Text"]), suggests_day_first(["Date", "Text"], ";"), suggests_day_first(["Date"])
    (True, True, None)
    """
    is_german = any(_GERMAN.search(fold(name)) for name in names)
    return True if is_german or delimiter == ";" else None


def decide_order(dates: NumericDates, setting: str, hints: DateHints, beside: Numbers | None) -> tuple[str, list[str]]:
    """Decides for all dates of a column at once; the order of the rows never matters.

    What counts, the first that tells:

    1. A number above 12 is a day. Where some rows say one and some the other, most rows win.
    2. Points between the numbers of all: 03.04.2015 is day first.
    3. The setting.
    4. Odds, multiplied; ten to one decide:
       the span: n distinct days drawn from a span of d days are (d / d')**(n - 1) times less likely than from one
       of d' days, so ten dates from 03/04 to 12/04 are ten days of April, not ten months (counted where one span
       is at least twice the other, up to 1,000);
       another column of the same rows that is near in one order only (1,000); some points (100);
       names of columns in German, semicolons (30); zones of Europe for day first (30) or of America for month
       first (4); clocks of twelve hours for month first (4).
    5. Month first, as ISO 8601 orders them.

    Args:
        dates: The dates.
        setting: "dmy", "mdy" or "".
        hints: What the rest of the file says.
        beside: Days since 1970 of another column, one an entry of `dates`, or nothing.

    Returns:
        "dmy" or "mdy", with warnings.
    """
    day_first = int(dates.rows[(dates.first > _MONTHS) & (dates.second <= _MONTHS)].sum())
    month_first = int(dates.rows[(dates.second > _MONTHS) & (dates.first <= _MONTHS)].sum())
    if day_first or month_first:
        order = "dmy" if day_first > month_first else "mdy"
        both = f"some dates are day first, some month first; those that could be either were read as {order}"
        return order, [both] if day_first and month_first else []
    if dates.has_points.all():
        return "dmy", []
    if setting in _WORDS:
        return setting, []
    odds = _odds(dates, hints, beside)
    order = "dmy" if odds >= _DECIDES - 1e-9 else "mdy"
    other = "mdy" if order == "dmy" else "dmy"
    fits = ", which fits the file better" if abs(odds) >= _DECIDES - 1e-9 else ""
    read = f"dates could be day or month first and were read {_WORDS[order]} first{fits}"
    return order, [f"{read}; set date_order = {other} if they are not"]


def _odds(dates: NumericDates, hints: DateHints, beside: Numbers | None) -> float:
    odds = dates.lean + (_OF_POINTS if dates.has_points.any() else 0.0)
    if hints.day_first is not None:
        odds += _OF_NAMES if hints.day_first else -_OF_NAMES
    tells = (dates.first != dates.second) & (dates.first <= _MONTHS) & (dates.second <= _MONTHS)
    by_day = day_of(dates.year, dates.second, dates.first)[tells].astype(np.int64)
    by_month = day_of(dates.year, dates.first, dates.second)[tells].astype(np.int64)
    if not len(by_day):
        return odds
    odds += _of_span(by_day, by_month)
    if beside is not None:
        rows = dates.rows[tells]
        is_near_day, is_near_month = (abs(days - beside[tells]) <= _NEAR_DAYS for days in (by_day, by_month))
        near_day, near_month = int(rows[is_near_day].sum()), int(rows[is_near_month].sum())
        if max(near_day, near_month) * 2 >= rows.sum() and max(near_day, near_month) > 2 * min(near_day, near_month):
            odds += _OF_COLUMN_BESIDE if near_day > near_month else -_OF_COLUMN_BESIDE
    return odds


def _of_span(by_day: Numbers, by_month: Numbers) -> float:
    spans = [float(np.ptp(days)) + 1 for days in (by_day, by_month)]
    if max(spans) < _LEAST_RATIO * min(spans):
        return 0.0
    odds = (len(np.unique(by_day)) - 1) * math.log(spans[1] / spans[0])
    return max(-_MOST_OF_SPAN, min(_MOST_OF_SPAN, odds))


def lean_of(*, has_half_days: bool, zone_orders: set[str]) -> float:
    """Returns the logarithm of the odds for "day first" from how clocks and zones are written."""
    lean = _OF_HALF_DAYS if has_half_days else 0.0
    if len(zone_orders) == 1:
        lean += _OF_NAMES if "dmy" in zone_orders else _OF_HALF_DAYS
    return lean
