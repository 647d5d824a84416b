"""Opens the envelopes, pages and threads in which platforms nest their records."""

from __future__ import annotations

import functools
from typing import Any, Final

from triage.listen.names import fold
from triage.listen.vendors import GENERIC, load_profiles

#: Stands for a placeholder: {"kind": "more"} of Reddit says that there are comments which were not loaded.
NOT_SAID: Final[dict[str, Any]] = {}

#: An envelope has a kind and its data, and little else: {"kind": "t3", "data": {...}}.
_ENVELOPES: Final = ("data", "chunk_result")
#: Names of an object's only member that is the record: {"tweet": {...}} of X's archive, {"node": {...}} of GraphQL.
_LONE: Final = frozenset(
    {"tweet", "thread", "node", "item", "ticket", "issue", "status", "comment", "review", "conversation"}
)
#: Zeeschuimer says where an item was seen, Elasticsearch where it is stored, each beside the item itself.
_MARKED: Final = {"source_platform": "data", "_index": "_source"}
#: A record with none of these names is in no envelope, unless it has one member alone.
_ENVELOPE_MARKS: Final = frozenset({*_ENVELOPES, "_source", "kind"})
_ENVELOPE_KEYS: Final = 2
_DEEPEST_ENVELOPE: Final = 3

#: First part of a path at which comments on the record itself lie -> the rest of the path.
_REPLIES: Final[dict[str, tuple[str, ...]]] = {
    "comments": (),
    "replies": (),
    "children": (),
    "answers": (),
    "conversation_parts": (),
    "fields": ("comment",),
    "_embedded": ("threads",),
}
#: Names under which a page or a chat, itself no record, lists records.
_PAGES: Final = ("data", "items", "messages", "posts", "nodes", "edges", "results", "orderedItems", "post_stream")
#: Objects between a record and the list of its comments: {"replies": {"data": {"children": [...]}}}.
_BETWEEN: Final = ("data", "comments", "children", "nodes", "edges", "conversation_parts", "replies", "posts")
_NESTING: Final = frozenset({*_REPLIES, *_PAGES})
#: Pages that list their records although they have a title: a topic with its posts, a ticket with its messages.
_TITLED_PAGES: Final = ("messages", "orderedItems", "post_stream")
#: Objects in which some platforms keep what a record says.
_SPEAKING_OBJECTS: Final = frozenset({"snippet", "source", "post", "fields", "record", "properties", "attributes"})


@functools.cache
def _text_names() -> frozenset[str]:
    return frozenset(fold(name) for name in (*load_profiles()[GENERIC].fields["text"], "cooked", "desc", "commentText"))


@functools.cache
def _title_names() -> frozenset[str]:
    return frozenset(fold(name) for name in load_profiles()[GENERIC].fields["title"])


def says_something(record: dict[str, Any]) -> bool:
    """Whether a record has a text or a title of its own.

    >>> says_something({"body": "Hm"}), says_something({"user": "U1", "ts": "1", "data": [{"body": "Hm"}]})
    (True, False)
    """
    return _has_text(record) or any(
        isinstance(value, str) and value and fold(key) in _title_names() for key, value in record.items()
    )


def _has_text(record: dict[str, Any]) -> bool:
    return any(
        (isinstance(value, str | list) and bool(value) and fold(key) in _text_names())
        or (isinstance(value, dict) and key in _SPEAKING_OBJECTS)
        for key, value in record.items()
        if key not in _NESTING or key == "fields"
    )


def unwrapped(record: dict[str, Any]) -> dict[str, Any]:
    """Returns the record within its envelopes, NOT_SAID for a placeholder.

    >>> unwrapped({"kind": "t1", "data": {"id": "a"}}), unwrapped({"tweet": {"id": "b"}})
    ({'id': 'a'}, {'id': 'b'})
    """
    for _ in range(_DEEPEST_ENVELOPE):
        if len(record) > 1 and record.keys().isdisjoint(_ENVELOPE_MARKS):
            break
        if record.get("kind") == "more":
            return NOT_SAID
        inner = _inner(record)
        if inner is None:
            break
        record = inner
    return record


def _inner(record: dict[str, Any]) -> dict[str, Any] | None:
    if len(record) == 1:
        [(name, only)] = record.items()
        if name in _LONE and isinstance(only, dict):
            return only
    for mark, name in _MARKED.items():
        if mark in record and isinstance(record.get(name), dict):
            return dict(record[name])
    inner = next((record[key] for key in _ENVELOPES if isinstance(record.get(key), dict)), None)
    if inner is None:
        return None
    others = sum(not isinstance(value, dict) for value in record.values())
    return inner if len(record) - others == 1 and others < _ENVELOPE_KEYS else None


def split_nested(record: dict[str, Any]) -> tuple[dict[str, Any] | None, list[Any]]:
    """Splits a record from the records nested in it.

    Args:
        record: An object, out of its envelopes.

    Returns:
        The record with the number of its comments in their place, None where it is but the page that lists them;
        and the nested values in their order.

    >>> split_nested({"paging": {}, "data": [{"message": "Hm"}]})
    (None, [{'message': 'Hm'}])
    >>> split_nested({"text": "Hm", "replies": [{"user": "U1", "ts": "1"}]})
    ({'text': 'Hm', 'replies': [{'user': 'U1', 'ts': '1'}]}, [])
    """
    is_parent = any(isinstance(record[name], list | dict) for name in _NESTING.intersection(record))
    if not is_parent and ("id" in record or not any(_are_objects(value) for value in record.values())):
        return record, []
    if not _has_text(record):
        page = _page(record)
        if page:
            return None, page
    own, nested = dict(record), []
    for first, rest in _REPLIES.items():
        if first not in record:
            continue
        found = _listed(functools.reduce(_member, rest, record[first]))
        if found:
            nested += found
            own[first] = _without(record[first], rest, len(found))
    return own, nested


def is_page(value: dict[str, Any]) -> bool:
    """Whether an object lists records and is none itself.

    >>> is_page({"next": "", "results": [{"text": "Hm"}]}), is_page({"text": "Hm", "replies": [{"text": "No"}]})
    (True, False)
    """
    return split_nested(unwrapped(value))[0] is None


def _page(record: dict[str, Any]) -> list[Any]:
    """Returns the records that a page lists; nothing where the object is a record itself."""
    has_title = says_something(record)
    pages = [found for name in (_TITLED_PAGES if has_title else _PAGES) if (found := _listed(record.get(name)))]
    if not pages and not has_title and "id" not in record:
        pages = [
            found
            for name, value in record.items()
            if name in _REPLIES or _are_objects(value)
            if (found := _listed(value))
        ]
    return [item for found in pages for item in found]


def _are_objects(value: object) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _member(value: object, name: str) -> object:
    return value.get(name) if isinstance(value, dict) else None


def _listed(value: object) -> list[Any]:
    """Returns a list of records that say something, looked for through the objects around it."""
    for _ in range(_DEEPEST_ENVELOPE):
        if not isinstance(value, dict):
            break
        value = next((value[name] for name in _BETWEEN if isinstance(value.get(name), dict | list)), None)
    if not isinstance(value, list):
        return []
    inner = (unwrapped(item) for item in value if isinstance(item, dict))
    return value if any(says_something(item) or _says_nested(item) for item in inner) else []


def _says_nested(record: dict[str, Any]) -> bool:
    """Whether a list without words of its own holds further pages or threads."""
    return any(isinstance(record.get(name), list) and len(record[name]) > 0 for name in _PAGES)


def _without(value: object, path: tuple[str, ...], count: int) -> object:
    """Returns what is beside the list of comments, with their number."""
    if isinstance(value, list):
        return str(count)
    if not isinstance(value, dict):
        return value
    if path:
        return {**value, path[0]: _without(value.get(path[0]), path[1:], count)}
    return {"count": str(count), **{key: item for key, item in value.items() if key not in _BETWEEN}}
