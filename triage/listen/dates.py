"""Reads dates and times, deciding their order per file from all rows."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from triage.listen.date_forms import EPOCH, FORMS, ISO, ISO_NAIVE, MONTHS, OFFSET, SERIAL, ZONES
from triage.listen.names import fold
from triage.listen.patterns import found_in, replaced

if TYPE_CHECKING:
    import re

    import numpy.typing as npt

#: Form -> what the report calls it.
_FAMILY: Final = {"iso": "iso", "twitter": "named month", "day first": "named month", "month first": "named month"}
_MOST: Final = 0.9
#: A longer cell is no date, and is spared the patterns.
_LONGEST: Final = 80
_MONTHS_A_YEAR: Final = 12
_NOON: Final = 12
_CENTURY: Final = 70
_YEARS: Final = (1900, 2200)
_ORIGIN: Final = datetime(1970, 1, 1, tzinfo=UTC)
_SERIAL_ORIGIN: Final = datetime(1899, 12, 30, tzinfo=UTC)


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
class _Findings:
    """What the cells of one column have shown so far; counts are of rows, so that their order does not matter."""

    families: Counter[str] = field(default_factory=Counter)
    naive: int = 0
    unknown_zones: set[str] = field(default_factory=set)
    numeric: list[tuple[int, re.Match[str]]] = field(default_factory=list)


def read_dates(column: pd.Series[str], date_order: str) -> Dates:
    """Reads a column of dates.

    Args:
        column: The cells as text.
        date_order: "dmy" or "mdy" where the rows cannot tell; "" then reads month first, as ISO 8601
            orders them, and warns.

    Returns:
        The times in UTC; a time without a zone is taken for UTC, and that is said.

    >>> read_dates(pd.Series(["24.02.2015 11:35", "1.3.2015", "soon"], dtype="str"), "").times.dt.day.tolist()
    [24.0, 1.0, nan]
    """
    codes, distinct = pd.factorize(column)
    cells = replaced(pd.Series(distinct, dtype="str"), r"[\s\x{a0}\x{202f}]+", " ").str.strip()
    weights = np.bincount(codes, minlength=len(cells))
    found = _Findings()
    times = _read_iso(cells, weights, found)
    rest = np.flatnonzero(np.isnat(times) & (cells != "").to_numpy(bool))
    texts: list[str] = cells.tolist()
    left = [place for place in rest.tolist() if len(texts[place]) <= _LONGEST]
    is_serial = bool(left) and sum(SERIAL.fullmatch(texts[place]) is not None for place in left) >= _MOST * len(cells)
    for place in left:
        read = _read_serial if is_serial else _read_cell
        times[place] = read(place, texts[place], int(weights[place]), found)
    order, warnings = _read_numeric(times, date_order, weights, found)
    warnings += _warnings(cells, times, weights, found)
    values = pd.Series(pd.DatetimeIndex(times[codes]).tz_localize("UTC"), index=column.index)
    return Dates(values, order, warnings)


def _read_iso(cells: pd.Series[str], weights: npt.NDArray[np.int64], found: _Findings) -> npt.NDArray[np.datetime64]:
    """Reads the many cells in ISO 8601 at once; unusual ones are left for the patterns."""
    times = np.full(len(cells), np.datetime64("NaT", "us"), dtype="datetime64[us]")
    is_iso = found_in(cells, ISO)
    if is_iso.any():
        parsed = pd.to_datetime(cells[is_iso], format="ISO8601", utc=True, errors="coerce").dt.as_unit("us")
        times[is_iso] = parsed.dt.tz_localize(None).to_numpy("datetime64[us]")
        is_naive = is_iso & found_in(cells, ISO_NAIVE)
        found.naive += int(weights[is_naive].sum())
        found.families["iso"] += int(weights[is_iso & ~np.isnat(times)].sum())
    return times


def _read_serial(_place: int, cell: str, weight: int, found: _Findings) -> np.datetime64:
    """Reads days since 1900 as spreadsheets keep them; tried only where nearly all cells look like that."""
    if not SERIAL.fullmatch(cell):
        return np.datetime64("NaT", "us")
    found.families["serial"] += weight
    return _micros(_SERIAL_ORIGIN + timedelta(seconds=round(float(cell.replace(",", ".")) * 86400)))


def _read_cell(place: int, cell: str, weight: int, found: _Findings) -> np.datetime64:
    if EPOCH.fullmatch(cell):
        found.families["epoch"] += weight
        whole = cell.partition(".")[0]
        return np.datetime64(int(whole) * {10: 10**6, 9: 10**6, 13: 10**3, 16: 1}[len(whole)], "us")
    for name, pattern in FORMS.items():
        match = pattern.fullmatch(cell)
        if match is None:
            continue
        if name == "numeric":
            found.numeric.append((place, match))
            return np.datetime64("NaT", "us")
        month = int(match["m"]) if name == "iso" else MONTHS.get(fold(match["mon"]), 0)
        moment = _moment(match, month, int(match["d"]), weight, found)
        if not np.isnat(moment):
            found.families[_FAMILY[name]] += weight
            return moment
    return np.datetime64("NaT", "us")


def _read_numeric(
    times: npt.NDArray[np.datetime64], date_order: str, weights: npt.NDArray[np.int64], found: _Findings
) -> tuple[str, list[str]]:
    """Reads dates such as 03/04/2015 after all rows have said whether the day or the month comes first."""
    warnings: list[str] = []
    if found.numeric:
        order, warnings = _decide_order(found.numeric, date_order)
        for place, match in found.numeric:
            a, b = int(match["a"]), int(match["b"])
            is_day_first = (order == "dmy" and b <= _MONTHS_A_YEAR) or a > _MONTHS_A_YEAR
            day, month = (a, b) if is_day_first else (b, a)
            times[place] = _moment(match, month, day, int(weights[place]), found)
            found.families[order] += int(weights[place])
    family = max(found.families, key=lambda name: (found.families[name], name), default="")
    if family == "serial":
        warnings.append("dates are numbers of a spreadsheet, read as days since 1900")
    return family, warnings


def _decide_order(numeric: list[tuple[int, re.Match[str]]], date_order: str) -> tuple[str, list[str]]:
    day_first = sum(int(match["a"]) > _MONTHS_A_YEAR for _, match in numeric)
    month_first = sum(int(match["b"]) > _MONTHS_A_YEAR for _, match in numeric)
    if day_first or month_first:
        order = "dmy" if day_first > month_first else "mdy"
        both = f"some dates are day first, some month first; those that could be either were read as {order}"
        return order, [both] if day_first and month_first else []
    if all(match["sep"] == "." for _, match in numeric):
        return "dmy", []
    if date_order in ("dmy", "mdy"):
        return date_order, []
    return "mdy", ["dates could be day or month first and were read month first; set date_order = dmy if they are not"]


def _moment(match: re.Match[str], month: int, day: int, weight: int, found: _Findings) -> np.datetime64:
    parts = match.groupdict()
    year = int(parts["y"])
    if len(parts["y"]) == len("15"):
        year += 2000 if year < _CENTURY else 1900
    hour = int(parts["H"] or 0)
    if parts.get("ap"):
        hour = hour % _NOON + (_NOON if parts["ap"].lower() == "p" else 0)
    micro = int((parts.get("f") or "0")[:6].ljust(6, "0"))
    try:
        zone = _zone(parts["z"], weight, found)
        moment = datetime(year, month, day, hour, int(parts["M"] or 0), int(parts["S"] or 0), micro, tzinfo=zone)
    except ValueError:
        return np.datetime64("NaT", "us")
    return _micros(moment)


def _zone(name: str | None, weight: int, found: _Findings) -> timezone:
    if not name:
        found.naive += weight
        return UTC
    offset = OFFSET.fullmatch(name.lower())
    if offset:
        minutes = int(offset[2]) * 60 + int(offset[3] or 0)
        return timezone(timedelta(minutes=-minutes if offset[1] == "-" else minutes))
    hours = ZONES.get(name.lower())
    if hours is None:
        found.unknown_zones.add(name)
        return UTC
    return timezone(timedelta(hours=hours))


def _micros(moment: datetime) -> np.datetime64:
    return np.datetime64((moment - _ORIGIN) // timedelta(microseconds=1), "us")


def _warnings(
    cells: pd.Series[str], times: npt.NDArray[np.datetime64], weights: npt.NDArray[np.int64], found: _Findings
) -> list[str]:
    first, last = (np.datetime64(f"{year}-01-01", "us") for year in _YEARS)
    times[(times < first) | (times > last)] = np.datetime64("NaT", "us")
    warnings = []
    if found.naive:
        warnings.append("times without a zone were read as UTC")
    if found.unknown_zones:
        warnings.append(f"zones not known were read as UTC: {', '.join(sorted(found.unknown_zones)[:10])}")
    lost = int(weights[np.isnat(times) & (cells != "").to_numpy(bool)].sum())
    if lost:
        warnings.append(f"{lost} dates could not be read; their mentions have no created_at")
    return warnings
