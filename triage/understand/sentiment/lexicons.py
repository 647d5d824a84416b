"""Reads the sentiment lexicons that training knows, from the packages that carry them."""

from __future__ import annotations

import importlib.util
import re
import unicodedata
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

import numpy as np

from triage.understand.lang import SCORED_LANGUAGES, table
from triage.understand.tokens import Kind, split_texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

#: Package -> its lexicon. VADER (Hutto and Gilbert 2014, MIT), TextBlob's English one (from Pattern, De Smedt and
#: Daelemans 2012, MIT), and textblob-de's German one (from the German Polarity Lexicon, Clematide and Klenner 2010,
#: Apache-2.0).
LEXICONS: Final = {
    "vaderSentiment": "vader_lexicon.txt",
    "textblob": "en/en-sentiment.xml",
    "textblob_de": "data/de-sentiment.xml",
}
#: Polarity of the words of each list of `lang/*/service_words.toml`.
SERVICE_POLARITY: Final = {"trouble": -0.5, "waiting": -0.2, "praise": 0.5}
#: Edges of the steps that a polarity is told apart by.
EDGES: Final = (-9.0, -0.6, -0.35, -0.1, 0.1, 0.35, 0.6, 9.0)
#: Features of a word: for each lexicon, those of packages and then ours, its polarity and which step that falls into.
FEATURES: Final = (len(LEXICONS) + 1) * len(EDGES)

_VADER_MOST: Final = 4.0
#: What a German adjective may end in.
_ENDINGS: Final = ("", "e", "er", "es", "en", "em")
_DRAWN_OUT: Final = re.compile(r"(.)\1\1+")


def read_lexicons() -> list[dict[str, float]]:
    """Returns the polarity of each word, -1 to 1, in each of the `LEXICONS`, then in our own of service.

    Raises:
        FileNotFoundError: A package is missing.
    """
    vader = {}
    for line in _path("vaderSentiment").read_text(encoding="utf-8").splitlines():
        word, polarity = line.split("\t")[:2]
        vader[_plain(word)] = float(polarity) / _VADER_MOST
    return [vader, _read_pattern(_path("textblob")), _read_pattern(_path("textblob_de")), read_service_words()]


def read_service_words() -> dict[str, float]:
    """Returns the polarity of words by which customers say how a product or service fared.

    >>> read_service_words()["verspätetes"], read_service_words()["fixed"]
    (-0.5, 0.5)
    """
    found: dict[str, float] = {}
    for language in SCORED_LANGUAGES:
        lists = table("service_words", language)
        for name, polarity in SERVICE_POLARITY.items():
            for word in lists[name].split():
                forms = [word.rstrip("*") + ending for ending in _ENDINGS] if word.endswith("*") else [word]
                found |= dict.fromkeys(map(_plain, forms), polarity)
    return found


def lexicon_features(
    words: Sequence[str], kinds: NDArray[np.int8], lexicons: list[dict[str, float]]
) -> NDArray[np.float32]:
    """Returns what the lexicons say of distinct words; shape (words, FEATURES).

    An emoji has the mean of what the first, VADER, says of the words in its Unicode name.
    """
    found = np.zeros((len(words), FEATURES), np.float32)
    for row, (word, kind) in enumerate(zip(words, kinds.tolist(), strict=True)):
        if kind not in (Kind.WORD, Kind.HASHTAG, Kind.EMOJI):
            continue
        plain = _plain(word.removeprefix("#"))
        for i, lexicon in enumerate(lexicons[:1] if kind == Kind.EMOJI else lexicons):
            polarity = _of_emoji(word, lexicon) if kind == Kind.EMOJI else lexicon.get(plain)
            if polarity is not None:
                at = i * len(EDGES)
                found[row, at] = polarity
                found[row, at + int(np.searchsorted(EDGES, polarity, side="right"))] = 1
    return found


def lexicon_words(lexicons: list[dict[str, float]], emoji: Sequence[str]) -> tuple[list[str], NDArray[np.int8]]:
    """Returns each entry that is one word, and each of the emoji, once; with their kinds."""
    tokens = split_texts(sorted({word for lexicon in lexicons for word in lexicon} | set(emoji)))
    alone = np.unique(tokens.ids[tokens.offsets[:-1][np.diff(tokens.offsets) == 1]])
    kept = alone[np.isin(tokens.kinds[alone], (Kind.WORD, Kind.EMOJI))]
    return [tokens.words[i] for i in kept], tokens.kinds[kept]


def all_emoji() -> list[str]:
    """Returns every symbol of Unicode's blocks of emoji that has a name."""
    blocks = (*range(0x2600, 0x27C0), *range(0x1F300, 0x1FAFF))
    return [chr(code) for code in blocks if unicodedata.name(chr(code), "")]


def _of_emoji(emoji: str, lexicon: dict[str, float]) -> float | None:
    words = re.findall(r"[a-z]+", unicodedata.name(emoji, "").lower())
    found = [lexicon[word] for word in words if word in lexicon]
    return sum(found) / len(found) if found else None


def _read_pattern(path: Path) -> dict[str, float]:
    senses = defaultdict(list)
    for word in ET.parse(path).getroot():  # noqa: S314 - a file of an installed package
        senses[_plain(word.get("form", ""))].append(float(word.get("polarity", "0")))
    return {word: sum(polarities) / len(polarities) for word, polarities in senses.items()}


def _plain(word: str) -> str:
    return _DRAWN_OUT.sub(r"\1\1", word.lower())


def _path(package: str) -> Path:
    spec = importlib.util.find_spec(package)
    for folder in (spec and spec.submodule_search_locations) or ():
        if (path := Path(folder) / LEXICONS[package]).is_file():
            return path
    message = f"{package} has no {LEXICONS[package]} here; install triage-mentions[train]"
    raise FileNotFoundError(message)
