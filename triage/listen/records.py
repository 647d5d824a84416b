"""Splits the text of records into cells where quotes cannot be trusted."""

from __future__ import annotations

import csv
import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

#: A record of more lines than this began with a stray quote.
MAX_LINES: Final = 1_000
#: So many cells of a long record may begin with a quote that nothing ends, each sought to the end; then quotes mean
#: nothing in it.
_MOST_UNCLOSED: Final = 16
_LONG: Final = 10_000
#: No cell is refused by the csv module itself: the limit is ours, with its name.
_NO_LIMIT: Final = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Marks:
    """The characters that structure a delimited text.

    Attributes:
        delimiter: What stands between two cells, one character or more.
        quote: Quote character, "" for none.
        escape: Escape character before a quote, "" where quotes are doubled.
    """

    delimiter: str
    quote: str
    escape: str = ""


def split(text: str, marks: Marks) -> list[str]:
    r"""Splits one record where a quote ends a cell only before a delimiter or the record's end.

    >>> split('1,"a "good" one, really",x"y', Marks(",", '"'))
    ['1', 'a "good" one, really', 'x"y']
    """
    text = text.rstrip("\r\n")
    if not text:
        return []
    if not marks.quote or marks.quote not in text:
        return text.split(marks.delimiter)
    cells: list[str] = []
    unclosed = 0
    for match in _cell_pattern(marks).finditer(text):
        cells.append(_unquoted(match, marks))
        unclosed += match["quoted"] is None and cells[-1].startswith(marks.quote)
        if unclosed > _MOST_UNCLOSED and len(text) - match.end() > _LONG:
            return cells + text[match.end() :].split(marks.delimiter)[1:]
    return cells


def is_closed(text: str, marks: Marks) -> bool:
    """Whether each cell of a record that begins with a quote also ends with one."""
    if not marks.quote or marks.quote not in text:
        return True
    matches = _cell_pattern(marks).finditer(text.rstrip("\r\n"))
    return not any((match["plain"] or "").startswith(marks.quote) for match in matches)


@functools.lru_cache(maxsize=64)
def _cell_pattern(marks: Marks) -> re.Pattern[str]:
    mark, quote, escape = re.escape(marks.delimiter), re.escape(marks.quote), re.escape(marks.escape)
    plain = rf"(?P<plain>(?:(?!{mark}).)*+)"
    if not marks.quote:
        return re.compile(rf"(?:\A|{mark})(?P<quoted>(?!))?{plain}", re.DOTALL)
    blanks = "" if marks.delimiter == " " else " *"
    inner = rf"[^{quote}{escape}]|{escape}." if escape else rf"[^{quote}]|{quote}{quote}(?!{blanks}(?:{mark}|\Z))"
    end = rf"{quote}{blanks}(?={mark}|\Z)"
    begin = rf"{blanks and ' *+'}{quote}"
    quoted = rf"{begin}(?P<quoted>(?:{inner}|{quote}(?!{blanks}(?:{mark}|\Z))|{quote}{quote})*+){end}"
    return re.compile(rf"(?:\A|{mark})(?:{quoted}|{plain})", re.DOTALL)


def _unquoted(match: re.Match[str], marks: Marks) -> str:
    quoted: Any = match["quoted"]
    return match["plain"] if quoted is None else unescaped(quoted, marks)


def unescaped(content: str, marks: Marks) -> str:
    """Returns the value of what stands between two quotes."""
    if marks.escape:
        return re.sub(rf"{re.escape(marks.escape)}(.)", r"\1", content, flags=re.DOTALL)
    return content.replace(marks.quote * 2, marks.quote)


def read_rows(lines: Sequence[str], marks: Marks) -> Iterator[tuple[list[str], int]]:
    """Yields the rows of a text that may have stray quotes, with the number of lines that are used up after each.

    Args:
        lines: The lines with their ends.
        marks: How cells are told; the delimiter is one character.
    """
    csv.field_size_limit(_NO_LIMIT)
    used = 0
    while used < len(lines):
        begin = used
        reader = csv.reader(
            iter(lines[begin : begin + MAX_LINES] if begin else lines),
            delimiter=marks.delimiter,
            quotechar=marks.quote or None,
            quoting=csv.QUOTE_MINIMAL if marks.quote else csv.QUOTE_NONE,
            escapechar=marks.escape or None,
            doublequote=not marks.escape,
        )
        try:
            for row in reader:
                used = begin + reader.line_num
                yield row, used
            continue
        except csv.Error:
            pass
        yield split(lines[used], marks), used + 1
        used += 1
