"""Tells which mentions are about the company, by its names, the channel, and the night's own words."""

from __future__ import annotations

import functools
import tomllib
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from triage.understand.brand_names import Naming, find_names
from triage.understand.tokens import Kind, split_texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from triage.model.settings import BrandSettings
    from triage.understand.tokens import Tokens

#: On a channel where fewer of the mentions name the company, its absence says nothing.
LEAST_NAMED: Final = 0.1
#: Sure mentions, and mentions without a name, that the night must have to show how each kind speaks.
LEAST_LEARNED: Final = 200
#: Share of the sure mentions that may speak less like the others than what is set aside.
ODD_SHARE: Final = 0.001
#: Share of the plainly named ones that must speak so before the name is taken to mean two things.
LEAST_SECOND_SENSE: Final = 0.04
#: A word in fewer texts says nothing, and no word says more than this (natural logarithm).
_LEAST_TEXTS: Final = 3
_MOST_WEIGHT: Final = 2.0


class Aside(StrEnum):
    """Why a mention is not about the company."""

    ABOUT = ""
    UNNAMED = "does not name the brand"
    OTHER_SENSE = "the name means something else here"


@functools.cache
def own_channels() -> frozenset[str]:
    """Returns the channels where nobody needs to name the company.

    >>> "app-store" in own_channels(), "x" in own_channels()
    (True, False)
    """
    with Path(__file__).with_name("relevance.toml").open("rb") as file:
        return frozenset(tomllib.load(file)["own_channels"])


def judge_relevance(
    texts: Sequence[str], languages: Sequence[str], channels: Sequence[str], brands: BrandSettings
) -> NDArray[np.object_]:
    """Tells why mentions are not about the company.

    Setting aside a complaint costs more than keeping what is irrelevant. So a mention without a name stays on a channel
    where people speak to the company itself, and on one where hardly anybody names it. A mention with a name goes only
    if the name is a single word, and the night shows a second sense: at least `LEAST_SECOND_SENSE` of such mentions
    speak less like those that surely mean the company than all but `ODD_SHARE` of these do.

    Args:
        texts: The text of each mention.
        languages: Its language.
        channels: Its channel.
        brands: The names; without any all mentions are about the company.

    Returns:
        A word of `Aside` for each mention, "" where it is about the company; shape (mentions,). The order of the
        mentions changes nothing.
    """
    reasons = np.full(len(texts), str(Aside.ABOUT), object)
    if not brands.names or not len(texts):
        return reasons
    numbers, distinct = pd.factorize(np.asarray(texts, object))
    text_of = np.asarray(numbers, np.int64)
    first = np.unique(text_of, return_index=True)[1]
    tokens = split_texts([str(text) for text in distinct])
    found = find_names(tokens, [languages[place] for place in first], (*brands.names, *brands.also), brands.other)
    naming = found.naming[text_of]
    absent = (naming == Naming.NONE) & ~_excused(channels, naming, brands)
    silent = np.zeros(len(tokens), bool)
    silent[text_of[absent]] = True
    odd = _speaks_otherwise(tokens, found.naming, silent, found.words)
    reasons[absent] = str(Aside.UNNAMED)
    reasons[odd[text_of] & ~_own(channels, brands)] = str(Aside.OTHER_SENSE)
    return reasons


def _own(channels: Sequence[str], brands: BrandSettings) -> NDArray[np.bool_]:
    own = frozenset(brands.own_channels) or own_channels()
    return np.array([channel in own for channel in channels], bool)


def _excused(channels: Sequence[str], naming: NDArray[np.int8], brands: BrandSettings) -> NDArray[np.bool_]:
    """Tells which mentions need not name the company, by their channel."""
    shares = pd.Series(naming > Naming.NONE).groupby(np.asarray(channels, object)).transform("mean")
    return _own(channels, brands) | (shares.to_numpy() < LEAST_NAMED)


def _speaks_otherwise(
    tokens: Tokens, naming: NDArray[np.int8], silent: NDArray[np.bool_], names: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Tells which plainly named texts use the words of texts without a name; shape (texts,)."""
    sure, plain = naming == Naming.SURE, naming == Naming.PLAIN
    nothing = np.zeros(len(tokens), bool)
    if min(int(sure.sum()), int(silent.sum())) < LEAST_LEARNED or not plain.any():
        return nothing
    scores = _likeness(_presence(tokens, names), sure, silent)
    odd: NDArray[np.bool_] = plain & (scores < min(0.0, np.quantile(scores[sure], ODD_SHARE)))
    return odd if odd.sum() >= LEAST_SECOND_SENSE * plain.sum() else nothing


def _presence(tokens: Tokens, names: NDArray[np.bool_]) -> Any:  # noqa: ANN401 - scipy's matrix has no exact type
    """Returns which text holds which telling word; a CSR matrix of texts x words, 0 or 1."""
    counts = tokens.counts().astype(np.float64)
    counts.data[:] = 1.0
    frequent = np.asarray(counts.sum(axis=0)).ravel() >= _LEAST_TEXTS
    return counts[:, frequent & ~names & (tokens.kinds == Kind.WORD)]


def _likeness(
    presence: Any,  # noqa: ANN401 - scipy's matrix has no exact type
    sure: NDArray[np.bool_],
    silent: NDArray[np.bool_],
) -> NDArray[np.float64]:
    """Returns how much more a text's words go with sure texts than with silent ones.

    Sum of log odds over the distinct words (naive Bayes with Laplace's rule), over the square root of their number, so
    that long texts are no surer than they should be.
    """
    with_sure = np.asarray(presence[sure].sum(axis=0)).ravel()
    with_silent = np.asarray(presence[silent].sum(axis=0)).ravel()
    odds = np.log((with_sure + 1) / (sure.sum() + 2)) - np.log((with_silent + 1) / (silent.sum() + 2))
    weights = np.round(np.clip(odds, -_MOST_WEIGHT, _MOST_WEIGHT), 6)
    length = np.asarray(presence.sum(axis=1)).ravel()
    return np.asarray(np.round((presence @ weights) / np.sqrt(np.maximum(length, 1)), 6), np.float64)
