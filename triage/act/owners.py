"""Gives actions to the people who match them best, over the whole list at once."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, Final

import numpy as np

from triage.act.guard_rails import OVER_BUDGET, in_german, is_about_role, refusal, rule_of
from triage.act.plan import NOBODY, Plan
from triage.act.skills import match_skills
from triage.model.need import Assignment, Need
from triage.model.vocabulary import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from numpy.typing import NDArray

    from triage.act.skills import Meaning
    from triage.model.member import Member

__all__ = ["Assignment", "Need", "assign_owners", "refusal_words"]

#: What a score of 0 counts, so that even such an action finds an owner.
_LEAST_SCORE: Final = 0.1
#: What the second role of a rule is worth less than the first.
_ROLE_STEP: Final = 0.1


def assign_owners(
    needs: Sequence[Need], team: Sequence[Member], *, night: date, budget_minutes: int, meaning: Meaning | None = None
) -> list[Assignment]:
    """Gives each action to somebody who may, can and knows most about it, the highest scores first.

    Owners of earlier nights come first: those that a person chose keep their actions whatever the guard rails say, the
    others while they may and have minutes. What is left is given out so that score x (1 + skill match) adds up to much,
    see `Plan.fill`; first what was heard tonight. The result depends neither on the order of the needs nor on that of
    the team.

    Args:
        needs: What the actions ask, each with its own index; `watch` asks for nobody.
        team: The members; without any, nobody is given anything and nothing is refused.
        night: Date of the night.
        budget_minutes: Minutes that may be given out, those of earlier nights too; 0 gives out all that the team has.
        meaning: Gives words a direction, so that skills match by what they mean; None matches them as words only.

    Returns:
        One assignment a need, in the order of the needs.
    """
    work = _Work(needs, team, night, budget_minutes, meaning)
    work.keep()
    for heard in (True, False):
        work.plan.fill(work.wanted(heard=heard))
    assignments = work.assignments()
    return [assignments.get(need.index, Assignment(index=need.index, owner=need.owner)) for need in needs]


def refusal_words(refusals: Sequence[tuple[str, int]], lang: str = "en") -> str:
    """Returns why nobody owns an action, in English or German.

    >>> refusal_words([("level too low", 2), ("no minutes left", 1)])
    'nobody free: 2 level too low, 1 no minutes left'
    """
    german = lang == "de"
    parts = ", ".join(f"{count} {in_german(name) if german else name}" for name, count in refusals)
    return f"{'niemand frei' if german else 'nobody free'}: {parts}" if parts else ""


class _Work:
    """The actions that need somebody, the team, and the plan of who has what."""

    def __init__(
        self,
        needs: Sequence[Need],
        team: Sequence[Member],
        night: date,
        budget_minutes: int,
        meaning: Meaning | None,
    ) -> None:
        """Sorts both sides, so that ties fall the same way whatever the order they came in."""
        self.needs = sorted((need for need in needs if need.kind != Kind.WATCH), key=lambda n: (-n.score, n.index))
        self.team = sorted(team, key=lambda member: member.name)
        self.night = night
        self.strangers: dict[int, str] = {}
        self.free: dict[int, int] = {}
        may = self._grid(last_resort=False)
        risky = np.array([bool(rule_of(need.kind, need.risks).risks) for need in self.needs], dtype=np.bool_)
        self.open = risky | ~may.any(axis=0)
        self.plan = Plan(
            may,
            self._grid(last_resort=True) & self.open,
            _values(self.team, self.needs, meaning),
            np.array([need.minutes for need in self.needs], dtype=np.int64),
            np.array([member.minutes for member in self.team], dtype=np.int64),
            budget_minutes or math.inf,
        )

    def keep(self) -> None:
        """Leaves the actions of earlier nights with their owners, as far as that goes.

        What a person chose stays in any case. Of what the program gave out, what was begun comes before the rest.
        """
        row_of = {member.name: row for row, member in enumerate(self.team)}
        owned = [(column, need) for column, need in enumerate(self.needs) if need.owner]
        for column, need in sorted(owned, key=lambda item: (not item[1].by_person, not item[1].begun, item[0])):
            row = row_of.get(need.owner, NOBODY)
            if row != NOBODY and (need.by_person or self.plan.can(column, row)):
                self.free[column] = int(self.plan.left[row])
                self.plan.give(column, row)
            elif need.by_person:
                self.strangers[column] = need.owner
        self.plan.fixed = self.plan.owner != NOBODY

    def wanted(self, *, heard: bool) -> NDArray[np.bool_]:
        """Tells which actions were heard tonight, or were not, and have no owner from outside the team."""
        wanted = [need.heard == heard and column not in self.strangers for column, need in enumerate(self.needs)]
        return np.array(wanted, dtype=np.bool_)

    def assignments(self) -> dict[int, Assignment]:
        """Returns who owns each action, or who refused it, by the index of the need."""
        return {need.index: self._assignment(need, column) for column, need in enumerate(self.needs)}

    def _assignment(self, need: Need, column: int) -> Assignment:
        row = int(self.plan.owner[column])
        owner = self.strangers.get(column, "") if row == NOBODY else self.team[row].name
        rules = {
            member.name: self._rule(member, int(left), need, column, owner)
            for member, left in zip(self.team, self.plan.left, strict=True)
        }
        if owner:
            minutes, at_last = (0, False) if row == NOBODY else (need.minutes, not self.plan.may[row, column])
            return Assignment(index=need.index, owner=owner, minutes=minutes, last_resort=at_last, rules=rules)
        names = Counter(rules.values())
        if OVER_BUDGET in names:
            names = Counter({OVER_BUDGET: names[OVER_BUDGET]})
        refusals = tuple(sorted(names.items(), key=lambda item: (is_about_role(item[0]), -item[1], item[0])))
        return Assignment(index=need.index, reason=refusal_words(refusals), refusals=refusals, rules=rules)

    def _rule(self, member: Member, left: int, need: Need, column: int, owner: str) -> str:
        """Returns which rule keeps an action from a member, "" for its owner and for who could have it too."""
        free = self.free.get(column, left + need.minutes) if member.name == owner else left
        refused = refusal(member, need, self.night, free, last_resort=bool(self.open[column]))
        return refused or ("" if owner else OVER_BUDGET)

    def _grid(self, *, last_resort: bool) -> NDArray[np.bool_]:
        """Tells which member (row) may take which need (column), minutes aside."""
        may = [
            not refusal(member, need, self.night, need.minutes, last_resort=last_resort)
            for member in self.team
            for need in self.needs
        ]
        return np.array(may, dtype=np.bool_).reshape(len(self.team), len(self.needs))


def _values(team: Sequence[Member], needs: Sequence[Need], meaning: Meaning | None) -> NDArray[np.float64]:
    """Returns what each need (column) is worth in the hands of each member (row)."""
    scores = np.array([max(need.score, _LEAST_SCORE) for need in needs], dtype=np.float64)
    places = [[_place(member, need) for need in needs] for member in team]
    steps = np.array(places, dtype=np.float64).reshape(len(team), len(needs))
    matches = match_skills([member.skills for member in team], [need.text for need in needs], meaning)
    return scores * (1 + matches) * (1 - _ROLE_STEP * steps)


def _place(member: Member, need: Need) -> int:
    """Returns how far down the rule's list of roles a member stands."""
    rule = rule_of(need.kind, need.risks)
    roles = (*rule.roles, *(role for role in rule.last_resort if role not in rule.roles))
    return roles.index(member.role) if member.role in roles else len(roles)
