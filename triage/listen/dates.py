"""Reads columns of dates, each form in one pass over all cells that have it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from triage.listen.clocks import Zones
from triage.listen.date_forms import CLOCK_FIRST, FAMILIES, FORMS, ISO, ISO_DAY, ISO_NAIVE, RELATIVE
from triage.listen.day_order import DateHints, NumericDates, decide_order, lean_of
from triage.listen.moments import NOT_A_TIME, Parts, date_of, day_of, moments_of, parts_of, year_of
from triage.listen.patterns import found_in, replaced
from triage.listen.since_origin import read_counted
from triage.listen.zones import order_of

if TYPE_CHECKING:
    import numpy.typing as npt

    Places = npt.NDArray[np.intp]

#: A longer cell is no date, and is spared the patterns.
_LONGEST: Final = 80
_YEARS: Final = (1900, 2200)
#: What programs write for "no date": the origins of their clocks.
_NO_DATES: Final = tuple(np.datetime64(day, "us") for day in ("1900-01-01", "1970-01-01"))
_FAR: Final = np.timedelta64(366, "D")
_FEW: Final = 0.1
_NO_HINTS: Final = DateHints()


@dataclass(slots=True)
class Dates:
    """What a column of dates says.

    Attributes:
        times: UTC, missing where a cell is blank or no date.
        order: "iso", "dmy", "mdy", "epoch", "named month", "serial" or "" where there is no date.
        warnings: What was assumed.
    """

    times: pd.Series[Any]
    order: str = ""
    warnings: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Column:
    """The distinct cells of a column while they are read; counts are of rows, so that their order does not matter."""

    cells: pd.Series[str]
    rows: npt.NDArray[np.int64]
    times: npt.NDArray[np.datetime64]
    zones: Zones
    families: Counter[str] = field(default_factory=Counter)
    numeric: list[Parts] = field(default_factory=list)

    def count(self, places: Places | npt.NDArray[np.bool_]) -> int:
        return int(self.rows[places].sum())

    def unread(self) -> Places:
        return np.flatnonzero(np.isnat(self.times) & (self.cells != "").to_numpy(bool))

    def put(self, places: Places, times: npt.NDArray[np.datetime64], family: str) -> None:
        self.times[places] = times
        self.families[family] += self.count(places[~np.isnat(times)])


def read_dates(column: pd.Series[str], date_order: str, hints: DateHints = _NO_HINTS) -> Dates:
    """Reads a column of dates.

    Args:
        column: The cells as text.
        date_order: "dmy" or "mdy" where the rows cannot tell; "" goes by what `day_order.decide_order` lists.
        hints: What the rest of the file says.

    Returns:
        The times in UTC; a time without a zone is taken for UTC unless the hints have one, and that is said. A
        day without a time is midnight of that day in UTC. A time that a clock shows twice is the first one.

    >>> read_dates(pd.Series(["24.02.2015 11:35", "1.3.2015", "soon"], dtype="str"), "").times.dt.day.tolist()
    [24.0, 1.0, nan]
    """
    codes, distinct = pd.factorize(column)
    cells = _plain(pd.Series(distinct, dtype="str"))
    rows = np.bincount(codes, minlength=len(cells)).astype(np.int64)
    read = _Column(cells, rows, np.full(len(cells), NOT_A_TIME), Zones(hints.zone))
    _read_iso(read)
    read_counted(read.cells, read.unread(), read.rows, read.put)
    texts = pc.utf8_lower(pa.array(cells, type=pa.large_string()))
    left = _read_forms(read, texts, read.unread())
    if len(left):
        _read_forms(read, pc.replace_substring_regex(texts, *CLOCK_FIRST), left)
    warnings = _read_numeric(read, date_order, hints, _beside(codes, len(cells), hints))
    order = max(read.families, key=lambda name: (read.families[name], name), default="")
    if order == "serial":
        warnings.append("dates are numbers of a spreadsheet, read as days since 1900")
    warnings += read.zones.warnings() + _warnings(read)
    values = pd.Series(pd.DatetimeIndex(read.times[codes]).tz_localize("UTC"), index=column.index)
    return Dates(values, order, warnings)


def _plain(cells: pd.Series[str]) -> pd.Series[str]:
    """Returns cells with plain blanks, digits and hyphens, without quotes around them."""
    if found_in(cells, r"[^ -~]").any():
        cells = cells.str.normalize("NFKC")
        cells = replaced(
            replaced(cells, r"[\x{2010}\x{2011}\x{2212}]", "-"), r"[\x{200e}\x{200f}\x{202a}-\x{202e}]", ""
        )
    if found_in(cells, r"\s\s|[\t\r\n]|^[\s'\"=]|[\s'\"]$").any():
        cells = replaced(cells, r"\s+", " ").str.strip(" '\"=")
    return cells


def _read_iso(read: _Column) -> None:
    """Reads the many cells in ISO 8601 at once; unusual ones are left for the forms."""
    is_iso = found_in(read.cells, ISO)
    if not is_iso.any():
        return
    parsed = pd.to_datetime(read.cells[is_iso], format="ISO8601", utc=True, errors="coerce").dt.as_unit("us")
    places = np.flatnonzero(is_iso)
    times = parsed.dt.tz_localize(None).to_numpy("datetime64[us]", copy=True)
    is_naive = found_in(read.cells[is_iso], ISO_NAIVE)
    times[is_naive] = read.zones.of_naive(times[is_naive], read.count(places[is_naive]))
    read.put(places, times, "iso")
    read.zones.naive += read.count(places[found_in(read.cells[is_iso], ISO_DAY)])


def _read_forms(read: _Column, texts: Any, places: Places) -> Places:  # noqa: ANN401 - pyarrow has no types
    """Reads the cells at some places, and returns those that have no form."""
    lengths = np.asarray(pc.utf8_length(texts.take(pa.array(places))))
    places = places[lengths <= _LONGEST]
    for name, pattern in FORMS.items():
        if not len(places):
            break
        parts = parts_of(texts, places, pattern)
        if not len(parts.places):
            continue
        if name == "numeric":
            read.numeric.append(parts)
            places = np.setdiff1d(places, parts.places, assume_unique=True)
        else:
            read.put(
                parts.places,
                read.zones.utc(moments_of(parts, date_of(parts)), parts, read.rows),
                FAMILIES.get(name, "iso"),
            )
            places = places[np.isnat(read.times[places])]
    return places


def _beside(codes: Places, size: int, hints: DateHints) -> npt.NDArray[np.int64] | None:
    """Returns the first day that stands beside each distinct cell, as days since 1970."""
    if hints.beside is None:
        return None
    days = hints.beside.dt.tz_convert("UTC").dt.tz_localize(None).to_numpy("datetime64[D]")
    firsts = np.full(size, np.iinfo(np.int64).max // 2)
    is_told = ~np.isnat(days)
    np.minimum.at(firsts, codes[is_told], days[is_told].astype(np.int64))
    return firsts


def _read_numeric(read: _Column, date_order: str, hints: DateHints, beside: npt.NDArray[np.int64] | None) -> list[str]:
    """Reads dates such as 03/04/2015 after all rows have said whether the day or the month comes first."""
    found = read.numeric
    if not found:
        return []
    places = np.concatenate([parts.places for parts in found])
    first, second, year = (
        np.concatenate([of(parts) for parts in found])
        for of in (lambda parts: parts.numbers("a"), lambda parts: parts.numbers("b"), year_of)
    )
    has_points = np.concatenate([np.asarray(pc.equal(parts.text("sep"), ".")) for parts in found])
    has_half_days = any(bool(pc.any(pc.not_equal(parts.text("ap"), "")).as_py()) for parts in found)
    named = {order_of(name) for parts in found for name in pc.unique(parts.text("z")).to_pylist()}
    dates = NumericDates(
        first=first, second=second, year=year, rows=read.rows[places], has_points=has_points,
        lean=lean_of(has_half_days=has_half_days, zone_orders=named - {""}),
    )  # fmt: skip
    order, warnings = decide_order(dates, date_order, hints, None if beside is None else beside[places])
    by_day, by_month = day_of(year, second, first), day_of(year, first, second)
    chosen, other = (by_day, by_month) if order == "dmy" else (by_month, by_day)
    days = np.where(np.isnat(chosen), other, chosen)
    start = 0
    for parts in found:
        moments = moments_of(parts, days[start : start + len(parts.places)])
        read.put(parts.places, read.zones.utc(moments, parts, read.rows), order)
        start += len(parts.places)
    return warnings


def _warnings(read: _Column) -> list[str]:
    times = read.times
    first, last = (np.datetime64(f"{year}-01-01", "us") for year in _YEARS)
    times[(times < first) | (times > last) | np.isin(times, _NO_DATES)] = NOT_A_TIME
    unread = read.unread()
    warnings = []
    if lost := read.count(unread):
        warnings.append(f"{lost} dates could not be read; their mentions have no created_at")
    if relative := read.count(unread[found_in(read.cells.iloc[unread], RELATIVE)]):
        warnings.append(f"{relative} times are told from the export's own, such as '2 hours ago', and cannot be read")
    if far := _far_ahead(read):
        warnings.append(f"{far} dates lie more than a year after all others")
    return warnings


def _far_ahead(read: _Column) -> int:
    """Counts the few rows that lie beyond a gap of more than a year."""
    is_read = ~np.isnat(read.times)
    order = np.argsort(read.times[is_read], kind="stable")
    times, rows = read.times[is_read][order], read.rows[is_read][order]
    after = rows[::-1].cumsum()[::-1]
    gaps = np.flatnonzero((np.diff(times) > _FAR) & (after[1:] <= _FEW * rows.sum()))
    return int(after[gaps[0] + 1]) if len(gaps) else 0
