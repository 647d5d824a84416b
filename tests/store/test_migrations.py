from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import inspect, select, text

from tests.store.dump import dump, dump_of
from tests.store.nights import night_of, theme_ids
from tests.store.released import SCHEMAS, fresh, restore, tables_of
from triage.model.errors import OutputError
from triage.store.keeping import keep_night
from triage.store.migrations import STEPS, migrate
from triage.store.opening import open_store
from triage.store.schema import VERSION, about

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from triage.model.settings import StoreSettings

RELEASED = sorted(int(path.stem) for path in SCHEMAS.glob("*.sql"))


def test_the_tables_are_those_of_the_version(tmp_path: Path) -> None:
    now = tables_of(Path(fresh(tmp_path).path))
    kept = tables_of(Path(restore(VERSION, tmp_path).path))
    assert now == kept, (
        "schema.py has changed. If its VERSION was never released, run python -m tests.store.released; "
        "else raise VERSION, write a step in migrations.py, then run it"
    )


def test_there_is_a_step_from_each_released_version() -> None:
    assert list(range(1, VERSION + 1)) == RELEASED
    assert sorted(STEPS) == list(range(1, VERSION))


@pytest.mark.parametrize("version", RELEASED)
def test_a_store_of_each_released_version_is_read_and_goes_on(version: int, tmp_path: Path) -> None:
    settings = restore(version, tmp_path)
    with open_store(settings, writing=True) as store:
        assert store.last().night == 2
        assert store.standing()[theme_ids(1)[0]].status == "done"
        assert len(store.known()) == 3
        assert len(store.listed(1)) == 2
        keep_night(store, night_of(3, 6, themes=3, listed=2))
        store.commit()
    assert tables_of(Path(settings.path)) == tables_of(Path(fresh(tmp_path).path))
    with open_store(settings, writing=False) as store:
        assert store.last().night == 3


def test_a_store_of_this_version_is_the_same_after_it_was_written_down(tmp_path: Path) -> None:
    assert dump_of(restore(VERSION, tmp_path)) == dump_of(fresh(tmp_path))


def widen(connection: Connection) -> None:
    connection.execute(text("ALTER TABLE action ADD COLUMN colour TEXT NOT NULL DEFAULT ''"))


def paint(connection: Connection) -> None:
    connection.execute(text("UPDATE action SET colour = 'red'"))


def fail(connection: Connection) -> None:
    connection.execute(text("DELETE FROM action"))
    raise ZeroDivisionError


def kept(settings: StoreSettings) -> None:
    with open_store(settings, writing=True) as store:
        keep_night(store, night_of(1, 20))
        store.commit()


def test_steps_are_taken_in_their_order_and_the_store_says_where_it_is(settings: StoreSettings) -> None:
    kept(settings)
    with open_store(settings, writing=True) as store:
        migrate(store.connection, 1, "here", steps={2: paint, 1: widen}, version=3)
        colours = store.connection.execute(text("SELECT DISTINCT colour FROM action")).scalars().all()
        told = store.connection.execute(select(about.c.value).where(about.c.name == "schema")).scalar()
    assert (colours, told) == (["red"], "3")


def test_a_step_that_fails_leaves_the_store_as_it_was(settings: StoreSettings) -> None:
    kept(settings)
    before = dump_of(settings)
    with pytest.raises(ZeroDivisionError), open_store(settings, writing=True) as store:  # noqa: PT012 - the way out too
        assert dump(store.connection) == before
        migrate(store.connection, 1, "here", steps={1: widen, 2: fail}, version=3)
    assert dump_of(settings) == before
    with open_store(settings, writing=False) as store:
        assert "colour" not in {column["name"] for column in inspect(store.connection).get_columns("action")}


def test_a_version_that_no_step_leads_from_is_refused(settings: StoreSettings) -> None:
    kept(settings)
    with open_store(settings, writing=True) as store:
        with pytest.raises(OutputError, match="here: is of schema 2, which no triage ever wrote"):
            migrate(store.connection, 1, "here", steps={1: widen}, version=3)
        with pytest.raises(
            OutputError, match=r"here: was written by a newer triage \(schema 4; this one knows up to 3\)"
        ):
            migrate(store.connection, 4, "here", steps={}, version=3)
