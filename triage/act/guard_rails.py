"""Decides who may take an action, by rules that are data."""

from __future__ import annotations

import functools
import math
import tomllib
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from triage.model.member import Level, Role
from triage.model.vocabulary import UNDETERMINED, Kind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from triage.model.member import Member
    from triage.model.need import Need

#: Named where a member is free and may, but the night's budget is given out.
OVER_BUDGET: Final = "over the budget"

_OTHER_ROLE: Final = "kept for risks"
_RISK: Final = "risk needs "
_LEVELS: Final = tuple(Level)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What the actions of some kinds with some risks ask of their owner.

    Attributes:
        name: What the rule is about.
        kinds: Kinds of action it fits; empty means all.
        risks: Risks of which one must count; empty means none need to.
        roles: Roles that may take the action, the one who should first.
        last_resort: Roles that get it where nobody may.
        level: Least level.
        at_least: Minutes at least.
        each_voice: Minutes for each voice.
        at_most: Minutes at most.
    """

    name: str
    kinds: tuple[str, ...]
    risks: tuple[str, ...]
    roles: tuple[str, ...]
    last_resort: tuple[str, ...]
    level: str
    at_least: float
    each_voice: float
    at_most: float

    def fits(self, kind: str, risks: Sequence[str]) -> bool:
        """Tells whether the rule is about such an action."""
        return (not self.kinds or kind in self.kinds) and (not self.risks or any(risk in self.risks for risk in risks))


@functools.cache
def rules() -> tuple[Rule, ...]:
    """Returns the guard rails, in the order in which they are tried."""
    return tuple(
        Rule(
            name=table["name"],
            kinds=tuple(map(Kind, table.get("kinds", ()))),
            risks=tuple(table.get("risks", ())),
            roles=tuple(map(Role, table["roles"])),
            last_resort=tuple(map(Role, table["last_resort"])),
            level=Level(table["level"]),
            **table["minutes"],
        )
        for table in _data()["rule"]
    )


def rule_of(kind: str, risks: Sequence[str]) -> Rule:
    """Returns the first rule that fits; of `watch`, which needs nobody, the one that asks for nobody."""
    return rules()[-1] if kind == Kind.WATCH else next(rule for rule in rules() if rule.fits(kind, risks))


def minutes_needed(kind: str, risks: Sequence[str], voices: int) -> int:
    """Returns the minutes that an action takes, more for more voices, within the rule's limits.

    >>> [minutes_needed("respond", [], voices) for voices in (1, 10, 1000)]
    [5, 30, 60]
    """
    rule = rule_of(kind, risks)
    return math.ceil(min(max(rule.at_least, rule.each_voice * voices), rule.at_most))


def refusal(member: Member, need: Need, night: date, minutes_left: int, *, last_resort: bool = False) -> str:
    """Returns the name of the first rule that keeps an action from a member, or "" where they may take it.

    Args:
        member: Who might own the action.
        need: What the action asks.
        night: Date of the night, on which training must still hold.
        minutes_left: Minutes that the member has not given out yet.
        last_resort: Ask whether the member gets it where nobody may: then only role and minutes count.
    """
    rule = rule_of(need.kind, need.risks)
    if last_resort and member.role in rule.last_resort:
        return _time(need, minutes_left)
    return (
        _role(member, need, rule)
        or _training(member, night)
        or ("level too low" if _LEVELS.index(Level(member.level)) < _LEVELS.index(Level(rule.level)) else "")
        or _reach(member, need)
        or ("priority above limit" if need.priority < member.max_priority else "")
        or _time(need, minutes_left)
    )


def is_about_role(refused: str) -> bool:
    """Tells whether a rule refuses for what a member is in the company, so says least about why nobody is free."""
    return refused == _OTHER_ROLE or refused.startswith(_RISK)


def in_german(refused: str) -> str:
    """Returns the German words for the name of a refusing rule."""
    return str(_data()["german"][refused])


def _role(member: Member, need: Need, rule: Rule) -> str:
    if member.role in rule.roles:
        return ""
    if rule.risks or need.kind == Kind.ESCALATE:
        return f"{_RISK}{rule.roles[0]}"
    return _OTHER_ROLE


def _training(member: Member, night: date) -> str:
    if member.role != Role.EMPLOYEE:
        return ""
    if not member.volunteer:
        return "not a volunteer"
    return "" if member.trained_until and member.trained_until >= night else "training expired"


def _reach(member: Member, need: Need) -> str:
    language = next((code for code in need.languages if code not in {"", UNDETERMINED}), "")
    if language and language not in member.languages:
        return "language"
    channel = next((name.casefold() for name in need.channels if name), "")
    return "channel" if channel and member.channels and channel not in member.channels else ""


def _time(need: Need, minutes_left: int) -> str:
    return "no minutes left" if need.minutes > minutes_left else ""


@functools.cache
def _data() -> dict[str, Any]:
    return tomllib.loads(resources.files("triage.act").joinpath("guard_rails.toml").read_text(encoding="utf-8"))
