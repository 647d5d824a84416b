"""The measure of ranking, and the files that it is told by."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pandas as pd
import pytest

from tests.evaluation.ranking import WAYS, incidents, judgements, ndcg
from triage.model.action import POINTS


def test_the_best_order_is_worth_one_and_the_worst_less() -> None:
    assert ndcg([15, 7, 3, 1]) == 1
    assert ndcg([1, 3, 7, 15]) == pytest.approx((1 + 3 / 1.585 + 7 / 2 + 15 / 2.322) / (15 + 7 / 1.585 + 3 / 2 + 1 / 2.322), abs=1e-3)  # fmt: skip # noqa: E501


def test_what_stands_below_the_hundredth_place_is_worth_nothing() -> None:
    assert ndcg([0] * 100 + [1]) == 0
    assert 0 < ndcg([0] * 99 + [1]) < 1 / 6


def test_ways_order_the_same_rows_by_what_they_are_called() -> None:
    rows = pd.DataFrame(
        {"action_id": ["a", "b", "c"], "rank": [2, 1, 3], "mentions": [9, 5, 5], "negative": [0.1, 0.9, None],
         "sentiment": [0.2, -0.7, None]}
        | {name: [1.0, 2.0, 0.0] for name in POINTS}
    )  # fmt: skip
    assert {way: "".join(order(rows)) for way, order in WAYS.items()} == {
        "the list": "bac",
        "volume": "abc",
        "mean sentiment": "bac",
        "volume x negativity": "bac",
        "product of the parts": "bac",
    }


def test_both_languages_have_the_same_incidents_and_no_text_twice() -> None:
    english, german = incidents("en"), incidents("de")
    assert [(each["name"], each["gain"], len(each["texts"])) for each in english] == [
        (each["name"], each["gain"], len(each["texts"])) for each in german
    ]
    texts = [text for each in (*english, *german) for text in each["texts"]]
    assert len(set(texts)) == len(texts)


def test_each_row_is_judged_once_with_a_reason() -> None:
    table = tomllib.loads(Path(__file__).with_name("ranking_judgements.toml").read_text(encoding="utf-8"))
    assert len(judgements()) == len(table["row"])
    assert {row["say"] for row in table["row"]} == {"keep", "drop"}
    assert all(row["why"] for row in table["row"])
