"""What of each text is compared."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.understand.tokens import Kind, split_texts
from triage.understand.wording import Wording, spans, wording_of

PIECES = st.sampled_from([
    "lost", "Straße", "via", "MT", "@ann", "#bag", "#39", "amp", "&", ";", ".", "…", "...", "”", ")", "7", "12:30",
    "😀", "👍🏽", "🏽", "❤️", "https://t.example/a?b=1", "https://t.exa…", "http", "https:/…", "!", "RT", "\n",
])  # fmt: skip
TEXTS = st.lists(st.lists(PIECES, max_size=7).map(" ".join) | st.text(max_size=20), max_size=7)


def read(*texts: str) -> Wording:
    return wording_of(split_texts(texts))


def is_same(one: str, other: str) -> bool:
    keys = read(one, other).keys
    return bool(keys[0] == keys[1])


@pytest.mark.parametrize(
    "copy",
    [
        "LOST MY  BAG\nIN BERLIN",
        "RT @ann: lost my bag in Berlin",
        "MT @ann lost my bag in Berlin",
        "lost my bag in Berlin (via @ann)",
        "lost my bag in Berlin /cc @bob",
        "„lost my bag in Berlin“",
        "»lost my bag in Berlin«",
        "“lost my ‘bag’ in Berlin”",
        "lost my bag in Berlin…",
        "lost my bag in Berlin https://t.example/9?utm_source=x",
        "lost my bag in Berlin https:/…",
        "lost my &quot;bag&quot;&nbsp;in &#39;Berlin&#39;",
        "lost my #bag in #Berlin 👍🏽❤️",
    ],
)
def test_what_a_repost_changes_is_not_compared(copy: str) -> None:
    assert is_same("Lost my bag in Berlin", copy)


@pytest.mark.parametrize(("one", "other"), [("👍🏽", "👍"), ("❤️", "❤"), ("👍🏿👍🏻", "👍👍"), ("😡!!", "😡")])
def test_emoji_alone_are_the_same_in_all_variants(one: str, other: str) -> None:
    assert is_same(one, other)


def test_other_emoji_alone_are_not_the_same() -> None:
    assert not is_same("😀", "😡")
    assert not is_same("!", "?")


def test_via_is_a_word_where_no_handle_follows() -> None:
    assert not is_same("we flew via Berlin", "we flew Berlin")


def test_the_next_text_is_not_looked_at() -> None:
    keys = read("we flew via", "@ann said so").keys
    assert keys[0] == read("we flew via").keys[0]


def test_case_is_folded_as_german_writes_it() -> None:
    assert is_same("Die Straße ist zu", "DIE STRASSE IST ZU")


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("the app crashes when…", True),
        ("the app crashes when...", True),
        ("the app crashes when […]", True),
        ("“the app crashes when…”", True),
        ("the app crashes when… https://t.example/1", True),
        ("the app crashes https://t.exa…", True),
        ("the app crashes when.. ", False),
        ("wait… the app crashes", False),
        ("the app crashes https://t.example/1", False),
        ("…", True),
        ("", False),
    ],
)
def test_a_text_was_cut_if_it_ends_in_an_ellipsis(text: str, cut: bool) -> None:  # noqa: FBT001 - a column of a table
    assert read("…", text, "…").cut.tolist() == [True, cut, True]


def test_a_text_is_open_if_it_ends_in_a_word() -> None:
    assert read("so it is", "so it is.", "so it is #bad", "so it is 7", "", "!").open.tolist() == [
        True, False, False, False, False, False,
    ]  # fmt: skip


def test_numbers_and_tags_with_numbers_have_odd_hashes() -> None:
    wording = read("flight 12 #UA1481 #berlin late")
    assert (wording.hashes[wording.ids] & np.uint64(1)).tolist() == [0, 1, 1, 0, 0]


@given(TEXTS)
def test_words_are_those_that_say_something_without_the_traces(texts: list[str]) -> None:
    wording, tokens = read(*texts), split_texts(texts)
    said = [
        sum(tokens.kinds[i] in {Kind.WORD, Kind.NUMBER, Kind.HASHTAG} for i in tokens.of(text))
        for text in range(len(texts))
    ]
    assert (wording.words <= said).all()
    assert (wording.sizes >= wording.words).all()
    assert (wording.sizes[wording.words > 0] == wording.words[wording.words > 0]).all()


@given(TEXTS)
def test_a_text_has_its_own_wording_whatever_stands_beside_it(texts: list[str]) -> None:
    together = read(*texts)
    for place, text in enumerate(texts):
        alone = read(text)
        assert together.keys[place] == alone.keys[0]
        assert together.cut[place] == alone.cut[0]
        assert together.open[place] == alone.open[0]
        assert together.words[place] == alone.words[0]


@given(TEXTS, st.randoms())
def test_what_is_taken_is_what_was_there(texts: list[str], random: st.DataObject) -> None:
    order = np.arange(len(texts))
    random.shuffle(order)  # type: ignore[attr-defined]  # hypothesis gives a Random
    taken, whole = read(*texts).take(order), read(*[texts[i] for i in order])
    assert taken.keys.tolist() == whole.keys.tolist()
    assert taken.offsets.tolist() == whole.offsets.tolist()
    assert taken.hashes[taken.ids].tolist() == whole.hashes[whole.ids].tolist()


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 4))))
def test_spans_are_ranges_in_a_row(pairs: list[tuple[int, int]]) -> None:
    starts, sizes = (np.array([pair[i] for pair in pairs], np.int64) for i in (0, 1))
    expected = [place for start, size in pairs for place in range(start, start + size)]
    assert spans(starts, sizes).tolist() == expected
