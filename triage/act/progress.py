"""Tells what became of the actions over the nights."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triage.act.before_after import effects
from triage.act.carried import carried_by_owner, carried_by_role, carried_by_volunteers
from triage.act.first_actions import courses, end_of, returns
from triage.act.left_undone import LAST_NIGHTS, gaps, largest, nights_undone
from triage.act.waiting import waiting_quantile
from triage.act.what_if import taken_now, what_ifs
from triage.model.headway import Answered, CameBack, Headway, Missing, NightLine
from triage.model.vocabulary import Priority

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from triage.act.carried import Waits
    from triage.act.first_actions import Course
    from triage.model.history import History, ListedRow, NightHeard
    from triage.model.member import Member

#: Name of the row of all priorities.
ALL = "all"


def tell_progress(
    history: History,
    team: Sequence[Member] | None,
    *,
    nights: Collection[int],
    days: int = 7,
    budget_minutes: int = 0,
) -> Headway:
    """Tells how soon and by whom actions were acted on, what came back, whether it helped, and what is missing.

    Counted are the actions that stood in the list of a chosen night and asked somebody to act; the times are of those
    that were listed for the first time in one. A person acts who acknowledges, begins or does. What the program
    changes is no act.

    Args:
        history: What the store tells, of all nights: what was listed before the chosen ones is told apart by it.
        team: The people there are now; None where no team file is known, and then nobody has a role.
        nights: Numbers of the chosen nights.
        days: Days before and after the first action that are compared.
        budget_minutes: Minutes that may be given out a night; 0 for all that the team has.

    Returns:
        All figures; those that cannot be told are None, never 0.
    """
    heard = [night for night in history.nights if night.night in nights]
    nights = frozenset(nights)
    every = courses(history)
    chosen = [course for course in every if any(row.night in nights for row in course.rows)]
    waits = _waits(chosen, nights, end_of(history))
    members = team or ()
    done, back = _came_back(history, every, nights)
    return Headway(
        nights=_lines(heard, every),
        answered=_answered(chosen, waits),
        done=done,
        came_back=back,
        effects=effects(history, _first_acted_on_in(chosen, nights), every, days=days),
        owners=carried_by_owner(chosen, members, waits),
        roles=carried_by_role(chosen, members, waits),
        volunteers=carried_by_volunteers(chosen, members, waits) if team else None,
        missing=_missing(history, heard, members, budget_minutes),
    )


def _lines(heard: Sequence[NightHeard], every: Sequence[Course]) -> tuple[NightLine, ...]:
    rows: dict[int, list[tuple[Course, ListedRow]]] = {night.night: [] for night in heard}
    for course in every:
        for row in course.rows:
            if row.night in rows:
                rows[row.night].append((course, row))
    return tuple(_line(night, rows[night.night]) for night in heard)


def _line(night: NightHeard, rows: Sequence[tuple[Course, ListedRow]]) -> NightLine:
    return NightLine(
        night=night.night,
        as_of=night.as_of,
        voices=night.voices,
        negative=night.negative / night.scored if night.scored else None,
        listed=len(rows),
        without_owner=sum(not row.owner for _, row in rows),
        acted_on=sum(course.first is not None and course.first.night <= night.night for course, _ in rows),
    )


def _first_acted_on_in(chosen: Sequence[Course], nights: Collection[int]) -> list[Course]:
    return [course for course in chosen if course.first and course.first.night in nights]


def _waits(chosen: Sequence[Course], nights: Collection[int], end: datetime | None) -> Waits:
    """Returns how long each action waited that was first listed in a chosen night."""
    fresh = [course for course in chosen if course.rows[0].night in nights]
    waited = {course.action_id: course.waited(end) for course in fresh} if end else {}
    return {action_id: known for action_id, known in waited.items() if known is not None}


def _answered(chosen: Sequence[Course], waits: Waits) -> tuple[Answered, ...]:
    by_priority = {
        priority: [course for course in chosen if course.rows[0].priority == priority] for priority in Priority
    }
    groups = {ALL: list(chosen)} | {str(priority): own for priority, own in by_priority.items() if own}
    return tuple(_answered_of(name, own, waits) for name, own in groups.items())


def _answered_of(name: str, own: Sequence[Course], waits: Waits) -> Answered:
    acted = [course for course in own if course.first]
    waited = [waits[course.action_id] for course in own if course.action_id in waits]
    return Answered(
        priority=name,
        listed=len(own),
        acted_on=len(acted),
        done=sum(course.done is not None for course in own),
        dismissed=sum(course.dismissed and course.first is None for course in own),
        share=len(acted) / len(own) if own else None,
        timed=len(waited),
        waiting=sum(not known.acted_on for known in waited),
        median_hours=waiting_quantile(waited, 0.5),
        p90_hours=waiting_quantile(waited, 0.9),
    )


def _came_back(history: History, every: Sequence[Course], nights: Collection[int]) -> tuple[int, tuple[CameBack, ...]]:
    """Returns how many actions were done in the chosen nights, and which of them came back."""
    known = {course.action_id: course for course in every}
    done = {course.action_id for course in every if course.done and course.done.night in nights}
    found = [
        CameBack(
            action_id=change.action_id,
            theme=known[change.action_id].rows[-1].theme,
            owner=known[change.action_id].owner,
            done_at=change.at,
            back_at=opened.at,
            nights=max(opened.night - change.night, 1),
        )
        for change, opened in returns(history)
        if change.action_id in done
    ]
    return len(done), tuple(sorted(found, key=lambda back: (back.back_at, back.action_id), reverse=True))


def _missing(history: History, heard: Sequence[NightHeard], team: Sequence[Member], budget_minutes: int) -> Missing:
    undone = nights_undone(history, [night.night for night in heard])
    rows = largest(row for night in undone for row, _ in night.undone).values()
    return Missing(
        nights=min(len(heard), LAST_NIGHTS),
        has_team=bool(undone),
        actions=len(rows),
        minutes=sum(row.measures.minutes for row in rows),
        people=sum(row.measures.helpable for row in rows),
        voices=sum(row.measures.voices for row in rows),
        taken_now=len(taken_now(undone, team, budget_minutes=budget_minutes)),
        gaps=gaps(rows),
        what_ifs=what_ifs(undone, team, budget_minutes=budget_minutes),
    )
