"""Splits texts by the rules as they read, chunk by chunk: what the fast way must equal."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from triage.understand.tokens import MAX_CHUNK_CHARS, Kind, Tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

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


def plain_split(texts: Sequence[str]) -> Tokens:
    """Splits texts into tokens, a chunk at a time."""
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
