"""Replays real texts in nights and says whether themes stay; run by hand: python -m tests.evaluation.nights DATA.

DATA is the shared data folder. Texts with labels come in a random order (seeded), tweets to airlines in that of their
times. "Kept": of the issues (labels, or where there are none the themes of all texts in one night) that have at least
five texts in a night and in one of the nights before, the share whose commonest id is the same as the last time.
"News": a tenth of the labels is kept out until the last of four nights; "found" is the share of them whose best theme
is one that was not known before, "F1" how well that theme holds their texts, "in one night" that with nothing known.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
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
NEWS_HEADER: Final = ("news in the last of four nights", "issues", "found", "F1", "in one night")
NEWS_NIGHTS: Final = 4
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


def replay(texts: Sequence[str], nights: int | list[int], settings: ThemeSettings) -> tuple[list[list[str]], int, int]:
    """Returns the id of each text, night by night, and how many themes were split and merged.

    Args:
        texts: In their order.
        nights: How many nights of equal size, or where the second and later ones begin.
        settings: How themes are found.
    """
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


def judge_news(posts: Posts, settings: ThemeSettings) -> list[str]:
    """Returns a line on issues that nobody spoke of before the last night."""
    names = sorted(set(posts.labels))
    hidden = set(np.random.default_rng(1).permutation(names)[: len(names) // 10 or 1].tolist())
    early = [place for place, label in enumerate(posts.labels) if label not in hidden]
    *parts, last = np.array_split(early, NEWS_NIGHTS)
    last = np.append(last, [place for place, label in enumerate(posts.labels) if label in hidden])
    texts = [posts.texts[place] for part in (*parts, last) for place in part.tolist()]
    bounds = np.cumsum([len(part) for part in parts]).tolist()
    found, _, _ = replay(texts, bounds, settings)
    labels = [posts.labels[place] for place in last.tolist()]
    alone = [str(theme) for theme in cluster(split_texts(texts[bounds[-1] :]), settings).theme.tolist()]
    before = {theme for night in found[:-1] for theme in night}
    news = [best_theme(found[-1], labels, issue) for issue in sorted(hidden)]
    fresh = [best_theme(alone, labels, issue)[1] for issue in sorted(hidden)]
    is_found = [theme not in before for theme, _ in news]
    return [
        posts.name, str(len(hidden)), f"{np.mean(is_found):.2f}", f"{np.mean([f1 for _, f1 in news]):.3f}",
        f"{np.mean(fresh):.3f}",
    ]  # fmt: skip


def best_theme(themes: Sequence[str], labels: Sequence[str], issue: str) -> tuple[str, float]:
    """Returns the theme that holds an issue best, with its F1."""
    of_issue = Counter(theme for theme, label in zip(themes, labels, strict=True) if label == issue)
    sizes, total = Counter(themes), of_issue.total()
    return max(((theme, 2 * n / (total + sizes[theme])) for theme, n in of_issue.items()), key=lambda pair: pair[1])


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
        sys.stdout.write(f"\n| {' | '.join(NEWS_HEADER)} |\n{'| --- ' * len(NEWS_HEADER)}|\n")
        for posts in read_posts(options.data):
            if posts.labels:
                sys.stdout.write(f"| {' | '.join(judge_news(posts, ThemeSettings(join=options.join)))} |\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
