"""Telling what can be acted on from moods."""

from __future__ import annotations

import pandas as pd
import pytest

from triage.understand.particulars import is_grave, is_specific


@pytest.mark.parametrize(
    ("text", "intent", "risk", "specific"),
    [
        ("worst airline ever", "complaint", "", False),
        ("@united flight 1028 delayed", "complaint", "", True),
        ("£64.50 für nichts", "complaint", "", True),
        ("wie komme ich nach Ulm?", "question", "", True),
        ("please call me", "request", "", True),
        ("the plug melted", "complaint", "safety", True),
        ("never again", "complaint", "churn", False),
        ("so sad @fan4ever #90s https://t.co/a1b2", "", "", False),
        ("", "", "", False),
    ],
)
def test_asking_a_danger_and_figures_can_be_acted_on(text: str, intent: str, risk: str, *, specific: bool) -> None:
    mention = pd.DataFrame([{"text": text, "intent": intent, "risk": risk}])
    assert is_specific(mention).tolist() == [specific]


def test_who_leaves_is_no_danger() -> None:
    assert is_grave(pd.DataFrame({"risk": ["", "churn", "legal|churn", "safety"]})).tolist() == [
        False, False, True, True,
    ]  # fmt: skip
