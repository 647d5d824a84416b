from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from tests.store.nights import FIRST, night_of, theme_ids
from triage.model.errors import UsageError
from triage.model.standing import PROGRAM, Change
from triage.store.keeping import keep_night
from triage.store.opening import open_store
from triage.store.schema import action, change

if TYPE_CHECKING:
    from collections.abc import Iterator

    from triage.model.settings import StoreSettings
    from triage.store.store import Store

NOON = datetime(2026, 1, 3, 12, tzinfo=UTC)
ONE, OTHER = theme_ids(2)


@pytest.fixture
def store(settings: StoreSettings) -> Iterator[Store]:
    with open_store(settings, writing=True) as opened:
        keep_night(opened, night_of(1, 60, themes=2, listed=2))
        yield opened


def said(what: str, before: str, after: str, *, by: str = "Ines", of: str = ONE) -> Change:
    return Change(action_id=of, what=what, before=before, after=after, at=NOON, by=by, whence="update")


def row_of(store: Store) -> dict[str, object]:
    return dict(store.connection.execute(select(action).where(action.c.action_id == ONE)).mappings().one())


def test_a_change_is_made_and_kept_with_who_when_and_whence(store: Store) -> None:
    batch = store.apply([said("status", "open", "done"), said("note", "", "called them")])
    standing = store.standing()[ONE]
    assert (standing.status, standing.note, standing.since) == ("done", "called them", FIRST + timedelta(days=1))
    rows = store.connection.execute(select(change).where(change.c.batch == batch)).all()
    assert [(row.what, row.before, row.after, row.at, row.by, row.whence) for row in rows] == [
        ("status", "open", "done", NOON, "Ines", "update"),
        ("note", "", "called them", NOON, "Ines", "update"),
    ]


@pytest.mark.parametrize(
    ("what", "before", "after"),
    [("owner", "Mara", "Ben"), ("owner", "Mara", ""), ("due", "2026-02-01", "2026-01-15"), ("note", "", "x"),
     ("priority", "", "P1"), ("status", "open", "done")],
)  # fmt: skip
def test_what_is_taken_back_is_as_it_was_who_set_it_too(store: Store, what: str, before: str, after: str) -> None:
    was = row_of(store)
    batch = store.apply([said(what, before, after)])
    assert row_of(store)[what] == after
    keep_night(store, night_of(2, 10, themes=2, listed=0))
    assert [(each.before, each.after) for each in store.undo(batch, at=NOON, by="Ines")] == [(after, before)]
    assert row_of(store) == was


def test_an_owner_that_a_person_had_set_is_again_a_persons(store: Store) -> None:
    store.apply([said("owner", "Mara", "Ben", by="Ines")])
    batch = store.apply([said("owner", "Ben", "Ole", by=PROGRAM)])
    store.undo(batch, at=NOON, by="Jan")
    assert (row_of(store)["owner"], row_of(store)["owner_by"]) == ("Ben", "Ines")


def test_what_was_changed_since_is_not_taken_back(store: Store) -> None:
    batch = store.apply([said("note", "", "first"), said("priority", "", "P1")])
    store.apply([said("note", "first", "second")])
    assert [each.what for each in store.undo(batch, at=NOON, by="Ines")] == ["priority"]
    assert row_of(store)["note"] == "second"
    assert store.undo(batch, at=NOON, by="Ines") == []


def test_the_end_of_a_snooze_is_kept_so_that_it_can_be_taken_back(store: Store) -> None:
    store.apply([said("status", "open", "snoozed"), said("until", "", "2026-03-01")])
    until = datetime(2026, 3, 1, tzinfo=UTC)
    assert store.standing()[ONE].until == until
    batch = store.apply([said("status", "snoozed", "open")])
    assert store.standing()[ONE].until is None
    store.undo(batch, at=NOON, by="Ines")
    assert (store.standing()[ONE].status, store.standing()[ONE].until) == ("snoozed", until)


def test_a_snooze_is_taken_back_however_its_day_was_written(store: Store) -> None:
    was = row_of(store)
    batch = store.apply([said("status", "open", "snoozed"), said("until", "", "2026-03-01")])
    assert len(store.undo(batch, at=NOON, by="Ines")) == 2
    assert row_of(store) == was


def test_a_merge_joins_what_was_said_and_can_be_taken_back(store: Store) -> None:
    before = store.standing()
    batch = store.apply([said("merge_into", "", ONE, of=OTHER)])
    assert list(store.standing()) == [ONE]
    assert store.standing()[ONE].mentions_total == before[ONE].mentions_total + before[OTHER].mentions_total
    with pytest.raises(UsageError, match="merged into itself"):
        store.apply([said("merge_into", "", OTHER)])
    store.undo(batch, at=NOON, by="Ines")
    assert store.standing() == before


@pytest.mark.parametrize(("of", "after"), [("t0", ONE), (ONE, "t0")])
def test_a_merge_with_an_unknown_theme_is_refused(store: Store, of: str, after: str) -> None:
    with pytest.raises(UsageError, match="t0: there is no such theme"):
        store.apply([said("merge_into", "", after, of=of)])


def test_a_persons_owner_outlasts_a_night_and_the_programs_is_replaced(store: Store) -> None:
    assert row_of(store)["owner_by"] == PROGRAM
    store.apply([said("owner", "Mara", "Ben")])
    keep_night(store, night_of(2, 10, themes=2, listed=0))
    assert store.standing()[ONE].owner_by_person
    assert not store.standing()[OTHER].owner_by_person
