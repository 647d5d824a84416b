"""Tells what a phrase is worth as the title of a theme, from what the theme's texts say."""

from __future__ import annotations

import functools
import math
import operator
import re
from typing import TYPE_CHECKING, Final

from triage.understand.title_phrases import Clause, Phrase, cut, saying, split_clauses, stem

if TYPE_CHECKING:
    from collections.abc import Callable

    from triage.understand.title_words import TitleWords

MAX_TITLE_CHARS: Final = 60
SUPPORT: Final = 0.5
#: What a text counts that has the words of a phrase, but not in a row.
LOOSE: Final = 0.2
#: Share of a theme's texts below which a phrase is one person's detail.
COMMON: Final = 0.1
#: The best phrases, whose edges are looked at.
_LOOKED_AT: Final = 24
_PART: Final = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*|\d+")


class Heard:
    """What the texts of one theme say: their clauses, and how telling each word is."""

    def __init__(self, texts: list[str], listed: TitleWords, weights: dict[int, float], number: dict[str, int]) -> None:
        """Splits the texts.

        Args:
            texts: Texts of one language, the most central first.
            listed: The words of that language.
            weights: How telling each word is for the theme, by its number.
            number: The number of each word that says something.
        """
        self.listed, self.size = listed, len(texts)
        self.clauses: list[Clause] = [clause for i, text in enumerate(texts) for clause in split_clauses(text, i)]
        self._weights, self._number = weights, number
        self.weight = functools.cache(self._weight)
        self.stem = functools.partial(stem, endings=listed.endings)
        self._everyone = (1 << len(texts)) - 1
        self._alike: dict[tuple[str, ...], int] = {}
        self._holders: dict[str, int] = {}
        for clause in self.clauses:
            for word in clause.words:
                root = self.stem(word)
                self._holders[root] = self._holders.get(root, 0) | 1 << clause.text

    def _weight(self, word: str) -> float:
        numbers = [self._number.get(part) for part in _PART.findall(word)]
        known = [self._weights.get(number, 0.0) for number in numbers if number is not None]
        return sum(known) / len(known) if known else 0.0

    def says(self, word: str) -> bool:
        """Tells whether a word says something by itself."""
        return saying(word, self.listed, self.weight)

    def content(self, phrase: Phrase) -> list[str]:
        """Returns the words of a phrase that are no function words, each once."""
        return list(dict.fromkeys(word for word in phrase.words if word not in self.listed.stop))

    def key(self, phrase: Phrase) -> frozenset[str]:
        """Returns what makes a title different from another: not its numbers, measures and endings."""
        said = [word for word in self.content(phrase) if word not in self.listed.units and not word[0].isdigit()]
        return frozenset(map(self.stem, said))

    def holders(self, phrase: Phrase) -> int:
        """Returns the texts that have a phrase, its words inflected or not, as bits."""
        return phrase.texts | self._alike.get(tuple(map(self.stem, phrase.words)), 0)

    def support(self, phrase: Phrase) -> float:
        """Returns the texts that have the phrase; one that has its words, but not in a row, counts `LOOSE`."""
        exact, key = self.holders(phrase).bit_count(), self.key(phrase)
        if len(key) == 1:
            return exact
        loose = functools.reduce(operator.and_, (self._holders[root] for root in key), self._everyone)
        return exact + LOOSE * max(0, loose.bit_count() - exact)

    def rare(self, phrase: Phrase) -> bool:
        """Tells whether a phrase is one person's detail."""
        return self.holders(phrase).bit_count() < min(3, self.size * COMMON)

    def worth(self, phrase: Phrase) -> float:
        """Returns what a phrase is worth as a title: what its words say, and how many say it."""
        content = self.content(phrase)
        support = self.support(phrase)
        fill = len(phrase.words) - len(content)
        worth = sum(map(self.weight, content)) * (1 + SUPPORT * math.log2(support))
        worth /= 1 + 0.12 * fill + 0.15 * max(0, len(phrase.words) - 4)
        if self.rare(phrase):
            worth *= 0.3
        if len(self.key(phrase)) == 1:
            worth *= 0.75
        if any(word[0].isdigit() for word in phrase.words) and support < max(3, self.size / 4):
            worth *= 0.3
        if not self.listed.insults.isdisjoint(phrase.words):
            worth *= 0.02
        return worth * 0.1 if sum(map(len, phrase.words)) + len(phrase.words) > MAX_TITLE_CHARS else worth

    def ranked(self, phrases: list[Phrase], worth: Callable[[Phrase], float] | None = None) -> list[Phrase]:
        """Returns phrases, the best first; the best ones are worth less if they are cut out of a longer one."""
        worth = worth or self.worth
        for phrase in phrases:
            root = tuple(map(self.stem, phrase.words))
            self._alike[root] = self._alike.get(root, 0) | phrase.texts
        shared = [phrase for phrase in phrases if (held := self.holders(phrase)) & (held - 1)]
        phrases = shared if len(shared) >= _LOOKED_AT else phrases
        worths = {phrase.words: worth(phrase) for phrase in phrases}
        order = sorted(phrases, key=lambda phrase: (-worths[phrase.words], phrase.words))
        for phrase in order[:_LOOKED_AT]:
            before, after = cut(phrase, self.clauses, self.says)
            tagged = any(
                surface[0] == "#"
                for number, start, end in phrase.places[:1]
                for surface in self.clauses[number].surfaces[start:end]
            )
            worths[phrase.words] *= (1 - 0.3 * before) * (1 - 0.5 * after) * (0.5 if tagged else 1)
        return sorted(order[:_LOOKED_AT], key=lambda phrase: (-worths[phrase.words], phrase.words)) + order[_LOOKED_AT:]
