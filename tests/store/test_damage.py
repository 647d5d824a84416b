"""A store that is not as it was written is never trusted and never changed."""

from __future__ import annotations

import random
import shutil
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.store.dump import dump_of
from tests.store.nights import night_of
from triage.model.errors import OutputError
from triage.store.keeping import keep_night
from triage.store.opening import open_store

if TYPE_CHECKING:
    from triage.model.settings import StoreSettings

PAGE = 4096


@pytest.fixture
def path(sqlite: StoreSettings) -> Path:
    for number in (1, 2):
        with open_store(sqlite, writing=True) as store:
            keep_night(store, night_of(number, 300))
            store.commit()
    return Path(sqlite.path)


def refusal(settings: StoreSettings, content: bytes, *, writing: bool) -> str:
    """Returns what is said of a content, or "" where it is taken, after a look that nothing was changed."""
    path = Path(settings.path)
    path.write_bytes(content)
    try:
        with open_store(settings, writing=writing):
            said = ""
    except OutputError as error:
        said = str(error)
    assert path.read_bytes() == content
    assert not path.with_name(path.name + "-wal").exists()
    return said


def test_a_file_cut_short_is_refused_at_every_page_and_within(sqlite: StoreSettings, path: Path) -> None:
    whole = path.read_bytes()
    assert len(whole) > 20 * PAGE
    for length in [*range(PAGE, len(whole), PAGE), 1, 15, 16, 99, 100, 511, 512, PAGE - 1, PAGE + 1, len(whole) - 1]:
        for writing in (False, True):
            assert "this one is left as it is" in refusal(sqlite, whole[:length], writing=writing), length
    assert refusal(sqlite, whole, writing=True) == ""


def test_a_flipped_bit_is_refused_or_says_nothing(sqlite: StoreSettings, path: Path) -> None:
    whole, before = path.read_bytes(), dump_of(sqlite)
    dice = random.Random(1)  # noqa: S311 - no secret
    places = [*range(100), *(dice.randrange(len(whole)) for _ in range(200))]
    taken = []
    for place in places:
        content = bytearray(whole)
        content[place] ^= 1 << dice.randrange(8)
        said = refusal(sqlite, bytes(content), writing=place % 2 == 0)
        if said:
            assert "this one is left as it is" in said, (place, said)
        else:
            taken.append(place)
            assert dump_of(sqlite) == before
    assert set(taken) <= {*range(24, 28), *range(40, 44), *range(92, 100)}, "only what SQLite counts for itself"


def test_words_that_were_changed_in_a_whole_database_are_refused(sqlite: StoreSettings, path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("UPDATE action SET note = 'done by nobody'")
    connection.commit()
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    connection.close()
    said = refusal(sqlite, path.read_bytes(), writing=True)
    assert "is damaged, or was changed by another program; put a copy of it back" in said


def test_pages_of_two_nights_in_one_file_are_refused(sqlite: StoreSettings, path: Path) -> None:
    old = path.read_bytes()
    with open_store(sqlite, writing=True) as store:
        keep_night(store, night_of(3, 300))
        store.commit()
    new = path.read_bytes()
    for page in range(1, len(old) // PAGE):
        mixed = new[: page * PAGE] + old[page * PAGE : (page + 1) * PAGE] + new[(page + 1) * PAGE :]
        assert mixed == new or "left as it is" in refusal(sqlite, mixed, writing=False)


def test_a_copy_is_as_good_as_the_store(sqlite: StoreSettings, path: Path) -> None:
    before = dump_of(sqlite)
    shutil.copy(path, path.with_name("copy.db"))
    connection, target = sqlite3.connect(path), sqlite3.connect(path.with_name("backup.db"))
    connection.backup(target)
    connection.close()
    target.close()
    for name in ("copy.db", "backup.db"):
        path.with_name(name).replace(path)
        assert dump_of(sqlite) == before
