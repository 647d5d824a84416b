"""Reads a JSON document value by value, whatever its size or its damage."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from triage.listen.readers.json_recovery import Recovery
from triage.listen.readers.json_script import SCRIPT
from triage.listen.readers.json_values import BrokenError, mend, repeated_keys
from triage.listen.readers.json_window import TooLargeError, Window

if TYPE_CHECKING:
    from collections.abc import Iterator

    from triage.listen.readers.json_groups import Groups
    from triage.model.settings import ListenSettings

#: What broken text begins with goes into its reject.
_EXCERPT: Final = 200
#: Values that are looked at for repeated keys.
_LOOKED_AT: Final = 1_000
#: Members of an object of this many are taken for records by their ids.
_MANY_KEYS: Final = 200
_KEY: Final = re.compile(r"""(?:"((?:[^"\\]|\\.)*+)"|'((?:[^'\\]|\\.)*+)'|([\w$]++))\s*+:""")
_KEY_CHARS: Final = 1_000
_SCRIPT_CHARS: Final = 500

#: Notes for the reader, each with the number of times.
LENIENT: Final = "{:,} records were read as they were meant: quotes, commas, comments or escapes were not as in JSON"
REPEATED: Final = "{:,} of the first 1,000 records hold a key twice; the last counts"
CUT_OFF: Final = "the file ends before its array does; what came before is kept"


class DocumentReader:
    """Reads the values of one document into groups."""

    def __init__(self, blocks: Iterator[str], groups: Groups, settings: ListenSettings) -> None:
        """Begins before the first character."""
        self._window = Window(blocks)
        self._groups = groups
        self._settings = settings
        self._recovery = Recovery(self._window, settings.max_depth)
        self._looked_at = 0

    def read(self) -> None:
        """Reads all values of the document, one after the other."""
        window = self._window
        while mark := window.skip_gap():
            if mark == "[":
                window.place += 1
                self._elements("", 1)
            elif mark in ")]}" and not SCRIPT.match(window.text, window.place):
                window.place += 1
            elif mark not in '{"' and (match := SCRIPT.match(window.text, window.place, window.place + _SCRIPT_CHARS)):
                window.place = match.end()
            else:
                self._groups.at("").is_alone = True
                self._element("", 1)

    def _elements(self, path: str, depth: int) -> None:
        """Reads values until the end of their array."""
        window = self._window
        while mark := window.skip_gap():
            if mark not in "]})":
                self._element(path, depth)
                continue
            window.place += 1
            if mark == "]":
                return
        self._groups.notes[CUT_OFF] = 1

    def _element(self, path: str, depth: int, key: str = "") -> None:
        """Reads one value; a broken one is a reject, and reading goes on behind it."""
        window = self._window
        try:
            value, end = window.value()
        except TooLargeError:
            self._parts(path, depth)
            return
        except BrokenError as error:
            self._broken(path, depth, error)
            return
        start, text = window.place, window.text
        if isinstance(value, dict):
            if self._looked_at < _LOOKED_AT:
                self._looked_at += 1
                self._groups.notes[REPEATED] += repeated_keys(text, start, end)
            if key and "id" not in value:
                value = {"id": key, **value}
        is_scalar = not isinstance(value, dict | list) and text[start] != '"'
        if is_scalar:
            self._groups.refuse(path, "the record is no object", text[start:end])
        else:
            self._groups.take(path, value, end - start, text[start : start + _EXCERPT])
        window.place = end

    def _broken(self, path: str, depth: int, error: BrokenError) -> None:
        """Mends a broken value, or reads what it holds, or rejects it and goes to the next."""
        window, groups = self._window, self._groups
        position = window.position + error.place - window.place
        end = self._recovery.end()
        start, text = window.place, window.text
        like = groups.keys_at(path)
        if error.is_deep:
            reason = f"nested deeper than max_depth ({self._settings.max_depth})"
        else:
            reason = f"not JSON at character {position:,}: {error}"
            if end > 0 and self._taken_mended(path, end, like):
                return
            is_open = text[start] == "{" and not like and depth <= self._settings.max_depth
            if is_open and self._recovery.holds_arrays(end):
                self._parts_of_broken(path, depth, reason)
                return
        is_resumed = self._recovery.resume(end, like)
        if not is_resumed:
            reason += "; nothing after it could be read"
        groups.refuse(path, reason, text[start : start + _EXCERPT])

    def _parts_of_broken(self, path: str, depth: int, reason: str) -> None:
        """Reads what a broken object holds; one that is an element of an array may have been a record itself."""
        groups, window = self._groups, self._window
        excerpt = window.text[window.place : window.place + _EXCERPT]
        before = len(groups.rejects)
        self._parts(path, depth)
        if len(groups.rejects) == before and not groups.at(path).is_alone:
            groups.refuse(path, reason, excerpt)

    def _taken_mended(self, path: str, end: int, like: frozenset[str]) -> bool:
        window = self._window
        start = window.place
        if self._recovery.holds_another(end, like):
            return False
        try:
            value = mend(window.text[start:end])
        except BrokenError:
            return False
        self._groups.notes[LENIENT] += 1
        self._groups.take(path, value, end - start, window.text[start : start + _EXCERPT])
        window.place = end
        return True

    def _parts(self, path: str, depth: int) -> None:
        """Reads what an array or object holds that is too large or too broken to be read at once."""
        window, groups = self._window, self._groups
        groups.settle(path)
        start, mark = window.position, window.text[window.place]
        excerpt = window.text[window.place : window.place + _EXCERPT]
        if depth > self._settings.max_depth or mark not in "[{":
            reason = (
                f"nested deeper than max_depth ({self._settings.max_depth})" if mark in "[{" else "a text has no end"
            )
            groups.refuse(path, reason, excerpt)
            self._recovery.resume(-1, groups.keys_at(path))
            return
        window.place += 1
        if mark == "[":
            self._elements(path, depth + 1)
            return
        number = 0
        while (mark := window.skip_gap()) and mark != "}":
            number += 1
            if not self._member(path, depth, number):
                groups.refuse(path, f"not JSON in the object that begins at character {start:,}", excerpt)
                self._recovery.resume(-1, groups.keys_at(path))
                return
        window.place += 1

    def _member(self, path: str, depth: int, number: int) -> bool:
        """Reads one key with its value; returns whether there was one."""
        window = self._window
        if len(window.text) - window.place < _KEY_CHARS:
            window.more()
        match = _KEY.match(window.text, window.place, window.place + _KEY_CHARS)
        if match is None:
            return False
        key = next(filter(None, match.groups()), "")
        window.place = match.end()
        mark = window.skip_gap()
        is_id = key.isdigit() or number > _MANY_KEYS
        inner = ".".join(filter(None, (path, "*" if is_id else key)))
        if mark == "{":
            self._element(inner, depth + 1, key if is_id else "")
            return True
        if mark == "[" and self._recovery.next_mark() in "[{":
            window.place += 1
            self._elements(inner, depth + 1)
            return True
        try:
            window.place = window.value()[1]
        except TooLargeError:
            self._parts(inner, depth + 1)
        except BrokenError:
            return False
        return True
