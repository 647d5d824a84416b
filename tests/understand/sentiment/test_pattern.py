"""TextBlob's numbers are TextBlob's, to the last bit."""

from __future__ import annotations

import gc
import time
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from textblob import TextBlob
from textblob.en import sentiment as textblob_sentiment
from textblob.sentiments import PatternAnalyzer

from tests.understand.sentiment.hostile_texts import HOSTILE
from triage.understand.sentiment import pattern
from triage.understand.sentiment.pattern import PatternSentiment, score_polarity

if TYPE_CHECKING:
    from collections.abc import Iterable
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


def test_assessments_are_textblobs_too() -> None:
    text = "Not a very great flight! (!) :-D dammit"
    assert TextBlob(text, analyzer=PatternSentiment()).sentiment_assessments == TextBlob(text).sentiment_assessments


def textblobs(texts: Iterable[str]) -> bytes:
    return np.array([tuple(textblob_sentiment(text)) for text in texts], np.float64).reshape(-1, 2).tobytes()


def ours(texts: list[str]) -> bytes:
    return np.column_stack(score_polarity(texts)).tobytes()


def test_scores_are_compared_with_those_of_textblobs_analyser() -> None:
    expected = np.array([tuple(PatternAnalyzer().analyze(text)) for text in TEXTS])
    assert textblobs(TEXTS) == expected.tobytes()


@given(st.lists(st.text(max_size=40) | st.sampled_from(TEXTS) | HOSTILE, max_size=8))
def test_scores_equal_textblobs_on_any_text(texts: list[str]) -> None:
    assert ours(texts) == textblobs(texts)


@given(HOSTILE)
def test_one_text_alone_scores_as_it_does_among_others(text: str) -> None:
    assert np.array(PatternSentiment().analyze(text)).tobytes() == textblobs([text])


def test_scores_stay_equal_across_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pattern, "_BLOCK", 3)
    texts = [f"{text} {number}" for number in range(3) for text in [*TEXTS, "lone \ud800 surrogate, good!"]]
    assert ours(texts) == textblobs(texts)


@pytest.mark.parametrize("text", ["!" * 3000, "good" + "!" * 3000, "very " * 300 + "good", "not bad? " + ".!" * 900])
def test_long_runs_score_as_textblob_scores_them(text: str) -> None:
    assert ours([text]) == textblobs([text])


@pytest.mark.parametrize(
    "text", ["good" + "!" * 320_000, "a: " + "(" * 320_000, "not very " * 30_000, "( ! ) " * 50_000]
)
def test_long_texts_cost_what_their_length_costs(text: str) -> None:
    begin = time.process_time()
    ours([text])
    assert time.process_time() - begin < 3


def test_scores_equal_textblobs_on_real_posts(shared: Path) -> None:
    texts = cells(shared)[::97]
    assert ours(texts) == textblobs(texts)


@pytest.mark.slow
def test_scores_equal_textblobs_on_every_text_at_hand(shared: Path) -> None:
    texts = cells(shared)
    assert len(texts) > 80_000
    assert ours(texts) == textblobs(texts)


def cells(shared: Path) -> list[str]:
    """Returns every distinct cell of text of every labelled file."""
    files = sorted(shared.glob("data/**/*.csv*"))
    if not files:
        pytest.skip("no labelled data in the shared folder")
    frames = (pd.read_csv(file, dtype=str, keep_default_na=False) for file in files)
    return list(dict.fromkeys(cell for frame in frames for column in frame for cell in frame[column]))


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
