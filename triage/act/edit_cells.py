"""Tells what a cell of an edited list means, and whether it was edited at all."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Final

from triage.act.status_words import read_status, status_expected
from triage.model.column import did_you_mean
from triage.model.vocabulary import Priority, Status

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

#: UTF-16 units that a cell of a spreadsheet holds.
_LONGEST: Final = 32_767
_PRIORITY: Final = re.compile(r"[Pp]?\s*([1-4])")
_DATE: Final = re.compile(r"\d[./-]\d{1,2}[./-]\d")
#: What spreadsheets make of a cell that holds such a word.
_TRUTHS: Final = {"true": True, "wahr": True, "false": False, "falsch": False}


class CellError(Exception):
    """A cell that cannot be read; its text says what was found and expected."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CellReader:
    """Reads the cells of one list.

    Attributes:
        days: Returns the days that a text can mean, the one with the day before the month first.
        plain: Returns a text as outputs hold it.
        day_first: Whether the day comes first in 03/04/2026; None where nothing tells.
        encoding: The code page of the file, "" for Unicode.
        today: A day of doubt that only one way to read it puts before this one is read in the other.
        team: Names of the team; empty where there is none.
    """

    days: Callable[[str], tuple[date, ...]]
    plain: Callable[[str], str]
    day_first: bool | None = None
    encoding: str = ""
    today: date = date.min
    team: Collection[str] = field(default=())

    def shown(self, text: str) -> str:
        """Returns a text as a list shows it, and as its cells are read."""
        return self.plain(text).replace("\r\n", "\n").replace("\r", "\n").strip()

    def is_edited(self, column: str, cell: str, written: str) -> bool:
        """Whether a cell holds other than what was written, and other than what spreadsheets make of that alone."""
        written = self.shown(written)
        if cell == written or (self.encoding and _is_lossy(cell, written, self.encoding)):
            return False
        if not cell or not written:
            return True
        if column == "status":
            return read_status(cell) != (written, "")
        if column == "priority":
            return _priority_in(cell) != written
        return not (_same_number(cell, written) or _same_truth(cell, written) or self._same_day(cell, written))

    def status(self, cell: str) -> tuple[str, date | None]:
        """Returns a status, with the day until which it is snoozed where the cell says it.

        Raises:
            CellError: It is no status, or its day is none.
        """
        status, until = read_status(cell)
        if not status:
            raise CellError(f"status {cell!r} {status_expected(cell)}")
        if not until:
            return status, None
        if status != Status.SNOOZED:
            raise CellError(f"status {cell!r} says more than a status; put {until!r} into note")
        return status, self.day("status", until)

    def day(self, column: str, cell: str) -> date:
        """Returns a date.

        Raises:
            CellError: It is none, or could be two.
        """
        days = list(self.days(cell))
        if not days:
            raise CellError(f"{column} {cell!r} is not a date with day, month and year, such as 2026-12-01")
        if len(days) == 1:
            return days[0]
        if self.day_first is None:
            days = [day for day in days if day >= self.today] or days
            if len(days) == 1:
                return days[0]
            raise CellError(f"{column} {cell!r} could be {days[0]} or {days[1]}; write it so")
        return days[0] if self.day_first else days[1]

    def owner(self, cell: str) -> str:
        """Returns a name, spelled as in the team where it is there."""
        name = " ".join(cell.split())
        return next((member for member in self.team if member.casefold() == name.casefold()), name)

    def owner_doubt(self, name: str) -> str:
        """Says that a name is not in the team, or ""."""
        if not name or not self.team or name in self.team:
            return ""
        return f"owner {name!r} is not in the team{did_you_mean(name, self.team)}"

    def priority(self, cell: str) -> str:
        """Returns a priority.

        Raises:
            CellError: It is none.
        """
        if not (priority := _priority_in(cell)):
            raise CellError(f"priority {cell!r} is not one of {', '.join(Priority)}; empty is the score's own")
        return priority

    def note(self, cell: str) -> str:
        """Returns a note.

        Raises:
            CellError: It is longer than a cell of a spreadsheet, which would cut it.
        """
        if len(cell.encode("utf-16-le", "surrogatepass")) > 2 * _LONGEST:
            raise CellError(f"note has {len(cell):,} characters; a cell of a spreadsheet holds {_LONGEST:,}")
        return cell

    def _same_day(self, cell: str, written: str) -> bool:
        """Whether a spreadsheet shows the same date in another way."""
        if not _DATE.search(written):
            return False
        return not set(self.days(written)).isdisjoint(self.days(cell))


def _priority_in(cell: str) -> str:
    found = _PRIORITY.fullmatch(cell.strip())
    return f"P{found[1]}" if found else ""


def _is_lossy(cell: str, written: str, encoding: str) -> bool:
    """Whether a cell is what a code page makes of a text: some other character, or two, for each that it lacks."""
    ends = {0}
    for character in written:
        try:
            character.encode(encoding)
            ends = {end + 1 for end in ends if cell.startswith(character, end)}
        except UnicodeEncodeError:
            units = len(character.encode("utf-16-le", "surrogatepass")) // 2
            ends = {end + taken for end in ends for taken in range(1, units + 1) if end + taken <= len(cell)}
    return len(cell) in ends


def _same_number(cell: str, written: str) -> bool:
    """Whether a spreadsheet took a text for a number: 0043 became 43, 1.50 became 1,5."""
    numbers = []
    for text in (cell, written):
        with suppress(ValueError):
            numbers.append(float(text.replace(",", ".")))
    return len(numbers) > 1 and numbers[0] == numbers[1]


def _same_truth(cell: str, written: str) -> bool:
    truths = [_TRUTHS.get(text.casefold()) for text in (cell, written)]
    return truths[0] is not None and truths[0] == truths[1]
