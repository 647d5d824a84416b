"""Begins the row of an action: what was measured, before anybody is given it."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, Final

from triage.model.action import POINTS, Action
from triage.model.column import names_of
from triage.model.theme import Theme
from triage.model.vocabulary import Status, Trend

if TYPE_CHECKING:
    from collections.abc import Mapping

    from triage.model.standing import Standing

_SAME: Final = tuple(name for name in names_of(Action) if name in names_of(Theme))
#: What an action has none of in a night in which nobody spoke of it.
_UNHEARD: Final[dict[str, Any]] = {
    "mentions": 0, "authors": 0, "reach": None, "negative": None, "negative_low": None, "negative_high": None,
    "neutral": None, "positive": None, "sentiment": None, "polarity": None, "subjectivity": None, "growth": None,
    "trend": Trend.STEADY,
}  # fmt: skip


def heard_row(theme: Theme, before: Standing | None, kind: str, score: float, points: Mapping[str, float]) -> Action:
    """Returns the row of what somebody spoke of tonight; rank, priority, owner, dates and words are still empty.

    Args:
        theme: The theme, as measured.
        before: Where its action stood; None where nobody knew it.
        kind: Kind of the action.
        score: Its score.
        points: The parts of the score.
    """
    first = [seen for seen in (theme.first_seen, before.first_seen if before else None) if seen]
    known = theme.positive is not None and theme.negative is not None
    same: dict[str, Any] = {name: getattr(theme, name) for name in _SAME} | dict(points)
    same["first_seen"] = min(first, default=None)
    return Action(
        **same,
        rank=0,
        priority="",
        score=score,
        action=kind,
        theme=theme.title,
        owner="",
        status=Status.OPEN,
        due="",
        note=before.note if before else "",
        merge_into="",
        mentions_total=theme.mentions + (before.mentions_total if before else 0),
        sentiment=round((theme.positive or 0) - (theme.negative or 0), 3) if known else None,
        why="",
        next_step="",
        action_id=theme.theme_id,
    )


def points_of(row: Action) -> dict[str, float]:
    """Returns the parts of a row's score."""
    return {name: getattr(row, name) for name in POINTS}


def carried_row(row: Action, before: Standing) -> Action:
    """Returns the row of what nobody spoke of tonight.

    Args:
        row: Its row in the last list in which it had mentions.
        before: Where it stands.
    """
    return dataclasses.replace(
        row,
        **_UNHEARD,
        note=before.note,
        mentions_total=before.mentions_total,
        first_seen=before.first_seen,
        last_seen=before.last_seen,
    )
