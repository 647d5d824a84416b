"""Counts themes that stay quiet among the other voices, so that the list adds up to the night."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, Final

from triage.model.vocabulary import JOINER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from triage.model.theme import Theme

_COUNTS: Final = ("mentions", "voices", "authors", "named", "scored", "recent", "questions", "helpable", "thankful")
_SHARES: Final = ("negative", "negative_low", "negative_high", "positive", "polarity", "subjectivity")
_NAMES: Final = ("channels", "languages")


def add_quiet(rest: Theme, quiet: Sequence[Theme]) -> Theme:
    """Adds themes to the other voices: counts are added up, shares averaged by the mentions that were scored.

    An author who speaks of several counts in each. The average of the lower ends lies below the lower end of the
    average, and that of the upper ends above, so the interval is rather too wide. Risks are not taken over: whoever
    dismissed them knew.

    Args:
        rest: The voices that stand alone.
        quiet: The themes whose actions stay quiet, in any order.
    """
    if not quiet:
        return rest
    themes = [rest, *sorted(quiet, key=lambda theme: (-theme.mentions, theme.theme_id))]
    changed: dict[str, Any] = {name: sum(getattr(theme, name) for theme in themes) for name in _COUNTS}
    changed |= {name: _average(themes, name) for name in _SHARES}
    changed |= {name: _joined([getattr(theme, name) for theme in themes]) for name in _NAMES}
    changed |= {name: _known_sum([getattr(theme, name) for theme in themes]) for name in ("reach", "engagement")}
    negative, positive = changed["negative"], changed["positive"]
    neutral = None if negative is None or positive is None else round(1 - negative - positive, 3)
    first = min((theme.first_seen for theme in themes if theme.first_seen), default=None)
    last = max((theme.last_seen for theme in themes if theme.last_seen), default=None)
    return dataclasses.replace(rest, **changed, neutral=neutral, first_seen=first, last_seen=last)


def _average(themes: Sequence[Theme], name: str) -> float | None:
    parts = [(getattr(theme, name), theme.scored) for theme in themes]
    known = [(share, scored) for share, scored in parts if share is not None and scored]
    if not known:
        return None
    return round(float(sum(share * scored for share, scored in known) / sum(scored for _, scored in known)), 3)


def _joined(cells: Sequence[str]) -> str:
    return JOINER.join(dict.fromkeys(word for cell in cells for word in cell.split(JOINER) if word))


def _known_sum(counts: Sequence[int | None]) -> int | None:
    known = [count for count in counts if count is not None]
    return sum(known) if known else None
