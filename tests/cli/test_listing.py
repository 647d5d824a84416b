from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pytest

from triage.model.action import SHORT_COLUMNS
from triage.model.settings import StoreSettings
from triage.store.opening import open_store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from subprocess import CompletedProcess

    Run = Callable[..., CompletedProcess[bytes]]

FIRMWARE, LOGIN, CREMA, UPDATE = "t1aaaa000001", "t1aaaa000002", "t2bbbb000003", "t3cccc000004"


@pytest.fixture(name="listed")
def _listed(quick: Run, small_store: Path) -> Callable[..., list[dict[str, str]]]:
    """Returns the rows that `triage list` prints with some options."""

    def run(*options: object) -> list[dict[str, str]]:
        ran = quick("list", "--store", small_store, "-q", *options)
        assert (ran.returncode, ran.stderr) == (0, b"")
        return list(csv.DictReader(io.StringIO(ran.stdout.decode(), newline="")))

    return run


def ids(rows: list[dict[str, str]]) -> list[str]:
    return [row["action_id"] for row in rows]


def test_open_actions_are_listed_in_the_order_of_the_last_list_with_all_columns(
    listed: Any, action_columns: list[str]
) -> None:
    rows = listed()
    assert list(rows[0]) == action_columns
    assert [(row["rank"], row["action_id"]) for row in rows] == [("1", FIRMWARE), ("2", LOGIN), ("3", UPDATE)]


@pytest.mark.parametrize(
    ("options", "found"),
    [
        (["--status", "all"], [FIRMWARE, LOGIN, UPDATE, CREMA]),
        (["--status", "done"], [CREMA]),
        (["--status", "erledigt"], [CREMA]),
        (["--status", "done", "--status", "open", "--priority", "P3"], [LOGIN, UPDATE, CREMA]),
        (["--status", "Back"], [UPDATE]),
        (["--status", "snoozed"], []),
        (["--owner", "anna beck"], [FIRMWARE]),
        (["--owner", ""], [LOGIN, UPDATE]),
        (["--priority", "P1"], []),
        (["--night", "1"], [FIRMWARE, LOGIN, CREMA, "other-voices"]),
        (["--night", "1", "--owner", "Anna Beck"], [FIRMWARE]),
        (["--night", "1", "--status", "open"], [FIRMWARE, LOGIN, CREMA]),
        (["--as-of", "2026-11-19"], [FIRMWARE, LOGIN, UPDATE, "other-voices"]),
        (["--as-of", "2026-11-18T22:59:59Z"], [FIRMWARE, LOGIN, CREMA, "other-voices"]),
    ],
)
def test_filters_choose_rows(listed: Any, options: list[str], found: list[str]) -> None:
    assert ids(listed(*options)) == found


def test_what_was_set_since_the_last_night_is_listed_and_the_old_list_stays_as_it_was(
    quick: Run, listed: Any, small_store: Path
) -> None:
    order = ("--status", "acknowledged", "--owner", "Ben", "--note", "=1+1", "--priority", "P1", "--due", "2026-12-01")
    assert quick("update", LOGIN, "--store", small_store, *order).returncode == 0
    (row,) = listed("--status", "acknowledged")
    assert [row[name] for name in ("action_id", "rank", "owner", "note", "priority", "due")] == [
        LOGIN, "2", "Ben", "'=1+1", "P1", "2026-12-01",
    ]  # fmt: skip
    assert listed("--night", "3")[1]["status"] == "open"
    assert listed("--night", "3")[1]["owner"] == ""


def test_a_priority_that_is_taken_back_is_the_scores_again(quick: Run, listed: Any, small_store: Path) -> None:
    before = {row["action_id"]: row["priority"] for row in listed()}
    quick("update", LOGIN, "--store", small_store, "--priority", "P1")
    assert ids(listed("--priority", "P1")) == [LOGIN]
    quick("update", LOGIN, "--store", small_store, "--priority", "")
    assert {row["action_id"]: row["priority"] for row in listed()} == before


def test_what_was_merged_is_listed_no_more(quick: Run, listed: Any, small_store: Path) -> None:
    quick("update", LOGIN, "--merge-into", FIRMWARE, "--store", small_store)
    rows = listed("--status", "all")
    assert ids(rows) == [FIRMWARE, UPDATE, CREMA]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--status", "dismissed"], "none of 4 actions fits --status dismissed\n"),
        (["--owner", "Ana Beck"], "--status in-progress --owner 'Ana Beck', did you mean 'Anna Beck'?\n"),
        (["--priority", "P1", "--night", "2"], "none of 4 actions fits --status all --priority P1\n"),
    ],
)  # fmt: skip
def test_filters_that_nothing_fits_give_the_header_and_say_so(
    quick: Run, small_store: Path, options: list[str], said: str
) -> None:
    ran = quick("list", "--store", small_store, "--columns", "rank,theme", *options)
    assert (ran.returncode, ran.stdout) == (0, b"rank,theme\r\n")
    assert ran.stderr.decode().endswith(said)


def test_where_nothing_is_open_it_says_where_the_rest_is(quick: Run, small_store: Path) -> None:
    quick("update", FIRMWARE, LOGIN, UPDATE, "--status", "done", "--store", small_store)
    ran = quick("list", "--store", small_store, "--columns", "short")
    assert ran.stdout.decode() == ",".join(SHORT_COLUMNS) + "\r\n"
    assert ran.stderr == b"nothing is open; --status all lists 4 actions\n"


def test_a_store_without_a_night_is_an_empty_list(quick: Run, small_store: Path) -> None:
    with open_store(StoreSettings(path="new.db", key=f"{small_store}.key"), writing=True) as store:
        store.commit()
    (small_store.parent / "triage.toml").write_text(f'[store]\nkey = "{small_store}.key"\n', encoding="utf-8")
    ran = quick("list", "--store", "new.db", "--columns", "rank")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, b"rank\r\n", b"the list is empty\n")
    ran = quick("list", "--store", "new.db", "--night", "1")
    assert b"there is no night 1; the store has no night yet" in ran.stderr
    ran = quick("list", "--store", "new.db", "--as-of", "2026-11-19")
    assert b"there was no night yet; the store has none with a date" in ran.stderr


def test_a_terminal_gets_ids_and_statuses_and_an_old_night_its_own_table(quick: Run, small_store: Path) -> None:
    ran = quick("list", "--store", small_store, "-f", "table", "--status", "all")
    shown = ran.stdout.decode().splitlines()
    assert shown[0].rstrip() == "2026-11-19 23:00 UTC"
    assert shown[1].split() == ["id", "P", "status", "theme", "owner"]
    assert [line.split()[0] for line in shown[2:]] == [FIRMWARE, LOGIN, UPDATE, CREMA]
    ran = quick("list", "--store", small_store, "-f", "table", "--night", "2")
    assert "2026-11-18 23:00 UTC: 32 mentions, 2 themes" in ran.stdout.decode()
    assert "other voices" in ran.stdout.decode()


def test_every_format_holds_the_same_rows(quick: Run, small_store: Path) -> None:
    endings = ("csv", "tsv", "json", "jsonl", "md", "parquet")
    paths = [small_store.parent / f"list.{ending}" for ending in endings]
    ran = quick("list", "--store", small_store, *(word for path in paths for word in ("-o", path)))
    assert (ran.returncode, ran.stdout) == (0, b"")
    assert ran.stderr.decode().splitlines() == [f"wrote {path}: 3 actions" for path in paths]
    told = json.loads(paths[2].read_bytes())
    assert told["night"] == {"as_of": "2026-11-19T23:00:00Z"}
    assert [row["action_id"] for row in told["actions"]] == [FIRMWARE, LOGIN, UPDATE]
    lines = [json.loads(line)["action_id"] for line in paths[3].read_text(encoding="utf-8").splitlines()]
    assert lines == [FIRMWARE, LOGIN, UPDATE]
    chat = paths[4].read_text(encoding="utf-8")
    assert "| rank | priority | status | theme | action | owner | due | mentions | action_id |" in chat
    assert paths[0].read_bytes() == quick("list", "--store", small_store, "-q").stdout
    both = quick("list", "--store", small_store, "-q", "-o", small_store.parent / "list.csv", "-f", "jsonl")
    assert both.stdout == paths[3].read_bytes()


def test_a_file_that_was_edited_is_kept(quick: Run, small_store: Path) -> None:
    path = small_store.parent / "list.csv"
    path.write_text("mine", encoding="utf-8")
    ran = quick("list", "--store", small_store, "-o", path)
    assert path.with_name("list.csv.~1~").read_text(encoding="utf-8") == "mine"
    assert b"kept the list that was there as" in ran.stderr


def test_a_german_spreadsheet_gets_its_own(quick: Run, small_store: Path) -> None:
    ran = quick("list", "--store", small_store, "-q", "--spreadsheet", "de", "--columns", "rank,score")
    assert ran.stdout.decode("utf-8-sig").startswith("rank;score\r\n1;")
    assert ran.stdout.startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--status", "offn"], "--status: 'offn' is not one of open, acknowledged"),
        (["--night", "9"], "--night: there is no night 9; the store has nights 1 to 3"),
        (["--night", "1", "--as-of", "2026-11-19"], "--night and --as-of: both name a night; give one of them"),
        (["--as-of", "soon"], "--as-of: 'soon' is not a date or time"),
        (["--as-of", "2026-11-01"], "--as-of: there was no night yet; the first is of 2026-11-17 23:00 UTC"),
        (["--columns", "rnk"], "did you mean 'rank'?"),
        (["-o", "list.xyz"], "list.xyz: the ending .xyz is unknown"),
        (["--store", "none.db"], "none.db: there is no such store; `triage run --store` makes one"),
        (["--store", ""], "--store: no store is named; give --store PATH, or set path in [store]"),
    ],
)
def test_what_cannot_be_listed_is_exit_2(quick: Run, small_store: Path, options: list[str], said: str) -> None:
    ran = quick("list", "--store", small_store, *options)
    assert (ran.returncode, ran.stdout) == (2, b"")
    assert said in ran.stderr.decode()
    assert sorted(path.name for path in small_store.parent.iterdir()) == ["nights.db", "nights.db.key"]


def test_the_store_of_the_settings_is_found_from_their_folder(quick: Run, small_store: Path, tmp_path: Path) -> None:
    folder = tmp_path / "deep"
    folder.mkdir()
    (folder / "triage.toml").write_text('[store]\npath = "../nights.db"\n', encoding="utf-8")
    ran = quick("list", "--config", folder / "triage.toml", "--columns", "action_id", "-q")
    assert ran.stdout.split() == [b"action_id", *(each.encode() for each in (FIRMWARE, LOGIN, UPDATE))]
    assert small_store.exists()


def test_after_a_night_the_list_is_that_of_the_night_until_somebody_says_what_became_of_it(
    quick: Run, export: Path
) -> None:
    night = quick("run", export, "--store", "nights.db", "-q").stdout
    assert quick("list", "--store", "nights.db", "--night", "1", "-q").stdout == night
    rows = list(csv.DictReader(io.StringIO(night.decode(), newline="")))
    assert quick("list", "--store", "nights.db", "-q").stdout == b"".join(night.splitlines(keepends=True)[: len(rows)])
    first = rows[0]["action_id"]
    told = json.loads(quick("show", first, "--store", "nights.db", "-f", "json", "-q").stdout)
    assert told["action"]["theme"] == rows[0]["theme"]
    assert f"{told['score']['sum']:.1f}" == rows[0]["score"]
    assert sum(told["voices_a_day"]) == int(rows[0]["authors"])
    assert quick("update", first, "--status", "done", "--store", "nights.db", "--by", "eve", "-q").returncode == 0
    assert first not in quick("list", "--store", "nights.db", "-q").stdout.decode()
    assert quick("list", "--status", "done", "--store", "nights.db", "--columns", "action_id,status", "-q").stdout == (
        f"action_id,status\r\n{first},done\r\n".encode()
    )
    assert quick("list", "--store", "nights.db", "--night", "1", "-q").stdout == night
