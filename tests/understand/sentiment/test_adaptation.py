"""Adapting probabilities to a batch's own shares."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from triage.understand.sentiment.adaptation import adapt_shares

random = np.random.default_rng(5)


def batch(shares: list[float], size: int) -> tuple[np.ndarray[tuple[int, int], np.dtype[np.float64]], float]:
    """Made-up texts whose probabilities are right under even shares, and their true share of negative ones."""
    truth = random.choice(3, size, p=shares)
    scores = random.normal(size=(size, 3)) + 2 * np.eye(3)[truth]
    odds = np.exp(2 * scores)
    return odds / odds.sum(axis=1, keepdims=True), float((truth == 0).mean())


def test_the_level_of_a_large_batch_comes_right() -> None:
    given_, truth = batch([0.1, 0.7, 0.2], 5000)
    assert abs(given_[:, 0].mean() - truth) > 0.05
    assert abs(adapt_shares(given_, strength=1.0)[:, 0].mean() - truth) < 0.02
    assert abs(adapt_shares(given_)[:, 0].mean() - truth) < 0.04


def test_a_single_text_stays_nearly_as_it_is() -> None:
    given_, _ = batch([0.1, 0.7, 0.2], 1)
    assert np.abs(adapt_shares(given_) - given_).max() < 0.01


def test_no_strength_changes_nothing() -> None:
    given_, _ = batch([0.1, 0.7, 0.2], 50)
    assert np.allclose(adapt_shares(given_, strength=0.0), given_)


def test_a_label_may_be_kept_at_the_least_change() -> None:
    given_ = np.vstack([np.tile([0.1, 0.8, 0.1], (3000, 1)), [[0.45, 0.4, 0.15], [0.4, 0.3, 0.3]]])
    plain, kept = adapt_shares(given_), adapt_shares(given_, keep_labels=True)
    assert plain[-2:].argmax(axis=1).tolist() == [1, 1]
    assert kept[-2:].argmax(axis=1).tolist() == [0, 0]
    assert np.allclose(kept[:-2], plain[:-2], atol=1e-5)
    assert abs(kept[-2, 0] - kept[-2, 1]) < 1e-5
    assert abs(kept[-2, 2] - plain[-2, 2]) < 1e-5


def test_rows_that_nobody_speaks_for_stay_so_and_count_nothing() -> None:
    given_, _ = batch([0.1, 0.7, 0.2], 300)
    holed = np.insert(given_, 7, np.nan, axis=0)
    adapted = adapt_shares(holed)
    assert np.isnan(adapted[7]).all()
    assert np.allclose(np.delete(adapted, 7, axis=0), adapt_shares(given_))


def test_nothing_to_adapt_is_no_error() -> None:
    assert adapt_shares(np.empty((0, 3))).shape == (0, 3)
    assert np.isnan(adapt_shares(np.full((2, 3), np.nan))).all()


@given(st.lists(st.tuples(st.floats(0.01, 1), st.floats(0.01, 1), st.floats(0.01, 1)), min_size=1, max_size=20))
def test_rows_sum_to_one_and_the_odds_of_two_classes_keep_their_order(parts: list[tuple[float, ...]]) -> None:
    given_ = np.array(parts) / np.array(parts).sum(axis=1, keepdims=True)
    kept = adapt_shares(given_, supposed_texts=5, keep_labels=True)
    assert np.allclose(kept.sum(axis=1), 1)
    assert (kept[np.arange(len(given_)), given_.argmax(axis=1)] >= kept.max(axis=1)).all()
    adapted = adapt_shares(given_, supposed_texts=5)
    assert np.allclose(adapted.sum(axis=1), 1)
    before, after = (np.argsort(each[:, 0] / each[:, 1], kind="stable") for each in (given_, adapted))
    odds = given_[:, 0] / given_[:, 1]
    assert np.allclose(odds[before], odds[after])
