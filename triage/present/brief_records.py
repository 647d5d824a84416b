"""Writes one action as JSON: its row, its score redone, who may take it, what customers said, what has happened."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, Final

import orjson

from triage.frames import action_frame
from triage.model.action import Action
from triage.model.column import columns_of
from triage.present.records import json_lines, json_summary

if TYPE_CHECKING:
    from datetime import datetime

    from triage.present.brief import Brief


#: Measures that say who may take the action.
_WHO: Final = ("rule", "level", "roles", "minutes", "refusals")


def brief_json(found: Brief) -> bytes:
    """Returns one action as indented JSON; its row is written as every list writes it."""
    measures, history = found.standing.measures, found.history
    row: dict[str, Any] = orjson.loads(b"".join(json_lines(action_frame([found.action]), columns_of(Action))))
    return json_summary(
        {
            "schema": "triage-action/1",
            "action": row,
            "until": _instant(found.standing.until),
            "owner_by_person": found.standing.owner_by_person,
            "priority_by_person": found.standing.priority,
            "priority_by_score": found.scored,
            "score": {
                "parts": [part._asdict() for part in found.parts],
                "sum": round(sum(part.points for part in found.parts), 1),
            },
            "measures": {name: value for name, value in dataclasses.asdict(measures).items() if name not in _WHO},
            "who": {
                "rule": measures.rule,
                "level": measures.level,
                "roles": measures.roles,
                "minutes": measures.minutes,
                "may": [member for member, rule in measures.refusals.items() if not rule],
                "may_not": {member: rule for member, rule in measures.refusals.items() if rule},
            },
            "voices_a_day": history.voices,
            "quotes": [dataclasses.asdict(quote) for quote in history.quotes],
            "merged": [{"action_id": theme_id, "theme": title} for theme_id, title in history.members],
            "nights": [dataclasses.asdict(night) | {"as_of": _instant(night.as_of)} for night in history.nights],
            "changes": [
                {name: value for name, value in dataclasses.asdict(change).items() if name != "action_id"}
                | {"at": _instant(change.at)}
                for change in history.changes
            ],
        }
    )


def _instant(instant: datetime | None) -> str | None:
    return None if instant is None else instant.strftime("%Y-%m-%dT%H:%M:%SZ")
