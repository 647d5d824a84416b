"""Finds the rows of other tables among those that are not as wide as the table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from triage.listen.layout import is_named
from triage.listen.names import fold
from triage.listen.shapes import is_value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from triage.listen.readers.odd_rows import OddRow

#: Rows of one other width that stand together make another table.
_FEWEST_ROWS: Final = 3
#: Rows of another table that stand together and may be odd in it themselves.
_MOST_ODD: Final = 3


def other_tables(odd: Sequence[OddRow], rows: Sequence[Sequence[str]], columns: Sequence[str]) -> dict[int, str]:
    """Finds rows that stand together under a header of their own.

    Args:
        odd: Rows of other widths, in the order of the file.
        rows: The cells of each.
        columns: Names of the table's columns.

    Returns:
        For the number of each such row, to which table it belongs.
    """
    found: dict[int, str] = {}
    place = 0
    widths = list(map(len, rows))
    while place < len(odd):
        end = _run_end(odd, widths, place)
        width = widths[place]
        if width > 1 and end - place >= _FEWEST_ROWS and _is_header(rows[place], columns):
            while end < len(odd) and (later := _resumed_at(odd, widths, end, width)):
                end = _run_end(odd, widths, later)
            reason = f"belongs to another table, of {width} columns, that begins in row {odd[place].number}"
            found |= dict.fromkeys((row.number for row in odd[place:end]), reason)
        place = end
    return found


def _run_end(odd: Sequence[OddRow], widths: Sequence[int], place: int) -> int:
    """Returns the place after the rows of one width that stand together."""
    end = place + 1
    while end < len(odd) and odd[end].number <= odd[end - 1].number + 2 and widths[end] == widths[place]:
        end += 1
    return end


def _resumed_at(odd: Sequence[OddRow], widths: Sequence[int], place: int, width: int) -> int:
    """Returns where a table goes on behind a few rows that are odd in it, 0 where it does not."""
    for later in range(place, min(len(odd), place + _MOST_ODD + 1)):
        if odd[later].number > odd[later - 1].number + 2:
            return 0
        if widths[later] == width:
            return later
    return 0


def _is_header(cells: Sequence[str], columns: Sequence[str]) -> bool:
    own = set(map(fold, columns))
    names = [cell for cell in cells if cell.strip()]
    if not names or any(map(is_value, names)):
        return False
    repeated = sum(fold(name) in own for name in names) * 2 >= len(names)
    return repeated or is_named(cells, own)
