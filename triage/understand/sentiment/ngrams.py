"""Hashes the n-grams of tokens to rows of a table, many at once."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from triage.understand.tokens import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from triage.understand.tokens import Tokens

#: Rows of one table, as a power of two.
TABLE_BITS: Final = 19
#: Lengths of the n-grams of characters inside a token.
CHAR_SIZES: Final = (2, 3, 4, 5)
#: Characters of a token that are looked at.
MAX_WORD_CHARS: Final = 40
#: How many tokens a negation reaches, if no mark ends it before.
NEGATION_REACH: Final = 4

_NEGATIONS: Final = frozenset((
    "no", "not", "never", "none", "nothing", "nobody", "nowhere", "neither", "nor", "cannot", "without", "hardly",
    "barely",
    "nicht", "nichts", "nie", "niemals", "niemand", "nirgends", "kein", "keine", "keinen", "keinem", "keiner",
    "keines", "weder", "ohne", "kaum", "ned", "net", "nix",
))  # fmt: skip
_ENDS: Final = frozenset('.,;:!?()[]{}"|\u2026\u201c\u201d\u201e\u2013\u2014')
_EYES: Final = frozenset(":;=")
_NOSES: Final = frozenset("-'^")
_MOUTHS: Final = frozenset(")(][/|*")
_URL_STUBS: Final = frozenset(("http", "https", "url", "httpurl"))
_WORD: Final = int(Kind.WORD)  # looked up for every word
_BEGIN, _END = "\x02", "\x03"
_PRIME: Final = np.uint64(0x100000001B3)
_ODD: Final = np.uint64(0x9E3779B97F4A7C15)
_MIX: Final = np.uint64(0xBF58476D1CE4E5B9)
_NEGATED: Final = np.uint64(0xD6E8FEB86659FD93)


@dataclass(frozen=True, slots=True, eq=False)
class WordRows:
    """Where the features of each distinct word are found.

    Attributes:
        keys: 64-bit hash of each word as the model sees it; shape (words,).
        rows: Row of each n-gram of characters, in the table of characters.
        owners: The word that each of `rows` belongs to, ascending.
    """

    keys: NDArray[np.uint64]
    rows: NDArray[np.int64]
    owners: NDArray[np.int64]


def rows_of_words(words: Sequence[str], kinds: NDArray[np.int8]) -> WordRows:
    """Hashes distinct words, with the n-grams of characters inside them.

    Handles, urls and the digits of numbers count as one word each; a letter that is drawn out ("sooo") counts twice.

    Args:
        words: Distinct tokens in lower case.
        kinds: Their `Kind`.
    """
    seen = [_as_seen(word, kind) for word, kind in zip(words, kinds.tolist(), strict=True)]
    codes, owners = _squeezed(seen)
    starts = np.searchsorted(owners, np.arange(len(words)))
    sizes = np.diff(np.append(starts, len(codes)))
    place = np.arange(len(codes)) - starts[owners]
    powers = np.cumprod(np.full(MAX_WORD_CHARS + 3, _PRIME), dtype=np.uint64)
    keys = _mixed(np.add.reduceat(codes * powers[place], starts) if len(words) else np.empty(0, np.uint64))
    spelt = np.isin(kinds, (Kind.WORD, Kind.HASHTAG))[owners]
    left = sizes[owners] - place
    rows, whose = [], []
    for size in CHAR_SIZES:
        at = np.flatnonzero((left >= size) & spelt)
        sums = np.full(len(at), size, np.uint64)
        for offset in range(size):
            sums = sums * _PRIME + codes[at + offset]
        rows.append(_row(_mixed(sums)))
        whose.append(owners[at])
    order = np.argsort(np.concatenate(whose), kind="stable")
    return WordRows(keys, np.concatenate(rows)[order], np.concatenate(whose)[order])


def _as_seen(word: str, kind: int) -> str:
    if kind == _WORD and word not in _URL_STUBS:
        return f"{_BEGIN}{word[:MAX_WORD_CHARS]}{_END}"
    if kind == Kind.HANDLE:
        return f"{_BEGIN}@"
    if kind == Kind.URL or word in _URL_STUBS:
        return f"{_BEGIN}/"
    if kind == Kind.NUMBER:
        return f"{_BEGIN}0{len(word) if word.isdigit() else word[-1]}"
    if kind == Kind.HASHTAG:
        word = word[1:]
    return f"{_BEGIN}{word[:MAX_WORD_CHARS]}{_END}"


def _squeezed(seen: list[str]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Returns the characters of all words in a row, drawn-out letters cut to two, and whose each is."""
    flat = np.frombuffer("".join(seen).encode("utf-32-le", "surrogatepass"), np.uint32)
    owners = np.repeat(np.arange(len(seen)), np.fromiter(map(len, seen), np.int64, len(seen)))
    keep = np.ones(len(flat), bool)
    keep[2:] = (flat[2:] != flat[1:-1]) | (flat[2:] != flat[:-2])
    return flat[keep].astype(np.uint64), owners[keep]


def rows_of_sequences(tokens: Tokens, keys: NDArray[np.uint64]) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Hashes what stands in texts: words, pairs and triples of words, and words that are negated.

    Args:
        tokens: The texts.
        keys: `WordRows.keys` of their words.

    Returns:
        For each of the four, rows in the table of words with the place in `tokens.ids` of the token that each stands
        at; a place occurs once at most in each.
    """
    said = keys[tokens.ids]
    owners = tokens.owners()
    places = np.arange(len(said))
    paired, tripled = owners[1:] == owners[:-1], owners[2:] == owners[:-2]
    negated = np.flatnonzero(negated_places(tokens))
    pair = said[:-1] * _ODD + said[1:]
    triple = pair[:-1] * _ODD + said[2:]
    return [
        (_row(said), places),
        (_row(_mixed(pair[paired])), places[:-1][paired]),
        (_row(_mixed(triple[tripled])), places[:-2][tripled]),
        (_row(_mixed(said[negated] ^ _NEGATED)), negated),
    ]


def emoticons(tokens: Tokens) -> NDArray[np.bool_]:
    """Tells which tokens are the mouth of a smiley made of marks, such as :) or ;-( or a heart, <3.

    The tokens do not tell whether white space stands between the marks, so "see : (below)" has one as well.
    """
    owners = tokens.owners()

    def follows(said: NDArray[np.bool_]) -> NDArray[np.bool_]:
        after = np.zeros(len(said), bool)
        after[1:] = said[:-1] & (owners[1:] == owners[:-1])
        return after

    eyes, noses, mouths, left, three = (_are(tokens, marks) for marks in (_EYES, _NOSES, _MOUTHS, ("<",), ("3",)))
    return (mouths & (follows(eyes) | follows(noses & follows(eyes)))) | (three & follows(left))


def _are(tokens: Tokens, marks: Iterable[str]) -> NDArray[np.bool_]:
    """Tells which tokens are one of some words; `Tokens.words` is sorted."""
    found = np.zeros(len(tokens.words), bool)
    for mark in marks:
        at = bisect_left(tokens.words, mark)
        found[at : at + 1] |= tokens.words[at : at + 1] == [mark]
    return found[tokens.ids]


def negated_places(tokens: Tokens) -> NDArray[np.bool_]:
    """Tells which tokens a negation reaches; shape (tokens,)."""
    negates = np.array([word in _NEGATIONS or word.endswith("n't") for word in tokens.words], bool)[tokens.ids]
    ends = _are(tokens, _ENDS)
    ends[tokens.offsets[:-1][np.diff(tokens.offsets) > 0]] = True
    reached = np.zeros(len(tokens.ids), bool)
    at = np.flatnonzero(negates)
    for _ in range(NEGATION_REACH):
        at = at[at < len(reached) - 1] + 1
        at = at[~ends[at]]
        reached[at] = True
    return reached


def _mixed(keys: NDArray[np.uint64]) -> NDArray[np.uint64]:
    mixed = (keys ^ (keys >> np.uint64(30))) * _MIX
    return np.asarray(mixed ^ (mixed >> np.uint64(27)), np.uint64)


def _row(keys: NDArray[np.uint64]) -> NDArray[np.int64]:
    return (keys >> np.uint64(64 - TABLE_BITS)).astype(np.int64)
