"""Replaces the names of known people where texts speak of them."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

_WORD: Final = re.compile(r"\w+")
#: A single name counts if it can be no common word: it has a digit or a mark within, and five characters.
_NICKNAME: Final = re.compile(r"(?=\S*[^\W\d_])(?=\S*[\d_.@-])\w\S{3,}\w")
_LEAST_LETTERS: Final = 2


def replace_names(texts: pd.Series[Any], known: Mapping[str, str]) -> pd.Series[Any]:
    """Replaces names of two words or more (Ann Lee), and single ones that are no common word (ann_lee7).

    A single word such as Ann stays: it may be anybody, or no name at all.

    Args:
        texts: What was said.
        known: Name -> what takes its place, behind an @.

    >>> replace_names(pd.Series(["Ask ann  LEE, Ann!"], dtype="str"), {"Ann Lee": "author_1", "Ann": "author_2"}).item()
    'Ask @author_1, Ann!'
    """
    spoken = _Spoken(texts)
    known = {name.lstrip("@"): shown for name, shown in known.items()}
    by_trigger: dict[str, list[str]] = {}
    for name in filter(_is_telling, known):
        trigger = spoken.rarest(_words(name))
        if trigger:
            by_trigger.setdefault(trigger, []).append(name)
    rows = spoken.rows_with(by_trigger)
    if not len(rows):
        return texts
    replaced = texts.tolist()
    for row in rows.tolist():
        found = {name for word in _words(replaced[row]) for name in by_trigger.get(word, ())}
        for name in sorted(found, key=lambda name: (-len(name), name)):
            pattern = r"\s+".join(map(re.escape, name.split()))
            replaced[row] = re.sub(
                rf"(?<!\w)(?:@|/?u/)?{pattern}(?!\w)", f"@{known[name]}", replaced[row], flags=re.IGNORECASE
            )
    return pd.Series(replaced, index=texts.index, dtype="str")


def _is_telling(name: str) -> bool:
    words = [word for word in _WORD.findall(name) if len(word) >= _LEAST_LETTERS and not word.isdecimal()]
    return (len(words) > 1 and len(name.split()) > 1) or _NICKNAME.fullmatch(name) is not None


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


class _Spoken:
    """Which words are in which texts; each distinct chunk between white space is looked into once."""

    def __init__(self, texts: pd.Series[Any]) -> None:
        chunks = pc.utf8_split_whitespace(pa.array(texts, pa.large_string()))
        encoded = chunks.flatten().dictionary_encode()
        self._codes: NDArray[np.int64] = encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
        self._offsets: NDArray[np.int64] = chunks.offsets.to_numpy().astype(np.int64)
        self._chunks: list[list[str]] = [_words(chunk) for chunk in encoded.dictionary.to_pylist()]
        often = np.bincount(self._codes, minlength=len(self._chunks)).tolist()
        self._counts: Counter[str] = Counter()
        for words, count in zip(self._chunks, often, strict=True):
            for word in words:
                self._counts[word] += count

    def rarest(self, words: Iterable[str]) -> str:
        """Returns the word that is spoken least; "" where one is not spoken at all."""
        rarest = min(words, key=lambda word: (self._counts[word], word))
        return rarest if self._counts[rarest] else ""

    def rows_with(self, words: Mapping[str, Any]) -> NDArray[np.int64]:
        """Returns the texts that hold one of the words, in order."""
        wanted = np.fromiter((any(word in words for word in each) for each in self._chunks), bool, len(self._chunks))
        places = np.flatnonzero(wanted[self._codes]) if len(wanted) else np.zeros(0, np.int64)
        return np.unique(np.searchsorted(self._offsets, places, side="right") - 1)
