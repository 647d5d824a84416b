"""Tells how well what people know matches what an action is about."""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

#: Fewest letters at the beginning that make two words forms of one.
_STEM: Final = 5
#: Letters in which the ends of two forms may differ: deliver|y, deliver|ies.
_ENDINGS: Final = (2, 4)


def match_skills(skills: Sequence[Sequence[str]], texts: Sequence[str]) -> NDArray[np.float64]:
    """Returns how well skills match texts, from 0 for not at all to nearly 1; shape (members, texts).

    Args:
        skills: Skills of each member.
        texts: Phrases of each action, joined by |.
    """
    matches = [[skill_match(known, text) for text in texts] for known in skills]
    return np.array(matches, dtype=np.float64).reshape(len(skills), len(texts))


def skill_match(skills: Sequence[str], text: str) -> float:
    """Returns how well skills match a text, from 0 for none to nearly 1 for many.

    >>> skill_match(["firmware", "billing"], "Firmware-Update stuck")
    0.5
    """
    words = _words(text)
    hits = sum(bool(parts := _words(skill)) and all(_meets(part, words) for part in parts) for skill in skills)
    return hits / (hits + 1)


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
