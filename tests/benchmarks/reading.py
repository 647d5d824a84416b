"""Times the reading of large exports beside pandas, each in a process of its own.

Run by hand: python -m tests.benchmarks.reading --rows 1000000
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

COLUMNS: Final = ("post_id", "created_at", "channel", "author", "text", "likes", "followers", "url")
WORDS: Final = (  # noqa: SIM905 - it reads as words do
    'the train was late again and nobody answered my bag is lost; refund please, now "really" sehr schlecht Grüße '
    "aus Köln 🙂"
).split()
_MEASURE: Final = """
import json, resource, sys, time
{setup}
begin = time.process_time()
rows = len({read})
used = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps([rows, time.process_time() - begin, used.ru_maxrss / 1024]))
"""
#: Name -> imports, the call that reads PATH.
READERS: Final = {
    "pandas": ("import pandas", "pandas.read_csv(PATH, dtype=str)"),
    "triage.read_table": ("from triage.listen import read_table", "read_table(PATH)"),
    "triage.read_mentions": ("from triage.listen import read_mentions", "read_mentions(PATH)"),
}


def rows_of(count: int, seed: int) -> Iterator[list[str]]:
    """Yields invented posts; one in fifty has a line break in its text."""
    dice = random.Random(seed)  # noqa: S311 - no secret
    for number in range(count):
        text = " ".join(dice.choices(WORDS, k=dice.randint(5, 30))) + ("\nsecond line" if number % 50 == 0 else "")
        post = 10**18 + number
        yield [
            str(post), f"2026-01-{number % 28 + 1:02d}T{number % 24:02d}:00:00Z", "twitter",
            f"user{number % 50_000}", text, str(number % 100), str(number % 5_000), f"https://x.com/u/status/{post}",
        ]  # fmt: skip


def write_csv(path: Path, count: int, seed: int) -> None:
    """Writes posts as a clean CSV file."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(rows_of(count, seed))


def write_ndjson(path: Path, count: int, seed: int) -> None:
    """Writes posts as one JSON object a line."""
    with path.open("w", encoding="utf-8") as file:
        for row in rows_of(count, seed):
            file.write(json.dumps(dict(zip(COLUMNS, row, strict=True)), ensure_ascii=False) + "\n")


def measure(name: str, path: Path) -> tuple[int, float, float]:
    """Returns the rows read, the processor seconds, and the peak memory in MB."""
    setup, read = READERS[name]
    program = _MEASURE.format(setup=setup, read=read.replace("PATH", repr(str(path))))
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    rows, seconds, megabytes = json.loads(done.stdout)
    return rows, seconds, megabytes


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints a line a reader: processor seconds, ratio to pandas, peak memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        clean, lines = Path(folder) / "posts.csv", Path(folder) / "posts.ndjson"
        write_csv(clean, chosen.rows, chosen.seed)
        write_ndjson(lines, chosen.rows, chosen.seed)
        beside = 0.0
        for name, path in [*((name, clean) for name in READERS), ("triage.read_mentions", lines)]:
            rows, seconds, megabytes = measure(name, path)
            beside = beside or seconds
            size = path.stat().st_size / 1e6
            sys.stdout.write(
                f"{name:22} {path.suffix[1:]:7} {rows:>9,} rows {size:6.0f} MB {seconds:6.2f} s "
                f"{seconds / beside:5.2f} x pandas {megabytes:6.0f} MB peak\n"
            )


if __name__ == "__main__":
    main()
