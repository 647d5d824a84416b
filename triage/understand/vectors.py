"""Gives each text a direction in space: by a table of word pieces, by spelling, by the words of the night itself."""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from scipy import sparse
from threadpoolctl import threadpool_limits

from triage.understand.glosses import explain, lean
from triage.understand.graph import on_grid, unit
from triage.understand.lang import table, words
from triage.understand.sentiment.ngrams import rows_of_words
from triage.understand.tokens import Kind, Tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

#: Shares of the squared length: the static table, how words are spelt, the night's own words. The table was made from
#: mostly English text and is best alone for English questions; German needs the other two (see models/vectors.md).
STATIC_SHARE, SPELLING_SHARE, OWN_SHARE = 0.6, 0.2, 0.2
#: Dimensions of the static table.
STATIC_DIMENSIONS: Final = 256
#: Dimensions of the spelling and of the night's own words.
SPELLING_DIMENSIONS, OWN_DIMENSIONS = 100, 128
#: Of the mean of so few texts half is taken off, because they may well be about one thing.
FEW_TEXTS: Final = 50
#: Texts that the directions of spelling are found in; more take time and change little.
SPELLING_TEXTS: Final = 4_000
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
        spelling: From words to the leading directions of the TF-IDF of their n-grams of characters; shape (words,
            SPELLING_DIMENSIONS or fewer).
        inverse_frequency: IDF of each word in the texts that the space was made from; 0 for words in only one of them.
        projection: From TF-IDF to the night's own space; shape (words, OWN_DIMENSIONS or fewer).
        common: What texts have in common, which is taken off; shape (dimensions,), or nothing.
    """

    pieces: NDArray[np.float32]
    spelling: NDArray[np.float32]
    inverse_frequency: NDArray[np.float32]
    projection: NDArray[np.float32]
    common: NDArray[np.float32] | None = None

    def place(self, counts: Any, *, flat: bool = True) -> NDArray[np.float32]:  # noqa: ANN401 - a scipy matrix
        """Returns vectors of length 1 for texts, shorter ones for texts whose words nobody else uses.

        Args:
            counts: CSR matrix of texts x words.
            flat: Whether a word said often counts by the logarithm only, as in one text; else as often as it is said.

        Returns:
            Shape (texts, dimensions), float32, on the grid of `graph.on_grid`.
        """
        static, spelt = unit(counts @ self.pieces), unit(counts @ self.spelling)
        own = unit(_weighted(counts, self.inverse_frequency, flat=flat) @ self.projection)
        # Not made longer where one part is empty: a text whose words nobody shares should look like nobody.
        parts = ((STATIC_SHARE, static), (SPELLING_SHARE, spelt), (OWN_SHARE, own))
        placed = np.hstack([np.sqrt(share) * part for share, part in parts])
        return on_grid(placed if self.common is None else _without(placed, self.common))


def telling_words(tokens: Tokens) -> NDArray[np.bool_]:
    """Tells which words say something about the issue: no marks, urls or handles, and no name that all mentions share.

    Args:
        tokens: Tokens of distinct texts.

    Returns:
        One bool a word; shape (words,).
    """
    telling = tokens.said()
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
    pieces = np.zeros((len(weight), STATIC_DIMENSIONS), np.float32)
    pieces[used] = static_vectors([tokens.words[i].lstrip("#") for i in used.tolist()], lean(tokens)[used])
    frequency = np.diff(counts.tocsc().indptr)
    counted = (frequency > 1) & ~np.isin(tokens.words, sorted(_german_filler()))
    inverse = np.where(counted, np.log((1 + len(texts)) / (1 + frequency)) + 1, 0).astype(np.float32)
    projection = _principal(_weighted(counts, inverse), OWN_DIMENSIONS)
    spelling = _spelling(tokens, counts[:SPELLING_TEXTS])
    space = Space(pieces, spelling, inverse, projection)
    placed = space.place(counts)
    return replace(space, common=(placed.sum(axis=0, dtype=np.float64) / (len(placed) + FEW_TEXTS)).astype(np.float32))


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


def static_vectors(bare: Sequence[str], german: NDArray[np.int64]) -> NDArray[np.float32]:
    """Returns the sum of the static vectors of each word's pieces; shape (words, 256).

    Args:
        bare: Words in lower case, without marks.
        german: Above 0 for a word that is German, below for an English one, 0 where that is not known.
    """
    vectors, tokenizer = _static_table()
    sums = np.zeros((len(bare), vectors.shape[1]), np.float32)
    numbers = [encoding.ids for encoding in tokenizer.encode_batch(explain(bare, german), add_special_tokens=False)]
    lengths = np.fromiter(map(len, numbers), np.int64, len(numbers))
    if lengths.sum():
        flat = np.fromiter((number for word in numbers for number in word), np.int64, int(lengths.sum()))
        full = np.flatnonzero(lengths)
        starts = (np.cumsum(lengths) - lengths)[full]
        sums[full] = np.add.reduceat(vectors[flat], starts, axis=0)
    return sums


def _spelling(tokens: Tokens, counts: Any) -> NDArray[np.float32]:  # noqa: ANN401 - a scipy matrix
    """Returns where the n-grams of characters of each word point; shape (words, SPELLING_DIMENSIONS or fewer)."""
    found = rows_of_words(tokens.words, tokens.kinds)
    rows, columns = np.unique(found.rows, return_inverse=True)
    ones = np.ones(len(columns), np.float32)
    spelt: Any = sparse.csr_matrix((ones, (found.owners, columns)), shape=(len(tokens.words), len(rows)))
    texts = (counts @ spelt).tocsr()
    frequency = np.bincount(texts.indices, minlength=len(rows))
    inverse = np.where(frequency > 1, np.log((1 + counts.shape[0]) / (1 + frequency)) + 1, 0).astype(np.float32)
    spelt = spelt @ sparse.diags(inverse)
    return np.asarray(spelt @ _principal(_normed(counts @ spelt), SPELLING_DIMENSIONS), np.float32)


def _weighted(counts: Any, inverse: NDArray[np.float32], *, flat: bool = True) -> Any:  # noqa: ANN401 - scipy matrices
    weighted = counts.astype(np.float32)
    if flat:
        weighted.data = (1 + np.log(weighted.data.astype(np.float64))).astype(np.float32)
    return _normed(weighted @ sparse.diags(inverse))


def _normed(matrix: Any) -> Any:  # noqa: ANN401 - scipy matrices
    lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    return sparse.diags((1 / np.maximum(lengths, 1e-9)).astype(np.float32)) @ matrix


def _principal(matrix: Any, dimensions: int) -> NDArray[np.float32]:  # noqa: ANN401 - a scipy matrix
    """Returns the leading right singular vectors by a randomised range finder (Halko et al. 2011, algorithm 4.4)."""
    rank = min(dimensions, max(min(matrix.shape) - 1, 0))
    if not rank:
        return np.zeros((matrix.shape[1], 1), np.float32)
    with threadpool_limits(1):  # small products, which more threads make slower
        return _leading(matrix, rank)


def _leading(matrix: Any, rank: int) -> NDArray[np.float32]:  # noqa: ANN401 - a scipy matrix
    matrix = matrix.astype(np.float64)  # machines round otherwise, and what is left of that vanishes on the grid
    basis = np.linalg.qr(matrix @ np.random.default_rng(0).standard_normal((matrix.shape[1], rank + 10)))[0]
    for _ in range(3):
        basis = np.linalg.qr(matrix @ (matrix.T @ basis))[0]
    found = np.asarray(matrix.T @ basis)  # the eigenvectors of its small square are cheaper than its singular vectors
    squares, turned = np.linalg.eigh(found.T @ found)
    lengths = np.sqrt(np.maximum(squares[::-1][:rank], 1e-12))
    return np.asarray(found @ (turned[:, ::-1][:, :rank] / lengths), np.float32)


def _without(vectors: NDArray[np.float64], common: NDArray[np.float32]) -> NDArray[np.float64]:
    """Takes off what all texts have in common, which tells no two apart; lengths stay."""
    lengths = np.linalg.norm(vectors, axis=1)[:, None]
    return np.asarray(unit(vectors - lengths * common) * lengths, np.float64)
