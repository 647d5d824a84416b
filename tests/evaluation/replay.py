"""Replays real posts in thirty nights with a team, updates and syncs: python -m tests.evaluation.replay DATA.

DATA is the shared data folder. Each set is run twice undisturbed, and once with every night killed at a random instant
and run again. All three must end with the same store, the lists and mentions of every night must be the same in both
undisturbed runs, and the last list in all three.
"""

from __future__ import annotations

import argparse
import csv
import random
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from tests.store.dump import dump_of
from triage.model.settings import StoreSettings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

NIGHTS: Final = 30
TEAM: Final = """name,email,role,level,skills,channels,languages,trained_until,max_priority,minutes,volunteer
Ann,,employee,professional,bags|baggage|luggage,,en|de,2027-12-31,P1,90,yes
Ben,,employee,professional,delay|cancelled|rebooking|Verspätung|Zug,,en|de,2027-12-31,P1,90,yes
Cem,,employee,professional,app|website|booking|refund|Fahrkarte|Preis,,en|de,2027-12-31,P1,60,yes
Dee,,press,spokesperson,interview|statement,,en|de,,P1,60,yes
Eve,,legal,professional,lawyer|privacy|Datenschutz,,en|de,,P1,60,no
Flo,,lead,professional,safety|police|Polizei,,en|de,,P1,90,yes
"""
#: The key of all stores, so that their hashes can be compared.
KEY: Final = "00" * 32


@dataclass(frozen=True, slots=True)
class Replayed:
    """How a replay ended.

    Attributes:
        store: What its store holds.
        lists: The list of each night.
        mentions: The mentions of each night.
        kills: Nights that were killed before they ended.
        seconds: How long it took.
    """

    store: str
    lists: list[bytes]
    mentions: list[bytes]
    kills: int
    seconds: float


def cut_nights(data: Path, folder: Path, nights: int) -> Iterator[tuple[str, list[Path]]]:
    """Yields each set's name and the exports of its nights, one file a night."""
    airline, rail = data / "mentions" / "airline.csv", data / "mentions" / "germeval2017_dev.csv.gz"
    if airline.is_file():
        table = pd.read_csv(airline, dtype=str)
        table = table.sort_values("tweet_created", key=pd.to_datetime, kind="stable")
        yield "tweets to airlines", _written(table, folder / "airline", nights)
    if rail.is_file():
        table = pd.read_csv(rail, dtype=str, usecols=["url", "text"])
        begin = pd.Timestamp("2016-01-01T06:00:00Z")
        hours = pd.to_timedelta(np.arange(len(table)) * nights * 24 / len(table), unit="h")
        table["created_at"] = (begin + hours).strftime("%Y-%m-%dT%H:%M:%SZ")
        yield "rail posts", _written(table, folder / "rail", nights)


def _written(table: pd.DataFrame, folder: Path, nights: int) -> list[Path]:
    folder.mkdir()
    paths = [folder / f"night-{number:02}.csv" for number in range(1, nights + 1)]
    for path, part in zip(paths, np.array_split(np.arange(len(table)), nights), strict=True):
        table.iloc[part].to_csv(path, index=False)
    return paths


def replay(exports: Sequence[Path], folder: Path, *, kill: random.Random | None = None) -> Replayed:
    """Runs the nights in a folder of their own, with what people do in between.

    Args:
        exports: The export of each night.
        folder: Where store and lists are made.
        kill: Chooses when each night is killed before it is run again; nothing is killed without.
    """
    folder.mkdir()
    (folder / "team.csv").write_text(TEAM, encoding="utf-8")
    (folder / "nights.db.key").write_text(KEY, encoding="ascii")
    (folder / "nights.db.key").chmod(0o600)
    lists, mentions, kills = [], [], 0
    began, usual = time.perf_counter(), 3.0
    for number, export in enumerate(exports, start=1):
        command = ["run", str(export), "--team", "team.csv", "-o", "actions.csv", "-m", "mentions.csv", "-q", "-v"]
        if kill is not None:
            kills += _killed(command, folder, kill.uniform(0.2, usual))
        night_began = time.perf_counter()
        _triage(command, folder)
        usual = time.perf_counter() - night_began
        lists.append((folder / "actions.csv").read_bytes())
        mentions.append((folder / "mentions.csv").read_bytes())
        _act(folder, number)
    settings = StoreSettings(path=str(folder / "nights.db"), key=str(folder / "nights.db.key"))
    return Replayed(dump_of(settings), lists, mentions, kills, time.perf_counter() - began)


def _triage(arguments: Sequence[str], folder: Path) -> None:
    subprocess.run(_command(arguments), cwd=folder, check=True)


def _killed(arguments: Sequence[str], folder: Path, after: float) -> bool:
    """Starts a night and kills it; returns whether it had not ended by itself."""
    with subprocess.Popen(_command(arguments), cwd=folder) as night:
        try:
            night.wait(after)
        except subprocess.TimeoutExpired:
            night.kill()
            return True
    return False


def _command(arguments: Sequence[str]) -> list[str]:
    return [sys.executable, "-m", "triage", *arguments, "--store", "nights.db"]


def _act(folder: Path, number: int) -> None:
    """Does what people do in the morning: some things by command, some in the spreadsheet, by turns and by rank."""
    with (folder / "actions.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    heard = [row for row in rows[:-1] if row["mentions"] != "0"]
    at = ["--at", max(row["last_seen"] for row in heard), "--by", "analyst"]
    if number % 3 == 1:
        _triage(["update", heard[0]["action_id"], "--status", "done", "-q", *at], folder)
    if number % 4 == 2:
        _triage(["update", heard[1]["action_id"], "--owner", "Flo", "--note", f"night {number}", "-q", *at], folder)
    if number % 3 == 0:
        heard[2] |= {"status": "dismissed"}
        heard[3] |= {"status": "in-progress", "note": "=1+1 is no formula"}
        heard[4] |= {"merge_into": heard[5]["action_id"]}
        heard[6] |= {"priority": "P1"}
        with (folder / "edited.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(reversed(rows))
        if number % 2:
            _triage(["sync", "edited.csv", "-q", *at], folder)
        else:  # the next night reads it in
            shutil.copy(folder / "edited.csv", folder / "actions.csv")


def main() -> int:
    """Prints a line a set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--nights", type=int, default=NIGHTS)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    same = True
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        for name, exports in cut_nights(options.data, base, options.nights):
            home = exports[0].parent
            first, again = (replay(exports, home / word) for word in ("first", "again"))
            disturbed = replay(exports, home / "killed", kill=random.Random(options.seed))  # noqa: S311 - when to kill
            told = {
                "repeated: store": first.store == again.store,
                "lists": first.lists == again.lists,
                "mentions": first.mentions == again.mentions,
                f"{disturbed.kills} of {len(exports)} nights killed: last list": first.lists[-1] == disturbed.lists[-1],
                "store": first.store == disturbed.store,
            }
            same &= all(told.values())
            words = ", ".join(f"{what} {'the same' if equal else 'DIFFERS'}" for what, equal in told.items())
            sys.stdout.write(f"{name}, {len(exports)} nights: {words}; {first.seconds:.0f} s undisturbed\n")
            sys.stdout.flush()
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
