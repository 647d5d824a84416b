"""Grouping reposts and copies."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from triage.understand.duplicates import group_copies
from triage.understand.tokens import split_texts


def groups(*mentions: tuple[str, str]) -> list[int]:
    texts = sorted({text for text, _ in mentions})
    place = np.array([texts.index(text) for text, _ in mentions])
    return [int(group) for group in group_copies(split_texts(texts), place, [author for _, author in mentions])]


def test_a_repost_is_a_copy_whatever_stands_around_it() -> None:
    text = "The Duo has been dead since this morning"
    found = groups((text, "a"), (f"RT @a: {text}", "b"), (f"{text.upper()}!! https://t.example/1", "c"), ("other", "d"))
    assert found[0] == found[1] == found[2] != found[3]


def test_two_people_who_say_the_same_few_words_are_two_voices() -> None:
    found = groups(("still waiting", "ann"), ("Still waiting!", "bob"), ("still waiting", "ann"))
    assert found[0] == found[2] != found[1]


def test_few_words_without_an_author_stand_alone() -> None:
    assert len(set(groups(("still waiting", ""), ("still waiting", "")))) == 2


@given(st.lists(st.tuples(st.sampled_from(["a b c d e", "A b c d e!", "x", "y z"]), st.sampled_from("ab")), min_size=1))
def test_groups_are_numbered_without_gaps(mentions: list[tuple[str, str]]) -> None:
    found = groups(*mentions)
    assert sorted(set(found)) == list(range(max(found) + 1))
