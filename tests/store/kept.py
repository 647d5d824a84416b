"""Makes what a store keeps of a night, for tests that need no exports."""

from __future__ import annotations

from typing import Any

import pandas as pd

from triage.model.action import POINTS, Action
from triage.model.column import columns_of


def listed(action_id: str, **changes: Any) -> Action:
    """A row of a list; what a test does not name is blank."""
    blank: dict[str, Any] = {spec.name: None if spec.nullable else spec.kind() for spec in columns_of(Action)}
    values = {"theme": f"theme {action_id}", "action": "respond", "priority": "P2", "mentions": 3, "status": "open"}
    return Action(**(blank | dict.fromkeys(POINTS, 0.0) | values | {"action_id": action_id} | changes))


def heard(*rows: tuple[str, str, int, float | None]) -> pd.DataFrame:
    """Mentions as (theme, time, voice, negative)."""
    return pd.DataFrame(
        {
            "id_key": range(len(rows)),
            "content_key": range(len(rows)),
            "theme_id": [theme for theme, *_ in rows],
            "created_at": pd.to_datetime([time or "NaT" for _, time, *_ in rows], utc=True),
            "author": 1,
            "channel": "x",
            "voice": [voice for *_, voice, _ in rows],
            "negative": [negative for *_, negative in rows],
            "positive": 0.0,
        }
    )
