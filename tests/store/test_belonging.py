from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from triage.model.errors import UsageError
from triage.model.settings import StoreSettings
from triage.model.standing import Change
from triage.store.apart import kept_apart
from triage.store.belonging import merging, parting
from triage.store.merges import roots
from triage.store.opening import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from triage.store.belonging import Belonging
    from triage.store.store import Store

A, B, C, D = "t1aaaa000001", "t1aaaa000002", "t2bbbb000003", "t3cccc000004"


@contextmanager
def opened(path: Path) -> Iterator[Store]:
    with open_store(StoreSettings(path=str(path), key=f"{path}.key"), writing=True) as store:
        yield store


def do(store: Store, found: Sequence[Belonging]) -> int:
    as_of = store.last().as_of
    assert as_of is not None
    assert found
    return store.apply([
        Change(action_id=theme_id, what=what, before=before, after=after, at=as_of, by="anna", whence="update")
        for theme_id, what, before, after in found
    ])  # fmt: skip


def test_a_merged_theme_stands_no_more_and_is_known_as_the_other(small_store: Path) -> None:
    with opened(small_store) as store:
        total = store.standing()[A].mentions_total + store.standing()[B].mentions_total
        do(store, merging(store.connection, B, A))
        assert set(store.standing()) == {A, C, D}
        assert store.standing()[A].mentions_total == total
        assert [theme.theme_id for theme in store.known()] == [A, A, C, D]


def test_what_was_merged_stands_for_itself_again_and_is_kept_apart(small_store: Path) -> None:
    with opened(small_store) as store:
        before = store.standing()
        do(store, merging(store.connection, B, A))
        do(store, parting(store.connection, B, A))
        assert store.standing() == before
        known = {theme.theme_id: theme.apart for theme in store.known()}
        assert known == {A: {B}, B: {A}, C: set(), D: set()}


def test_either_of_two_may_be_named_first(small_store: Path) -> None:
    with opened(small_store) as store:
        do(store, merging(store.connection, B, A))
        assert parting(store.connection, A, B)[0] == (B, "merge_into", A, "")
        assert parting(store.connection, B, A)[0] == (B, "merge_into", A, "")


def test_what_a_theme_took_with_it_comes_back_with_it(small_store: Path) -> None:
    with opened(small_store) as store:
        do(store, merging(store.connection, C, B))
        do(store, merging(store.connection, B, A))
        do(store, parting(store.connection, B, A))
        assert roots(store.connection) == {C: B}


@pytest.mark.parametrize(("one", "other", "left"), [(B, C, {B: A}), (C, B, {B: A}), (C, A, {B: A}), (A, C, {B: A})])
def test_of_a_chain_the_lower_one_leaves(small_store: Path, one: str, other: str, left: dict[str, str]) -> None:
    with opened(small_store) as store:
        do(store, merging(store.connection, B, A))
        do(store, [(C, "merge_into", "", B)])
        do(store, parting(store.connection, one, other))
        assert roots(store.connection) == left


def test_of_two_that_were_merged_into_a_third_the_one_named_first_leaves(small_store: Path) -> None:
    with opened(small_store) as store:
        do(store, merging(store.connection, B, A))
        do(store, merging(store.connection, C, A))
        do(store, parting(store.connection, B, C))
        assert roots(store.connection) == {C: A}


def test_themes_that_nobody_merged_are_kept_apart_too_and_only_once(small_store: Path) -> None:
    with opened(small_store) as store:
        do(store, parting(store.connection, A, B))
        do(store, parting(store.connection, D, A))
        assert kept_apart(store.connection, A) == f"{B}|{D}"
        assert kept_apart(store.connection, D) == A
        assert parting(store.connection, B, A) == []


def test_what_is_merged_is_kept_apart_no_more(small_store: Path) -> None:
    with opened(small_store) as store:
        do(store, parting(store.connection, A, B))
        do(store, parting(store.connection, A, D))
        do(store, merging(store.connection, A, B))
        assert kept_apart(store.connection, A) == D
        assert merging(store.connection, A, B) == []


def test_a_command_can_be_taken_back(small_store: Path) -> None:
    with opened(small_store) as store:
        as_of = store.last().as_of
        assert as_of is not None
        do(store, merging(store.connection, B, A))
        batch = do(store, parting(store.connection, B, A))
        store.undo(batch, at=as_of, by="anna")
        assert roots(store.connection) == {B: A}
        assert kept_apart(store.connection, B) == ""


def test_a_theme_is_neither_merged_into_itself_nor_into_its_part_nor_kept_apart_from_itself(small_store: Path) -> None:
    with opened(small_store) as store:
        do(store, merging(store.connection, B, A))
        with pytest.raises(UsageError, match=f"{A}: a theme cannot be merged into itself"):
            merging(store.connection, A, A)
        with pytest.raises(UsageError, match=f"{A}: {B} is a part of it already"):
            merging(store.connection, A, B)
        with pytest.raises(UsageError, match="cannot be kept apart from itself"):
            parting(store.connection, A, A)


def test_what_is_merged_into_a_part_belongs_to_the_whole(small_store: Path) -> None:
    with opened(small_store) as store:
        do(store, merging(store.connection, B, A))
        assert merging(store.connection, C, B) == [(C, "merge_into", "", A)]
