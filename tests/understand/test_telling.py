"""The order in which mentions are read."""

from __future__ import annotations

from typing import Any

import pandas as pd

from triage.frames import ScoredFrame, scored_frame
from triage.understand.telling import reading_order


def mentions(*rows: dict[str, Any]) -> ScoredFrame:
    plain = {"text": "worst ever", "action_id": "a", "negative": None, "neutral": None, "positive": None}
    filled = [plain | {"mention_id": str(i), "duplicate_group": i} | row for i, row in enumerate(rows)]
    return scored_frame(pd.DataFrame(filled))


def order(*rows: dict[str, Any]) -> list[int]:
    return [int(place) for place in reading_order(mentions(*rows), ["a", "b"])]


def test_mentions_stand_in_the_order_of_the_list_and_those_without_an_action_last() -> None:
    assert order({"action_id": ""}, {"action_id": "b"}, {}, {"action_id": "b", "risk": "safety"}) == [2, 3, 1, 0]


def test_a_danger_comes_first_then_what_can_be_acted_on_then_moods() -> None:
    assert order({}, {"text": "flight 12 late"}, {"risk": "churn"}, {"risk": "legal"}) == [3, 1, 0, 2]


def test_praise_with_a_number_in_it_is_no_case() -> None:
    praise = {"text": "flight 12 was great", "negative": 0.1, "neutral": 0.2, "positive": 0.7}
    assert order(praise, {"text": "flight 12 late"}) == [1, 0]


def test_what_most_have_seen_comes_first_and_copies_after_all_that_is_told_once() -> None:
    rows = ({"followers": 10}, {"reach": 500}, {"reach": 900, "duplicate_group": 1}, {"engagement": 40})
    assert order(*rows) == [1, 3, 0, 2]


def test_what_is_equal_stays_in_its_order() -> None:
    assert order({}, {}, {}) == [0, 1, 2]
