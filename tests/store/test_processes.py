"""Several processes with one store, and processes that are killed."""

from __future__ import annotations

import dataclasses
import os
import random
import signal
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select

from tests.store.dump import dump_of
from tests.store.nights import night_of
from tests.store.processes import NOBODY, read_as_nobody, running, write, write_into_little_room
from triage.store.keeping import keep_night
from triage.store.opening import open_store
from triage.store.schema import mention

if TYPE_CHECKING:
    from collections.abc import Iterator

    from triage.model.settings import StoreSettings

pytestmark = pytest.mark.skipif(os.name != "posix", reason="processes are forked and killed as POSIX does")


@pytest.fixture
def kept(settings: StoreSettings) -> StoreSettings:
    return keep(settings)


@pytest.fixture
def kept_file(sqlite: StoreSettings) -> StoreSettings:
    return keep(sqlite)


def keep(settings: StoreSettings) -> StoreSettings:
    with open_store(settings, writing=True) as store:
        keep_night(store, night_of(1, 500))
        store.commit()
    return settings


def heard(pipe: Any) -> str:
    assert pipe.poll(30), "nothing is said"
    return str(pipe.recv())


def test_the_second_writer_waits_and_then_goes_on_from_what_the_first_wrote(kept: StoreSettings) -> None:
    with running(write, kept, 100) as (_, first):
        assert [heard(first), heard(first)] == ["opened 2", "kept"]
        with running(write, kept, 100) as (_, second):
            assert heard(second) == "waits"
            assert not second.poll(0.3)
            first.send("commit")
            assert heard(first) == "done"
            assert [heard(second), heard(second)] == ["opened 3", "kept"]
            second.send("commit")
            assert heard(second) == "done"
    with open_store(kept, writing=False) as store:
        assert store.last().night == 3


def test_a_writer_gives_up_after_the_time_that_is_set_and_says_what_to_do(kept: StoreSettings) -> None:
    hasty = dataclasses.replace(kept, wait_seconds=0.3)
    with running(write, kept, 100) as (_, first):
        assert [heard(first), heard(first)] == ["opened 2", "kept"]
        with running(write, hasty, 100) as (_, second):
            assert heard(second) == "waits"
            said = heard(second)
    assert "is being written to by another run, for which this one waited 0.3 seconds; run it again" in said


def test_a_writer_that_waits_can_be_interrupted(kept_file: StoreSettings) -> None:
    with running(write, kept_file, 100) as (_, first):
        assert [heard(first), heard(first)] == ["opened 2", "kept"]
        with running(write, kept_file, 100) as (process, second):
            assert heard(second) == "waits"
            os.kill(process.pid, signal.SIGINT)
            assert second.poll(5)
            assert heard(second) == "interrupted"


def test_readers_see_the_state_before_a_large_night_until_it_is_committed_and_never_half_of_it(
    kept: StoreSettings,
) -> None:
    before = dump_of(kept)
    with running(write, kept, 50_000) as (_, writer):
        assert heard(writer) == "opened 2"
        while not writer.poll():
            assert dump_of(kept) == before
        assert heard(writer) == "kept"
        assert dump_of(kept) == before, "the night is larger than SQLite's cache"
        writer.send("commit")
        seen = set()
        while not writer.poll():
            with open_store(kept, writing=False) as store:
                night = store.last().night
                mentions = store.connection.execute(select(func.count()).select_from(mention)).scalar()
                seen.add((night, len(store.listed(2)), mentions))
        assert heard(writer) == "done"
    assert seen <= {(1, 0, 500), (2, 5, 50_500)}


def test_a_writer_that_is_killed_leaves_the_store_as_before_or_as_after(kept_file: StoreSettings) -> None:
    dice = random.Random(6)  # noqa: S311 - no secret
    path = Path(kept_file.path)
    before, content = dump_of(kept_file), path.read_bytes()
    with running(write, kept_file, 400) as (process, writer):
        writer.send("commit")
        process.join()
    after = dump_of(kept_file)
    for kill in range(24):
        path.write_bytes(content)
        with running(write, kept_file, 400) as (process, writer):
            assert heard(writer) == "opened 2"
            if kill % 3:  # while it commits, which takes some milliseconds
                assert heard(writer) == "kept"
                writer.send("commit")
            time.sleep(dice.random() * (0.012 if kill % 3 else 0.1))
            process.kill()
            process.join()
        assert dump_of(kept_file) in {before, after}


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that everybody can go to, as pytest's own is not."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
        folder.chmod(0o755)


def test_a_store_in_a_read_only_folder_is_read_and_not_written(open_folder: Path, sqlite: StoreSettings) -> None:
    here = dataclasses.replace(sqlite, path=str(open_folder / "nights.db"), key=str(open_folder / "nights.db.key"))
    before = dump_of(keep(here))
    with running(read_as_nobody, here) as (_, reader):
        assert heard(reader) == "ready"
        for each in open_folder.iterdir():
            each.chmod(0o400)
            if os.geteuid() == 0:
                os.chown(each, NOBODY, NOBODY)
        open_folder.chmod(0o555)
        reader.send("go on")
        assert heard(reader) == before
        assert "nights.db: is read-only; allow to write there, or copy the store and its key" in heard(reader)
    assert len(list(open_folder.iterdir())) == 2


def test_a_full_disk_leaves_the_store_as_it_was(kept_file: StoreSettings) -> None:
    before = dump_of(kept_file)
    room = Path(kept_file.path).stat().st_size + 8192
    with running(write_into_little_room, kept_file, room) as (_, writer):
        assert [heard(writer), heard(writer)] == ["opened 2", "kept"]
        said = heard(writer)
    assert "nights.db: " in said
    assert "nothing of it was changed" in said
    assert dump_of(kept_file) == before
