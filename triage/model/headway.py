"""What became of the actions over the nights."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NightLine:
    """One night in numbers.

    Attributes:
        night: Its number.
        as_of: Its instant.
        voices: Voices that were new that night.
        negative: Share of them that is negative, 0..1; None where none was scored.
        listed: Actions in its list that ask somebody to act.
        without_owner: Those of them that nobody owned.
        acted_on: Those of them that a person had acted on before the next night.
    """

    night: int
    as_of: datetime | None
    voices: int
    negative: float | None
    listed: int
    without_owner: int
    acted_on: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """How many actions of a priority were acted on, and how soon.

    Attributes:
        priority: P1 to P4 as it was when first listed, or "all".
        listed: Actions in the lists of these nights that ask somebody to act.
        acted_on: Those that a person acknowledged, began or did.
        done: Those that a person did.
        dismissed: Those that a person dismissed without having acted on them.
        share: acted_on / listed; None without any.
        timed: Actions that were first listed in these nights at a known instant; the times are theirs.
        waiting: Those of them that nobody had acted on when last seen (censored).
        median_hours: Hours until half of them were acted on (Kaplan-Meier); None where fewer than half were.
        p90_hours: Hours until nine in ten were acted on (Kaplan-Meier); None where fewer were.
    """

    priority: str
    listed: int
    acted_on: int
    done: int
    dismissed: int
    share: float | None
    timed: int
    waiting: int
    median_hours: float | None
    p90_hours: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CameBack:
    """An action that was done and opened again by a night.

    Attributes:
        action_id: Which.
        theme: Its title.
        owner: Who owned it.
        done_at: When it was done.
        back_at: Instant of the night in which it was back.
        nights: Nights between: 1 if the very next one had it again.
    """

    action_id: str
    theme: str
    owner: str
    done_at: datetime
    back_at: datetime
    nights: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Before and after, of the themes and of their baseline, and what the one changed more than the other.

    Attributes:
        themes: Themes that were compared.
        baseline: Different themes that they were compared with.
        before: Of the themes, in the days before the first action.
        after: Of the themes, in the days after it.
        baseline_before: Of the baseline, in the same days.
        baseline_after: Of the baseline, in the same days.
        effect: Voices: change in excess of the baseline's, -0.4 for 40 % fewer; negative share: its difference.
        low: Lower end of its 90 % interval.
        high: Upper end of its 90 % interval.
    """

    themes: int
    baseline: int
    before: float
    after: float
    baseline_before: float
    baseline_after: float
    effect: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """Whether acting helped.

    Attributes:
        group: "acted on" for all themes that were, "done" for those of them that were done.
        days: Days before and after the first action that were compared.
        themes: Themes of the group.
        observed: Those of them with enough voices before, and all days after in the store.
        compared: Those of them for which there was a baseline.
        later: Share of the baseline on which somebody acted in the days after, which makes the effect look smaller.
        least: Themes, and different ones of the baseline, that it takes to tell anything.
        voices: Typical (geometric mean) voices a day; None for too few to tell.
        negative: Negative share of the voices; None for too few to tell.
    """

    group: str
    days: int
    themes: int
    observed: int
    compared: int
    later: float
    least: int
    voices: Difference | None
    negative: Difference | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """What one owner or role carries.

    Attributes:
        name: The owner, the role, or "volunteers".
        role: Role of the owner; "" where the team file does not name them.
        owned: Actions that they own, or did own when first acted on.
        acted_on: Those of them that were acted on.
        done: Those that were done.
        minutes: Minutes that the owned ones take by the guard rails.
        minutes_done: Minutes of those that were done.
        share_of_actions: owned / all that anybody owns; None without any.
        share_of_minutes: minutes / those of all that anybody owns; None without any.
        median_hours: Hours until half of them were acted on (Kaplan-Meier); None where fewer than half were.
    """

    name: str
    role: str
    owned: int
    acted_on: int
    done: int
    minutes: int
    minutes_done: int
    share_of_actions: float | None
    share_of_minutes: float | None
    median_hours: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """What a guard rail left without an owner; an action counts under each rule that refused somebody.

    Attributes:
        rule: Name of the rule.
        detail: Of a language which, and on which channel, as in "de on x"; "" else.
        actions: Actions.
        minutes: Minutes that they take.
        people: People who can be helped.
        voices: People who speak of them.
    """

    rule: str
    detail: str
    actions: int
    minutes: int
    people: int
    voices: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """What one change in the team would have given an owner.

    Attributes:
        change: "level", "renewal", "volunteer", "minutes", "budget" or "newcomer".
        members: Whom it is about; empty for a newcomer and for the budget.
        value: The level, the language of the newcomer, or the minutes more a night; "" else.
        hours: Hours of class that it takes.
        minutes: Minutes a night that it takes on top of those in the team file.
        actions: Actions that would have had an owner.
        people: People who can be helped by them.
        voices: People who speak of them.
        people_an_hour: people / hours; None where it takes no class.
    """

    change: str
    members: tuple[str, ...]
    value: str
    hours: float
    minutes: int
    actions: int
    people: int
    voices: int
    people_an_hour: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """What the last nights left without an owner, and what would have given it one.

    Attributes:
        nights: How many of the last nights are looked at.
        has_team: Whether any of their lists was given out by a team file.
        actions: Actions that stood without an owner in one of them.
        minutes: Minutes that they take.
        people: People who can be helped.
        voices: People who speak of them.
        taken_now: Actions that the team as it is now would have taken: it has changed since.
        gaps: By rule, most people first.
        what_ifs: Changes of the team, the most people for an hour of class first.
    """

    nights: int
    has_team: bool
    actions: int
    minutes: int
    people: int
    voices: int
    taken_now: int
    gaps: tuple[Gap, ...]
    what_ifs: tuple[WhatIf, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Headway:
    """What `triage progress` tells.

    Attributes:
        nights: The chosen nights.
        answered: All actions, then each priority that occurs.
        done: Actions that were done in these nights.
        came_back: Those of them that came back, the latest first.
        effects: Of all that was acted on, and of what was done.
        owners: Each owner, most minutes first.
        roles: Each role that owns anything, most minutes first.
        volunteers: The employees who volunteer, together; None without a team file.
        missing: What was left without an owner.
    """

    nights: tuple[NightLine, ...]
    answered: tuple[Answered, ...]
    done: int
    came_back: tuple[CameBack, ...]
    effects: tuple[Effect, ...]
    owners: tuple[Carried, ...]
    roles: tuple[Carried, ...]
    volunteers: Carried | None
    missing: Missing
