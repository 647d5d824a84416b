"""Lists the ways to read a cell that begins at a place of a record, with what each costs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from triage.listen.records import Marks, unescaped

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST_ENDS: Final = 12
#: Records with more places where a delimiter may be missing between quotes are not cut there.
MOST_JOINTS: Final = 12
#: What each repair costs, in the unit of `ColumnProfile.fit` (natural logarithms).
_MERGE: Final = 1.0
#: A delimiter inside a text has a blank behind it, as prose has.
_MERGE_BARE: Final = 8.0
#: Two cells without a delimiter between them.
SPLIT: Final = 3.0
#: The same where a quote stands between two letters, as none does in prose.
_TIGHT_SPLIT: Final = 0.5
#: The same where two do: it is likelier that they end a cell and begin another than that they are inside one.
_TWO_QUOTES: Final = -2.0
_LITERAL_QUOTE: Final = 2.0
_INNER_QUOTE: Final = 0.5
#: A quote before a delimiter ends its cell, unless all else speaks against it.
_PASSED_END: Final = 3.0

_ENDS_TEXT: Final = re.compile(r"[\w.!?:;%)\]\"']")
_BEGINS_TEXT: Final = re.compile(r"[\w$€£@#]")

#: The value of a cell, the place where the next one begins, and what reading it so costs.
Reading = tuple[str, int, float]


class CellReadings:
    """Reads one record from any of its places.

    Attributes:
        joints: Places of quotes that may open a cell although no delimiter stands before, with what that costs.
    """

    def __init__(self, text: str, marks: Marks, most_merged: int) -> None:
        """Takes a record without its line end.

        Args:
            text: The record.
            marks: How cells are told.
            most_merged: So many parts between delimiters may be one cell at most.
        """
        self._text = text
        self._marks = marks
        self._most_merged = most_merged
        joints = dict(self._joints()) if marks.quote and not marks.escape else {}
        self.joints = joints if len(joints) <= MOST_JOINTS else {}

    def _joints(self) -> Iterator[tuple[int, float]]:
        text, quote, mark = self._text, self._marks.quote, self._marks.delimiter
        place = text.find(quote, 1)
        while place > 0:
            behind = place + len(quote)
            is_second = text.endswith(quote, 0, place)
            before = place - len(quote) * is_second
            is_inside = before and not text.endswith(mark, 0, before)
            if is_inside and behind < len(text) and not text.startswith(mark, behind):
                is_tight = _ENDS_TEXT.match(text, before - 1) and _BEGINS_TEXT.match(text, behind)
                tight = _TWO_QUOTES if is_second else _TIGHT_SPLIT
                yield place, tight if is_tight else SPLIT
            place = text.find(quote, behind)

    @property
    def is_glued(self) -> bool:
        """Whether two quotes stand between two letters, as where the delimiter between two cells is missing."""
        return _TWO_QUOTES in self.joints.values()

    def at(self, place: int) -> Iterator[Reading]:
        """Yields each way to read a cell that begins at a place."""
        text, marks = self._text, self._marks
        begin = place if marks.delimiter == " " or not marks.quote else _after_blanks(text, place)
        is_quoted = bool(marks.quote) and text.startswith(marks.quote, begin)
        if is_quoted:
            yield from self._quoted_at(begin + len(marks.quote))
        end = place
        cost = _LITERAL_QUOTE if is_quoted else 0.0
        for _ in range(self._most_merged):
            found = text.find(marks.delimiter, end)
            if not is_quoted:
                ends = (joint for joint in self.joints if end < joint and (joint < found or found < 0))
                yield from ((text[place:joint], joint, cost + self.joints[joint]) for joint in ends)
            end = len(text) if found < 0 else found
            yield text[place:end], end + len(marks.delimiter), cost
            if found < 0:
                return
            end += len(marks.delimiter)
            is_prose = marks.delimiter == " " or text.startswith(" ", end)
            cost += _MERGE if is_prose else _MERGE_BARE

    def _quoted_at(self, begin: int) -> Iterator[Reading]:
        text, marks = self._text, self._marks
        end = text.find(marks.quote, begin)
        tried = 0
        while end >= 0 and tried < _MOST_ENDS:
            behind = end + len(marks.quote)
            after = behind if marks.delimiter == " " else _after_blanks(text, behind)
            content = text[begin:end]
            cost = tried * _PASSED_END
            if marks.quote in content.replace(marks.quote * 2, ""):
                cost += _INNER_QUOTE
            if after == len(text) or text.startswith(marks.delimiter, after):
                yield unescaped(content, marks), after + len(marks.delimiter), cost
                tried += 1
            elif behind in self.joints:
                yield unescaped(content, marks), behind, cost + self.joints[behind]
            end = text.find(marks.quote, behind)


def _after_blanks(text: str, place: int) -> int:
    while text.startswith(" ", place):
        place += 1
    return place
