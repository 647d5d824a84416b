"""What nights heard and listed, with what people changed, as the store tells it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from triage.model.standing import Measures


@dataclass(frozen=True, slots=True, kw_only=True)
class NightHeard:
    """One night.

    Attributes:
        night: Its number, from 1.
        as_of: Its instant; None where no mention had a date.
        voices: Voices that were new that night.
        scored: Those of them that an analyser spoke for.
        negative: Sum of their probabilities of being negative.
    """

    night: int
    as_of: datetime | None
    voices: int = 0
    scored: int = 0
    negative: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedRow:
    """An action as one night's list had it.

    Attributes:
        night: Number of the night.
        action_id: Which action.
        theme: Title.
        kind: Kind of the action.
        priority: P1 to P4.
        score: Score, 0..100.
        owner: Who owned it; "" for nobody.
        mentions: Mentions that night.
        languages: Languages of the theme, most first.
        channels: Channels of the theme, most first.
        risks: Risks of the theme, gravest first.
        measures: What the score and the guard rails saw.
    """

    night: int
    action_id: str
    theme: str
    kind: str
    priority: str
    score: float = 0.0
    owner: str = ""
    mentions: int = 0
    languages: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    risks: tuple[str, ...] = ()
    measures: Measures = field(default_factory=Measures)


@dataclass(frozen=True, slots=True, kw_only=True)
class PastChange:
    """A change that was not taken back.

    Attributes:
        night: Number of the last night when it was made.
        action_id: Which action.
        what: "status", "owner" or "merge_into".
        before: Its value before.
        after: Its value after.
        at: When.
        by: Who.
    """

    night: int
    action_id: str
    what: str
    before: str
    after: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeDay:
    """What was said of one theme on one day.

    Attributes:
        theme_id: The theme; of one that was merged, the theme that it became part of.
        day: Days since 1970-01-01 UTC.
        voices: Voices on that day.
        scored: Those of them that an analyser spoke for.
        negative: Sum of their probabilities of being negative.
    """

    theme_id: str
    day: int
    voices: int
    scored: int = 0
    negative: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """All that the store tells of the nights so far.

    Attributes:
        nights: The nights, in order.
        rows: The lists of the nights, in the order of nights; without the other voices.
        changes: Changes in the order in which they were made.
        days: What was said of each theme on each day.
        merged: Themes that became part of another one.
    """

    nights: tuple[NightHeard, ...] = ()
    rows: tuple[ListedRow, ...] = ()
    changes: tuple[PastChange, ...] = ()
    days: tuple[ThemeDay, ...] = ()
    merged: frozenset[str] = frozenset()
