"""Tells how well what people know matches what an action is about."""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import TYPE_CHECKING, Final

import numpy as np

from triage.model.vocabulary import JOINER

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import TypeAlias

    from numpy.typing import NDArray

    #: Phrases -> one direction of length 1 each, zeros where no word is known; shape (phrases, dimensions).
    Meaning: TypeAlias = Callable[[Sequence[str]], NDArray[np.float32]]

#: What a skill counts at most that is only near in meaning, where one that is the same word counts 1.
_MEANT: Final = 0.5
#: Cosine of a skill with a phrase that are as far as any two.
_FAR: Final = 0.3
#: Fewest letters at the beginning that make two words forms of one.
_STEM: Final = 5
#: Letters in which the ends of two forms may differ: deliver|y, deliver|ies.
_ENDINGS: Final = (2, 4)


def match_skills(
    skills: Sequence[Sequence[str]], texts: Sequence[str], meaning: Meaning | None = None
) -> NDArray[np.float64]:
    """Returns how well skills match texts, from 0 for not at all to nearly 1; shape (members, texts).

    A skill hits a text by its words, or else by how near its meaning is to that of the nearest phrase, which counts
    less; what hits the title hits twice. The match is hits / (hits + 1).

    Args:
        skills: Skills of each member.
        texts: Phrases of each action, joined by |, its title first.
        meaning: Gives phrases a direction; None matches words only.

    >>> match_skills([["firmware", "billing"], ["delivery"]], ["Router|Firmware-Update stuck"]).tolist()
    [[0.5], [0.0]]
    """
    told = sorted({skill for known in skills for skill in known})
    titles = [text.split(JOINER)[0] for text in texts]
    hits = _hits(told, texts, meaning) + _hits(told, titles, meaning)
    row = {skill: number for number, skill in enumerate(told)}
    sums = [hits[[row[skill] for skill in dict.fromkeys(known)]].sum(axis=0) for known in skills]
    total = np.array(sums, np.float64).reshape(len(skills), len(texts))
    return np.asarray(total / (total + 1), np.float64)


def _hits(skills: Sequence[str], texts: Sequence[str], meaning: Meaning | None) -> NDArray[np.float64]:
    """Returns how much each skill hits each text, 0 to 1; shape (skills, texts)."""
    same = [[_said(skill, text) for text in texts] for skill in skills]
    hits = np.array(same, np.float64).reshape(len(skills), len(texts))
    return np.maximum(hits, _MEANT * _nearness(skills, texts, meaning)) if meaning is not None and hits.size else hits


def _said(skill: str, text: str) -> bool:
    parts, words = _words(skill), _words(text)
    return bool(parts) and all(_meets(part, words) for part in parts)


def _nearness(skills: Sequence[str], texts: Sequence[str], meaning: Meaning) -> NDArray[np.float64]:
    """Returns how near each skill is to each text's nearest phrase, from 0 at `_FAR` to 1; shape (skills, texts)."""
    of = [text.split(JOINER) for text in texts]
    phrases = sorted({phrase for each in of for phrase in each})
    place = {phrase: number for number, phrase in enumerate(phrases)}
    cosines = meaning(skills).astype(np.float64) @ meaning(phrases).astype(np.float64).T
    nearest = [cosines[:, [place[phrase] for phrase in each]].max(axis=1) for each in of]
    return np.asarray(np.clip((np.stack(nearest, axis=1) - _FAR) / (1 - _FAR), 0, 1), np.float64)


@functools.lru_cache(maxsize=4096)
def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text).casefold()))


def _meets(part: str, words: frozenset[str]) -> bool:
    return part in words or any(_akin(part, word) for word in words)


@functools.lru_cache(maxsize=65_536)
def _akin(part: str, word: str) -> bool:
    """Tells whether two words are forms of one, or one is a part of the other as in German compounds."""
    shorter, longer = sorted((len(part), len(word)))
    if part.removesuffix("s") == word.removesuffix("s"):
        return True
    if shorter < _STEM:
        return False
    if part.startswith(word) or word.startswith(part) or (len(part) > _STEM and part in word):
        return True
    shared = next((at for at, (left, right) in enumerate(zip(part, word, strict=False)) if left != right), shorter)
    return shared >= _STEM and shorter - shared <= _ENDINGS[0] and longer - shared <= _ENDINGS[1]
