"""Which pairs of texts are copies."""

from __future__ import annotations

from collections import Counter
from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from triage.understand.agreement import (
    CUT_WORDS,
    NUMBER_WORDS,
    UNMARKED_WORDS,
    WITHIN_WORDS,
    _lacking,
    are_copies,
)
from triage.understand.tokens import split_texts
from triage.understand.wording import wording_of

WORDS = ["a", "b", "c", "d", "e", "7", "8"]
BODIES = st.lists(st.sampled_from(WORDS), min_size=5, max_size=26)
ENDS = st.sampled_from(["", "…", "!"])


@st.composite
def pairs_of_texts(draw: st.DrawFn) -> list[str]:
    """Draws two texts, mostly alike."""
    one = draw(BODIES)
    begin, end = sorted((draw(st.integers(0, len(one))), draw(st.integers(0, len(one)))))
    other = draw(st.sampled_from([one[:end], one[begin:], [*one[:begin], "x", *one[end:]], one]))
    other = [*other, *draw(st.lists(st.sampled_from(WORDS), max_size=3))]
    return [" ".join(words) + draw(ENDS) for words in (one, other if len(other) > 4 else one)]


def differing(one: list[str], other: list[str]) -> int:
    ahead, behind = Counter(one) - Counter(other), Counter(other) - Counter(one)
    return max(sum(n * (NUMBER_WORDS if word.isdigit() else 1) for word, n in side.items()) for side in (ahead, behind))


def by_the_rules(one: str, other: str, least: float) -> bool:
    texts = sorted((one, other), key=lambda text: (len(text.strip("…!").split()), not text.endswith("…")))
    short, long = (text.strip("…!").split() for text in texts)
    spare = 1 - least + 1e-9
    size, most = len(short), len(long)
    within = size >= WITHIN_WORDS and 2 * size >= most
    unbroken = size if short[-1].isdigit() else size - 1
    begins = differing(short[:unbroken], long[:unbroken])
    is_open = texts[0][-1].isalpha() and size >= UNMARKED_WORDS
    return (
        (spare * most >= 1 and differing(short, long) <= spare * most)
        or (texts[0].endswith("…") and size > CUT_WORDS and begins <= spare * unbroken)
        or ((within or is_open) and begins <= spare / 2 * unbroken)
        or (within and differing(short, long[most - size :]) <= spare / 2 * size)
    )


def is_ambiguous(one: str, other: str) -> bool:
    """Says whether the texts are equally long and equally cut, so that their keys decide which is the longer one."""
    return len(one.strip("…!").split()) == len(other.strip("…!").split()) and ("…" in one) == ("…" in other)


@given(st.lists(pairs_of_texts(), min_size=1, max_size=4), st.sampled_from([0.7, 0.8, 0.9, 0.95]))
def test_copies_are_those_of_the_rules_as_they_read(drawn: list[list[str]], least: float) -> None:
    texts = [text for pair in drawn for text in pair]
    pairs = np.arange(len(texts)).reshape(-1, 2)
    found = are_copies(wording_of(split_texts(texts)), pairs, least).tolist()
    for (one, other), is_copy in zip(drawn, found, strict=True):
        both = {by_the_rules(one, other, least), by_the_rules(other, one, least)}
        assert is_copy in both
        assert len(both) == 1 or is_ambiguous(one, other)


@given(st.lists(pairs_of_texts(), min_size=1, max_size=4))
def test_neither_the_order_of_a_pair_nor_other_pairs_count(drawn: list[list[str]]) -> None:
    wording = wording_of(split_texts([text for pair in drawn for text in pair]))
    pairs = np.array([*product(range(len(wording)), repeat=2)], np.int64)
    found = are_copies(wording, pairs, 0.9)
    assert found.tolist() == are_copies(wording, pairs[:, ::-1], 0.9).tolist()
    assert found.tolist() == [bool(are_copies(wording, pair[None], 0.9)[0]) for pair in pairs]


@given(st.lists(pairs_of_texts(), min_size=1, max_size=4))
def test_the_quick_look_never_counts_too_many_words(drawn: list[list[str]]) -> None:
    wording = wording_of(split_texts([text for pair in drawn for text in pair]))
    long, short = np.arange(len(wording)).reshape(-1, 2).T
    for (one, other), lacking in zip(drawn, _lacking(wording, long, short).tolist(), strict=True):
        assert lacking <= len(set(other.strip("…!").split()) - set(one.strip("…!").split()))


def test_no_pairs_are_no_copies() -> None:
    assert are_copies(wording_of(split_texts(["a b c"])), np.zeros((0, 2), np.int64), 0.9).tolist() == []
