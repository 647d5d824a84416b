"""Finds the table in rows of cells: what stands above it, its header, and where its data begin."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from triage.listen.names import fold, make_unique
from triage.listen.shapes import VALUES, ColumnProfile, is_value

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

#: Rows that are looked at to decide.
SAMPLE_ROWS: Final = 300
_LONG_WORDS: Final = 8
_MOSTLY: Final = 0.8
_MOST_HEADER_ROWS: Final = 4
_MANY_KNOWN: Final = 8
#: Columns of values that a second header row names at least.
_FEWEST_NAMED: Final = 2
#: A header may have so many cells more or fewer than the rows below.
RAGGED: Final = 2
#: A table that begins earlier wins unless another has more than twice its rows.
_RIVAL: Final = 0.5
#: A table under known names that is smaller than this beside another is not the one meant.
_SMALL_TABLE: Final = 0.25
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_FEWEST_YEARS: Final = 2
#: Python refuses to read whole numbers of thousands of digits; none of those counts rows.
_MOST_DIGITS: Final = 18


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Where a table stands in rows of cells.

    Attributes:
        columns: Column names, unique.
        header_at: Place of the row that names the columns, -1 for none.
        header_rows: Rows that the header takes.
        data_at: Place of the first row of data.
    """

    columns: tuple[str, ...]
    header_at: int
    header_rows: int
    data_at: int


def choose_width(rows: Sequence[Sequence[str]], known: Collection[str]) -> int:
    """Returns how many columns the table has: as many as a header of known names, else as most rows agree on.

    >>> choose_width([["Report"], ["a", "b", "c"], ["1", "2", "3"], ["4", "5", "6"]], ())
    3
    """
    header = max(
        (row for row in rows[:SAMPLE_ROWS] if len(row) > 1 and is_named(row, known)),
        key=lambda row: sum(fold(cell) in known for cell in row),
        default=None,
    )
    counts = Counter(len(row) for row in rows if row)
    cells = max((width * count for width, count in counts.items() if width > 1), default=0)
    if header is not None and counts[len(header)] * len(header) >= _SMALL_TABLE * cells:
        usual = max(counts, key=lambda width: (counts[width], width))
        return usual if usual > 1 and counts[usual] > _MOSTLY * counts.total() else len(header)
    support = {width: count * (1 - 1 / width) for width, count in counts.items() if width > 1}
    if not support:
        return 1
    best = max(support, key=lambda width: (support[width], width))
    rivals = [width for width in support if counts[width] * width > _RIVAL * counts[best] * best]
    firsts = {width: next(place for place, row in enumerate(rows) if len(row) == width) for width in rivals}
    earliest = min(rivals, key=lambda width: firsts[width])
    is_another_table = firsts[best] - firsts[earliest] > counts[earliest] * _RIVAL
    return earliest if is_another_table else best


def find_layout(rows: Sequence[list[str]], width: int, known: Collection[str]) -> Layout:
    """Finds the header and the first row of data.

    Args:
        rows: The first rows of a file, blank ones too.
        width: How many columns the table has.
        known: Folded column names that a header is likely to have.
    """
    start = _table_start(rows, width, known)
    if start and start < len(rows) and _names_gaps(rows[start - 1], rows[start : start + SAMPLE_ROWS], width):
        start -= 1
    below = [row for row in rows[start + 1 : start + SAMPLE_ROWS] if any(map(str.strip, row))]
    if start >= len(rows) or not _is_header(rows[start], below, known):
        return Layout(columns=tuple(make_unique([""] * width)), header_at=-1, header_rows=0, data_at=start)
    last = _header_end(rows, start, width, known)
    header = max(range(start, last + 1), key=lambda place: (_known_names(rows[place], known), -place))
    sample = [row for row in rows[last + 1 : last + SAMPLE_ROWS] if len(row) == width]
    names = _fitted([name.strip() for name in rows[header]], _columns(sample, width), len(sample), known)
    above = rows[header - 1] if header else []
    columns = make_unique(_with_groups(names, above, width))
    return Layout(columns=tuple(columns), header_at=header, header_rows=last - start + 1, data_at=last + 1)


def _fitted(names: list[str], columns: Sequence[Sequence[str]], rows: int, known: Collection[str]) -> list[str]:
    """Gives a header as many names as the table has columns.

    Blank names go; where one is missing, the first column may number the rows, the last may be blank, or a name may
    be two.
    """
    width = len(columns)
    while len(names) > width and "" in names[:-1]:
        names.remove("")
    if len(names) == width - 1 and rows > 1 and _are_numbers(columns[0][:rows]):
        return ["", *names]
    while len(names) < width and len(columns[-1]) * 2 >= rows:
        parts = [
            (place, (name[:cut], name[cut:].lstrip("\"'")))
            for place, name in enumerate(names)
            for cut in range(1, len(name))
            if name[cut] in "\"'" or (" " not in name[cut - 1 : cut + 1] and _are_known(name[:cut], name[cut:], known))
        ]
        if not parts:
            break
        place, pair = next((one for one in parts if names[one[0]][len(one[1][0])] in "\"'"), parts[0])
        names[place : place + 1] = pair
    return names + [""] * (width - len(names))


def _are_known(one: str, other: str, known: Collection[str]) -> bool:
    return fold(one) in known and fold(other) in known


def _are_numbers(cells: Sequence[str]) -> bool:
    """Whether cells count up by one."""
    numbers = [int(cell) for cell in cells if cell.isdecimal() and cell.isascii() and len(cell) <= _MOST_DIGITS]
    return len(numbers) == len(cells) > 1 and all(later == one + 1 for one, later in itertools.pairwise(numbers))


def is_named(row: Sequence[str], known: Collection[str]) -> bool:
    """Whether at least half of a row's cells, or many of them, are names of columns, and none is a value."""
    cells = [cell.strip() for cell in row if cell.strip()]
    count = _known_count(row, known)
    return (count * 2 >= max(1, len(row)) or count >= _MANY_KNOWN) and not any(map(_is_no_name, cells))


def _known_count(row: Sequence[str], known: Collection[str]) -> int:
    return sum(fold(cell) in known for cell in row if cell.strip())


def _known_names(row: Sequence[str], known: Collection[str]) -> int:
    return len({fold(cell) for cell in row if cell.strip()} & set(known))


def _is_no_name(cell: str) -> bool:
    """Whether a cell is a value, or a label of the preamble such as "From:"."""
    return is_value(cell) or cell.endswith(":")


def _table_start(rows: Sequence[list[str]], width: int, known: Collection[str]) -> int:
    """Finds the first row that is as wide as the table and mostly filled: what stands above is preamble."""
    named = next(
        (
            place
            for place, row in enumerate(rows[:SAMPLE_ROWS])
            if abs(len(row) - width) <= RAGGED and min(len(row), width) > 1 and is_named(row, known)
        ),
        None,
    )
    if named is not None:
        return named
    wide = [place for place, row in enumerate(rows) if len(row) == width and any(map(str.strip, row))]
    half = width / 2
    start = next((place for place in wide if sum(1 for cell in rows[place] if cell.strip()) >= half), None)
    if start is None:
        return wide[0] if wide else 0
    above = rows[start - 1] if start else []
    is_header_above = (
        min(len(above), width) > 1
        and abs(len(above) - width) <= RAGGED
        and sum(not cell.strip() for cell in above) <= max(0, len(above) - width)
        and not any(is_value(cell.strip()) for cell in above)
        and any(is_value(cell.strip()) for cell in rows[start])
    )
    return start - 1 if is_header_above else start


def _is_header(row: Sequence[str], below: Sequence[Sequence[str]], known: Collection[str]) -> bool:
    cells = [cell.strip() for cell in row]
    if is_named(row, known) or _are_years(cells):
        return True
    columns = _columns(below, len(cells))
    for cell, column in zip(cells, columns, strict=True):
        values = sum(map(is_value, column))
        if is_value(cell) and (not column or values * 2 > len(column)):
            return False
    if any(fold(cell) in known for cell in cells) or len(cells) == 1:
        return len(cells) > 1 or fold(cells[0]) in known
    pairs = [(cell, column) for cell, column in zip(cells, columns, strict=True) if cell and column]
    if any(sum(map(is_value, column)) > _MOSTLY * len(column) and not is_value(cell) for cell, column in pairs):
        return True
    recurs = sum(cell in column for cell, column in pairs)
    return not recurs and not any(len(cell.split()) > _LONG_WORDS for cell in cells)


def _names_gaps(row: Sequence[str], below: Sequence[Sequence[str]], width: int) -> bool:
    """Whether a row with blank cells names columns: words over all columns whose cells are values."""
    cells = [cell.strip() for cell in row]
    table = [other for other in below if len(other) == width]
    typed = [place for place, column in enumerate(_columns(table, width)) if column and all(map(is_value, column))]
    return (
        len(cells) == width
        and len(table) > 1
        and len(typed) >= _FEWEST_NAMED
        and all(cells[place] for place in typed)
        and not any(map(_is_no_name, filter(None, cells)))
    )


def _columns(rows: Sequence[Sequence[str]], width: int) -> list[list[str]]:
    return [[row[place].strip() for row in rows if place < len(row) and row[place].strip()] for place in range(width)]


def _are_years(cells: Sequence[str]) -> bool:
    """Whether cells are names followed by rising years, the one value that names columns."""
    years = [int(cell) for cell in cells if _YEAR.fullmatch(cell)]
    first = next((place for place, cell in enumerate(cells) if _YEAR.fullmatch(cell)), 0)
    names = [cell for cell in cells if cell and not _YEAR.fullmatch(cell)]
    return (
        first > 0
        and len(years) >= _FEWEST_YEARS
        and len({later - earlier for earlier, later in itertools.pairwise(years)}) == 1
        and not any(map(is_value, names))
    )


def _header_end(rows: Sequence[list[str]], start: int, width: int, known: Collection[str]) -> int:
    """Finds the last row of the header: rows that repeat it, or name columns whose cells below are values."""
    last = start
    while last + 1 < min(len(rows), start + _MOST_HEADER_ROWS):
        row = rows[last + 1]
        if _same_names(row, rows[start]) or (len(row) == width and is_named(row, known)):
            last += 1
            continue
        below = [other for other in rows[last + 2 : last + SAMPLE_ROWS] if len(other) == width]
        if len(row) != width or not _names_values(row, below):
            break
        last += 1
    return last


def _same_names(row: Sequence[str], header: Sequence[str]) -> bool:
    return bool(row) and [fold(cell) for cell in row] == [fold(cell) for cell in header]


def _names_values(row: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Whether a row under the header is none of the data: words where all rows below have values."""
    if len(below) < _MOST_HEADER_ROWS:
        return False
    cells = [cell.strip() for cell in row]
    if _are_numbers(cells) and cells[0] == "1":
        return True
    typed = [
        place
        for place, column in enumerate(_columns(below, len(cells)))
        if len(column) > _MOSTLY * len(below) and sum(map(is_value, column)) > _MOSTLY * len(column)
    ]
    named = [place for place in typed if cells[place]]
    return len(named) >= min(_FEWEST_NAMED, len(cells)) and not any(map(is_value, cells))


def _with_groups(names: list[str], above: Sequence[str], width: int) -> list[str]:
    """Puts the group that stands above a name before it where the name alone is there twice."""
    counts = Counter(map(fold, names))
    if len(above) != width or not above[0].strip() or any(map(_is_no_name, filter(None, map(str.strip, above)))):
        return names
    group = ""
    grouped = []
    for name, label in zip(names, above, strict=False):
        group = label.strip() or group
        grouped.append(f"{group} {name}" if name and counts[fold(name)] > 1 else name)
    return grouped + names[len(grouped) :]


def profiles_of(rows: Sequence[Sequence[str]], width: int) -> list[ColumnProfile]:
    """Returns what the cells of each column look like, from rows of the table's width."""
    sample = [row for row in rows if len(row) == width][:SAMPLE_ROWS]
    return [ColumnProfile([row[place] for row in sample]) for place in range(width)]


def is_typed(profile: ColumnProfile) -> bool:
    """Whether the cells of a column are nearly all values."""
    return sum(profile.share_of(kind) for kind in VALUES) > _MOSTLY
