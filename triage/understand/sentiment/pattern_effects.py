"""Knows what each chunk between white space does to TextBlob's score."""

from __future__ import annotations

import functools
from enum import IntEnum
from typing import Final, NamedTuple

from textblob import _text as textblob
from textblob.en import sentiment as lexicon

from triage.understand.sentiment.pattern_words import JOINED, JOINTS, words_of

#: Chunks that are kept, and the characters of the longest: TextBlob reads posts, and memory has an end.
MAX_KEPT: Final = 500_000
MAX_KEPT_CHARS: Final = 200

_PREFIXES: Final = tuple({emoticon[:i] for emoticon in JOINED for i in range(1, len(emoticon))})
_SUFFIXES: Final = tuple({emoticon[i:] for emoticon in JOINED for i in range(1, len(emoticon))})
_INSIDE: Final = frozenset(suffix[:i] for suffix in _SUFFIXES for i in range(1, len(suffix)))


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
#: The effect of most chunks: one unknown word, no part of an emoticon.
PLAIN: Final = Effect((_CLEAR,))
_UNTOLD: Final = Effect(None)


class Effects(dict[str, Effect]):
    """Effects of chunks, found out once each."""

    def __missing__(self, chunk: str) -> Effect:
        """Finds out what a chunk does, and keeps it."""
        effect = _effect(chunk)
        if len(chunk) <= MAX_KEPT_CHARS:
            if len(self) >= MAX_KEPT:
                self.clear()
            self[chunk] = effect
        return effect


def steps_of(words: list[str]) -> tuple[Step, ...]:
    """Returns what words do, as TextBlob's tokeniser gives them."""
    known = _known_words()
    steps: list[Step] = []
    for word in words:
        lower = word.lower()
        found = known.get(lower)
        steps += _unknown(lower) if found is None else found
    return tuple(steps)


def _effect(chunk: str) -> Effect:
    if chunk.isalpha() and chunk.isascii():
        if len(chunk) > 2 and chunk.lower() not in _known_words():  # noqa: PLR2004 - what a modifier reaches over
            return Effect((_CLEAR,), chunk[-1]) if chunk.endswith(_PREFIXES) else PLAIN
        words = [chunk]
    elif textblob.EOS in chunk or len(chunk) > MAX_KEPT_CHARS:
        return _UNTOLD
    else:
        words = words_of(chunk)
    written = "".join(words)
    tail = written[-1] if written.endswith(_PREFIXES) or written in _INSIDE else ""
    begins = written.startswith(_SUFFIXES) or written in _INSIDE
    if begins and written[0].isalnum():
        begins = len(words[0]) <= 2  # noqa: PLR2004 - letters at the end of an emoticon are one or two
    steps = steps_of(words)
    if not tail and not begins and steps == PLAIN.steps:
        return PLAIN
    return Effect(steps, tail, written[0] if begins else "")


def _unknown(lower: str) -> tuple[Step, ...]:
    if len(lower) > 2:  # noqa: PLR2004 - TextBlob's own
        return (_CLEAR,)
    return (Step(Act.CLEAR_NEGATION),) if len(lower) > 1 else ()


@functools.cache
def _known_words() -> dict[str, tuple[Step, ...]]:
    """Returns what words do that do more than stand between; read from the installed TextBlob."""
    known = {"!": (Step(Act.BOOST),), "(!)": (_CLEAR, Step(Act.MOOD, 0.0, 1.0))}
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
    return Step(Act.SCORE, *senses[None], modifier)
