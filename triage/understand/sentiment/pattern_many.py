"""Finds the few chunks of many texts that change what TextBlob says of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from triage.understand.sentiment.pattern_effects import Act, Modifier
from triage.understand.sentiment.pattern_words import JOINTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from triage.understand.sentiment.pattern_effects import Effect, Effects, Step

_UNCLEAR, _NO_NEGATION, _NOTHING_PENDING = range(3)
_ENDS: Final = {end: i for i, end in enumerate(("", *sorted({mark for joint in JOINTS for mark in joint})))}
_JOINS: Final = np.array([[tail + head in JOINTS for head in _ENDS] for tail in _ENDS])


@dataclass(frozen=True, slots=True)
class Turns:
    """The effects that matter to texts.

    Attributes:
        numbers: Numbers of effects, all texts in a row.
        bounds: Where each text begins in `numbers`, and the end of the last.
        untold: Texts of which only the whole can tell, because an emoticon may stand across a blank.
    """

    numbers: list[int]
    bounds: list[int]
    untold: list[int]


@dataclass(frozen=True, slots=True)
class _Traits:
    """What each effect is, as numbers: before and after it, how far negation and modifier are known to be ended."""

    tails: NDArray[np.uint8]
    heads: NDArray[np.uint8]
    untold: NDArray[np.bool_]
    clears: NDArray[np.uint8]
    acts: NDArray[np.bool_]
    leaves: NDArray[np.uint8]

    @classmethod
    def of(cls, effects: Sequence[Effect]) -> _Traits:
        steps = [effect.steps or () for effect in effects]
        leaves = np.array([_left(each) for each in steps], np.uint8)
        acts = np.array([any(step.act > Act.CLEAR_NEGATION for step in each) for each in steps], bool)
        return cls(
            tails=np.array([_ENDS[effect.tail] for effect in effects], np.uint8),
            heads=np.array([_ENDS[effect.head] for effect in effects], np.uint8),
            untold=np.array([effect.steps is None for effect in effects], bool),
            clears=np.where(acts, _UNCLEAR, leaves),
            acts=acts,
            leaves=leaves,
        )


def find_turns(texts: Sequence[str], effects: Effects) -> Turns:
    """Returns what matters to the score of each text.

    White space is split by pyarrow, which means by it what Python does; each distinct chunk is looked up once.

    Args:
        texts: Texts without lone surrogates.
        effects: What is known of chunks; becomes more.
    """
    chunks = pc.utf8_split_whitespace(pa.array(texts, pa.large_string()))
    offsets = chunks.offsets.to_numpy()
    encoded = chunks.flatten().dictionary_encode()
    distinct = encoded.dictionary.to_pylist()
    numbers = np.fromiter(map(effects.__getitem__, distinct), np.int32, len(distinct))
    numbers = numbers[encoded.indices.to_numpy()]
    traits = _Traits.of(effects.distinct)
    untold = np.concatenate((_linked(numbers, offsets, traits), np.flatnonzero(traits.untold[numbers])))
    owners = np.unique(np.searchsorted(offsets, untold, side="right") - 1)
    matters = _matters(numbers, offsets, traits)
    bounds = np.searchsorted(matters, offsets)
    return Turns(numbers[matters].tolist(), bounds.tolist(), owners.tolist())


def _linked(numbers: NDArray[np.int32], offsets: NDArray[np.int64], traits: _Traits) -> NDArray[np.int64]:
    """Returns places of chunks that may go on with an emoticon of the chunk before."""
    heads = traits.heads[numbers]
    heads[offsets[:-1]] = 0  # every text has a chunk, though it may be empty
    at = np.flatnonzero(heads)
    return np.asarray(at[_JOINS[traits.tails[numbers[at - 1]], heads[at]]], np.int64)


def _matters(numbers: NDArray[np.int32], offsets: NDArray[np.int64], traits: _Traits) -> NDArray[np.int64]:
    """Returns places of chunks that score, or that clear more than is known to be cleared before them."""
    at = np.flatnonzero((traits.acts | (traits.clears > 0))[numbers])
    for _ in range(2):  # the second time without the clearing of little that stood between two of more
        here = numbers[at]
        left = np.full(len(at), _NOTHING_PENDING, np.uint8)
        left[1:] = traits.leaves[here[:-1]]
        first = np.searchsorted(at, offsets[:-1])
        left[first[first < len(at)]] = _NOTHING_PENDING
        at = at[traits.acts[here] | (traits.clears[here] > left)]
    return at


def _left(steps: tuple[Step, ...]) -> int:
    """Says how far negation and modifier are known to be ended after an effect, whatever was before it."""
    left = _UNCLEAR
    for step in steps:
        if step.act == Act.CLEAR or (step.act == Act.SCORE and step.modifier == Modifier.NONE):
            left = _NOTHING_PENDING
        elif step.act == Act.CLEAR_NEGATION:
            left = max(left, _NO_NEGATION)
        elif step.act in {Act.SCORE, Act.NEGATE, Act.NEGATE_BRIEFLY}:
            left = _UNCLEAR
    return left
