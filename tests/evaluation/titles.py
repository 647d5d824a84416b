"""Judges titles; run by hand: python titles.py FILE..., each a file of mentions.

For each file: how many titles there are and how many differ, how many words they have, how many end in a function word,
how many are two terms joined by a comma, which share of a theme's texts holds all, and half, of the title's telling
words (themes alike, and weighed by their mentions); then the first titles, each with its topic and quote.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from triage.night import run
from triage.understand.title_phrases import fold_word, split_clauses, stem
from triage.understand.title_words import TitleWords, title_words

if TYPE_CHECKING:
    from collections.abc import Iterable


def roots(text: str, listed: TitleWords) -> frozenset[str]:
    """Returns the telling words of a text, without their endings."""
    words = (word for clause in split_clauses(text) for word in clause.words)
    return frozenset(stem(word, listed.endings) for word in words if word not in listed.stop)


def held(title: str, texts: Iterable[str], listed: TitleWords) -> tuple[float, float]:
    """Returns the shares of texts that hold all, and at least half, of a title's telling words."""
    wanted = roots(title, listed)
    shares = np.array([len(wanted & roots(text, listed)) / max(len(wanted), 1) for text in texts])
    return float(np.mean(shares >= 1)), float(np.mean(shares >= 0.5))


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


def judge(file: str, shown: int) -> None:
    """Prints the figures of one file."""
    night = run(file)
    themes = night.themes[~night.themes["rest"].to_numpy(bool)]
    texts_of = dict(night.mentions.groupby("action_id")["text"].unique())
    titles = themes["title"].tolist()
    words = Counter(len(title.split()) for title in titles)
    shares, cut = [], 0
    for row in themes.itertuples():
        listed = title_words(str(row.quote_language))
        last = fold_word(str(row.title).split()[-1])
        cut += last in listed.stop and last not in listed.end | listed.particles
        shares.append(held(str(row.title), texts_of[str(row.theme_id)], listed))
    every, half = np.array(shares).T
    mentions = themes["mentions"].to_numpy()
    _say(f"## {file}: {len(titles)} themes, {themes['topic'].nunique()} topics")
    _say(f"different titles: {len({title.casefold() for title in titles})}; words: {dict(sorted(words.items()))}")
    _say(f"end in a function word: {cut / len(titles):.1%}; joined: {np.mean([',' in title for title in titles]):.1%}")
    _say(f"texts with all telling words: {every.mean():.1%} (by mentions {np.average(every, weights=mentions):.1%})")
    _say(f"texts with half of them: {half.mean():.1%} (by mentions {np.average(half, weights=mentions):.1%})")
    for row in themes.head(shown).itertuples():
        _say(f"{row.mentions:6} | {row.title} | {row.topic} | {' '.join(str(row.quote).split())[:100]}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+")
    parser.add_argument("--shown", type=int, default=50, help="titles that are printed")
    options = parser.parse_args()
    for name in options.files:
        judge(name, options.shown)
