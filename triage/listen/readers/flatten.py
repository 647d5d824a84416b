"""Flattens a nested record into cells with dotted names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from triage.model.vocabulary import JOINER

if TYPE_CHECKING:
    from collections.abc import Iterator

_WORDS: Final = {True: "true", False: "false"}
#: An envelope has a kind and its data, and little else: {"kind": "t3", "data": {...}}.
_ENVELOPES: Final = ("data", "chunk_result")
_ENVELOPE_KEYS: Final = 2


class NotARecordError(ValueError):
    """A value of the file cannot be a record."""


def records_of(value: object) -> Iterator[dict[str, Any]]:
    """Yields the records that one value of a file stands for.

    An answer of the X API, {"data": [...], "includes": {"users": [...]}}, holds several posts, and their authors apart.

    Raises:
        NotARecordError: The value is a list, a number or null.

    >>> next(records_of({"data": {"id": "1", "author_id": "7"}, "includes": {"users": [{"id": "7", "name": "Ann"}]}}))
    {'id': '1', 'author_id': '7', 'author': {'id': '7', 'name': 'Ann'}}
    """
    if isinstance(value, str):
        value = {"value": value}
    if not isinstance(value, dict):
        kind = "a list" if isinstance(value, list) else "no object"
        raise NotARecordError(f"the record is {kind}")
    data = value.get("data")
    if isinstance(value.get("includes"), dict) and isinstance(data, dict | list):
        users = value["includes"].get("users")
        by_id = {user.get("id"): user for user in users if isinstance(user, dict)} if isinstance(users, list) else {}
        for post in data if isinstance(data, list) else [data]:
            yield _with_author(post, by_id)
        return
    yield _unwrapped(value) if any(key in value for key in _ENVELOPES) else value


def _with_author(post: object, users: dict[Any, Any]) -> dict[str, Any]:
    if not isinstance(post, dict):
        raise NotARecordError("the record is no object")
    author_id = post.get("author_id")
    author = users.get(author_id) if isinstance(author_id, str) else None
    return {**post, "author": author} if author and "author" not in post else post


def _unwrapped(record: dict[str, Any]) -> dict[str, Any]:
    for _ in range(_ENVELOPE_KEYS + 1):
        inner = next((record[key] for key in _ENVELOPES if isinstance(record.get(key), dict)), None)
        others = sum(not isinstance(value, dict) for value in record.values())
        if inner is None or len(record) - others > 1 or others >= _ENVELOPE_KEYS:
            break
        record = inner
    return record


def flatten(record: dict[str, Any], max_depth: int) -> dict[str, str]:
    """Returns a record's cells: nested objects with dotted names, lists as joined text or as their length.

    Raises:
        NotARecordError: It is nested deeper than `max_depth`.

    >>> flatten({"id": "1", "m": {"likes": "2"}, "tags": ["a", "b"], "ok": True, "media": [{"k": "v"}]}, 9)
    {'id': '1', 'm.likes': '2', 'tags': 'a|b', 'ok': 'true', 'media': '1'}
    >>> flatten({"text": ["see ", {"type": "link", "text": "x.org"}]}, 9)
    {'text': 'see x.org'}
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
            cells[name] = _joined(value)
        else:
            cells[name] = _WORDS.get(value, "") if isinstance(value, bool) else ""


def _joined(items: list[Any]) -> str:
    if any(isinstance(item, dict | list) for item in items):
        pieces = [item.get("text") if isinstance(item, dict) else item for item in items]
        words = [piece for piece in pieces if isinstance(piece, str)]
        return "".join(words) if len(words) == len(pieces) else str(len(items))
    return JOINER.join(item if isinstance(item, str) else _WORDS.get(item, "") for item in items)
