"""Puts the parts of dates together, whole columns at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from triage.listen.date_forms import months
from triage.listen.names import fold

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy.typing as npt

    Numbers = npt.NDArray[np.int64]
    Times = npt.NDArray[np.datetime64]

_MONTHS_A_YEAR: Final = 12
_NOON: Final = 12
_MIDNIGHT: Final = 24
_SIXTY: Final = 60
_CENTURY: Final = 70
_TWO_DIGITS: Final = 100
_MICRO_DIGITS: Final = 6
_WEEKS: Final = 53
_THURSDAY: Final = 3
NOT_A_TIME: Final = np.datetime64("NaT", "us")


@dataclass(slots=True)
class Parts:
    """The named parts of the cells that have one form.

    Attributes:
        places: Where these cells stand.
        groups: What the form's pattern found, a column of text a part.
    """

    places: npt.NDArray[np.intp]
    groups: dict[str, Any]

    def text(self, name: str) -> Any:  # noqa: ANN401 - pyarrow has no types
        """Returns a part as text, blank where it is absent."""
        return self.groups[name]

    def numbers(self, name: str) -> Numbers:
        """Returns a part as numbers, 0 where it is absent."""
        if name not in self.groups:
            return np.zeros(len(self.places), np.int64)
        text = self.groups[name]
        filled = pc.if_else(pc.equal(text, ""), "0", text)
        return np.asarray(pc.cast(filled, pa.int64()), np.int64)

    def each(self, name: str, convert: Callable[[str], int]) -> Numbers:
        """Returns a part as numbers that are looked up, each distinct text once."""
        encoded = self.groups[name].dictionary_encode()
        numbers = np.array([convert(text) for text in encoded.dictionary.to_pylist()], np.int64)
        return np.asarray(numbers[np.asarray(encoded.indices)], np.int64)


def parts_of(cells: Any, places: npt.NDArray[np.intp], pattern: str) -> Parts:  # noqa: ANN401 - pyarrow has no types
    """Takes apart the cells that have a form.

    Args:
        cells: An Arrow array of text.
        places: Which of them to try.
        pattern: The form, in the syntax of RE2.
    """
    found = pc.extract_regex(cells.take(pa.array(places)), pattern)
    fits = np.asarray(found.is_valid())
    kept = found.filter(pa.array(fits))
    groups = {field.name: kept.field(number) for number, field in enumerate(found.type)}
    return Parts(places[fits], groups)


def day_of(year: Numbers, month: Numbers, day: Numbers) -> Times:
    """Returns the days of a calendar date, missing where there is no such day.

    >>> day_of(np.array([2024, 2023]), np.array([2, 2]), np.array([29, 29])).astype(str).tolist()
    ['2024-02-29', 'NaT']
    """
    is_month = (month >= 1) & (month <= _MONTHS_A_YEAR) & (year > 0)
    count = np.where(is_month, (year - 1970) * _MONTHS_A_YEAR + month - 1, 0)
    first = count.astype("datetime64[M]")
    days = first.astype("datetime64[D]") + (day - 1)
    is_day = is_month & (day >= 1) & (days.astype("datetime64[M]") == first)
    return np.where(is_day, days, np.datetime64("NaT", "D"))


def year_of(parts: Parts) -> Numbers:
    """Returns the years; of two digits, 70 to 99 are of the twentieth century."""
    text = pc.utf8_ltrim(parts.text("y"), "'\u2019")
    years = np.asarray(pc.cast(text, pa.int64()), np.int64)
    is_short = np.asarray(pc.utf8_length(text)) == len("15")
    return np.where(is_short, years + np.where(years < _CENTURY, 2000, 1900), years)


def month_of(parts: Parts) -> Numbers:
    """Returns the months, by name or by number; 0 where a name is none."""
    if "mon" in parts.groups:
        return parts.each("mon", lambda name: months().get(fold(name), 0))
    return parts.numbers("m")


def date_of(parts: Parts) -> Times:
    """Returns the days of a form that says which part is which."""
    year = year_of(parts)
    if "yearday" in parts.groups:
        number = parts.numbers("yearday")
        days = day_of(year, np.ones_like(year), np.ones_like(year)) + (number - 1)
        is_day = (number >= 1) & (days.astype("datetime64[Y]").astype(np.int64) + 1970 == year)
        return np.where(is_day, days, np.datetime64("NaT", "D"))
    if "week" in parts.groups:
        week = parts.numbers("week")
        fourth = day_of(year, np.ones_like(year), np.full_like(year, 4))
        # 1970-01-01 was a Thursday; the week of 4 January is the first (ISO 8601).
        monday = fourth - (fourth.astype(np.int64) + _THURSDAY) % 7
        days = monday + ((week - 1) * 7 + parts.numbers("weekday") - 1)
        return np.where((week >= 1) & (week <= _WEEKS), days, np.datetime64("NaT", "D"))
    day = parts.numbers("d") if "d" in parts.groups else np.ones_like(year)
    return day_of(year, month_of(parts), day)


def moments_of(parts: Parts, days: Times) -> Times:
    """Returns the times of day on the days given, as the clocks of their zones show them."""
    hour, minute, second = (parts.numbers(name) for name in "HMS")
    is_midnight = (hour == _MIDNIGHT) & (minute + second == 0)
    valid = ((hour < _MIDNIGHT) | is_midnight) & (minute < _SIXTY) & (second <= _SIXTY)
    if "ap" in parts.groups:
        half = np.asarray(pc.utf8_lower(parts.text("ap")).to_numpy(zero_copy_only=False), dtype=object)
        is_told = half != ""
        hour = np.where(is_told & (hour <= _NOON), hour % _NOON + np.where(half == "p", _NOON, 0), hour)
    micros = np.zeros_like(hour)
    if "f" in parts.groups:
        padded = pc.utf8_rpad(pc.utf8_slice_codeunits(parts.text("f"), 0, _MICRO_DIGITS), _MICRO_DIGITS, "0")
        micros = np.asarray(pc.cast(padded, pa.int64()), np.int64)
    clock = ((hour * 60 + minute) * 60 + second) * 1_000_000 + micros
    days = np.where(valid, days, np.datetime64("NaT", "D"))
    moments: Times = days.astype("datetime64[us]") + clock.astype("timedelta64[us]")
    return moments
