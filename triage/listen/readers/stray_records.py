"""Takes records whose quotes are not in order from the text that they begin."""

from __future__ import annotations

import functools
import itertools
import re
from typing import TYPE_CHECKING, Final

from triage.listen.records import Marks, is_closed, split

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Lines that a record with a stray quote is sought in.
_MOST_JOINED: Final = 40
#: So many times the delimiters of a row are more than one record has.
_MOST_DELIMITERS: Final = 3
#: Characters that are looked at for the ends of all records: so many, and so many more for each that was read. They
#: suffice unless rows that go on over lines are sought in vain all through a file.
_LOOKED_AT: Final = 1_000_000
_LOOKED_AT_MORE: Final = 20
#: What a look costs in characters, however short the text.
_LOOK: Final = 100
_LINE: Final = re.compile(rb"[^\r\n]*+(?:\r\n|[\r\n])|[^\r\n]++")


class StrayRecords:
    """Takes single records; a record is one line unless it is a row only together with those that follow."""

    def __init__(self, marks: Marks, width: int) -> None:
        """Begins a file of rows of a width."""
        self._marks = marks
        self._width = width
        self._fault = _fault_pattern(marks)
        self._left = _LOOKED_AT

    def take(self, piece: bytes) -> tuple[list[str], int]:
        """Takes the record at the beginning of a piece, and those behind it that have a fault too.

        Returns:
            The records, with the bytes that they take.
        """
        records = []
        place, last = 0, len(piece) // 2  # a record may take many lines
        while True:
            record = self._record(line[0].decode("utf-8", "ignore") for line in _LINE.finditer(piece, place))
            records.append(record)
            self._left += _LOOKED_AT_MORE * len(record)
            place += len(record.encode())
            if place >= last or self._fault is None or not self._fault.match(piece, place):
                return records, place

    def _record(self, lines: Iterator[str]) -> str:
        """Returns the line, or the lines together, that make a row: one line unless what follows it is no row."""
        first = next(lines)
        if is_closed(first, self._marks) or self._left < 0:
            return first
        second = next(lines, "")
        if self._is_row(first) and (not second.strip() or self._is_row(second)):
            return first
        joined = first
        delimiters = joined.count(self._marks.delimiter)
        for line in itertools.islice(itertools.chain((second,), lines), _MOST_JOINED - 1):
            joined += line
            delimiters += line.count(self._marks.delimiter)
            if self._width <= delimiters + 1 and self._is_row(joined) and is_closed(joined, self._marks):
                return joined
            if delimiters > _MOST_DELIMITERS * self._width or self._left < 0:
                break
        return first

    def _is_row(self, text: str) -> bool:
        self._left -= len(text) + _LOOK
        return len(split(text, self._marks)) == self._width


@functools.lru_cache(maxsize=8)
def _fault_pattern(marks: Marks) -> re.Pattern[bytes] | None:
    """Returns what matches a row with a quote that opens inside a cell, or is followed by more of it."""
    if not marks.quote:
        return None
    mark, quote, escape = (re.escape(sign.encode()) for sign in (marks.delimiter, marks.quote, marks.escape))
    escaped = rb"|%s%s?" % (escape, quote) if escape else b""
    letter = rb"(?:[^\r\n%s%s%s]%s)" % (mark, quote, escape, escaped)
    inner = rb"(?:[^%s%s]|%s%s%s)*+" % (quote, escape, quote, quote, escaped)
    cell = rb"(?:%s*+|%s%s%s)%s" % (letter, quote, inner, quote, mark)
    return re.compile(rb"(?:%s)*+(?:%s++%s|%s%s%s%s)" % (cell, letter, quote, quote, inner, quote, letter))
