"""Counts what a night read, found and did."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from triage.model.vocabulary import Priority

if TYPE_CHECKING:
    from datetime import datetime

    import pandas as pd

    from triage.frames import ActionFrame, MentionFrame, ScoredFrame, ThemeFrame
    from triage.model.memory import ThemeChange
    from triage.model.source import SourceReport


def summarise(
    heard: MentionFrame,
    scored: ScoredFrame,
    themes: ThemeFrame,
    actions: ActionFrame,
    as_of: datetime | None,
    *,
    aside: pd.DataFrame,
    left_out: int,
    changed: list[ThemeChange],
) -> dict[str, Any]:
    """Returns the counts that `--summary` writes.

    Args:
        heard: The mentions as read, with their sources and rejects.
        scored: Those of the night that are about the company.
        themes: What they are about.
        actions: What to do.
        as_of: The night's instant.
        aside: The others, which count as mentions too.
        left_out: Mentions that the settings exclude.
        changed: Known themes that were split or merged.
    """
    sources: list[SourceReport] = heard.attrs["sources"]
    duplicates = sum(report.duplicates for report in sources)
    rejects = len(heard.attrs["rejects"])
    listed = ~themes["rest"].to_numpy(bool)
    return {
        "as_of": None if as_of is None else as_of.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "rows_read": len(heard) + duplicates + sum(report.rejects for report in sources),
        "mentions": len(scored) + len(aside),
        "duplicates": duplicates,
        "rejects": rejects,
        "left_out": left_out,
        "set_aside": len(aside),
        "set_aside_risks": int((aside["risk"] != "").sum()),
        "set_aside_reasons": _counted(aside["set_aside"]),
        "changes": [asdict(change) for change in changed],
        "unscored": int(scored["negative"].isna().sum()),
        "unscored_languages": _counted(scored.loc[scored["negative"].isna(), "language"]),
        "copies": len(scored) - int(scored["duplicate_group"].nunique()),
        "themes": int(listed.sum()),
        "topics": int(themes.loc[listed, "topic"].nunique()),
        "other_voices": int(themes.loc[~listed, "mentions"].sum()),
        "actions": len(actions),
        "priorities": {priority.value: int((actions["priority"] == priority.value).sum()) for priority in Priority},
        "languages": _counted(scored["language"]),
        "channels": _counted(scored["channel"]),
        "sources": [_of_source(report) for report in sources],
    }


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
