from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from triage.model.settings import StoreSettings
from triage.model.standing import Change
from triage.store.opening import open_store
from triage.store.syncs import last_sync, past_changes, sync_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from triage.store.store import Store

AT = datetime(2026, 11, 25, 9, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    settings = StoreSettings(path=str(tmp_path / "nights.db"), key=str(tmp_path / "key"))
    with open_store(settings, writing=True) as opened:
        yield opened


def change(whence: str, *, what: str = "note", before: str = "", after: str = "x", by: str = "Anna") -> Change:
    return Change(action_id="a", what=what, before=before, after=after, at=AT, by=by, whence=whence)


def test_the_last_sync_is_that_of_a_file_or_of_any(store: Store) -> None:
    assert last_sync(store.connection) is None
    first = store.apply([change(sync_of("a.csv"), after="1"), change(sync_of("a.csv"), what="owner")])
    second = store.apply([change(sync_of("b_c.csv"), before="1", after="2")])
    store.apply([change("update", before="2", after="3")])
    assert last_sync(store.connection) == (second, "b_c.csv", 1)
    assert last_sync(store.connection, "a.csv") == (first, "a.csv", 2)
    assert last_sync(store.connection, "b.c.csv") is None


def test_a_sync_of_which_anything_was_taken_back_is_none_to_take_back(store: Store) -> None:
    first = store.apply([change(sync_of("a.csv"), after="1")])
    second = store.apply([change(sync_of("a.csv"), before="1", after="2"), change(sync_of("a.csv"), what="owner")])
    store.apply([change("update", before="2", after="3")])
    assert [each.what for each in store.undo(second, at=AT, by="Anna")] == ["owner"]
    assert last_sync(store.connection) == (first, "a.csv", 1)


def test_changes_are_told_by_action_in_their_order_those_taken_back_too(store: Store) -> None:
    batch = store.apply([change(sync_of("a.csv"), after="1")])
    store.apply([change("update", before="1", after="2"), change("update", before="2", after="1")])
    store.undo(batch, at=AT, by="Ben")
    past = past_changes(store.connection, 0)["a"]
    assert [(each.change.after, each.change.whence, each.undone) for each in past] == [
        ("1", "sync a.csv", True), ("2", "update", False), ("1", "update", False), ("", "undo", False),
    ]  # fmt: skip
    assert past_changes(store.connection, 1) == {}


@pytest.mark.parametrize(
    ("earlier", "by"), [([], ""), ([change("update", what="owner", after="Ben", by="Eva")], "Eva")]
)
def test_what_is_taken_back_is_set_by_whom_it_was_before(store: Store, earlier: list[Change], by: str) -> None:
    store.apply([change("run", what="owner", after="Ben", by="triage")])
    store.apply(earlier)
    batch = store.apply([change(sync_of("a.csv"), what="owner", before="Ben", after="Anna")])
    store.undo(batch, at=AT, by="Anna")
    owners = store.connection.exec_driver_sql("select owner, owner_by from action").all()
    assert [tuple(row) for row in owners] == [("Ben", by or "triage")]
