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
#: After so many rounds a first text takes only texts that it was paired with, so that time stays linear.
_ROUNDS: Final = 8


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

    A group is a star, not a chain: each of its texts is a copy of the one that leads it. That is the text with most
    copies, then the longest; a text that was cut leads only others that were (the star cover of Aslam, Pelekhov and
    Rus, "The Star Clustering Algorithm", 2004).

    Args:
        wording: The texts; those of fewer than `LEAST_WORDS` words keep their own key.
        agreement: Least share of words that copies have in common; 1 finds equal ones only.

    Returns:
        The keys; shape (texts,). They depend neither on the order of the texts nor on how often one stands there.
    """
    if agreement >= 1 or not len(wording):
        return wording.keys
    uncut_first = np.lexsort((wording.cut, wording.keys))
    keys, first = np.unique(wording.keys[uncut_first], return_index=True)
    distinct = uncut_first[first]
    distinct = distinct[wording.words[distinct] >= LEAST_WORDS]
    distinct = distinct[np.argsort(-wording.sizes[distinct], kind="stable")]  # the longest first, equal ones by key
    nodes = wording.take(distinct)
    leader = _stars(nodes, agreement)
    led = np.searchsorted(keys, nodes.keys)
    found = keys.copy()
    found[led] = nodes.keys[leader]
    return np.asarray(found[np.searchsorted(keys, wording.keys)])


def _stars(nodes: Wording, agreement: float) -> NDArray[np.int64]:
    """Returns the text that leads each text; shape (texts,)."""
    leader = np.arange(len(nodes))
    pairs = near_pairs(nodes)
    pairs = pairs[are_copies(nodes, pairs, agreement)]
    turn = 0
    while len(pairs):
        texts, ends = np.unique(pairs, return_inverse=True)
        ends = ends.reshape(-1, 2)
        first = _first_of(nodes, texts, ends)
        asked = np.flatnonzero(first != texts) if turn < _ROUNDS else np.zeros(0, np.int64)
        asks = np.stack((first[asked], texts[asked]), axis=1)
        taken = asked[are_copies(nodes, asks, agreement)]
        leader[texts[taken]] = first[taken]
        for here, there in (ends.T, ends[:, ::-1].T):
            led = there[first[here] == texts[here]]
            leader[texts[led]] = first[led]
        gone = (leader != np.arange(len(nodes))) | np.isin(np.arange(len(nodes)), first)
        pairs = pairs[~gone[pairs].any(axis=1)]
        turn += 1
    return leader


def _first_of(nodes: Wording, texts: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.int64]:
    """Returns, for each text, the one that leads the texts connected with it."""
    count = len(texts)
    graph = sparse.coo_matrix((np.ones(len(ends), bool), (ends[:, 0], ends[:, 1])), shape=(count, count))
    component = connected_components(graph, directed=False)[1]
    degree = np.bincount(ends.ravel(), minlength=count)
    order = np.lexsort((texts, -degree, nodes.cut[texts], component))
    begins = np.flatnonzero(np.append(1, np.diff(component[order])))
    return np.asarray(texts[order[begins]][component])
