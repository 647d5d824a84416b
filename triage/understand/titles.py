"""Names each theme and each topic in its customers' own words."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from triage.understand.quotes import Quoter
from triage.understand.title_phrases import (
    MAX_WORDS,
    MIN_WORDS,
    Phrase,
    find_names,
    find_phrases,
    fold_word,
    holds,
    split_clauses,
    written,
)
from triage.understand.title_words import title_words
from triage.understand.title_worth import COMMON, MAX_TITLE_CHARS, Heard
from triage.understand.tokens import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from triage.understand.tokens import Tokens

#: Texts of a theme, the most central first, whose words and phrases are looked at; and of a topic.
REPRESENTATIVES: Final = 60
#: The same for a theme that is not among the largest of the night.
FEW_REPRESENTATIVES: Final = 12
TOPIC_TEXTS: Final = 200
TOPIC_WORDS: Final = 3
TERMS: Final = 5
TERM_WORDS: Final = 4
#: What one word is worth beside two as the name of a topic: a noun where nouns are written so, and any other.
_SINGLE: Final = (0.8, 0.35)
#: Share of the texts with a phrase that a longer one must be in to take its place: of two words, and of more.
SHARED: Final = (0.1, 0.5)
MAX_EXTENDED: Final = 6


@dataclass(frozen=True, slots=True)
class Naming:
    """The name of one theme.

    Attributes:
        title: 2 to 8 words, unique within the night.
        terms: Key phrases, the most telling first.
        quote: Number of the text that best stands for the theme.
    """

    title: str
    terms: tuple[str, ...]
    quote: int


class Namer:
    """Names the themes of one night, each title once."""

    def __init__(
        self, texts: Sequence[str], languages: Sequence[str], tokens: Tokens, telling: NDArray[np.bool_]
    ) -> None:
        """Keeps what is common to all themes.

        Args:
            texts: The distinct texts.
            languages: Their languages.
            tokens: Their tokens.
            telling: Words that say something about an issue; shape (words,).
        """
        self._texts = texts
        self._languages = languages
        self._number = {word.lstrip("#"): i for i, word in enumerate(tokens.words) if telling[i]}
        self._surface = {
            word: surface
            for word, surface, kind in zip(tokens.words, tokens.surfaces, tokens.kinds, strict=True)
            if kind == Kind.WORD
        }
        self._quoter = Quoter(texts)
        self._used: set[frozenset[str]] = set()
        self._used_titles: set[str] = set()

    def name(
        self,
        members: NDArray[np.int64],
        weights: dict[int, float],
        quotable: frozenset[int] = frozenset(),
        most: int = REPRESENTATIVES,
    ) -> Naming:
        """Names one theme.

        Args:
            members: Numbers of its texts, the most central first.
            weights: How telling each word is for the theme.
            quotable: Texts of which the quote should be one; any without.
            most: Texts that are looked at.

        Returns:
            Its `Naming`.
        """
        chosen, heard = self._hear(members, weights, most)
        ranked = heard.ranked(find_phrases(heard.clauses, heard.listed, heard.weight))
        title = self._title(ranked, heard) or self._fallback(chosen)
        wanted = [text for text in members.tolist() if text in quotable][:most] if quotable else []
        quote = self._quoter.choose(wanted or chosen, title, heard.listed)
        return Naming(title=title, terms=self._terms(ranked, heard), quote=quote)

    def name_topic(self, members: NDArray[np.int64], weights: dict[int, float]) -> str:
        """Names one topic: with one to three words that many of its texts have and few others."""
        chosen, heard = self._hear(members, weights, TOPIC_TEXTS)
        names = find_names(heard.clauses, heard.listed, heard.weight, 1)
        names += [
            phrase
            for phrase in find_phrases(heard.clauses, heard.listed, heard.weight)
            if len(phrase.words) <= TOPIC_WORDS and not any(word[0].isdigit() for word in phrase.words)
        ]

        def worth(phrase: Phrase) -> float:
            said = sum(map(heard.weight, heard.content(phrase))) * math.sqrt(heard.support(phrase))
            said /= 1 + 0.15 * (len(phrase.words) - len(heard.content(phrase)))
            if len(phrase.words) > 1:
                return said * (1 if len(heard.key(phrase)) > 1 else 0.5)
            return said * _SINGLE[not heard.listed.capitals or not self._noun_like(phrase, heard)]

        for phrase in heard.ranked(names, worth):
            title = self._written(phrase, heard)
            if heard.listed.insults.isdisjoint(phrase.words) and self._take(heard.key(phrase), title):
                return title
        return self._fallback(chosen)

    def _hear(self, members: NDArray[np.int64], weights: dict[int, float], most: int) -> tuple[list[int], Heard]:
        spoken = [self._languages[i] for i in members.tolist()]
        language = min(Counter(spoken).items(), key=lambda item: (-item[1], item[0]))[0]
        chosen = [i for i, code in zip(members.tolist(), spoken, strict=True) if code == language][:most]
        texts = [self._texts[i] for i in chosen]
        return chosen, Heard(texts, title_words(language), weights, self._number)

    def _title(self, ranked: list[Phrase], heard: Heard) -> str:
        if not ranked or heard.rare(ranked[0]):
            joined = self._joined(heard)
            if joined:
                return joined
        for phrase in ranked:
            for candidate in (_extension(phrase, ranked), phrase):
                title = self._written(candidate, heard)
                if self._take(heard.key(candidate), title):
                    return title
        return self._joined(heard)

    def _joined(self, heard: Heard) -> str:
        """Returns the two most telling terms that texts share, or nothing: "refund, cancelled flight"."""
        names = [
            name
            for name in find_names(heard.clauses, heard.listed, heard.weight, TOPIC_WORDS)
            if name.texts.bit_count() >= max(2, heard.size * COMMON) and self._noun_like(name, heard)
        ]
        if not names:
            return ""
        names.sort(key=lambda name: (-heard.worth(name) * math.sqrt(heard.support(name)), name.words))
        first = names[0]
        second = next((name for name in names if not heard.key(name) & heard.key(first)), None)
        if second is None:
            return ""
        title = f"{self._written(first, heard)}, {self._written(second, heard)}"
        return title if self._take(heard.key(first) | heard.key(second), title) else ""

    def _noun_like(self, phrase: Phrase, heard: Heard) -> bool:
        """Tells whether one word may be a noun: where nouns have a capital, only a word that mostly has one."""
        if len(phrase.words) > 1 or not heard.listed.capitals:
            return True
        return self._surface.get(phrase.words[0], "")[:1].isupper()

    def _take(self, key: frozenset[str], title: str) -> bool:
        if not key or key in self._used or title.casefold() in self._used_titles:
            return False
        self._used.add(key)
        self._used_titles.add(title.casefold())
        return True

    def _fallback(self, chosen: list[int]) -> str:
        words = [word for clause in split_clauses(self._texts[chosen[0]]) for word in clause.surfaces]
        base = " ".join(words[:MAX_WORDS]) or self._texts[chosen[0]].strip()[:MAX_TITLE_CHARS]
        base = base[:MAX_TITLE_CHARS].strip() or "without words"
        title, number = base, 2
        while title.casefold() in self._used_titles:
            title, number = f"{base} ({number})", number + 1
        self._used_titles.add(title.casefold())
        return title

    def _written(self, phrase: Phrase, heard: Heard) -> str:
        words = written(phrase, heard.clauses).split(" ")
        return " ".join(self._surface.get(fold_word(word), word) if word.isupper() else word for word in words)

    def _terms(self, ranked: list[Phrase], heard: Heard) -> tuple[str, ...]:
        terms: list[str] = []
        seen: set[str] = set()
        for phrase in ranked:
            content = {heard.stem(word) for word in phrase.words if heard.weight(word) > 0}
            if len(phrase.words) <= TERM_WORDS and not content & seen:
                terms.append(self._written(phrase, heard))
                seen |= content
            if len(terms) == TERMS:
                break
        return tuple(terms)


def _extension(phrase: Phrase, phrases: list[Phrase]) -> Phrase:
    """Returns the longer phrase around one that enough of its texts share, or the phrase itself.

    "on hold" says less than "on hold for over an hour", and a German verb is not whole without its particle.
    """
    share = SHARED[len(phrase.words) > MIN_WORDS]
    least = max(2, share * phrase.texts.bit_count())
    longer = [
        other
        for other in phrases
        if len(phrase.words) < len(other.words) <= MAX_EXTENDED
        and not any(word[0].isdigit() for word in other.words)
        and (other.texts & phrase.texts).bit_count() >= least
        and holds(other.words, phrase.words)
    ]
    if not longer:
        return phrase
    best = max(longer, key=lambda other: (other.texts.bit_count(), len(other.words), other.words))
    return _extension(best, phrases)
