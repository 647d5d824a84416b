"""Fits the weights of n-grams to labelled texts."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from scipy import sparse
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier

from triage.understand.sentiment.additive import CLASSES
from triage.understand.sentiment.layer import MOST_DEVIATIONS, Layer
from triage.understand.sentiment.lexicons import all_emoji, lexicon_features, lexicon_words
from triage.understand.sentiment.ngrams import TABLE_BITS, rows_of_sequences, rows_of_words
from triage.understand.sentiment.tables import Tables

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from triage.understand.tokens import Tokens

#: Inverse strength of the penalty on weights.
PENALTY: Final = 1.0
#: Added to the count of an n-gram in each class, before its classes are compared.
SMOOTHING: Final = 3.0
#: Weight of n-grams of characters against those of words.
CHARS_SCALE: Final = 0.8
#: Standard deviation that each feature of the lexicons is scaled to: the larger, the less it is penalised.
LEXICON_SCALE: Final = 0.1
#: A feature that deviates less counts as this: a rare one would have a weight that drowns all others when rounded.
LEAST_DEVIATION: Final = 0.02
#: Texts that an n-gram must occur in.
LEAST_TEXTS: Final = 2
#: Rows of each class that are supposed in each source, so that a class of a few rows does not weigh too much.
SUPPOSED_ROWS: Final = 50
#: Hidden layers that are averaged, the width of each, their penalty, and steps of training.
LAYERS, HIDDEN, LAYER_PENALTY, STEPS = 3, 16, 0.03, 1_300
#: Power of the rows' weights that the layer learns with: a little less than even classes costs no recall and errs less.
LAYER_EVENNESS: Final = 0.85

_ROWS: Final = 1 << TABLE_BITS
_BATCH: Final = 256
_MOST_EPOCHS: Final = 200


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """Weights as trained.

    Attributes:
        weights: Of each column of `matrix_of` and each class; shape (2 x rows + 2 x FEATURES, 3).
        bias: Of each class.
    """

    weights: NDArray[np.float64]
    bias: NDArray[np.float64]

    def scores(self, matrix: Any) -> NDArray[np.float64]:  # noqa: ANN401 - scipy's matrix has no exact type
        """Returns the scores of texts whose features `matrix_of` counted."""
        return np.asarray(matrix @ self.weights + self.bias)

    def packed(self, lexicons: list[dict[str, float]]) -> Tables:
        """Returns tables in which each word that the lexicons know, also one that no text had, has its weights."""
        words, kinds = lexicon_words(lexicons, all_emoji())
        features = lexicon_features(words, kinds, lexicons)
        keys, first = np.unique(rows_of_words(words, kinds).keys, return_index=True)
        told = features[first].any(axis=1)
        known = np.stack([features[first[told]] @ part for part in np.split(self.weights[2 * _ROWS :], 2)])
        words_table, chars_table = self.weights[:_ROWS], self.weights[_ROWS : 2 * _ROWS]
        return Tables.from_weights(words_table, chars_table, (keys[told], known), self.bias)


def matrix_of(tokens: Tokens, lexicons: list[dict[str, float]]) -> Any:  # noqa: ANN401 - scipy's matrix has no exact type
    """Counts the features of each text, over the square root of its tokens.

    Returns:
        CSR matrix, texts x (words' rows, characters' rows, features of the lexicons, the same of negated words).
    """
    words = rows_of_words(tokens.words, tokens.kinds)
    sequences = rows_of_sequences(tokens, words.keys)
    owners = tokens.owners()
    said = _counted(
        np.concatenate([owners[places] for _, places in sequences]),
        np.concatenate([rows for rows, _ in sequences]),
        (len(tokens), _ROWS),
    )
    counts = tokens.counts()
    spelling = counts @ _counted(words.owners, words.rows, (len(tokens.words), _ROWS))
    features = sparse.csr_matrix(lexicon_features(tokens.words, tokens.kinds, lexicons))
    _, negated = sequences[-1]
    counts_negated = _counted(owners[negated], tokens.ids[negated].astype(np.int64), counts.shape)
    roots = np.sqrt(np.maximum(np.diff(tokens.offsets), 1)).astype(np.float32)
    found = sparse.hstack((said, spelling, counts @ features, counts_negated @ features))
    return (sparse.diags(1 / roots) @ found).tocsr().astype(np.float32)


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
    """Fits a logistic regression for each class against the rest.

    N-grams are scaled by how much they tell the classes apart, and features of lexicons to one small deviation.
    """
    scale = np.concatenate((_telling(matrix[:, : 2 * _ROWS], labels, weights), _evened(matrix[:, 2 * _ROWS :])))
    columns = np.flatnonzero(scale)
    scaled: Any = (matrix[:, columns] @ sparse.diags(scale[columns].astype(np.float32))).tocsr()
    scaled = sparse.hstack((scaled, sparse.csr_matrix(np.ones((len(labels), 1), np.float32)))).tocsr()
    learnt = np.zeros((matrix.shape[1] + 1, len(CLASSES)))
    for label in range(len(CLASSES)):
        is_label = labels == label
        model = LogisticRegression(
            C=PENALTY, solver="liblinear", dual=True, tol=0.02, max_iter=60, fit_intercept=False, random_state=0
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)  # the last digits of a weight are rounded off anyway
            model.fit(scaled, is_label, sample_weight=weights * np.where(is_label, 4 / 3, 2 / 3))
        learnt[np.append(columns, -1), label] = model.coef_[0] * np.append(scale[columns], 1)
    learnt -= learnt.mean(axis=1, keepdims=True)
    return Fitted(learnt[:-1], learnt[-1])


def fit_layer(measures: NDArray[np.float64], labels: NDArray[np.int64], weights: NDArray[np.float64]) -> Layer:
    """Fits hidden layers from several random starts, and lays them side by side, so that their scores are averaged."""
    centre, scale = measures.mean(axis=0), measures.std(axis=0) + 1e-9
    standard = np.clip((measures - centre) / scale, -MOST_DEVIATIONS, MOST_DEVIATIONS)
    epochs = min(_MOST_EPOCHS, -(-STEPS // -(-len(labels) // _BATCH)))
    models = []
    for seed in range(LAYERS):
        model = MLPClassifier(
            (HIDDEN,), alpha=LAYER_PENALTY, batch_size=min(_BATCH, len(labels)), learning_rate_init=2e-3,
            max_iter=epochs, n_iter_no_change=epochs, random_state=seed,
        )  # fmt: skip
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)  # it stops after the steps that it is given
            models.append(model.fit(standard, labels, sample_weight=weights**LAYER_EVENNESS))
    inner = np.hstack([model.coefs_[0] for model in models]), np.concatenate([m.intercepts_[0] for m in models])
    outer = np.vstack([model.coefs_[1] for model in models]) / LAYERS, sum(m.intercepts_[1] for m in models) / LAYERS
    return Layer.from_weights(centre, scale, inner, outer)


def _telling(matrix: Any, labels: NDArray[np.int64], weights: NDArray[np.float64]) -> NDArray[np.float64]:  # noqa: ANN401 - scipy's matrix
    """Returns the largest log ratio of an n-gram's share in a class to its share in all (Wang and Manning 2012)."""
    present = matrix.copy()
    present.data = np.ones_like(present.data)
    texts = np.asarray(present.sum(axis=0)).ravel()
    found = np.stack([present[labels == i].T @ weights[labels == i] for i in range(len(CLASSES))])
    totals = found.sum(axis=1, keepdims=True) + 1e-9
    among_all = (found.sum(axis=0) + SMOOTHING * len(CLASSES)) / totals.sum()
    telling = np.abs(np.log((found + SMOOTHING) / totals / among_all)).max(axis=0)
    telling[_ROWS:] *= CHARS_SCALE
    telling[texts < LEAST_TEXTS] = 0
    return np.asarray(telling, np.float64)


def _evened(matrix: Any) -> NDArray[np.float64]:  # noqa: ANN401 - scipy's matrix
    deviations = np.asarray(matrix.todense()).std(axis=0, dtype=np.float64)
    return np.where(deviations > 0, LEXICON_SCALE / np.maximum(deviations, LEAST_DEVIATION), 0)


def _counted(owners: NDArray[np.int64], rows: NDArray[np.int64], shape: tuple[int, int]) -> Any:  # noqa: ANN401 - scipy's matrix
    return sparse.csr_matrix((np.ones(len(rows), np.float32), (owners, rows)), shape=shape)
