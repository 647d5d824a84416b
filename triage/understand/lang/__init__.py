"""Loads the word lists, once each; they are data that a company may extend."""

from __future__ import annotations

import functools
import tomllib
from pathlib import Path
from typing import Any, Final

#: The languages that have a folder of their own here, in the order in which they are tried.
SCORED_LANGUAGES: Final = ("en", "de")

_FOLDER: Final = Path(__file__).parent


@functools.cache
def words(language: str, name: str) -> frozenset[str]:
    """Returns the words of one list.

    Args:
        language: One of `SCORED_LANGUAGES`.
        name: `stop_words`, `negations`, `persons` or `common_words`.

    Raises:
        FileNotFoundError: There is no such list.

    >>> "which" in words("en", "stop_words"), "welchem" in words("de", "stop_words")
    (True, True)
    """
    return frozenset(word for line in lines(language, name) for word in line.split())


def lines(language: str, name: str) -> list[str]:
    """Returns the lines of one list, without its comments."""
    told = (_FOLDER / language / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in told if not line.startswith("#")]


@functools.cache
def table(name: str, language: str = "") -> dict[str, Any]:
    """Returns a TOML file of this folder, or of one language's folder; not to be changed by who gets it.

    Args:
        name: `function_words` or `letters`; `risks` or `intents` with a language.
        language: One of `SCORED_LANGUAGES`, or nothing for the tables of all languages.

    >>> sorted(table("function_words"))
    ['cs', 'da', 'de', 'en', 'es', 'fi', 'fr', 'hu', 'id', 'it', 'nl', 'pl', 'pt', 'ro', 'sv', 'tr']
    """
    with (_FOLDER / language / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


@functools.cache
def names() -> dict[str, str]:
    """Returns the names by which exports call a language, with its code.

    >>> names()["german"]
    'de'
    """
    return {name: code for code, listed in table("names").items() for name in listed.split()}
