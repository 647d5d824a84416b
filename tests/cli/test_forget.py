from __future__ import annotations

import re
import shutil
import sqlite3
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import EXPORT
from triage import night
from triage.model.settings import Settings, StoreSettings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from subprocess import CompletedProcess

    Run = Callable[..., CompletedProcess[bytes]]


@pytest.fixture(scope="module")
def one_night(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a store of one night: ann, bob, cem and others, of whom ann has the mention 1 on x."""
    folder = tmp_path_factory.mktemp("night")
    (folder / "export.csv").write_text(EXPORT, encoding="utf-8")
    night.run(
        folder / "export.csv",
        Settings(store=StoreSettings(path=str(folder / "n.db"), key=str(folder / "n.db.key"))),
    )
    return folder


@pytest.fixture
def store(one_night: Path, here: Path) -> Path:
    """A copy of it in the working folder."""
    for name in ("n.db", "n.db.key"):
        shutil.copy2(one_night / name, here / name)
    return here / "n.db"


def rows(store: Path, query: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(store)
    found = connection.execute(query).fetchall()
    connection.close()
    return found


@pytest.mark.parametrize("name", ["ann", "@Ann", " ANN "])
def test_an_author_is_forgotten_whatever_the_case_and_with_or_without_an_at(quick: Run, store: Path, name: str) -> None:
    before = rows(store, "SELECT * FROM mention")
    ran = quick("forget", "--author", name, "--store", "n.db")
    assert (ran.returncode, ran.stdout) == (0, b"")
    assert ran.stderr.decode().startswith("took out 1 mention, 1 text")
    assert ran.stderr.decode().endswith("; it stays out. Lists and exports that were written before still hold it\n")
    assert len(rows(store, "SELECT * FROM mention")) == len(before) - 1
    again = quick("forget", "--author", name, "--store", "n.db")
    assert (again.returncode, again.stderr.decode().split(";")[0]) == (0, "took out nothing that was left")


def test_the_same_export_does_not_bring_it_back(quick: Run, export: Path, store: Path) -> None:
    quick("forget", "--author", "ann", "--store", "n.db")
    left = rows(store, "SELECT id_key FROM mention ORDER BY 1")
    assert quick("run", export, "-q", "--store", "n.db").returncode == 0
    assert rows(store, "SELECT id_key FROM mention ORDER BY 1") == left


def test_a_dry_run_says_the_same_and_changes_nothing(quick: Run, store: Path) -> None:
    before = store.read_bytes()
    ran = quick("forget", "--author", "ann", "--store", "n.db", "--dry-run")
    assert (ran.returncode, store.read_bytes()) == (0, before)
    assert re.fullmatch(r"would take out 1 mention, 1 text.*; nothing was changed\n", ran.stderr.decode())


def test_nobody_of_that_name_is_exit_2_and_changes_nothing(quick: Run, store: Path) -> None:
    before = store.read_bytes()
    ran = quick("forget", "--author", "ana", "--channel", "x", "--store", "n.db")
    assert (ran.returncode, store.read_bytes()) == (2, before)
    assert ran.stderr.decode().startswith("triage: --author: nobody called 'ana' on x is in the store; give the name")


def test_a_pseudonym_does_as_well_as_the_name(quick: Run, store: Path) -> None:
    ((author,),) = rows(store, "SELECT author FROM mention WHERE channel = 'reddit'")
    assert isinstance(author, int)
    pseudonym = "author_" + author.to_bytes(8, "big", signed=True).hex()
    assert quick("forget", "--author", pseudonym, "--store", "n.db").returncode == 0
    assert rows(store, "SELECT * FROM mention WHERE channel = 'reddit'") == []


def test_a_mention_is_forgotten_by_its_id(quick: Run, store: Path) -> None:
    ran = quick("forget", "--mention", "2", "--store", "n.db")
    assert ran.stderr.decode().startswith("took out 1 mention, ")
    assert rows(store, "SELECT * FROM mention WHERE channel = 'reddit'") == []
    assert quick("forget", "--mention", "2", "--channel", "REDDIT", "--store", "n.db").returncode == 2


def test_an_id_of_another_channel_or_none_is_exit_2(quick: Run, store: Path) -> None:
    before = store.read_bytes()
    for given in (["--mention", "2", "--channel", "x"], ["--mention", "99"]):
        ran = quick("forget", *given, "--store", "n.db")
        assert ran.returncode == 2
        assert "no mention '" in ran.stderr.decode()
    assert store.read_bytes() == before


def test_an_id_on_two_channels_asks_for_the_channel(quick: Run, here: Path) -> None:
    lines = [
        "id,text,created_at,channel,author",
        "7,one,2026-11-17T08:00:00Z,x,ann",
        "7,two,2026-11-17T08:00:00Z,reddit,bob",
    ]
    (here / "two.csv").write_text("\n".join(lines), encoding="utf-8")
    quick("run", "two.csv", "-q", "--store", "n.db")
    ran = quick("forget", "--mention", "7", "--store", "n.db")
    assert ran.returncode == 2
    assert "several mentions have the id '7': on reddit, x; say --channel" in ran.stderr.decode()
    assert quick("forget", "--mention", "7", "--channel", "x", "--store", "n.db").returncode == 0
    assert rows(here / "n.db", "SELECT channel FROM mention") == [("reddit",)]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ([], "say --author NAME or --mention ID, one of them"),
        (["--author", "a", "--mention", "1"], "say --author NAME or --mention ID, one of them"),
        (["--author", "@"], "'@' is no name"),
        (["--author", "ann", "--store", "none.db"], "none.db: there is no such store"),
    ],
)
def test_what_is_asked_wrongly_is_exit_2(quick: Run, store: Path, given: list[str], said: str) -> None:
    ran = quick("forget", "--store", store, *given)
    assert ran.returncode == 2
    assert said in ran.stderr.decode()


def test_without_a_store_it_says_how_to_name_one(quick: Run) -> None:
    for command in (["forget", "--author", "ann"], ["prune", "--before", "2026-01-01"]):
        ran = quick(*command)
        assert ran.returncode == 2
        assert ran.stderr.decode() == "triage: --store: no store is named; give --store PATH, or set path in [store]\n"


def test_prune_says_what_it_took_away_and_is_quiet_if_asked(quick: Run, store: Path) -> None:
    before = store.read_bytes()
    dry = quick("prune", "--before", "2027-01-01", "--store", "n.db", "--dry-run")
    assert re.fullmatch(r"would take away .*mentions' authors.*; nothing was changed\n", dry.stderr.decode())
    assert store.read_bytes() == before
    ran = quick("prune", "--before", "2027-01-01", "--store", "n.db")
    assert ran.stderr.decode().replace("took", "would take").strip() == dry.stderr.decode().split(";")[0]
    assert rows(store, "SELECT count(author) FROM mention") == [(0,)]
    again = quick("prune", "--before", "2027-01-01", "--store", "n.db")
    assert (again.returncode, again.stderr) == (0, b"there is nothing so old\n")
    assert quick("prune", "--before", "2027-01-01", "--store", "n.db", "-q").stderr == b""


def test_prune_needs_a_date(quick: Run, store: Path) -> None:
    ran = quick("prune", "--before", "soon", "--store", store)
    assert ran.returncode == 2
    assert ran.stderr.decode().startswith("triage: --before: 'soon' is not a date or time")


def test_rows_of_before_a_pruning_still_count_once(quick: Run, export: Path, store: Path) -> None:
    quick("prune", "--before", "2027-01-01", "--store", "n.db")
    count = rows(store, "SELECT count(*) FROM mention")
    assert quick("run", export, "-q", "--store", "n.db").returncode == 0
    assert rows(store, "SELECT count(*) FROM mention") == count


def test_no_message_names_what_was_said(quick: Run, store: Path) -> None:
    ran = quick("forget", "--author", "bob", "--store", store, "--verbose")
    assert ran.returncode == 0
    assert not re.search("bob|brick|coffee|machine", ran.stderr.decode())
