"""Gives actions to the people who match them best, over the whole list at once."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.optimize import linear_sum_assignment

from triage.act.guard_rails import OVER_BUDGET, in_german, is_about_role, refusal, rule_of
from triage.model.need import Assignment, Need
from triage.model.vocabulary import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from numpy.typing import NDArray

    from triage.model.member import Member

__all__ = ["Assignment", "Need", "assign_owners", "refusal_words", "skill_match"]

#: Fewest letters at the beginning that make two words forms of one.
_STEM: Final = 5
#: Letters in which the ends of two forms may differ: deliver|y, deliver|ies.
_ENDINGS: Final = (2, 4)
#: What a score of 0 counts, so that even such an action finds an owner.
_LEAST_SCORE: Final = 0.1
#: What the second role of a rule is worth less than the first.
_ROLE_STEP: Final = 0.1


def assign_owners(
    needs: Sequence[Need], team: Sequence[Member], *, night: date, budget_minutes: int
) -> list[Assignment]:
    """Gives each action to somebody who may, can and knows most about it, the highest scores first.

    Rounds of optimal assignments, one action a member in each, maximise score x (1 + skill match) until nobody
    has minutes left. The result depends neither on the order of the needs nor on that of the team.

    Args:
        needs: What the actions ask, each with its own index; `watch` asks for nobody.
        team: The members; without any, nobody owns anything and nothing is refused.
        night: Date of the night.
        budget_minutes: Minutes that may be given out; 0 gives out all that the team has.

    Returns:
        One assignment a need, in the order of the needs.
    """
    plan = _Plan(needs, team, night, budget_minutes)
    plan.fill()
    assignments = plan.assignments()
    return [assignments.get(need.index, Assignment(index=need.index)) for need in needs]


def refusal_words(refusals: Sequence[tuple[str, int]], lang: str = "en") -> str:
    """Returns why nobody owns an action, in English or German.

    >>> refusal_words([("level too low", 2), ("no minutes left", 1)])
    'nobody free: 2 level too low, 1 no minutes left'
    """
    german = lang == "de"
    parts = ", ".join(f"{count} {in_german(name) if german else name}" for name, count in refusals)
    return f"{'niemand frei' if german else 'nobody free'}: {parts}" if parts else ""


def skill_match(skills: Sequence[str], text: str) -> float:
    """Returns how well skills match a text, from 0 for none to nearly 1 for many.

    >>> skill_match(["firmware", "billing"], "Firmware-Update stuck")
    0.5
    """
    words = _words(text)
    hits = sum(bool(parts := _words(skill)) and all(_meets(part, words) for part in parts) for skill in skills)
    return hits / (hits + 1)


class _Plan:
    """Who owns what so far, and the minutes that are left."""

    def __init__(self, needs: Sequence[Need], team: Sequence[Member], night: date, budget_minutes: int) -> None:
        """Sorts both sides, so that ties fall the same way whatever the order they came in."""
        self.needs = sorted((need for need in needs if need.kind != Kind.WATCH), key=lambda n: (-n.score, n.index))
        self.team = sorted(team, key=lambda member: member.name)
        self.night = night
        self.left = [member.minutes for member in self.team]
        self.budget = budget_minutes or sum(self.left)
        self.owners: dict[int, tuple[str, bool]] = {}
        self.may = self._grid(last_resort=False)
        risky = np.array([bool(rule_of(need.kind, need.risks).risks) for need in self.needs], dtype=np.bool_)
        self.open = risky | ~self.may.any(axis=0)
        self.may_at_last = self._grid(last_resort=True) & self.open
        values = [_value(member, need) for member in self.team for need in self.needs]
        self.values = np.array(values, dtype=np.float64).reshape(self.may.shape)

    def fill(self) -> None:
        """Gives out what can be given out, until neither minutes nor the budget allow more.

        What is planned without the budget is kept from the top score down as far as the budget goes; then the
        minutes of what was not kept are free for what is smaller.
        """
        while planned := self._planned():
            for column, row, last_resort in sorted(planned):
                need = self.needs[column]
                if need.minutes <= self.budget:
                    self.budget -= need.minutes
                    self.left[row] -= need.minutes
                    self.owners[need.index] = (self.team[row].name, last_resort)

    def assignments(self) -> dict[int, Assignment]:
        """Returns who owns each action, or who refused it, by the index of the need."""
        return {need.index: self._assignment(need, column) for column, need in enumerate(self.needs)}

    def _assignment(self, need: Need, column: int) -> Assignment:
        if need.index in self.owners:
            owner, last_resort = self.owners[need.index]
            return Assignment(index=need.index, owner=owner, minutes=need.minutes, last_resort=last_resort)
        names = Counter(
            refusal(member, need, self.night, left, last_resort=bool(self.open[column])) or OVER_BUDGET
            for member, left in zip(self.team, self.left, strict=True)
        )
        if OVER_BUDGET in names:
            names = Counter({OVER_BUDGET: names[OVER_BUDGET]})
        refusals = tuple(sorted(names.items(), key=lambda item: (is_about_role(item[0]), -item[1], item[0])))
        return Assignment(index=need.index, reason=refusal_words(refusals), refusals=refusals)

    def _grid(self, *, last_resort: bool) -> NDArray[np.bool_]:
        """Tells which member (row) may take which need (column), minutes aside."""
        may = [
            not refusal(member, need, self.night, need.minutes, last_resort=last_resort)
            for member in self.team
            for need in self.needs
        ]
        return np.array(may, dtype=np.bool_).reshape(len(self.team), len(self.needs))

    def _planned(self) -> list[tuple[int, int, bool]]:
        """Plans (need, member, last resort) in rounds of one action a member, each action within the budget left."""
        minutes = np.array([need.minutes for need in self.needs], dtype=np.int64)
        free = np.array([need.index not in self.owners for need in self.needs], dtype=np.bool_)
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


def _value(member: Member, need: Need) -> float:
    rule = rule_of(need.kind, need.risks)
    roles = (*rule.roles, *(role for role in rule.last_resort if role not in rule.roles))
    place = roles.index(member.role) if member.role in roles else len(roles)
    match = skill_match(member.skills, need.text)
    return max(need.score, _LEAST_SCORE) * (1 + match) * (1 - _ROLE_STEP * place)


@functools.lru_cache(maxsize=4096)
def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text).casefold()))


def _meets(part: str, words: frozenset[str]) -> bool:
    return part in words or any(_akin(part, word) for word in words)


@functools.lru_cache(maxsize=65_536)
def _akin(part: str, word: str) -> bool:
    """Tells whether two words are forms of one, or one is a part of the other as in German compounds."""
    shorter, longer = sorted((len(part), len(word)))
    if part.removesuffix("s") == word.removesuffix("s"):
        return True
    if shorter < _STEM:
        return False
    if part.startswith(word) or word.startswith(part) or (len(part) > _STEM and part in word):
        return True
    shared = next((at for at, (left, right) in enumerate(zip(part, word, strict=False)) if left != right), shorter)
    return shared >= _STEM and shorter - shared <= _ENDINGS[0] and longer - shared <= _ENDINGS[1]
