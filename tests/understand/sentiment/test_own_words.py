"""A company's own words act on the texts that hold them, and on no other."""

from __future__ import annotations

import numpy as np
import pytest

from triage.understand.sentiment.own_words import weigh_words, word_values
from triage.understand.tokens import split_texts

WORDS = {"sick": 0.8, "Verspätung": -0.6, "on hold": -0.5}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("that drop is SICK!!", 0.8),
        ("sick sick sick", 0.8),
        ("not sick at all", -0.4),
        ("Schon wieder Verspätung.", -0.6),
        ("keine Verspätung heute", 0.3),
        ("on hold for an hour", -0.5),
        ("hold on", 0.0),
        ("sickness", 0.0),
        ("Verspätung, and on hold, and sick of it", -0.3),
        ("", 0.0),
    ],
)
def test_each_word_counts_once_and_turns_where_it_is_negated(text: str, value: float) -> None:
    assert word_values(split_texts([text, "hold"]), WORDS).round(6).tolist() == [value, 0.0]


def test_a_phrase_does_not_reach_from_one_text_into_the_next() -> None:
    assert word_values(split_texts(["is it on", "hold the line"]), WORDS).tolist() == [0.0, 0.0]


def test_values_stay_within_one() -> None:
    assert word_values(split_texts(["good fine"]), {"good": 1.0, "fine": 1.0}).tolist() == [1.0]


def test_a_word_moves_shares_its_way_and_leaves_the_unscored_alone() -> None:
    shares = np.array([[0.4, 0.3, 0.3], [0.4, 0.3, 0.3], [np.nan] * 3, [0.4, 0.3, 0.3]])
    weighed = weigh_words(shares, np.array([0.8, -0.8, 0.8, 0.0]))
    assert weighed[0, 2] > 0.6
    assert weighed[1, 0] > 0.7
    assert np.isnan(weighed[2]).all()
    assert (weighed[3] == shares[3]).all()
    assert np.allclose(weighed[[0, 1, 3]].sum(axis=1), 1)
