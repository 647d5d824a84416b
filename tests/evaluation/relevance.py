"""Measures what is set aside as not about the company; run by hand: python relevance.py DATA.

DATA is the folder with the labelled sets. The table goes into triage/understand/RELEVANCE.md.
"""

from __future__ import annotations

import re
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from triage.model.settings import BrandSettings
from triage.understand.relevance import judge_relevance

if TYPE_CHECKING:
    from numpy.typing import NDArray

NAMES: Final = ("Deutsche Bahn", "Bahn", "DB")
#: What a rail company knows beforehand: its trains, its union, its projects; and what else is called Bahn.
ALSO: Final = (
    "ICE",
    "Regionalexpress",
    "GDL",
    "Lokführer",
    "Stuttgart 21",
    "Hauptbahnhof",
    "Hbf",
    "S-Bahn",
    "Bundesbahn",
)
OTHER: Final = (
    "Rhätische Bahn",
    "achter Bahn",
    "BMX-Bahn",
    "Schweizer Bahn",
    "freie Bahn",
    "Bahn frei",
    "schiefe Bahn",
)
AIRLINES: Final = ("United", "US Airways", "American", "Southwest", "Delta", "JetBlue", "Virgin America")
#: Airline, the word that means something else too, and its handle.
SENSES: Final = (("United", "united", "@united"), ("American", "american", "@americanair"))
SENSES_ONCE: Final = (("Delta", "delta", "@jetblue"), ("Southwest", "southwest", "@southwestair"))
SEED: Final = 3


def read(data: Path, name: str) -> pd.DataFrame:
    return pd.read_csv(data / name, dtype=str, keep_default_na=False)


def tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def row(name: str, aside: NDArray[np.bool_], wrong: NDArray[np.bool_]) -> str:
    """Returns precision, recall and F1 of "not about" and of "about" as a row of the table."""
    cells = []
    for found, true in ((aside, wrong), (~aside, ~wrong)):
        hits = int((found & true).sum())
        precision, recall = hits / max(1, int(found.sum())), hits / max(1, int(true.sum()))
        cells += [precision, recall, 2 * hits / max(1, int(found.sum() + true.sum()))]
    return f"| {name} | {int(aside.sum())} | {' | '.join(f'{cell:.3f}' for cell in cells)} |"


def judged(texts: list[str], language: str, brands: BrandSettings) -> NDArray[np.object_]:
    return judge_relevance(texts, [language] * len(texts), [""] * len(texts), brands)


def rail(data: Path) -> None:
    posts = read(data, "mentions/germeval2017_dev.csv.gz")
    texts, wrong = posts["text"].tolist(), (posts["relevance"] == "false").to_numpy(bool)
    tell("| GermEval 2017 dev | set aside | not: precision | recall | F1 | about: precision | recall | F1 |")
    tell("| --- " * 8 + "|")
    tell(row("nothing is set aside", np.zeros(len(texts), bool), wrong))
    written = re.compile(r"bahn|\bdb\b", re.IGNORECASE)
    tell(row("the name appears, as letters", np.array([not written.search(text) for text in texts]), wrong))
    for name, brands in (
        ("--brand", BrandSettings(names=NAMES)),
        ("--brand, other", BrandSettings(names=NAMES, other=OTHER)),
        ("--brand, also", BrandSettings(names=NAMES, also=ALSO)),
        ("--brand, also and other", BrandSettings(names=NAMES, also=ALSO, other=OTHER)),
    ):
        tell(row(name, judged(texts, "de", brands) != "", wrong))


def airlines(data: Path) -> None:
    tweets = read(data, "mentions/airline.csv")
    texts, airline = tweets["text"].tolist(), tweets["airline"].to_numpy(str)
    for names in (AIRLINES, *((name,) for name in AIRLINES[:5])):
        started = time.process_time()
        aside = judged(texts, "en", BrandSettings(names=names)) != ""
        seconds = time.process_time() - started
        own = np.ones(len(texts), bool) if len(names) > 1 else airline == names[0]
        tell(
            f"| {', '.join(names)} | {aside[own].mean():.4f} of {own.sum()} own | "
            f"{aside[~own].mean() if (~own).any() else 0:.4f} of {(~own).sum()} others | "
            f"{len(texts) / seconds:,.0f}/s |"
        )


def senses(data: Path) -> None:
    """Half of an airline's tweets name it by the bare word, among posts where the word means something else."""
    tweets = read(data, "mentions/airline.csv").drop_duplicates("text")
    posts = read(data, "sentiment/en_train.csv.gz").drop_duplicates("text")["text"]
    choice = np.random.default_rng(SEED)
    for airline, word, handle in (*SENSES, *SENSES_ONCE):
        own = tweets.loc[tweets["airline"] == airline, "text"].tolist()
        bare = choice.random(len(own)) < 0.5
        own = [
            re.sub(handle, word, text, flags=re.IGNORECASE) if cut else text
            for text, cut in zip(own, bare, strict=True)
        ]
        others = posts[posts.str.contains(rf"\b{word}\b", case=False)].tolist()
        silent = posts[~posts.str.contains(word, case=False)].sample(3_000, random_state=1).tolist()
        aside = judged([*own, *others, *silent], "en", BrandSettings(names=(word,)))
        found = aside[: len(own) + len(others)] == "the name means something else here"
        wrong = np.arange(len(found)) >= len(own)
        tell(row(f"{word}, {wrong.sum()} of {len(found)} in another sense", found, wrong))


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    rail(folder)
    sys.stdout.write("\n")
    airlines(folder)
    sys.stdout.write("\n")
    senses(folder)
