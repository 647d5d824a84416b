"""Reads JSON into a raw table: an array, an object that holds one, lines, or objects one after the other."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from triage.listen.names import fold
from triage.listen.readers.flatten import NotARecordError, flatten, records_of
from triage.listen.readers.raw import ColumnStore, RawTable, reject
from triage.listen.vendors import GENERIC, load_profiles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from triage.listen.encoding import TextStream
    from triage.model.settings import ListenSettings
    from triage.model.source import Reject

_BLOCK_RECORDS: Final = 20_000
_MAX_COLUMNS: Final = 1_000
_MAX_ARRAYS: Final = 50
_GAP: Final = re.compile(r"[\s,]*")
_ARRAY: Final = re.compile(r'(?:"((?:[^"\\]|\\.)*)"\s*:\s*)?\[(?=\s*\{)')
_TOKEN: Final = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}]')
#: Numbers stay as they are written: 19-digit ids, 1.50, integers of 5,000 digits. NaN and Infinity are blank.
_DECODER: Final = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=lambda _name: "", strict=False)


def json_shape(head: str, *, is_whole: bool, told: bool) -> str:
    r"""Returns "ndjson", "json" or "" for text that is neither.

    Args:
        head: The beginning of the file.
        is_whole: Whether it is the whole file.
        told: Whether the file's name says that it is JSON.

    >>> json_shape('{"a": 1}\n{"a": 2}\n', is_whole=True, told=False)
    'ndjson'
    >>> json_shape('[deleted],5', is_whole=True, told=False)
    ''
    """
    lines = [line.strip() for line in head.split("\n") if line.strip()]
    whole = lines if is_whole or len(lines) == 1 else lines[:-1]
    objects = [line for line in whole if line.startswith("{") and line.endswith("}")]
    if len(lines) > 1 and len(objects) * 2 > len(whole) and any(_is_object(line) for line in objects[:20]):
        return "ndjson"
    if re.match(r'\s*(?:\{\s*(?:["}]|\Z)|\[\s*(?:[\[{"\]]|\Z))', head):
        return "json"
    return "json" if told and head.lstrip()[:1] in ("[", "{") else ""


def _is_object(line: str) -> bool:
    try:
        return isinstance(_DECODER.decode(line), dict)
    except (ValueError, RecursionError):
        return False


class _Collector:
    """Puts records into columns, and what is none into rejects."""

    def __init__(self, source: str, settings: ListenSettings) -> None:
        self.rejects: list[Reject] = []
        self.count = 0
        self._store = ColumnStore()
        self._source = source
        self._max_depth = settings.max_depth
        self._max_chars = settings.max_cell_chars
        self._records: list[dict[str, str]] = []
        self._rows: list[int] = []
        self._names: dict[str, None] = {}
        self._is_cut = False

    def add(self, value: object, row: int, content: str = "") -> None:
        """Adds one value of the file, which may hold several records."""
        try:
            for record in records_of(value):
                cells = flatten(record, self._max_depth)
                longest = max(map(len, cells.values()), default=0)
                if longest > self._max_chars:
                    reason = f"a cell of {longest:,} characters is over max_cell_chars ({self._max_chars:,})"
                    self.refuse(row, reason, content)
                    continue
                self._records.append(cells)
                self._rows.append(row)
                self.count += 1
        except NotARecordError as error:
            self.refuse(row, str(error), content or str(value)[:200])
        if len(self._records) >= _BLOCK_RECORDS:
            self._flush()

    def refuse(self, row: int, reason: str, content: str) -> None:
        """Adds a reject."""
        self.rejects.append(reject(self._source, row, reason, content))

    def _flush(self) -> None:
        for record in self._records:
            self._names.update(dict.fromkeys(record))
        if len(self._names) > _MAX_COLUMNS:
            self._is_cut = True
            self._names = dict.fromkeys(list(self._names)[:_MAX_COLUMNS])
        columns: dict[str, Sequence[str]] = {
            name: [record.get(name, "") for record in self._records] for name in self._names
        }
        self._store.add(columns, self._rows)
        self._records, self._rows = [], []

    def table(self, records_at: str = "") -> RawTable:
        """Returns what was collected."""
        self._flush()
        raw = self._store.table(self.rejects)
        raw.records_at = records_at
        if self._is_cut:
            raw.warnings.append(f"only the first {_MAX_COLUMNS:,} names of the records were read")
        return raw


def read_ndjson(stream: TextStream, *, source: str, settings: ListenSettings) -> RawTable:
    """Reads one record a line; a bad line is a reject with its number."""
    collector = _Collector(source, settings)
    for number, line in enumerate(stream.lines(), 1):
        if line.isspace():
            continue
        try:
            value = _DECODER.decode(line.strip())
        except (ValueError, RecursionError) as error:
            collector.refuse(number, _reason(error, settings), line[:1000])
            continue
        collector.add(value, number, line[:1000])
    return collector.table()


def read_document(stream: TextStream, *, source: str, settings: ListenSettings) -> RawTable:
    """Reads an array, an object that holds the array, or objects one after the other.

    What is broken or cut off is a reject with its position; what is whole is kept.
    """
    text = "".join(stream)
    start = _GAP.match(text).end()  # type: ignore[union-attr]  # the pattern matches the empty string
    if text.startswith("[", start):
        collector = _Collector(source, settings)
        _read_array(text, start + 1, collector, settings)
        return collector.table()
    try:
        value, end = _DECODER.raw_decode(text, start)
    except (ValueError, RecursionError) as error:
        return _read_damaged(text, start, error, source, settings)
    collector = _Collector(source, settings)
    if text[end:].strip():
        _read_array(text, start, collector, settings)
        return collector.table()
    path, records = _longest_list(value, settings.max_depth)
    if isinstance(value, dict) and "includes" in value and path.split(".")[0] in ("data", "includes"):
        path, records = "data", [value]
    for number, record in enumerate(records, 1):
        collector.add(record, number)
    return collector.table(path)


def _read_damaged(text: str, start: int, error: Exception, source: str, settings: ListenSettings) -> RawTable:
    """Reads the longest array of objects out of a document that does not parse."""
    best = _Collector(source, settings)
    path, place = "", start
    for _ in range(_MAX_ARRAYS):
        match = _ARRAY.search(text, place)
        if match is None:
            break
        found = _Collector(source, settings)
        place = max(_read_array(text, match.end(), found, settings), match.end())
        if found.count > best.count:
            best, path = found, match[1] or ""
    if not best.count:
        best = _Collector(source, settings)
        _read_array(text, start, best, settings)
    if not best.rejects:
        position = getattr(error, "pos", len(text))
        best.refuse(best.count + 1, f"{_reason(error, settings)}; what came before is kept", text[position:][:200])
    return best.table(path)


def _read_array(text: str, place: int, collector: _Collector, settings: ListenSettings) -> int:
    """Reads values until the array's end or the text's; returns where it stopped."""
    number = 0
    while True:
        place = _GAP.match(text, place).end()  # type: ignore[union-attr]  # the pattern matches the empty string
        if place >= len(text) or text[place] == "]":
            return place + 1
        number += 1
        try:
            value, end = _DECODER.raw_decode(text, place)
        except (ValueError, RecursionError) as error:
            end = _balanced_end(text, place)
            reason = _reason(error, settings)
            if end < 0:
                collector.refuse(number, f"{reason}; nothing after it could be read", text[place : place + 200])
                return len(text)
            collector.refuse(number, reason, text[place : place + 200])
        else:
            collector.add(value, number)
        place = end


def _balanced_end(text: str, start: int) -> int:
    """Finds the end of a broken value by its brackets alone, or -1."""
    if text[start] not in "[{":
        return -1
    depth = 0
    for match in _TOKEN.finditer(text, start):
        mark = match[0]
        if mark in "[{":
            depth += 1
        elif mark in "]}":
            depth -= 1
            if depth == 0:
                return match.end()
    return -1


def _reason(error: Exception, settings: ListenSettings) -> str:
    if isinstance(error, RecursionError):
        return f"nested deeper than max_depth ({settings.max_depth})"
    if isinstance(error, json.JSONDecodeError):
        return f"not JSON at character {error.pos:,}: {error.msg.removesuffix(' at')}"
    return "not JSON"


def _longest_list(value: object, max_depth: int) -> tuple[str, list[Any]]:
    """Finds the longest list of objects below an object; the object itself is the record where there is none."""
    best: tuple[str, list[Any]] = ("", [])
    is_empty_list_there = False
    level: list[tuple[str, object]] = [("", value)]
    for _ in range(max_depth):
        below: list[tuple[str, object]] = []
        for path, node in level:
            if isinstance(node, list):
                is_empty_list_there = is_empty_list_there or not node
                if len(node) > len(best[1]) and any(isinstance(item, dict) for item in node):
                    best = (path, node)
            elif isinstance(node, dict):
                below += [(f"{path}.{key}" if path else key, item) for key, item in node.items()]
        level = below
    if not value or (best[1] and not _is_record(value)):
        return best
    return best if is_empty_list_there and not _is_record(value) else ("", [value])


def _is_record(value: object) -> bool:
    """Whether an object holds a text itself, so that its lists are details of it."""
    texts = {fold(name) for name in load_profiles()[GENERIC].fields["text"]}
    return isinstance(value, dict) and any(isinstance(value[key], str) and fold(key) in texts for key in value)
