"""Lets actions go on in those that their themes were merged into tonight."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from triage.model.standing import PERSON, PROGRAM, Change, Standing
from triage.model.vocabulary import UNFINISHED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from triage.model.memory import ThemeChange


def absorb(
    standing: Mapping[str, Standing], merged: Sequence[ThemeChange], at: datetime
) -> tuple[dict[str, Standing], list[Change]]:
    """Joins actions whose themes a night has found to be one.

    Mentions are added up. What was still to be done in either is still to be done; owner, due date, priority and note
    that the remaining action has stay, and what it lacks it takes from the other.

    Args:
        standing: The actions of earlier nights.
        merged: What the night did to themes; splits are passed over.
        at: The night's instant.

    Returns:
        The actions that remain, and what that changed in them.
    """
    into = {change.theme_id: change.known_id for change in merged if change.what == "merged"}
    remaining = {action_id: each for action_id, each in standing.items() if action_id not in into}
    for gone in sorted(set(into) & set(standing)):
        kept = into[gone]
        while kept in into:
            kept = into[kept]
        other = dataclasses.replace(standing[gone], action_id=kept)
        remaining[kept] = _joined(remaining[kept], other) if kept in remaining else other
    changes = [
        change
        for action_id in sorted(set(into.values()) & set(remaining))
        for change in _changes(standing.get(action_id), remaining[action_id], at)
    ]
    return remaining, changes


def _joined(kept: Standing, gone: Standing) -> Standing:
    wakes = kept.status not in UNFINISHED and gone.status in UNFINISHED
    firsts = [each.first_seen for each in (kept, gone) if each.first_seen]
    lasts = [each.last_seen for each in (kept, gone) if each.last_seen]
    joined = dataclasses.replace(
        kept,
        status=gone.status if wakes else kept.status,
        until=None if wakes else kept.until,
        note=kept.note or gone.note,
        priority=kept.priority or gone.priority,
        first_seen=min(firsts, default=None),
        last_seen=max(lasts, default=None),
        mentions_total=kept.mentions_total + gone.mentions_total,
    )
    if not kept.owner:
        joined = dataclasses.replace(joined, owner=gone.owner, owner_by_person=gone.owner_by_person)
    if not kept.due:
        joined = dataclasses.replace(joined, due=gone.due, due_by_person=gone.due_by_person)
    return joined


def _changes(before: Standing | None, after: Standing, at: datetime) -> list[Change]:
    old = before or Standing(action_id=after.action_id, status="")
    by_person = {"owner": after.owner_by_person, "due": after.due_by_person}
    return [
        Change(
            action_id=after.action_id,
            what=what,
            before=_shown(getattr(old, what)),
            after=_shown(getattr(after, what)),
            at=at,
            by=PERSON if by_person.get(what) else PROGRAM,
        )
        for what in ("status", "until", "owner", "due", "note", "priority")
        if getattr(old, what) != getattr(after, what)
    ]


def _shown(value: str | datetime | None) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else value.strftime("%Y-%m-%dT%H:%M:%SZ")
