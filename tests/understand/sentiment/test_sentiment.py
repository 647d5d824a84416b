"""Scores of texts in many languages: what nobody speaks for has none."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.understand.sentiment import SENTIMENT_COLUMNS, score_sentiment
from triage.understand.tokens import split_texts

SHARES = ["negative", "neutral", "positive"]
BLOB = ["polarity", "subjectivity"]
CODES = ["en", "de", "fr", "und", "", "pt-BR", "EN-us"]


def test_each_language_has_the_scores_that_are_known_for_it() -> None:
    scores = score_sentiment(["great service"] * len(CODES), CODES)
    assert list(scores.columns) == list(SENTIMENT_COLUMNS)
    assert scores[SHARES].notna().all(axis=1).tolist() == [True, True, False, True, True, False, True]
    assert scores[BLOB].notna().all(axis=1).tolist() == [True, False, False, True, True, False, True]


def test_a_blank_text_has_no_score_at_all() -> None:
    assert score_sentiment(["", " \n", None, float("nan")]).isna().all(axis=None)  # type: ignore[list-item]  # as exports give them


def test_a_neutral_text_has_a_score() -> None:
    assert score_sentiment(["the train"], ["en"])["polarity"].tolist() == [0.0]


@given(
    st.lists(st.tuples(st.sampled_from(["I love it", "so bad", "", "Mist!", "?"]), st.sampled_from(CODES)), max_size=8)
)
def test_order_copies_and_ready_tokens_make_no_difference(rows: list[tuple[str, str]]) -> None:
    texts, codes = [text for text, _ in rows], [code for _, code in rows]
    scores = score_sentiment(texts, codes)
    assert scores.index.tolist() == list(range(len(rows)))
    assert (scores.dtypes == "float64").all()
    twice = score_sentiment([*texts[::-1], *texts], [*codes[::-1], *codes])
    pd.testing.assert_frame_equal(twice[len(rows) :].reset_index(drop=True), scores, check_exact=True)
    pd.testing.assert_frame_equal(twice[: len(rows)][::-1].reset_index(drop=True), scores, check_exact=True)
    pd.testing.assert_frame_equal(score_sentiment(texts, codes, split_texts(texts)), scores, check_exact=True)


def test_probabilities_sum_to_one_wherever_there_are_any() -> None:
    scores = score_sentiment(["good", "schlecht", "?", "bien"], ["en", "de", "en", "fr"])
    assert np.allclose(scores[SHARES].dropna().sum(axis=1), 1)
    assert len(scores[SHARES].dropna()) == 2


def test_lists_of_different_length_are_refused() -> None:
    with pytest.raises(ValueError, match="2 texts, but 1 languages"):
        score_sentiment(["a", "b"], ["en"])
    with pytest.raises(ValueError, match="and 1 tokens"):
        score_sentiment(["a", "b"], tokens=split_texts(["a"]))
