"""Tries the themes of earlier nights first, makes new ones from what is left, and says which were split or merged."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from triage.understand.graph import DECIMALS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from triage.model.memory import KnownTheme

#: Texts of tonight that must speak for it before a known theme is split or merged.
LEAST_TEXTS: Final = 12
#: How much nearer, as a cosine, texts must be to each other than to a known theme to make a new one, and how many.
NEWS, LEAST_NEWS = 0.1, 3
#: Share of a theme's texts that a part must have to be split off, and share of the part that must be of that theme.
PART, PURE = 0.3, 0.8


@dataclass(slots=True)
class Regrouping:
    """Themes of the sampled texts.

    Attributes:
        theme: Theme of each; shape (texts,).
        ids: Id of each theme that was known, "" for a new one.
        of_known: The theme that each entry of the memory stands for.
        split_from: Number of each theme that was split off -> id of the known theme that it was in.
        merged: Id of each known theme that is one with another now -> that one's.
    """

    theme: NDArray[np.int64]
    ids: list[str]
    of_known: NDArray[np.int64]
    split_from: dict[int, str] = field(default_factory=dict)
    merged: dict[str, str] = field(default_factory=dict)

    def is_known(self) -> NDArray[np.bool_]:
        """Tells which themes were known before."""
        return np.array([bool(theme_id) for theme_id in self.ids], bool)


def regroup(
    partition_of: Callable[[NDArray[np.int64]], NDArray[np.int64]],
    nearest: NDArray[np.int64],
    nearness: NDArray[np.float32],
    vectors: NDArray[np.float32],
    known: Sequence[KnownTheme],
) -> Regrouping:
    """Groups texts into known themes, and what is near none of them into new ones.

    All texts are also partitioned as if nothing was known. A part whose texts are nearer to each other than to what is
    known is new. A part of that partition that holds much of one known theme
    and little else shows that the theme has become two; one that holds most of two themes shows that they are one.

    Args:
        partition_of: Partitions some of the texts, told by their numbers.
        nearest: The entry of the memory that each text is near, -1 for none; shape (texts,).
        nearness: Cosine with it; shape (texts,).
        vectors: Unit vectors of the texts; shape (texts, dimensions).
        known: The memory.
    """
    afresh = partition_of(np.arange(len(nearest)))
    ids = list(dict.fromkeys(theme.theme_id for theme in known))
    if not ids:
        return Regrouping(afresh, [""] * (int(afresh.max(initial=-1)) + 1), np.zeros(0, np.int64))
    number = {theme_id: i for i, theme_id in enumerate(ids)}
    of_known = np.array([number[theme.theme_id] for theme in known], np.int64)
    nearest = np.where(_is_news(afresh, vectors, nearness), -1, nearest)
    theme = np.where(nearest >= 0, of_known[nearest], -1)
    left = np.flatnonzero(theme < 0)
    if len(left):
        theme[left] = len(ids) + partition_of(left)
    grouped = Regrouping(theme, ids + [""] * (int(theme.max()) + 1 - len(ids)), of_known)
    pairs = np.stack((afresh, theme))
    (parts, themes), counts = np.unique(pairs, axis=1, return_counts=True)
    _merge(grouped, known, (parts, themes, counts))
    _split(grouped, afresh, (parts, themes, counts), len(ids))
    return grouped


def _is_news(
    afresh: NDArray[np.int64], vectors: NDArray[np.float32], nearness: NDArray[np.float32]
) -> NDArray[np.bool_]:
    """Tells which texts are nearer to the others of their part of tonight than to anything known, on average by `NEWS`.

    Without it what is new is swallowed: something known is always near enough.
    """
    sizes = np.bincount(afresh)
    sums = np.zeros((len(sizes), vectors.shape[1]))
    np.add.at(sums, afresh, vectors)
    others = sums[afresh] - vectors
    lengths = np.maximum(np.linalg.norm(others, axis=1), np.finfo(float).tiny)
    gain = np.round(np.einsum("ij,ij->i", others, vectors) / lengths - nearness, DECIMALS)
    mean = np.bincount(afresh, weights=gain) / np.maximum(sizes, 1)
    return np.asarray(((mean > NEWS) & (sizes >= LEAST_NEWS))[afresh])


def _merge(
    grouped: Regrouping,
    known: Sequence[KnownTheme],
    table: tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]],
) -> None:
    parts, themes, counts = table
    sizes = np.bincount(grouped.theme)
    whole = (counts >= LEAST_TEXTS) & (counts >= PURE * sizes[themes]) & (themes < len(set(grouped.of_known.tolist())))
    apart: dict[str, frozenset[str]] = {}
    for theme in known:
        apart[theme.theme_id] = apart.get(theme.theme_id, frozenset()) | theme.apart
    for part in np.unique(parts[whole]).tolist():
        inside = themes[whole & (parts == part)]
        order = sorted(inside.tolist(), key=lambda i: (-int(sizes[i]), grouped.ids[i]))
        kept = order[0]
        for other in order[1:]:
            if not apart[grouped.ids[kept]] & {grouped.ids[other]} | apart[grouped.ids[other]] & {grouped.ids[kept]}:
                grouped.merged[grouped.ids[other]] = grouped.ids[kept]
                grouped.theme[grouped.theme == other] = kept
                grouped.of_known[grouped.of_known == other] = kept


def _split(
    grouped: Regrouping,
    afresh: NDArray[np.int64],
    table: tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]],
    known_count: int,
) -> None:
    parts, themes, counts = table
    sizes, part_sizes = np.bincount(grouped.theme, minlength=known_count), np.bincount(afresh)
    for theme in range(known_count):
        mine = themes == theme
        enough = mine & (counts >= LEAST_TEXTS) & (counts >= PART * sizes[theme])
        pure = enough & (counts >= PURE * part_sizes[parts])
        if enough.sum() < 2 or grouped.ids[theme] in grouped.merged:  # noqa: PLR2004 - a theme that is two
            continue
        largest = parts[enough][np.argmax(counts[enough])]
        for part in parts[pure & (parts != largest)].tolist():
            grouped.theme[(grouped.theme == theme) & (afresh == part)] = len(grouped.ids)
            grouped.split_from[len(grouped.ids)] = grouped.ids[theme]
            grouped.ids.append("")
