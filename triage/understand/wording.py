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
    kinds = tokens.kinds[tokens.ids]
    said = tokens.said()[tokens.ids] & ~_left_behind(tokens)
    owners = tokens.owners()
    words = np.bincount(owners[said], minlength=len(tokens))
    emoji = (kinds == Kind.EMOJI) & ~np.isin(tokens.ids, _numbers(tokens, _SKIN_TONES))
    mute = np.bincount(owners[said | emoji], minlength=len(tokens)) == 0
    kept = said | (emoji & (words == 0)[owners]) | mute[owners]
    sizes = np.bincount(owners[kept], minlength=len(tokens))
    offsets = np.concatenate((np.zeros(1, np.int64), np.cumsum(sizes)))
    ids = tokens.ids[kept]
    hashes = _word_hashes(tokens)
    return Wording(
        ids=ids,
        offsets=offsets,
        hashes=hashes,
        words=words,
        cut=_cut(tokens),
        open=(sizes > 0) & np.append(kinds == Kind.WORD, False)[tokens.offsets[1:] - 1],
        keys=sum_in_order(hashes[ids], offsets),
    )


def _left_behind(tokens: Tokens) -> NDArray[np.bool_]:
    """Returns which tokens are traces of a repost or of markup; shape (tokens,)."""
    ids = tokens.ids
    inner = np.ones(len(ids) + 1, bool)  # whether a token and the one before it are of one text
    inner[tokens.offsets] = False
    before = np.where(inner[:-1], np.append(-1, ids)[:-1], -1)
    after = np.where(inner[1:], np.append(ids, -1)[1:], -1)
    credit = np.isin(ids, _numbers(tokens, _CREDITS)) & (after >= 0) & (tokens.kinds[after] == Kind.HANDLE)
    between = np.isin(before, _numbers(tokens, ("&",))) & np.isin(after, _numbers(tokens, (";",)))
    codes = [i for i, word in enumerate(tokens.words) if word.startswith("#") and word[1:].isdecimal()]
    entity = np.isin(ids, [*_numbers(tokens, _ENTITIES), *codes])
    return np.asarray(credit | (between & entity) | np.isin(ids, _numbers(tokens, _LINKS)))


def _cut(tokens: Tokens) -> NDArray[np.bool_]:
    """Returns which texts end in an ellipsis but for urls, quote marks and brackets."""
    ids = tokens.ids
    url = tokens.kinds == Kind.URL
    half = [i for i in np.flatnonzero(url).tolist() if tokens.words[i].endswith(("…", "..."))]
    dot = np.isin(ids, _numbers(tokens, (".",)))
    three = dot.copy()
    three[1:] &= dot[:-1]
    three[2:] &= dot[:-2]
    ellipsis = three | np.isin(ids, [*_numbers(tokens, ("…",)), *half])
    ends = np.flatnonzero(ellipsis | ~(url[ids] | np.isin(ids, _numbers(tokens, _CLOSING))))
    last = np.full(len(tokens), -1)
    last[tokens.owners()[ends]] = ends  # of several for one text the last is kept
    found = np.zeros(len(tokens), bool)
    found[last >= 0] = ellipsis[last[last >= 0]]
    return found


def _numbers(tokens: Tokens, words: Sequence[str]) -> list[int]:
    """Returns the numbers of those words that occur; the words of tokens are sorted."""
    places = [(bisect_left(tokens.words, word), word) for word in words]
    return [place for place, word in places if tokens.words[place : place + 1] == [word]]


def _word_hashes(tokens: Tokens) -> NDArray[np.uint64]:
    bare = [word[1:] if word[0] == "#" and len(word) > 1 else word for word in tokens.words]
    encoded = np.array([word.casefold().encode("utf-8", "replace").decode() for word in bare], object)
    hashes = np.asarray(pd.util.hash_array(encoded, categorize=False), np.uint64) * _SPREAD
    number = [word[0] == "#" and any(map(str.isdecimal, word)) for word in tokens.words]
    return np.asarray((hashes & ~_ODD_BIT) | (tokens.kinds == Kind.NUMBER) | np.array(number, bool))
