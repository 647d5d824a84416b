"""Composes mentions out of a raw table, field by field."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from triage.listen.dates import Dates, read_dates
from triage.listen.day_order import DateHints, suggests_day_first
from triage.listen.identity import MANGLED, give_ids, own_ids
from triage.listen.links import with_links
from triage.listen.markup import plain_text, resolved
from triage.listen.names import fold
from triage.listen.patterns import found_in, replaced, stripped
from triage.listen.readers.raw import RawTable, reject
from triage.listen.sampling import sample
from triage.listen.snowflakes import are_of_x
from triage.listen.values import WEB, channels_of_urls, read_channels, read_languages, read_numbers
from triage.listen.vendors import column_of
from triage.listen.zones import zone_of_name

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy.typing as npt

    from triage.listen.generic import Combination
    from triage.listen.recognise import FieldMapping
    from triage.model.settings import ListenSettings
    from triage.model.source import Reject

#: Why a row without a text is a reject.
NO_TEXT: Final = "no text"

_ENDS_SENTENCE: Final = r"[.!?:;…]$"
_HAS_ENTITY: Final = r"&(?:#\d+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);"
_MARKUP: Final = r"(?i)<br ?/?>|<a href=[^>]*>.*</a>|^<p>.*</p>$|<b>[^<]*</b>|<em>[^<]*</em>"
#: Share of the texts with tags from which on they are the platform's.
_LEAST_MARKUP: Final = 0.05
_TWO_WAYS: Final = r"^\s*\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b"
_DAY_OVER_12: Final = r"^\s*(?:1[3-9]|[23]\d)[/.-]|^\s*\d{1,2}[/.-](?:1[3-9]|[23]\d)[/.-]"
_ONE_WAY: Final = r"^\s*(?:\d{4}-\d\d-\d\d|\d{1,2}[ -]\p{L}{3}|\p{L}{3,9}\.? \d{1,2},? \d{4})"
_ONE_WAY_ORDERS: Final = ("iso", "named month")
_MOSTLY: Final = 0.5
_REDDIT: Final = "https://www.reddit.com"


@dataclass(slots=True)
class Composed:
    """The mentions of one file.

    Attributes:
        frame: The columns of a mention; one row each, copies still in it.
        rejects: Rows that could not be placed, or have no text.
        warnings: What was assumed.
        date_order: How dates were read.
    """

    frame: pd.DataFrame
    rejects: list[Reject]
    warnings: list[str] = field(default_factory=list)
    date_order: str = ""


def compose(raw: RawTable, mapping: FieldMapping, *, source: str, settings: ListenSettings) -> Composed:
    """Makes the columns of a mention out of a file's columns.

    Args:
        raw: The table.
        mapping: Which column holds which field.
        source: Name of the file.
        settings: The order of dates that cannot be told.

    Returns:
        One mention a row that has a text and is none that the profile rejects; each other row is a reject.
    """
    text = _text(raw.frame, mapping)
    has_text = (text != "").to_numpy(bool)
    rejects = raw.rejects + _rejected(raw, ~has_text, NO_TEXT, source)
    table = raw.frame if has_text.all() else raw.frame[has_text].reset_index(drop=True)
    text = text if has_text.all() else text[has_text].reset_index(drop=True)
    dates = _dates(table, mapping.fields.get("created_at", ()), raw.delimiter, settings.date_order)
    ids, id_warnings = own_ids(stripped(_filled(table, mapping.fields.get("mention_id", ()))))
    frame = pd.DataFrame(
        {
            "mention_id": ids,
            "own_id": ids,
            "text": text,
            "created_at": dates.times,
            "author": _author(table, mapping),
            "followers": _number(table, mapping, "followers"),
            "reach": _number(table, mapping, "reach"),
            "engagement": _engagement(table, mapping),
            "language": read_languages(_filled(table, mapping.fields.get("language", ()))),
            "url": _url(table, mapping, ids),
            "source_sentiment": stripped(_filled(table, mapping.fields.get("source_sentiment", ()))),
            "source": pd.Series([source] * len(table), dtype="str"),
            "row": raw.rows[has_text],
        }
    )
    frame["channel"] = _channel(table, mapping, frame["url"])
    if (frame["channel"] == "").all() and are_of_x(ids, dates.times):
        frame["channel"] = pd.Series(["x"] * len(frame), dtype="str")
    frame["mention_id"] = give_ids(frame)
    return Composed(frame, rejects, dates.warnings + id_warnings, dates.order)


def _rejected(raw: RawTable, is_rejected: npt.NDArray[np.bool_], reason: str, source: str) -> list[Reject]:
    """Makes a reject of each such row."""
    places = np.flatnonzero(is_rejected)
    contents = (raw.frame.iloc[places] if len(places) else raw.frame.iloc[:0]).to_numpy()
    return [
        reject(source, row, reason, "|".join(filter(None, cells)))
        for row, cells in zip(raw.rows[places].tolist(), contents, strict=True)
    ]


def _filled(
    table: pd.DataFrame, entries: tuple[Combination, ...], read: Callable[[str], pd.Series[Any]] | None = None
) -> pd.Series[Any]:
    """Returns the first filled cell of each row, in the order of preference; `read` gives a column's cells."""
    cells_of = read or table.__getitem__
    result = pd.Series([""] * len(table), dtype="str")
    for entry in entries:
        cells = cells_of(entry[0])
        for name in entry[1:]:
            cells = (cells + " " + cells_of(name)).str.strip()
        if entry is entries[0]:
            result = cells
        elif (is_blank := result.str.strip() == "").any():
            result = result.mask(is_blank, cells)
        else:
            break
    return result


def _dates(table: pd.DataFrame, entries: tuple[Combination, ...], delimiter: str, date_order: str) -> Dates:
    """Reads the times, with what names, delimiter and other columns say of them.

    A column may name the zone of its times, "Published Date (GMT-04:00) New York".
    """
    joined = _joined_dates(table, entries)
    zones = (zone_of_name(name) for entry in entries[:1] for name in entry)
    hints = DateHints(
        zone=next((zone for zone in zones if zone is not None), None),
        day_first=suggests_day_first(map(str, table.columns), delimiter),
        beside=_times_beside(table, entries, joined),
    )
    return read_dates(joined, date_order, hints)


def _times_beside(
    table: pd.DataFrame, entries: tuple[Combination, ...], dates: pd.Series[Any]
) -> pd.Series[Any] | None:
    """Returns the times of another column that can be read in one way only, where the dates cannot."""
    if not found_in(dates, _TWO_WAYS).any() or found_in(dates, _DAY_OVER_12).any():
        return None
    sampled = sample(table)
    for name in sorted(set(table.columns) - set(entries[0])):
        filled = sampled[name][sampled[name] != ""]
        if len(filled) and found_in(filled, _ONE_WAY).mean() > _MOSTLY:
            beside = read_dates(table[name], "")
            if beside.order in _ONE_WAY_ORDERS:
                return beside.times
    return None


def _joined_dates(table: pd.DataFrame, entries: tuple[Combination, ...]) -> pd.Series[Any]:
    """Joins a date and a time in two columns, unless the first holds the time already."""
    joined = _filled(table, entries)
    if entries and len(entries[0]) > 1:
        alone = table[entries[0][0]]
        joined = joined.mask(found_in(alone, r"\d:\d\d"), alone)
    return joined


def _author(table: pd.DataFrame, mapping: FieldMapping) -> pd.Series[Any]:
    """Reads the authors; a number that a spreadsheet rounded would make one person of many."""
    author = stripped(_filled(table, mapping.fields.get("author", ())))
    mangled = found_in(author, MANGLED)
    return author.mask(mangled, "") if mangled.any() else author


def _text(table: pd.DataFrame, mapping: FieldMapping) -> pd.Series[Any]:
    body = _prose(table, mapping, "text")
    if "title" not in mapping.fields:
        return body
    title = _prose(table, mapping, "title")
    author = _author(table, mapping)
    title = title.mask(title.str.lstrip("@").str.casefold() == author.str.lstrip("@").str.casefold(), "")
    opening = replaced(title, r"\s*(?:…|\.\.\.)$", "")
    repeats = np.fromiter((one in other for one, other in zip(opening, body, strict=True)), dtype=bool, count=len(body))
    separator = pd.Series(np.where(found_in(title, _ENDS_SENTENCE), " ", ". "), dtype="str")
    joined = title + separator + body
    return body.where(repeats, joined).mask(body == "", title)


def _prose(table: pd.DataFrame, mapping: FieldMapping, name: str) -> pd.Series[Any]:
    """Reads a field of words without NUL and blanks around it; HTML was made plain text by the profile's rules."""
    columns = {fold(str(column)): str(column) for column in reversed(table.columns)}
    plain = {column_of(entry, columns) for entry in mapping.profile.html}

    def read(column: str) -> pd.Series[Any]:
        return table[column] if column in plain else _readable(table[column])

    text = _filled(table, mapping.fields.get(name, ()), read)
    if found_in(text, r"\x00").any():
        text = text.str.replace("\0", "", regex=False)
    return stripped(text)


def _readable(cells: pd.Series[Any]) -> pd.Series[Any]:
    """Makes plain text of a column that a platform wrote as HTML, and resolves entities in any.

    One text in many that holds a tag was written so by a person, and stays.
    """
    has_markup = found_in(cells, _MARKUP)
    if has_markup.sum() < _LEAST_MARKUP * (cells != "").sum():
        has_markup = np.zeros(len(cells), dtype=np.bool_)
    has_entity = found_in(cells, _HAS_ENTITY) & ~has_markup
    if not (has_markup | has_entity).any():
        return cells
    cells = cells.copy()
    cells[has_markup] = [plain_text(cell) for cell in cells[has_markup]]
    cells[has_entity] = [resolved(cell).encode("utf-8", "replace").decode("utf-8") for cell in cells[has_entity]]
    return cells


def _number(table: pd.DataFrame, mapping: FieldMapping, name: str) -> pd.Series[Any]:
    if name not in mapping.fields:
        return pd.Series([pd.NA] * len(table), dtype="Int64")
    return read_numbers(_filled(table, mapping.fields[name]))


def _engagement(table: pd.DataFrame, mapping: FieldMapping) -> pd.Series[Any]:
    total = _number(table, mapping, "engagement")
    if not mapping.parts or not bool(total.isna().any()):
        return total
    parts = pd.concat([read_numbers(table[name]) for name in mapping.parts], axis=1)
    added = parts.astype("Float64").sum(axis=1, min_count=1)
    return total.fillna(added.mask(added > 2**53).astype("Int64"))


def _url(table: pd.DataFrame, mapping: FieldMapping, ids: pd.Series[Any]) -> pd.Series[Any]:
    url = stripped(_filled(table, mapping.fields.get("url", ())))
    if mapping.profile.name == "reddit":
        url = url.mask(url.str.startswith("/r/"), _REDDIT + url)
    if mapping.profile.url:
        before, after = mapping.profile.url.split("{mention_id}")
        is_number = found_in(ids, r"^\d+$")
        url = url.mask((url == "") & is_number, before + ids + after)
    return with_links(url, table, mapping.profile.links)


def _channel(table: pd.DataFrame, mapping: FieldMapping, url: pd.Series[Any]) -> pd.Series[Any]:
    """Reads the channel from the columns that say it, else from the profile, else from the link."""
    channel = pd.Series([""] * len(table), dtype="str")
    for entry in mapping.fields.get("channel", ()):
        told = read_channels(table[entry[0]], mapping.profile.channel_values)
        channel = channel.mask((channel == "") | ((channel == WEB) & (told != "")), told)
    channel = channel.mask(channel == "", mapping.constants.get("channel", ""))
    unknown = channel.isin(["", WEB]) & (url != "")
    if unknown.any():
        channel = channel.mask(unknown, channels_of_urls(url[unknown]).reindex(url.index, fill_value=""))
    return channel
