"""Resolves the names of time zones."""

from __future__ import annotations

import functools
import re
import zoneinfo
from datetime import UTC, timedelta, timezone, tzinfo
from typing import Any, Final

from triage.listen.vendors import load_table

#: Distance from UTC in hours and minutes.
_OFFSET: Final = re.compile(r"(?:utc|gmt|z)?\s?([+-])(\d{1,2})(?::?(\d{2}))?(?::00)?")
_FARTHEST: Final = timedelta(hours=15)
_BRACKETS: Final = re.compile(r"[(\[]([^()\[\]]+)[)\]]")
_LAST_WORD: Final = re.compile(r"[\s_.:,-]([A-Z]{2,4}T|MEZ|MESZ|UTC|GMT|[Uu]tc|[Gg]mt)$")


def zone_of(name: str) -> tzinfo | None:
    """Returns the zone of a name, an offset or a place of the time zone database; nothing where it is none.

    >>> zone_of("UTC+5:30"), zone_of("MESZ"), zone_of("Europe/Berlin"), zone_of("soon")
    (datetime.timezone(datetime.timedelta(seconds=19800)), datetime.timezone(datetime.timedelta(seconds=7200)), \
zoneinfo.ZoneInfo(key='Europe/Berlin'), None)
    """
    folded = re.sub(r"\s+", " ", name.strip().casefold())
    offset = _OFFSET.fullmatch(folded)
    if offset:
        distance = timedelta(hours=int(offset[2]), minutes=int(offset[3] or 0))
        return timezone(-distance if offset[1] == "-" else distance) if distance <= _FARTHEST else None
    hours = _table("hours").get(folded, _table("ambiguous").get(folded))
    if hours is not None:
        return timezone(timedelta(hours=hours)) if hours else UTC
    place = _table("places").get(folded) or (_places().get(folded) if "/" in folded else None)
    return zoneinfo.ZoneInfo(place) if place else None


def zone_of_name(column_name: str) -> tzinfo | None:
    """Returns the zone that a column's name gives to the times in it.

    It may stand in brackets, or in capitals as the last word.

    >>> zone_of_name("Created (UTC+1)"), zone_of_name("Published At GMT"), zone_of_name("Date (local)")
    (datetime.timezone(datetime.timedelta(seconds=3600)), datetime.timezone.utc, None)
    """
    told = [*_BRACKETS.findall(column_name), *_LAST_WORD.findall(column_name.strip())]
    return next((zone for zone in map(zone_of, told) if zone is not None), None)


def is_ambiguous(name: str) -> bool:
    """Whether a name means several zones, of which the table in zones.toml chooses one."""
    return name.strip().casefold() in _table("ambiguous")


def order_of(name: str) -> str:
    """Returns "dmy" or "mdy", as people in a zone write dates, or nothing.

    >>> order_of("MEZ"), order_of("PST"), order_of("UTC")
    ('dmy', 'mdy', '')
    """
    folded = name.strip().casefold()
    if folded.startswith("europe/"):
        return "dmy"
    orders: dict[str, list[str]] = _table("orders")
    return next((order for order, names in orders.items() if folded in names), "")


@functools.cache
def _table(name: str) -> dict[str, Any]:
    table: dict[str, Any] = load_table("zones")[name]
    return table


@functools.cache
def _places() -> dict[str, str]:
    return {place.casefold(): place for place in sorted(zoneinfo.available_timezones())}
