"""Times TextBlob's polarity beside ours, which gives the same numbers.

Run by hand, on one core: python -m tests.benchmarks.polarity [FILE ...]
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pandas as pd
import pyarrow as pa
from textblob.en import sentiment as textblob_sentiment

from triage.understand.sentiment.pattern import score_polarity
from triage.understand.sentiment.pattern_effects import Effects
from triage.understand.sentiment.pattern_many import find_turns

if TYPE_CHECKING:
    from collections.abc import Callable

SHARED: Final = Path(os.environ.get("TRIAGE_SHARED", Path(__file__).parents[3] / "shared"))
FILES: Final = ("data/sentiment/en_train.csv.gz", "data/mentions/airline.csv")
ROUNDS: Final = 5
SAMPLE: Final = 4000


def seconds_of(work: Callable[[], object]) -> float:
    """Returns the processor time of one call."""
    begin = time.process_time()
    work()
    return time.process_time() - begin


def rates(texts: list[str]) -> dict[str, float]:
    """Returns texts a second, of the best round each; the rounds take turns, so that a busy machine slows all alike."""
    sample = texts[:: max(1, len(texts) // SAMPLE)]
    best = dict.fromkeys(("textblob.en.sentiment", "triage, cold", "triage, warm"), 0.0)
    for _ in range(ROUNDS):
        Effects.forget()
        seconds = (
            seconds_of(lambda: [textblob_sentiment(text) for text in sample]) / len(sample),
            seconds_of(lambda: score_polarity(texts)) / len(texts),
            seconds_of(lambda: score_polarity(texts)) / len(texts),
        )
        best = {name: max(rate, 1 / each) for (name, rate), each in zip(best.items(), seconds, strict=True)}
    return best


def main() -> None:
    """Prints a table for each file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, default=[SHARED / file for file in FILES])
    parser.add_argument("--column", default="text")
    arguments = parser.parse_args()
    pa.set_cpu_count(1)
    for file in arguments.files:
        texts = list(dict.fromkeys(pd.read_csv(file, dtype=str, keep_default_na=False)[arguments.column]))
        score_polarity(texts[:1])  # the lexicon is read once a process
        best = rates(texts)
        whole = len(find_turns(texts, Effects.shared()).untold) / len(texts)
        sys.stdout.write(f"{file.name}: {len(texts):,} distinct texts, {whole:.2%} looked at as a whole\n")
        for name, rate in best.items():
            ratio = rate / best["textblob.en.sentiment"]
            sys.stdout.write(f"  {name:24}{rate:>10,.0f} texts/s {ratio:>6.1f} x\n")


if __name__ == "__main__":
    main()
