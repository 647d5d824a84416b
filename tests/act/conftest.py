"""Makers for the tests of actions."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Protocol

import pytest

from triage.model.action import Action


class Listed(Protocol):
    def __call__(self, action_id: str = "a", **changes: Any) -> Action: ...


def _listed(action_id: str = "a", **changes: Any) -> Action:
    values: dict[str, Any] = {
        "rank": 1, "priority": "P2", "score": 61.2, "action": "respond", "topic": "flights",
        "theme": f"theme {action_id}", "owner": "", "status": "open", "due": "", "note": "", "merge_into": "",
        "mentions": 12, "mentions_total": 20, "authors": 11, "reach": None, "negative": 0.8, "negative_low": 0.7,
        "negative_high": 0.9, "neutral": 0.1, "positive": 0.1, "sentiment": -0.7, "polarity": None,
        "subjectivity": 0.5, "trend": "rising", "growth": 6.0, "channels": "x|reddit", "languages": "en|de",
        "risk": "", "first_seen": datetime(2026, 11, 24, 12, tzinfo=UTC), "last_seen": None, "quote": "", "url": "",
        "terms": "late|flight", "why": "11 people in 2 days", "next_step": "Answer.", "volume_points": 20.0,
        "negativity_points": 17.4, "momentum_points": 8.0, "reach_points": 0.0, "risk_points": 5.4,
        "benefit_points": 10.4, "action_id": action_id,
    }  # fmt: skip
    return Action(**(values | changes))


@pytest.fixture(scope="session")
def listed() -> Listed:
    """Makes the row of a list; what a test does not name is filled in."""
    return _listed
