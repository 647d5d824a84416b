"""Finds out when an action was listed, acted on, done and back, and who owned it then."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from triage.act.waiting import Waited
from triage.model.standing import PROGRAM
from triage.model.vocabulary import Kind, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from triage.model.history import History, ListedRow, PastChange

#: Statuses that a person sets who acts.
ACTING = (Status.ACKNOWLEDGED, Status.IN_PROGRESS, Status.DONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """The course of one action that asks somebody to act.

    Attributes:
        action_id: Which.
        rows: Its rows in the lists in which it asked somebody to act, in the order of nights.
        listed_at: Instant of the first of these nights; None where it has none.
        first: The first change by which a person acted.
        done: The first change by which a person did it.
        closed_at: When a person dismissed it or merged it into another one; None else.
        dismissed: Whether a person dismissed it.
        owner: Who owned it when it was first acted on, or when last seen; of what nobody owned, who acted.
    """

    action_id: str
    rows: tuple[ListedRow, ...]
    listed_at: datetime | None
    first: PastChange | None
    done: PastChange | None
    closed_at: datetime | None
    dismissed: bool
    owner: str

    def waited(self, end: datetime) -> Waited | None:
        """Returns how long it waited for the first action, or has waited so far.

        Args:
            end: Until when the store tells anything.

        Returns:
            None where the night that listed it has no instant.
        """
        if self.listed_at is None:
            return None
        until = self.first.at if self.first else min(self.closed_at or end, end)
        hours = (until - self.listed_at).total_seconds() / 3600
        return Waited(max(hours, 0.0), self.first is not None)


def courses(history: History) -> list[Course]:
    """Returns the course of each action that ever asked somebody to act, in the order in which they were listed."""
    as_of = {night.night: night.as_of for night in history.nights}
    rows: dict[str, list[ListedRow]] = {}
    for row in history.rows:
        if row.kind != Kind.WATCH:
            rows.setdefault(row.action_id, []).append(row)
    changes: dict[str, list[PastChange]] = {}
    for change in history.changes:
        changes.setdefault(change.action_id, []).append(change)
    return [_course(own, changes.get(action_id, []), as_of) for action_id, own in rows.items()]


def end_of(history: History) -> datetime | None:
    """Returns until when the store tells anything: its last night's instant, or the last change if that came later."""
    instants = [night.as_of for night in history.nights if night.as_of] + [change.at for change in history.changes]
    return max(instants, default=None)


def returns(history: History) -> Iterable[tuple[PastChange, PastChange]]:
    """Yields what a person did with the night's change that opened it again, in the order in which they came back."""
    done: dict[str, PastChange] = {}
    for change in history.changes:
        if change.what != "status":
            continue
        if change.after == Status.DONE and change.by != PROGRAM:
            done[change.action_id] = change
        elif change.after == Status.OPEN and change.by == PROGRAM and change.action_id in done:
            yield done.pop(change.action_id), change
        else:
            done.pop(change.action_id, None)


def _course(rows: Sequence[ListedRow], changes: Sequence[PastChange], as_of: Mapping[int, datetime | None]) -> Course:
    by_people = [change for change in changes if change.by != PROGRAM]
    statuses = [change for change in by_people if change.what == "status"]
    first = next((change for change in statuses if change.after in ACTING), None)
    dismissed = next((change for change in statuses if change.after == Status.DISMISSED), None)
    merged = next((change for change in by_people if change.what == "merge_into" and change.after), None)
    return Course(
        action_id=rows[0].action_id,
        rows=tuple(rows),
        listed_at=as_of.get(rows[0].night),
        first=first,
        done=next((change for change in statuses if change.after == Status.DONE), None),
        closed_at=min((change.at for change in (dismissed, merged) if change), default=None),
        dismissed=dismissed is not None,
        owner=_owner(rows, by_people, first),
    )


def _owner(rows: Sequence[ListedRow], by_people: Sequence[PastChange], first: PastChange | None) -> str:
    """Returns the owner in the last list before the first action, or in the last one, unless changed since."""
    before = [row for row in rows if first is None or row.night <= first.night] or rows[:1]
    owner = before[-1].owner
    for change in by_people:
        later = change.night >= before[-1].night and (first is None or change.at <= first.at)
        if change.what == "owner" and later:
            owner = change.after
    return owner or (first.by if first else "")
