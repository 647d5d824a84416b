"""Trains the additive sentiment model.

python -m triage.understand.sentiment.training EN.csv.gz DE.csv.gz -o MODEL.npz
"""

from __future__ import annotations

import argparse
import hashlib
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
from scipy import optimize, special
from threadpoolctl import threadpool_limits

from triage.understand.sentiment.adaptation import adapt_shares
from triage.understand.sentiment.additive import CLASSES, AdditiveModel, probabilities
from triage.understand.sentiment.doubt import doubt_of, groups_of
from triage.understand.sentiment.fitting import LAYER_EVENNESS, balanced, fit, fit_layer, matrix_of
from triage.understand.sentiment.lexicons import read_lexicons
from triage.understand.sentiment.makeup import measure
from triage.understand.tokens import split_texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


#: Parts that the training rows are cut into, so that the hidden layer learns from scores of texts that were left out.
FOLDS: Final = 4

_ESCAPED: Final = re.compile(r"\\u([0-9a-fA-F]{4})")


def read_labelled(paths: Sequence[Path]) -> pd.DataFrame:
    """Reads labelled texts.

    Args:
        paths: Tables with the columns sentiment (negative, neutral or positive), text and source.

    Returns:
        Their rows, ordered by a hash of the text, so that the order of files and rows does not matter.
    """
    frames = [pd.read_csv(path, dtype=str, keep_default_na=False) for path in paths]
    rows = pd.concat(frames, ignore_index=True)[["sentiment", "text", "source"]]
    rows["text"] = [_ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) for text in rows["text"]]
    rows["order"] = [_hash(text) for text in rows["text"]]
    return rows[rows["sentiment"].isin(CLASSES)].sort_values(["order", "source", "sentiment"], ignore_index=True)


def calibrate(scores: NDArray[np.float64], labels: NDArray[np.int64], weights: NDArray[np.float64]) -> float:
    """Returns the factor of held-out scores under which the true classes are likeliest."""

    def loss(slope: float) -> float:
        likely = special.log_softmax(scores * slope, axis=1)[np.arange(len(labels)), labels]
        return -float(np.average(likely, weights=weights))

    return round(float(optimize.minimize_scalar(loss, bounds=(0.2, 5.0), method="bounded").x), 4)


def train(rows: pd.DataFrame) -> AdditiveModel:
    """Trains and calibrates a model on rows of `read_labelled`.

    Raises:
        FileNotFoundError: A package with a lexicon is missing.
    """
    lexicons = read_lexicons()
    tokens = split_texts(rows["text"].tolist())
    matrix, makeup, labels = matrix_of(tokens, lexicons), measure(tokens), labels_of(rows)
    sources = rows["source"].to_numpy(object)
    weights = balanced(labels, sources)
    folds = np.arange(len(rows)) % FOLDS  # rows are in the order of a hash
    sums, scores = np.zeros((2, len(rows), len(CLASSES)))
    for fold in range(FOLDS):
        out = folds == fold
        sums[out] = fit(matrix[~out], labels[~out], weights[~out]).scores(matrix[out])
    measures = np.column_stack((sums, makeup))
    for fold in range(FOLDS):
        out = folds == fold
        scores[out] = fit_layer(measures[~out], labels[~out], weights[~out]).scores(measures[out])
    slope = calibrate(scores, labels, weights**LAYER_EVENNESS)
    shares = probabilities(scores * slope)
    for source in sorted(set(sources.tolist())):
        of_source = sources == source
        shares[of_source] = adapt_shares(shares[of_source], keep_labels=True)
    doubt = doubt_of(shares[:, 0], labels == 0, groups_of(tokens, sources))
    tables = fit(matrix, labels, weights).packed(lexicons)
    return AdditiveModel(tables, fit_layer(measures, labels, weights), slope, round(doubt, 4))


def labels_of(rows: pd.DataFrame) -> NDArray[np.int64]:
    """Returns the number of each row's class."""
    return np.asarray(rows["sentiment"].map({name: i for i, name in enumerate(CLASSES)}), np.int64)


def held_out(rows: pd.DataFrame, whole: Sequence[str], fifths: Sequence[str]) -> NDArray[np.bool_]:
    """Returns which rows are kept for judging: whole sources, and a fixed fifth of others."""
    fifth = rows["order"].to_numpy(np.uint64) % np.uint64(5) == 0
    return np.asarray(rows["source"].isin(whole) | (rows["source"].isin(fifths) & fifth), bool)


def near_copies(rows: pd.DataFrame, out: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Returns which of the rows that are not `out` say the same as one that is, case, marks, urls and handles aside."""
    tokens = split_texts(rows["text"].tolist())
    said = tokens.said()[tokens.ids]
    silent = np.bincount(tokens.owners()[said], minlength=len(rows)) == 0
    keys = tokens.keys()
    return np.asarray(~out & ~silent & np.isin(keys, keys[out & ~silent]), bool)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the training command."""
    parser = argparse.ArgumentParser(
        prog="python -m triage.understand.sentiment.training", description="Trains the sentiment model."
    )
    parser.add_argument("tables", nargs="+", type=Path, help="labelled texts: sentiment, text, source")
    parser.add_argument("-o", "--output", type=Path, required=True, help="the model, .npz")
    parser.add_argument("--hold-out", nargs="*", default=[], metavar="SOURCE", help="leave these sources out")
    parser.add_argument("--hold-out-fifth", nargs="*", default=[], metavar="SOURCE", help="leave a fifth of these out")
    options = parser.parse_args(arguments)
    rows = read_labelled(options.tables)
    out = held_out(rows, options.hold_out, options.hold_out_fifth)
    learnt = ~out & ~near_copies(rows, out)
    with threadpool_limits(1):  # sums split over threads would round otherwise on another machine
        train(rows[learnt].reset_index(drop=True)).save(options.output)
    sys.stderr.write(f"{options.output}: {int(learnt.sum())} texts, {options.output.stat().st_size} bytes\n")
    return 0


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).digest(), "little")


if __name__ == "__main__":
    raise SystemExit(main())
