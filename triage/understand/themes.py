"""Finds the themes of a night, and the topics above them, whatever the order of the rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from scipy import sparse

from triage.model.settings import ThemeSettings
from triage.understand.graph import DECIMALS, middles, neighbour_graph, partition, resolution
from triage.understand.vectors import make_space, telling_words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from triage.understand.tokens import Tokens

_BLOCK: Final = 8192


@dataclass(frozen=True, slots=True, eq=False)
class Clusters:
    """Where each text belongs.

    Attributes:
        theme: Theme of each text, 0 the largest; shape (texts,).
        topic: Topic of each text, 0 the largest; shape (texts,).
        centrality: Cosine of each text with the middle of its theme; shape (texts,).
    """

    theme: NDArray[np.int64]
    topic: NDArray[np.int64]
    centrality: NDArray[np.float32]


def cluster(
    tokens: Tokens,
    settings: ThemeSettings | None = None,
    emphasis: NDArray[np.float32] | None = None,
) -> Clusters:
    """Clusters texts into themes and topics.

    Texts that differ only in case, marks, urls and handles are one node. Nodes are taken in the order of a hash of
    their words, so the result does not depend on the order of the texts. A graph of nearest neighbours is made from at
    most `settings.sample` of them; the others join the theme whose middle is nearest, or stay alone.

    Args:
        tokens: Tokens of the texts.
        settings: How fine themes and topics are.
        emphasis: How much each word counts, 1 for all without; shape (words,).

    Returns:
        The `Clusters`; every text has a theme, and what is alone is a theme of one.
    """
    settings = settings or ThemeSettings()
    keys = tokens.keys()
    _, first, node_of = np.unique(keys, return_index=True, return_inverse=True)
    if not len(first):
        empty = np.zeros(0, np.int64)
        return Clusters(theme=empty, topic=empty, centrality=np.zeros(0, np.float32))
    telling = telling_words(tokens)
    weight = telling.astype(np.float32) if emphasis is None else np.where(telling, emphasis, 0).astype(np.float32)
    counts = tokens.counts(weight)[first]
    space = make_space(tokens, first[: settings.sample], weight)
    vectors = space.place(counts[: settings.sample])
    links = neighbour_graph(vectors, settings.neighbours, settings.similarity)
    fine = resolution(settings.grain, len(vectors))
    themes = partition(links, fine, seed=settings.seed)
    centres = middles(themes, vectors)
    topics = _topics(links, themes, centres, min(settings.topic_grain, fine / 2), settings)
    near = np.einsum("ij,ij->i", vectors, centres[themes])
    themes, topics, near = _join_rest(counts, space, settings, (themes, topics, near, centres))
    sizes = np.bincount(node_of)
    return Clusters(
        theme=_by_size(themes, sizes)[node_of],
        topic=_by_size(topics, sizes)[node_of],
        centrality=near[node_of].astype(np.float32),
    )


def _topics(
    links: Any,  # noqa: ANN401 - a scipy matrix
    themes: NDArray[np.int64],
    centres: NDArray[np.float32],
    coarse_resolution: float,
    settings: ThemeSettings,
) -> NDArray[np.int64]:
    """Partitions the same graph more coarsely; a theme goes where most of its texts are.

    A topic of one theme then joins the topic whose middle is nearest, if one is near enough.
    """
    coarse = partition(links, coarse_resolution, seed=settings.seed)
    shape = (len(centres), int(coarse.max()) + 1)
    votes = sparse.csr_matrix((np.ones(len(themes), np.float32), (themes, coarse)), shape=shape)
    of_theme = np.unique(np.asarray(votes.argmax(axis=1)).ravel(), return_inverse=True)[1]
    sizes = np.bincount(of_theme)
    large = np.flatnonzero(sizes > 1)
    lonely = np.flatnonzero(sizes[of_theme] == 1)
    if len(large) and len(lonely):
        weights = np.bincount(themes).astype(np.float32)
        near = middles(of_theme, centres * weights[:, None])[large]
        cosines = np.round(centres[lonely] @ near.T, DECIMALS)
        joins = cosines.max(axis=1) >= settings.similarity
        of_theme[lonely[joins]] = large[cosines.argmax(axis=1)[joins]]
    return np.asarray(of_theme[themes], np.int64)


def _join_rest(
    counts: Any,  # noqa: ANN401 - a scipy matrix
    space: Any,  # noqa: ANN401 - triage.understand.vectors.Space
    settings: ThemeSettings,
    sampled: tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float32], NDArray[np.float32]],
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float32]]:
    themes, topics, near, centres = sampled
    topic_of = np.zeros(len(centres), np.int64)
    topic_of[themes] = topics
    rest_themes, rest_topics, rest_near = [themes], [topics], [near]
    next_theme, next_topic = len(centres), int(topics.max()) + 1
    large = np.flatnonzero(np.bincount(themes) > 1)
    for start in range(len(themes), counts.shape[0], _BLOCK):
        vectors = space.place(counts[start : start + _BLOCK])
        cosines = np.round(vectors @ centres[large].T, DECIMALS) if len(large) else np.full((len(vectors), 1), -1.0)
        best, cosine = cosines.argmax(axis=1), cosines.max(axis=1)
        joins = cosine >= settings.join
        alone = np.cumsum(~joins) - 1
        nearest = large[best] if len(large) else best
        rest_themes.append(np.where(joins, nearest, next_theme + alone))
        rest_topics.append(np.where(joins, topic_of[nearest], next_topic + alone))
        rest_near.append(np.where(joins, cosine, 1.0))
        next_theme, next_topic = next_theme + int((~joins).sum()), next_topic + int((~joins).sum())
    return np.concatenate(rest_themes), np.concatenate(rest_topics), np.concatenate(rest_near)


def _by_size(groups: NDArray[np.int64], weights: NDArray[np.int64]) -> NDArray[np.int64]:
    """Numbers groups by size, largest first; of equal ones the one with the lowest node comes first."""
    _, first, inverse = np.unique(groups, return_index=True, return_inverse=True)
    sizes = np.bincount(inverse, weights=weights)
    order = np.lexsort((first, -sizes))
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    return place[inverse]
