"""Reads what the name of a column says about its contents."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import Final

from triage.listen.names import fold
from triage.listen.vendors import load_table

#: What each kind of word is worth for its field.
_WORTH: Final = {"words": 1.0, "likely": 0.8, "maybe": 0.5}
#: A word that is not the last of its name says less: "Customer Comment" is a comment.
_NOT_LAST: Final = 0.8
_WEAK: Final = 0.6
#: Each word that says nothing known makes a name a little less sure.
_UNKNOWN: Final = 0.92
_LEAST_UNKNOWN: Final = 0.6
_LONGEST: Final = 120
_LONGEST_COMPOUND: Final = 40
_SHORTEST_PART: Final = 3
_SEAMS: Final = re.compile(r"(?<=[a-z0-9äöüß])(?=[A-ZÄÖÜ])|(?<=[A-ZÄÖÜ])(?=[A-ZÄÖÜ][a-zäöüß])|[\W_]+")
_LINKS: Final = ("", "s", "es", "n", "en", "e")
_PERSON_AFTER: Final = ("by", "von", "durch")
_PREPOSITIONS: Final = frozenset({"at", "am", "on", "um", "of", "der", "des", "the"})
_FILLERS: Final = frozenset({"count", "counts", "anzahl", "num", "number", "total", "no", "nr", "zahl", "sum"})


@dataclass(frozen=True, slots=True)
class _Words:
    worth: dict[str, float]
    weak: frozenset[str]
    veto: frozenset[str]


@functools.lru_cache(maxsize=4096)
def words_of(name: str) -> tuple[str, ...]:
    """Splits a column's name into words.

    >>> words_of("Kommentartext"), words_of("user.screenName"), words_of("Veröffentlicht am")
    (('kommentar', 'text'), ('user', 'screenname'), ('veroeffentlicht', 'am'))
    """
    if name.rstrip().endswith("?") or len(name) > _LONGEST:
        return ()  # a question says nothing of its answers
    folded = [fold(part) for part in _SEAMS.split(name)]
    joined = _rejoined([part for part in folded if part and not part.isdecimal()])
    return tuple(word for part in joined for word in _parts(part))


def _rejoined(parts: list[str]) -> list[str]:
    """Puts together again what is one word to us: "screen name", "screenName"."""
    known, result, place = _vocabulary(), list[str](), 0
    while place < len(parts):
        pair = "".join(parts[place : place + 2])
        is_pair = place + 1 < len(parts) and pair in known
        result.append(pair if is_pair else parts[place])
        place += 2 if is_pair else 1
    return result


def _parts(word: str) -> tuple[str, ...]:
    """Splits a compound at known words: "rezensionstext" into "rezension" and "text"."""
    known = _vocabulary()
    if word in known or len(word) > _LONGEST_COMPOUND:
        return (word,)
    if word.endswith("s") and word[:-1] in known:
        return (word[:-1],)
    for cut in range(len(word) - _SHORTEST_PART + 1, 1, -1):
        head, rest = word[:cut], word[cut:]
        first = next((head[: len(head) - len(link)] for link in _LINKS if _is_part(head, link)), "")
        if first and len(rest) > 1:
            if rest in known:
                return (first, rest)
            others = _parts(rest)
            if len(others) > 1:
                return (first, *others)
    return (word,)


def _is_part(head: str, link: str) -> bool:
    part = head.removesuffix(link) if link else head
    return head.endswith(link) and len(part) >= _SHORTEST_PART and part in _vocabulary()


def name_score(name: str, field: str) -> float:
    """Returns how much the words of a column's name speak for a field, 0 to 1.

    >>> name_score("Comment Body", "text"), name_score("comment_count", "text")
    (1.0, 0.0)
    """
    return _score(words_of(name), field)


def kind_of(name: str) -> str:
    """Returns the kind of mention that a column's name begins with, or "".

    >>> kind_of("review_text"), kind_of("Kommentar-ID"), kind_of("text")
    ('review', 'kommentar', '')
    """
    first = next(iter(words_of(name)), "")
    return first if first in _kinds() else ""


def speaks(name: str) -> bool:
    """Returns whether the words of a column's name speak for any field.

    >>> speaks("Comment Body"), speaks("Q17_3")
    (True, False)
    """
    words = words_of(name)
    return any(_score(words, field) for field in _fields())


def is_vetoed(name: str, field: str) -> bool:
    """Returns whether a word of the name says that the column is something else."""
    listed = _fields().get(field)
    return listed is not None and bool(listed.veto & set(words_of(name)))


def is_filler(word: str) -> bool:
    """Returns whether a word of a count's name says nothing of what is counted."""
    return word in _FILLERS or word in _things()


def _score(words: tuple[str, ...], field: str) -> float:
    listed = _fields().get(field)
    if listed is None or not words:
        return 0.0
    if field == "author" and len(words) > 1 and words[-1] in _PERSON_AFTER and _acts() & set(words):
        return 1.0
    hits = {place: listed.worth[word] for place, word in enumerate(words) if word in listed.worth}
    if not hits:
        return 0.0
    last = max(place for place, word in enumerate(words) if word not in _PREPOSITIONS or word in listed.worth)
    best = max(hits, key=lambda place: hits[place] * (1.0 if place >= last else _NOT_LAST))
    others = [word for place, word in enumerate(words) if place != best and word not in _PREPOSITIONS]
    if _says_other(words, best, listed):
        return 0.0
    score = hits[best] * (1.0 if best >= last else _NOT_LAST)
    score *= _WEAK if any(word in listed.weak for word in others) else 1.0
    unknown = sum(word not in listed.worth and word not in _things() for word in others)
    return max(score * _UNKNOWN**unknown, score * _LEAST_UNKNOWN)


def _says_other(words: tuple[str, ...], best: int, listed: _Words) -> bool:
    """Returns whether a word rules the field out; what a row is does so only behind: "Comment Author" is an author."""
    ruled_out = [place for place, word in enumerate(words) if word in listed.veto and word not in listed.worth]
    return any(place > best or words[place] not in _things() for place in ruled_out)


@functools.cache
def _fields() -> dict[str, _Words]:
    return {
        field: _Words(
            {word: worth for kind, worth in reversed(_WORTH.items()) for word in listed.get(kind, "").split()},
            frozenset(listed.get("weak", "").split()),
            frozenset(listed.get("veto", "").split()),
        )
        for field, listed in load_table("column_words").items()
        if isinstance(listed, dict)
    }


@functools.cache
def _acts() -> frozenset[str]:
    return frozenset(load_table("column_words")["acts"].split())


@functools.cache
def _kinds() -> frozenset[str]:
    return frozenset(load_table("column_words")["kinds"].split())


@functools.cache
def _things() -> frozenset[str]:
    return frozenset(load_table("column_words")["things"].split())


@functools.cache
def _vocabulary() -> frozenset[str]:
    """Returns every word that any field knows."""
    listed = _fields().values()
    return _things().union(*(words.weak | words.veto | words.worth.keys() for words in listed))
