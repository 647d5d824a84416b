"""Words that many suddenly use."""

from __future__ import annotations

import numpy as np

from triage.understand.bursts import MOST, emphasise_bursts
from triage.understand.tokens import split_texts

DAYS = 3
QUIET = ["the milk frother leaks again", "where is my parcel", "descaling light stays on", "lovely coffee today"]


def texts_and_ages(incident: list[str]) -> tuple[list[str], np.ndarray]:
    texts = [f"{text} {day}x{i}" for day in range(DAYS) for i in range(6) for text in QUIET]
    ages = [day + 0.5 for day in range(DAYS) for _ in range(6) for _ in QUIET]
    return [*texts, *incident], np.array([*ages, *[0.2] * len(incident)])


def test_a_word_that_bursts_counts_more_and_a_steady_one_does_not() -> None:
    texts, ages = texts_and_ages([f"firmware bricked my machine {i}" for i in range(25)])
    tokens = split_texts(texts)
    factor = dict(zip(tokens.words, emphasise_bursts(tokens, ages).tolist(), strict=True))
    assert factor["firmware"] == MOST
    assert factor["parcel"] == factor["frother"] == 1


def test_one_day_of_mentions_tells_nothing() -> None:
    tokens = split_texts(["firmware", "firmware"])
    assert (emphasise_bursts(tokens, np.array([0.1, 0.2])) == 1).all()


def test_unknown_dates_tell_nothing() -> None:
    tokens = split_texts(["firmware", "parcel"])
    assert (emphasise_bursts(tokens, np.full(2, np.nan)) == 1).all()
