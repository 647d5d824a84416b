from __future__ import annotations

import dataclasses
import os
import sqlite3
import stat
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from tests.store.dump import dump_of
from tests.store.nights import night_of
from triage.model.errors import OutputError, UsageError
from triage.store.keeping import keep_night
from triage.store.opening import open_store
from triage.store.schema import VERSION, about

if TYPE_CHECKING:
    from collections.abc import Callable

    from triage.model.settings import StoreSettings


def keep(settings: StoreSettings, number: int = 1) -> None:
    with open_store(settings, writing=True) as store:
        keep_night(store, night_of(number, 20))
        store.commit()


def open_it(settings: StoreSettings, *, writing: bool) -> None:
    with open_store(settings, writing=writing):
        pass


@pytest.fixture(params=[False, True], ids=["reading", "writing"])
def writing(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


def test_there_is_nothing_to_read_before_the_first_night(settings: StoreSettings) -> None:
    with pytest.raises(UsageError, match="there is no such store; `triage run --store` makes one"):
        open_it(settings, writing=False)
    assert not Path(settings.key).exists()


def test_a_new_store_is_its_owners_alone_whatever_the_umask(sqlite: StoreSettings) -> None:
    before = os.umask(0)
    try:
        keep(sqlite)
    finally:
        os.umask(before)
    assert stat.S_IMODE(Path(sqlite.path).stat().st_mode) == 0o600
    assert sorted(each.name for each in Path(sqlite.path).parent.iterdir()) == ["nights.db", "nights.db.key"]


def text(path: Path) -> None:
    path.write_text("id,text\n1,My refund is late\n", encoding="utf-8")


def other_database(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE about (name TEXT, value TEXT)")
    connection.commit()
    connection.close()


def write_ahead_database(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("CREATE TABLE night (night INTEGER)")
    connection.commit()
    connection.close()


def zipped(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("night.csv", "id,text\n")


def nothing(path: Path) -> None:
    path.touch()


def shut(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\x00")


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (text, "is no store: file is not a database; name another file"),
        (zipped, "is no store: file is not a database; name another file"),
        (shut, "is no store: file is not a database; name another file"),
        (other_database, "is an SQLite database, but no store of triage; name another file"),
        (write_ahead_database, "is an SQLite database, but no store of triage; name another file"),
        (nothing, "is empty, which no store is; delete it to begin anew, or put a copy of it back"),
    ],
)
def test_another_programs_file_is_refused_and_left_as_it_is(
    sqlite: StoreSettings, make: Callable[[Path], None], said: str, *, writing: bool
) -> None:
    path = Path(sqlite.path)
    make(path)
    before = path.read_bytes(), path.stat().st_mtime_ns
    with pytest.raises(OutputError, match=said):
        open_it(sqlite, writing=writing)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize(("place", "said"), [(".", "is a folder"), ("/dev/null", "is no ordinary file")])
def test_what_is_no_file_is_refused(sqlite: StoreSettings, place: str, said: str, *, writing: bool) -> None:
    path = str(Path(sqlite.path).parent / place)
    with pytest.raises(OutputError, match=f"{said}, and a store is one file; name a file"):
        open_it(dataclasses.replace(sqlite, path=path), writing=writing)


def test_a_store_in_a_folder_that_is_missing_says_so(sqlite: StoreSettings) -> None:
    with pytest.raises(OutputError, match="cannot be made, for its folder is missing; make the folder first"):
        open_it(dataclasses.replace(sqlite, path="/nowhere/nights.db"), writing=True)


def test_a_name_with_marks_of_a_url_is_a_name(sqlite: StoreSettings) -> None:
    odd = dataclasses.replace(sqlite, path=str(Path(sqlite.path).with_name("Nächte 50%?mode=ro#1.db")))
    keep(odd)
    assert dump_of(odd)
    assert Path(odd.path).exists()


def test_a_newer_store_is_refused(settings: StoreSettings, *, writing: bool) -> None:
    keep(settings)
    with open_store(settings, writing=True) as store:
        store.connection.execute(update(about).where(about.c.name == "schema").values(value=str(VERSION + 1)))
        store.commit()
    with pytest.raises(
        OutputError, match=rf"newer triage \(schema {VERSION + 1}; this one knows up to {VERSION}\); in"
    ):
        open_it(settings, writing=writing)


def test_a_store_is_refused_without_its_key_and_none_is_made(settings: StoreSettings, *, writing: bool) -> None:
    keep(settings)
    Path(settings.key).unlink()
    with pytest.raises(OutputError, match=r"the secret key cannot be read: .*put the key back"):
        open_it(settings, writing=writing)
    assert not Path(settings.key).exists()


def test_a_store_is_refused_with_another_key(settings: StoreSettings, *, writing: bool) -> None:
    keep(settings)
    Path(settings.key).write_text("ab" * 32, encoding="ascii")
    with pytest.raises(OutputError, match=r"was made with another key; .*\[store\] key"):
        open_it(settings, writing=writing)


def test_the_journal_of_a_store_that_is_gone_is_not_written_into_a_new_one(sqlite: StoreSettings) -> None:
    Path(sqlite.path + "-journal").write_bytes(b"left behind")
    with pytest.raises(
        OutputError, match=r"has the journal of a night that was cut short; .* delete nights\.db-journal"
    ):
        open_it(sqlite, writing=True)


@pytest.mark.parametrize(
    "url",
    ["sqlite:///nights.db", "mysql://anna:secret@db/nights", "https://example.com/nights.db", "://", "x://y:z@[::"],
)
def test_a_url_of_something_else_is_refused_without_its_password(sqlite: StoreSettings, url: str) -> None:
    with pytest.raises(UsageError, match="no database that a store can be in; name a file, or postgresql://") as told:
        open_it(dataclasses.replace(sqlite, path=url), writing=True)
    assert "secret" not in str(told.value)
    assert not Path("nights.db").exists()
