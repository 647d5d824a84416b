"""Splits each distinct text once into words, so that every later step is a look-up or a sparse product."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from scipy import sparse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

#: Longest chunk between white space that is looked into; of a longer one only the beginning counts.
MAX_CHUNK_CHARS: Final = 400

_PIECE: Final = re.compile(
    r"""(?P<url>(?:https?://|www\.)\S+)
      | (?P<handle>@\w+)
      | (?P<hashtag>\#\w+)
      | (?P<word>[^\W\d_]+(?:['\u2019][^\W\d_]+)*)
      | (?P<number>\d+(?:[.,:/]\d+)*)
      | (?P<mark>[^\w\s]|_)""",
    re.VERBOSE | re.IGNORECASE,
)
_CONTRACTED: Final = str.maketrans({"\u2019": "'"})
_ODD: Final = np.uint64(0x9E3779B97F4A7C15)


class Kind(IntEnum):
    """What a token is."""

    WORD = 0
    NUMBER = 1
    HASHTAG = 2
    HANDLE = 3
    URL = 4
    EMOJI = 5
    MARK = 6


@dataclass(frozen=True, slots=True, eq=False)
class Tokens:
    """The tokens of many texts, as numbers.

    Attributes:
        ids: Word number of each token, all texts in a row; shape (tokens,).
        offsets: Where each text begins in `ids`; shape (texts + 1,).
        words: The distinct tokens in lower case, sorted; a handle keeps its @ and a hashtag its #.
        kinds: `Kind` of each word; shape (words,).
        surfaces: How each word is mostly written in the texts.
    """

    ids: NDArray[np.int32]
    offsets: NDArray[np.int64]
    words: list[str]
    kinds: NDArray[np.int8]
    surfaces: list[str]

    def __len__(self) -> int:
        """Returns the number of texts."""
        return len(self.offsets) - 1

    def of(self, text: int) -> NDArray[np.int32]:
        """Returns the word numbers of one text, in order."""
        return self.ids[self.offsets[text] : self.offsets[text + 1]]

    def owners(self) -> NDArray[np.int64]:
        """Returns the text number of each token; shape (tokens,)."""
        return np.repeat(np.arange(len(self)), np.diff(self.offsets))

    def counts(self, weight: NDArray[np.float32] | None = None) -> Any:  # noqa: ANN401 - scipy's matrix has no exact type
        """Returns how often each text holds each word; a CSR matrix of texts x words, float32.

        Args:
            weight: How much each word counts; the columns of those that count 0 stay empty.
        """
        matrix: Any = sparse.csr_matrix(
            (np.ones(len(self.ids), np.float32), self.ids, self.offsets),
            shape=(len(self), len(self.words)),
            copy=True,  # sum_duplicates works in place
        )
        matrix.sum_duplicates()
        if weight is not None:
            matrix = matrix @ sparse.diags(weight.astype(np.float32))
            matrix.eliminate_zeros()
        return matrix.tocsr()

    def keys(self) -> NDArray[np.uint64]:
        """Returns a 64-bit key of each text's words in order, without regard to case, marks, urls and handles.

        The key depends on nothing but the text itself, so sorting by it is an order that no shuffling of rows changes.
        A text without any word is keyed by its marks and emoji.
        """
        hashes = np.array([_hash(word) for word in self.words], np.uint64)
        said = np.isin(self.kinds, (Kind.WORD, Kind.NUMBER, Kind.HASHTAG))
        keyed = _ordered_sum(self, hashes, said)
        silent = np.add.reduceat(np.append(said[self.ids], 0), self.offsets[:-1]) * (np.diff(self.offsets) > 0) == 0
        return np.where(silent, _ordered_sum(self, hashes, np.ones(len(self.words), bool)), keyed)


def split_texts(texts: Sequence[str]) -> Tokens:
    """Splits texts into tokens.

    White space is split by pyarrow, and each distinct chunk between is looked into once.

    Args:
        texts: Any texts; distinct ones, if the work is to be done once.

    Returns:
        The `Tokens` of the texts, in their order.

    >>> tokens = split_texts(["@acme Lost my bag!", "lost MY bag http://a.example"])
    >>> [tokens.words[i] for i in tokens.of(0)]
    ['@acme', 'lost', 'my', 'bag', '!']
    >>> bool(tokens.keys()[0] == tokens.keys()[1])
    True
    """
    chunks = pc.utf8_split_whitespace(pa.array(texts, pa.large_string()))
    sizes = np.diff(chunks.offsets.to_numpy())
    encoded = chunks.flatten().dictionary_encode()
    pieces = [_pieces(chunk) for chunk in encoded.dictionary.to_pylist()]
    surfaces = sorted({piece for chunk in pieces for piece in chunk})
    number = {surface: i for i, surface in enumerate(surfaces)}
    table = np.fromiter((number[piece[0], piece[1]] for chunk in pieces for piece in chunk), np.int32)
    lengths = np.fromiter((len(chunk) for chunk in pieces), np.int64, len(pieces))
    codes = encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    flat = _gather(table, lengths, codes)
    ends = np.concatenate(([0], np.cumsum(lengths[codes])))
    offsets = ends[np.concatenate(([0], np.cumsum(sizes)))]
    return _fold_case(flat, offsets, surfaces)


def _pieces(chunk: str) -> list[tuple[str, int]]:
    found = []
    for match in _PIECE.finditer(chunk[:MAX_CHUNK_CHARS]):
        kind = Kind[(match.lastgroup or "mark").upper()]
        text = match.group()
        if kind is Kind.WORD and text.lower() == "rt":
            kind = Kind.MARK  # the mark of a repost is no word of it
        elif kind is Kind.MARK and unicodedata.category(text) in {"So", "Sk"}:
            kind = Kind.EMOJI
        found.append((text.translate(_CONTRACTED) if kind is Kind.WORD else text, int(kind)))
    return found


def _gather(table: NDArray[np.int32], lengths: NDArray[np.int64], codes: NDArray[np.int64]) -> NDArray[np.int32]:
    starts = np.concatenate(([0], np.cumsum(lengths)))[:-1]
    counts = lengths[codes]
    within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    return np.asarray(table[np.repeat(starts[codes], counts) + within], np.int32)


def _fold_case(flat: NDArray[np.int32], offsets: NDArray[np.int64], surfaces: list[tuple[str, int]]) -> Tokens:
    words = sorted({(surface.lower(), kind) for surface, kind in surfaces})
    number = {word: i for i, word in enumerate(words)}
    fold = np.array([number[surface.lower(), kind] for surface, kind in surfaces], np.int32)
    used = np.bincount(flat, minlength=len(surfaces))
    mostly = [""] * len(words)
    for i in np.argsort(used, kind="stable").tolist():
        mostly[fold[i]] = surfaces[i][0]
    return Tokens(
        ids=fold[flat] if len(flat) else flat,
        offsets=offsets,
        words=[word for word, _ in words],
        kinds=np.array([kind for _, kind in words], np.int8),
        surfaces=mostly,
    )


def _hash(word: str) -> int:
    return int.from_bytes(hashlib.blake2b(word.encode("utf-8", "replace"), digest_size=8).digest(), "little")


def _ordered_sum(tokens: Tokens, hashes: NDArray[np.uint64], said: NDArray[np.bool_]) -> NDArray[np.uint64]:
    keep = said[tokens.ids]
    owners = tokens.owners()[keep]
    sizes = np.bincount(owners, minlength=len(tokens))
    starts = np.cumsum(sizes) - sizes
    place = (np.arange(len(owners)) - np.repeat(starts, sizes)).astype(np.uint64)
    with np.errstate(over="ignore"):
        terms = hashes[tokens.ids[keep]] * (_ODD * place + np.uint64(1))
        terms ^= terms >> np.uint64(29)
        sums = np.concatenate((np.zeros(1, np.uint64), np.cumsum(terms, dtype=np.uint64)))
    return np.asarray(sums[starts + sizes] - sums[starts], np.uint64)
