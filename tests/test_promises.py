"""What is promised of a night, on the exports of the example and on a larger one."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import random
import socket
import subprocess
import sys
from typing import TYPE_CHECKING, Any, NoReturn

import pytest

import triage
from triage.present.outputs import render

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

APP_STORE = "app-store-2026-11-17.csv"
X_SEARCH = "x-search-2026-11-17.json"
#: What differs between machines, and from one process to the next.
MACHINES = (
    {"PYTHONHASHSEED": "1", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "TZ": "UTC", "LC_ALL": "C"},
    {"PYTHONHASHSEED": "2", "OPENBLAS_NUM_THREADS": "2", "OMP_NUM_THREADS": "2", "TZ": "Asia/Kolkata"},
)


def listed(*sources: Path) -> bytes:
    """Returns the list of a night as CSV."""
    return render(triage.run(sources).actions, "csv")


def write_csv(path: Path, rows: Sequence[Sequence[str]], delimiter: str = ",") -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    return path


def write_json(path: Path, document: dict[str, Any]) -> Path:
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def reviews(halvara: Path) -> list[list[str]]:
    text = (halvara / "night-1" / APP_STORE).read_text(encoding="utf-8")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


@pytest.fixture(scope="module")
def posts(halvara: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((halvara / "night-1" / X_SEARCH).read_text(encoding="utf-8"))
    return document


@pytest.fixture(scope="module")
def straight(halvara: Path) -> bytes:
    """The list of the reviews with the posts as they are."""
    return listed(halvara / "night-1" / APP_STORE, halvara / "night-1" / X_SEARCH)


def _rows_of(path: Path) -> int:
    """Counts the rows of an export of the example by the plainest means."""
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    text = data.decode("utf-16" if "meltwater" in path.name else "utf-8-sig")
    if "x-search" in path.name:
        return len(json.loads(text)["data"])
    if "reddit" in path.name:
        return sum(1 for line in text.split("\n") if line.strip())
    delimiter = {"app-store": ";", "meltwater": "\t"}.get(path.name.split("-2026")[0], ",")
    before = 7 if "brandwatch" in path.name else 1
    return len(list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))) - before


@pytest.mark.parametrize("nights", ["night-1", "night-2", "night-3", "night-*"])
def test_nothing_is_lost(halvara: Path, nights: str) -> None:
    files = {str(path): _rows_of(path) for path in halvara.glob(f"{nights}/*")}
    night = triage.run(list(files))
    counts = night.summary
    assert {report.source: report.rows for report in night.sources} == files
    for report in night.sources:
        assert report.rows == report.mentions + report.duplicates + report.rejects
    assert counts["rows_read"] == sum(files.values())
    assert counts["rows_read"] == counts["mentions"] + counts["duplicates"] + counts["rejects"]
    assert counts["mentions"] == len(night.mentions) == night.actions["mentions"].sum()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_order_of_rows_changes_no_byte(
    tmp_path: Path, reviews: list[list[str]], posts: dict[str, Any], straight: bytes, seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311 - to shuffle
    header, *rows = reviews
    shuffled = write_csv(tmp_path / "reviews.csv", [header, *chance.sample(rows, len(rows))], ";")
    records = posts | {"data": chance.sample(posts["data"], len(posts["data"]))}
    assert listed(shuffled, write_json(tmp_path / "posts.json", records)) == straight


def test_the_order_and_the_names_of_files_change_no_byte(
    tmp_path: Path, reviews: list[list[str]], posts: dict[str, Any], straight: bytes
) -> None:
    late = write_csv(tmp_path / "z.csv", reviews, ";")
    early = write_json(tmp_path / "a.json", posts)
    assert listed(late, early) == listed(early, late) == listed(tmp_path) == straight


def test_a_file_in_two_parts_changes_no_byte(
    tmp_path: Path, reviews: list[list[str]], posts: dict[str, Any], straight: bytes
) -> None:
    header, *rows = reviews
    parts = [write_csv(tmp_path / f"{part}.csv", [header, *rows[part::2]], ";") for part in (0, 1)]
    assert listed(*parts, write_json(tmp_path / "posts.json", posts)) == straight


def test_the_machine_changes_no_byte(halvara: Path) -> None:
    assert _list_on_a_machine(halvara / "night-1", 0) == _list_on_a_machine(halvara / "night-1", 1) != b""


def _list_on_a_machine(source: Path, number: int) -> bytes:
    """Returns the list as one of two unlike machines gives it."""
    command = [sys.executable, "-m", "triage", "run", str(source), "-q"]
    surroundings = os.environ | MACHINES[number]
    return subprocess.run(command, cwd=source.parent, env=surroundings, capture_output=True, check=True).stdout


def test_the_same_file_twice_counts_once(
    tmp_path: Path, halvara: Path, reviews: list[list[str]], posts: dict[str, Any], straight: bytes
) -> None:
    copies = [write_csv(tmp_path / "again.csv", reviews, ";"), write_json(tmp_path / "again.json", posts)]
    night = triage.run([halvara / "night-1" / APP_STORE, halvara / "night-1" / X_SEARCH, *copies])
    assert night.summary["duplicates"] == night.summary["mentions"] == len(reviews) - 1 + len(posts["data"])
    assert render(night.actions, "csv") == straight


def test_yesterdays_rows_in_todays_export_count_once(tmp_path: Path, reviews: list[list[str]]) -> None:
    header, *rows = reviews
    yesterday = write_csv(tmp_path / "yesterday.csv", [header, *rows[:30]], ";")
    today = write_csv(tmp_path / "today.csv", [header, *rows[20:]], ";")
    assert listed(yesterday, today) == listed(write_csv(tmp_path / "both.csv", reviews, ";"))


def test_nothing_leaves_the_machine(halvara: Path, straight: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> NoReturn:
        pytest.fail("triage wanted the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert listed(halvara / "night-1" / APP_STORE, halvara / "night-1" / X_SEARCH) == straight


@pytest.mark.slow
def test_the_order_of_fifteen_thousand_rows_changes_no_byte(shared: Path, tmp_path: Path) -> None:
    airline = shared / "data" / "mentions" / "airline.csv"
    with airline.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    random.Random(5).shuffle(rows)  # noqa: S311 - to shuffle
    shuffled = write_csv(tmp_path / "shuffled.csv", [header, *rows])
    assert _list_on_a_machine(shuffled, 0) == _list_on_a_machine(airline, 1) != b""
