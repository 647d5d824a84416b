"""Finding pairs of texts that may be copies."""

from __future__ import annotations

from random import Random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from triage.understand.near_pairs import ENDS, near_pairs
from triage.understand.tokens import split_texts
from triage.understand.wording import Wording, wording_of

TEXTS = st.lists(
    st.lists(st.sampled_from([f"w{letter}" for letter in "abcde"]), min_size=5, max_size=14).map(" ".join),
    max_size=12,
    unique=True,
)


def read(texts: list[str]) -> Wording:
    return wording_of(split_texts(texts))


def made(words: int, random: Random) -> list[str]:
    return [f"x{random.randrange(26**4)}y" for _ in range(words)]


@given(TEXTS)
def test_pairs_are_sorted_and_each_stands_once(texts: list[str]) -> None:
    pairs = near_pairs(read(texts))
    assert (pairs[:, 0] < pairs[:, 1]).all()
    assert [*map(tuple, pairs.tolist())] == sorted(set(map(tuple, pairs.tolist())))
    assert pairs.size == 0 or pairs.max() < len(texts)


@given(TEXTS, st.integers(0, 11), st.integers(0, 4))
def test_texts_that_begin_or_end_alike_are_a_pair(texts: list[str], chosen: int, added: int) -> None:
    if not texts:
        return
    text = texts[chosen % len(texts)]
    longer = [f"{text} q r s{added} t u", f"q r s{added} t u {text}"]
    if len(text.split()) >= min(ENDS):
        for other in longer:
            assert near_pairs(read([other, text])).tolist() == [[0, 1]]


def test_nearly_all_texts_with_one_word_in_ten_edited_are_found() -> None:
    random = Random(1)  # noqa: S311 - no secret
    texts, count = [], 2000
    for _ in range(count):
        words = made(20, random)
        texts.append(" ".join(words))
        for place in (random.randrange(6), random.randrange(14, 20)):  # so that neither end is whole
            words[place] = made(1, random)[0]
        texts.append(" ".join(words))
    found = set(map(tuple, near_pairs(read(texts)).tolist()))
    assert sum((2 * i, 2 * i + 1) in found for i in range(count)) > 0.98 * count


def test_their_number_grows_with_the_texts_only() -> None:
    random = Random(2)  # noqa: S311 - no secret
    words = made(30, random)
    texts = sorted({" ".join(random.sample(words, 3) + words + random.sample(words, 2)) for _ in range(3000)})
    assert len(near_pairs(read(texts))) < 40 * len(texts)


def test_no_texts_have_no_pairs() -> None:
    assert near_pairs(read([])).shape == (0, 2)
    assert np.asarray(near_pairs(read(["a b c d e"]))).shape == (0, 2)
