"""Reads an action list that a person edited and saved in a spreadsheet."""

from __future__ import annotations

import codecs
import csv
import functools
import io
import itertools
import re
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from triage.listen.dates import read_dates
from triage.listen.encoding import TextStream
from triage.listen.names import fold
from triage.listen.packing import unpack
from triage.listen.readers.workbook import read_workbook
from triage.listen.sources import RefusedError
from triage.listen.tables import why
from triage.model.action import Action
from triage.model.column import did_you_mean, names_of
from triage.model.edited import EDITABLE, EditedList, EditedRow, Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date

    from triage.listen.packing import Content
    from triage.model.settings import ListenSettings

_ID: Final = "action_id"
#: Folded name of each column of a list -> its name.
_COLUMNS: Final = {fold(name): name for name in names_of(Action)}
_DELIMITERS: Final = (",", ";", "\t")
#: Rows that may stand above the header, and characters in which it is looked for.
_PREAMBLE: Final = 50
_HEAD_CHARS: Final = 1_000_000
#: A line for Excel alone, which shows it as no row.
_SEP_LINE: Final = re.compile(r'\ufeff?"?sep=[^\r\n]"?\r?\n', re.IGNORECASE)
_SLASHED: Final = re.compile(r"(?<!\d)(\d{1,2})[/-](\d{1,2})[/-](?:\d{4}|\d{2})(?!\d)")
_MONTHS: Final = 12
_SHOWN: Final = 8
_READ: Final = "a list is read back from CSV, TSV or a workbook"
_EXPECTED: Final = "expected is a list that `triage run` wrote, with the column action_id and those that were edited"


def read_edited(path: Path | str, settings: ListenSettings, unmark: Callable[[str], str]) -> EditedList:
    """Reads a list as a spreadsheet or an editor saved it: CSV or TSV of any dialect and encoding, or a workbook.

    Rows may be sorted, left out or blank, columns moved, left out or added, lines may stand above the header. Of a
    workbook the first sheet that has a column action_id is read, a visible one before a hidden one.

    Args:
        path: The file.
        settings: Limits.
        unmark: Takes off the mark that keeps a cell from being run as a formula.

    Returns:
        The list.

    Raises:
        RefusedError: It is missing, cannot be read, or is no action list; it says what was seen.
    """
    name = str(path)
    try:
        with Path(path).open("rb") as handle:
            return _read(next(unpack(handle, name, settings)), name, settings, unmark)
    except RefusedError as error:
        raise RefusedError(error.what, where=name, hint=error.hint) from error
    except (OSError, csv.Error) as error:
        raise RefusedError(why(error), where=name) from error


@functools.lru_cache(maxsize=4096)
def possible_days(text: str) -> tuple[date, ...]:
    """Returns the days that a cell can mean: none, one, or two, that with the day before the month first.

    >>> [str(day) for day in possible_days("3.12.2026")], [str(day) for day in possible_days("12/3/2026")]
    (['2026-12-03'], ['2026-03-12', '2026-12-03'])
    """
    import pandas as pd

    times = [read_dates(pd.Series([text], dtype="str"), order).times.iloc[0] for order in ("dmy", "mdy")]
    return tuple(dict.fromkeys(time.date() for time in times if not pd.isna(time)))


def tidy(text: str) -> str:
    r"""Returns a cell with plain line ends and without blanks around it.

    >>> tidy(" call Anna\r\nfirst ")
    'call Anna\nfirst'
    """
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _read(content: Content, name: str, settings: ListenSettings, unmark: Callable[[str], str]) -> EditedList:
    if content.refused:
        raise RefusedError(content.refused)
    if content.kind == "workbook" and content.file is not None:
        rows, told = _sheet_with_ids(content.file, settings)
        return _list_of(rows, name, unmark, told)
    if content.kind != "text":
        raise RefusedError(f"is {content.kind.capitalize()}", hint=_READ)
    text, encoding = _text(content)
    text = _SEP_LINE.sub("", text, count=1) if _SEP_LINE.match(text) else text
    delimiter = _delimiter(text)
    rows = enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), start=1)
    hint = True if delimiter == ";" else None
    return _list_of(rows, name, unmark, encoding=encoding, day_first=hint)


def _text(content: Content) -> tuple[str, str]:
    """Returns the text, with its code page, or "" where it is Unicode, which is never mended: it may be meant so."""
    blocks = list(content.blocks)
    data = b"".join(blocks)
    is_wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = data.decode("utf-16" if is_wide else "utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if text and "\0" not in text:
        return text, ""
    stream = TextStream(iter(blocks))
    text = "".join(stream)
    is_unicode = stream.encoding.replace("_", "-").startswith("utf")
    return text, "" if is_unicode else codecs.lookup(stream.encoding).name


def _delimiter(text: str) -> str:
    """Returns the delimiter by which the header has a column action_id."""
    head = text[:_HEAD_CHARS]
    for delimiter in _DELIMITERS:
        rows = csv.reader(io.StringIO(head, newline=""), delimiter=delimiter)
        if any(map(_is_header, itertools.islice(rows, _PREAMBLE))):
            return delimiter
    if head.lstrip().startswith(("{", "[")):
        raise RefusedError("is JSON", hint=_READ)
    delimiter = max(_DELIMITERS, key=head.count)
    raise _refusal(itertools.islice(csv.reader(io.StringIO(head, newline=""), delimiter=delimiter), _PREAMBLE))


def _sheet_with_ids(file: BinaryIO, settings: ListenSettings) -> tuple[Iterable[tuple[int, list[str]]], list[Fault]]:
    """Returns the numbered rows of the sheet that is read, and says which others could have been."""
    found: list[tuple[bool, str, list[list[str]]]] = []
    seen: list[list[str]] = []
    for sheet in read_workbook(file, settings):
        rows = list(sheet.rows)
        seen += rows[:_PREAMBLE]
        if any(map(_is_header, rows[:_PREAMBLE])):
            found.append((sheet.hidden, sheet.name, rows))
    if not found:
        raise _refusal(seen)
    found.sort(key=lambda sheet: sheet[0])
    others = ", ".join(repr(sheet) for _, sheet, _ in found[1:])
    told = f"the sheet {found[0][1]!r} was read, not {others}, which has a column action_id too"
    return enumerate(found[0][2], start=1), [Fault(row=0, told=told, left_out=False)] if others else []


def _is_header(row: Sequence[str]) -> bool:
    names = {_COLUMNS.get(fold(cell)) for cell in row} - {None}
    return _ID in names and len(names) > 1


def _refusal(rows: Iterable[Sequence[str]]) -> RefusedError:
    """Says which columns there are: those of the row that has most names of a list's columns, or else most cells."""
    filled = [[cell.strip() for cell in row if cell.strip()] for row in rows]
    cells = max(filled, key=lambda row: (sum(fold(cell) in _COLUMNS for cell in row), len(row)), default=[])
    more = f" and {len(cells) - _SHOWN} more" if len(cells) > _SHOWN else ""
    columns = ", ".join(cell[:40] for cell in cells[:_SHOWN]) + more
    return RefusedError(f"is no action list: its columns are {columns or 'none'}", hint=_EXPECTED)


def _list_of(
    rows: Iterable[tuple[int, list[str]]],
    path: str,
    unmark: Callable[[str], str],
    told: Sequence[Fault] = (),
    *,
    encoding: str = "",
    day_first: bool | None = None,
) -> EditedList:
    numbered = iter(rows)
    header = next(row for _, row in numbered if _is_header(row))
    places, faults = _places(header)
    found: list[EditedRow] = []
    for number, cells in numbered:
        if not any(cell.strip() for cell in cells) or _is_header(cells):
            continue
        row = _row(number, [tidy(unmark(cell)) for cell in cells], places)
        if fault := _misshape(row, cells, header):
            faults.append(fault)
        else:
            found.append(row)
    order = _order_told(found)
    return EditedList(
        path=path, rows=tuple(found), faults=(*told, *faults), encoding=encoding,
        day_first=day_first if order is None else order,
    )  # fmt: skip


def _places(header: Sequence[str]) -> tuple[dict[str, int], list[Fault]]:
    """Returns where each column of a list stands; the first counts of those that stand twice."""
    places: dict[str, int] = {}
    faults = []
    for place, cell in enumerate(header):
        name = _COLUMNS.get(fold(cell))
        if name and name in places:
            told = f"the column {name} stands twice; the first was read"
            faults.append(Fault(row=0, told=told, left_out=name in EDITABLE))
        elif name:
            places[name] = place
    missing = [name for name in EDITABLE if name not in places]
    unknown = [(cell.strip(), did_you_mean(fold(cell), missing)) for cell in header if fold(cell) not in _COLUMNS]
    doubts = [f"the column {cell!r} was not read{near}" for cell, near in unknown if near]
    if len(missing) == len(EDITABLE):
        doubts.append(f"has none of the columns that can be edited: {', '.join(EDITABLE)}")
    return places, [*faults, *(Fault(row=0, told=told, left_out=False) for told in doubts)]


def _row(number: int, cells: Sequence[str], places: dict[str, int]) -> EditedRow:
    named = {name: cells[place] if place < len(cells) else "" for name, place in places.items()}
    return EditedRow(number=number, action_id=named.pop(_ID), cells=named)


def _misshape(row: EditedRow, cells: Sequence[str], header: Sequence[str]) -> Fault | None:
    """Tells why a row cannot be read: its cells have moved, or it does not say which action it is."""
    if any(cell.strip() for cell in cells[len(header) :]):
        told = f"has {len(cells)} cells where the header has {len(header)}; put quotes around cells with a delimiter"
        return Fault(row=row.number, told=told)
    if not row.action_id:
        runs_on = len(cells) < len(header) and any("\n" in cell for cell in cells)
        told = "has a quote that is not closed, so that rows below it are part of it" if runs_on else "has no action_id"
        return Fault(row=row.number, told=told)
    return None


def _order_told(rows: Iterable[EditedRow]) -> bool | None:
    """Tells from dates such as 25/11/2026 whether the day comes first in all of them."""
    firsts = {first > second for first, second in _slashed(rows) if max(first, second) > _MONTHS}
    return firsts.pop() if len(firsts) == 1 else None


def _slashed(rows: Iterable[EditedRow]) -> Iterator[tuple[int, int]]:
    for row in rows:
        for column in ("due", "status"):
            if found := _SLASHED.search(row.cells.get(column, "")):
                yield int(found[1]), int(found[2])
