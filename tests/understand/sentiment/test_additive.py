"""The packaged model keeps its laws, and gets plain sentences right."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.understand.sentiment.additive import CLASSES, PACKAGED, AdditiveModel
from triage.understand.tokens import split_texts

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

PLAIN = {
    "Worst service ever, my bag is lost and nobody answers.": "negative",
    "The app keeps crashing and support is useless": "negative",
    "This is not good at all": "negative",
    "I hate waiting, terrible experience \U0001f621": "negative",
    "I love this airline, best crew ever!": "positive",
    "Everything works fine, great update": "positive",
    "Thank you so much, you made my day \U0001f60d": "positive",
    "The flight leaves at 9 am from gate 4.": "neutral",
    "\U0001f60d": "positive",
    ":)": "positive",
    ":(": "negative",
    "A marvelous crew": "positive",
    "Gefällt mir nicht": "negative",
    "Der Zug ist schon wieder ausgefallen, eine Frechheit!": "negative",
    "Vielen Dank für die schnelle Hilfe, super Service!": "positive",
}


def predict(texts: list[str]) -> NDArray[np.float64]:
    return AdditiveModel.load().predict(split_texts(texts))


@pytest.mark.parametrize(("text", "expected"), PLAIN.items())
def test_a_plain_sentence_is_got_right(text: str, expected: str) -> None:
    assert CLASSES[int(predict([text])[0].argmax())] == expected


@given(st.lists(st.text(max_size=40) | st.sampled_from(list(PLAIN)), min_size=1, max_size=6), st.randoms())
def test_rows_sum_to_one_and_do_not_depend_on_their_neighbours(texts: list[str], random: object) -> None:
    shares = predict(texts)
    scored = ~np.isnan(shares).any(axis=1)
    assert np.allclose(shares[scored].sum(axis=1), 1)
    assert np.isnan(shares[~scored]).all()
    order = list(range(len(texts)))
    random.shuffle(order)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    assert predict([texts[i] for i in order]).tobytes() == shares[order].tobytes()
    assert predict(texts[:1]).tobytes() == shares[:1].tobytes()


def test_a_text_without_a_word_an_emoji_or_a_smiley_is_unscored() -> None:
    shares = predict(["", "   ", "123", "?!", "@acme http://a.example", "ok", "\U0001f60d", "#fail", ":)"])
    assert np.isnan(shares).any(axis=1).tolist() == [True] * 5 + [False] * 4


def test_no_texts_give_no_rows() -> None:
    assert predict([]).shape == (0, 3)


def test_case_handles_and_drawn_out_letters_make_no_difference() -> None:
    shares = predict(["@acme thats sooo bad", "@other THATS SOOOOOO BAD"])
    assert shares[0].tolist() == shares[1].tolist()


def test_a_negation_changes_what_follows_it_up_to_the_next_mark() -> None:
    good, not_good, no_but_good = predict(["that is good", "that is not good", "that, not. is good"])[:, 0]
    assert good < no_but_good < not_good


def test_a_text_of_any_length_adds_up() -> None:
    long, short = AdditiveModel.load().scores(split_texts(["great " * 4000, "great " * 200]))
    assert np.isfinite(long).all()
    assert AdditiveModel.load().scores(split_texts(["great " * 200, "great " * 4000]))[::-1].tolist() == [
        long.tolist(),
        short.tolist(),
    ]


def test_a_lone_surrogate_beside_words_is_harmless() -> None:
    tokens = split_texts(["bad service"])
    odd = replace(tokens, words=["bad\ud800", "service"])
    assert np.isfinite(AdditiveModel.load().predict(odd)).all()


def test_a_model_reads_back_as_it_was_saved(tmp_path: Path) -> None:
    model = AdditiveModel.load()
    model.save(tmp_path / "model.npz")
    assert (tmp_path / "model.npz").read_bytes() == PACKAGED.read_bytes()


def test_tables_of_another_size_are_refused(tmp_path: Path) -> None:
    table = np.zeros((4, 3), np.int8)
    np.savez(tmp_path / "model.npz", words=table, chars=table)
    with pytest.raises(ValueError, match="do not fit"):
        AdditiveModel.read(tmp_path / "model.npz")


def test_the_packaged_model_is_small() -> None:
    assert PACKAGED.stat().st_size <= 5_000_000
