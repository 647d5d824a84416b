"""Finds which arrays of a JSON document hold the mentions."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from triage.listen.readers.json_columns import Collector
from triage.listen.readers.json_likeness import NAMED_TEXT, NO_LIKENESS, Likeness, likeness, most
from triage.listen.readers.json_tabular import header_of, records_of_table
from triage.listen.readers.raw import ColumnStore, RawTable

if TYPE_CHECKING:
    from triage.model.settings import ListenSettings
    from triage.model.source import Reject

#: Values that it is decided from whether they are records or hold them.
_SAMPLE: Final = 30
_SAMPLE_CHARS: Final = 1024 * 1024
_SHOWN_NAMES: Final = 20


class Group:
    """The values at one path of a document.

    Attributes:
        path: Keys joined by dots; those of an array's elements are the same.
        collector: Takes them if they are records.
        number: Values so far.
        is_decided: Whether it is known what they are.
        holds_records: Whether they hold records instead of being some.
        is_member: Whether they are no elements of an array, but members of an object.
        is_alone: Whether they are no elements of an array, but the document itself.
        likeness: How much they look like mentions.
        waiting: Values until it is decided, each with its number, length and beginning.
        header: Names of the cells where values are lists.
        keys: Keys of the first record, by which others are told.
        shown: Where the records stand; "data" in an answer of the X API, whose posts and users belong together.
    """

    def __init__(self, path: str, collector: Collector) -> None:
        """Begins without values."""
        self.path = path
        self.collector = collector
        self.number = 0
        self.is_decided = self.holds_records = self.is_member = self.is_alone = False
        self.likeness: Likeness = NO_LIKENESS
        self.waiting: list[tuple[Any, int, int, str]] = []
        self.waiting_chars = 0
        self.header: list[str] = []
        self.keys: frozenset[str] = frozenset()
        self.shown = path


class Groups:
    """The values of a document by their paths."""

    def __init__(self, source: str, settings: ListenSettings) -> None:
        """Begins without values."""
        self.rejects: list[Reject] = []
        self.notes: Counter[str] = Counter()
        self._groups: dict[str, Group] = {}
        self._source = source
        self._settings = settings

    def at(self, path: str) -> Group:
        """Returns the group of a path."""
        if path not in self._groups:
            self._groups[path] = Group(path, Collector(self._source, self._settings))
        return self._groups[path]

    def keys_at(self, path: str) -> frozenset[str]:
        """Returns the keys of the first record at a path, none if there are no records or they hold others."""
        group = self.at(path)
        if not group.is_decided and group.waiting:
            first = group.waiting[0][0]
            if likeness(first, self._settings.max_depth)[0] >= NAMED_TEXT - 1:
                group.keys = frozenset(first)
        return frozenset() if group.holds_records else group.keys

    def settle(self, path: str) -> None:
        """Decides what the values at a path are, so that those in the next one are counted after theirs."""
        group = self.at(path)
        if group.waiting:
            self._decide(group)

    def refuse(self, path: str, reason: str, content: str, row: int = 0) -> None:
        """Counts a value that is broken."""
        group = self.at(path)
        group.number += 1
        refusing = Collector(self._source, self._settings)
        refusing.refuse(row or group.number, reason, content)
        self.rejects += refusing.rejects

    def take(self, path: str, value: Any, chars: int, content: str = "", row: int = 0) -> None:  # noqa: ANN401
        """Adds a value: a record, or what holds records.

        Args:
            path: Where it stands.
            value: The value, numbers as str.
            chars: Length of its text at most.
            content: Its beginning, for a reject.
            row: Its number; 0 counts on.
        """
        group = self.at(path)
        group.number += 1
        row = row or group.number
        if isinstance(value, list):
            self._take_list(group, value, row, chars)
        elif group.is_decided:
            self._place(group, value, row, chars, content)
        else:
            group.waiting.append((value, row, chars, content))
            group.waiting_chars += chars
            if len(group.waiting) >= _SAMPLE or group.waiting_chars >= _SAMPLE_CHARS:
                self._decide(group)

    def _take_list(self, group: Group, values: list[Any], row: int, chars: int) -> None:
        if group.header:
            if len(values) == len(group.header):
                group.is_decided = True
                group.collector.add(dict(zip(group.header, values, strict=True)), row, chars)
            else:
                reason = f"{len(values)} cells where the header has {len(group.header)}"
                group.collector.refuse(row, reason, str(values)[:200])
            return
        if group.number == 1 and (names := header_of(values)):
            group.header, group.number = names, 0
            group.likeness = likeness(dict.fromkeys(names, "a b"), self._settings.max_depth)
        elif any(isinstance(value, dict) for value in values):
            group.number -= 1
            for value in values:
                self.take(group.path, value, chars)
        else:
            group.collector.refuse(row, "the record is a list", str(values)[:200])

    def _decide(self, group: Group) -> None:
        depth = self._settings.max_depth
        values = [value for value, *_ in group.waiting]
        group.is_decided = True
        group.likeness = most(values, depth)
        found = [below for below in (self._below(value, depth) for value in values) if below is not None]
        is_lone = len(values) == 1 and group.is_alone
        if is_lone and group.likeness[0] < NAMED_TEXT - 1 and (not values[0] or _holds_empty(values[0])):
            group.holds_records = True
        if any(isinstance(value, dict) and records_of_table(value, depth) is not None for value in values):
            group.holds_records = True
        elif found:
            below = max(found)
            is_text = group.likeness[0] >= NAMED_TEXT - 1
            group.holds_records = below > group.likeness or (not is_text and (below == group.likeness or is_lone))
        group.keys = next((frozenset(value) for value in values if isinstance(value, dict)), frozenset())
        if group.keys >= {"data", "includes"} and not group.holds_records:
            group.shown = f"{group.path}.data".lstrip(".")
        waiting, group.waiting = group.waiting, []
        for value, row, chars, content in waiting:
            self._place(group, value, row, chars, content)

    def _place(self, group: Group, value: Any, row: int, chars: int, content: str) -> None:  # noqa: ANN401
        if not group.holds_records or not isinstance(value, dict):
            group.collector.add(value, row, chars, content)
            return
        table = records_of_table(value, self._settings.max_depth)
        if table is not None:
            inner = f"{group.path}.*" if group.path else "*"
            for record in table:
                self.take(inner, record, chars)
            return
        plain = {key: item for key, item in value.items() if not isinstance(item, dict | list)} if group.path else {}
        for key, item in value.items():
            path = f"{group.path}.{key}" if group.path else key
            if isinstance(item, dict):
                self.at(path).is_member = True
                self.take(path, {**plain, **item}, chars)
            elif isinstance(item, list) and _holds_objects(item):
                for one in item:
                    self.take(path, one, chars)

    def _below(self, value: Any, depth: int) -> Likeness | None:  # noqa: ANN401
        """Returns the greatest likeness of what an object holds, None where it holds no array of objects."""
        if not isinstance(value, dict) or depth <= 0:
            return None
        table = records_of_table(value, depth)
        if table is not None:
            return most(table, depth)
        found: list[Likeness] = []
        for item in value.values():
            ones = item[:_SAMPLE] if isinstance(item, list) else [item]
            for one in ones:
                inner = self._below(one, depth - 1)
                own = likeness(one, depth) if isinstance(one, dict) else NO_LIKENESS
                if inner is not None or (isinstance(one, dict) and (isinstance(item, list) or own[0] == NAMED_TEXT)):
                    found.append(max(own, inner or NO_LIKENESS))
            if ones is not item and isinstance(item, list) and header_of(next(iter(item), None)):
                found.append(likeness(dict.fromkeys(item[0], "a b"), depth))
        return max(found, default=None)

    def table(self) -> RawTable:
        """Returns the records of the arrays that hold the mentions."""
        while waiting := [group for group in self._groups.values() if not group.is_decided and group.waiting]:
            for group in waiting:
                self._decide(group)
        chosen = self._chosen()
        store = ColumnStore()
        rejects = list(self.rejects)
        warnings: list[str] = [note.format(count) for note, count in sorted(self.notes.items()) if count]
        unread: dict[str, None] = {}
        for group in chosen:
            store.append(group.collector.store())
            rejects += group.collector.rejects
            unread.update(group.collector.unread)
            if group.collector.is_cut:
                warnings.append("has more names than a table may have columns; the others were left out")
        raw = store.table(sorted(rejects, key=lambda one: one.row))
        raw.records_at = ", ".join(group.shown for group in chosen if group.shown)
        raw.unread = sorted(set(unread) - set(raw.frame.columns))
        if raw.unread:
            shown = ", ".join(raw.unread[:_SHOWN_NAMES]).encode("utf-8", "replace").decode()
            more = " ..." if len(raw.unread) > _SHOWN_NAMES else ""
            warnings.append(f"{len(raw.unread)} columns that no field is read from were left out: {shown}{more}")
        raw.warnings += warnings
        return raw

    def _chosen(self) -> list[Group]:
        there = [group for group in self._groups.values() if group.number and not group.holds_records]
        best = max((group.likeness for group in there), default=NO_LIKENESS)
        if best[0] == NAMED_TEXT:
            return [group for group in there if group.likeness[0] == NAMED_TEXT and group.likeness[1] * 2 >= best[1]]
        there = [group for group in there if not group.is_member]
        longest = max(there, key=lambda group: (group.likeness[0], group.number), default=None)
        return [] if longest is None else [longest]


def _holds_objects(values: list[Any]) -> bool:
    return any(isinstance(value, dict | list) for value in values)


def _holds_empty(value: object) -> bool:
    """Whether an object holds an empty array, as an answer without results does."""
    if not isinstance(value, dict):
        return False
    return any(item == [] or _holds_empty(item) for item in value.values())
