"""Finds where texts name the company: as a word, in a compound, a handle or a hashtag."""

from __future__ import annotations

import re
from enum import IntEnum
from functools import reduce
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from triage.understand.phrases import fold
from triage.understand.tokens import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from triage.understand.tokens import Tokens

#: A shorter name makes no compound: "DB" is not in "dbase".
LEAST_COMPOUND: Final = 4
_SEAM: Final = re.compile(r"[\W_]+")
#: Endings that a German adjective in a name may take: "Deutsche Bahn", "der Deutschen Bahn".
_INFLECTIONS: Final = ("", "n", "r", "m", "s")


class Naming(IntEnum):
    """How surely a text names the company."""

    NONE = 0
    PLAIN = 1
    SURE = 2


class Named(NamedTuple):
    """Where texts name the company.

    Attributes:
        naming: `Naming` of each text; shape (texts,).
        words: Words that name it, or could; shape (words,).
    """

    naming: NDArray[np.int8]
    words: NDArray[np.bool_]


class _Words:
    """The words of a night as they are compared: folded, and cut at their seams."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        self.folded = [fold(word) for word in tokens.words]
        self.parts = [tuple(filter(None, _SEAM.split(word))) for word in self.folded]
        self.squashed = ["".join(parts) for parts in self.parts]
        self.is_tag = np.isin(tokens.kinds, (Kind.HANDLE, Kind.HASHTAG))
        self.is_word = tokens.kinds == Kind.WORD

    def array(self, hits: Iterable[bool]) -> NDArray[np.bool_]:
        return np.fromiter(hits, bool, len(self.folded))

    def runs(self, name: Sequence[str]) -> NDArray[np.bool_]:
        """Marks the tokens where the words of a name follow one another, whatever marks stand between."""
        marked = np.zeros(len(self.tokens.ids), bool)
        kept = np.flatnonzero(self.array(map(bool, self.squashed))[self.tokens.ids])
        ids, owners = self.tokens.ids[kept], self.tokens.owners()[kept]
        length = len(name)
        if len(ids) < length:
            return marked
        starts = np.ones(len(ids) - length + 1, bool)
        for place, word in enumerate(name):
            forms = {word + ending for ending in (_INFLECTIONS if word.endswith("e") else ("", "s"))}
            fits = self.array(form in forms for form in self.squashed) & self.is_word
            starts &= fits[ids[place : len(ids) - length + 1 + place]]
        starts &= owners[: len(starts)] == owners[length - 1 :]
        for place in range(length):
            marked[kept[place : place + len(starts)][starts]] = True
        return marked


def name_parts(name: str) -> tuple[str, ...]:
    """Returns the words of a name as they are compared.

    >>> name_parts("Müller-Milch"), name_parts("@DB_Bahn")
    (('mueller', 'milch'), ('db', 'bahn'))
    """
    return tuple(filter(None, _SEAM.split(fold(name))))


def find_names(tokens: Tokens, languages: Sequence[str], names: Iterable[str], other: Iterable[str] = ()) -> Named:
    """Finds which texts name the company.

    A name of several words, a handle or hashtag that is a name, and a reply to such a handle are sure. A name of one
    word, its possessive, a part between hyphens, a compound that begins with it (not in English, where "targeted" names
    no Target) and a longer handle or hashtag are plain: the word may mean something else.

    Args:
        tokens: The tokens of the texts.
        languages: The language of each text.
        names: Names of the company and its products.
        other: Words and phrases of another thing, longer words that begin so too; a name in them counts for nothing.

    Returns:
        How surely each text names it, and the words by which it does.
    """
    words = _Words(tokens)
    masked = _masked(words, [name_parts(name) for name in other])
    free = ~masked
    wanted = [parts for parts in map(name_parts, dict.fromkeys(names)) if parts]
    sure, plain, compound = (np.zeros(len(words.folded), bool) for _ in range(3))
    sure_token = np.zeros(len(tokens.ids), bool)
    for parts in wanted:
        whole = "".join(parts)
        is_name = words.array(map(whole.__eq__, words.squashed))
        sure |= words.is_tag & is_name
        long = len(whole) >= LEAST_COMPOUND
        tags = words.array(
            whole in cut or (long and (form.startswith(whole) or form.endswith(whole)))
            for cut, form in zip(words.parts, words.squashed, strict=True)
        )
        plain |= words.is_tag & tags
        if len(parts) > 1:
            sure_token |= words.runs(parts)
            sure |= words.is_word & is_name
            continue
        forms = {whole, f"{whole}s"}
        plain |= words.is_word & words.array(not forms.isdisjoint(cut) for cut in words.parts)
        compound |= words.is_word & words.array(long and form.startswith(whole) for form in words.squashed)
    return Named(_strongest(tokens, languages, free, (sure, plain, compound, sure_token)), sure | plain | compound)


def _strongest(
    tokens: Tokens,
    languages: Sequence[str],
    free: NDArray[np.bool_],
    found: tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_]],
) -> NDArray[np.int8]:
    sure, plain, compound, sure_token = found
    owners, ids = tokens.owners(), tokens.ids
    compounding = np.array([code != "en" for code in languages], bool)
    first = np.zeros(len(ids), bool)
    first[tokens.offsets[:-1][np.diff(tokens.offsets) > 0]] = True
    addressed = first & (tokens.kinds[ids] == Kind.HANDLE) & (plain | sure)[ids]
    level = np.zeros(len(ids), np.int8)
    level[plain[ids] | (compound[ids] & compounding[owners])] = Naming.PLAIN
    level[sure[ids] | sure_token | addressed] = Naming.SURE
    naming = np.zeros(len(tokens), np.int8)
    np.maximum.at(naming, owners[free], level[free])
    return naming


def _masked(words: _Words, other: list[tuple[str, ...]]) -> NDArray[np.bool_]:
    """Marks tokens that mean another thing; a single word also where a longer word begins with it."""
    ids = words.tokens.ids
    single = tuple("".join(parts) for parts in other if parts)
    alone = words.array(form.startswith(single) if single else False for form in words.squashed)
    alone &= words.is_word | words.is_tag
    runs = [words.runs(parts) for parts in other if len(parts) > 1]
    return reduce(np.logical_or, runs, alone[ids])
