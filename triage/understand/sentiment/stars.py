"""Lets the stars that an author gave speak beside the words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

#: Channels whose ratings are the author's own stars, 1 to 5, and no tool's opinion.
REVIEW_CHANNELS: Final = frozenset({"app-store", "google-play", "review"})
#: How likely 1 to 5 stars are from an author who is negative, neutral, positive. An assumption, not measured: a star
#: moves a share, and words that say the opposite as clearly still outweigh it.
LIKELIHOOD: Final = np.array([
    [0.50, 0.26, 0.14, 0.06, 0.04],
    [0.12, 0.18, 0.36, 0.20, 0.14],
    [0.03, 0.05, 0.12, 0.27, 0.53],
])  # fmt: skip
_STARS: Final = re.compile(r"\s*([1-5])(?:[.,]0+)?(?:\s*/\s*5)?\s*")


def weigh_stars(shares: NDArray[np.float64], ratings: Sequence[str], channels: Sequence[str]) -> NDArray[np.float64]:
    """Updates probabilities by the stars of reviews, by Bayes' rule.

    Args:
        shares: Probabilities of negative, neutral, positive; NaN rows where no analyser speaks. Shape (mentions, 3).
        ratings: The export's own rating of each mention.
        channels: Channel of each mention; ratings elsewhere than in reviews are a tool's and are left alone.

    Returns:
        The probabilities, each row summing to 1. A review in a language that is not scored speaks by its stars alone.

    >>> weigh_stars(np.array([[0.4, 0.4, 0.2]]), ["1"], ["app-store"]).round(2).tolist()
    [[0.79, 0.19, 0.02]]
    """
    weighed = shares.copy()
    for row, (rating, channel) in enumerate(zip(ratings, channels, strict=True)):
        if rating and channel in REVIEW_CHANNELS:
            found = _STARS.fullmatch(rating)
            if found:
                before = np.full(3, 1 / 3) if np.isnan(shares[row, 0]) else shares[row]
                after = before * LIKELIHOOD[:, int(found[1]) - 1]
                weighed[row] = after / after.sum()
    return weighed
