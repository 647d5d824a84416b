"""Makers of actions and lists of hostile strings for the tests of the outputs."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Protocol

import pytest

from triage.model.action import OTHER_VOICES, Action

if TYPE_CHECKING:
    from pathlib import Path


class MakeAction(Protocol):
    def __call__(self, rank: int = 1, **changes: Any) -> Action: ...


def _action(rank: int = 1, **changes: Any) -> Action:
    values: dict[str, Any] = {
        "rank": rank, "priority": "P2", "score": 61.25, "action": "respond", "topic": "flights", "theme": "late flight",
        "owner": "", "status": "open", "due": "", "note": "", "merge_into": "", "mentions": 1234,
        "mentions_total": 2000, "authors": 34, "reach": None, "negative": 0.8764, "negative_low": 0.79,
        "negative_high": 0.94, "neutral": 0.1,
        "positive": 0.0236, "sentiment": -0.8528, "polarity": None, "subjectivity": -0.0001, "trend": "rising",
        "growth": 6.04, "channels": "x|reddit", "languages": "en|de", "risk": "",
        "first_seen": datetime(2015, 2, 24, 11, 35, 0, 500_000, tzinfo=UTC), "last_seen": None,
        "quote": "still waiting, nobody answers", "url": "https://x.example/1", "terms": "late|flight",
        "why": "34 people in 2 days, nobody has answered", "next_step": "Answer in public first.",
        "volume_points": 20.04, "negativity_points": 17.4, "momentum_points": 8.0, "reach_points": 0.0,
        "risk_points": 5.4, "benefit_points": 10.4, "action_id": f"a{rank}",
    }  # fmt: skip
    return Action(**(values | changes))


@pytest.fixture(scope="session")
def make_action() -> MakeAction:
    """Makes an action; what a test does not name is filled in."""
    return _action


@pytest.fixture(scope="session")
def others() -> Action:
    """The last row of a list."""
    return _action(99, theme=OTHER_VOICES, action="watch", owner="", due="", quote="", url="", next_step="")


@pytest.fixture(scope="session")
def hostile(shared: Path) -> list[str]:
    """Every naughty string, formula and script of the shared lists."""
    folder = shared / "hostile"
    naughty: list[str] = json.loads((folder / "naughty-strings" / "blns.json").read_text(encoding="utf-8"))
    files = [
        folder / "xss" / "payloadbox_xss-payload-list.txt",
        folder / "csv-injection" / "payloadbox_csv-payload.txt",
        folder / "csv-injection" / "payloadsallthethings_csv_injection.md",
    ]
    return naughty + [line for file in files for line in file.read_text(encoding="utf-8").splitlines() if line]
