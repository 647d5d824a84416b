"""Turns objects that hold a table column by column, or records by their ids, into records."""

from __future__ import annotations

from typing import Any, Final

from triage.listen.names import fold
from triage.listen.readers.json_likeness import NO_LIKENESS, fields_of_names, likeness

_HEADERS: Final = ("columns", "headers", "header", "fields")
_ROWS: Final = ("data", "rows", "values", "records")
_SHAPE_SAMPLE: Final = 5


def records_of_table(value: dict[str, Any], max_depth: int) -> list[dict[str, Any]] | None:
    """Returns the records of an object that is a table, None if it is none.

    >>> records_of_table({"columns": ["id", "text"], "data": [["1", "Late"]]}, 9)
    [{'id': '1', 'text': 'Late'}]
    >>> records_of_table({"text": {"0": "Late"}, "id": {"0": "1"}}, 9)
    [{'text': 'Late', 'id': '1'}]
    >>> records_of_table({"text": ["Late", "On time"], "id": ["1", "2"]}, 9)[1]
    {'text': 'On time', 'id': '2'}
    >>> records_of_table({"7": {"text": "Late again"}, "8": {"text": "On time"}}, 9)[0]
    {'id': '7', 'text': 'Late again'}
    """
    if not value:
        return None
    return _split(value) or _columns(value) or _keyed(value, max_depth)


def header_of(values: object) -> list[str]:
    """Returns the names if a list is a header, as of an array of arrays; else nothing."""
    if not isinstance(values, list) or len(values) < 2 or not all(isinstance(name, str) for name in values):  # noqa: PLR2004 - a table has two columns at least
        return []
    return values if len(set(values)) == len(values) and _is_known(values) else []


def _is_known(names: list[str]) -> bool:
    known = fields_of_names()
    return any(known.get(fold(name)) in ("text", "title", "created_at") for name in names)


def _split(value: dict[str, Any]) -> list[dict[str, Any]] | None:
    header = next((value[key] for key in _HEADERS if isinstance(value.get(key), list)), None)
    rows = next((value[key] for key in _ROWS if isinstance(value.get(key), list)), None)
    if not header or not rows or not isinstance(rows[0], list):
        return None
    names = [name.get("name") or name.get("id") if isinstance(name, dict) else name for name in header]
    if not all(isinstance(name, str) for name in names):
        return None
    keys = list(map(str, names))
    return [dict(zip(keys, row, strict=False)) if isinstance(row, list) else row for row in rows]


def _columns(value: dict[str, Any]) -> list[dict[str, Any]] | None:
    columns = list(value.values())
    if len(columns) < 2 or not _is_known(list(value)):  # noqa: PLR2004 - one array or object is no table
        return None
    if all(isinstance(column, dict) and column.keys() == columns[0].keys() for column in columns):
        if any(isinstance(cell, dict) for column in columns for cell in column.values()) or _is_known(list(columns[0])):
            return None
        return [{name: column[key] for name, column in value.items()} for key in columns[0]]
    if all(isinstance(column, list) and len(column) == len(columns[0]) for column in columns):
        if any(isinstance(cell, dict) for column in columns for cell in column):
            return None
        return [dict(zip(value, row, strict=True)) for row in zip(*columns, strict=True)]
    return None


def _keyed(value: dict[str, Any], max_depth: int) -> list[dict[str, Any]] | None:
    """Takes the keys of an object of like objects for their ids."""
    ones = list(value.values())
    if not all(isinstance(one, dict) for one in ones) or any(fold(key) in fields_of_names() for key in value):
        return None
    first = ones[:_SHAPE_SAMPLE]
    if len(ones) == 1 and not all(key.isdigit() for key in value):
        return None
    shared = set.intersection(*(set(one) for one in first))
    if len(shared) * 2 < max(map(len, first)) or max(likeness(one, max_depth) for one in first) == NO_LIKENESS:
        return None
    return [one if "id" in one else {"id": key, **one} for key, one in value.items()]
