"""Finds bank account numbers (IBANs) in texts by their country's length and their check digits."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

#: What a text with an IBAN has, in the syntax of RE2.
IBAN_HINT: Final = r"(?i)[a-z]{2}[0-9]{2}[ \x{a0}\x{202f}.-]?[a-z0-9]{2}"

#: Countries by the characters of their IBANs: the registry of ISO 13616.
_COUNTRIES: Final = {
    15: "NO",
    16: "BE",
    18: "DK FI FK FO GL NL SD",
    19: "MK SI",
    20: "AT BA EE KZ LT LU MN XK",
    21: "CH HR LI LV",
    22: "BG BH CR DE GB GE IE ME RS VA",
    23: "AE GI IL IQ OM SO TL",
    24: "AD CZ ES MD PK RO SA SE SK TN VG",
    25: "LY PT ST",
    26: "IS TR",
    27: "BI DJ FR GR IT MC MR SM",
    28: "AL AZ BY CY DO GT HN HU LB NI PL SV",
    29: "BR EG PS QA UA",
    30: "JO KW MU YE",
    31: "MT SC",
    32: "LC",
    33: "RU",
}
_LENGTHS: Final = {country: length for length, countries in _COUNTRIES.items() for country in countries.split()}
_GAP: Final = r"[ \xa0\u202f.-]?"
_LONGEST: Final = max(_LENGTHS.values())
_FORM: Final = re.compile(rf"(?<![A-Za-z0-9])[A-Za-z]{{2}}[0-9]{{2}}(?:{_GAP}[A-Za-z0-9]){{11,{_LONGEST - 4}}}")
_ALPHANUMERIC: Final = re.compile(r"[A-Za-z0-9]")


def find_ibans(text: str) -> Iterator[tuple[int, int]]:
    """Yields where IBANs begin and end, written with or without blanks.

    >>> text = "IBAN DE89 3704 0044 0532 0130 00 or DE88370400440532013000"
    >>> [text[begin:end] for begin, end in find_ibans(text)]
    ['DE89 3704 0044 0532 0130 00']
    """
    for match in _FORM.finditer(text):
        length = _LENGTHS.get(match[0][:2].upper(), 0)
        places = [place.end() for place in _ALPHANUMERIC.finditer(match[0])]
        if not 0 < length <= len(places):
            continue
        end = match.start() + places[length - 1]
        follows = text[end : end + 1]
        if not (follows.isascii() and follows.isalnum()) and _checks(
            "".join(_ALPHANUMERIC.findall(text, match.start(), end))
        ):
            yield match.start(), end


def _checks(iban: str) -> bool:
    """Tells whether the remainder by 97 is 1, letters being 10 to 35; ISO 7064."""
    return int("".join(str(int(character, 36)) for character in iban[4:] + iban[:4])) % 97 == 1
