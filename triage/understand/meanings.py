"""Gives phrases a direction by what their words mean, so that two of one meaning can be told to be near."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from triage.understand.graph import on_grid, unit
from triage.understand.lang import SCORED_LANGUAGES, words
from triage.understand.language import detect_languages
from triage.understand.tokens import split_texts
from triage.understand.vectors import static_vectors

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


def directions(phrases: Sequence[str]) -> NDArray[np.float32]:
    """Returns the mean direction of the words of each phrase, German ones by what they mean in English.

    Words that only join others count where a phrase has no other words.

    Args:
        phrases: Words or short phrases.

    Returns:
        Shape (phrases, 256), each of length 1, or 0 where no word is known; on the grid of `graph.on_grid`.
    """
    tokens = split_texts(list(phrases))
    german = np.array([code == "de" for code in detect_languages(phrases)], np.int64)
    numbers, owners = tokens.ids, tokens.owners()
    said = tokens.said()[numbers]
    joins = np.isin(tokens.words, sorted(_joining()))[numbers]
    says_more = np.isin(owners, owners[said & ~joins])
    kept = said & ~(joins & says_more)
    pairs, place = np.unique(np.stack([numbers[kept], german[owners[kept]]]), axis=1, return_inverse=True)
    vectors = static_vectors([tokens.words[i].lstrip("#") for i in pairs[0].tolist()], pairs[1])
    counts = sparse.csr_matrix((np.ones(len(place)), (owners[kept], place.ravel())), shape=(len(tokens), len(vectors)))
    return on_grid(unit(np.asarray(counts @ vectors)))


def _joining() -> frozenset[str]:
    return frozenset[str]().union(*(words(language, "stop_words") for language in SCORED_LANGUAGES))
