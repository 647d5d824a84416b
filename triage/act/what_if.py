"""Tries out what more training or more people would have given an owner."""

from __future__ import annotations

import dataclasses
import functools
import tomllib
from datetime import date
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from triage.act.guard_rails import refusal, rule_of
from triage.act.left_undone import language_of, largest
from triage.model.headway import WhatIf
from triage.model.member import Level, Member, Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from triage.act.left_undone import NightUndone
    from triage.model.history import ListedRow
    from triage.model.need import Need

_FRESH: Final = date.max
_LEVELS: Final = tuple(Level)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class _Change:
    """One change of the team: who is in it instead, and what that takes."""

    change: str
    instead: tuple[Member, ...]
    value: str = ""
    hours: float = 0.0
    minutes: int = 0
    budget: int = 0


def taken_now(nights: Sequence[NightUndone], team: Sequence[Member], *, budget_minutes: int) -> frozenset[str]:
    """Returns the actions without an owner that the team as it is now would have taken."""
    return frozenset(_taken(nights, team, team, budget_minutes, frozenset()))


def what_ifs(nights: Sequence[NightUndone], team: Sequence[Member], *, budget_minutes: int) -> tuple[WhatIf, ...]:
    """Tries each change of the team on what the last nights left without an owner.

    The changes: the next level for a member, or for all of a level whom it would help; an expired training renewed, or
    all of them; a member who volunteers; more minutes of a member, or in the budget; a newcomer who speaks a language.
    Each is held against the same guard rails and the minutes that were left that night, the highest score first. What
    the team as it is now would have taken anyway is no change's merit.

    Args:
        nights: What was left, night by night.
        team: The team as it is now.
        budget_minutes: Minutes that may be given out a night; 0 for all that the team has.

    Returns:
        The changes that give at least one action an owner: those with hours of class first, by people helped for an
        hour; then the others, by people helped. What would take the same members more hours for no more is left out.
    """
    rows = largest(row for night in nights for row, _ in night.undone)
    now = taken_now(nights, team, budget_minutes=budget_minutes)
    found: dict[_Change, set[str]] = {}
    for change in _changes(nights, team, budget_minutes):
        if gained := _gained(change, nights, team, budget_minutes, now):
            found[change] = gained
    best = {change: gained for change, gained in found.items() if not _needless(change, gained, found)}
    for change in _together(list(best)):
        best[change] = _gained(change, nights, team, budget_minutes, now)
    told = [_told(change, [rows[name] for name in gained]) for change, gained in best.items()]
    return tuple(sorted(told, key=_place))


def _changes(nights: Sequence[NightUndone], team: Sequence[Member], budget: int) -> Iterator[_Change]:
    """Yields each change of one member, the budget's, and each newcomer."""
    if not nights:
        return
    more = _data()["more"]["minutes"]
    if budget:
        yield _Change(change="budget", instead=tuple(team), value=str(more), minutes=more, budget=more)
    for member in sorted(team, key=lambda one: one.name):
        yield from _of_member(member, nights[-1].date)
        richer = dataclasses.replace(member, minutes=member.minutes + more)
        yield _Change(change="minutes", instead=(richer,), value=str(more), minutes=more)
    for code in sorted({language_of(row) for night in nights for row, _ in night.undone} - {""}):
        yield _newcomer(code)


def _of_member(member: Member, night: date) -> Iterator[_Change]:
    hours = _hours(member.level)
    trained = member.trained_until is not None and member.trained_until >= night
    if member.role == Role.EMPLOYEE and not member.volunteer:
        joined = dataclasses.replace(member, volunteer=True, trained_until=_FRESH)
        yield _Change(change="volunteer", instead=(joined,), hours=0.0 if trained else hours)
    elif member.role == Role.EMPLOYEE and not trained:
        renewed = dataclasses.replace(member, trained_until=_FRESH)
        yield _Change(change="renewal", instead=(renewed,), hours=hours)
    place = _LEVELS.index(Level(member.level))
    for level in _LEVELS[place + 1 : place + 2]:
        raised = dataclasses.replace(member, level=level, trained_until=_FRESH)
        yield _Change(change="level", instead=(raised,), value=level, hours=_hours(level) - (hours if trained else 0.0))


def _newcomer(code: str) -> _Change:
    brings = _data()["newcomer"]
    member = Member(
        name="", level=brings["level"], languages=(code,), trained_until=_FRESH, minutes=brings["minutes"],
        volunteer=True,
    )  # fmt: skip
    hours = _hours(brings["level"])
    return _Change(change="newcomer", instead=(member,), value=code, hours=hours, minutes=brings["minutes"])


def _together(changes: Sequence[_Change]) -> Iterator[_Change]:
    """Yields for several members who may gain by the same class the change of all of them."""
    for kind, value in sorted({(one.change, one.value) for one in changes if one.change in {"level", "renewal"}}):
        alike = [one for one in changes if (one.change, one.value) == (kind, value)]
        if len(alike) > 1:
            instead = tuple(member for one in alike for member in one.instead)
            yield _Change(change=kind, instead=instead, value=value, hours=sum(one.hours for one in alike))


def _needless(change: _Change, gained: set[str], found: Mapping[_Change, set[str]]) -> bool:
    """Tells whether the same members would take all of it after fewer hours of class."""
    names = [member.name for member in change.instead]
    return "" not in names and any(
        names == [member.name for member in other.instead] and other.hours < change.hours and gained <= reached
        for other, reached in found.items()
        if not other.minutes
    )


def _gained(
    change: _Change, nights: Sequence[NightUndone], team: Sequence[Member], budget: int, now: frozenset[str]
) -> set[str]:
    return _taken(nights, team, change.instead, budget and budget + change.budget, now)


def _taken(
    nights: Sequence[NightUndone], team: Sequence[Member], takers: Sequence[Member], budget: int, but: frozenset[str]
) -> set[str]:
    """Returns the actions that some members would have taken, each in the first night in which it fits.

    Args:
        nights: What was left.
        team: The team as it is now.
        takers: Who takes; each stands in for the member of that name.
        budget: Minutes that may be given out a night; 0 for all.
        but: Actions that the team takes anyway.
    """
    names = {member.name for member in takers}
    everybody = [*takers, *(member for member in team if member.name not in names)]
    taken: set[str] = set()
    for night in nights:
        left = {member.name: member.minutes - night.taken.get(member.name, 0) for member in takers}
        free = budget - sum(night.taken.values()) if budget else sum(max(minutes, 0) for minutes in left.values())
        for row, need in night.undone:
            if row.action_id in taken or row.action_id in but or need.minutes > free:
                continue
            taker = next((one for one in takers if _may(one, need, night.date, left[one.name], everybody)), None)
            if taker is not None:
                left[taker.name] -= need.minutes
                free -= need.minutes
                taken.add(row.action_id)
    return taken


def _may(member: Member, need: Need, night: date, left: int, team: Sequence[Member]) -> bool:
    """Tells whether a member may take an action, as its last resort too where that is open."""
    if not refusal(member, need, night, left):
        return True
    if member.role not in rule_of(need.kind, need.risks).last_resort or need.minutes > left:
        return False
    risky = bool(rule_of(need.kind, need.risks).risks)
    return risky or all(refusal(other, need, night, need.minutes) for other in team)


def _told(change: _Change, rows: Sequence[ListedRow]) -> WhatIf:
    people = sum(row.measures.helpable for row in rows)
    return WhatIf(
        change=change.change,
        members=tuple(member.name for member in change.instead if member.name),
        value=change.value,
        hours=change.hours,
        minutes=change.minutes,
        actions=len(rows),
        people=people,
        voices=sum(row.measures.voices for row in rows),
        people_an_hour=people / change.hours if change.hours else None,
    )


def _place(told: WhatIf) -> tuple[bool, float, int, str, tuple[str, ...], str]:
    rate = told.people if told.people_an_hour is None else told.people_an_hour
    return not told.hours, -rate, -told.actions, told.change, told.members, told.value


def _hours(level: str) -> float:
    return float(_data()["hours"][level])


@functools.cache
def _data() -> dict[str, Any]:
    return tomllib.loads(resources.files("triage.act").joinpath("training.toml").read_text(encoding="utf-8"))
