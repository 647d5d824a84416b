"""Replays real texts in nights and says whether themes stay; run by hand: python -m tests.evaluation.nights DATA.

DATA is the shared data folder. Texts with labels come in a random order (seeded), tweets to airlines in that of their
times. "Kept": of the issues (labels, or where there are none the themes of all texts in one night) that have at least
five texts in a night and in one of the nights before, the share whose commonest id is the same as the last time.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
from sklearn.metrics import adjusted_rand_score
from threadpoolctl import threadpool_limits

from triage.model.settings import ThemeSettings
from triage.understand.memory import changes, remember
from triage.understand.themes import cluster
from triage.understand.tokens import split_texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from triage.model.memory import KnownTheme

HEADER: Final = (
    "texts", "nights", "themes", "in one night", "agreement with one night", "agreement with labels", "in one night",
    "kept", "split", "merged",
)  # fmt: skip
#: Texts of an issue in a night, so that its commonest id says something.
LEAST_TEXTS: Final = 5


@dataclass(frozen=True, slots=True)
class Posts:
    """Texts in the order of the nights, with their labels if there are any."""

    name: str
    texts: list[str]
    labels: list[str]


def read_posts(data: Path) -> Iterator[Posts]:
    """Yields the sets that are there."""
    bank, massive, airline = (
        data / name
        for name in ("clustering/banking77.csv.gz", "clustering/massive_de_dev.csv.gz", "mentions/airline.csv")
    )
    if bank.is_file():
        table = pd.read_csv(bank)
        table = table[table["split"] == "test"].sample(frac=1, random_state=0)
        yield Posts("bank questions", table["text"].tolist(), table["theme"].astype(str).tolist())
    if massive.is_file():
        table = pd.read_csv(massive).sample(frac=1, random_state=0)
        yield Posts("German requests", table["text"].tolist(), table["theme"].astype(str).tolist())
    if airline.is_file():
        table = pd.read_csv(airline, dtype=str).sort_values("tweet_created", kind="stable")
        yield Posts("tweets to airlines", table["text"].tolist(), [])


def replay(texts: Sequence[str], nights: int, settings: ThemeSettings) -> tuple[list[list[str]], int, int]:
    """Returns the id of each text, night by night, and how many themes were split and merged."""
    known: list[KnownTheme] = []
    found, split, merged = [], 0, 0
    for number, part in enumerate(np.array_split(np.arange(len(texts)), nights)):
        tokens = split_texts([texts[i] for i in part.tolist()])
        clusters = cluster(tokens, settings, None, known)
        ids = [known_id or f"{number}-{theme}" for theme, known_id in enumerate(clusters.known)]
        for change in changes(clusters, ids):
            split, merged = split + (change.what == "split"), merged + (change.what == "merged")
        known = remember(known, clusters, ids, tokens)
        found.append([ids[theme] for theme in clusters.theme.tolist()])
    return found, split, merged


def share_kept(found: Sequence[Sequence[str]], issues: Sequence[str]) -> float:
    """Returns the share of issues whose commonest id is the one of the last time."""
    last: dict[str, str] = {}
    kept = seen = start = 0
    for night in found:
        table = pd.DataFrame({"issue": issues[start : start + len(night)], "id": night})
        start += len(night)
        for issue, ids in ((str(name), group) for name, group in table.groupby("issue")["id"]):
            if len(ids) < LEAST_TEXTS:
                continue
            counts = ids.value_counts()
            commonest = str(min(counts[counts == counts.max()].index))
            if issue in last:
                seen += 1
                kept += last[issue] == commonest or counts.get(last[issue], 0) == counts.max()
            last[issue] = commonest
    return kept / seen if seen else float("nan")


def judge(posts: Posts, nights: int, settings: ThemeSettings) -> list[str]:
    """Returns a line of the table."""
    one = cluster(split_texts(posts.texts), settings).theme
    found, split, merged = replay(posts.texts, nights, settings)
    flat = [theme for night in found for theme in night]
    issues = posts.labels or [str(theme) for theme in one.tolist()]
    agree = [adjusted_rand_score(posts.labels, each) for each in (flat, one)] if posts.labels else []
    sizes = (len(set(flat)), int(one.max()) + 1)
    return [
        f"{posts.name}, {len(posts.texts):,}", str(nights), *(f"{size:,}" for size in sizes),
        f"{adjusted_rand_score(one, flat):.3f}", *([f"{ari:.3f}" for ari in agree] or ["", ""]),
        f"{share_kept(found, issues):.3f}", str(split), str(merged),
    ]  # fmt: skip


def main() -> int:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--nights", nargs="*", type=int, default=[2, 10])
    parser.add_argument("--join", type=float, default=ThemeSettings().join, help="least cosine with a known theme")
    options = parser.parse_args()
    sys.stdout.write(f"| {' | '.join(HEADER)} |\n{'| --- ' * len(HEADER)}|\n")
    with threadpool_limits(1):
        for posts in read_posts(options.data):
            for nights in options.nights:
                line = judge(posts, nights, ThemeSettings(join=options.join))
                sys.stdout.write(f"| {' | '.join(line)} |\n")
                sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
