"""Tells what each owner and role carries, and how much of it the volunteers do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triage.act.waiting import waiting_quantile
from triage.model.headway import Carried
from triage.model.member import Role

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from triage.act.first_actions import Course
    from triage.act.waiting import Waited
    from triage.model.member import Member

    #: Action -> how long it waited.
    Waits = Mapping[str, Waited]

#: Name of the row of all employees who volunteer.
VOLUNTEERS = "volunteers"


def carried_by_owner(courses: Sequence[Course], team: Sequence[Member], waits: Waits) -> tuple[Carried, ...]:
    """Returns what each owner carries, most minutes first; who is in the team and owns nothing has a row too.

    Args:
        courses: The actions; those that nobody owns are left out.
        team: The team file.
        waits: How long each action waited, as far as known.
    """
    roles = {member.name: str(member.role) for member in team}
    names = {course.owner for course in courses if course.owner} | roles.keys()
    rows = [_carried(courses, waits, {name}, name, roles.get(name, "")) for name in names]
    return tuple(sorted(rows, key=_place))


def carried_by_role(courses: Sequence[Course], team: Sequence[Member], waits: Waits) -> tuple[Carried, ...]:
    """Returns what each role carries, most minutes first; "" stands for owners whom the team file does not name."""
    roles = {member.name: str(member.role) for member in team}
    owners: dict[str, set[str]] = {}
    for course in courses:
        if course.owner:
            owners.setdefault(roles.get(course.owner, ""), set()).add(course.owner)
    rows = [_carried(courses, waits, names, role, role) for role, names in owners.items()]
    return tuple(sorted(rows, key=_place))


def carried_by_volunteers(courses: Sequence[Course], team: Sequence[Member], waits: Waits) -> Carried:
    """Returns what the employees who volunteer carry together."""
    names = {member.name for member in team if member.volunteer and member.role == Role.EMPLOYEE}
    return _carried(courses, waits, names, VOLUNTEERS, Role.EMPLOYEE)


def _carried(courses: Sequence[Course], waits: Waits, names: Collection[str], name: str, role: str) -> Carried:
    owned = [course for course in courses if course.owner]
    own = [course for course in owned if course.owner in names]
    done = [course for course in own if course.done]
    waited = [waits[course.action_id] for course in own if course.action_id in waits]
    minutes, all_minutes = _minutes(own), _minutes(owned)
    return Carried(
        name=name,
        role=role,
        owned=len(own),
        acted_on=sum(course.first is not None for course in own),
        done=len(done),
        minutes=minutes,
        minutes_done=_minutes(done),
        share_of_actions=len(own) / len(owned) if owned else None,
        share_of_minutes=minutes / all_minutes if all_minutes else None,
        median_hours=waiting_quantile(waited, 0.5),
    )


def _minutes(courses: Sequence[Course]) -> int:
    """Returns the minutes that actions take, each as it was last listed."""
    return sum(course.rows[-1].measures.minutes for course in courses)


def _place(carried: Carried) -> tuple[int, int, str]:
    return -carried.minutes, -carried.owned, carried.name
