"""Loads the words that shape a title, by language."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Final

from triage.understand.lang import SCORED_LANGUAGES, table, words

_LISTS: Final = ("begin", "ask", "units", "idioms", "end", "particles", "joins", "articles", "weak", "insults")


@dataclass(frozen=True, slots=True)
class TitleWords:
    """The words of one language that shape a title: see titles.toml of each language."""

    stop: frozenset[str]
    begin: frozenset[str]
    ask: frozenset[str]
    units: frozenset[str]
    idioms: frozenset[str]
    end: frozenset[str]
    particles: frozenset[str]
    joins: frozenset[str]
    articles: frozenset[str]
    weak: frozenset[str]
    insults: frozenset[str]
    idiom_heads: frozenset[str]
    endings: tuple[str, ...]
    inflected: tuple[str, ...]
    capitals: bool


@functools.cache
def title_words(language: str) -> TitleWords:
    """Returns the lists of one language, or those of all languages together for one that has none."""
    languages = [language] if language in SCORED_LANGUAGES else list(SCORED_LANGUAGES)
    lists = {name: frozenset(word for code in languages for word in table("titles", code)[name]) for name in _LISTS}
    stop = frozenset(word for code in languages for word in words(code, "stop_words"))
    heads = frozenset(idiom.split(" ")[0] for idiom in lists["idioms"])
    endings = {ending for code in languages for ending in table("titles", code)["endings"]}
    inflected = tuple(sorted({ending for code in languages for ending in table("titles", code)["inflected"]}))
    capitals = all(table("titles", code)["capitals"] for code in languages)
    longest_first = tuple(sorted(endings, key=lambda ending: (-len(ending), ending)))
    return TitleWords(
        stop=stop, idiom_heads=heads, endings=longest_first, inflected=inflected, capitals=capitals, **lists
    )
