"""Chooses how coarse the themes of a night are, from the night itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
from scipy import sparse
from scipy.cluster.hierarchy import fcluster, linkage

from triage.understand.graph import DECIMALS, middles, on_grid, unit

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Steps between one cut that is tried and the next, in cosine distance, and the least cut.
STEP: Final = 0.05
LEAST: Final = 0.2
#: Texts that judge how distinct the groups are; they come in the order of a hash, so the first are a fair sample.
JUDGES: Final = 5_000
#: Cuts are told apart to so many decimals of the mean silhouette; of equal ones the finer is taken.
_FINE: Final = 3
#: The groups stay as they are unless joining makes them so much more distinct: many kinds of questions are nearly as
#: distinct when a few of them are joined, one large event in pieces is far less so.
LEAST_GAIN: Final = 0.01


def smooth(vectors: NDArray[np.float32], links: Any, steps: int = 2) -> NDArray[np.float32]:  # noqa: ANN401 - scipy
    """Moves each vector towards its neighbours' mean, so that a group is compared by what its surroundings say too.

    Args:
        vectors: Unit vectors; shape (texts, dimensions).
        links: Symmetric CSR matrix of weights; shape (texts, texts).
        steps: How often.

    Returns:
        Unit vectors of the same shape; one without links stays.
    """
    sums = np.asarray(links.sum(axis=1), np.float32).ravel()
    shares = sparse.diags(1 / np.where(sums > 0, sums, 1)) @ links
    for _ in range(steps):
        vectors = on_grid(unit(vectors + shares @ vectors))
    return vectors


def merge_distinct(groups: NDArray[np.int64], vectors: NDArray[np.float32], most: float) -> NDArray[np.int64]:
    """Joins groups by average linkage of their middles, as far as the groups become more distinct.

    The Potts model cuts a large issue into pieces, and how large an issue is differs from night to night. So the tree
    is cut at several distances, and that cut is taken at which the mean silhouette is best.

    Args:
        groups: The group of each text; shape (texts,).
        vectors: Unit vectors of the texts, smoothed.
        most: Largest mean cosine distance at which groups may be joined.

    Returns:
        The joined group of each text. Groups of one text stay alone.
    """
    sizes = np.bincount(groups)
    large = np.flatnonzero(sizes > 1)
    if len(large) < 2:  # noqa: PLR2004 - two groups at least can be joined
        return groups
    centres = np.round(middles(groups, vectors)[large], DECIMALS).astype(np.float64)
    tree = linkage(centres, "average", metric="cosine")
    best, best_score = groups, distinctness(groups, vectors)
    for cut in np.arange(LEAST, most + STEP / 2, STEP).tolist():
        joined = np.arange(len(sizes)) + len(sizes)
        joined[large] = fcluster(tree, cut, "distance")
        tried = np.unique(joined[groups], return_inverse=True)[1].astype(np.int64)
        score = distinctness(tried, vectors)
        if score > best_score + (LEAST_GAIN if best is groups else 0):
            best, best_score = tried, score
    return best


def distinctness(groups: NDArray[np.int64], vectors: NDArray[np.float32]) -> float:
    """Returns the mean simplified silhouette of the first texts (Hruschka et al. 2004): 1 is best.

    That of a text is (b - a) / max(a, b), with a its cosine distance from the middle of its group and b that from the
    nearest other middle; 0 for a text that is alone.

    Args:
        groups: The group of each text; shape (texts,).
        vectors: Unit vectors of the texts, in the order of a hash.

    >>> apart, mixed = np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])
    >>> vectors = np.array([[1, 0], [0.8, 0.6], [-1, 0], [-0.8, 0.6]], np.float32)
    >>> distinctness(apart, vectors) > distinctness(mixed, vectors)
    True
    """
    sizes = np.bincount(groups)
    large = np.flatnonzero(sizes > 1)
    if len(large) < 2:  # noqa: PLR2004 - one group has no other to be distinct from
        return 0.0
    judged = groups[:JUDGES]
    distances = 1 - vectors[:JUDGES] @ middles(groups, vectors)[large].T
    rows = np.flatnonzero(sizes[judged] > 1)
    own = np.searchsorted(large, judged[rows])
    inside = distances[rows, own]
    distances[rows, own] = np.inf
    outside = distances[rows].min(axis=1)
    scores = (outside - inside) / np.maximum(np.maximum(outside, inside), 1e-6)
    return round(float(scores.sum(dtype=np.float64)) / len(judged), _FINE)
