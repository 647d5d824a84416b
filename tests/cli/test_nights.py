"""Nights on a store, by the command line: edits, nights that are cut off, and nothing new."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from triage.store import keeping

if TYPE_CHECKING:
    from collections.abc import Callable
    from subprocess import CompletedProcess

    Result = CompletedProcess[bytes]

ISSUES = {
    "login": ("app crashes at login", "the app crashes when I log in", "login crashes the app", "app crash on login"),
    "parcel": ("my parcel is late", "parcel still not here", "where is my parcel", "parcel delayed again"),
    "coffee": ("lovely coffee thank you", "great coffee as always", "love the coffee", "the coffee is great"),
}
RUN = ("--store", "nights.db", "-o", "list.csv", "-m", "mentions.csv", "-q")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two nights of exports, in the folder that commands run in."""
    monkeypatch.chdir(tmp_path)
    for day in (20, 21):
        texts = [f"{text} day {day}" for issue in ISSUES.values() for text in issue]
        lines = [
            f"{day}{i},{text.replace(',', ' ')},2026-11-{day}T08:{i:02}:00Z,x,u{day}{i}" for i, text in enumerate(texts)
        ]
        (tmp_path / f"{day}.csv").write_text("\n".join(["mention_id,text,created_at,channel,author", *lines]) + "\n")
    return tmp_path


def rows() -> list[dict[str, str]]:
    with Path("list.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def edit(changes: dict[str, str], place: int = 0) -> str:
    """Edits a row of the list as a spreadsheet would; returns its action_id."""
    table = rows()
    table[place] |= changes
    with Path("list.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(table[0]))
        writer.writeheader()
        writer.writerows(table)
    return table[place]["action_id"]


def test_a_list_that_was_edited_is_read_in_before_it_is_written_over(quick: Callable[..., Result]) -> None:
    quick("run", "20.csv", *RUN)
    edited = edit({"owner": "Ann", "note": "call them"})
    done = edit({"status": "done"}, place=1)
    told = quick("run", "21.csv", *RUN[:-1])
    assert "list.csv" in told.stderr.decode()
    after = {row["action_id"]: row for row in rows()}
    assert (after[edited]["owner"], after[edited]["note"]) == ("Ann", "call them")
    assert after[done]["trend"] == "back"
    assert not list(Path().glob("list.csv.~*"))


def test_a_night_that_is_cut_off_before_it_is_kept_gives_the_same_when_it_is_run_again(
    quick: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    quick("run", "20.csv", *RUN)
    with monkeypatch.context() as broken:

        def cut_off(*_: Any, **__: Any) -> None:
            raise KeyboardInterrupt

        broken.setattr(keeping, "keep_night", cut_off)
        assert quick("run", "21.csv", *RUN).returncode == 130
    cut = Path("list.csv").read_bytes(), Path("mentions.csv").read_bytes()
    assert quick("run", "21.csv", *RUN).returncode == 0
    assert (Path("list.csv").read_bytes(), Path("mentions.csv").read_bytes()) == cut
    changed = quick("list", "--store", "nights.db", "-f", "csv", "--columns", "owner,status").stdout.decode()
    assert "done" not in changed


def test_the_same_export_again_counts_once_and_is_told_as_nothing_new(quick: Callable[..., Result]) -> None:
    first = quick("run", "20.csv", "--store", "nights.db", "--fail-on", "P4", "-f", "csv")
    again = quick("run", "20.csv", "--store", "nights.db", "--fail-on", "P4", "-f", "csv")
    assert (first.returncode, again.returncode) == (3, 0)
    assert "12 rows read = 0 mentions + 12 duplicates" in again.stderr.decode()
    assert "nothing new" in again.stderr.decode()
    listed = list(csv.DictReader(again.stdout.decode().splitlines()))
    assert {row["mentions"] for row in listed} == {"0"}
    assert sum(int(row["mentions_total"]) for row in listed) <= 12


def test_a_night_before_the_last_is_refused_unless_it_is_a_replay(quick: Callable[..., Result]) -> None:
    quick("run", "21.csv", *RUN)
    refused = quick("run", "20.csv", *RUN, "--as-of", "2026-11-20T12:00Z")
    assert refused.returncode == 2
    assert "--replay" in refused.stderr.decode()
    assert quick("run", "20.csv", *RUN, "--as-of", "2026-11-20T12:00Z", "--replay").returncode == 0


def test_masks_and_pseudonyms_reach_every_output(quick: Callable[..., Result]) -> None:
    Path("more.csv").write_text(
        "mention_id,text,created_at,channel,author\n"
        "1,write to joe@acme.com please,2026-11-20T08:00:00Z,x,Joe Blogs\n"
        "2,no e-mail from joe@acme.com yet,2026-11-20T08:01:00Z,x,Ann Other\n",
    )
    quick("run", "more.csv", *RUN, "--mask", "--pseudonymise", "--summary", "night.json")
    for path in ("list.csv", "mentions.csv", "night.json", "nights.db"):
        content = Path(path).read_bytes()
        assert b"joe@acme" not in content
        assert b"Joe Blogs" not in content
    assert b"[email]" in Path("mentions.csv").read_bytes()
