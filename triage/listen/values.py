"""Reads the values of cells: numbers, channels, languages."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from triage.listen.names import fold
from triage.listen.patterns import found_in
from triage.listen.vendors import load_table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_NUMBER: Final = re.compile(r"\+?(\d+(?:[.,'\s]\d+)*)(?:[eE]\+?(\d{1,2}))?\s*([kKmMbB]|Tsd\.?|Mio\.?|Mrd\.?)?\s*%?")
_SCALES: Final = {"": 1, "k": 10**3, "tsd": 10**3, "m": 10**6, "mio": 10**6, "b": 10**9, "mrd": 10**9}
_GROUPED: Final = re.compile(r"\d{1,3}(?:([.,'\s])\d{3})(?:\1\d{3})*")
_DECIMAL_POINT: Final = r"\.(?:\d{1,2}|\d{4,})\s*%?$"
_DECIMAL_COMMA: Final = r",(?:\d{1,2}|\d{4,})\s*%?$"
_LARGEST: Final = 2**63 - 1
_HOST: Final = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//(?:[^/@\s]*@)?([^/:?#\s]+)", re.IGNORECASE)
_BARE_HOST: Final = re.compile(r"[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
#: Where only the web is known, any better word wins.
WEB: Final = "web"
_CODE: Final = re.compile(r"([a-z]{2,3})(?:[-_][a-z0-9]{2,8})*")
_SHORT_CODE: Final = 2


def map_distinct(column: pd.Series[str], convert: Callable[[str], Any], dtype: str) -> pd.Series[Any]:
    """Converts each distinct cell once."""
    codes, distinct = pd.factorize(column)
    values = pd.Series([convert(value) for value in distinct], dtype=dtype)
    return values.take(codes).set_axis(column.index)


def read_numbers(column: pd.Series[str]) -> pd.Series[Any]:
    """Reads counts such as "1,234", "1.234", "1,5K", "3.2M", "12 %"; what is negative or nonsense is missing.

    Whether a point or a comma marks decimals is decided from the whole column.

    >>> read_numbers(pd.Series(["1,234", "1.5K", "-3", "many", ""], dtype="str")).tolist()
    [1234, 1500, <NA>, <NA>, <NA>]
    """
    stripped = column.str.strip()
    has_points = bool(found_in(stripped, _DECIMAL_POINT).any())
    has_commas = bool(found_in(stripped, _DECIMAL_COMMA).any())
    decimals = ("." if has_points and not has_commas else "") + ("," if has_commas and not has_points else "")
    return map_distinct(stripped, functools.partial(_number, decimals=decimals), "Int64")


def _number(text: str, decimals: str) -> int | None:
    match = _NUMBER.fullmatch(text)
    if match is None:
        return None
    digits, exponent, scale = match[1], int(match[2] or 0), (match[3] or "").lower().rstrip(".")
    grouped = _GROUPED.fullmatch(digits)
    if grouped and grouped[1] and grouped[1] != decimals and not scale:
        digits = digits.replace(grouped[1], "")
    elif not digits.isdecimal():
        whole, fraction = digits[: (cut := max(digits.rfind("."), digits.rfind(",")))], digits[cut + 1 :]
        if not (whole.isdecimal() or _GROUPED.fullmatch(whole)) or not fraction.isdecimal():
            return None
        digits = re.sub(r"\D", "", whole) + "." + fraction
    if len(digits) + exponent > len(str(_LARGEST)) + 20:
        return None
    value = (
        round(float(digits) * 10**exponent * _SCALES[scale])
        if not digits.isdecimal() or exponent or scale
        else int(digits)
    )
    return value if value <= _LARGEST else None


def number_share(column: pd.Series[str]) -> float:
    """Returns the share of the filled cells that are numbers."""
    filled = column[column != ""]
    return float(found_in(filled, r"^\s*[+-]?\d[\d.,]*(?:[eE]\+?\d+)?\s*[kKmM%]?\s*$").mean()) if len(filled) else 0.0


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
        known = values.get(folded) if folded in values else _channel_names().get(folded)
        if known is not None:
            return known
    host = _host(text)
    if host:
        return _channel_of_host(host)
    return re.sub(r"[\W_]+", "-", text.casefold()).strip("-")[:40]


def known_channel_share(column: pd.Series[str]) -> float:
    """Returns the share of the filled cells that are a known channel's name or domain."""
    filled = column[column != ""]
    known = map_distinct(filled, lambda text: fold(text) in _channel_names() or _host(text) != "", "bool")
    return float(known.mean()) if len(filled) else 0.0


def channels_of_urls(urls: pd.Series[str]) -> pd.Series[Any]:
    """Reads channels from links; a link to a site that is not known is "web".

    >>> channels_of_urls(pd.Series(["https://m.facebook.com/1", "http://acme.example/", ""], dtype="str")).tolist()
    ['facebook', 'web', '']
    """
    hosts = urls.str.extract(_HOST, expand=False).fillna("")
    return map_distinct(hosts.astype("str"), lambda host: _channel_of_host(host) if host else "", "str")


def _host(text: str) -> str:
    match = _HOST.match(text.strip())
    if match:
        return match[1]
    return text.strip() if _BARE_HOST.fullmatch(text.strip()) and not text.strip().replace(".", "").isdecimal() else ""


@functools.lru_cache(maxsize=100_000)
def _channel_of_host(host: str) -> str:
    labels = host.lower().strip(".").split(".")
    domains = _channel_domains()
    found = (domains.get(".".join(labels[place:])) for place in range(len(labels) - 1))
    return next((channel for channel in found if channel), WEB)


@functools.cache
def _language_names() -> dict[str, str]:
    table: dict[str, list[str]] = load_table("languages")
    return {name: code for code, names in table.items() for name in (code, *names)}


def read_languages(column: pd.Series[str]) -> pd.Series[Any]:
    """Reads languages as ISO 639-1 codes; what is none is blank.

    >>> read_languages(pd.Series(["German", "de-DE", "Deutsch", "EN", "und", "xx"], dtype="str")).tolist()
    ['de', 'de', 'de', 'en', '', 'xx']
    """
    return map_distinct(column, _language, "str")


def _language(text: str) -> str:
    known = _language_names().get(fold(text))
    if known:
        return known
    code = _CODE.fullmatch(text.strip().lower())
    if code is None:
        return ""
    return _language_names().get(code[1]) or (code[1] if len(code[1]) == _SHORT_CODE else "")
