"""Gives each text a direction in space: a static table of word pieces beside the night's own TF-IDF space."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from scipy import sparse
from threadpoolctl import threadpool_limits

from triage.understand.lang import table, words
from triage.understand.tokens import Kind, Tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

#: Share of the squared length that the static table has; the rest is the night's own space. The table was made from
#: mostly English text: on Banking77 it is best at 0.6, while German texts all look alike in it and form one heap.
STATIC_SHARE: Final = {"en": 0.6, "und": 0.6}
OTHER_STATIC_SHARE: Final = 0.2
#: Dimensions of the night's own space.
OWN_DIMENSIONS: Final = 128
#: A word of more than this share of the texts names what all are about, and tells no two of them apart.
COMMON_SHARE: Final = 0.4
#: A handle in more than this share of the texts is the company's own; its name is no theme either.
OWN_HANDLE_SHARE: Final = 0.02
_LEAST_NAME_CHARS: Final = 4


@dataclass(frozen=True, slots=True, eq=False)
class Space:
    """Turns rows of word counts into vectors of length 1 at most.

    Attributes:
        pieces: Sum of the static vectors of each word's pieces; shape (words, 256).
        sizes: Number of pieces of each word, 0 for a word that says nothing; shape (words,).
        inverse_frequency: IDF of each word in the texts that the space was made from; 0 for words in only one of them.
        projection: From TF-IDF to the night's own space; shape (words, OWN_DIMENSIONS or fewer).
    """

    pieces: NDArray[np.float32]
    sizes: NDArray[np.float32]
    inverse_frequency: NDArray[np.float32]
    projection: NDArray[np.float32]

    def place(self, counts: Any, share: NDArray[np.float32]) -> NDArray[np.float32]:  # noqa: ANN401 - a scipy matrix
        """Returns vectors of length 1 for texts, shorter ones for texts whose words nobody else uses.

        Args:
            counts: CSR matrix of texts x words.
            share: Share of the static table for each text; see `static_shares`.

        Returns:
            Shape (texts, dimensions), float32.
        """
        static = _unit((counts @ self.pieces) / np.maximum(counts @ self.sizes, 1)[:, None])
        own = _unit(_weighted(counts, self.inverse_frequency) @ self.projection)
        # Not made longer where one part is empty: a text whose words nobody shares should look like nobody.
        return np.hstack([np.sqrt(share)[:, None] * static, np.sqrt(1 - share)[:, None] * own]).astype(np.float32)


def static_shares(languages: Sequence[str]) -> NDArray[np.float32]:
    """Returns the share of the static table for texts in these languages; shape (texts,)."""
    return np.array([STATIC_SHARE.get(language, OTHER_STATIC_SHARE) for language in languages], np.float32)


def telling_words(tokens: Tokens) -> NDArray[np.bool_]:
    """Tells which words say something about the issue: no marks, urls or handles, and no name that all mentions share.

    Args:
        tokens: Tokens of distinct texts.

    Returns:
        One bool a word; shape (words,).
    """
    telling = np.isin(tokens.kinds, (Kind.WORD, Kind.HASHTAG, Kind.NUMBER))
    texts = np.diff(tokens.counts().tocsc().indptr)
    handles = np.flatnonzero((tokens.kinds == Kind.HANDLE) & (texts > OWN_HANDLE_SHARE * len(tokens)))
    names = [tokens.words[i][1:] for i in handles.tolist()]
    names = [name for name in names if len(name) >= _LEAST_NAME_CHARS]
    for i in np.flatnonzero(telling).tolist():
        bare = tokens.words[i].lstrip("#")
        telling[i] = not (len(bare) >= _LEAST_NAME_CHARS and any(name.startswith(bare) for name in names))
    return np.asarray(telling & (texts <= max(COMMON_SHARE * len(tokens), 1)), bool)


def make_space(tokens: Tokens, texts: NDArray[np.int64], weight: NDArray[np.float32]) -> Space:
    """Makes the space of a night from some of its texts.

    Args:
        tokens: Tokens of all distinct texts.
        texts: Numbers of the texts that the night's own space is made from, in an order that does not depend on rows.
        weight: How much each word counts, 0 for one that tells nothing; shape (words,).

    Returns:
        The `Space`.
    """
    counts = tokens.counts(weight)[texts]
    used = np.flatnonzero(weight)
    pieces, sizes = _static_vectors(tokens, used)
    frequency = np.diff(counts.tocsc().indptr)
    counted = (frequency > 1) & ~np.isin(tokens.words, sorted(_german_filler()))
    inverse = np.where(counted, np.log((1 + len(texts)) / (1 + frequency)) + 1, 0).astype(np.float32)
    projection = _principal(_weighted(counts, inverse), OWN_DIMENSIONS)
    return Space(pieces=pieces, sizes=sizes, inverse_frequency=inverse, projection=projection)


@functools.cache
def _german_filler() -> frozenset[str]:
    """Returns German words that join texts by their manner only.

    Without them posts in German agree far better with what they are about (ARI 0.14 to 0.41 on the example's posts,
    labelled by key words); the English ones stay, because they tell kinds of questions apart (Banking77 0.44 to 0.39).
    """
    filler = {code: words(code, "stop_words") | frozenset(table("titles", code)["weak"]) for code in ("de", "en")}
    return filler["de"] - filler["en"]


@functools.cache
def _static_table() -> tuple[NDArray[np.float32], Any]:
    """Loads the 256-dimensional table and its tokenizer from the installed wordllama package, which fetches nothing."""
    from safetensors.numpy import load_file
    from tokenizers import Tokenizer

    found = find_spec("wordllama")  # its folder is all that is needed, and importing it takes a second
    if found is None or found.origin is None:
        message = "the package wordllama is not installed; it holds the table of word vectors"
        raise ModuleNotFoundError(message)
    home = Path(found.origin).parent
    vectors = next(iter(load_file(next(home.rglob("*256.safetensors"))).values())).astype(np.float32)
    tokenizer = Tokenizer.from_file(str(next(home.rglob("*tokenizer*.json"))))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return vectors, tokenizer


def _static_vectors(tokens: Tokens, used: NDArray[np.int64]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    vectors, tokenizer = _static_table()
    sums = np.zeros((len(tokens.words), vectors.shape[1]), np.float32)
    sizes = np.zeros(len(tokens.words), np.float32)
    bare = [tokens.words[i].lstrip("#") for i in used.tolist()]
    numbers = [encoding.ids for encoding in tokenizer.encode_batch(bare, add_special_tokens=False)]
    lengths = np.fromiter(map(len, numbers), np.int64, len(numbers))
    if lengths.sum():
        flat = np.fromiter((number for word in numbers for number in word), np.int64, int(lengths.sum()))
        full = np.flatnonzero(lengths)
        starts = (np.cumsum(lengths) - lengths)[full]
        sums[used[full]] = np.add.reduceat(vectors[flat], starts, axis=0)
        sizes[used] = lengths
    return sums, sizes


def _weighted(counts: Any, inverse: NDArray[np.float32]) -> Any:  # noqa: ANN401 - scipy matrices
    weighted = counts.astype(np.float32)
    weighted.data = 1 + np.log(weighted.data)
    weighted = weighted @ sparse.diags(inverse)
    lengths = np.sqrt(np.asarray(weighted.multiply(weighted).sum(axis=1)).ravel())
    return sparse.diags((1 / np.maximum(lengths, 1e-9)).astype(np.float32)) @ weighted


def _principal(matrix: Any, dimensions: int) -> NDArray[np.float32]:  # noqa: ANN401 - a scipy matrix
    """Returns the leading right singular vectors by a randomised range finder (Halko et al. 2011, algorithm 4.4)."""
    rank = min(dimensions, max(min(matrix.shape) - 1, 0))
    if not rank:
        return np.zeros((matrix.shape[1], 1), np.float32)
    with threadpool_limits(1):  # so that one machine and another agree to the last bit that matters
        return _leading(matrix, rank)


def _leading(matrix: Any, rank: int) -> NDArray[np.float32]:  # noqa: ANN401 - a scipy matrix
    noise = np.random.default_rng(0).standard_normal((matrix.shape[1], rank + 10)).astype(np.float32)
    basis = np.linalg.qr(matrix @ noise)[0]
    for _ in range(3):
        basis = np.linalg.qr(matrix @ np.linalg.qr(matrix.T @ basis)[0])[0]
    right = np.linalg.svd(np.asarray(basis.T @ matrix), full_matrices=False)[2]
    return np.asarray(right[:rank].T, np.float32)


def _unit(vectors: NDArray[Any]) -> NDArray[Any]:
    lengths = np.linalg.norm(vectors, axis=1)
    return np.asarray(vectors / np.where(lengths > 0, lengths, 1)[:, None])
