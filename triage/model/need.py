"""A need: what an action asks of its owner; with the assignment that answers it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """What one action asks of the person who is to own it.

    Attributes:
        index: Number of the action, different for each; the assignment carries it back.
        kind: Kind of the action: escalate, respond, fix, clarify, thank or watch.
        priority: P1 to P4.
        score: What the action is worth, 0..100: its score, or the nearest that has the priority a person gave it.
        languages: Languages of the theme, most first.
        channels: Channels of the theme, most first.
        risks: Risks that count, gravest first.
        text: Title, topic, terms and risks, joined by |, in which skills are looked for.
        minutes: Minutes that the action takes.
        voices: People behind it.
        heard: Whether somebody spoke of it tonight; the others get what is left.
        owner: Who has it from earlier nights, "" for nobody.
        by_person: Whether a person chose that owner, who then keeps it whatever the guard rails say.
        begun: Whether its owner has begun, which is taken from no one for another's sake.
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
    heard: bool = True
    owner: str = ""
    by_person: bool = False
    begun: bool = False


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
        rules: Member -> name of the rule that keeps the action from them, "" for who may; empty where nobody is needed.
            Of an owner that a person chose it says which rule would have refused.
    """

    index: int
    owner: str = ""
    minutes: int = 0
    reason: str = ""
    refusals: tuple[tuple[str, int], ...] = ()
    last_resort: bool = False
    rules: dict[str, str] = field(default_factory=dict)
