"""Finds the words that many suddenly use, because an incident has words of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from triage.understand.trend import LEAST_DAYS, compare

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from triage.understand.tokens import Tokens

#: How much more than another word one counts that bursts beyond all chance.
MOST: Final = 4.0
#: Surprise (-log10 of its chance) from which a word begins to count more, and at which it counts most.
RANGE: Final = (1.5, 3.0)


def emphasise_bursts(tokens: Tokens, age_days: NDArray[np.float64]) -> NDArray[np.float32]:
    """Returns how much each word counts when texts are compared: 1, and up to `MOST` for one that bursts.

    Args:
        tokens: Tokens of the distinct texts.
        age_days: Days from each text's first mention to the night's instant, NaN where unknown; shape (texts,).

    Returns:
        One factor a word; all 1 where the texts span too few days. Shape (words,).
    """
    plain = np.ones(len(tokens.words), np.float32)
    known = ~np.isnan(age_days)
    days = float(age_days[known].max(initial=0.0)) - 1
    if days < LEAST_DAYS:
        return plain
    said = tokens.counts()
    said.data[:] = 1
    recent = np.asarray((known & (age_days < 1)).astype(np.float32) @ said).astype(np.int64)
    before = np.asarray((known & (age_days >= 1)).astype(np.float32) @ said).astype(np.int64)
    surprise = compare(recent, before, days).surprise
    share = np.clip((surprise - RANGE[0]) / (RANGE[1] - RANGE[0]), 0, 1)
    return np.asarray(plain + (MOST - 1) * share, np.float32)
