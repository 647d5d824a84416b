"""Loads the words that shape a title, by language."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Final

from triage.understand.lang import SCORED_LANGUAGES, table, words

_LISTS: Final = ("begin", "ask", "units", "idioms", "end", "weak", "insults")


@dataclass(frozen=True, slots=True)
class TitleWords:
    """The words of one language that shape a title: see titles.toml of each language."""

    stop: frozenset[str]
    begin: frozenset[str]
    ask: frozenset[str]
    units: frozenset[str]
    idioms: frozenset[str]
    end: frozenset[str]
    weak: frozenset[str]
    insults: frozenset[str]


@functools.cache
def title_words(language: str) -> TitleWords:
    """Returns the lists of one language, or those of all languages together for one that has none."""
    languages = [language] if language in SCORED_LANGUAGES else list(SCORED_LANGUAGES)
    lists = {name: frozenset(word for code in languages for word in table("titles", code)[name]) for name in _LISTS}
    stop = frozenset(word for code in languages for word in words(code, "stop_words"))
    return TitleWords(stop=stop, **lists)
