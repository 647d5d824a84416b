"""Times the grouping of near copies in made-up mentions, beside datasketch and semhash where they are installed.

Run by hand: python -m tests.benchmarks.duplicates [--count 1000000] [--beside datasketch semhash]
The mentions are made from a seed: words with the frequencies and the neighbours of a language, half of the mentions
changed copies of others (tests/evaluation/reposts.py), some of them very often. One core, seconds of the processor.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from importlib import import_module
from itertools import pairwise
from random import Random
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa

from tests.evaluation.duplicates import figures
from tests.evaluation.reposts import any_change
from triage.understand.duplicates import copy_keys
from triage.understand.tokens import split_texts
from triage.understand.vectors import make_space
from triage.understand.wording import wording_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

VOCABULARY: Final = 80_000
LENGTH: Final = 16
#: Share of mentions that are no copy; a few texts have most of the others.
FRESH: Final = 0.5
AGREEMENT: Final = 0.9
_SYLLABLES: Final = (
    "ba",
    "den",
    "fo",
    "gel",
    "hu",
    "kra",
    "lin",
    "mo",
    "ne",
    "per",
    "ru",
    "sta",
    "to",
    "ver",
    "wis",
    "zu",
)


def make_mentions(count: int, seed: int = 7) -> tuple[list[str], NDArray[np.int64]]:
    """Makes mentions, and the number of the text that each repeats."""
    rng, random = np.random.default_rng(seed), Random(seed)  # noqa: S311 - no secret
    fresh = make_texts(max(1, int(count * FRESH)), rng)
    again = (rng.pareto(0.8, count - len(fresh)) * 30).astype(np.int64) % len(fresh)
    texts = fresh + [any_change(fresh[i], random) for i in again.tolist()]
    order = rng.permutation(len(texts))
    of = np.concatenate((np.arange(len(fresh)), again))
    return [texts[i] for i in order.tolist()], of[order]


def make_texts(count: int, rng: np.random.Generator) -> list[str]:
    """Makes distinct texts; each word has few words that mostly follow it."""
    names = [_word(i) for i in range(VOCABULARY)]
    ranks = 1 / np.arange(1, VOCABULARY + 1)
    steps = np.cumsum(ranks / ranks.sum())
    lengths = np.clip(rng.lognormal(np.log(LENGTH), 0.5, count), 5, 60).astype(np.int64)
    numbers = np.zeros((count, int(lengths.max())), np.int64)
    for place in range(numbers.shape[1]):
        free = np.searchsorted(steps, rng.random(count))
        numbers[:, place] = free
        if place:
            usual = (numbers[:, place - 1] * 7919 + (rng.pareto(1.0, count) * 2).astype(np.int64)) % 4001
            numbers[:, place] = np.where(rng.random(count) < 0.4, usual, free)
    rows = zip(numbers.tolist(), lengths.tolist(), rng.integers(100, 10**5, count).tolist(), strict=True)
    return [
        f"@brand {' '.join(names[i] for i in row[:length])}{f' {number}' if number % 4 == 0 else ''}"
        for row, length, number in rows
    ]


def _word(number: int) -> str:
    word = ""
    while number or not word:
        number, syllable = divmod(number, len(_SYLLABLES))
        word += _SYLLABLES[syllable]
    return word


def ours(texts: Sequence[str]) -> NDArray[np.int64]:
    """Groups texts, from texts to groups."""
    return np.unique(copy_keys(wording_of(split_texts(texts)), AGREEMENT), return_inverse=True)[1].astype(np.int64)


def datasketch(texts: Sequence[str]) -> NDArray[np.int64]:
    """Groups texts by datasketch's MinHash and LSH of pairs of words, single linkage."""
    module = import_module("datasketch")
    index = module.MinHashLSH(threshold=AGREEMENT - 0.2, num_perm=128)
    group = np.arange(len(texts))
    for i, text in enumerate(texts):
        words = text.lower().split()
        sketch = module.MinHash(num_perm=128)
        sketch.update_batch([" ".join(pair).encode() for pair in pairwise(words)])
        found = index.query(sketch)
        index.insert(i, sketch)
        group[i] = group[min(found)] if found else i
    return np.unique(group, return_inverse=True)[1].astype(np.int64)


def semhash(texts: Sequence[str]) -> NDArray[np.int64]:
    """Groups texts by semhash, with the word table of our themes instead of a model that it would download."""
    module = import_module("semhash")

    class Encoder:
        def encode(self, inputs: Sequence[str], **_: object) -> NDArray[np.float32]:
            tokens = split_texts(inputs)
            weight = np.ones(len(tokens.words), np.float32)
            space = make_space(tokens, np.arange(len(tokens)), weight)
            return space.place(tokens.counts(weight))

    result = module.SemHash.from_records(records=list(texts), model=Encoder()).self_deduplicate(threshold=AGREEMENT)
    leader = {text: text for text in result.selected}
    for record in result.filtered:
        leader[record.record] = record.duplicate_of
    group = [leader[text] for text in texts]
    return np.unique(np.array(group, object), return_inverse=True)[1].astype(np.int64)


OTHERS: Final[dict[str, Callable[[Sequence[str]], NDArray[np.int64]]]] = {"datasketch": datasketch, "semhash": semhash}


def peak() -> float:
    """Returns the most memory that this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Prints seconds, rates, memory and quality."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1_000_000)
    parser.add_argument("--beside", nargs="*", choices=OTHERS, default=[])
    arguments = parser.parse_args()
    pa.set_cpu_count(1)
    texts, true = make_mentions(arguments.count)
    sys.stdout.write(f"{len(texts):,} texts of {np.mean([*map(len, texts)]):.0f} characters, {peak():,.0f} MB\n")
    begin = time.process_time()
    tokens = split_texts(texts)
    split = time.process_time() - begin
    sys.stdout.write(f"tokens: {split:.2f} s, then {peak():,.0f} MB at most\n")
    begin = time.process_time()
    keys = copy_keys(wording_of(tokens), AGREEMENT)
    took = time.process_time() - begin
    _line("triage, from tokens", took, np.unique(keys, return_inverse=True)[1], true)
    sys.stdout.write(f"  then {peak():,.0f} MB at most\n")
    for name in arguments.beside:
        try:
            begin = time.process_time()
            found = OTHERS[name](texts)
        except ImportError as error:
            sys.stdout.write(f"{name}: skipped, {error}\n")
            continue
        seconds = time.process_time() - begin
        _line(name, seconds, found, true)
        sys.stdout.write(f"  {seconds / (split + took):.0f} times as long as triage with its tokens\n")


def _line(name: str, seconds: float, found: NDArray[np.int64], true: NDArray[np.int64]) -> None:
    measured = "  ".join(f"{key} {value:.1f}" for key, value in figures(found, true).items())
    sys.stdout.write(f"{name}: {seconds:.2f} s, {len(found) / seconds:,.0f} texts/s; {measured}\n")


if __name__ == "__main__":
    main()
