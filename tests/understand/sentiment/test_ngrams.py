"""Where n-grams are found, and what is a smiley."""

from __future__ import annotations

import pytest

from triage.understand.sentiment.ngrams import emoticons, rows_of_words
from triage.understand.tokens import split_texts


def test_words_are_hashed_alike_whatever_stands_beside_them() -> None:
    tokens = split_texts(["good zug"])
    alone = rows_of_words(tokens.words[:1], tokens.kinds[:1])
    both = rows_of_words(tokens.words, tokens.kinds)
    assert alone.keys[0] == both.keys[0]
    assert alone.rows.tolist() == both.rows[both.owners == 0].tolist()


@pytest.mark.parametrize("text", [":)", ";-(", "=]", ":'(", "<3", "12 :)"])
def test_a_smiley_of_marks_is_found(text: str) -> None:
    assert emoticons(split_texts([text])).sum() == 1


@pytest.mark.parametrize("text", ["", "?!", ")", "(:", "3", "< 5", "-)", "12:30", ": 3"])
def test_other_marks_are_no_smiley(text: str) -> None:
    assert not emoticons(split_texts([text])).any()


def test_a_smiley_does_not_reach_over_two_texts() -> None:
    assert not emoticons(split_texts([":", ")", ":-", ")", "<", "3"])).any()
