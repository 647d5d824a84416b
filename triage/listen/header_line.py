"""Reads the line that names the columns anew where a stray quote or another delimiter hides the names."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from triage.listen.records import Marks, split
from triage.listen.shapes import is_value

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

#: Delimiters that the header alone may have.
_STRANGE: Final = (",", ";", "\t", "|", " ")


def mend_header(rows: list[list[str]], ends: Sequence[int], lines: Sequence[str], marks: Marks) -> None:
    r"""Puts the names of the columns in place of what their line was taken for.

    Only the first row of the table's width and the row before it are looked at: what stands there names the columns.

    Args:
        rows: The first rows of a file.
        ends: How many lines are used up after each.
        lines: The lines with their ends.
        marks: How cells are told.

    >>> rows = [["id,text,day"], ["1", "a", "2"], ["3", "b", "4"]]
    >>> mend_header(rows, [1, 2, 3], ['"id,text,day\n', "1,a,2\n", "3,b,4\n"], Marks(",", '"'))
    >>> rows[0]
    ['"id', 'text', 'day']
    """
    width = _usual_width(rows)
    first = next((place for place, row in enumerate(rows) if len(row) == width > 1), -1)
    for place in range(max(0, first - 1), first + 1):
        begin = ends[place - 1] if place else 0
        if ends[place] - begin != 1 or not rows[place]:
            continue
        if place == first:
            names = split(lines[begin], marks)
            if marks.quote and any(marks.quote in cell for cell in rows[place]) and len(names) == width:
                rows[place] = names
        elif any(map(is_value, rows[first])):
            found = (names for names in _readings(lines[begin], marks) if len(names) == width)
            names = next((names for names in found if not any(map(is_value, names))), [])
            rows[place] = names or _with_quotes(lines[begin], rows[place], marks)


def _usual_width(rows: Sequence[Sequence[str]]) -> int:
    widths = Counter(len(row) for row in rows if len(row) > 1)
    return max(widths, key=lambda width: (widths[width], width), default=0)


def _readings(line: str, marks: Marks) -> Iterator[list[str]]:
    """Yields ways to read a line: each quote for itself, none that hides a delimiter, and with another delimiter."""
    yield split(line, marks)
    if marks.quote and marks.quote in line:
        yield [_bare(cell, marks) for cell in line.rstrip("\r\n").split(marks.delimiter)]
    if marks.delimiter not in line:
        yield from (split(line, Marks(mark, marks.quote, marks.escape)) for mark in _STRANGE if mark in line)


def _bare(cell: str, marks: Marks) -> str:
    """Returns a cell without the quotes around it, where there are two."""
    is_quoted = len(cell) > 1 and cell.startswith(marks.quote) and cell.endswith(marks.quote)
    return cell[1:-1] if is_quoted else cell


def _with_quotes(line: str, row: list[str], marks: Marks) -> list[str]:
    """Returns a row with the quotes inside its cells, by which a cell of two names is told."""
    names = split(line, marks) if marks.quote and marks.quote in line else []
    return names if len(names) == len(row) else row
