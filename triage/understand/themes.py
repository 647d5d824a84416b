"""Finds the themes of a night, and the topics above them, whatever the order of the rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from triage.model.settings import ThemeSettings
from triage.understand.grain import merge_distinct, smooth
from triage.understand.graph import DECIMALS, middles, neighbour_graph, partition, resolution
from triage.understand.memory import place_known
from triage.understand.regroup import Regrouping, regroup
from triage.understand.topics import find_topics
from triage.understand.vectors import make_space, telling_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from triage.model.memory import KnownTheme
    from triage.understand.tokens import Tokens
    from triage.understand.vectors import Space

_BLOCK: Final = 8192


@dataclass(frozen=True, slots=True, eq=False)
class Clusters:
    """Where each text belongs.

    Attributes:
        theme: Theme of each text, 0 the largest; shape (texts,).
        topic: Topic of each text, 0 the largest; shape (texts,).
        centrality: Cosine of each text with the middle of its theme; shape (texts,).
        known: Id of each theme that was known before, "" for a new one.
        split_from: Id of the known theme that each theme was split from, "" for others.
        merged: Id of each known theme that is one with another now -> that one's.
    """

    theme: NDArray[np.int64]
    topic: NDArray[np.int64]
    centrality: NDArray[np.float32]
    known: list[str] = field(default_factory=list)
    split_from: list[str] = field(default_factory=list)
    merged: dict[str, str] = field(default_factory=dict)


def cluster(
    tokens: Tokens,
    settings: ThemeSettings | None = None,
    emphasis: NDArray[np.float32] | None = None,
    known: Sequence[KnownTheme] = (),
) -> Clusters:
    """Clusters texts into themes and topics.

    Texts that differ only in case, marks, urls and handles are one node. Nodes are taken in the order of a hash of
    their words, so the result does not depend on the order of the texts. A graph of nearest neighbours is made from at
    most `settings.sample` of them. Those near a known theme belong to it, the others are partitioned; what is outside
    the sample joins the theme whose middle is nearest, or stays alone.

    Args:
        tokens: Tokens of the texts.
        settings: How fine themes and topics are.
        emphasis: How much each word counts, 1 for all without; shape (words,).
        known: Themes of earlier nights.

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
    anchors = place_known(known, tokens, space)
    grouped, centres, topics, near = _group_sample(space.place(counts[: settings.sample]), anchors, known, settings)
    rest = _join_rest(counts, space, settings, grouped, (centres, anchors), topics)
    sizes = np.bincount(node_of)
    theme, order = _by_size(np.concatenate((grouped.theme, rest[0])), sizes)
    topic, _ = _by_size(np.concatenate((topics[grouped.theme], rest[1])), sizes)
    ids, split_from = _of_each(grouped, order)
    return Clusters(
        theme=theme[node_of],
        topic=topic[node_of],
        centrality=np.concatenate((near, rest[2])).astype(np.float32)[node_of],
        known=ids,
        split_from=split_from,
        merged=grouped.merged,
    )


def _group_sample(
    vectors: NDArray[np.float32], anchors: NDArray[np.float32], known: Sequence[KnownTheme], settings: ThemeSettings
) -> tuple[Regrouping, NDArray[np.float32], NDArray[np.int64], NDArray[np.float32]]:
    """Returns the themes of the sample, the middle of each, its topic, and how near each text is to its middle."""
    links = neighbour_graph(vectors, settings.neighbours, settings.similarity)
    smoothed = smooth(vectors, links)

    def partition_of(texts: NDArray[np.int64]) -> NDArray[np.int64]:
        pieces = partition(links[texts][:, texts], resolution(settings.grain, len(texts)), seed=settings.seed)
        return merge_distinct(pieces, smoothed[texts], settings.merge)

    nearest, nearness = _nearest(vectors, anchors, settings.join)
    grouped = regroup(partition_of, nearest, nearness, vectors, known)
    found = grouped.theme
    centres = middles(found, vectors, len(grouped.ids))
    silent = np.flatnonzero(np.bincount(found, minlength=len(centres))[grouped.of_known] == 0)
    centres[grouped.of_known[silent]] = anchors[silent]  # what nobody in the sample speaks of is where it was
    topics = find_topics(links, found, centres, settings)
    return grouped, centres, topics, np.einsum("ij,ij->i", vectors, centres[found])


def _nearest(
    vectors: NDArray[np.float32], centres: NDArray[np.float32], least: float
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Returns the nearest centre of each vector, -1 if none is near enough, and how near; ties go to the first."""
    if not len(centres):
        return np.full(len(vectors), -1, np.int64), np.full(len(vectors), -1, np.float32)
    cosines = np.round(vectors @ centres.T, DECIMALS)
    best, nearness = cosines.argmax(axis=1), cosines.max(axis=1)
    return np.where(nearness >= least, best, -1), nearness


def _join_rest(
    counts: Any,  # noqa: ANN401 - a scipy matrix
    space: Space,
    settings: ThemeSettings,
    grouped: Regrouping,
    places: tuple[NDArray[np.float32], NDArray[np.float32]],
    topics: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float32]]:
    """Returns theme, topic and nearness of the texts outside the sample."""
    centres, anchors = places
    large = np.flatnonzero((np.bincount(grouped.theme, minlength=len(centres)) > 1) & ~grouped.is_known())
    targets = np.concatenate((grouped.of_known, large))
    middle = np.concatenate((anchors, centres[large]))
    next_theme, next_topic = len(centres), int(topics.max()) + 1
    found: list[tuple[NDArray[Any], ...]] = []
    for start in range(len(grouped.theme), counts.shape[0], _BLOCK):
        vectors = space.place(counts[start : start + _BLOCK])
        best, nearness = _nearest(vectors, middle, settings.join)
        alone = np.cumsum(best < 0) - 1
        theme = np.where(best >= 0, targets[best] if len(targets) else 0, next_theme + alone)
        topic = np.where(best >= 0, topics[np.minimum(theme, len(topics) - 1)], next_topic + alone)
        found.append((theme, topic, np.where(best >= 0, nearness, 1.0)))
        next_theme, next_topic = next_theme + int((best < 0).sum()), next_topic + int((best < 0).sum())
    if not found:
        return np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.float32)
    theme, topic, nearness = (np.concatenate(part) for part in zip(*found, strict=True))
    return theme, topic, nearness


def _of_each(grouped: Regrouping, order: NDArray[np.int64]) -> tuple[list[str], list[str]]:
    """Returns the known id, and the id split from, of themes in an order."""
    count = len(grouped.ids)
    ids = [grouped.ids[i] if i < count else "" for i in order.tolist()]
    return ids, [grouped.split_from.get(i, "") for i in order.tolist()]


def _by_size(groups: NDArray[np.int64], weights: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Numbers groups by size, largest first; of equal ones the one with the lowest node comes first.

    Returns:
        The number of each node's group, and the old number of each.
    """
    numbers, first, inverse = np.unique(groups, return_index=True, return_inverse=True)
    sizes = np.bincount(inverse, weights=weights)
    order = np.lexsort((first, -sizes))
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    return place[inverse], numbers[order]
