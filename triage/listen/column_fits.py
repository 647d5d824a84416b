"""Judges how well the values of a column suit a field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from triage.listen.column_values import ColumnValues

#: Where nothing but a name can be judged: a table without rows, a column without values.
UNKNOWN_FIT: Final = 0.6
_BLANK_FIT: Final = 0.05
_MOSTLY: Final = 0.5
_NEARLY_ALL: Final = 0.8
_MANY: Final = 40
_FEW: Final = 60
_ENOUGH_WORDS: Final = 4
_LEAST_PROSE: Final = 0.3
_LEAST_LENGTH: Final = 12
_LONGEST_TITLE_WORDS: Final = 40
_VARIED: Final = 0.3
_SOME: Final = 0.1
#: Channels that nobody else has, such as branches and counters; only a name that says "channel" is believed.
_BARELY: Final = 0.1
_A_DOZEN: Final = 12
_SHORT: Final = 20
_OVER_A_HUNDRED: Final = r"^(?:10[1-9]|1[1-9]\d|[2-9]\d\d|\d{4,})(?:[.,]\d+)?$"
#: Addresses that all rows share are of a page that the mentions are about.
_PAGE: Final = 0.3


def fit(field: str, values: ColumnValues) -> float:
    """Returns how well values suit a field that the column's name speaks for: 0 for not at all, 1 for surely.

    Args:
        field: Field of a mention, or "title" or "part", a count that is a part of the engagement.
        values: A sample of the column.

    Returns:
        0 to 1; `UNKNOWN_FIT` where there are no rows at all.
    """
    if not values.rows:
        return UNKNOWN_FIT
    if values.is_blank:
        return _BLANK_FIT
    return _FITS[field](values)


def found_by_values(field: str, values: ColumnValues) -> float:
    """Returns how surely the values alone, whatever the name, are those of a field; 0 where they are not."""
    if values.cells.empty or field not in _FOUND:
        return 0.0
    return _FOUND[field](values)


def _text(values: ColumnValues) -> float:
    if max(values.numbers, values.urls, values.emails, values.dates, values.clocks) > _MOSTLY:
        return 0.0
    if values.prose < _MOSTLY and (values.sentiments > _MOSTLY or values.is_row_number):
        return 0.0
    varied = values.variety**0.5 if values.variety > _VARIED or len(values.cells) < _MANY else 0.3 + values.variety
    return max(0.1, min(1.0, 0.2 + values.words / _ENOUGH_WORDS) * varied)


def _title(values: ColumnValues) -> float:
    if max(values.numbers, values.urls, values.dates, values.emails) > _MOSTLY:
        return 0.0
    if values.is_constant:
        return 0.0  # what is written about, not what one mention is called
    is_short = values.words <= _LONGEST_TITLE_WORDS
    return (0.9 if is_short else 0.4) * (1.0 if values.variety > _VARIED or len(values.cells) < _MANY else 0.4)


def _date(values: ColumnValues) -> float:
    share = max(values.dates, values.epochs)
    if share > _NEARLY_ALL:
        return 1.0
    if values.prose > _MOSTLY or values.urls > _MOSTLY or values.clocks > _MOSTLY:
        return 0.0
    return max(share, 0.15)


def _author(values: ColumnValues) -> float:
    if max(values.urls, values.dates, values.prose, values.truths) > _MOSTLY:
        return 0.0
    is_few = values.is_constant or (len(values.cells) > _MANY and values.variety < _SOME)
    return 0.7 if values.numbers > _MOSTLY or is_few else 1.0


def _identity(values: ColumnValues) -> float:
    if max(values.prose, values.dates) > _MOSTLY and values.identifiers < _NEARLY_ALL:
        return 0.0
    return 0.7 if values.mangled > _VARIED else max(0.1, values.variety**2)


def _url(values: ColumnValues) -> float:
    if values.urls <= _VARIED:
        return values.share(r"^/\w+/")
    return values.urls * (_PAGE + (1 - _PAGE) * values.variety)


def _language(values: ColumnValues) -> float:
    return values.languages if values.languages > _MOSTLY and values.numbers < _MOSTLY else 0.0


def _channel(values: ColumnValues) -> float:
    is_link = values.deep_links > _MOSTLY and values.variety > _VARIED
    if max(values.numbers, values.dates, values.prose) > _MOSTLY or is_link:
        return 0.0
    if values.channels < _SOME:
        return _BARELY if 0 < len(values.distinct) <= _A_DOZEN and values.length <= _SHORT else 0.0
    is_few = len(values.distinct) <= _FEW and (values.variety < _MOSTLY or len(values.cells) < _MANY)
    return max(values.channels, 0.6 if is_few else 0.0)


def _sentiment(values: ColumnValues) -> float:
    if values.sentiments > _MOSTLY:
        return 1.0
    if values.share(_OVER_A_HUNDRED) > 0:
        return 0.0  # votes, which are called scores too
    is_few = len(values.distinct) <= _FEW or values.share(r"^[+-]?\d*[.,]?\d+$") > _NEARLY_ALL
    return 0.6 if is_few and values.prose < _VARIED and values.urls == 0 and values.dates < _MOSTLY else 0.0


def _count(values: ColumnValues) -> float:
    return 1.0 if values.numbers > _MOSTLY and values.epochs < _MOSTLY else 0.0


def _text_found(values: ColumnValues) -> float:
    if _text(values) == 0 or values.pictures > _MOSTLY or values.prose < _LEAST_PROSE:
        return 0.0
    is_long = values.length >= _LEAST_LENGTH
    return 0.5 + 0.2 * values.prose * min(1.0, values.variety / _VARIED) if is_long else 0.0


def _date_found(values: ColumnValues) -> float:
    if values.dates > _NEARLY_ALL:
        return 0.7 if values.epochs < _MOSTLY else 0.5
    return 0.0


def _identity_found(values: ColumnValues) -> float:
    is_one = values.variety == 1 and len(values.cells) > 1 and not values.is_row_number
    is_date = values.dates > _MOSTLY and values.epochs < _NEARLY_ALL
    return 0.6 if is_one and values.identifiers > _NEARLY_ALL and not is_date else 0.0


def _url_found(values: ColumnValues) -> float:
    return 0.65 if values.urls > _NEARLY_ALL and values.pictures < _MOSTLY and values.variety > _VARIED else 0.0


def _author_found(values: ColumnValues) -> float:
    is_other = max(values.languages, values.sentiments, values.dates, values.urls) > _MOSTLY
    has_many = values.variety > _VARIED / 3
    is_code = values.identifiers > _MOSTLY and values.share(r"^@") == 0 and values.share(r"\d{3}") > _MOSTLY
    is_account = values.accounts > _NEARLY_ALL and values.people > _VARIED and values.variety > _MOSTLY
    is_person = values.people > _NEARLY_ALL or is_account
    return 0.5 if is_person and has_many and not is_other and not is_code else 0.0


def _language_found(values: ColumnValues) -> float:
    codes = {cell.strip() for cell in values.distinct}
    is_few = len(codes) <= _FEW and not any(code.isupper() for code in codes)
    return 0.5 if values.languages == 1 and is_few and codes & {"en", "de", "English", "German", "Deutsch"} else 0.0


def _channel_found(values: ColumnValues) -> float:
    is_few = len(values.distinct) <= _FEW and values.urls < _MOSTLY and (values.variety < 1 or len(values.cells) == 1)
    return 0.6 if values.channels > _NEARLY_ALL and is_few and values.languages < _MOSTLY else 0.0


def _sentiment_found(values: ColumnValues) -> float:
    return 0.6 if values.sentiments > _NEARLY_ALL and values.numbers < _MOSTLY else 0.0


_FITS: Final[dict[str, Callable[[ColumnValues], float]]] = {
    "text": _text, "title": _title, "created_at": _date, "author": _author, "mention_id": _identity, "url": _url,
    "language": _language, "channel": _channel, "source_sentiment": _sentiment,
    "followers": _count, "reach": _count, "engagement": _count, "part": _count,
}  # fmt: skip
_FOUND: Final[dict[str, Callable[[ColumnValues], float]]] = {
    "text": _text_found, "created_at": _date_found, "mention_id": _identity_found, "url": _url_found,
    "author": _author_found, "language": _language_found, "channel": _channel_found,
    "source_sentiment": _sentiment_found,
}  # fmt: skip
