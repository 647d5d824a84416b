"""Says in English what German words mean, so that the table of word vectors, which knows English, can place them."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Final

import numpy as np

from triage.understand.lang import SCORED_LANGUAGES, lines, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from triage.understand.tokens import Tokens

#: Endings that a word may have in another form, the longest first.
_ENDINGS: Final = ("sten", "ten", "est", "ern", "end", "em", "en", "er", "es", "et", "st", "te", "e", "n", "s", "t")
#: Letters that may stand between the parts of a compound.
_LINKS: Final = ("", "s", "n", "en", "es", "e", "er")
#: Letters that a stem and the parts of a compound have at least; a head that is known alone has more.
_LEAST_STEM, _LEAST_PART, _LEAST_HEAD, _LEAST_MODIFIER = 4, 4, 5, 3
_LEAST_COMPOUND: Final = 8
_FOLDED: Final = str.maketrans("äöü", "aou")
#: No compound is longer.
_MOST_CHARS: Final = 40


def explain(told: Sequence[str], german: NDArray[np.int64]) -> list[str]:
    """Returns what each word means in English, or the word itself where that is not known.

    Args:
        told: Words in lower case.
        german: Above 0 for a word that German texts use, below for one that English texts do, and 0 where that is not
            known: such a word is looked up as it is, without its endings and parts.

    >>> explain(["kleiner", "bahnhofstoilette", "kind", "zug"], np.array([1, 1, -1, 0]))
    ['small', 'station toilet', 'kind', 'train']
    """
    known = _tables()[0]
    return [
        known.get(word, word) if sign == 0 else (sign > 0 and _meaning(word)) or word
        for word, sign in zip(told, np.sign(german).tolist(), strict=True)
    ]


def lean(tokens: Tokens) -> NDArray[np.int64]:
    """Returns how many more German than English texts use each word; shape (words,).

    A text is of the language that more of its words are function words of.
    """
    english, german = (words(language, "stop_words") for language in SCORED_LANGUAGES)
    sign = np.array([(word in german) - (word in english) for word in tokens.words], np.float32)
    counts = tokens.counts()
    side = np.sign(counts @ sign)
    counts.data = np.ones_like(counts.data)
    return np.asarray(counts.T @ side, np.int64)


@functools.lru_cache(maxsize=1 << 16)
def _meaning(word: str) -> str:
    known = _tables()[0]
    if word in known:
        return known[word]
    if not word.isalpha() or len(word) > _MOST_CHARS:
        return ""
    return _of_stem(word) or (_of_compound(word) if len(word) >= _LEAST_COMPOUND else "")


def _of_stem(word: str) -> str:
    stems = _tables()[1]
    return next((stems[stem] for stem in _stems(word) if stem in stems), "")


def _of_compound(word: str) -> str:
    """Returns the meaning of both parts; of the head with the rest as it is, where only that is known."""
    places = range(_LEAST_MODIFIER, len(word) - _LEAST_PART + 1)
    heads = [(word[:place], _of_part(word[place:]), len(word) - place) for place in places]
    known = [(modifier, head, length) for modifier, head, length in heads if head]
    for modifier, head, _ in known:
        for link in _LINKS:
            if modifier.endswith(link) and len(modifier) - len(link) >= _LEAST_MODIFIER:
                found = _of_part(modifier.removesuffix(link))
                if found:
                    return f"{found} {head}"
    return next((f"{modifier} {head}" for modifier, head, length in known if length >= _LEAST_HEAD), "")


def _of_part(part: str) -> str:
    known, stems = _tables()
    return known.get(part, "") or stems.get(part, "") or (_of_stem(part) if len(part) > _LEAST_PART else "")


def _stems(word: str) -> Iterable[str]:
    """Yields a word without its endings: as it is, without one ending, without two."""
    found = [word.translate(_FOLDED)]  # many plurals have another vowel
    for _ in range(2):
        yield from found
        found = [
            stem.removesuffix(ending)
            for stem in found
            for ending in _ENDINGS
            if stem.endswith(ending) and len(stem) - len(ending) >= _LEAST_STEM
        ]
    yield from found


@functools.cache
def _tables() -> tuple[dict[str, str], dict[str, str]]:
    """Returns meanings of words, and of their stems."""
    pairs = (pair.split("=") for line in lines("de", "glosses") for pair in line.split())
    known = {word: meaning.replace("_", " ") for word, meaning in pairs}
    stems: dict[str, str] = {}
    for word, meaning in known.items():
        for stem in _stems(word):
            stems.setdefault(stem, meaning)
    return known, stems
