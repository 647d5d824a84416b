"""Splitting texts into tokens."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from triage.understand.tokens import Kind, split_texts

TEXTS = st.lists(st.text(max_size=60), max_size=8)


def test_handles_urls_hashtags_numbers_and_emoji_are_told_apart() -> None:
    tokens = split_texts(["@acme my #bag cost 12,50 😀 see https://a.example/x?y=1 !"])
    kinds = [Kind(tokens.kinds[i]) for i in tokens.of(0)]
    assert kinds == [
        Kind.HANDLE, Kind.WORD, Kind.HASHTAG, Kind.WORD, Kind.NUMBER, Kind.EMOJI, Kind.WORD, Kind.URL, Kind.MARK,
    ]  # fmt: skip


def test_umlauts_and_apostrophes_stay_in_the_word() -> None:
    tokens = split_texts(["Stürzt ab, geht’s noch? can't"])
    assert [tokens.words[i] for i in tokens.of(0) if tokens.kinds[i] == Kind.WORD] == [
        "stürzt", "ab", "geht's", "noch", "can't",
    ]  # fmt: skip


def test_a_word_is_shown_as_it_is_mostly_written() -> None:
    tokens = split_texts(["DHL lost it", "dhl", "DHL again"])
    assert tokens.surfaces[tokens.words.index("dhl")] == "DHL"


def test_texts_that_differ_only_in_case_marks_urls_and_handles_share_a_key() -> None:
    keys = split_texts(["Lost my bag!", "@acme lost MY bag https://t.example/1", "my lost bag"]).keys()
    assert keys[0] == keys[1] != keys[2]


def test_texts_without_words_are_told_apart_by_their_emoji() -> None:
    keys = split_texts(["😀", "😡", "😀"]).keys()
    assert keys[0] == keys[2] != keys[1]


def test_counting_words_leaves_the_tokens_as_they_were() -> None:
    tokens = split_texts(["b a b c a"])
    before = tokens.ids.copy()
    tokens.counts()
    assert (tokens.ids == before).all()


@given(TEXTS)
def test_every_text_has_its_own_tokens_whatever_stands_beside_it(texts: list[str]) -> None:
    together = split_texts(texts)
    assert len(together) == len(texts)
    for place, text in enumerate(texts):
        alone = split_texts([text])
        assert [together.words[i] for i in together.of(place)] == [alone.words[i] for i in alone.of(0)]


@given(TEXTS, st.randoms())
def test_keys_do_not_depend_on_the_order_of_the_texts(texts: list[str], random: st.DataObject) -> None:
    order = list(range(len(texts)))
    random.shuffle(order)  # type: ignore[attr-defined]  # hypothesis gives a Random
    keys, shuffled = split_texts(texts).keys(), split_texts([texts[i] for i in order]).keys()
    assert (keys[order] == shuffled).all() if texts else not len(keys)


@given(TEXTS)
def test_counts_add_up_to_the_tokens(texts: list[str]) -> None:
    tokens = split_texts(texts)
    assert tokens.counts().sum() == len(tokens.ids)
    assert np.diff(tokens.offsets).sum() == len(tokens.ids)
