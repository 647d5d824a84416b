"""Turns values of a JSON file into flat records with dotted names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from triage.listen.readers.nesting import NOT_SAID, split_nested, unwrapped
from triage.listen.readers.x_posts import REPOST_KEYS, joined_posts, with_whole_repost
from triage.model.vocabulary import JOINER

if TYPE_CHECKING:
    from collections.abc import Iterator

#: How lists say that they are of people, as those of news archives do.
_PEOPLE: Final = ("author", "person", "Person")
_WORDS: Final = {True: "true", False: "false"}


class NotARecordError(ValueError):
    """A value of the file cannot be a record."""


def records_of(value: object) -> Iterator[dict[str, Any]]:
    """Yields the records that one value of a file stands for, a post before the comments nested in it.

    An answer of the X API, {"data": [...], "includes": {"users": [...]}}, holds several posts, and their authors apart.
    A page of any other API, {"data": [...], "paging": {...}}, stands for what it lists. Placeholders for what was not
    loaded stand for nothing.

    Raises:
        NotARecordError: The value is a list, a number or null.

    >>> next(records_of({"data": {"id": "1", "author_id": "7"}, "includes": {"users": [{"id": "7", "name": "Ann"}]}}))
    {'id': '1', 'author_id': '7', 'author': {'id': '7', 'name': 'Ann'}}
    >>> list(records_of({"id": "1", "text": "Hm", "comments": {"data": [{"id": "2", "text": "No"}]}}))
    [{'id': '1', 'text': 'Hm', 'comments': {'count': '1'}}, {'id': '2', 'text': 'No'}]
    """
    if isinstance(value, str):
        value = {"value": value}
    if not isinstance(value, dict):
        kind = "a list" if isinstance(value, list) else "no object"
        raise NotARecordError(f"the record is {kind}")
    waiting: list[object] = [value]
    if "includes" in value:
        waiting = list(joined_posts(value))[::-1] or waiting
    while waiting:
        node = waiting.pop()
        if not isinstance(node, dict):
            yield {"value": node if isinstance(node, str) else ""}
            continue
        record = unwrapped(node)
        if record is NOT_SAID:
            continue
        if not record.keys().isdisjoint(REPOST_KEYS):
            record = with_whole_repost(record)
        own, nested = split_nested(record)
        if own is not None:
            yield own
        waiting.extend(reversed(nested))


def flatten(record: dict[str, Any], max_depth: int) -> dict[str, str]:
    """Returns a record's cells: nested objects with dotted names, lists as joined text or as their length.

    Numbers may be text already, as they are written in the file; integers are written whole.

    Raises:
        NotARecordError: It is nested deeper than `max_depth`.

    >>> flatten({"id": "1", "m": {"likes": 2}, "tags": ["a", "b"], "ok": True, "media": [{"k": "v"}]}, 9)
    {'id': '1', 'm.likes': '2', 'tags': 'a|b', 'ok': 'true', 'media': '1'}
    >>> flatten({"reactions": [{"emoji": "+", "count": 3}, {"emoji": "-", "count": 1}]}, 9)
    {'reactions': '4'}
    >>> flatten({"text": ["see ", {"type": "link", "text": "x.org"}]}, 9)
    {'text': 'see x.org'}
    >>> flatten({"comments": [{"asked": {"text": "Why?"}}, {"answered": {"text": "So."}}]}, 9)
    {'comments.asked.text': 'Why?', 'comments.answered.text': 'So.'}
    """
    cells: dict[str, str] = {}
    _flatten_into(cells, "", record, max_depth)
    return cells


def _flatten_into(cells: dict[str, str], prefix: str, record: dict[str, Any], depth: int) -> None:
    if depth <= 0:
        raise NotARecordError("nested deeper than max_depth")
    for key, value in record.items():
        name = prefix + key
        if isinstance(value, str):
            cells[name] = value
        elif isinstance(value, dict):
            _flatten_into(cells, name + ".", value, depth - 1)
        elif isinstance(value, list):
            as_object = _as_object(value) if value and isinstance(value[0], dict) else None
            if as_object is None:
                cells[name] = _joined(value)
            else:
                _flatten_into(cells, name + ".", as_object, depth - 1)
        elif value is None:
            cells[name] = ""
        else:
            cells[name] = _scalar(value)


def _scalar(value: object) -> str:
    if isinstance(value, bool):
        return _WORDS[value]
    if isinstance(value, int):
        return str(value)
    # NaN is no value
    return repr(value) if isinstance(value, float) and value == value else ""  # noqa: PLR0124 - see above


def _joined(items: list[Any]) -> str:
    if not items:
        return ""
    if any(isinstance(item, dict | list) for item in items):
        pieces = [item.get("text") if isinstance(item, dict) else item for item in items]
        words = [piece for piece in pieces if isinstance(piece, str)]
        return "".join(words) if len(words) == len(pieces) else _names_of(items) or _total_of(items)
    return JOINER.join(item if isinstance(item, str) else _scalar(item) for item in items)


def _total_of(items: list[Any]) -> str:
    """Returns how many of something a list counts by kinds, as reactions are; else how long the list is."""
    counts = [item.get("count") if isinstance(item, dict) else None for item in items]
    numbers = [int(count) for count in counts if isinstance(count, int | str) and str(count).isdecimal()]
    return str(sum(numbers) if len(numbers) == len(items) else len(items))


def _names_of(items: list[Any]) -> str:
    """Returns the names of people that a list describes, "" where it lists something else."""
    names = [item.get("name") for item in items if isinstance(item, dict) and item.get("type") in _PEOPLE]
    told = [name for name in names if isinstance(name, str)]
    return JOINER.join(told) if len(told) == len(items) else ""


def _as_object(items: list[Any]) -> dict[str, Any] | None:
    """Returns a list of objects with one object each under differing names as one object; None for other lists."""
    merged: dict[str, Any] = {}
    for item in items:
        if not isinstance(item, dict) or len(item) != 1:
            return None
        [(name, value)] = item.items()
        if name in merged or not isinstance(value, dict):
            return None
        merged[name] = value
    return merged or None
