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

#: A url, a handle, a hashtag, what masking left, a word, a number, a mark; or the beginning of a chunk.
_PIECE: Final = re.compile(
    r"""[Hh](?i:ttps?://)\S+ | (?i:www\.)\S+
      | @\w+
      | \#\w+
      | \[(?:email|phone|IBAN)\]
      | [^\W\d_]+(?:['\u2019][^\W\d_]+)*
      | \d+(?:[.,:/]\d+)*
      | [^\w\s] | _
      | \n""",
    re.VERBOSE,
)
_BEGIN: Final = "\n"
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
        said = self.said()
        keyed = _ordered_sum(self, hashes, said)
        silent = np.add.reduceat(np.append(said[self.ids], 0), self.offsets[:-1]) * (np.diff(self.offsets) > 0) == 0
        return np.where(silent, _ordered_sum(self, hashes, np.ones(len(self.words), bool)), keyed)

    def only(self, texts: NDArray[np.int64]) -> Tokens:
        """Returns the tokens of some texts, in their order, with no words but theirs."""
        lengths = np.diff(self.offsets)[texts]
        offsets = np.concatenate(([0], np.cumsum(lengths)))
        starts = np.repeat(self.offsets[texts] - offsets[:-1], lengths)
        used, ids = np.unique(self.ids[starts + np.arange(offsets[-1])], return_inverse=True)
        return Tokens(
            ids=ids.astype(np.int32),
            offsets=offsets.astype(np.int64),
            words=[self.words[i] for i in used.tolist()],
            kinds=self.kinds[used],
            surfaces=[self.surfaces[i] for i in used.tolist()],
        )

    def said(self) -> NDArray[np.bool_]:
        """Returns which words say something: those that are no mark, emoji, url or handle; shape (words,)."""
        return np.isin(self.kinds, (Kind.WORD, Kind.NUMBER, Kind.HASHTAG))


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
    chunks = pc.utf8_split_whitespace(_arrow_array(texts))
    encoded = chunks.flatten().dictionary_encode()
    codes = encoded.indices.to_numpy(zero_copy_only=False)
    pieces, found, lengths = _pieces(encoded.dictionary)
    said = np.repeat(np.bincount(codes, minlength=len(lengths)), lengths)
    words, surfaces, numbers = _fold_case(pieces, np.bincount(found, said, len(pieces)).tolist())
    counts = lengths[codes]
    ends = np.concatenate((np.zeros(1, np.int64), np.cumsum(counts)))
    starts = np.cumsum(lengths) - lengths
    places = np.repeat(starts[codes] - ends[:-1], counts) + np.arange(ends[-1])
    return Tokens(
        ids=numbers[found][places],
        offsets=ends[chunks.offsets.to_numpy()],
        words=words,
        kinds=np.fromiter(map(_kind, words), np.int8, len(words)),
        surfaces=surfaces,
    )


def _arrow_array(texts: Sequence[str]) -> Any:  # noqa: ANN401 - pyarrow has no types
    """Returns texts as an array; a lone half of a character of UTF-16 becomes U+FFFD, two that belong together one."""
    try:
        return pa.array(texts, pa.large_string())
    except UnicodeEncodeError:
        whole = [text.encode("utf-16", "surrogatepass").decode("utf-16", "replace") for text in texts]
        return pa.array(whole, pa.large_string())


def _pieces(chunks: Any) -> tuple[list[str], NDArray[np.int32], NDArray[np.int64]]:  # noqa: ANN401 - pyarrow has no types
    """Returns the distinct pieces of chunks, the number of each piece in a row, and how many each chunk has."""
    short = pc.utf8_slice_codeunits(chunks, 0, MAX_CHUNK_CHARS)
    found = _PIECE.findall(_BEGIN.join(["", *short.to_pylist()]))
    encoded = pa.array(found, pa.large_string()).dictionary_encode()
    numbers = encoded.indices.to_numpy() - 1  # what begins a chunk comes first, so the pieces are numbered from 0
    lengths = np.diff(np.flatnonzero(numbers < 0), append=len(numbers)) - 1
    distinct = encoded.dictionary.to_pylist()[1:]
    return [_straight(piece) if "\u2019" in piece else piece for piece in distinct], numbers[numbers >= 0], lengths


def _fold_case(shown: list[str], used: list[float]) -> tuple[list[str], list[str], NDArray[np.int32]]:
    """Returns the distinct words, how each is mostly written, and the number of the word that each piece is."""
    lower = [*map(str.lower, shown)]
    encoded = pa.array(lower, pa.large_string()).dictionary_encode()
    order = pc.sort_indices(encoded.dictionary)
    words = encoded.dictionary.take(order).to_pylist()
    place = np.empty(len(words), np.int32)
    place[order.to_numpy()] = np.arange(len(words))
    numbers = place[encoded.indices.to_numpy()]
    mostly = dict(zip(lower, shown, strict=True))
    often: dict[str, float] = {}
    for i in np.flatnonzero(np.bincount(numbers)[numbers] > 1).tolist():
        often[shown[i]] = often.get(shown[i], 0.0) + used[i]
    for surface in sorted(often, key=lambda surface: (often[surface], surface)):
        mostly[surface.lower()] = surface
    return words, [mostly[word] for word in words], numbers


def _straight(piece: str) -> str:
    return piece.replace("\u2019", "'") if _kind(piece) == Kind.WORD else piece


def _kind(piece: str) -> int:
    first = piece[0]
    if first.isdecimal():
        return Kind.NUMBER
    if first.isalnum():
        if "." in piece or ":" in piece:
            return Kind.URL
        return Kind.MARK if piece.lower() == "rt" else Kind.WORD  # the mark of a repost is no word of it
    if len(piece) > 1:
        return {"@": Kind.HANDLE, "[": Kind.MARK}.get(first, Kind.HASHTAG)
    return Kind.EMOJI if unicodedata.category(piece) in {"So", "Sk"} else Kind.MARK


def _hash(word: str) -> int:
    return int.from_bytes(hashlib.blake2b(word.encode("utf-8", "replace"), digest_size=8).digest(), "little")


def _ordered_sum(tokens: Tokens, hashes: NDArray[np.uint64], said: NDArray[np.bool_]) -> NDArray[np.uint64]:
    keep = said[tokens.ids]
    sizes = np.bincount(tokens.owners()[keep], minlength=len(tokens))
    return sum_in_order(hashes[tokens.ids[keep]], np.concatenate((np.zeros(1, np.int64), np.cumsum(sizes))))


def sum_in_order(hashes: NDArray[np.uint64], offsets: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Returns a key of each row of hashes that depends on their order.

    Args:
        hashes: The hashes, all rows one after another; shape (hashes,).
        offsets: Where each row begins; shape (rows + 1,).
    """
    place = (np.arange(len(hashes)) - np.repeat(offsets[:-1], np.diff(offsets))).astype(np.uint64)
    with np.errstate(over="ignore"):
        terms = hashes * (_ODD * place + np.uint64(1))
        terms ^= terms >> np.uint64(29)
        sums = np.concatenate((np.zeros(1, np.uint64), np.cumsum(terms, dtype=np.uint64)))
    return np.asarray(sums[offsets[1:]] - sums[offsets[:-1]], np.uint64)
