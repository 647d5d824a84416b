"""Splitting from a theme what carries a grave risk."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from triage.understand.risk_split import split_risks


def split(*risks: str) -> list[int]:
    found = split_risks(np.zeros(len(risks), np.int64), risks, np.arange(len(risks)).astype(np.uint64))
    return [int(theme) for theme in found.theme]


def test_three_reports_of_a_hot_plug_leave_a_theme_about_an_update() -> None:
    assert split(*["safety"] * 3, *[""] * 9) == [1] * 3 + [0] * 9


def test_a_single_report_among_many_has_a_theme_of_its_own() -> None:
    assert split("safety", *[""] * 399) == [1] + [0] * 399


def test_one_report_in_five_stays_where_it_is() -> None:
    assert split("safety", *[""] * 4) == [0] * 5
    assert split("safety", "safety", *[""] * 8) == [0] * 10
    assert split("safety", "safety", *[""] * 9) == [1] * 2 + [0] * 9


def test_a_theme_that_is_about_the_risk_stays_whole() -> None:
    assert split(*["legal"] * 5, *[""] * 4) == [0] * 9


def test_who_threatens_to_leave_stays_with_the_issue() -> None:
    assert split(*["churn"] * 4, *[""] * 9) == [0] * 13


def test_copies_of_one_report_are_one_report() -> None:
    keys = np.array([7, 7, 7, *range(100, 104)], np.uint64)
    assert split_risks(np.zeros(7, np.int64), ["press"] * 3 + [""] * 4, keys).theme.tolist() == [0] * 7


@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from(["", "safety", "legal|churn", "churn"])), max_size=40))
def test_texts_apart_before_are_apart_afterwards(texts: list[tuple[int, str]]) -> None:
    before = np.array([theme for theme, _ in texts], np.int64)
    after = split_risks(before, [risks for _, risks in texts], np.arange(len(texts)).astype(np.uint64)).theme
    assert all(len(set(before[after == theme].tolist())) == 1 for theme in set(after.tolist()))
