"""TextBlob's numbers are TextBlob's, to the last bit."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from textblob import TextBlob
from textblob.sentiments import PatternAnalyzer

from triage.understand.sentiment.pattern import PatternSentiment, score_polarity

if TYPE_CHECKING:
    from pathlib import Path

TEXTS = [
    "",
    " ",
    "I love it!!! :) <3",
    "Warning: (see below)",
    "not really good, never (!) bad",
    "It isn't very nice... END-OF-SENTENCE\n\nterrible 'quotes' “and” more",
    "Das ist gut so \U0001f60d",
]


@pytest.mark.parametrize("text", TEXTS)
def test_a_blob_with_our_analyser_says_what_a_blob_without_says(text: str) -> None:
    ours = TextBlob(text, analyzer=PatternSentiment()).sentiment
    assert tuple(ours) == tuple(TextBlob(text).sentiment)
    assert ours._fields == ("polarity", "subjectivity")


@given(st.lists(st.text(max_size=40) | st.sampled_from(TEXTS), max_size=8))
def test_scores_equal_textblobs_on_any_text(texts: list[str]) -> None:
    polarity, subjectivity = score_polarity(texts)
    expected = np.array([PatternAnalyzer().analyze(text) for text in texts], np.float64).reshape(-1, 2)
    assert polarity.tobytes() == expected[:, 0].tobytes()
    assert subjectivity.tobytes() == expected[:, 1].tobytes()


def test_scores_equal_textblobs_on_real_posts(shared: Path) -> None:
    files = [*shared.glob("data/sentiment/*.csv.gz"), *shared.glob("data/mentions/*.csv*")]
    if not files:
        pytest.skip("no labelled data in the shared folder")
    texts = [
        text
        for file in files
        for text in pd.read_csv(file, dtype=str, keep_default_na=False)["text"].sample(120, random_state=3)
    ]
    expected = np.array([PatternAnalyzer().analyze(text) for text in texts])
    assert np.column_stack(score_polarity(texts)).tobytes() == expected.tobytes()


def test_only_texts_known_to_be_in_another_language_are_left_unscored() -> None:
    polarity, subjectivity = score_polarity(["great"] * 5, ["en", "und", "", "de", "fr"])
    assert polarity[:3].tolist() == [0.8, 0.8, 0.8]
    assert np.isnan(polarity[3:]).all()
    assert np.isnan(subjectivity[3:]).all()


def test_the_garbage_collector_is_left_as_it_was() -> None:
    assert gc.isenabled()
    score_polarity(["fine"])
    assert gc.isenabled()
    gc.disable()
    try:
        score_polarity(["fine"])
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_no_texts_give_no_scores() -> None:
    polarity, subjectivity = score_polarity([], [])
    assert (len(polarity), len(subjectivity)) == (0, 0)
