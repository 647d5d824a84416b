"""Tells what earlier readings of a list did, by which a new edit is told from one that was taken already."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final

from triage.model.standing import PROGRAM
from triage.model.vocabulary import Status

if TYPE_CHECKING:
    from collections.abc import Iterable

    from triage.model.edited import PastChange

_UNTIL: Final = " until "


@dataclass(frozen=True, slots=True)
class FilePast:
    """What was done to one action since its list was written.

    Attributes:
        left: Column of the store -> the value that the file's own edits left.
        taken_back: Column -> the file's own edit that was taken back.
        others: Column and value of each change that a person made in another way.
    """

    left: dict[str, str]
    taken_back: dict[str, str]
    others: frozenset[tuple[str, str]]

    def base(self, column: str, written: str) -> str:
        """Returns what an unedited cell would hold: what was written, or what the file's edits left since."""
        if column not in self.left:
            return written
        return joined(self.left[column], self.left.get("until", "")) if column == "status" else self.left[column]

    def was_taken(self, column: str, value: str) -> bool:
        """Whether the very edit was made before, and then taken back or overtaken."""
        parts = split(column, value)
        if column in self.left:
            return all(self.taken_back.get(what) == part for what, part in parts)
        return self.others.issuperset(parts)


def file_past(past: Iterable[PastChange], night: int, *, whence: str, by: str) -> FilePast:
    """Returns what was done to an action since its list was written.

    Args:
        past: The changes of the action, in their order.
        night: Number of the night whose list it is.
        whence: How the file's own edits are told: the command that read them,
        by: and who gave it.
    """
    left: dict[str, str] = {}
    taken_back: dict[str, str] = {}
    others = set()
    for each in past:
        change = each.change
        if each.night < night or change.by == PROGRAM:
            continue
        if (change.whence, change.by) != (whence, by):
            others.add((change.what, change.after))
        elif each.undone:
            left[change.what], taken_back[change.what] = change.before, change.after
        else:
            left[change.what] = change.after
            taken_back.pop(change.what, None)
    return FilePast(left, taken_back, frozenset(others))


def split(column: str, value: str) -> list[tuple[str, str]]:
    """Returns what a value is in the store: a status that has a day is two things there.

    >>> split("status", "snoozed until 2026-12-01")
    [('status', 'snoozed'), ('until', '2026-12-01T00:00:00Z')]
    """
    status, until, day = value.partition(_UNTIL) if column == "status" else (value, "", "")
    return [(column, status), ("until", f"{instant_of(day):%Y-%m-%dT%H:%M:%SZ}")] if until else [(column, value)]


def joined(status: str, until: str) -> str:
    """Returns a status as a person writes it, a midnight as its day.

    >>> joined("snoozed", "2026-12-01T00:00:00Z"), joined("done", "")
    ('snoozed until 2026-12-01', 'done')
    """
    if status != Status.SNOOZED or not until:
        return str(status)
    instant = instant_of(until)
    is_midnight = instant == datetime.combine(date(instant.year, instant.month, instant.day), datetime.min.time(), UTC)
    return f"{status}{_UNTIL}{instant:{'%Y-%m-%d' if is_midnight else '%Y-%m-%dT%H:%M:%SZ'}}"


def instant_of(day: str) -> datetime:
    """Returns the instant that a day or an instant in text is, in UTC."""
    instant = datetime.fromisoformat(day)
    return instant.astimezone(UTC) if instant.tzinfo else instant.replace(tzinfo=UTC)
