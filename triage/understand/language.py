"""Tells the language of each text from its script, its function words and a few parts of words."""

from __future__ import annotations

import functools
import itertools
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from triage.model.vocabulary import UNDETERMINED
from triage.understand import lang

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

#: Only the beginning of a long text is looked at.
MAX_CHARS: Final = 2_000
#: Share of a batch's decided texts that must agree before an undecided one takes their language.
DOMINANT_SHARE: Final = 0.8

_BLOCK_TEXTS: Final = 10_000
_MOST_WORDS: Final = 500_000
_FUNCTION_WORD: Final = 12
#: A word of more languages is worth no less to each.
_MOST_OWNERS: Final = 4
_COMMON_WORD: Final = 8
_LETTER: Final = 6
_PART: Final = 2
_MOST_PARTS: Final = 3
#: Points below which nothing is decided.
_LEAST: Final = 2
#: Letters of another script; a single one may be a face.
_LEAST_LETTERS: Final = 2
#: What another language needs, alone and above the scored ones, which are expected first.
_LEAST_OTHER: Final = 14
_LEAD_OTHER: Final = 8
#: The same where no word of a scored language stands in the text.
_LIKELY_OTHER: Final = 8
_LEAD_LIKELY: Final = 4

_WORD: Final = re.compile(r"(?:https?://|www\.)\S*|[@#][\w.-]+|\w+@\w+|([^\W\d_]+(?:['\u2019][^\W\d_]+)?)")
_IGNORED: Final = frozenset({"rt", "http", "https", "amp", "user", "via", "quot"})
_LATIN: Final = re.compile(r"[A-Za-z\u00c0-\u024f]")
_SCRIPTS: Final = {
    "ja": "\u3041-\u3096\u30a1-\u30fa",
    "zh": "\u3400-\u4dbf\u4e00-\u9fff",
    "ko": "\u1100-\u11ff\uac00-\ud7af",
    "ru": "\u0400-\u052f",
    "ar": "\u0600-\u06ff\u0750-\u077f",
    "el": "\u0370-\u03ff",
    "he": "\u0590-\u05ff",
    "th": "\u0e00-\u0e7f",
    "hi": "\u0900-\u097f",
}
_SCRIPT_LETTERS: Final = {code: re.compile(f"[{block}]") for code, block in _SCRIPTS.items()}
_OTHER_SCRIPT: Final = re.compile(f"[{''.join(_SCRIPTS.values())}]")


def detect_languages(texts: Sequence[str]) -> list[str]:
    """Tells the language of each text; each text by itself, whatever stands beside it.

    Args:
        texts: Any texts, also empty ones.

    Returns:
        An ISO 639-1 code a text, or "und" where nothing speaks for any language.

    >>> detect_languages(["where is my bag?", "wo ist mein Koffer?", "¿dónde está mi maleta?", "12345"])
    ['en', 'de', 'es', 'und']
    """
    distinct = list(dict.fromkeys(texts))
    found: dict[str, str] = {}
    vocabulary = _Vocabulary()
    for start in range(0, len(distinct), _BLOCK_TEXTS):
        block = distinct[start : start + _BLOCK_TEXTS]
        found.update(zip(block, _detect_block([text[:MAX_CHARS] for text in block], vocabulary), strict=True))
    return [found[text] for text in texts]


def fill_languages(detected: Sequence[str], hints: Sequence[str]) -> list[str]:
    """Joins what was detected with what the exports said.

    Args:
        detected: Codes from `detect_languages`.
        hints: The exports' own language of each text ("de", "en-US", "German" ...), empty where they gave none.

    Returns:
        The hint where it is a code, else what was detected. A text still "und" takes the language on which at
        least `DOMINANT_SHARE` of the decided texts agree.

    >>> fill_languages(["en", "und", "de"], ["", "en-US", "und"])
    ['en', 'en', 'de']
    """
    joined = [_code(hint) or code for code, hint in zip(detected, hints, strict=True)]
    decided = Counter(code for code in joined if code != UNDETERMINED)
    if not decided:
        return joined
    language, most = min(decided.items(), key=lambda item: (-item[1], item[0]))
    dominant = language if most >= DOMINANT_SHARE * decided.total() else UNDETERMINED
    return [dominant if code == UNDETERMINED else code for code in joined]


def _code(hint: str) -> str:
    code = hint.strip().lower().replace("_", "-").partition("-")[0]
    code = lang.names().get(code, code)
    return code if len(code) == len("en") and code.isascii() and code.isalpha() else ""


@dataclass(slots=True)
class _Vocabulary:
    """The words met so far, with what each is worth; forgotten when there are too many."""

    number: defaultdict[str, int] = field(default_factory=lambda: defaultdict(count().__next__))
    weights: list[NDArray[np.int16]] = field(default_factory=list)

    def of(self, words: list[list[str]]) -> tuple[NDArray[np.int64], NDArray[np.int16]]:
        """Returns the numbers of the words of all texts, and what each number is worth."""
        if len(self.number) > _MOST_WORDS:
            self.number, self.weights = defaultdict(count().__next__), []
        known, number = len(self.number), self.number
        ids = np.array([number[word] for each in words for word in each], np.int64)
        if len(number) > known:
            self.weights.append(_weights(list(itertools.islice(number, known, None))))
            self.weights = [np.concatenate(self.weights)]
        return ids, self.weights[0] if self.weights else np.zeros((0, 3 * len(_languages())), np.int16)


def _detect_block(texts: list[str], vocabulary: _Vocabulary) -> list[str]:
    words = [[word for word in _WORD.findall(text.lower().replace("\u2019", "'")) if word] for text in texts]
    ids, weights = vocabulary.of(words)
    if not len(ids):
        return [_by_script(text) or UNDETERMINED for text in texts]
    # A row of zeros behind the last text, so that an empty text has something to add up.
    rows = np.concatenate((weights[ids], np.zeros((1, weights.shape[1]), np.int16)))
    counts = np.fromiter(map(len, words), np.int64, count=len(words))
    points = np.add.reduceat(rows, np.cumsum(counts) - counts, axis=0, dtype=np.int32) * (counts > 0)[:, None]
    return [_by_script(text) or code for text, code in zip(texts, _decide(points), strict=True)]


def _decide(points: NDArray[np.int32]) -> list[str]:
    codes = np.array([*_languages(), UNDETERMINED])
    scored = len(lang.SCORED_LANGUAGES)
    words, letters, parts = np.split(points, 3, axis=1)
    known = words + letters
    total = known + parts
    best, most = total[:, :scored].argmax(axis=1), total[:, :scored].max(axis=1)
    tied = (total[:, :scored] == most[:, None]).sum(axis=1) > 1
    other = total[:, scored:].argmax(axis=1) + scored
    rows = np.arange(len(points))
    told = total[rows, other]
    # Without a word that is listed, letters and parts must speak for no other language as much.
    is_weak = words[:, :scored].max(axis=1) == 0
    chosen = np.where(tied | (most < _LEAST) | (is_weak & (told > most)), len(codes) - 1, best)
    clear = (told >= _LEAST_OTHER) & (told >= most + _LEAD_OTHER) & (known[rows, other] > 0)
    alone = (known[rows, other] >= _FUNCTION_WORD) & (known[:, :scored].max(axis=1) == 0) & (told >= most)
    likely = is_weak & (told >= _LIKELY_OTHER) & (told >= most + _LEAD_LIKELY)
    return [str(code) for code in codes[np.where(clear | alone | likely, other, chosen)]]


def _by_script(text: str) -> str:
    if text.isascii() or not _OTHER_SCRIPT.search(text):
        return ""
    plain = " ".join(_WORD.findall(text))
    letters = {code: len(pattern.findall(plain)) for code, pattern in _SCRIPT_LETTERS.items()}
    if letters["ja"] and letters["zh"]:
        letters["ja"] += letters.pop("zh")
    code = max(letters, key=lambda code: letters[code])
    # One letter of Chinese or Japanese says as much as several Latin ones.
    worth = 2 if code in {"ja", "zh", "ko"} else 1
    return code if letters[code] >= _LEAST_LETTERS and letters[code] * worth >= len(_LATIN.findall(plain)) else ""


@functools.cache
def _languages() -> tuple[str, ...]:
    known = lang.table("function_words")
    return (*lang.SCORED_LANGUAGES, *sorted(set(known) - set(lang.SCORED_LANGUAGES)))


def _weights(words: list[str]) -> NDArray[np.int16]:
    """Returns what words are worth for each language: as known words or letters first, then by their parts."""
    codes = {code: place for place, code in enumerate(_languages())}
    known, letters, parts = (np.zeros((len(words), len(codes)), np.int16) for _ in range(3))
    listed, owners = _listed(), _letters()
    for row, word in enumerate(words):
        for language, worth in listed.get(word, {}).items():
            known[row, codes[language]] = worth
    is_new = ~known.any(axis=1) & np.array([word not in _IGNORED for word in words])
    for row, word in enumerate(words):
        for letter in () if word.isascii() else sorted(set(word) & owners.keys()):
            for language in owners[letter]:
                letters[row, codes[language]] += _LETTER // len(owners[letter])
    places = np.flatnonzero(is_new)
    if len(places):
        # The marks stand for the beginning and the end of a word in the lists, too.
        marked = pa.array([f"^{words[place]}$" for place in places])
        for language, pattern in _parts().items():
            found = np.asarray(pc.count_substring_regex(marked, pattern))
            parts[places, codes[language]] = _PART * np.minimum(found, _MOST_PARTS)
    return np.concatenate((known, letters, parts), axis=1)


@functools.cache
def _listed() -> dict[str, dict[str, int]]:
    owners: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for language in lang.SCORED_LANGUAGES:
        for word in lang.words(language, "common_words"):
            owners[word][language] = _COMMON_WORD
    for word, languages in _shared(lang.table("function_words")).items():
        for language in languages:
            # A single letter may as well be an initial, a unit or a list's number.
            worth = _FUNCTION_WORD // min(len(languages), _MOST_OWNERS) if len(word) > 1 else _PART // len(languages)
            owners[word][language] = worth
    return dict(owners)


@functools.cache
def _letters() -> dict[str, list[str]]:
    return _shared(lang.table("letters")["letters"])


@functools.cache
def _parts() -> dict[str, str]:
    parts: dict[str, str] = lang.table("letters")["parts"]
    return {
        language: "|".join(sorted(map(re.escape, listed.split()), key=lambda part: (-len(part), part)))
        for language, listed in parts.items()
    }


def _shared(lists: dict[str, str]) -> dict[str, list[str]]:
    owners: defaultdict[str, list[str]] = defaultdict(list)
    for language in _languages():
        for word in _distinct(lists.get(language, "").split()):
            owners[word].append(language)
    return dict(owners)


def _distinct(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(words))
