"""What the nights remember of one action, from its first mention to its last change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from triage.model.standing import Change


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One night in whose list an action stood.

    Attributes:
        night: Number of the night, 1 for the first.
        as_of: Its instant; None where no mention had a date.
        mentions: Mentions of it that night.
        score: Its score then.
    """

    night: int
    as_of: datetime | None
    mentions: int
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """What one customer said, as long as it is kept.

    Attributes:
        text: The words.
        url: Link to them; may be empty.
        language: ISO 639-1 code.
    """

    text: str
    url: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What is remembered of one action.

    Attributes:
        nights: The nights in whose list it stood, the first one first.
        voices: People who spoke of it a day, the day that ends with the last night last.
        quotes: What customers said in the last night of which words are kept; the list's quote first.
        changes: Every change of it, the oldest first.
        members: Themes that were merged into it, with their titles.
    """

    nights: tuple[Listed, ...] = ()
    voices: tuple[int, ...] = ()
    quotes: tuple[Quote, ...] = ()
    changes: tuple[Change, ...] = ()
    members: tuple[tuple[str, str], ...] = ()
