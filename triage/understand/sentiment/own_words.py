"""Lets a company's own words act on the sentiment of the texts that hold them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from triage.understand.sentiment.ngrams import negated_places
from triage.understand.tokens import split_texts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from triage.understand.tokens import Tokens

#: A word of 1 multiplies the odds of positive against neutral by e to this, and those of negative by its inverse.
STRENGTH: Final = 2.0
#: A negated word counts so much, as TextBlob has it.
NEGATED: Final = -0.5
_LEAST: Final = 1e-4


def word_values(tokens: Tokens, words: Mapping[str, float]) -> NDArray[np.float64]:
    """Returns the summed value of a company's words in each text, -1 to 1; each word counts once a text.

    Args:
        tokens: The texts.
        words: Words or phrases, in any case, with their values.

    Returns:
        Shape (texts,); of a word that is there both plain and negated, the plain one counts.

    >>> word_values(split_texts(["That is SICK!", "not sick", "late"]), {"sick": 0.8}).tolist()
    [0.8, -0.4, 0.0]
    """
    values = np.zeros(len(tokens))
    if not len(tokens.ids):
        return values
    owners, is_negated = tokens.owners(), negated_places(tokens)
    for phrase in sorted(words):
        places = _places(tokens, owners, phrase)
        plain = np.unique(owners[places[~is_negated[places]]])
        turned = np.setdiff1d(owners[places[is_negated[places]]], plain)
        values[plain] += words[phrase]
        values[turned] += NEGATED * words[phrase]
    return np.clip(values, -1, 1)


def _places(tokens: Tokens, owners: NDArray[np.int64], phrase: str) -> NDArray[np.int64]:
    """Returns where in `tokens.ids` a phrase begins, within one text."""
    asked = split_texts([phrase])
    parts = [np.array([word == asked.words[i] for word in tokens.words], bool) for i in asked.ids.tolist()]
    last = len(tokens.ids) - len(parts) + 1
    if not parts or last < 1:
        return np.empty(0, np.int64)
    found = owners[:last] == owners[len(parts) - 1 :]
    for offset, is_part in enumerate(parts):
        found &= is_part[tokens.ids[offset : offset + last]]
    return np.flatnonzero(found)


def weigh_words(shares: NDArray[np.float64], values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Changes probabilities by the values of a company's words.

    Args:
        shares: Negative, neutral, positive; NaN rows stay. Shape (texts, 3).
        values: What `word_values` returns.

    >>> weigh_words(np.array([[0.3, 0.4, 0.3]]), np.array([0.8])).round(2).tolist()
    [[0.03, 0.21, 0.76]]
    """
    weighed = shares.copy()
    rows = np.flatnonzero(values)
    turned = np.clip(shares[rows], _LEAST, 1) * np.exp(STRENGTH * values[rows, None] * np.array([-1.0, 0.0, 1.0]))
    weighed[rows] = turned / turned.sum(axis=1, keepdims=True)
    return weighed
