"""What of each text counts when texts are compared: its words in order, without what a repost changes by itself."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from triage.understand.tokens import Kind, sum_in_order

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from triage.understand.tokens import Tokens

#: Before a handle they say whose text it is, as the mark RT does.
_CREDITS: Final = ("cc", "ht", "mt", "prt", "qt", "via")
#: Between & and ; they are what markup left behind.
_ENTITIES: Final = ("amp", "apos", "gt", "lt", "nbsp", "quot")
#: A link that was cut leaves them.
_LINKS: Final = ("htt", "http", "https")
_SKIN_TONES: Final = ("🏻", "🏼", "🏽", "🏾", "🏿")
#: May stand behind the three dots of a text that was cut.
_CLOSING: Final = tuple(")]}\"'|\u2019\u2018\u201c\u201d\u00ab\u00bb\u2039\u203a")
_SPREAD: Final = np.uint64(0x9E3779B97F4A7C15)
_ODD_BIT: Final = np.uint64(1)
#: Links and closing marks behind an ellipsis.
_MOST_PASSED: Final = 6

#: What a word may be for the comparison.
_SAID, _EMOJI, _TRACE, _DOT, _ELLIPSIS, _PASSED = (np.uint8(1 << bit) for bit in range(6))


@dataclass(frozen=True, slots=True, eq=False)
class Wording:
    """The words of many texts as they are compared.

    Attributes:
        ids: Number of each word, all texts in a row; shape (places,).
        offsets: Where each text begins in `ids`; shape (texts + 1,).
        hashes: A 64-bit hash of each word that depends on the word alone, odd for numbers and tags with a number, else
            even; equal where only a # differs.
        words: Words of each text; a text without any has its emoji or marks in `ids`; shape (texts,).
        cut: Whether the text ends in an ellipsis, so that its last word may be half a word; shape (texts,).
        open: Whether the text ends in a word, with no mark, link, tag or emoji behind it; shape (texts,).
        keys: A 64-bit key of each text's words in order; shape (texts,).
    """

    ids: NDArray[np.int32]
    offsets: NDArray[np.int64]
    hashes: NDArray[np.uint64]
    words: NDArray[np.int64]
    cut: NDArray[np.bool_]
    open: NDArray[np.bool_]
    keys: NDArray[np.uint64]

    def __len__(self) -> int:
        """Returns the number of texts."""
        return len(self.offsets) - 1

    @property
    def sizes(self) -> NDArray[np.int64]:
        """Places of each text; shape (texts,)."""
        return np.diff(self.offsets)

    def take(self, texts: NDArray[np.int64]) -> Wording:
        """Returns the wording of some texts, in the order given."""
        sizes = self.sizes[texts]
        offsets = np.concatenate((np.zeros(1, np.int64), np.cumsum(sizes)))
        return Wording(
            ids=self.ids[spans(self.offsets[:-1][texts], sizes)],
            offsets=offsets,
            hashes=self.hashes,
            words=self.words[texts],
            cut=self.cut[texts],
            open=self.open[texts],
            keys=self.keys[texts],
        )


def spans(starts: NDArray[np.int64], sizes: NDArray[np.int64]) -> NDArray[np.int64]:
    """Returns the places start, start + 1, ... of many spans in a row.

    >>> spans(np.array([7, 3]), np.array([2, 3])).tolist()
    [7, 8, 3, 4, 5]
    """
    return np.repeat(starts - (np.cumsum(sizes) - sizes), sizes) + np.arange(sizes.sum())


def wording_of(tokens: Tokens) -> Wording:
    """Takes from each text what is compared.

    What goes: case, white space, marks of all kinds, urls, handles, emoji, RT anywhere, MT and via before a handle,
    the # of a hashtag, and the names of entities. A text without any word keeps its emoji but for their variants, or
    without emoji its marks.

    >>> from triage.understand.tokens import split_texts
    >>> said = wording_of(split_texts(["Lost my #bag &amp; coat", "MT @ann: “lost my bag, coat”… https://a.example/?b=1"]))
    >>> bool(said.keys[0] == said.keys[1]), said.cut.tolist()
    (True, [False, True])
    """
    roles = _roles(tokens)[tokens.ids]
    kept = (roles & _SAID) > 0
    kept[_left_behind(tokens, roles)] = False
    words = _counted(kept, tokens.offsets)
    silent = np.flatnonzero(words == 0)
    places = spans(tokens.offsets[silent], np.diff(tokens.offsets)[silent])
    kept[places] = (roles[places] & _EMOJI) > 0
    mute = silent[_counted(kept, tokens.offsets)[silent] == 0]
    kept[spans(tokens.offsets[mute], np.diff(tokens.offsets)[mute])] = True
    offsets = np.concatenate((np.zeros(1, np.int64), np.cumsum(_counted(kept, tokens.offsets))))
    ids = tokens.ids[kept]
    hashes = _word_hashes(tokens)
    ends = tokens.offsets[1:] - 1
    return Wording(
        ids=ids,
        offsets=offsets,
        hashes=hashes,
        words=words,
        cut=_cut(tokens, roles),
        open=(words > 0) & (np.append(tokens.kinds, -1)[np.append(tokens.ids, -1)[ends]] == Kind.WORD),
        keys=sum_in_order(hashes[ids], offsets),
    )


def _counted(kept: NDArray[np.bool_], offsets: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.diff(np.concatenate((np.zeros(1, np.int64), np.cumsum(kept)))[offsets])


def _roles(tokens: Tokens) -> NDArray[np.uint8]:
    """Returns what each word may be beside its meaning; shape (words,)."""
    roles = np.zeros(len(tokens.words), np.uint8)
    kinds = tokens.kinds
    roles[tokens.said()] |= _SAID
    roles[kinds == Kind.EMOJI] |= _EMOJI
    roles[_numbers(tokens, _SKIN_TONES)] = 0
    roles[_numbers(tokens, (*_CREDITS, *_ENTITIES, *_LINKS))] |= _TRACE
    numeral = np.flatnonzero(kinds == Kind.HASHTAG).tolist()
    roles[[i for i in numeral if tokens.words[i][1:].isdecimal()]] |= _TRACE
    roles[_numbers(tokens, (".",))] |= _DOT
    roles[_numbers(tokens, ("…",))] |= _ELLIPSIS
    roles[_numbers(tokens, _CLOSING)] |= _PASSED
    for i in np.flatnonzero(kinds == Kind.URL).tolist():
        roles[i] |= _ELLIPSIS if tokens.words[i].endswith(("…", "...")) else _PASSED
    return roles


def _left_behind(tokens: Tokens, roles: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Returns the places of tokens that are traces of a repost, of markup or of a link."""
    at = np.flatnonzero(roles & _TRACE)
    ids = tokens.ids[at]
    text = np.searchsorted(tokens.offsets, at, side="right") - 1
    before = np.where(at > tokens.offsets[text], tokens.ids[at - 1], -1)
    after = np.where(at + 1 < tokens.offsets[text + 1], np.append(tokens.ids, -1)[at + 1], -1)
    credit = np.isin(ids, _numbers(tokens, _CREDITS)) & (np.append(tokens.kinds, -1)[after] == Kind.HANDLE)
    link = np.isin(ids, _numbers(tokens, _LINKS))
    entity = ~np.isin(ids, _numbers(tokens, (*_CREDITS, *_LINKS)))
    entity &= np.isin(before, _numbers(tokens, ("&",))) & np.isin(after, _numbers(tokens, (";",)))
    return np.asarray(at[credit | link | entity], np.int64)


def _cut(tokens: Tokens, roles: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Returns which texts end in an ellipsis but for urls, quote marks and brackets."""
    ends = tokens.offsets[1:] - 1
    begins = tokens.offsets[:-1]
    for _ in range(_MOST_PASSED):
        passed = np.flatnonzero(ends >= begins)
        passed = passed[(roles[ends[passed]] & _PASSED) > 0]
        ends[passed] -= 1
    found = np.zeros(len(tokens), bool)
    some = np.flatnonzero(ends >= begins)
    found[some] = (roles[ends[some]] & _ELLIPSIS) > 0
    some = some[ends[some] - 2 >= begins[some]]
    found[some] |= np.all([roles[ends[some] - back] & _DOT for back in range(3)], axis=0)
    return found


def _numbers(tokens: Tokens, words: Sequence[str]) -> NDArray[np.int64]:
    """Returns the numbers of those words that occur; the words of tokens are sorted."""
    places = [(bisect_left(tokens.words, word), word) for word in words]
    return np.array([place for place, word in places if tokens.words[place : place + 1] == [word]], np.int64)


def _word_hashes(tokens: Tokens) -> NDArray[np.uint64]:
    bare = [word[1:] if word[0] == "#" and len(word) > 1 else word for word in tokens.words]
    encoded = np.array([word.casefold().encode("utf-8", "replace").decode() for word in bare], object)
    hashes = np.asarray(pd.util.hash_array(encoded, categorize=False), np.uint64) * _SPREAD
    number = tokens.kinds == Kind.NUMBER
    for i in np.flatnonzero(tokens.kinds == Kind.HASHTAG).tolist():
        number[i] = any(map(str.isdecimal, tokens.words[i]))
    return np.asarray((hashes & ~_ODD_BIT) | number)
