"""Gives a header as many names as the table below has columns."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, Final

from triage.listen.names import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

#: Python refuses to read whole numbers of thousands of digits; none of those counts rows.
_MOST_DIGITS: Final = 18


def fitted(names: list[str], columns: Sequence[Sequence[str]], rows: int, known: Collection[str]) -> list[str]:
    """Gives a header as many names as the table has columns.

    Blank names go; where one is missing, the first column may number the rows, the last may be blank, or a name may
    be two.

    Args:
        names: What the header holds.
        columns: The filled cells below, by column.
        rows: How many rows they are from.
        known: Folded column names that a header is likely to have.

    >>> fitted(["id", 'text"day'], [["1"], ["a"], []], 2, ())
    ['id', 'text', 'day']
    """
    width = len(columns)
    while len(names) > width and "" in names[:-1]:
        names.remove("")
    if len(names) == width - 1 and rows > 1 and are_numbers(columns[0][:rows]):
        return ["", *names]
    while len(names) < width:
        parts = _two_names(names, known) if len(columns[-1]) * 2 >= rows else _quoted_apart(names)
        if not parts:
            break
        place, pair = next((one for one in parts if names[one[0]][len(one[1][0])] in "\"'"), parts[0])
        names[place : place + 1] = [name.strip("\"'") for name in pair]
    return names + [""] * (width - len(names))


def _two_names(names: Sequence[str], known: Collection[str]) -> list[tuple[int, tuple[str, str]]]:
    """Returns which names may be two, at a quote or where both parts are known."""
    return [
        (place, (name[:cut], name[cut:]))
        for place, name in enumerate(names)
        for cut in range(1, len(name))
        if name[cut] in "\"'" or (" " not in name[cut - 1 : cut + 1] and _are_known(name[:cut], name[cut:], known))
    ]


def _quoted_apart(names: Sequence[str]) -> list[tuple[int, tuple[str, str]]]:
    """Returns which names are surely two: a quote stands between letters, as no name has one."""
    return [
        (place, (name[: found.start() + 1], name[found.start() + 1 :]))
        for place, name in enumerate(names)
        for found in re.finditer(r'\w"(?="?\w)', name)
    ]


def _are_known(one: str, other: str, known: Collection[str]) -> bool:
    return fold(one) in known and fold(other) in known


def are_numbers(cells: Sequence[str]) -> bool:
    """Whether cells count up by one."""
    numbers = [int(cell) for cell in cells if cell.isdecimal() and cell.isascii() and len(cell) <= _MOST_DIGITS]
    return len(numbers) == len(cells) > 1 and all(later == one + 1 for one, later in itertools.pairwise(numbers))
