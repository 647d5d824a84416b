"""The forms in which exports write a date, with the names of months and zones."""

from __future__ import annotations

import re
from typing import Final

_TIME: Final = (
    r"(?:(?:\s*[T,;]\s*|\s+)(?:at |um )?(?P<H>\d{1,2})[:.h](?P<M>\d{2})(?:[:.](?P<S>\d{2})(?:[.,](?P<f>\d{1,9}))?)?"
    r"(?:\s*(?P<ap>[ap])\.?m\.?)?(?:\s*uhr)?)?"
    r"(?:\s*\(?(?P<z>z|(?:utc|gmt)?\s?[+-]\d{1,2}(?::?\d{2})?|[a-z]{2,5})\)?)?"
)
_CLOCK: Final = r"(?P<H>\d\d):(?P<M>\d\d):(?P<S>\d\d) (?:(?P<z>[+-]\d{4}|[a-z]{3,5}) )?(?P<y>\d{4})"
_PATTERNS: Final = {
    "iso": r"(?P<y>\d{4})([-/.])(?P<m>\d{1,2})\2(?P<d>\d{1,2})" + _TIME,
    "numeric": r"(?P<a>\d{1,2})(?P<sep>[./-]) ?(?P<b>\d{1,2})(?P=sep) ?(?P<y>\d{4}|\d{2})" + _TIME,
    "twitter": r"[a-z]{3,}\.?,? (?P<mon>[a-z]{3,}) (?P<d>\d{1,2}) " + _CLOCK,
    "day first": r"(?:[^\W\d]+\.?,?\s+)?(?:den )?(?P<d>\d{1,2})(?:st|nd|rd|th)?\.?[\s-]*"
    r"(?P<mon>[^\W\d_]{3,})\.?,?[\s-]*(?P<y>\d{4}|\d{2})" + _TIME,
    "month first": r"(?:[^\W\d]+,?\s+)?(?P<mon>[^\W\d_]{3,})\.?\s+(?P<d>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<y>\d{4})"
    + _TIME,
}
#: Forms in the order in which they are tried; "numeric" alone does not say which part is the day.
FORMS: Final = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in _PATTERNS.items()}

#: The usual ISO 8601, and those of it without a zone, in the syntax of RE2.
ISO: Final = r"^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:?\d\d)?)?$"
ISO_NAIVE: Final = r"^\d{4}-\d\d-\d\d(?:[T ][\d:.]+)?$"
#: Seconds, milliseconds or microseconds since 1970.
EPOCH: Final = re.compile(r"(\d{9,10}|\d{13}|\d{16})(?:\.\d+)?")
#: Days since 1900, from 1982 to 2036.
SERIAL: Final = re.compile(r"[34]\d{4}(?:[.,]\d+)?")
#: Distance from UTC in hours and minutes.
OFFSET: Final = re.compile(r"(?:utc|gmt)?\s?([+-])(\d{1,2}):?(\d{2})?")

_MONTH_NAMES: Final = (
    "jan januar january jaen jaenner", "feb februar february feber", "mar maerz march mrz maer", "apr april", "may mai",
    "jun june juni", "jul july juli", "aug august", "sep sept september", "oct okt october oktober", "nov november",
    "dec dez december dezember",
)  # fmt: skip
#: Folded name of a month, English or German -> its number.
MONTHS: Final = {name: number for number, names in enumerate(_MONTH_NAMES, 1) for name in names.split()}

#: Hours from UTC of the names that exports use; a name with several meanings has the one of those exports.
ZONES: Final = {
    "z": 0, "utc": 0, "gmt": 0, "wet": 0, "bst": 1, "west": 1, "cet": 1, "mez": 1, "cest": 2, "mesz": 2, "eet": 2,
    "eest": 3, "msk": 3, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7,
    "akst": -9, "akdt": -8, "hst": -10, "ist": 5.5, "sgt": 8, "hkt": 8, "awst": 8, "jst": 9, "kst": 9, "aest": 10,
    "aedt": 11, "nzst": 12, "nzdt": 13, "brt": -3,
}  # fmt: skip
