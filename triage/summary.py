"""Counts what a night read, found and did."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from triage.frames import read_actions
from triage.model.action import OTHER_VOICES_ID
from triage.model.vocabulary import Priority, Trend

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    import pandas as pd

    from triage.frames import ActionFrame, ScoredFrame, ThemeFrame
    from triage.model.memory import ThemeChange
    from triage.model.source import SourceReport
    from triage.model.standing import Standing
    from triage.outcome import Read


def summarise(
    read: Read,
    scored: ScoredFrame,
    themes: ThemeFrame,
    actions: ActionFrame,
    as_of: datetime | None,
    *,
    aside: pd.DataFrame,
    changed: list[ThemeChange],
    standing: Mapping[str, Standing],
) -> dict[str, Any]:
    """Returns the counts that `--summary` writes.

    Args:
        read: What was read.
        scored: Those of the night that are about the company.
        themes: What they are about.
        actions: What to do.
        as_of: The night's instant.
        aside: The others, which count as mentions too.
        changed: Known themes that were split or merged.
        standing: Where each action stood before.
    """
    return {
        "as_of": None if as_of is None else as_of.strftime("%Y-%m-%dT%H:%M:%SZ"),
        **_of_reading(read, len(scored), aside),
        "changes": [asdict(change) for change in changed],
        **_of_themes(scored, themes),
        "actions": len(actions),
        "priorities": {priority.value: int((actions["priority"] == priority.value).sum()) for priority in Priority},
        "new_or_risen": _new_or_risen(actions, standing),
        "languages": _counted(scored["language"]),
        "channels": _counted(scored["channel"]),
        "sources": [_of_source(report) for report in read.heard.attrs["sources"]],
    }


def _of_reading(read: Read, scored: int, aside: pd.DataFrame) -> dict[str, Any]:
    heard = read.heard
    sources: list[SourceReport] = heard.attrs["sources"]
    duplicates = sum(report.duplicates for report in sources) if sources else read.before
    return {
        "rows_read": len(heard) - read.before + duplicates + sum(report.rejects for report in sources),
        "mentions": scored + len(aside),
        "duplicates": duplicates,
        "counted_before": read.before,
        "rejects": len(heard.attrs["rejects"]),
        "left_out": read.left_out,
        "forgotten": read.forgotten,
        "set_aside": len(aside),
        "set_aside_risks": int((aside["risk"] != "").sum()),
        "set_aside_reasons": _counted(aside["set_aside"]),
    }


def _of_themes(scored: ScoredFrame, themes: ThemeFrame) -> dict[str, Any]:
    listed = ~themes["rest"].to_numpy(bool)
    return {
        "unscored": int(scored["negative"].isna().sum()),
        "unscored_languages": _counted(scored.loc[scored["negative"].isna(), "language"]),
        "copies": len(scored) - int(scored["duplicate_group"].nunique()),
        "themes": int(listed.sum()),
        "topics": int(themes.loc[listed, "topic"].nunique()),
        "other_voices": int(themes.loc[~listed, "mentions"].sum()),
    }


def _new_or_risen(actions: ActionFrame, standing: Mapping[str, Standing]) -> dict[str, int]:
    """Counts, by priority, actions that were not there before, are back, or stand higher than when last heard of."""
    counts = Counter[str]()
    for row in read_actions(actions):
        before = standing.get(row.action_id)
        risen = before is None or before.row is None or row.priority < before.row.priority
        if row.mentions and row.action_id != OTHER_VOICES_ID and (risen or row.trend == Trend.BACK):
            counts[row.priority] += 1
    return {priority.value: counts[priority.value] for priority in Priority}


def _of_source(report: SourceReport) -> dict[str, Any]:
    return {
        "source": report.source,
        "rows": report.rows,
        "mentions": report.mentions,
        "duplicates": report.duplicates,
        "rejects": report.rejects,
        "refused": report.refused,
    }


def _counted(column: pd.Series[Any]) -> dict[str, int]:
    found = Counter(column.tolist())
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))
