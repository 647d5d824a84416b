"""Trains the additive sentiment model.

python -m triage.understand.sentiment.training EN.csv.gz DE.csv.gz -o MODEL.npz
"""

from __future__ import annotations

import argparse
import hashlib
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
from scipy import optimize, sparse, special
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from triage.understand.sentiment.additive import CLASSES, AdditiveModel
from triage.understand.sentiment.ngrams import TABLE_BITS, rows_of_sequences, rows_of_words
from triage.understand.tokens import split_texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from triage.understand.tokens import Tokens

#: Inverse strength of the penalty on weights.
PENALTY: Final = 1.0
#: Added to the count of an n-gram in each class, before its classes are compared.
SMOOTHING: Final = 3.0
#: Weight of n-grams of characters against those of words.
CHARS_SCALE: Final = 0.8
#: Texts that an n-gram must occur in.
LEAST_TEXTS: Final = 2
#: Rows of each class that are supposed in each source, so that a class of a few rows does not weigh too much.
SUPPOSED_ROWS: Final = 50
#: Parts that the training rows are cut into for calibration.
FOLDS: Final = 3

_ESCAPED: Final = re.compile(r"\\u([0-9a-fA-F]{4})")


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """Weights as trained.

    Attributes:
        weights: Of each row of both tables and each class; shape (2 x rows, 3).
        bias: Of each class.
    """

    weights: NDArray[np.float64]
    bias: NDArray[np.float64]

    def scores(self, matrix: Any) -> NDArray[np.float64]:  # noqa: ANN401 - scipy's matrix has no exact type
        """Returns the scores of texts whose n-grams `matrix_of` counted."""
        return np.asarray(matrix @ self.weights + self.bias)


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


def matrix_of(tokens: Tokens) -> Any:  # noqa: ANN401 - scipy's matrix has no exact type
    """Returns how often each text holds each n-gram, over the square root of its tokens; texts x (2 x rows), CSR."""
    size = 1 << TABLE_BITS
    words = rows_of_words(tokens.words, tokens.kinds)
    sequences = rows_of_sequences(tokens, words.keys)
    owners = tokens.owners()
    said = _counted(
        np.concatenate([owners[places] for _, places in sequences]),
        np.concatenate([rows for rows, _ in sequences]),
        (len(tokens), size),
    )
    spelling = tokens.counts() @ _counted(words.owners, words.rows, (len(tokens.words), size))
    roots = np.sqrt(np.maximum(np.diff(tokens.offsets), 1)).astype(np.float32)
    return (sparse.diags(1 / roots) @ sparse.hstack((said, spelling))).tocsr()


def balanced(labels: NDArray[np.int64], sources: NDArray[np.object_]) -> NDArray[np.float64]:
    """Returns a weight for each row, so that no source's share of classes is learnt."""
    weights = np.ones(len(labels))
    for source in sorted(set(sources.tolist())):
        of_source = sources == source
        for label in range(len(CLASSES)):
            rows = of_source & (labels == label)
            weights[rows] = (of_source.sum() / len(CLASSES) + SUPPOSED_ROWS) / (rows.sum() + SUPPOSED_ROWS)
    return weights


def fit(matrix: Any, labels: NDArray[np.int64], weights: NDArray[np.float64]) -> Fitted:  # noqa: ANN401 - scipy's matrix
    """Fits a softmax regression on n-grams, each scaled by how much it tells the classes apart."""
    scale = _telling(matrix, labels, weights)
    columns = np.flatnonzero(scale)
    scaled = (matrix[:, columns] @ sparse.diags(scale[columns].astype(np.float32))).tocsr().astype(np.float32)
    model = LogisticRegression(C=PENALTY, max_iter=300, tol=1e-3).fit(scaled, labels, sample_weight=weights)
    learnt = np.zeros((matrix.shape[1], len(CLASSES)))
    learnt[columns] = (model.coef_ * scale[columns]).T
    return Fitted(learnt - learnt.mean(axis=1, keepdims=True), model.intercept_ - model.intercept_.mean())


def calibrate(scores: NDArray[np.float64], labels: NDArray[np.int64], weights: NDArray[np.float64]) -> float:
    """Returns the factor of held-out scores under which the true classes are likeliest."""

    def loss(slope: float) -> float:
        likely = special.log_softmax(scores * slope, axis=1)[np.arange(len(labels)), labels]
        return -float(np.average(likely, weights=weights))

    return round(float(optimize.minimize_scalar(loss, bounds=(0.2, 5.0), method="bounded").x), 4)


def train(rows: pd.DataFrame) -> AdditiveModel:
    """Trains and calibrates a model on rows of `read_labelled`."""
    matrix = matrix_of(split_texts(rows["text"].tolist()))
    labels = labels_of(rows)
    weights = balanced(labels, rows["source"].to_numpy(object))
    folds = np.arange(len(rows)) % FOLDS  # rows are in the order of a hash
    scores = np.zeros((len(rows), len(CLASSES)))
    for fold in range(FOLDS):
        out = folds == fold
        scores[out] = fit(matrix[~out], labels[~out], weights[~out]).scores(matrix[out])
    fitted = fit(matrix, labels, weights)
    size = 1 << TABLE_BITS
    slope = calibrate(scores, labels, weights)
    return AdditiveModel.from_weights(fitted.weights[:size], fitted.weights[size:], fitted.bias, slope)


def labels_of(rows: pd.DataFrame) -> NDArray[np.int64]:
    """Returns the number of each row's class."""
    return np.asarray(rows["sentiment"].map({name: i for i, name in enumerate(CLASSES)}), np.int64)


def held_out(rows: pd.DataFrame, whole: Sequence[str], fifths: Sequence[str]) -> NDArray[np.bool_]:
    """Returns which rows are kept for judging: whole sources, and a fixed fifth of others."""
    fifth = rows["order"].to_numpy(np.uint64) % np.uint64(5) == 0
    return np.asarray(rows["source"].isin(whole) | (rows["source"].isin(fifths) & fifth), bool)


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
    with threadpool_limits(1):  # sums split over threads would round otherwise on another machine
        train(rows[~out].reset_index(drop=True)).save(options.output)
    sys.stderr.write(f"{options.output}: {int((~out).sum())} texts, {options.output.stat().st_size} bytes\n")
    return 0


def _telling(matrix: Any, labels: NDArray[np.int64], weights: NDArray[np.float64]) -> NDArray[np.float64]:  # noqa: ANN401 - scipy's matrix
    """Returns the largest log ratio of an n-gram's share in a class to its share in all (Wang and Manning 2012)."""
    present = matrix.copy()
    present.data = np.ones_like(present.data)
    texts = np.asarray(present.sum(axis=0)).ravel()
    found = np.stack([present[labels == i].T @ weights[labels == i] for i in range(len(CLASSES))])
    totals = found.sum(axis=1, keepdims=True) + 1e-9
    among_all = (found.sum(axis=0) + SMOOTHING * len(CLASSES)) / totals.sum()
    telling = np.abs(np.log((found + SMOOTHING) / totals / among_all)).max(axis=0)
    telling[matrix.shape[1] // 2 :] *= CHARS_SCALE
    telling[texts < LEAST_TEXTS] = 0
    return np.asarray(telling, np.float64)


def _counted(owners: NDArray[np.int64], rows: NDArray[np.int64], shape: tuple[int, int]) -> Any:  # noqa: ANN401 - scipy's matrix
    return sparse.csr_matrix((np.ones(len(rows), np.float32), (owners, rows)), shape=shape)


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).digest(), "little")


if __name__ == "__main__":
    raise SystemExit(main())
