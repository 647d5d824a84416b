"""Sums of weights are those of a plain loop."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.understand.sentiment import AdditiveModel
from triage.understand.sentiment.ngrams import TABLE_BITS, rows_of_sequences, rows_of_words
from triage.understand.sentiment.weight_sums import weight_sums
from triage.understand.tokens import split_texts

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from triage.understand.tokens import Tokens

DICE = np.random.default_rng(5)
EXTREMES = DICE.choice(np.array([-(127**2), -1, 0, 1, 127**2], np.int16), (1 << TABLE_BITS, 3))


def plain_sums(words: NDArray[np.int16], chars: NDArray[np.int16], tokens: Tokens) -> NDArray[np.int64]:
    found = rows_of_words(tokens.words, tokens.kinds)
    spelling = np.zeros((len(tokens.words), 3), np.int64)
    np.add.at(spelling, found.owners, chars[found.rows].astype(np.int64))
    sums = np.zeros((len(tokens), 3), np.int64)
    np.add.at(sums, tokens.owners(), spelling[tokens.ids])
    for rows, places in rows_of_sequences(tokens, found.keys):
        np.add.at(sums, tokens.owners()[places], words[rows].astype(np.int64))
    return sums


@given(
    st.lists(
        st.text(max_size=40) | st.sampled_from(["", "not good at all!", "x" * 60, ":-)", "\U0001f600 12"]), max_size=6
    )
)
def test_sums_are_those_of_a_plain_loop(texts: list[str]) -> None:
    tokens = split_texts(texts)
    assert (weight_sums(EXTREMES, EXTREMES, tokens) == plain_sums(EXTREMES, EXTREMES, tokens)).all()


def test_sums_of_long_texts_do_not_overflow() -> None:
    full = np.full((1 << TABLE_BITS, 3), 127**2, np.int16)
    tokens = split_texts([" ".join(["incomprehensibilities"] * 40_000)])
    sums = weight_sums(full, full, tokens)
    assert (sums == plain_sums(full, full, tokens)).all()
    assert sums.min() > 2**31


@pytest.mark.slow
def test_sums_of_real_posts_are_those_of_a_plain_loop(shared: Path) -> None:
    model = AdditiveModel.load()
    for name in ("sentiment/en_train.csv.gz", "sentiment/de_train.csv.gz", "mentions/airline.csv"):
        file = shared / "data" / name
        if not file.exists():
            pytest.skip(f"{file.name} is not there")
        tokens = split_texts(pd.read_csv(file, dtype=str, keep_default_na=False)["text"].tolist())
        assert (weight_sums(model.words, model.chars, tokens) == plain_sums(model.words, model.chars, tokens)).all()
