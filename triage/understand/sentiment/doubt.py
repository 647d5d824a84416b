"""Estimates how far the share of negative texts in a group is off beyond chance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from triage.understand.tokens import Kind

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from triage.understand.tokens import Tokens

#: Texts of a group, at least and at most.
GROUP_TEXTS: Final = (20, 200)


def groups_of(tokens: Tokens, sources: NDArray[np.object_]) -> list[NDArray[np.int64]]:
    """Returns groups of texts of one source that share a word, as themes do; a text may be in many."""
    _, source = np.unique(sources.astype(str), return_inverse=True)
    owners = tokens.owners()
    said = np.isin(tokens.kinds, (Kind.WORD, Kind.HASHTAG))[tokens.ids]
    cells = np.unique(np.column_stack((source[owners], tokens.ids, owners))[said], axis=0)
    edges = np.flatnonzero(np.any(np.diff(cells[:, :2], axis=0) != 0, axis=1)) + 1
    parts = np.split(cells[:, 2], edges)
    return [part for part in parts if GROUP_TEXTS[0] <= len(part) <= GROUP_TEXTS[1]]


def doubt_of(negative: NDArray[np.float64], is_negative: NDArray[np.bool_], groups: list[NDArray[np.int64]]) -> float:
    """Returns the standard deviation of the logit of a group's true share about that of its mean probability.

    By moments: the square of what a group's count of negative texts differs from what was expected, less the variance
    by chance, sum p (1 - p), over the square of what a step of the logit would move it.

    Args:
        negative: P(negative) of each text.
        is_negative: Whether it is.
        groups: Places of each group's texts.
    """
    beyond, moved = 0.0, 0.0
    for group in groups:
        p = negative[group]
        mean = p.mean()
        chance = (p * (1 - p)).sum()
        beyond += ((is_negative[group].sum() - p.sum()) ** 2 - chance) / len(group)
        moved += (len(group) * mean * (1 - mean)) ** 2 / len(group)
    return float(np.sqrt(max(beyond / moved, 0.0))) if moved else 0.0
