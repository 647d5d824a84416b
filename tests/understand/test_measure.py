"""Measuring groups of mentions."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import numpy as np
import pandas as pd

from triage.frames import ScoredFrame, scored_frame
from triage.understand.measure import measure

NIGHT = datetime(2026, 11, 19, 22, tzinfo=UTC)


def mentions(*rows: dict[str, Any]) -> ScoredFrame:
    plain = {
        "text": "t", "channel": "x", "created_at": NIGHT, "negative": 0.8, "neutral": 0.1, "positive": 0.1,
        "language": "en",
    }  # fmt: skip
    filled = [
        plain | {"mention_id": str(i), "author": f"a{i}", "duplicate_group": i} | row for i, row in enumerate(rows)
    ]
    return scored_frame(pd.DataFrame(filled))


def measured(*rows: dict[str, Any]) -> dict[str, Any]:
    frame = mentions(*rows)
    measures = measure(frame, np.zeros(len(frame), np.int64), ["a"], NIGHT).iloc[0]
    return {str(name): value for name, value in measures.items()}


def test_volume_counts_copies_and_voice_counts_them_once() -> None:
    found = measured({"duplicate_group": 7}, {"duplicate_group": 7}, {"duplicate_group": 7}, {"duplicate_group": 8})
    assert (found["mentions"], found["voices"], found["authors"]) == (4, 2, 4)


def test_one_author_with_three_posts_is_one_voice() -> None:
    found = measured({"author": "ann"}, {"author": "ann"}, {"author": "ann"}, {"author": "bob"})
    assert (found["mentions"], found["voices"]) == (4, 2)


def test_without_authors_each_distinct_text_is_a_voice() -> None:
    assert measured({"author": ""}, {"author": ""})["voices"] == 2


def test_the_reach_of_an_author_counts_once_and_unknown_reach_stays_unknown() -> None:
    found = measured(
        {"author": "ann", "reach": 100}, {"author": "ann", "reach": 300}, {"author": "bob", "followers": 50}
    )
    assert found["reach"] == 350
    assert pd.isna(measured({})["reach"])


def test_shares_sum_to_one_even_after_rounding() -> None:
    found = measured({"negative": 0.3333, "neutral": 0.3333, "positive": 0.3334}, {})
    assert round(found["negative"] + found["neutral"] + found["positive"], 9) == 1


def test_a_language_that_nobody_scores_has_no_share() -> None:
    found = measured({"negative": None, "neutral": None, "positive": None})
    assert pd.isna(found["negative"])
    assert pd.isna(found["negative_low"])


def test_a_stray_risk_is_not_the_themes() -> None:
    many: list[dict[str, Any]] = [{} for _ in range(40)]
    assert measured({"risk": "churn|safety"}, *many)["risk"] == ""
    assert measured({"risk": "churn"}, {"risk": "churn|safety"}, *many)["risk"] == "churn"
    assert measured(*[{"risk": "churn"}] * 2, *many, *many)["risk"] == ""
    found = measured({"risk": "churn|safety"}, *many[:9])
    assert (found["risk"], found["risk_voices"]) == ("safety|churn", "1|1")


def test_what_can_be_acted_on_is_told_from_moods() -> None:
    moods = [{"text": f"worst airline in {word}ville"} for word in "abcdefghij"]
    cases = [{"text": f"flight {number} delayed again"} for number in range(10)]
    others = [moods[0], cases[0]] * 5
    frame = mentions(*moods, *cases, *others)
    low = measure(frame, np.repeat([0, 1, 2], 10).astype(np.int64), ["a", "b", "c"], NIGHT)["specific_low"].tolist()
    assert low[0] < low[2] < low[1]
    assert low[1] - low[0] > 0.3


def test_the_same_share_of_many_has_a_higher_lower_end_than_of_few() -> None:
    rows = [{"intent": "question"}] * 2 + [{"intent": "question"}] * 400 + [{}] * 200
    group = np.array([0] * 2 + [1] * 600, np.int64)
    low = measure(mentions(*rows), group, ["a", "b"], NIGHT)["specific_low"]
    assert low[0] < low[1] < 400 / 600


def test_news_ask_nobody_for_help() -> None:
    assert measured({"channel": "news"}, {"channel": "news", "intent": "question"})["helpable"] == 0


def test_a_group_without_mentions_measures_nothing() -> None:
    table = measure(mentions({}), np.zeros(1, np.int64), ["a", "b"], NIGHT)
    assert table["mentions"].tolist() == [1, 0]
    assert pd.isna(table["negative"].iloc[1])


def test_channels_are_listed_by_how_much_was_said_there() -> None:
    assert measured({"channel": "reddit"}, {"channel": "x"}, {"channel": "x"})["channels"] == "x|reddit"
