"""Groups reposts and copies, so that volume counts them all and voice counts them once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from triage.model.settings import DuplicateSettings
from triage.understand.agreement import are_copies
from triage.understand.near_pairs import near_pairs
from triage.understand.wording import wording_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from triage.understand.tokens import Tokens
    from triage.understand.wording import Wording

#: Fewer words than this are what different people happen to say alike ("still waiting"), no copy of one another.
LEAST_WORDS: Final = 5
#: After so many rounds, many texts at once lead what they are paired with, so that chains do not cost their square.
_ROUNDS: Final = 4
_WORD_BITS: Final = np.uint64(38)


def group_copies(
    tokens: Tokens,
    text_of: NDArray[np.int64],
    authors: Sequence[str],
    settings: DuplicateSettings | None = None,
) -> NDArray[np.int64]:
    """Groups mentions whose texts are equal but for what a repost changes, or nearly so.

    What is compared says `triage.understand.wording.wording_of`, what is near `triage.understand.agreement.are_copies`.

    Args:
        tokens: Tokens of the distinct texts.
        text_of: Number of each mention's text; shape (mentions,).
        authors: Author of each mention, empty where unknown.
        settings: How near copies are; the defaults without.

    Returns:
        A group number for each mention, 0..n-1, that does not depend on the order of the mentions. A text of fewer than
        `LEAST_WORDS` words is a copy only of the same author's; without an author it stands alone.
    """
    wording = wording_of(tokens)
    keys = copy_keys(wording, (settings or DuplicateSettings()).agreement)[text_of]
    author: pd.Series[Any] = pd.Series(list(authors), dtype="str")
    unknown = (author == "").to_numpy(bool)
    speaker = pd.factorize(author, sort=True)[0].astype(np.int64)
    short = (wording.words < LEAST_WORDS)[text_of]
    nobody = np.where(unknown, -2 - np.arange(len(author)), speaker)
    table = pd.DataFrame({"key": keys, "speaker": np.where(short, nobody, -1)})
    return np.asarray(table.groupby(["key", "speaker"], sort=True).ngroup(), np.int64)


def copy_keys(wording: Wording, agreement: float) -> NDArray[np.uint64]:
    """Returns a key of each text that is equal for copies: the own key of the text that leads their group.

    A group is a star, not a chain: each of its texts is a copy of the one that leads it. Texts linked by copies are led
    by the one that has the words which most of them have, and few others; one that was cut leads only others that were.
    What it does not lead is grouped again.

    Args:
        wording: The texts; those of fewer than `LEAST_WORDS` words keep their own key.
        agreement: Least share of words that copies have in common; 1 finds equal ones only.

    Returns:
        The keys; shape (texts,). They do not depend on the order of the texts.
    """
    if agreement >= 1 or not len(wording):
        return wording.keys
    uncut_first = np.lexsort((wording.cut, wording.keys))
    keys, first, equal = np.unique(wording.keys[uncut_first], return_index=True, return_counts=True)
    asked = np.flatnonzero(wording.words[uncut_first[first]] >= LEAST_WORDS)
    sizes = wording.sizes[uncut_first[first[asked]]]
    asked = asked[np.lexsort((asked, -sizes, -equal[asked]))]
    nodes = wording.take(uncut_first[first[asked]])
    leading = keys.copy()
    leading[asked] = nodes.keys[_stars(nodes, equal[asked], agreement)]
    return np.asarray(leading[np.searchsorted(keys, wording.keys)])


def _stars(nodes: Wording, equal: NDArray[np.int64], agreement: float) -> NDArray[np.int64]:
    """Returns the text that leads each text, which stands for so many equal ones; shape (texts,)."""
    everyone = np.arange(len(nodes))
    leader = everyone.copy()
    pairs = near_pairs(nodes)
    pairs = pairs[are_copies(nodes, pairs, agreement)]
    for turn in range(len(nodes)):
        if not len(pairs):
            break
        leads = np.zeros(len(nodes), bool)
        if turn < _ROUNDS:
            texts, first = _first_of(nodes, equal, pairs)
            leads[first] = True
            asked = texts != first
            asks = np.stack((first[asked], texts[asked]), axis=1)
            taken = asks[are_copies(nodes, asks, agreement)]
            leader[taken[:, 1]] = taken[:, 0]
        else:
            leads[_local(nodes, pairs)] = True
            for one, other in ((0, 1), (1, 0)):
                led = pairs[leads[pairs[:, one]]]
                leader[led[:, other]] = led[:, one]
        gone = leads | (leader != everyone)
        pairs = pairs[~gone[pairs].any(axis=1)]
    return leader


def _local(nodes: Wording, pairs: NDArray[np.int64]) -> NDArray[np.int64]:
    """Returns the texts that come before all those they are paired with, by their keys; few rounds of it leave none."""
    rank = np.empty(len(nodes), np.int64)
    rank[np.lexsort((nodes.keys, nodes.cut))] = np.arange(len(nodes))
    best = np.full(len(nodes), len(nodes))
    for one, other in (pairs.T, pairs[:, ::-1].T):
        np.minimum.at(best, one, rank[other])
    texts = np.unique(pairs)
    return np.asarray(texts[rank[texts] < best[texts]])


def _first_of(
    nodes: Wording, equal: NDArray[np.int64], pairs: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Returns the texts in pairs, and for each the one that leads all which are linked with it."""
    texts, ends = np.unique(pairs, return_inverse=True)
    one, other = ends.reshape(-1, 2).T
    graph = sparse.coo_matrix((np.ones(len(one), bool), (one, other)), shape=(len(texts), len(texts)))
    linked = connected_components(graph, directed=False)[1].astype(np.int64)
    common = _commonness(nodes.take(texts), linked, equal[texts])
    order = np.lexsort((texts, -common, nodes.cut[texts], linked))
    begins = np.flatnonzero(np.diff(linked[order], prepend=-1))
    return texts, np.asarray(texts[order[begins]][linked])


def _commonness(nodes: Wording, linked: NDArray[np.int64], equal: NDArray[np.int64]) -> NDArray[np.int64]:
    """Sums over the words of each text how many texts linked with it have the word, less how many have it not."""
    owner = np.repeat(np.arange(len(nodes)), nodes.sizes)
    words = (linked[owner].astype(np.uint64) << _WORD_BITS) | (nodes.hashes[nodes.ids] >> (np.uint64(64) - _WORD_BITS))
    order = np.argsort(words)
    begins = np.flatnonzero(np.append(np.ones(1, bool), np.diff(words[order]) > 0))
    having = np.add.reduceat(equal[owner[order]], begins)
    everyone = np.bincount(linked, equal)[linked[owner[order[begins]]]].astype(np.int64)
    each = np.empty(len(words), np.int64)
    each[order] = np.repeat(np.minimum(2 * having - everyone, everyone), np.diff(begins, append=len(words)))
    return np.add.reduceat(each, nodes.offsets[:-1])
