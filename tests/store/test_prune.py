from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from sqlalchemy import text

from tests.store.nights import FIRST, night_of
from triage import night
from triage.model.settings import Settings
from triage.model.standing import Change
from triage.store.keeping import keep_night
from triage.store.opening import open_store
from triage.store.prune import Pruned, expire_texts, prune

if TYPE_CHECKING:
    from triage.model.settings import StoreSettings

#: Before the third night's instant, and after the second one's.
BETWEEN = FIRST + timedelta(days=2, hours=12)
NOTHING = Pruned(quotes=0, authors=0, rows=0, changes=0)


def fill(settings: StoreSettings) -> StoreSettings:
    """Keeps four nights, each of two themes of eight in turn."""
    with open_store(settings, writing=True) as store:
        for number in (1, 2, 3, 4):
            keep_night(store, night_of(number, 60, themes=8, listed=2, quotes=2))
        store.commit()
    return settings


@pytest.fixture
def nights(settings: StoreSettings) -> StoreSettings:
    """A store of four nights, in either database."""
    return fill(settings)


def rows(settings: StoreSettings, query: str) -> list[tuple[Any, ...]]:
    with open_store(settings, writing=False) as store:
        return [tuple(row) for row in store.connection.execute(text(query))]


def change_rows(settings: StoreSettings, statement: str) -> None:
    with open_store(settings, writing=True) as store:
        store.connection.execute(text(statement))
        store.commit()


def pruned(settings: StoreSettings, before: datetime) -> Pruned:
    with open_store(settings, writing=True) as store:
        found = prune(store, before)
        store.commit()
    return found


def close(settings: StoreSettings, status: str, nights: str = "1") -> list[str]:
    """Sets the status of what a night listed."""
    ids = [each for (each,) in rows(settings, f"SELECT action_id FROM listed WHERE night IN ({nights})")]  # noqa: S608
    at = FIRST + timedelta(days=1, hours=5)
    with open_store(settings, writing=True) as store:
        ids = [each for each in ids if each in store.standing()]
        store.apply([
            Change(action_id=each, what="status", before="open", after=status, at=at, by="Ira") for each in ids
        ])  # fmt: skip
        store.commit()
    return ids


def test_old_texts_go_and_new_ones_stay(nights: StoreSettings) -> None:
    before = rows(nights, "SELECT night, count(*) FROM quote GROUP BY night ORDER BY night")
    assert pruned(nights, BETWEEN).quotes == before[0][1] + before[1][1]
    assert rows(nights, "SELECT night, count(*) FROM quote GROUP BY night ORDER BY night") == before[2:]
    with open_store(nights, writing=False) as store:
        assert all(action.quote == "" for action, _ in store.listed(2))


def test_old_mentions_no_longer_say_whose_they_are_but_count_once_as_before(nights: StoreSettings) -> None:
    seconds = int(BETWEEN.timestamp())
    (old,) = rows(nights, f"SELECT count(*) FROM mention WHERE author IS NOT NULL AND created_at < {seconds}")  # noqa: S608
    keys = rows(nights, "SELECT id_key, content_key, theme_id FROM mention ORDER BY 1")
    totals = rows(nights, "SELECT theme_id, mentions_total FROM theme ORDER BY 1")
    assert pruned(nights, BETWEEN).authors == old[0] > 0
    assert rows(nights, f"SELECT count(author) FROM mention WHERE created_at < {seconds}") == [(0,)]  # noqa: S608
    assert rows(nights, "SELECT DISTINCT 1 FROM mention WHERE author IS NOT NULL") == [(1,)]
    assert rows(nights, "SELECT id_key, content_key, theme_id FROM mention ORDER BY 1") == keys
    assert rows(nights, "SELECT theme_id, mentions_total FROM theme ORDER BY 1") == totals


def test_mentions_without_a_time_are_as_old_as_their_night(nights: StoreSettings) -> None:
    change_rows(nights, "UPDATE mention SET created_at = NULL")
    pruned(nights, BETWEEN)
    assert rows(nights, "SELECT DISTINCT night FROM mention WHERE author IS NOT NULL ORDER BY 1") == [(3,), (4,)]


@pytest.mark.parametrize("status", ["open", "acknowledged", "in-progress", "snoozed", "dismissed"])
def test_what_is_not_done_keeps_the_row_in_which_it_was_heard_of(nights: StoreSettings, status: str) -> None:
    close(nights, status)
    with open_store(nights, writing=False) as store:
        before = store.standing()
    pruned(nights, BETWEEN)
    with open_store(nights, writing=False) as store:
        after = store.standing()
    assert {each: (s.status, s.row and s.row.theme, s.measures) for each, s in before.items()} == {
        each: (s.status, s.row and s.row.theme, s.measures) for each, s in after.items()
    }


def test_what_is_done_keeps_its_status_alone(nights: StoreSettings) -> None:
    done = close(nights, "done")
    assert done
    found = pruned(nights, BETWEEN)
    assert found.rows >= len(done)
    assert found.changes == 2 * len(done)
    with open_store(nights, writing=False) as store:
        standing = store.standing()
    assert {(standing[each].status, standing[each].row) for each in done} == {("done", None)}
    told = {each for (each,) in rows(nights, "SELECT DISTINCT action_id FROM change")}
    assert told.isdisjoint(done)
    assert told


def test_changes_of_what_is_open_stay(nights: StoreSettings) -> None:
    before = rows(nights, "SELECT * FROM change")
    assert pruned(nights, FIRST + timedelta(days=99)).changes == 0
    assert rows(nights, "SELECT * FROM change") == before


def test_themes_are_known_as_before(nights: StoreSettings) -> None:
    with open_store(nights, writing=False) as store:
        known = store.known()
    pruned(nights, FIRST + timedelta(days=99))
    with open_store(nights, writing=False) as store:
        assert store.known() == known
        assert store.last().night == 4
    with open_store(nights, writing=True) as store:
        assert keep_night(store, night_of(5, 60, themes=8, listed=2)) == 5


def test_pruning_twice_is_pruning_once(nights: StoreSettings) -> None:
    assert pruned(nights, BETWEEN) != NOTHING
    assert pruned(nights, BETWEEN) == NOTHING
    assert pruned(nights, datetime(2000, 1, 1, tzinfo=UTC)) == NOTHING


def test_the_bytes_are_gone_and_the_file_is_smaller(sqlite: StoreSettings) -> None:
    file = Path(fill(sqlite).path)
    change_rows(sqlite, f"UPDATE quote SET text = text || '{'z' * 9000}' WHERE night < 3")  # noqa: S608 - our own
    before = file.stat().st_size
    pruned(sqlite, BETWEEN)
    assert b"zzzz" not in file.read_bytes()
    assert rows(sqlite, "PRAGMA freelist_count") == [(0,)]
    assert file.stat().st_size < before - 8 * 9000
    assert sorted(path.name for path in file.parent.iterdir()) == ["nights.db", "nights.db.key"]


@pytest.mark.parametrize(("days", "left"), [(0, []), (1, [3, 4]), (2, [2, 3, 4]), (30, [1, 2, 3, 4])])
def test_texts_are_kept_for_so_many_days(nights: StoreSettings, days: int, left: list[int]) -> None:
    as_of = FIRST + timedelta(days=4)
    with open_store(nights, writing=True) as store:
        gone = expire_texts(store, as_of, days)
        store.commit()
    assert [night for (night,) in rows(nights, "SELECT DISTINCT night FROM quote ORDER BY 1")] == left
    assert gone == 4 * (4 - len(left))


def test_without_an_instant_no_text_is_too_old_unless_none_is_kept(nights: StoreSettings) -> None:
    with open_store(nights, writing=True) as store:
        assert expire_texts(store, None, 1) == 0
        assert expire_texts(store, None, 0) == 16


def test_a_night_takes_away_what_is_older_than_the_settings_say(sqlite: StoreSettings) -> None:
    settings = Settings(store=dataclasses.replace(sqlite, text_days=3))
    for day in (1, 3, 5):
        texts = [f"The frother broke on day {day}, {word}" for word in ("again", "today", "my dear")]
        night.run(
            pd.DataFrame({
                "mention_id": [f"{day}-{i}" for i in range(3)], "text": texts, "author": ["ann", "bob", "cem"],
                "created_at": f"2026-11-0{day}T10:00:00Z",
            }),
            settings,
        )  # fmt: skip
    assert rows(sqlite, "SELECT DISTINCT night FROM quote ORDER BY 1") == [(2,), (3,)]
    found = Path(sqlite.path).read_bytes()
    assert [f"broke on day {day}, today".encode() in found for day in (1, 3, 5)] == [False, True, True]
