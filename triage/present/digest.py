"""Words for people who read the action list rather than compute with it: the night in a line, rows in reading order."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pandas as pd

from triage.model.action import OTHER_VOICES

if TYPE_CHECKING:
    from collections.abc import Mapping

_COUNTS = ("mentions", "themes", "sources", "duplicates", "rejects")


def night_of(night: Mapping[str, Any]) -> str:
    """Returns the night's instant for people, "" where it is unknown.

    >>> night_of({"as_of": "2015-02-24T11:35:00Z"})
    '2015-02-24 11:35 UTC'
    """
    instant = night.get("as_of") or ""
    if isinstance(instant, datetime):
        return instant.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")
    try:
        return night_of({"as_of": datetime.fromisoformat(str(instant))}) if instant else ""
    except ValueError:
        return str(instant)


def counts_of(night: Mapping[str, Any]) -> str:
    """Returns the night's counts in one line, those that are known.

    >>> counts_of({"mentions": 14640, "themes": 210, "sources": ["a.csv"], "rejects": 0})
    '14,640 mentions, 210 themes, 1 source, 0 rejects'
    """
    known = {name: night[name] for name in _COUNTS if night.get(name) is not None}
    sizes = {name: value if isinstance(value, int) else len(value) for name, value in known.items()}
    return ", ".join(counted(size, name[:-1]) for name, size in sizes.items())


def counted(count: int, noun: str) -> str:
    """Returns a count with its noun.

    >>> counted(1, "action"), counted(1200, "action")
    ('1 action', '1,200 actions')
    """
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def percent(share: float | None) -> str:
    """Returns a share as whole per cent, "" where it is missing.

    >>> percent(0.876), percent(None)
    ('88', '')
    """
    return "" if share is None or pd.isna(share) else f"{share * 100:.0f}"


def other_voices(actions: pd.DataFrame) -> pd.DataFrame:
    """Returns the last row if it counts the voices that stand alone, else no row.

    Only the last one: a theme may happen to have the same title.
    """
    last = len(actions) > 0 and actions["theme"].iloc[-1] == OTHER_VOICES
    return actions.iloc[-1:] if last else actions.iloc[:0]


def themes_only(actions: pd.DataFrame) -> pd.DataFrame:
    """Returns all rows but that of the other voices."""
    return actions.iloc[: len(actions) - len(other_voices(actions))]


def split_by_owner(actions: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Splits rows into those with an owner and those without, each in the order given."""
    has_owner = actions["owner"] != ""
    return actions[has_owner], actions[~has_owner]


def undone(actions: pd.DataFrame, night: Mapping[str, Any]) -> str:
    """Returns what is left undone where some rows have an owner, "" where none has or nothing is left.

    Args:
        actions: Rows without the other voices.
        night: The night's counts; what its "undone" says holds for the whole list, also where rows are not shown.

    >>> night = {"undone": {"actions": 12, "earlier": 2, "people": 1240, "minutes": 415}}
    >>> undone(pd.DataFrame({"owner": ["Anna", ""]}), night)
    'left undone tonight: 12 actions (2 of earlier nights), 1,240 people, 415 minutes'
    """
    left = night.get("undone") or {}
    if not left.get("actions") or not (actions["owner"] != "").any():
        return ""
    earlier = f" ({left['earlier']:,} of earlier nights)" if left["earlier"] else ""
    people = f"{left['people']:,} {'person' if left['people'] == 1 else 'people'}"
    minutes = counted(left["minutes"], "minute")
    return f"left undone tonight: {counted(left['actions'], 'action')}{earlier}, {people}, {minutes}"
