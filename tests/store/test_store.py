from __future__ import annotations

import contextlib
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from tests.store.dump import dump_of
from tests.store.nights import FIRST, night_of, theme_ids
from triage.model.action import OTHER_VOICES_ID
from triage.model.memory import ThemeChange
from triage.store.keeping import keep_night
from triage.store.opening import open_store

if TYPE_CHECKING:
    from triage.model.settings import StoreSettings
    from triage.store.keeping import KeptNight


def keep(settings: StoreSettings, *nights: KeptNight) -> None:
    for each in nights:
        with open_store(settings, writing=True) as store:
            keep_night(store, each)
            store.commit()


def test_a_store_of_no_night_knows_nothing(settings: StoreSettings) -> None:
    with open_store(settings, writing=True) as store:
        assert store.last() == (0, None)
        assert (store.known(), store.standing(), store.listed(1)) == ([], {}, [])
        keys = np.array([1, 2], np.int64)
        assert not store.seen(keys, keys).any()
        assert not store.forgotten([1, None], ["x", "x"], (keys, keys)).any()
        voices = store.voices(FIRST)
    assert len(voices) == 0
    assert str(voices["created_at"].dtype).endswith("UTC]")


def test_what_was_kept_is_read_again(settings: StoreSettings) -> None:
    first, second = night_of(1, 200), night_of(2, 100)
    keep(settings, first, second)
    with open_store(settings, writing=False) as store:
        assert store.last() == (2, second.as_of)
        assert store.known() == list(second.known)
        listed = store.listed(1)
        quotes = (
            dict(zip(first.quotes["action_id"], first.quotes["text"], strict=True)) if first.quotes is not None else {}
        )
        assert [row.action_id for row, _ in listed] == [each.action_id for each in first.actions]
        assert [row.quote for row, _ in listed] == [quotes[row.action_id] for row, _ in listed]
        assert [measures for _, measures in listed] == [first.measures[row.action_id] for row, _ in listed]
        assert store.listed(1)[0][0].last_seen == first.as_of
        standing = store.standing()
    theme = theme_ids(1)[0]
    totals = [int((each.mentions["theme_id"] == theme).sum()) for each in (first, second)]
    assert standing[theme].mentions_total == sum(totals)
    last = standing[theme].row
    assert last is not None
    assert last.mentions == totals[1]


def test_a_mention_is_known_by_its_id_and_by_its_content(settings: StoreSettings) -> None:
    kept = night_of(1, 50)
    keep(settings, kept)
    by_id, by_content = (kept.mentions[name].to_numpy(np.int64) for name in ("id_key", "content_key"))
    other = np.arange(50, dtype=np.int64)
    with open_store(settings, writing=False) as store:
        assert store.seen(by_id, other).all()
        assert store.seen(other, by_content).all()
        assert not store.seen(other, other).any()
        some = np.where(other % 2 == 0, by_id, other)
        assert store.seen(some, other).tolist() == (other % 2 == 0).tolist()


def test_more_keys_than_a_statement_takes_are_looked_for(settings: StoreSettings) -> None:
    kept = night_of(1, 10)
    keep(settings, kept)
    keys = np.arange(45_000, dtype=np.int64)
    keys[-10:] = kept.mentions["id_key"]
    with open_store(settings, writing=False) as store:
        assert store.seen(keys, np.arange(45_000, dtype=np.int64)).nonzero()[0].tolist() == list(range(44_990, 45_000))


def test_voices_are_those_since_an_instant_in_an_order_of_their_own(settings: StoreSettings) -> None:
    first, second = night_of(1, 300), night_of(2, 300)
    keep(settings, first, second)
    since = FIRST + timedelta(days=1, hours=3)
    with open_store(settings, writing=False) as store:
        found = store.voices(since)
    told = pd.concat([first.mentions, second.mentions])
    told = told[(told["voice"] == 1) & (told["created_at"] >= since)]
    told = told.assign(author=told["author"].fillna(0).astype("int64"))
    told = told.sort_values(["created_at", "author", "theme_id", "channel"], ignore_index=True)
    pd.testing.assert_frame_equal(found, told[list(found)], check_dtype=False)


def test_a_theme_that_a_night_merged_speaks_with_the_voice_of_the_other(settings: StoreSettings) -> None:
    one, other = theme_ids(2)
    keep(settings, night_of(1, 100, themes=2, listed=2))
    with open_store(settings, writing=True) as store:
        second = night_of(2, 0, themes=2, listed=1)
        merged = ThemeChange(what="merged", theme_id=other, known_id=one)
        keep_night(store, replace(second, merged_or_split=[merged]))
        store.commit()
    with open_store(settings, writing=False) as store:
        assert set(store.voices(FIRST)["theme_id"]) == {one, OTHER_VOICES_ID}
        assert list(store.standing()) == [one]
        assert {entry.theme_id for entry in store.known()} == {one}
        assert len(store.known()) == 2


def test_mentions_without_time_author_or_sentiment_are_kept(settings: StoreSettings) -> None:
    kept = night_of(1, 4)
    kept.mentions["created_at"] = pd.Series([pd.NaT] * 4).dt.tz_localize("UTC")
    kept.mentions["author"] = pd.array([None] * 4, dtype="Int64")
    kept.mentions["negative"] = np.nan
    keep(settings, kept)
    with open_store(settings, writing=False) as store:
        assert len(store.voices(FIRST)) == 0
        assert store.seen(kept.mentions["id_key"].to_numpy(np.int64), np.zeros(4, np.int64)).all()


def test_a_night_that_is_not_committed_leaves_nothing(settings: StoreSettings) -> None:
    keep(settings, night_of(1, 20))
    before = dump_of(settings)
    with open_store(settings, writing=True) as store:
        keep_night(store, night_of(2, 20))
    with contextlib.suppress(ZeroDivisionError), open_store(settings, writing=True) as store:
        keep_night(store, night_of(2, 20))
        raise ZeroDivisionError
    assert dump_of(settings) == before


def test_the_same_nights_make_the_same_store_in_either_database(
    sqlite: StoreSettings, postgresql: StoreSettings
) -> None:
    nights = [night_of(number, 50) for number in (1, 2, 3)]
    keep(sqlite, *nights)
    keep(postgresql, *nights)
    assert dump_of(sqlite) == dump_of(postgresql)
