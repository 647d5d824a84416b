"""Names each theme in its customers' own words, and finds the mention that best stands for it."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from triage.understand.title_words import TitleWords, title_words
from triage.understand.tokens import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from triage.understand.tokens import Tokens

#: Texts of a theme, the most central first, whose words and phrases are looked at.
REPRESENTATIVES: Final = 60
MIN_WORDS: Final = 2
MAX_WORDS: Final = 7
MAX_TITLE_CHARS: Final = 60
TERMS: Final = 5
TERM_WORDS: Final = 4
#: A quote shorter than this says little, one longer than that is not read.
QUOTE_CHARS: Final = (40, 280)
SUPPORT: Final = 0.5
#: Share of the texts with a phrase that a longer one must be in to take its place: of two words, and of more.
SHARED: Final = (0.1, 0.5)
MAX_EXTENDED: Final = 6
_ASKING_WORDS: Final = 4

_BREAK: Final = re.compile(
    r"https?://\S+|www\.\S+|@\w+(?:['\u2019]s\b)?|[.!?,;:()\[\]{}\"“”„»«<>|/\\*~…]+(?=\s|$|[^\w])|[\n\r]+|(?<=\s)[-\u2013\u2014]+(?=\s)"
)
_WORD: Final = re.compile(r"\d+(?:[.,:]\d+)*\s?%|#?\w+(?:[-'\u2019]\w+)*")
_PART: Final = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*|\d+")
_REPOST: Final = re.compile(r"^\s*(?:RT\b|[\"“]\s*@)|\bRT @", re.IGNORECASE)


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


@dataclass(slots=True)
class _Phrase:
    words: tuple[str, ...]
    surfaces: Counter[str] = field(default_factory=Counter)
    texts: set[int] = field(default_factory=set)


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
        self._used: set[frozenset[str]] = set()
        self._used_titles: set[str] = set()

    def name(
        self, members: NDArray[np.int64], weights: dict[int, float], quotable: frozenset[int] = frozenset()
    ) -> Naming:
        """Names one theme.

        Args:
            members: Numbers of its texts, the most central first.
            weights: How telling each word is for the theme.
            quotable: Texts of which the quote should be one; any without.

        Returns:
            Its `Naming`.
        """
        language = Counter(self._languages[i] for i in members.tolist()).most_common(1)[0][0]
        listed = title_words(language)
        chosen = [i for i in members.tolist() if self._languages[i] == language][:REPRESENTATIVES]
        phrases = self._phrases(chosen, listed, weights)
        ranked = sorted(phrases, key=lambda phrase: (-self._worth(phrase, weights, listed, len(chosen)), phrase.words))
        title = self._title(ranked, chosen, listed)
        wanted = [text for text in members.tolist() if text in quotable][:REPRESENTATIVES]
        quote = self._quote(wanted or chosen, title, listed)
        return Naming(title=title, terms=self._terms(ranked, weights), quote=quote)

    def _phrases(self, chosen: list[int], listed: TitleWords, weights: dict[int, float]) -> list[_Phrase]:
        found: dict[tuple[str, ...], _Phrase] = {}
        for text in chosen:
            for segment in _BREAK.split(self._texts[text][:2000]):
                surfaces = _WORD.findall(segment or "")
                words = [_fold(surface) for surface in surfaces]
                for start, end in self._spans(words, listed, weights):
                    key = tuple(words[start:end])
                    phrase = found.setdefault(key, _Phrase(key))
                    phrase.texts.add(text)
                    phrase.surfaces[" ".join(surfaces[start:end])] += 1
        return list(found.values())

    def _spans(self, words: list[str], listed: TitleWords, weights: dict[int, float]) -> Iterable[tuple[int, int]]:
        telling = [self._weight(word, weights) > 0 and word not in listed.stop for word in words]
        sayings = [
            telling[i] and word not in listed.weak and word not in listed.units and not word[0].isdigit()
            for i, word in enumerate(words)
        ]
        opens = [
            sayings[i] or (telling[i] and word[0].isdigit()) or word in listed.begin or _opens_idiom(words, i, listed)
            for i, word in enumerate(words)
        ]
        closes = [
            (telling[i] and word not in listed.weak) or word in listed.end or word in listed.units
            for i, word in enumerate(words)
        ]
        for start, word in enumerate(words):
            least = MIN_WORDS if opens[start] else _ASKING_WORDS if word in listed.ask else 0
            if least:
                for end in range(start + least, min(start + MAX_WORDS, len(words)) + 1):
                    if closes[end - 1] and any(sayings[start:end]):
                        yield start, end

    def _weight(self, word: str, weights: dict[int, float]) -> float:
        numbers = [self._number.get(part) for part in _PART.findall(word)]
        known = [weights.get(number, 0.0) for number in numbers if number is not None]
        return sum(known) / len(known) if known else 0.0

    def _worth(self, phrase: _Phrase, weights: dict[int, float], listed: TitleWords, texts: int) -> float:
        content = list(dict.fromkeys(word for word in phrase.words if word not in listed.stop))
        said = sum(self._weight(word, weights) for word in content)
        fill = len(phrase.words) - len(content)
        support = len(phrase.texts)
        worth = said * (1 + SUPPORT * math.log2(support)) / (1 + 0.12 * fill + 0.15 * max(0, len(phrase.words) - 4))
        if support < min(3, texts * 0.05):
            worth *= 0.3
        if any(word[0].isdigit() for word in phrase.words) and support < max(3, texts / 4):
            worth *= 0.3
        if any(word in listed.insults for word in phrase.words):
            worth *= 0.02
        if sum(map(len, phrase.words)) + len(phrase.words) > MAX_TITLE_CHARS:
            worth *= 0.1
        return worth

    def _title(self, ranked: list[_Phrase], chosen: list[int], listed: TitleWords) -> str:
        for phrase in ranked:
            for candidate in (_extension(phrase, ranked), phrase):
                content = frozenset(word for word in candidate.words if word not in listed.stop)
                title = self._written(candidate)
                if content and content not in self._used and title.casefold() not in self._used_titles:
                    self._used.add(content)
                    self._used_titles.add(title.casefold())
                    return title
        return self._fallback(chosen)

    def _fallback(self, chosen: list[int]) -> str:
        words = _WORD.findall(_BREAK.sub(" ", self._texts[chosen[0]][:2000]))
        base = " ".join(words[:MAX_WORDS]) or self._texts[chosen[0]].strip()[:MAX_TITLE_CHARS]
        base = base[:MAX_TITLE_CHARS].strip() or "without words"
        title, number = base, 2
        while title.casefold() in self._used_titles:
            title, number = f"{base} ({number})", number + 1
        self._used_titles.add(title.casefold())
        return title

    def _written(self, phrase: _Phrase) -> str:
        surface = min(phrase.surfaces.items(), key=lambda item: (-item[1], item[0]))[0]
        return " ".join(self._case(word) for word in surface.split(" "))

    def _case(self, word: str) -> str:
        return self._surface.get(_fold(word), word) if word.isupper() else word

    def _terms(self, ranked: list[_Phrase], weights: dict[int, float]) -> tuple[str, ...]:
        terms: list[str] = []
        seen: set[str] = set()
        for phrase in ranked:
            content = {word for word in phrase.words if self._weight(word, weights) > 0}
            if len(phrase.words) <= TERM_WORDS and not content & seen:
                terms.append(self._written(phrase))
                seen |= content
            if len(terms) == TERMS:
                break
        return tuple(terms)

    def _quote(self, chosen: list[int], title: str, listed: TitleWords) -> int:
        wanted = set(_fold(title).split(" ")) - listed.stop

        def worth(place: int) -> float:
            text = self._texts[chosen[place]]
            words = {_fold(word) for word in _WORD.findall(text)}
            worth = -0.4 * place / max(len(chosen), 8) + 0.3 * len(wanted & words) / max(len(wanted), 1)
            worth -= 0.3 * bool(_REPOST.search(text)) + 0.15 * bool(words & listed.insults)
            worth -= (
                0.25 * (len(text) < QUOTE_CHARS[0]) + 0.2 * (len(text) > QUOTE_CHARS[1]) + 0.1 * (text.upper() == text)
            )
            return worth

        return chosen[max(range(len(chosen)), key=lambda place: (worth(place), -place))]


def _extension(phrase: _Phrase, phrases: list[_Phrase]) -> _Phrase:
    """Returns the longer phrase around one that enough of its texts share, or the phrase itself.

    "on hold" says less than "on hold for over an hour", and a German verb is not whole without its particle.
    """
    share = SHARED[len(phrase.words) > MIN_WORDS]
    least = max(2, share * len(phrase.texts))
    longer = [
        other
        for other in phrases
        if len(phrase.words) < len(other.words) <= MAX_EXTENDED
        and len(other.texts) >= least
        and _holds(other.words, phrase.words)
    ]
    if not longer:
        return phrase
    return _extension(max(longer, key=lambda other: (len(other.texts), len(other.words), other.words)), phrases)


def _opens_idiom(words: list[str], place: int, listed: TitleWords) -> bool:
    return any(" ".join(words[place : place + idiom.count(" ") + 1]) == idiom for idiom in listed.idioms)


def _holds(words: tuple[str, ...], part: tuple[str, ...]) -> bool:
    return any(words[i : i + len(part)] == part for i in range(len(words) - len(part) + 1))


def _fold(word: str) -> str:
    return word.lower().replace("\u2019", "'").lstrip("#")
