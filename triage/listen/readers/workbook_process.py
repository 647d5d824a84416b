"""Reads a workbook from standard input in a process of its own; it writes lines of JSON.

Arguments: the bytes of memory and the seconds of processor time that it may take. A line is a sheet ({"sheet": ...}), a
block of its rows ([[...], ...]), {"refused": ...} or, last, {"end": true}. It imports nothing of triage: it starts
quickly, and needs no path to it.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import itertools
import sys
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from python_calamine import CalamineWorkbook

#: Exit status where memory is used up and the interpreter could still say so.
OUT_OF_MEMORY: Final = 3
_BLOCK_CELLS: Final = 20_000
#: Rows from the top in which cells that are merged sideways may be the groups of a header.
_HEADER_ROWS: Final = 20
#: From here on not every whole number is a double: the last digits of an id are lost.
_EXACT: Final = 2**53

#: First and last cell, each row and column from 0.
Range = tuple[tuple[int, int], tuple[int, int]]


def text_of(cell: object) -> str:
    """Returns a cell as a CSV export shows it.

    >>> [text_of(cell) for cell in (12.0, 0.5, True, dt.date(2026, 11, 23), dt.timedelta(hours=36))]
    ['12', '0.5', 'true', '2026-11-23', '36:00:00']
    >>> text_of(1234567890123456789.0)
    '1.23456789012346E+18'
    """
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell)) if abs(cell) < _EXACT else f"{cell:.14E}"
    if isinstance(cell, dt.timedelta):
        seconds = round(abs(cell).total_seconds())
        sign = "-" if cell < dt.timedelta() else ""
        return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return cell.isoformat() if isinstance(cell, dt.date | dt.time) else str(cell)


def fill_merged(rows: Iterator[list[str]], merged: list[Range], first_column: int) -> Iterator[list[str]]:
    """Repeats the text of merged cells: down each row, and sideways over the columns of a header's group.

    A title that is alone in its row is not repeated.

    >>> list(fill_merged(iter([["Post", "", "Author"], ["id", "text", "name"]]), [((0, 0), (0, 1))], 0))
    [['Post', 'Post', 'Author'], ['id', 'text', 'name']]
    """
    begins: dict[int, list[Range]] = {}
    for area in merged:
        begins.setdefault(area[0][0], []).append(area)
    open_areas: list[tuple[int, int, str]] = []
    for number, row in enumerate(rows):
        is_title = sum(cell != "" for cell in row) == 1 if number in begins else True
        for (_, left), (bottom, right) in begins.pop(number, ()):
            column, width = left - first_column, right - left + 1
            if not 0 <= column < len(row):
                continue
            if number < _HEADER_ROWS and not is_title:
                width = min(width, len(row) - column)
                row[column : column + width] = [row[column]] * width
            if bottom > number:
                open_areas.append((bottom, column, row[column]))
        if open_areas:
            open_areas = [area for area in open_areas if area[0] >= number]
            for _, column, text in open_areas:
                row[column] = row[column] or text
        yield row


def main() -> None:
    """Reads the workbook."""
    _limit(*map(int, sys.argv[1:]))
    import python_calamine

    try:
        workbook = python_calamine.load_workbook(io.BytesIO(sys.stdin.buffer.read()))
        for place, about in enumerate(workbook.sheets_metadata):
            if about.typ == python_calamine.SheetTypeEnum.WorkSheet:
                is_hidden = about.visible != python_calamine.SheetVisibleEnum.Visible
                _write_sheet(workbook, place, about.name, is_hidden=is_hidden)
        _write({"end": True})
    except MemoryError:
        sys.exit(OUT_OF_MEMORY)
    except python_calamine.PasswordError:
        _write({"refused": "is a workbook with a password; save it without one"})
    except python_calamine.CalamineError:
        _write({"refused": "is a workbook that is damaged or cut off; fetch it again"})


def _write_sheet(workbook: CalamineWorkbook, place: int, name: str, *, is_hidden: bool) -> None:
    import python_calamine

    told = {"sheet": name, "hidden": is_hidden, "warnings": []}
    try:
        sheet = workbook.get_sheet_by_index(place)
    except python_calamine.CalamineError:
        _write({**told, "warnings": ["the sheet is damaged and cannot be read"]})
        return
    if sheet.start is None or sheet.end is None:
        return
    rows: Iterator[list[str]] = (
        [cell if type(cell) is str else text_of(cell) for cell in row] for row in sheet.iter_rows()
    )
    if merged := sheet.merged_cell_ranges:
        rows = fill_merged(rows, merged, sheet.start[1])
    _write(told)
    count = max(1, _BLOCK_CELLS // (sheet.end[1] - sheet.start[1] + 1))
    while block := list(itertools.islice(rows, count)):
        _write(block)


def _write(message: Any) -> None:  # noqa: ANN401 - it is JSON
    import orjson

    sys.stdout.buffer.write(orjson.dumps(message) + b"\n")


def _limit(memory: int, seconds: int) -> None:
    """Sets the limits where the system has them."""
    try:
        import resource
    except ImportError:  # Windows
        return
    for kind, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):  # a lower one is set already, or the system knows none
            resource.setrlimit(kind, (most, most))


if __name__ == "__main__":
    main()
