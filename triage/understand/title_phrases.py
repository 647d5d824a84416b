"""Finds the phrases of a theme's texts that could be its title: where they begin and end, and who supports them."""

from __future__ import annotations

import functools
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from triage.understand.title_words import TitleWords

MIN_WORDS: Final = 2
MAX_WORDS: Final = 7
#: A text is looked at up to here; what it is about has been said by then.
TEXT_CHARS: Final = 600
_ASKING_WORDS: Final = 4
_LEAST_STEM: Final = 3

_BREAK: Final = re.compile(
    r"https?://\S+|www\.\S+|@\w+(?:['\u2019]s\b)?|[.!?,;:()\[\]{}\"“”„»«<>|/\\*~…]+(?=\s|$|[^\w])|[\n\r]+|(?<=\s)[-\u2013\u2014]+(?=\s)"
)
_WORD: Final = re.compile(r"\d+(?:[.,:]\d+)*(?:\s?%)?(?!\w)|#?\w+(?:[-'\u2019]\w+)*")


@dataclass(slots=True)
class Phrase:
    """A row of words that some texts of a theme have.

    Attributes:
        words: The words, folded.
        texts: The texts that have it, one bit each.
        places: Number of the clause, first word and the one after the last, of each time that it is said.
    """

    words: tuple[str, ...]
    texts: int = 0
    places: list[tuple[int, int, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Clause:
    """Words that no mark, link or handle parts: as written, folded, and the text that they are of."""

    surfaces: tuple[str, ...]
    words: tuple[str, ...]
    text: int


def fold_word(word: str) -> str:
    """Returns a word without regard to case, the shape of its apostrophe and the mark of a hashtag."""
    return word.lower().replace("\u2019", "'").lstrip("#")


def split_clauses(text: str, number: int = 0) -> list[Clause]:
    """Splits a text where a mark, link, handle or line end stands between two words.

    >>> [clause.surfaces for clause in split_clauses("@acme z.B. 1.5 hours, lost bag")]
    [('z',), ('B',), ('1.5', 'hours'), ('lost', 'bag')]
    """
    clauses = []
    for segment in _BREAK.split(text[:TEXT_CHARS]):
        row: list[str] = []
        end = 0
        for match in _WORD.finditer(segment):
            if row and segment[end : match.start()].strip():
                clauses.append(row)
                row = []
            row.append(match.group())
            end = match.end()
        clauses.append(row)
    return [Clause(tuple(row), tuple(map(fold_word, row)), number) for row in clauses if row]


def find_phrases(clauses: list[Clause], listed: TitleWords, weight: Callable[[str], float]) -> list[Phrase]:
    """Finds every row of words that may stand by itself, with the texts that have it."""
    return _gather(clauses, lambda clause: _spans(clause, listed, weight))


def find_names(clauses: list[Clause], listed: TitleWords, weight: Callable[[str], float], most: int) -> list[Phrase]:
    """Finds rows of at most `most` words that all say something, or are tied by one that does not."""

    def spans(clause: Clause) -> Iterable[tuple[int, int]]:
        words = clause.words
        says = [saying(word, listed, weight) for word in words]
        for start in range(len(words)):
            for end in range(start + 1, min(start + most, len(words)) + 1):
                if says[start] and says[end - 1] and len({words[start], words[end - 1]}) == min(2, end - start):
                    yield start, end

    return _gather(clauses, spans)


def saying(word: str, listed: TitleWords, weight: Callable[[str], float]) -> bool:
    """Tells whether a word says something about the issue by itself."""
    return (
        len(word) > 1
        and not word[0].isdigit()
        and word not in listed.stop
        and word not in listed.weak
        and word not in listed.units
        and weight(word) > 0
    )


def _gather(clauses: list[Clause], spans: Callable[[Clause], Iterable[tuple[int, int]]]) -> list[Phrase]:
    found: dict[tuple[str, ...], Phrase] = {}
    for number, clause in enumerate(clauses):
        for start, end in spans(clause):
            key = clause.words[start:end]
            phrase = found.get(key)
            if phrase is None:
                phrase = found[key] = Phrase(key)
            phrase.texts |= 1 << clause.text
            phrase.places.append((number, start, end))
    return list(found.values())


def _spans(clause: Clause, listed: TitleWords, weight: Callable[[str], float]) -> Iterable[tuple[int, int]]:
    words = clause.words
    telling = [weight(word) > 0 and word not in listed.stop and len(word) + word.isdigit() > 1 for word in words]
    says = [told and saying(word, listed, weight) for told, word in zip(telling, words, strict=True)]
    if not any(says):
        return
    closes = [_closes(words, i, listed, telling=told) for i, told in enumerate(telling)]
    for start, word in enumerate(words):
        if word in listed.ask:
            # A question stands by itself as a whole, or up to a preposition or conjunction.
            for end in range(start + _ASKING_WORDS, min(start + MAX_WORDS, len(words)) + 1):
                whole = words[end - 1] not in listed.stop if end == len(words) else words[end] in listed.joins
                if whole and any(says[start:end]) and (closes[end - 1] or end == len(words)):
                    yield start, end
            continue
        opens = says[start] or (telling[start] and word[0].isdigit()) or word in listed.begin
        if (opens or _idiom(words, start, listed)) and not _dangles(clause, start, listed):
            for end in range(start + MIN_WORDS, min(start + MAX_WORDS, len(words)) + 1):
                if closes[end - 1] and any(says[start:end]):
                    yield start, end


def _dangles(clause: Clause, place: int, listed: TitleWords) -> bool:
    """Tells whether a word hangs on the one before it: on a question word, or as an adjective on an article."""
    if not place:
        return False
    word, before = clause.words[place], clause.words[place - 1]
    if before in listed.ask:
        return True
    return (
        before in listed.articles
        and word.endswith(listed.inflected)
        and place + 1 < len(clause.words)
        and clause.surfaces[place + 1][0].isupper()
        and clause.surfaces[place][0].islower()
    )


def _closes(words: tuple[str, ...], place: int, listed: TitleWords, *, telling: bool) -> bool:
    word = words[place]
    if word in listed.particles:
        # The same word is a preposition when more of the clause follows.
        return place + 1 == len(words) or words[place + 1] in listed.joins
    return (telling and word not in listed.weak) or word in listed.end or word in listed.units


def _idiom(words: tuple[str, ...], place: int, listed: TitleWords) -> bool:
    return words[place] in listed.idiom_heads and any(
        " ".join(words[place : place + idiom.count(" ") + 1]) == idiom for idiom in listed.idioms
    )


def written(phrase: Phrase, clauses: list[Clause]) -> str:
    """Returns a phrase as it is written most often; of ties the first in the order of characters."""
    surfaces = Counter(" ".join(clauses[number].surfaces[start:end]) for number, start, end in phrase.places)
    return min(surfaces.items(), key=lambda item: (-item[1], item[0]))[0]


def cut(phrase: Phrase, clauses: list[Clause], telling: Callable[[str], bool]) -> tuple[float, float]:
    """Returns how often a phrase is cut off from a word before it, and from one after it, that says something.

    "service phone" is cut off from "customer" and "number"; the shares are of the times that it is said.
    """
    before = after = 0
    for number, start, end in phrase.places:
        words = clauses[number].words
        before += start > 0 and telling(words[start - 1])
        after += end < len(words) and telling(words[end])
    return before / len(phrase.places), after / len(phrase.places)


def holds(words: tuple[str, ...], part: tuple[str, ...]) -> bool:
    """Tells whether one row of words holds another."""
    return any(words[i : i + len(part)] == part for i in range(len(words) - len(part) + 1))


@functools.lru_cache(maxsize=200_000)
def stem(word: str, endings: tuple[str, ...]) -> str:
    """Returns a word without its ending, so that "delays" and "delayed" support one another; never shown.

    >>> stem("cancelled", ("ed", "s")) == stem("cancels", ("ed", "s"))
    True
    """
    for ending in endings:
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST_STEM:
            word = word[: -len(ending)]
            break
    return word[:-1] if len(word) > _LEAST_STEM and word[-1] == word[-2] else word
