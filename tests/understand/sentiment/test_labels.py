"""Labels of many scales become three classes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.understand.sentiment.labels import NO_LABEL, read_labels


@pytest.mark.parametrize(
    ("cells", "classes"),
    [
        (["Positive", "NEGATIVE", "neutral", "mixed", "n/a", ""], [2, 0, 1, 1, -1, -1]),
        (["positiv", "negativ", "Neutral", "eher negativ"], [2, 0, 1, 0]),
        (["very_negative", "Slightly positive"], [0, 2]),
        (["1", "0", "-1"], [2, 1, 0]),
        (["1", "0"], [2, 0]),
        (["0", "1", "2"], [0, 1, 2]),
        (["0", "2", "4"], [0, 1, 2]),
        (["1", "2", "3", "4", "5"], [0, 0, 1, 2, 2]),
        (["1/5", "3 / 5", "5 stars", "4 Sterne"], [0, 1, 2, 2]),
        (["1.0", "5.0", "3.0", ""], [0, 2, 1, -1]),
        (["★★★★★", "★☆☆☆☆", "★★★"], [2, 0, 1]),
        (["0", "6", "7", "8", "9", "10"], [0, 0, 1, 1, 2, 2]),
        (["-5", "0", "+3"], [0, 1, 2]),
        (["-0,4", "0", "0,9"], [0, 1, 2]),
        (["0.1", "0.5", "0.95"], [0, 1, 2]),
        (["10 %", "50%", "80"], [0, 1, 2]),
    ],
)
def test_each_scale_is_told_by_all_of_its_labels(cells: list[str], classes: list[int]) -> None:
    assert read_labels(cells).tolist() == classes


@given(st.lists(st.text(max_size=12)))
def test_whatever_stands_there_is_a_class_or_none(cells: list[str]) -> None:
    labels = read_labels(cells)
    assert len(labels) == len(cells)
    assert set(labels.tolist()) <= {NO_LABEL, 0, 1, 2}


@given(st.permutations(["1", "3", "5", "2", "negative", ""]))
def test_the_order_of_rows_changes_no_label(cells: list[str]) -> None:
    told = dict(zip(cells, read_labels(cells).tolist(), strict=True))
    assert told == {"1": 0, "3": 1, "5": 2, "2": 0, "negative": 0, "": -1}
