"""Links each text to its nearest neighbours, then finds the groups that hold together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import graspologic_native
import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Rows whose similarities to all others are held at once.
BLOCK = 1024
#: Cosines are cut to so many decimals before anything is compared.
DECIMALS = 4
#: Vectors are multiples of one in so many: sums of their products are then exact in 24 bits, in whatever order a
#: machine's matrix product makes them, so that no other machine has other neighbours.
GRID = 2048
#: Runs of the partition of a graph of at most `SMALL` nodes, of which the best is taken: one alone may end far from it.
TRIES = 4
SMALL = 5_000
#: Texts that a grain is told for, and the least and largest resolution of any number of them.
GRAIN_TEXTS = 3_000
RESOLUTIONS = (0.7, 8.0)
#: A text has at most one in so many of all texts as neighbours, but two at least.
FEW = 8
#: Columns of which only the largest value is looked at first.
STRIP = 16


def resolution(grain: float, count: int) -> float:
    """Returns the resolution at which a graph of texts shows issues: it grows with the root of their number.

    Texts of known issues, between 15 and 4,500 of them with about as many issues as the root of their number, are best
    told apart at 0.7 (60 texts), 1 (120), 1.5 (500), 2 (1,000) and 3 (2,000); see models/themes.md.

    Args:
        grain: Resolution for `GRAIN_TEXTS` texts.
        count: Number of texts.
    """
    return float(np.clip(grain * np.sqrt(count / GRAIN_TEXTS), *RESOLUTIONS))


def on_grid(vectors: NDArray[Any]) -> NDArray[np.float32]:
    """Rounds vectors to multiples of one `GRID`th."""
    return np.asarray(np.round(vectors * GRID) / GRID, np.float32)


def unit(vectors: NDArray[Any]) -> NDArray[np.float64]:
    """Returns vectors of length 1; those of length 0 stay."""
    wide = vectors.astype(np.float64)
    lengths = np.linalg.norm(wide, axis=1)
    return np.asarray(wide / np.where(lengths > 0, lengths, 1)[:, None], np.float64)


def neighbour_graph(vectors: NDArray[np.float32], neighbours: int, similarity: float) -> Any:  # noqa: ANN401 - scipy
    """Links each vector to its nearest ones by cosine; ties go to the lower number.

    Args:
        vectors: Unit vectors, on the grid; shape (texts, dimensions).
        neighbours: Links that each text makes.
        similarity: Least cosine of a link.

    Returns:
        A symmetric CSR matrix of cosines; shape (texts, texts).
    """
    count = len(vectors)
    # In a small night most of many neighbours are strangers, and all would be one theme.
    wanted = min(neighbours, max(2, count // FEW), count - 1)
    if wanted < 1:
        return sparse.csr_array((count, count), dtype=np.float32).tocsr()
    rows, columns, weights = [], [], []
    for start in range(0, count, BLOCK):
        cosines = vectors[start : start + BLOCK] @ vectors.T
        inside = np.arange(len(cosines))
        cosines[inside, start + inside] = -1
        row, column, weight = _largest(cosines, wanted, similarity)
        rows.append(start + row)
        columns.append(column)
        weights.append(weight)
    links = sparse.csr_matrix(
        (np.concatenate(weights), (np.concatenate(rows), np.concatenate(columns))), shape=(count, count)
    )
    return links.maximum(links.T).tocsr()


def _largest(
    cosines: NDArray[np.float32], wanted: int, similarity: float
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float32]]:
    """Returns rows, columns and values of the largest values of each row; of equal ones the lowest columns.

    As many of the maxima of strips of columns are as large as the last value wanted, or smaller; so only what is as
    large as that maximum is looked at, which is a few in a thousand.
    """
    strips = cosines.shape[1] // STRIP
    least = np.full(len(cosines), similarity, np.float32)
    if strips > wanted:
        highest = cosines[:, : strips * STRIP].reshape(len(cosines), STRIP, strips).max(axis=1)
        least = np.maximum(least, np.partition(highest, strips - wanted, axis=1)[:, strips - wanted])
    row, column = np.divmod(np.flatnonzero(cosines > (least - 2 * 10.0**-DECIMALS)[:, None]), cosines.shape[1])
    value = np.round(cosines[row, column], DECIMALS)
    order = np.lexsort((column, -value, row))
    row, column, value = row[order], column[order], value[order]
    place = np.arange(len(row)) - np.searchsorted(row, row)
    taken = (place < wanted) & (value >= similarity)
    return row[taken], column[taken], value[taken]


def partition(links: Any, resolution: float, *, seed: int) -> NDArray[np.int64]:  # noqa: ANN401 - scipy
    """Partitions a graph so that modularity is largest, by the Leiden algorithm (Traag, Waltman, van Eck 2019).

    Args:
        links: Symmetric CSR matrix of weights.
        resolution: Larger makes more groups.
        seed: Seed of the algorithm's own generator.

    Returns:
        The group of each node; a node without links is alone. Shape (nodes,).
    """
    upper = sparse.triu(links, 1).tocoo()
    groups = np.full(links.shape[0], -1, np.int64)
    order = np.lexsort((upper.col, upper.row))
    edges = [
        (str(row), str(column), float(weight))
        for row, column, weight in zip(
            upper.row[order].tolist(), upper.col[order].tolist(), upper.data[order].tolist(), strict=True
        )
    ]
    if edges:
        tries = (
            graspologic_native.leiden(
                edges, resolution=resolution, use_modularity=True, iterations=2, seed=seed + number
            )
            for number in range(TRIES if links.shape[0] <= SMALL else 1)
        )
        _, found = max(tries, key=lambda scored: round(scored[0], DECIMALS))
        for node, group in found.items():
            groups[int(node)] = group
    alone = np.flatnonzero(groups < 0)
    groups[alone] = groups.max(initial=-1) + 1 + np.arange(len(alone))
    return np.unique(groups, return_inverse=True)[1].astype(np.int64)


def middles(groups: NDArray[np.int64], vectors: NDArray[np.float32], count: int = 0) -> NDArray[np.float32]:
    """Returns the unit vector in the middle of each group, 0 for a group of none; shape (groups, dimensions).

    Args:
        groups: Group of each vector.
        vectors: Shape (vectors, dimensions).
        count: Number of groups; without it, as many as there are.
    """
    shape = (count or int(groups.max(initial=-1)) + 1, len(groups))
    members = sparse.csr_matrix((np.ones(len(groups), np.float32), (groups, np.arange(len(groups)))), shape=shape)
    return on_grid(unit(members @ vectors.astype(np.float64)))
