"""Where an action of earlier nights stands, and what changed in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from triage.model.vocabulary import Status

if TYPE_CHECKING:
    from datetime import datetime

    from triage.model.action import Action

#: Who changed something where no person did.
PROGRAM = "triage"
#: Who set what an action took over from another, where a person did.
PERSON = "a person"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """What the score and the guard rails saw of an action, so that a person can redo both.

    Attributes:
        voices: People who speak of it.
        negative_low: Lower end of the interval of the negative share; None where nothing was scored.
        surprise: -log10 of the chance of so many, if nothing had changed.
        reach: People who may have seen it; None where no export says.
        helpable: People who can be helped.
        specific_low: Lower end of the share of people who say something that can be acted on; None where nobody spoke.
        can_act: Whether somebody may and can act on it.
        risks: People who speak of each risk, gravest first.
        minutes: Minutes that it takes.
        rule: Name of the guard rail that says who may take it.
        level: Least level of training that it takes.
        roles: Roles that may take it, the one who should first.
        refusals: Member -> name of the rule that keeps the action from them; "" for who may.
    """

    voices: int = 0
    negative_low: float | None = None
    surprise: float = 0.0
    reach: int | None = None
    helpable: int = 0
    specific_low: float | None = None
    can_act: bool = False
    risks: dict[str, int] = field(default_factory=dict)
    minutes: int = 0
    rule: str = ""
    level: str = ""
    roles: tuple[str, ...] = ()
    refusals: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """An action as the nights before left it.

    Attributes:
        action_id: Which.
        status: A `Status`.
        until: Instant until which it is snoozed; None else.
        owner: Who does it; may be empty.
        owner_by_person: Whether a person set the owner, which the program then never changes.
        due: Date by which it should be done, "" for none.
        due_by_person: Whether a person set it.
        note: The analyst's.
        priority: The priority that a person gave it, "" for the score's own.
        since: Instant of the last night before the status was set; what was said later came after it. None for none.
        first_seen: Time of the earliest mention.
        last_seen: Time of the newest.
        mentions_total: Mentions so far.
        row: Its row in the last list in which it had mentions; None where it was in none.
        measures: What that row was made from.
    """

    action_id: str
    status: str = Status.OPEN
    until: datetime | None = None
    owner: str = ""
    owner_by_person: bool = False
    due: str = ""
    due_by_person: bool = False
    note: str = ""
    priority: str = ""
    since: datetime | None = None
    first_seen: datetime | None = None
    last_seen: datetime | None = None
    mentions_total: int = 0
    row: Action | None = None
    measures: Measures = field(default_factory=Measures)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that was changed in one action.

    Attributes:
        action_id: Which action.
        what: "status", "until", "owner", "due", "note", "priority", "merge_into" or "apart" (the themes it
            is kept apart from).
        before: Its value before, as a list shows it; "" for none.
        after: Its value after.
        at: When.
        by: Who: `PROGRAM`, or the name of a person.
        whence: The command that did it: "run", "update", "sync actions.csv".
    """

    action_id: str
    what: str
    before: str
    after: str
    at: datetime
    by: str = PROGRAM
    whence: str = "run"
