"""The forms in which exports write a date, as patterns of RE2 with named parts."""

from __future__ import annotations

import functools
from typing import Final

from triage.listen.names import fold
from triage.listen.vendors import load_table

#: A letter of small cells; ranges are many times as fast here as \pL, which RE2 writes out.
_LETTER: Final = r"[a-z\x{80}-\x{10ffff}]"
#: A clock with its zone; what stands in brackets behind an offset is its name.
_TIME: Final = (
    r"(?:(?:\s*[t,;|@·_]\s*|\s+[-\x{2013}]\s+|\s+)(?:at |um |à |alle |om |o )?"
    r"(?P<H>\d{1,2})(?:[:.h](?P<M>\d{2})(?:[:.](?P<S>\d{2})(?:[.,:](?P<f>\d{1,12}))?)?)?"
    r"(?:\s*(?P<ap>[ap])\.?\s?m\.?)?(?:\s*uhr|h|\s*hrs?)?)?"
)
_OFFSET: Final = r"(?:utc|gmt|z)?\s?[+-]\d{1,2}(?::?\d{2})?(?::00)?"
_PLACE: Final = r"[a-z]+/[a-z_+-]+(?:/[a-z_]+)?\d*"
_ZONE_NAME: Final = rf"(?:{_LETTER}+ ){{1,3}}(?:time|sommerzeit|zeit)|[a-z]{{1,5}}"
_ZONE: Final = rf"(?:\s*[(\[]?(?P<z>{_OFFSET}|{_PLACE}|{_ZONE_NAME})[)\]]?)?(?:\s*[(\[][^()\[\]]*[)\]])?"
_END: Final = _TIME + _ZONE + "$"
_CLOCK: Final = rf"(?P<H>\d\d?):(?P<M>\d\d)(?::(?P<S>\d\d))? (?:(?P<z>{_OFFSET}|[a-z]{{3,5}}) )?(?P<y>\d{{4}})$"
_WEEKDAY: Final = rf"(?:{_LETTER}+\.?,?\s+(?:den |the |le |el )?)?"
_DAY: Final = r"(?P<d>\d{1,2})(?:st|nd|rd|th|er|º|ª|\.)?"
_MONTH: Final = rf"(?P<mon>{_LETTER}{{3,}})\.?"
_PATTERNS: Final = {
    "iso": _WEEKDAY + r"(?P<y>\d{4})[-/.] ?(?P<m>\d{1,2})[-/.] ?(?P<d>\d{1,2})\.?" + _END,
    "numeric": _WEEKDAY + r"(?P<a>\d{1,2})(?P<sep>[./-]) ?(?P<b>\d{1,2})[./-] ?(?P<y>\d{4}|\d{2})" + _END,
    "twitter": rf"(?:{_LETTER}+\.?,? )?" + _MONTH + r" +(?P<d>\d{1,2}),? " + _CLOCK,
    "month first": _WEEKDAY + _MONTH + r"[\s-]*(?P<d>\d{1,2})(?:st|nd|rd|th)?,?[\s-]+"
    r"(?P<y>\d{4}|['\x{2019}]\d{2})" + _END,
    "day first": _WEEKDAY + _DAY + r"[\s./-]*(?:of |de |d')?" + _MONTH + r",?[\s./-]*(?:de |del |of )?"
    r"(?P<y>\d{4}|['\x{2019}]?\d{2})" + _END,
    "month": _MONTH + r",? (?P<y>\d{4})(?P<z>)$",
    "year first": r"(?P<y>\d{4})[\s-]*" + _MONTH + r"[\s-]*(?P<d>\d{1,2})" + _END,
    "basic": r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})"
    r"(?:[t _-]?(?P<H>\d{2})(?P<M>\d{2})"
    r"(?:(?P<S>\d{2})(?:[.,](?P<f>\d{1,12}))?)?)?"
    + _ZONE + "$",
    "basic date": r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})" + _END,
    "week": r"(?P<y>\d{4})-?w(?P<week>\d{2})-?(?P<weekday>[1-7])" + _END,
    "ordinal": r"(?P<y>\d{4})-(?P<yearday>\d{3})" + _END,
    "han": r"(?P<y>\d{4})\s?[年년]\s?(?P<m>\d{1,2})\s?[月월]\s?(?P<d>\d{1,2})\s?[日일]" + _END,
}  # fmt: skip
#: Forms of cells in small letters, in the order in which they are tried; "numeric" does not say which part is the day.
FORMS: Final = {name: f"^{pattern}" for name, pattern in _PATTERNS.items()}
#: Form -> what the report calls it, where that is not "iso".
FAMILIES: Final = dict.fromkeys(("twitter", "day first", "month first", "month", "year first"), "named month")
#: A clock before the date, and what is put for it.
CLOCK_FIRST: Final = (
    r"(?i)^(\d{1,2}[:h]\d{2}(?::\d{2})?(?:\s?[ap]\.?m\.?)?(?:\s?uhr)?)\s*(?:[,;·|\x{2013}-]|on |am )?\s*(.*\d.*)$",
    r"\2 \1",
)

#: The usual ISO 8601, and those of it without a zone.
ISO: Final = r"^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:?\d\d)?)?$"
ISO_NAIVE: Final = r"^\d{4}-\d\d-\d\d[T ][\d:.]+$"
ISO_DAY: Final = r"^\d{4}-\d\d-\d\d$"
#: Seconds since 1970 or thousandths, millionths, billionths of them, told by the number of digits.
EPOCH: Final = r"^(?P<whole>\d{9,10}|\d{13}|\d{16}|\d{19})(?:[.,](?P<part>\d*))?$"
#: The same as a float is printed; digits that do not reach the second were lost in a spreadsheet.
SCIENTIFIC: Final = r"(?i)^(?P<lead>\d)(?:[.,](?P<rest>\d*))?e\+?(?P<power>0?9|1[258])$"
#: Milliseconds since 1970 as .NET writes them in JSON.
WRAPPED_EPOCH: Final = r"^\\?/?Date\((\d+)(?:[+-]\d{4})?\)\\?/?$"
#: Days since 1900, from 1982 to 2036.
SERIAL: Final = r"^[34]\d{4}(?:[.,]\d+)?$"
#: Times told from the export's own, which nobody knows.
RELATIVE: Final = (
    r"(?i)\bago\b|^(?:vor|seit) (?:\d|ein|kurz|wenig)|\b(?:yesterday|today|gestern|heute|just now|gerade eben)\b"
    r"|^(?:il y a|hace|last|letzte)|\b(?:geleden|fa|temu)$|^\d+ ?(?:s|sek|min|m|h|std|d|w|mo|y|j)\.?$"
)


@functools.cache
def months() -> dict[str, int]:
    """Returns the folded name of each month with its number, in all languages of months.toml.

    >>> months()["maerz"], months()["sept"], months()["pazdziernika"]
    (3, 9, 10)
    """
    table: dict[str, list[str]] = load_table("months")
    return {
        fold(name): number for names in table.values() for number, each in enumerate(names, 1) for name in each.split()
    }
