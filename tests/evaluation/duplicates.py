"""Measures what is found of reposts, cuts and edits of real texts; python -m tests.evaluation.duplicates DATA.

DATA is the folder with the labelled sets. Each text of a set is changed once by each kind of change; a copy and its
text should be one group, and nothing else. Texts of fewer words than different people say alike are left out, and of
copies that a set has by itself only the one that leads them stays: `--show` prints those, to be judged by eye.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from tests.evaluation.reposts import CHANGES, any_change, other_number
from triage.model.settings import DuplicateSettings
from triage.understand.duplicates import LEAST_WORDS, copy_keys
from triage.understand.tokens import split_texts
from triage.understand.wording import wording_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

SETS: Final = {
    "English": ("mentions/airline.csv", "mentions/incidents_dev.csv.gz"),
    "German": ("mentions/germeval2017_dev.csv.gz",),
}
#: Texts of so many words have room for one word of difference.
LONG: Final = 11
MOST: Final = 6_000


def texts_of(data: Path, files: tuple[str, ...], agreement: float) -> list[str]:
    """Returns texts of enough words, no two of them copies."""
    every = [text for file in files for text in pd.read_csv(data / file, dtype=str, keep_default_na=False)["text"]]
    texts = list(dict.fromkeys(every))
    wording = wording_of(split_texts(texts))
    keys = copy_keys(wording, agreement)
    _, first = np.unique(keys, return_index=True)
    kept = [i for i in sorted(first.tolist()) if wording.words[i] >= LEAST_WORDS]
    return [texts[i] for i in kept[:: max(1, len(kept) // MOST)]]


def keys_of(texts: list[str], agreement: float) -> NDArray[np.int64]:
    """Returns the group of each text."""
    return np.unique(copy_keys(wording_of(split_texts(texts)), agreement), return_inverse=True)[1].astype(np.int64)


def figures(found: NDArray[np.int64], true: NDArray[np.int64]) -> dict[str, float]:
    """Returns precision and recall of pairs, and B-cubed F, in per cent."""
    cells = pd.Series(1, index=pd.MultiIndex.from_arrays([found, true])).groupby(level=[0, 1]).sum()
    both = cells.to_numpy(float)
    of_found = np.bincount(found)[cells.index.get_level_values(0).to_numpy(int)]
    of_true = np.bincount(true)[cells.index.get_level_values(1).to_numpy(int)]
    right = (both * (both - 1)).sum()
    claimed, meant = (float((sizes * (sizes - 1.0)).sum()) for sizes in (np.bincount(found), np.bincount(true)))
    precision, recall = ((both * both / sizes).sum() / len(found) for sizes in (of_found, of_true))
    return {
        "P": 100 * right / claimed if claimed else 100.0,
        "R": 100 * right / meant,
        "B3": 200 * precision * recall / (precision + recall),
    }


def measure(texts: list[str], agreement: float) -> pd.DataFrame:
    """Returns a row a change: exact groups' recall, near groups' figures, and recall of short and of long texts."""
    words = wording_of(split_texts(texts)).words
    place = np.arange(len(texts))
    rows = {}
    for name, change in {**CHANGES, "one change of any kind": any_change}.items():
        random = Random(name)  # noqa: S311 - no secret
        together = [*texts, *(change(text, random) for text in texts)]
        exact = figures(keys_of(together, 1.0), np.tile(place, 2))
        groups = keys_of(together, agreement)
        met = groups[: len(texts)] == groups[len(texts) :]
        rows[name] = {
            "exact R": exact["R"], "exact B3": exact["B3"], **figures(groups, np.tile(place, 2)),
            f"R of {LEAST_WORDS} to {LONG - 1} words": 100 * met[words < LONG].mean(),
            f"R of {LONG} words or more": 100 * met[words >= LONG].mean(),
        }  # fmt: skip
    return pd.DataFrame.from_dict(rows, orient="index")


def merged_numbers(texts: list[str], agreement: float) -> str:
    """Says how many texts with another number are taken for copies."""
    random = Random(5)  # noqa: S311 - no secret
    pairs = [(text, other_number(text, random)) for text in texts]
    keys = copy_keys(wording_of(split_texts([text for pair in pairs for text in pair])), agreement).reshape(-1, 2)
    exact = copy_keys(wording_of(split_texts([text for pair in pairs for text in pair])), 1.0).reshape(-1, 2)
    differ = exact[:, 0] != exact[:, 1]
    return f"another number, taken for a copy: {(keys[:, 0] == keys[:, 1])[differ].sum():,} of {differ.sum():,}"


def show(data: Path, files: tuple[str, ...], agreement: float, most: int) -> None:
    """Prints near copies that a set has by itself, the leading text first."""
    every = [text for file in files for text in pd.read_csv(data / file, dtype=str, keep_default_na=False)["text"]]
    wording = wording_of(split_texts(texts := sorted(set(every))))
    table = pd.DataFrame({"text": texts, "own": wording.keys, "key": copy_keys(wording, agreement)})
    table = table[wording.words >= LEAST_WORDS].drop_duplicates("own")
    groups = [group for _, group in table.groupby("key") if len(group) > 1]
    sys.stdout.write(f"{len(groups):,} groups of texts that are near, not equal\n")
    for group in groups[:: max(1, len(groups) // most)]:
        for text in group.sort_values("own", key=lambda own: own != group["key"].iloc[0])["text"]:
            sys.stdout.write(f"  {' '.join(text.split())[:200]}\n")
        sys.stdout.write("\n")


def main() -> None:
    """Prints a table a language."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--agreement", type=float, default=DuplicateSettings().agreement)
    parser.add_argument("--show", type=int, default=0, help="how many groups of each language to print")
    arguments = parser.parse_args()
    for language, files in SETS.items():
        if arguments.show:
            show(arguments.data, files, arguments.agreement, arguments.show)
            continue
        texts = texts_of(arguments.data, files, arguments.agreement)
        sys.stdout.write(f"{language}: {len(texts):,} texts, agreement {arguments.agreement}\n")
        table = measure(texts, arguments.agreement).round(1)
        sys.stdout.write(f"{table.to_csv(sep='|')}{merged_numbers(texts, arguments.agreement)}\n\n")


if __name__ == "__main__":
    main()
