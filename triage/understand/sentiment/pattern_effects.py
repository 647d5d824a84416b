"""Knows what each chunk between white space does to TextBlob's score."""

from __future__ import annotations

import functools
import re
import string
import threading
from enum import IntEnum
from typing import ClassVar, Final, NamedTuple

from textblob import _text as textblob
from textblob.en import sentiment as lexicon

from triage.understand.sentiment.pattern_words import JOINED, words_of

#: Chunks that are kept, and the characters of the longest: TextBlob reads posts, and memory has an end.
MAX_KEPT: Final = 500_000
MAX_KEPT_CHARS: Final = 200

_PREFIXES: Final = tuple({emoticon[:i] for emoticon in JOINED for i in range(1, len(emoticon))})
_SUFFIXES: Final = tuple({emoticon[i:] for emoticon in JOINED for i in range(1, len(emoticon))})
_INSIDE: Final = frozenset(suffix[:i] for suffix in _SUFFIXES for i in range(1, len(suffix)))
#: Letters and digits that no emoticon begins with.
_CLOSED: Final = "".join(sorted({*string.ascii_letters, *string.digits} - {emoticon[0] for emoticon in JOINED}))
_INNER: Final = r"[A-Za-z0-9][^\s'\"\x7f-\U0010ffff]*"
#: Most chunks: a word, handle, tag or address, which TextBlob leaves in one piece, with marks that it splits off and
#: that mean nothing to it. No emoticon goes on in the next chunk, for none ends its beginning with two such letters.
_PLAIN_CHUNK: Final = re.compile(rf"[@#]?({_INNER}[A-Za-z0-9][{_CLOSED}])[.,?]*")
#: The same with marks that mean something, or an end with which an emoticon may begin.
_MARKED_CHUNK: Final = re.compile(rf"[@#]?({_INNER}[A-Za-z0-9]{{2}})(?:[.,?!]*|:)")


class Act(IntEnum):
    """What a word does."""

    CLEAR = 0  # an unknown word: ends the reach of a negation and of a modifier
    CLEAR_NEGATION = 1  # an unknown word of two letters, which a modifier reaches over
    SCORE = 2
    BOOST = 3
    NEGATE = 4
    NEGATE_BRIEFLY = 5  # "no" is so short that a modifier reaches over it
    MOOD = 6


class Modifier(IntEnum):
    """Whether a word modifies the next that has a score."""

    NONE = 0
    OTHER = 1
    ADVERB = 2  # ends in -ly: a negation after it is its own ("really not good")


class Step(NamedTuple):
    """One word's part in the score; numbers are TextBlob's own."""

    act: Act
    polarity: float = 0.0
    subjectivity: float = 0.0
    intensity: float = 1.0
    modifier: Modifier = Modifier.NONE


class Effect(NamedTuple):
    """What a chunk does.

    Attributes:
        steps: Its words' parts in order; None if only the whole text can tell.
        tail: Its last character, if an emoticon may go on in the next chunk.
        head: Its first character, if an emoticon may have begun in the chunk before.
    """

    steps: tuple[Step, ...] | None
    tail: str = ""
    head: str = ""


_CLEAR: Final = Step(Act.CLEAR)
_BOOST: Final = Step(Act.BOOST)
#: What most chunks do: one unknown word, no part of an emoticon.
PLAIN: Final = Effect((_CLEAR,))
_UNTOLD: Final = Effect(None)


class Effects(dict[str, int]):
    """Numbers of the effects of chunks, each found out once.

    Attributes:
        distinct: The effects by number; chunks are many, what they do is not.
    """

    _shared: ClassVar[Effects | None] = None

    def __init__(self) -> None:
        """Knows nothing yet."""
        super().__init__()
        self.distinct = [PLAIN]
        self._numbers = {PLAIN: 0}
        self._adding = threading.Lock()

    @classmethod
    def shared(cls) -> Effects:
        """Returns what the process knows; begins anew where that has grown too large."""
        known = cls._shared
        if known is None or len(known) > MAX_KEPT:
            known = cls._shared = cls()
        return known

    @classmethod
    def forget(cls) -> None:
        """Lets the process know nothing; who still holds the old ones may go on with them."""
        cls._shared = None

    def __missing__(self, chunk: str) -> int:
        """Finds out what a chunk does, and keeps it."""
        plain = _PLAIN_CHUNK.fullmatch(chunk)
        number = 0 if plain and plain[1].lower() not in _known_words() else self._number(effect_of(chunk))
        if len(chunk) <= MAX_KEPT_CHARS:
            self[chunk] = number
        return number

    def _number(self, effect: Effect) -> int:
        number = self._numbers.get(effect)
        if number is None:
            with self._adding:
                number = self._numbers.setdefault(effect, len(self.distinct))
                if number == len(self.distinct):
                    self.distinct.append(effect)
        return number


def steps_of(words: list[str]) -> tuple[Step, ...]:
    """Returns what words do, as TextBlob's tokeniser gives them."""
    known = _known_words()
    steps: list[Step] = []
    for word in words:
        lower = word.lower()
        found = known.get(lower)
        steps += _unknown(lower) if found is None else found
    return tuple(steps)


def effect_of(chunk: str) -> Effect:
    """Returns what a chunk does that stands between white space."""
    if textblob.EOS in chunk or len(chunk) > MAX_KEPT_CHARS:
        return _UNTOLD
    marked = _MARKED_CHUNK.fullmatch(chunk)
    if marked and marked[1].lower() not in _known_words():
        boosts = (_BOOST,) * chunk.count("!", marked.end(1))
        return Effect((_CLEAR, *boosts), chunk[-1] if chunk.endswith(_PREFIXES) else "")
    words = [chunk] if chunk.isascii() and chunk.isalpha() else words_of(chunk)
    written = "".join(words)
    tail = written[-1] if written.endswith(_PREFIXES) or written in _INSIDE else ""
    begins = written.startswith(_SUFFIXES) or written in _INSIDE
    if begins and written[0].isalnum():
        begins = len(words[0]) <= 2  # noqa: PLR2004 - letters at the end of an emoticon are one or two
    return Effect(steps_of(words), tail, written[0] if begins else "")


def _unknown(lower: str) -> tuple[Step, ...]:
    if len(lower) > 2:  # noqa: PLR2004 - TextBlob's own
        return (_CLEAR,)
    return (Step(Act.CLEAR_NEGATION),) if len(lower) > 1 else ()


@functools.cache
def _known_words() -> dict[str, tuple[Step, ...]]:
    """Returns what words do that do more than stand between; read from the installed TextBlob."""
    known = {textblob.EOS.lower(): (_CLEAR,), "!": (_BOOST,), "(!)": (_CLEAR, Step(Act.MOOD, 0.0, 1.0))}
    for (_, polarity), emoticons in textblob.EMOTICONS.items():
        for emoticon in emoticons:
            lower = emoticon.lower()
            if not lower.isalpha() and lower not in textblob.PUNCTUATION:
                known.setdefault(lower, (*_unknown(lower), Step(Act.MOOD, polarity, 1.0)))
    for word in lexicon.negations:
        known[word] = (Step(Act.NEGATE if len(word) > 2 else Act.NEGATE_BRIEFLY),)  # noqa: PLR2004 - TextBlob's own
    for word in lexicon.keys():  # noqa: SIM118 - a lazy dictionary loads itself by its own methods only
        known[word] = (_scored(word),)
    return known


def _scored(word: str) -> Step:
    """Returns the step of a word of the lexicon; none of its words is a negation, which a test makes sure of."""
    senses = lexicon[word]
    modifier = Modifier.NONE
    if any(part in senses for part in lexicon.modifiers):
        modifier = Modifier.ADVERB if lexicon.modifier(word) else Modifier.OTHER
    polarity, subjectivity, intensity = senses[None]
    return Step(Act.SCORE, polarity, subjectivity, intensity, modifier)
