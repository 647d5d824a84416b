"""Makes plain lines of those that end oddly, or that are quoted as a whole."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Final

from triage.listen.records import Marks, split

_SAMPLE_ROWS: Final = 300
_WRAPPED: Final = re.compile(r'^"((?:[^"]|"")*+)"(?=\r?\n|\r|\Z)', re.MULTILINE)
_FEWEST_WRAPPED: Final = 2
_RETURN: Final = re.compile(r"\r(?!\n)")
#: Stands in for a carriage return that ends no line: two characters that Unicode assigns to nobody, and that no text
#: has side by side.
BARE_RETURN: Final = chr(0xFDD0) + chr(0xFDEF)
#: What ends lines where neither a return nor a line feed does.
_OTHER_ENDS: Final = ("\x1e", "\x85", "\u2028", "\u2029", "\x0b", "\x0c", "\x1d")
_TAILS: Final = ";|~^#$"
_MOST_ROWS: Final = 0.8
#: As many lines, where cells may have line breaks.
_MANY_LINES: Final = 0.6
#: Share of the lines that must end with a bare return for it to be one of the line ends.
_FEW_RETURNS: Final = 0.1
_FEWEST_RETURNS: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class LineForm:
    r"""What the lines of a text are like.

    Attributes:
        end: What ends a line: "\n" (also with a return before it), "\r", or another character.
        tail: What stands before each line's end and means nothing.
        is_wrapped: Whether whole rows are quoted, as a table put into one column of another is.
    """

    end: str = "\n"
    tail: str = ""
    is_wrapped: bool = False

    def ends_plainly(self, text: str) -> str:
        """Makes line feeds of other line ends, and marks the returns that end no line."""
        if self.end == "\n":
            return _RETURN.sub(BARE_RETURN, text) if "\r" in text else text
        return text if self.end == "\r" else text.replace(self.end, "\n")

    def unwrapped(self, text: str) -> str:
        """Returns lines that end plainly without the quotes around all of each, and without their tails."""
        if self.tail:
            text = text.replace(self.tail + "\n", "\n").replace(self.tail + "\r\n", "\r\n").removesuffix(self.tail)
        return _WRAPPED.sub(lambda row: row[1].replace('""', '"'), text) if self.is_wrapped else text


PLAIN: Final = LineForm()


def line_form(head: str) -> LineForm:
    r"""Returns what the lines of a text are like, from its beginning.

    >>> line_form("id,text;\n1,late;\n2,lost;\n")
    LineForm(end='\n', tail=';', is_wrapped=False)
    """
    end = _end(head)
    return LineForm(end=end, tail=_tail(LineForm(end=end).ends_plainly(head)), is_wrapped=_is_wrapped(head))


def _end(head: str) -> str:
    """Returns what ends lines; a return that stands alone only now and then is part of a text."""
    returns = len(_RETURN.findall(head))
    other = max(_OTHER_ENDS, key=head.count)
    if head.count(other) > max(1, returns + head.count("\n")):
        return other
    feeds = head.count("\n")
    return "\r" if returns > max(_FEW_RETURNS * feeds, min(feeds, _FEWEST_RETURNS)) else "\n"


def _tail(text: str) -> str:
    """Returns what stands at the end of nearly every line and not inside the first."""
    lines = [line for line in text.splitlines() if line.strip()]
    tails = Counter(line[-1] for line in lines)
    tail, count = max(tails.items(), key=lambda item: (item[1], item[0]), default=("", 0))
    if not tail or tail not in _TAILS or len(lines) == 1 or count <= _MANY_LINES * len(lines):
        return ""
    return tail if lines[0].endswith(tail) and tail not in lines[0][:-1] else ""


def _is_wrapped(head: str) -> bool:
    """Whether whole rows are quoted, as a table put into one column of another is."""
    rows = [row.replace('""', '"') for row in _WRAPPED.findall(head)][1:_SAMPLE_ROWS]
    if len(rows) < _FEWEST_WRAPPED or sum(map(len, rows)) < _MANY_LINES * len(head) * len(rows) / (len(rows) + 1) / 2:
        return False
    for mark in ",;\t|":
        widths = Counter(len(split(row, Marks(mark, '"'))) for row in rows)
        width, count = widths.most_common(1)[0]
        if width > 1 and count > _MOST_ROWS * len(rows):
            return True
    return False
