"""A need: what an action asks of its owner; with the assignment that answers it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """What one action asks of the person who is to own it.

    Attributes:
        index: Number of the action, different for each; the assignment carries it back.
        kind: Kind of the action: escalate, respond, fix, clarify, thank or watch.
        priority: P1 to P4.
        score: Score of the action, 0..100.
        languages: Languages of the theme, most first.
        channels: Channels of the theme, most first.
        risks: Risks that count, gravest first.
        text: Title, topic and terms, in which skills are looked for.
        minutes: Minutes that the action takes.
        voices: People behind it.
    """

    index: int
    kind: str
    priority: str
    score: float
    languages: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    risks: tuple[str, ...] = ()
    text: str = ""
    minutes: int = 0
    voices: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """Who owns one action tonight, or why nobody does.

    Attributes:
        index: Number of the need.
        owner: Name of the member; empty where nobody owns it.
        minutes: Minutes given to it; 0 where nobody owns it.
        reason: "nobody free: 2 level too low, 1 no minutes left" where nobody owns it, else empty.
        refusals: The rules behind the reason with how many members each refused, the most telling first.
        last_resort: Whether it went to press, legal or the lead because nobody else may.
    """

    index: int
    owner: str = ""
    minutes: int = 0
    reason: str = ""
    refusals: tuple[tuple[str, int], ...] = ()
    last_resort: bool = False
