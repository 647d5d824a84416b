"""What German words mean in English."""

from __future__ import annotations

import numpy as np
import pytest

from triage.understand.glosses import explain, lean
from triage.understand.lang import lines, words
from triage.understand.tokens import split_texts


@pytest.mark.parametrize(
    ("word", "meaning"),
    [
        ("verspätung", "delay"),
        ("kleineren", "small"),
        ("zugausfälle", "train cancellation"),
        ("entkalkungslampe", "descaling lamp"),
        ("kundenhotline", "customers hotline"),
        ("fernverkehr", "fern traffic"),
        ("einkaufsliste", "shopping list"),
        ("qxwk", "qxwk"),
        ("", ""),
    ],
)
def test_endings_and_compounds_of_known_words_are_found(word: str, meaning: str) -> None:
    assert explain([word], np.array([1])) == [meaning]


def test_english_texts_keep_their_words_and_unclear_ones_only_lose_what_is_listed() -> None:
    assert explain(["zug", "zugs", "exchange"], np.array([-1, -1, -1])) == ["zug", "zugs", "exchange"]
    assert explain(["zug", "zugs", "exchange"], np.array([0, 0, 0])) == ["train", "zugs", "exchange"]


def test_a_word_is_german_where_texts_with_german_function_words_use_it() -> None:
    tokens = split_texts(["das ist ein Gift", "what a gift for the kids", "a lovely gift of mine", "Gift"])
    found = dict(zip(tokens.words, lean(tokens).tolist(), strict=True))
    assert found["gift"] == -1
    assert found["das"] == 1
    assert found["lovely"] == -1


def test_each_word_is_listed_once_and_is_no_english_function_word() -> None:
    pairs = [pair.split("=") for line in lines("de", "glosses") for pair in line.split()]
    assert all(len(pair) == 2 and all(pair) for pair in pairs)
    told = [word for word, _ in pairs]
    assert sorted(told) == sorted(set(told))
    assert not set(told) & words("en", "stop_words")


def test_a_very_long_word_is_left_alone() -> None:
    assert explain(["bahnhof" * 20_000], np.array([1])) == ["bahnhof" * 20_000]
