"""Splitting texts into tokens."""

from __future__ import annotations

import hashlib
import sys
import unicodedata
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.understand.plain_tokens import plain_split
from triage.understand.tokens import MAX_CHUNK_CHARS, Kind, Tokens, split_texts

if TYPE_CHECKING:
    from pathlib import Path

TEXTS = st.lists(st.text(max_size=60), max_size=8)
HOSTILE = st.lists(
    st.lists(
        st.sampled_from([
            "http://a.b", "HTTPS://X", "http", "://", "www.", "WWW.A", "@", "@Me", "#", "#Tag_1", "geht\u2019s",
            "Geht's", "\u2019", "rt", "RT", "12:30", "1.", "\u0663", "\xb2", "_", "a_b", "\u24b6", "\u24d0", "😀",
            "\u017f", "\u212a", "\u0130", "i\u0307", "Σ", "ας", "ΑΣ", "ﬀ", "\x00", "\x1c", "\u2028", " ", "  ", "\n",
            "!", "x" * MAX_CHUNK_CHARS,
        ])
        | st.text(max_size=3),
        max_size=8,
    ).map("".join),
    max_size=6,
)  # fmt: skip


def digest(tokens: Tokens) -> str:
    made = hashlib.sha256()
    for numbers in (tokens.ids, tokens.offsets, tokens.kinds):
        made.update(numbers.dtype.str.encode() + numbers.tobytes())
    for words in (tokens.words, tokens.surfaces):
        made.update("\n".join(words).encode())
    return made.hexdigest()


@given(HOSTILE | TEXTS)
def test_tokens_are_those_of_the_rules_as_they_read(texts: list[str]) -> None:
    assert digest(split_texts(texts)) == digest(plain_split(texts))


@pytest.mark.slow
def test_every_character_alone_is_the_token_that_it_is_by_the_rules() -> None:
    given_away = {"Cn", "Co", "Cs"}  # unassigned, private, surrogates
    characters = [chr(code) for code in range(sys.maxunicode) if unicodedata.category(chr(code)) not in given_away]
    texts = [f"{character} a{character}@{character}1" for character in characters]
    assert digest(split_texts(texts)) == digest(plain_split(texts))


@pytest.mark.slow
def test_tokens_of_real_posts_are_those_of_the_rules_as_they_read(shared: Path) -> None:
    for file in sorted(shared.glob("data/**/*.csv*")):
        texts = pd.read_csv(file, dtype=str, keep_default_na=False)["text"].tolist()
        assert digest(split_texts(texts)) == digest(plain_split(texts)), file.name


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


def test_lone_halves_of_characters_are_replaced_while_pairs_become_whole() -> None:
    tokens = split_texts(["bad \ud800 day", "\ud83d\ude00", "bad day"])
    assert [[tokens.words[i] for i in tokens.of(text)] for text in range(3)] == [
        ["bad", "\ufffd", "day"],
        ["\U0001f600"],
        ["bad", "day"],
    ]


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


def test_what_masking_left_is_a_mark_and_no_word() -> None:
    tokens = split_texts(["write to [email] or call [phone], [IBAN]", "[email"])
    assert [tokens.words[i] for i in tokens.of(0)] == ["write", "to", "[email]", "or", "call", "[phone]", ",", "[iban]"]
    kinds = {tokens.words[i]: tokens.kinds[i] for i in tokens.of(0)}
    assert {kinds["[email]"], kinds["[phone]"], kinds["[iban]"]} == {Kind.MARK}
    assert tokens.kinds[tokens.of(1)].tolist() == [Kind.MARK, Kind.WORD]


def test_the_tokens_of_some_texts_are_those_of_splitting_them_alone() -> None:
    texts = ["Lost my bag @acme", "no, thank you!", "", "my BAG is here https://a.example 12"]
    chosen = np.array([3, 2, 0])
    some, alone = split_texts(texts).only(chosen), split_texts([texts[i] for i in chosen])
    assert some.words == alone.words
    assert [some.of(text).tolist() for text in range(3)] == [alone.of(text).tolist() for text in range(3)]
    assert some.keys().tolist() == alone.keys().tolist()
