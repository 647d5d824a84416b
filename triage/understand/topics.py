"""Gathers themes into topics."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from triage.understand.graph import DECIMALS, middles, partition, resolution

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from triage.model.settings import ThemeSettings


def find_topics(
    links: Any,  # noqa: ANN401 - a scipy matrix
    themes: NDArray[np.int64],
    centres: NDArray[np.float32],
    settings: ThemeSettings,
) -> NDArray[np.int64]:
    """Partitions the graph of texts more coarsely; a theme goes where most of its texts are.

    A topic of one theme then joins the topic whose middle is nearest, if one is near enough.

    Args:
        links: Symmetric CSR matrix of weights between texts.
        themes: Theme of each text.
        centres: Unit vector in the middle of each theme; shape (themes, dimensions).
        settings: Resolution, least similarity, seed.

    Returns:
        Topic of each theme; shape (themes,).
    """
    coarse = partition(links, min(settings.topic_grain, resolution(settings.grain, len(themes))), seed=settings.seed)
    shape = (len(centres), int(coarse.max()) + 1)
    votes = sparse.csr_matrix((np.ones(len(themes), np.float32), (themes, coarse)), shape=shape)
    best = np.asarray(votes.argmax(axis=1)).ravel()
    voteless = np.flatnonzero(np.diff(votes.indptr) == 0)
    best[voteless] = shape[1] + np.arange(len(voteless))
    of_theme = np.unique(best, return_inverse=True)[1]
    sizes = np.bincount(of_theme)
    large = np.flatnonzero(sizes > 1)
    lonely = np.flatnonzero(sizes[of_theme] == 1)
    if len(large) and len(lonely):
        weights = np.maximum(np.bincount(themes, minlength=len(centres)), 1).astype(np.float32)
        near = middles(of_theme, centres * weights[:, None])[large]
        cosines = np.round(centres[lonely] @ near.T, DECIMALS)
        joins = cosines.max(axis=1) >= settings.similarity
        of_theme[lonely[joins]] = large[cosines.argmax(axis=1)[joins]]
    return np.asarray(of_theme, np.int64)
