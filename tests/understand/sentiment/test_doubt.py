"""How far groups are off beyond chance."""

from __future__ import annotations

import numpy as np

from triage.understand.sentiment.doubt import doubt_of, groups_of
from triage.understand.tokens import split_texts

random = np.random.default_rng(6)


def test_chance_alone_is_no_doubt() -> None:
    negative = random.uniform(0.05, 0.9, 40_000)
    groups = np.split(np.arange(40_000), 400)
    assert doubt_of(negative, random.uniform(size=40_000) < negative, groups) < 0.1


def test_groups_that_are_off_are_found_to_be() -> None:
    negative = np.full(40_000, 0.3)
    off = np.repeat(random.normal(0, 0.5, 400), 100)
    truth = 1 / (1 + np.exp(-(np.log(0.3 / 0.7) + off)))
    doubt = doubt_of(negative, random.uniform(size=40_000) < truth, np.split(np.arange(40_000), 400))
    assert 0.4 < doubt < 0.6


def test_without_groups_there_is_no_doubt() -> None:
    assert doubt_of(np.array([0.5]), np.array([True]), []) == 0.0


def test_a_group_shares_a_word_and_a_source() -> None:
    texts = ["late train"] * 25 + ["train"] * 10 + ["late bus"] * 30 + ["!"] * 30
    groups = groups_of(split_texts(texts), np.array(["a"] * 65 + ["b"] * 30, object))
    assert sorted((int(group[0]), len(group)) for group in groups) == [(0, 35), (0, 55), (35, 30)]
