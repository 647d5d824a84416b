"""Gives actions to the people who match them best, over the whole list at once."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.optimize import linear_sum_assignment

from triage.act.guard_rails import OVER_BUDGET, in_german, is_about_role, refusal, rule_of
from triage.act.skills import match_skills
from triage.model.need import Assignment, Need
from triage.model.vocabulary import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from numpy.typing import NDArray

    from triage.model.member import Member

__all__ = ["Assignment", "Need", "assign_owners", "refusal_words"]

#: What a score of 0 counts, so that even such an action finds an owner.
_LEAST_SCORE: Final = 0.1
#: What the second role of a rule is worth less than the first.
_ROLE_STEP: Final = 0.1


def assign_owners(
    needs: Sequence[Need], team: Sequence[Member], *, night: date, budget_minutes: int
) -> list[Assignment]:
    """Gives each action to somebody who may, can and knows most about it, the highest scores first.

    Owners of earlier nights come first: those that a person chose keep their actions whatever the guard rails say, the
    others while they may and have minutes. Then rounds of optimal assignments, one action a member in each, maximise
    score x (1 + skill match) until nobody has minutes left. The result depends neither on the order of the needs nor on
    that of the team.

    Args:
        needs: What the actions ask, each with its own index; `watch` asks for nobody.
        team: The members; without any, nobody is given anything and nothing is refused.
        night: Date of the night.
        budget_minutes: Minutes that may be given out, those of earlier nights too; 0 gives out all that the team has.

    Returns:
        One assignment a need, in the order of the needs.
    """
    plan = _Plan(needs, team, night, budget_minutes)
    plan.keep()
    plan.fill()
    assignments = plan.assignments()
    return [assignments.get(need.index, Assignment(index=need.index, owner=need.owner)) for need in needs]


def refusal_words(refusals: Sequence[tuple[str, int]], lang: str = "en") -> str:
    """Returns why nobody owns an action, in English or German.

    >>> refusal_words([("level too low", 2), ("no minutes left", 1)])
    'nobody free: 2 level too low, 1 no minutes left'
    """
    german = lang == "de"
    parts = ", ".join(f"{count} {in_german(name) if german else name}" for name, count in refusals)
    return f"{'niemand frei' if german else 'nobody free'}: {parts}" if parts else ""


class _Plan:
    """Who owns what so far, and the minutes that are left."""

    def __init__(
        self,
        needs: Sequence[Need],
        team: Sequence[Member],
        night: date,
        budget_minutes: int,
    ) -> None:
        """Sorts both sides, so that ties fall the same way whatever the order they came in."""
        self.needs = sorted((need for need in needs if need.kind != Kind.WATCH), key=lambda n: (-n.score, n.index))
        self.team = sorted(team, key=lambda member: member.name)
        self.row_of = {member.name: row for row, member in enumerate(self.team)}
        self.night = night
        self.left = [member.minutes for member in self.team]
        self.budget: float = budget_minutes or math.inf
        self.owners: dict[int, tuple[str, bool]] = {}
        self.may = self._grid(last_resort=False)
        risky = np.array([bool(rule_of(need.kind, need.risks).risks) for need in self.needs], dtype=np.bool_)
        self.open = risky | ~self.may.any(axis=0)
        self.may_at_last = self._grid(last_resort=True) & self.open
        self.values = _values(self.team, self.needs)

    def keep(self) -> None:
        """Leaves the actions of earlier nights with their owners, as far as that goes.

        What a person chose stays in any case. Of what the program gave out, what was begun comes before the rest.
        """
        owned = [(column, need) for column, need in enumerate(self.needs) if need.owner]
        for column, need in sorted(owned, key=lambda item: (not item[1].by_person, not item[1].begun, item[0])):
            row = self.row_of.get(need.owner)
            if need.by_person and row is None:
                self.owners[need.index] = (need.owner, False)
            elif row is not None and (need.by_person or self._fits(column, row)):
                self._give(column, row, last_resort=not self.may[row, column])

    def fill(self) -> None:
        """Gives out what can be given out, until neither minutes nor the budget allow more.

        What is planned without the budget is kept from the top score down as far as the budget goes; then the
        minutes of what was not kept are free for what is smaller. What nobody spoke of tonight gets what is left.
        """
        for heard in (True, False):
            while planned := self._planned(heard=heard):
                for column, row, last_resort in sorted(planned):
                    if self.needs[column].minutes <= self.budget:
                        self._give(column, row, last_resort=last_resort)

    def assignments(self) -> dict[int, Assignment]:
        """Returns who owns each action, or who refused it, by the index of the need."""
        return {need.index: self._assignment(need, column) for column, need in enumerate(self.needs)}

    def _give(self, column: int, row: int, *, last_resort: bool) -> None:
        need = self.needs[column]
        self.budget -= need.minutes
        self.left[row] -= need.minutes
        self.owners[need.index] = (self.team[row].name, last_resort)

    def _fits(self, column: int, row: int) -> bool:
        may = self.may[row, column] or self.may_at_last[row, column]
        return bool(may) and self.needs[column].minutes <= min(self.left[row], self.budget)

    def _assignment(self, need: Need, column: int) -> Assignment:
        owner, last_resort = self.owners.get(need.index, ("", False))
        rules = self._rules(need, column, owner)
        if owner:
            minutes = need.minutes if owner in self.row_of else 0
            return Assignment(index=need.index, owner=owner, minutes=minutes, last_resort=last_resort, rules=rules)
        names = Counter(rules.values())
        if OVER_BUDGET in names:
            names = Counter({OVER_BUDGET: names[OVER_BUDGET]})
        refusals = tuple(sorted(names.items(), key=lambda item: (is_about_role(item[0]), -item[1], item[0])))
        return Assignment(index=need.index, reason=refusal_words(refusals), refusals=refusals, rules=rules)

    def _rules(self, need: Need, column: int, owner: str) -> dict[str, str]:
        """Returns which rule keeps the action from each member, "" for its owner and for who may take it too."""
        rules = {}
        for member, left in zip(self.team, self.left, strict=True):
            free = left + need.minutes if member.name == owner else left
            last_resort = bool(self.open[column])
            rules[member.name] = refusal(member, need, self.night, free, last_resort=last_resort) or (
                "" if owner else OVER_BUDGET
            )
        return rules

    def _grid(self, *, last_resort: bool) -> NDArray[np.bool_]:
        """Tells which member (row) may take which need (column), minutes aside."""
        may = [
            not refusal(member, need, self.night, need.minutes, last_resort=last_resort)
            for member in self.team
            for need in self.needs
        ]
        return np.array(may, dtype=np.bool_).reshape(len(self.team), len(self.needs))

    def _planned(self, *, heard: bool) -> list[tuple[int, int, bool]]:
        """Plans (need, member, last resort) in rounds of one action a member, each action within the budget left."""
        minutes = np.array([need.minutes for need in self.needs], dtype=np.int64)
        free = np.array([need.heard == heard and need.index not in self.owners for need in self.needs], dtype=np.bool_)
        free &= minutes <= self.budget
        left = np.array(self.left, dtype=np.int64)
        planned: list[tuple[int, int, bool]] = []
        for may, last_resort in ((self.may, False), (self.may_at_last, True)):
            while pairs := _best_pairs(np.where(may & free & (minutes <= left[:, None]), self.values, 0.0)):
                for row, column in pairs:
                    left[row] -= minutes[column]
                    free[column] = False
                planned += [(column, row, last_resort) for row, column in pairs]
        return planned


def _best_pairs(values: NDArray[np.float64]) -> list[tuple[int, int]]:
    """Pairs rows with columns so that their values add up to the most; a value of 0 is no pair."""
    rows, columns = linear_sum_assignment(values, maximize=True)
    return [(int(row), int(column)) for row, column in zip(rows, columns, strict=True) if values[row, column] > 0]


def _values(team: Sequence[Member], needs: Sequence[Need]) -> NDArray[np.float64]:
    """Returns what each need (column) is worth in the hands of each member (row)."""
    scores = np.array([max(need.score, _LEAST_SCORE) for need in needs], dtype=np.float64)
    places = [[_place(member, need) for need in needs] for member in team]
    steps = np.array(places, dtype=np.float64).reshape(len(team), len(needs))
    matches = match_skills([member.skills for member in team], [need.text for need in needs])
    return scores * (1 + matches) * (1 - _ROLE_STEP * steps)


def _place(member: Member, need: Need) -> int:
    """Returns how far down the rule's list of roles a member stands."""
    rule = rule_of(need.kind, need.risks)
    roles = (*rule.roles, *(role for role in rule.last_resort if role not in rule.roles))
    return roles.index(member.role) if member.role in roles else len(roles)
