"""What is remembered of a theme, so that the next night knows it again."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownTheme:
    """A theme of earlier nights. It holds words and counts, no text of any mention.

    Several may have one `theme_id`: they are one theme, because a person merged them or a night found that they are.

    Attributes:
        theme_id: The theme that mentions near these words belong to.
        words: How many of its texts each of its commonest words was in, lately.
        texts: How many texts that are.
        apart: Themes that a person keeps apart from it: they are never merged by a night.
        born_id: The theme that the entry was made for, whatever that was merged into since; "" for theme_id.
        risk: The grave risk for which it was split from other themes; only reports of that risk can be of it. "" else.
    """

    theme_id: str
    words: dict[str, float]
    texts: float
    apart: frozenset[str] = field(default_factory=frozenset)
    born_id: str = ""
    risk: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeChange:
    """What a night did to a theme that was known.

    Attributes:
        what: "split" or "merged".
        theme_id: The theme that was split off, or that was merged into another.
        known_id: The theme that it was split from, or merged into.
    """

    what: str
    theme_id: str
    known_id: str
