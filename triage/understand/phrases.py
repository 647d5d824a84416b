"""Compiles the phrase language of the cue lists into patterns whose worst case is bounded.

word            the word itself: case, apostrophes, umlauts written out and ß do not matter
word* *word     any word that begins, or ends, so; *word* has it inside
(a|b c)         one of these
[a|b]           one of these, or nothing
..              up to four words of the same sentence
...             up to twelve words of the same sentence
<name>          the list of that name, from the same file's [sets]
#               a number
@               a handle
^               the beginning of a sentence, or right after a handle
? ! .           the mark
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

#: A longer word is cut, so that no pattern has far to look.
MAX_WORD_CHARS: Final = 40

_FOLDED: Final = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "'": "", "\u2019": "", "`": "", "\u00b4": ""}
)
_SYNTAX: Final = re.compile(r"[()\[\]|]|[^\s()\[\]|]+")
_SET: Final = re.compile(r"<([\w-]+)>")
_GAP_WORD: Final = r"(?:(?![.!?] )\S+ )"
_GAPS: Final = {"..": f"{_GAP_WORD}{{0,4}}?", "...": f"{_GAP_WORD}{{0,12}}?"}
_MARKS: Final = {"?": r"\? ", "!": "! ", ".": r"\. ", "@": "@ ", "^": r"(?<=[.!?@] )", "#": r"\d\S* "}
_MOST_NESTED: Final = 20
#: How many rare words are as frequent as a common one of a single letter.
_COMMON_COST: Final = 120


@dataclass(frozen=True)
class Phrase:
    """One phrase, ready to be sought.

    Attributes:
        regex: To be searched in a text as `cues` writes it: folded tokens with a blank behind each.
        anchors: Words (with their *) of which the text must hold one; cheap to know beforehand.
        also: More sets of whole words of each of which the text must hold one.
    """

    regex: str
    anchors: frozenset[str]
    also: tuple[frozenset[str], ...] = ()

    @functools.cached_property
    def pattern(self) -> re.Pattern[str]:
        """The regex, compiled when a text first makes the phrase possible; most phrases are never needed."""
        return re.compile(self.regex)


def fold(text: str) -> str:
    """Returns a text in the form in which phrases are compared: lower case, no apostrophes, ä as ae, ß as ss.

    >>> fold("Können's große Züge")
    'koennens grosse zuege'
    """
    return text.lower().translate(_FOLDED)


def compile_phrase(phrase: str, sets: Mapping[str, str], common: frozenset[str] = frozenset()) -> Phrase:
    """Compiles one phrase.

    Args:
        phrase: Written as this module's documentation says.
        sets: Alternatives by name, for <name>; may use one another.
        common: Words too frequent to make a good anchor.

    Raises:
        ValueError: A bracket is open, a set is unknown, or the phrase has no word of its own.

    >>> bool(compile_phrase("(sue|suing) .. you", {}).pattern.search(" . we will sue all of you . "))
    True
    """
    parser = _Parser(_SYNTAX.findall(fold(_expand(phrase, sets))), {fold(word) for word in common} | {"?"})
    pattern, anchors = parser.alternatives()
    if parser.left or not anchors:
        message = f"phrase {phrase!r} has " + ("a bracket too many" if parser.left else "no word to look for")
        raise ValueError(message)
    best, *others = sorted(anchors, key=parser.frequency)
    also = tuple(words for words in others if not any("*" in word for word in words))
    return Phrase(f"(?<= ){pattern}", best, also)


def split_phrase(phrase: str) -> list[str]:
    """Returns the alternatives of a phrase that is nothing but alternatives, so that each is looked up by itself.

    Single words stay together.

    >>> split_phrase("(fire|smoke|caught [on] fire)"), split_phrase("(a|b) c")
    (['(fire|smoke)', 'caught [on] fire'], ['(a|b) c'])
    """
    phrase = phrase.strip()
    depth, options = 0, [""]
    for place, letter in enumerate(phrase):
        depth += (letter in "([") - (letter in ")]")
        if depth == 0 and place < len(phrase) - 1:
            return [phrase]
        if letter == "|" and depth == 1:
            options.append("")
        elif 0 < place < len(phrase) - 1:
            options[-1] += letter
    if depth or not phrase.startswith("("):
        return [phrase]  # an open bracket is for `compile_phrase` to tell
    words = [option.strip() for option in options if " " not in option.strip()]
    others = [option.strip() for option in options if " " in option.strip()]
    return [f"({'|'.join(words)})", *others] if words else others


def _expand(phrase: str, sets: Mapping[str, str]) -> str:
    for _ in range(_MOST_NESTED):
        unknown = [name for name in _SET.findall(phrase) if name not in sets]
        if unknown:
            message = f"phrase {phrase!r} names the set {unknown[0]!r}, which is not there"
            raise ValueError(message)
        expanded = _SET.sub(lambda match: f"({sets[match[1]]})", phrase)
        if expanded == phrase:
            return phrase
        phrase = expanded
    message = f"the sets of phrase {phrase[:60]!r} name one another in a circle"
    raise ValueError(message)


class _Parser:
    """Reads symbols into a pattern and its anchors: sets of words, of each of which one must be there."""

    def __init__(self, symbols: list[str], common: set[str]) -> None:
        self.left = symbols[::-1]
        self._common = common

    def alternatives(self) -> tuple[str, list[frozenset[str]]]:
        found = [self._sequence()]
        while self.left and self.left[-1] == "|":
            self.left.pop()
            found.append(self._sequence())
        pattern = f"(?:{'|'.join(pattern for pattern, _ in found)})"
        if len(found) == 1:
            return pattern, found[0][1]
        if not all(anchors for _, anchors in found):
            return pattern, []
        return pattern, [frozenset[str]().union(*(min(anchors, key=self.frequency) for _, anchors in found))]

    def frequency(self, anchors: frozenset[str]) -> tuple[int, list[str]]:
        """Orders sets of anchors by how many texts may hold one of their words: shorter common words are in more."""
        costs = (_COMMON_COST // len(anchor) if anchor in self._common else 1 for anchor in anchors)
        return sum(costs), sorted(anchors)

    def _sequence(self) -> tuple[str, list[frozenset[str]]]:
        pattern = ""
        anchors = []
        while self.left and self.left[-1] not in {"|", ")", "]"}:
            part, needed = self._part()
            pattern += part
            anchors += needed
        return pattern, anchors

    def _part(self) -> tuple[str, list[frozenset[str]]]:
        symbol = self.left.pop()
        if symbol in {"(", "["}:
            pattern, anchors = self.alternatives()
            if not self.left or self.left.pop() != {"(": ")", "[": "]"}[symbol]:
                message = f"a {symbol} is never closed"
                raise ValueError(message)
            return (f"{pattern}?", []) if symbol == "[" else (pattern, anchors)
        if symbol in _GAPS:
            return _GAPS[symbol], []
        if symbol in _MARKS:
            return _MARKS[symbol], [frozenset(symbol)] if symbol == "?" else []
        return re.escape(symbol).replace(r"\*", r"\S*") + " ", [frozenset({symbol})]
