"""Tells how telling each word is for each theme."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from triage.understand.tokens import Tokens


def word_weights(tokens: Tokens, theme: NDArray[np.int64], telling: NDArray[np.bool_]) -> Any:  # noqa: ANN401 - scipy
    """Returns how telling each word is for each theme: p log(p / q), p its share in the theme's texts, q in all.

    That is its part of the Kullback-Leibler divergence between the theme and the night. A word counts 0.7 texts less
    than it has, so that a chance word of a small theme does not beat a word that all its texts share.

    Args:
        tokens: Tokens of the distinct texts.
        theme: Theme of each text.
        telling: Words that count.

    Returns:
        A CSR matrix of themes x words; only positive weights are kept.
    """
    said = tokens.counts(telling.astype(np.float32))
    said.data = np.ones_like(said.data)
    count = int(theme.max(initial=-1)) + 1
    belongs = sparse.csr_matrix(
        (np.ones(len(theme), np.float32), (theme, np.arange(len(theme)))), shape=(count, len(theme))
    )
    inside = (belongs @ said).tocoo()
    sizes = np.bincount(theme)[inside.row]
    everywhere = np.asarray(said.sum(axis=0)).ravel()[inside.col] / max(len(theme), 1)
    share = np.maximum(inside.data - 0.7, 0.01) / sizes
    weights = share * np.log(share / everywhere)
    kept = weights > 0
    return sparse.csr_matrix((weights[kept], (inside.row[kept], inside.col[kept])), shape=inside.shape)
