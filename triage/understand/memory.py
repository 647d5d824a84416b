"""Knows the themes of earlier nights again by their words, and remembers those of tonight."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from scipy import sparse

from triage.model.memory import KnownTheme, ThemeChange
from triage.understand.vectors import telling_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from triage.understand.themes import Clusters
    from triage.understand.tokens import Tokens
    from triage.understand.vectors import Space

#: Words that are kept of a theme, the commonest first.
MOST_WORDS: Final = 100
#: Texts that earlier nights count for at most, so that a theme can move with what is said of it.
MOST_TEXTS: Final = 1_000.0
#: What one text says alone is no theme to know again.
LEAST_TEXTS: Final = 2


def place_known(known: Sequence[KnownTheme], tokens: Tokens, space: Space) -> NDArray[np.float32]:
    """Returns where known themes are in tonight's space; shape (themes, dimensions).

    A word that nobody says tonight has no place: what it meant shows in the words beside it.
    """
    number = {word: i for i, word in enumerate(tokens.words)}
    rows, columns, shares = [], [], []
    for row, theme in enumerate(known):
        for word, texts in theme.words.items():
            if word in number:
                rows.append(row)
                columns.append(number[word])
                shares.append(texts / theme.texts)
    shape = (len(known), len(tokens.words))
    return space.place(sparse.csr_matrix((np.array(shares, np.float32), (rows, columns)), shape=shape), flat=False)


class SaidWords:
    """Counts in how many of some texts each telling word is said."""

    def __init__(self, tokens: Tokens) -> None:
        """Counts each word of each text once."""
        self._words = tokens.words
        self.counts: Any = tokens.counts(telling_words(tokens).astype(np.float32)).tocsr()
        self.counts.data = np.ones_like(self.counts.data)

    def of(self, texts: NDArray[np.int64]) -> dict[str, float]:
        """Returns in how many of these texts each word is."""
        summed = np.asarray(self.counts[texts].sum(axis=0)).ravel()
        return {self._words[i]: float(summed[i]) for i in np.flatnonzero(summed).tolist()}


def remember(known: Sequence[KnownTheme], clusters: Clusters, ids: Sequence[str], tokens: Tokens) -> list[KnownTheme]:
    """Returns what is to be remembered after a night: what was known before, and tonight's themes.

    Args:
        known: What was known before.
        clusters: Theme of each distinct text.
        ids: Id of each theme.
        tokens: Tokens of the distinct texts.

    Returns:
        The entries of `known`, moved by what was said tonight and under one id where themes are one now; then one for
        each new theme of two texts or more.
    """
    held = SaidWords(tokens).counts
    ones, shape = np.ones(len(tokens), np.float32), (len(ids), len(tokens))
    belongs = sparse.csr_matrix((ones, (clusters.theme, np.arange(len(tokens)))), shape=shape)
    counts: Any = (belongs @ held).tocsr()
    texts = np.bincount(clusters.theme, minlength=len(ids))
    row_of = {theme_id: row for row, theme_id in enumerate(ids)}
    found, moved = [], set()
    for theme in known:
        theme_id = clusters.merged.get(theme.theme_id, theme.theme_id)
        row = None if theme_id in moved else row_of.get(theme_id)
        moved.add(theme_id)
        words, said = ({}, 0.0) if row is None else (_words(counts[row], tokens.words), float(texts[row]))
        found.append(moved_by(replace(theme, theme_id=theme_id), words, said))
    for row, theme_id in enumerate(ids):
        if theme_id not in moved and texts[row] >= LEAST_TEXTS:
            new = KnownTheme(theme_id=theme_id, born_id=theme_id, words={}, texts=0.0)
            found.append(moved_by(new, _words(counts[row], tokens.words), float(texts[row])))
    return found


def changes(clusters: Clusters, ids: Sequence[str]) -> list[ThemeChange]:
    """Returns which known themes were split or merged tonight, in the order of their ids."""
    found = [
        ThemeChange(what="split", theme_id=theme_id, known_id=known_id)
        for theme_id, known_id in zip(ids, clusters.split_from, strict=False)
        if known_id
    ]
    found += [ThemeChange(what="merged", theme_id=gone, known_id=kept) for gone, kept in clusters.merged.items()]
    return sorted(found, key=lambda change: (change.known_id, change.what, change.theme_id))


def _words(row: Any, words: Sequence[str]) -> dict[str, float]:  # noqa: ANN401 - a scipy matrix
    return {words[i]: count for i, count in zip(row.indices.tolist(), row.data.tolist(), strict=True)}


def moved_by(theme: KnownTheme, tonight: dict[str, float], texts: float) -> KnownTheme:
    """Returns a theme moved by what was said of it tonight.

    Args:
        theme: The theme as it was known.
        tonight: How many of tonight's texts each word was in.
        texts: How many texts that are.
    """
    kept = min(1.0, MOST_TEXTS / theme.texts) if theme.texts else 0.0
    counts = {word: count * kept for word, count in theme.words.items()}
    for word, count in tonight.items():
        counts[word] = counts.get(word, 0.0) + count
    commonest = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:MOST_WORDS]
    return replace(theme, words=dict(commonest), texts=theme.texts * kept + texts)
