"""Splitting and merging known themes by what a night shows."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from triage.model.memory import KnownTheme
from triage.understand.regroup import LEAST_NEWS, LEAST_TEXTS, NEWS, Regrouping, regroup


def known(*ids: str, apart: frozenset[str] = frozenset()) -> list[KnownTheme]:
    return [KnownTheme(theme_id=theme_id, words={"a": 1.0}, texts=1.0, apart=apart) for theme_id in ids]


def grouped(afresh: list[int], nearest: list[int], memory: list[KnownTheme], nearness: float = 1.0) -> Regrouping:
    """Groups texts that are all alike, so that only `nearness` tells whether what is known is as near."""
    parts, count = np.array(afresh, np.int64), len(afresh)
    vectors = np.tile(np.array([[1.0, 0.0]], np.float32), (count, 1))
    near = np.full(count, nearness, np.float32)
    return regroup(
        lambda rows: np.unique(parts[rows], return_inverse=True)[1], np.array(nearest, np.int64), near, vectors, memory
    )


def test_without_a_memory_the_partition_stands() -> None:
    found = grouped([0, 0, 1, 2], [-1] * 4, [])
    assert found.theme.tolist() == [0, 0, 1, 2]
    assert found.ids == ["", "", ""]


def test_known_themes_are_tried_first_and_the_rest_makes_new_ones() -> None:
    found = grouped([0, 0, 1, 1], [1, -1, -1, -1], known("a", "b"))
    assert [found.ids[theme] for theme in found.theme.tolist()] == ["b", "", "", ""]
    assert found.theme[1] != found.theme[2] == found.theme[3]


def test_what_is_nearer_to_itself_than_to_anything_known_is_new() -> None:
    alike = 1 - NEWS
    assert grouped([0] * LEAST_NEWS, [0] * LEAST_NEWS, known("a"), alike - 0.01).ids == ["a", ""]
    assert grouped([0] * LEAST_NEWS, [0] * LEAST_NEWS, known("a"), alike + 0.01).ids == ["a"]
    assert grouped([0] * (LEAST_NEWS - 1), [0] * (LEAST_NEWS - 1), known("a"), alike - 0.01).ids == ["a"]


def test_a_theme_that_has_become_two_is_split_and_the_larger_part_keeps_the_id() -> None:
    many = LEAST_TEXTS + 3
    found = grouped([0] * many + [1] * LEAST_TEXTS, [0] * (many + LEAST_TEXTS), known("a"))
    assert [found.ids[theme] for theme in found.theme.tolist()] == ["a"] * many + [""] * LEAST_TEXTS
    assert list(found.split_from.values()) == ["a"]


def test_a_few_texts_split_nothing() -> None:
    found = grouped([0] * LEAST_TEXTS + [1] * (LEAST_TEXTS - 1), [0] * (2 * LEAST_TEXTS - 1), known("a"))
    assert not found.split_from
    assert set(found.theme.tolist()) == {0}


def test_themes_that_are_one_are_merged_into_the_larger_and_told() -> None:
    found = grouped([0] * 2 * LEAST_TEXTS + [0], [0] * LEAST_TEXTS + [1] * (LEAST_TEXTS + 1), known("a", "b"))
    assert found.merged == {"a": "b"}
    assert {found.ids[theme] for theme in found.theme.tolist()} == {"b"}
    assert found.of_known.tolist() == [1, 1]


def test_themes_that_a_person_keeps_apart_are_not_merged() -> None:
    memory = [*known("a", apart=frozenset({"b"})), *known("b")]
    found = grouped([0] * 2 * LEAST_TEXTS, [0] * LEAST_TEXTS + [1] * LEAST_TEXTS, memory)
    assert not found.merged
    assert {found.ids[theme] for theme in found.theme.tolist()} == {"a", "b"}


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(-1, 3)), min_size=1, max_size=80),
    st.lists(st.sampled_from(["a", "b", "c"]), min_size=4, max_size=4),
)
def test_every_text_has_a_theme_and_every_theme_an_entry(texts: list[tuple[int, int]], ids: list[str]) -> None:
    found = grouped([part for part, _ in texts], [near for _, near in texts], known(*ids))
    assert found.theme.min() >= 0
    assert found.theme.max() < len(found.ids)
    assert set(found.split_from) <= set(range(len(found.ids)))
    assert all(found.ids[found.of_known[i]] in {ids[i], found.merged.get(ids[i])} for i in range(len(ids)))
