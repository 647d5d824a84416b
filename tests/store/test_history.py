from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

from triage.model.settings import StoreSettings
from triage.model.standing import Change
from triage.store.history import DAYS, history_of, merged_into, nights, titles, voices_a_day
from triage.store.opening import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from triage.store.store import Store

FIRMWARE, LOGIN, CREMA, UPDATE = "t1aaaa000001", "t1aaaa000002", "t2bbbb000003", "t3cccc000004"


@contextmanager
def opened(path: Path) -> Iterator[Store]:
    with open_store(StoreSettings(path=str(path), key=f"{path}.key"), writing=True) as store:
        yield store


def merge(store: Store, theme_id: str, into: str) -> None:
    as_of = store.last().as_of
    assert as_of is not None
    store.apply([Change(action_id=theme_id, what="merge_into", before="", after=into, at=as_of, by="anna")])


def test_voices_are_counted_by_day_back_from_the_last_night(small_store: Path) -> None:
    with opened(small_store) as store:
        found = history_of(store.connection, FIRMWARE, store.last().as_of)
    assert len(found.voices) == DAYS
    assert found.voices[-4:] == (0, 2, 27, 31)
    assert sum(found.voices) == 60


def test_what_is_older_than_the_days_is_left_out_and_what_is_newer_counts_in_the_last(small_store: Path) -> None:
    with opened(small_store) as store:
        as_of = store.last().as_of
        assert as_of is not None
        assert voices_a_day(store.connection, [FIRMWARE], as_of, days=2) == (27, 31)
        assert voices_a_day(store.connection, [FIRMWARE], as_of - timedelta(days=2), days=2) == (0, 60)


def test_voices_of_what_was_merged_count_too(small_store: Path) -> None:
    with opened(small_store) as store:
        merge(store, CREMA, LOGIN)
        merge(store, LOGIN, FIRMWARE)
        assert merged_into(store.connection, FIRMWARE) == ((LOGIN, "app logs out"), (CREMA, "lovely crema"))
        assert history_of(store.connection, FIRMWARE, store.last().as_of).voices[-3:] == (2 + 5 + 5, 27, 31)


def test_a_store_without_a_date_has_no_days(small_store: Path) -> None:
    with opened(small_store) as store:
        assert history_of(store.connection, FIRMWARE, None).voices == ()


def test_the_quotes_are_those_of_the_last_night_that_has_some(small_store: Path) -> None:
    with opened(small_store) as store:
        quotes = history_of(store.connection, FIRMWARE, store.last().as_of).quotes
        assert history_of(store.connection, CREMA, store.last().as_of).quotes == ()
    assert [quote.text for quote in quotes] == [
        "it is bricked, mail joe@acme.com",
        "=HYPERLINK(1) [bold]red[/] \x1b[31m",
    ]
    assert quotes[0].url == "https://x.example/1"


def test_each_list_and_each_change_is_told_the_oldest_first(small_store: Path) -> None:
    with opened(small_store) as store:
        found = history_of(store.connection, CREMA, store.last().as_of)
        login = history_of(store.connection, LOGIN, store.last().as_of)
    assert [(night.night, night.mentions) for night in login.nights] == [(1, 5), (2, 0), (3, 0)]
    told = [(change.what, change.before, change.after, change.by, change.whence) for change in found.changes]
    assert told == [
        ("status", "", "open", "triage", "run"),
        ("status", "open", "done", "anna", "update"),
        ("note", "", "thanked them all", "anna", "update"),
    ]


def test_every_theme_has_its_title_and_every_night_its_counts(small_store: Path) -> None:
    with opened(small_store) as store:
        merge(store, CREMA, LOGIN)
        assert set(titles(store.connection)) == {FIRMWARE, LOGIN, CREMA, UPDATE}
        known = nights(store.connection)
    assert list(known) == [1, 2, 3]
    assert known[2]["mentions"] == 27 + 5
    assert f"{known[2]['as_of']:%Y-%m-%d}" == "2026-11-18"
