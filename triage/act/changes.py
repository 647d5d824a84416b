"""Says when an action is due, and what a night changed in it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from triage.act.cases import UNDATED
from triage.model.standing import Change, Standing
from triage.model.vocabulary import Kind, Status

if TYPE_CHECKING:
    from datetime import datetime

    from triage.act.cases import Case
    from triage.model.need import Assignment
    from triage.model.settings import ActSettings

#: How changes show an instant, in UTC.
_INSTANT: Final = "%Y-%m-%dT%H:%M:%SZ"


def due_of(case: Case, given: Assignment, settings: ActSettings, as_of: datetime | None) -> str:
    """Returns the date by which an action should be done, "" where nobody owns it.

    A person's date stays, and so does another one while the owner stays; but that is never later than the priority
    allows, counted from tonight. What is opened again is due anew, unless a person's date lies ahead.
    """
    fresh = _fresh(case, given, settings, as_of)
    standing = case.standing
    if standing is None:
        return fresh
    reopened = case.turn.status != case.turn.before
    if standing.due_by_person and not (reopened and as_of and standing.due < as_of.date().isoformat()):
        return standing.due
    if reopened or not standing.due or given.owner != standing.owner or not given.owner:
        return fresh
    return min(standing.due, fresh or standing.due)


def changes_of(case: Case, given: Assignment, settings: ActSettings, as_of: datetime | None) -> list[Change]:
    """Returns what a night changed in an action; of the other voices nothing."""
    if case.theme is not None and case.theme.rest:
        return []
    before = case.standing or Standing(action_id=case.action_id)
    until = before.until.strftime(_INSTANT) if before.until else ""
    pairs = {
        "status": (case.turn.before, case.turn.status),
        "until": (until, until if case.turn.status == Status.SNOOZED else ""),
        "owner": (before.owner, given.owner),
        "due": (before.due, due_of(case, given, settings, as_of)),
    }
    return [
        Change(action_id=case.action_id, what=what, before=old, after=new, at=as_of or UNDATED)
        for what, (old, new) in pairs.items()
        if old != new
    ]


def _fresh(case: Case, given: Assignment, settings: ActSettings, as_of: datetime | None) -> str:
    hours = settings.due_hours.get(case.need.priority, 0.0)
    if case.need.kind == Kind.ESCALATE:
        hours = min(hours, settings.escalate_hours)
    return (as_of + timedelta(hours=hours)).date().isoformat() if given.owner and as_of else ""
