"""Reads the values of cells: numbers, channels, languages."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from triage.listen.names import fold
from triage.listen.patterns import found_in, replaced
from triage.listen.vendors import load_table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import numpy.typing as npt

#: Where only the web is known, any better word wins.
WEB: Final = "web"

_SCALES: Final = {
    "k": 10**3, "tsd": 10**3, "tausend": 10**3, "thousand": 10**3, "m": 10**6, "mn": 10**6, "mio": 10**6, "mln": 10**6,
    "million": 10**6, "millionen": 10**6, "b": 10**9, "bn": 10**9, "mrd": 10**9, "milliarde": 10**9,
    "milliarden": 10**9, "billion": 10**9,
}  # fmt: skip
#: About, over, up to: the number itself is what counts.
_ABOUT: Final = r"(?:[~≈<>≥≤+]|ca\.?|circa|etwa|rund|über|mehr als|more than|over|about|approx\.?)?"
_NUMBER: Final = (
    rf"^{_ABOUT}\s*(?P<digits>\d+(?:[.,' ]\d+)*)(?:e\+?(?P<power>\d{{1,2}}))?"
    rf"\s*(?:(?P<scale>{'|'.join(sorted(_SCALES, key=lambda name: (-len(name), name)))})\.?)?\s*[%+]?$"
)
_MARKS: Final = str.maketrans(
    {"\u066c": ",", "\u066b": ".", "\u2019": "'", "`": "'", "\u00b4": "'", "\u200e": "", "\u200f": ""}
    | {chr(zero + digit): str(digit) for zero in (0x660, 0x6F0, 0x966) for digit in range(10)}
)
#: Digits behind the last mark that are not three tell decimals; marks before and behind three tell thousands.
_DECIMAL_POINT: Final = r"^[^,]*\.(?:\d{1,2}|\d{4,})\D*$|,\d+\."
_DECIMAL_COMMA: Final = r"^[^.]*,(?:\d{1,2}|\d{4,})\D*$|\.\d+,"
_THOUSANDS: Final = (
    r"^\d{1,3}(?:[.]\d{3}){2,}$|^\d{1,3}(?:,\d{3}){2,}$|^\d{1,3}(?:[' ]\d{3})+$|^\d{1,2}(?:,\d{2})+,\d{3}$"
)
_ONE_MARK: Final = r"^[1-9]\d{0,2}[.,]\d{3}$"
_MIXED: Final = r"^(?:\d{1,3}(?:[.' ]\d{3})+,\d+|\d{1,3}(?:[,' ]\d{3})+\.\d+|\d+[.,]\d+)$"
_LARGEST: Final = 2**63 - 1
#: Digits that surely fit into 64 bits.
_SAFE: Final = r"^\d{1,18}$"
_NO_NUMBER: Final = {"digits": "", "power": "", "scale": ""}
_HOST: Final = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//(?:[^/@\s]*@)?([^/:?#\s]+)", re.IGNORECASE)
#: The same anywhere in a text.
_ANY_HOST: Final = re.compile(r"//(?:[^/@\s]*@)?([^/:?#\s]+)")
#: The longest name that a host may have (RFC 1035, section 2.3.4).
_LONGEST_HOST: Final = 253
_BARE_HOST: Final = re.compile(r"[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
#: A group's address without its scheme: "t.me/acme".
_BARE_ADDRESS: Final = re.compile(r"([\w-]+(?:\.[\w-]+)+)/\S*", re.IGNORECASE)
_CODE: Final = re.compile(r"([a-z]{2,3})(?:[-_][a-z0-9]{2,8})*")
_SHORT_CODE: Final = 2
#: A longer cell is no channel's name.
_LONGEST_NAME: Final = 60
#: Codes by which detectors say that they do not know.
_UNKNOWN_CODES: Final = ("un", "xx", "zz", "zxx", "und", "mul", "mis")


def map_distinct(column: pd.Series[str], convert: Callable[[str], Any], dtype: str) -> pd.Series[Any]:
    """Converts each distinct cell once."""
    codes, distinct = pd.factorize(column)
    values = pd.Series([convert(value) for value in distinct], dtype=dtype)
    return values.take(codes).set_axis(column.index)


def read_numbers(column: pd.Series[str]) -> pd.Series[Any]:
    """Reads counts such as "1,234", "1.234", "1,5K", "3.2M", "12 %", "~10k+"; negatives and nonsense are missing.

    Whether a point or a comma marks decimals is decided from the whole column; where nothing tells, three digits
    behind one mark are thousands.

    >>> read_numbers(pd.Series(["1,234", "1.5K", "-3", "many", ""], dtype="str")).tolist()
    [1234, 1500, <NA>, <NA>, <NA>]
    """
    codes, distinct = pd.factorize(column)
    cells = _plain_numbers(pd.Series(distinct, dtype="str"))
    is_digits = found_in(cells, _SAFE)
    values = np.zeros(len(cells), np.int64)
    values[is_digits] = cells[is_digits].astype("int64")
    is_known = is_digits.copy()
    rest = cells[~is_digits & (cells != "").to_numpy(bool)]
    if len(rest):
        read = _marked_numbers(rest)
        places = rest.index[read.notna()]
        values[places] = read.dropna().astype("int64")
        is_known[places] = True
    return pd.Series(pd.arrays.IntegerArray(values[codes], ~is_known[codes]), index=column.index)


def _plain_numbers(cells: pd.Series[str]) -> pd.Series[str]:
    """Returns cells in small letters, with plain blanks and digits."""
    if found_in(cells, r"[^\x00-\x7f]").any():
        cells = cells.str.normalize("NFKC").str.translate(_MARKS)
    return cells.str.strip().str.lower() if found_in(cells, r"[\sA-Z]").any() else cells


def _marked_numbers(cells: pd.Series[str]) -> pd.Series[Any]:
    """Reads numbers with marks, scales or exponents."""
    found = pc.fill_null(pc.extract_regex(pa.array(cells, type=pa.large_string()), _NUMBER), _NO_NUMBER)
    digits, power, scale = (
        pd.Series(found.field(name), index=cells.index, dtype="str") for name in ("digits", "power", "scale")
    )
    points, commas = (bool(found_in(cells, pattern).any()) for pattern in (_DECIMAL_POINT, _DECIMAL_COMMA))
    decimals = ("." if points and not commas else "") + ("," if commas and not points else "")
    is_thousands = found_in(digits, _THOUSANDS)
    is_thousands |= found_in(digits, _ONE_MARK) & (scale == "").to_numpy(bool) & _has_other(digits, decimals)
    is_mixed = ~is_thousands & found_in(digits, _MIXED)
    spelled = digits.mask(is_thousands, replaced(digits, r"\D", ""))
    fraction = replaced(digits, r"^.*[.,]", "")
    spelled = spelled.mask(is_mixed, replaced(replaced(digits, r"[.,]\d+$", ""), r"\D", "") + "." + fraction)
    spelled = spelled.where(is_thousands | is_mixed | found_in(digits, r"^\d+$"), "")
    is_plain = found_in(spelled, _SAFE) & ((power == "") & (scale == "")).to_numpy(bool)
    values = pd.Series([pd.NA] * len(cells), index=cells.index, dtype="Int64")
    values[is_plain] = spelled[is_plain].astype("int64")
    rest = ~is_plain & (spelled != "").to_numpy(bool)
    values[rest] = [
        _whole(number, int(tens or 0), _SCALES.get(name, 1))
        for number, tens, name in zip(spelled[rest], power[rest], scale[rest], strict=True)
    ]
    return values


def _has_other(digits: pd.Series[str], decimals: str) -> npt.NDArray[np.bool_]:
    return ~digits.str.contains(decimals, regex=False).to_numpy(bool) if decimals else np.ones(len(digits), dtype=bool)


def _whole(number: str, power: int, factor: int) -> int | None:
    if len(number) + power > len(str(_LARGEST)) + 20:
        return None
    value = int(number) if number.isdecimal() else 0
    value = value * 10**power * factor if number.isdecimal() else round(float(number) * 10**power * factor)
    return value if value <= _LARGEST else None


def are_numbers(cells: pd.Series[str]) -> npt.NDArray[np.bool_]:
    """Returns which cells are numbers, negative ones too."""
    return found_in(replaced(_plain_numbers(cells), r"^-", ""), _NUMBER)


@functools.cache
def _channel_names() -> dict[str, str]:
    names: dict[str, list[str]] = load_table("channels")["names"]
    return {fold(name): channel for channel, listed in names.items() for name in (channel, *listed)}


@functools.cache
def _channel_domains() -> dict[str, str]:
    domains: dict[str, list[str]] = load_table("channels")["domains"]
    return {domain: channel for channel, listed in domains.items() for domain in listed}


def read_channels(column: pd.Series[str], values: Mapping[str, str]) -> pd.Series[Any]:
    """Reads channels from what exports call them, or from domains.

    Args:
        column: The cells.
        values: The profile's own words, folded -> channel.

    Returns:
        Short names such as x, news, app-store; a word that is not known stays, in lower case with hyphens.

    >>> read_channels(pd.Series(["Twitter", "www.reddit.com", "News", "Acme Board"], dtype="str"), {}).tolist()
    ['x', 'reddit', 'news', 'acme-board']
    """
    return map_distinct(column, functools.partial(_channel, values=values), "str")


def _channel(text: str, values: Mapping[str, str]) -> str:
    for word in (text, *reversed(text.split("|"))):
        folded = fold(word)
        known = values.get(folded) if folded in values else _known_channel(word)
        if known:
            return known
    host = _host(text)
    if host:
        return _channel_of_host(host)
    return re.sub(r"[\W_]+", "-", text.casefold()).strip("-")[:40]


def _known_channel(text: str) -> str:
    """Returns the channel of a name, whole or by its first word, where it is known."""
    known = _channel_names().get(fold(text))
    if known or len(text) > _LONGEST_NAME:
        return known or ""
    before, platforms = _first_words()
    words = [word for word in re.split(r"[\W_]+", text.casefold()) if word]
    fallback = ""
    while len(words) > 1 and words[0] in before:
        fallback = before[words.pop(0)]
        known = _channel_names().get(fold("".join(words)))
        if known:
            return known
    return platforms.get(words[0], fallback) if words else ""


@functools.cache
def _first_words() -> tuple[dict[str, str], dict[str, str]]:
    """Returns the words before a channel's name and the platforms, each with the channel that they say."""
    table = load_table("channels")
    before, platforms = (
        {word: channel for channel, listed in table[name].items() for word in listed}
        for name in ("before", "platforms")
    )
    return before, platforms


def known_channel_share(column: pd.Series[str]) -> float:
    """Returns the share of the filled cells that are a known channel's name or domain."""
    filled = column[column != ""]
    known = map_distinct(filled, lambda text: _known_channel(text) != "" or _host(text) != "", "bool")
    return float(known.mean()) if len(filled) else 0.0


def channels_of_urls(urls: pd.Series[str]) -> pd.Series[Any]:
    """Reads channels from links; a link to a site that is not known is "web".

    >>> channels_of_urls(pd.Series(["https://m.facebook.com/1", "http://acme.example/", ""], dtype="str")).tolist()
    ['facebook', 'web', '']
    """
    hosts = urls.str.extract(_ANY_HOST, expand=False).fillna("")
    return map_distinct(hosts.astype("str"), lambda host: _channel_of_host(host) if host else "", "str")


def _host(text: str) -> str:
    match = _HOST.match(text.strip())
    if match:
        return match[1]
    address = _BARE_ADDRESS.fullmatch(text.strip())
    if address and _channel_of_host(address[1]) != WEB:
        return address[1]
    return text.strip() if _BARE_HOST.fullmatch(text.strip()) and not text.strip().replace(".", "").isdecimal() else ""


@functools.lru_cache(maxsize=100_000)
def _channel_of_host(host: str) -> str:
    labels = host[-_LONGEST_HOST:].lower().strip(".").split(".")
    domains = _channel_domains()
    found = (domains.get(".".join(labels[place:])) for place in range(len(labels) - 1))
    return next((channel for channel in found if channel), WEB)


@functools.cache
def _language_names() -> dict[str, str]:
    table: dict[str, list[str]] = load_table("languages")
    return {name: code for code, names in table.items() for name in (code, *names)}


def read_languages(column: pd.Series[str]) -> pd.Series[Any]:
    """Reads languages as ISO 639-1 codes; what is none is blank.

    >>> read_languages(pd.Series(["German", "de-DE", "Deutsch", "EN", "und", "yo"], dtype="str")).tolist()
    ['de', 'de', 'de', 'en', '', 'yo']
    """
    return map_distinct(column, _language, "str")


def _language(text: str) -> str:
    for name in (text, re.split(r"[(\[,;/|]| - ", text)[0]):
        known = _language_names().get(fold(name))
        if known:
            return known
    code = _CODE.fullmatch(text.strip().lower().partition(".")[0])
    if code is None or code[1] in _UNKNOWN_CODES:
        return ""
    return _language_names().get(code[1]) or (code[1] if len(code[1]) == _SHORT_CODE else "")
