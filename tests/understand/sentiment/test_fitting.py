"""Weights are fair to small classes, and keep their values in the packed tables."""

from __future__ import annotations

import numpy as np
import pytest

from triage.understand.sentiment.fitting import Fitted, balanced, fit, fit_layer, matrix_of
from triage.understand.tokens import Tokens, split_texts

GOOD, BAD, PLAIN = ["love", "great", "super"], ["hate", "awful", "mist"], ["train", "monday", "zug"]
LEXICONS = [{"great": 0.8, "marvellous": 0.9, "awful": -0.8, "dreadful": -0.9}, {}, {"super": 0.7}]


@pytest.fixture(scope="module")
def made_up() -> tuple[Tokens, np.ndarray[tuple[int], np.dtype[np.int64]]]:
    texts = [
        f"{first} {second} {n}" for words in (BAD, PLAIN, GOOD) for first in words for second in words for n in range(3)
    ]
    return split_texts(texts), np.repeat([0, 1, 2], len(texts) // 3)


@pytest.fixture(scope="module")
def fitted(made_up: tuple[Tokens, np.ndarray[tuple[int], np.dtype[np.int64]]]) -> Fitted:
    tokens, labels = made_up
    return fit(matrix_of(tokens, LEXICONS), labels, np.ones(len(labels)))


def test_each_class_of_a_large_source_weighs_nearly_the_same() -> None:
    labels = np.repeat([0, 1, 2], [2000, 20_000, 8000])
    weights = balanced(labels, np.full(len(labels), "a", object))
    sums = np.bincount(labels, weights)
    assert sums.max() / sums.min() < 1.03


def test_rounding_weights_to_a_byte_hardly_moves_a_score(
    made_up: tuple[Tokens, np.ndarray[tuple[int], np.dtype[np.int64]]], fitted: Fitted
) -> None:
    tokens, _ = made_up
    packed = fitted.packed(LEXICONS)
    assert np.abs(packed.scores(tokens) - fitted.scores(matrix_of(tokens, LEXICONS))).max() < 0.05


def test_a_word_that_no_text_had_has_its_weight_from_the_lexicons(fitted: Fitted) -> None:
    good, bad, unknown = fitted.packed(LEXICONS).scores(split_texts(["marvellous", "dreadful", "xyzzy"]))
    assert good[2] - good[0] > unknown[2] - unknown[0] > bad[2] - bad[0]


def test_a_layer_learns_which_measure_tells() -> None:
    random = np.random.default_rng(2)
    labels = np.repeat([0, 1, 2], 600)
    measures = np.column_stack((labels + random.normal(0, 0.1, 1800), random.normal(size=1800)))
    order = random.permutation(1800)
    layer = fit_layer(measures[order], labels[order], np.ones(1800))
    assert (layer.scores(measures).argmax(axis=1) == labels).mean() > 0.95
