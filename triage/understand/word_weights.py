"""Tells how telling each word is for each theme."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from triage.understand.tokens import Tokens


def word_weights(
    tokens: Tokens, theme: NDArray[np.int64], telling: NDArray[np.bool_], counted: NDArray[np.int64] | None = None
) -> Any:  # noqa: ANN401 - scipy
    """Returns how telling each word is for each theme: p log(p / q), p its share in the theme's texts, q in all.

    That is its part of the Kullback-Leibler divergence between the theme and the night. A word counts 0.7 texts less
    than it has, so that a chance word of a small theme does not beat a word that all its texts share.

    Args:
        tokens: Tokens of the distinct texts.
        theme: Theme of each text.
        telling: Words that count.
        counted: Numbers of the texts that count, such as one of those that are copies; all without.

    Returns:
        A CSR matrix of themes x words; only positive weights are kept.
    """
    said = tokens.counts(telling.astype(np.float32))
    said.data = np.ones_like(said.data)
    numbers = np.arange(len(theme)) if counted is None else counted
    count = int(theme.max(initial=-1)) + 1
    belongs = sparse.csr_matrix(
        (np.ones(len(numbers), np.float32), (theme[numbers], numbers)), shape=(count, len(theme))
    )
    inside = (belongs @ said).tocoo()
    sizes = np.bincount(theme[numbers])[inside.row]
    everywhere = np.asarray(said[numbers].sum(axis=0)).ravel()[inside.col] / max(len(numbers), 1)
    share = np.maximum(inside.data - 0.7, 0.01) / sizes
    weights = share * np.log(share / everywhere)
    kept = weights > 0
    return sparse.csr_matrix((weights[kept], (inside.row[kept], inside.col[kept])), shape=inside.shape)
