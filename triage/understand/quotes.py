"""Chooses the mention that best stands for a theme."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from triage.understand.title_phrases import fold_word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from triage.understand.title_words import TitleWords

#: A quote shorter than this says little, one longer than that is not read.
QUOTE_CHARS: Final = (40, 280)
_WORD: Final = re.compile(r"#?\w+(?:[-'\u2019]\w+)*")
_REPOST: Final = re.compile(r"^\s*(?:RT\b|[\"“]\s*@)|\bRT @|“@\w+:", re.IGNORECASE)
_ADDED: Final = re.compile(r"https?://\S+|[@#]\w+")
_CUT: Final = re.compile(r"(?:\.\.\.|…)\s*(?:https?://\S+)?\s*$")


class Quoter:
    """Chooses one quote a theme, each said once."""

    def __init__(self, texts: Sequence[str]) -> None:
        """Keeps the texts."""
        self._texts = texts
        self._said: set[tuple[str, ...]] = set()

    def choose(self, chosen: Sequence[int], title: str, listed: TitleWords) -> int:
        """Chooses the most readable of the texts nearest the middle that says what the title says.

        Args:
            chosen: Numbers of texts, the most central first; at least one.
            title: The theme's title.
            listed: The words of its language.

        Returns:
            The number of the text.
        """
        wanted = frozenset(map(fold_word, _WORD.findall(title))) - listed.stop
        worths = [self._worth(text, wanted, listed) - 0.4 * i / max(len(chosen), 8) for i, text in enumerate(chosen)]
        ranked = sorted(range(len(chosen)), key=lambda place: (-worths[place], place))
        place = next((place for place in ranked if self._key(chosen[place]) not in self._said), ranked[0])
        self._said.add(self._key(chosen[place]))
        return chosen[place]

    def _key(self, text: int) -> tuple[str, ...]:
        return tuple(map(fold_word, _WORD.findall(_ADDED.sub(" ", self._texts[text]))))

    def _worth(self, number: int, wanted: frozenset[str], listed: TitleWords) -> float:
        text = self._texts[number]
        words = {fold_word(word) for word in _WORD.findall(text)}
        plain = _ADDED.sub("", text)
        worth = 0.5 * len(wanted & words) / max(len(wanted), 1)
        worth -= 0.5 * bool(_REPOST.search(text)) + 0.3 * bool(words & listed.insults)
        worth -= 0.25 * (len(plain.strip()) < QUOTE_CHARS[0]) + 0.2 * (len(text) > QUOTE_CHARS[1])
        worth -= 0.1 * (text.upper() == text) + 0.1 * bool(_CUT.search(text))
        return worth - 0.04 * max(0, len(_ADDED.findall(text)) - 1)
