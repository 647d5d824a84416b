"""Gathers clusters into the themes of a night: each with a name, a quote, its measures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from triage.frames import ThemeFrame, theme_frame
from triage.model.action import OTHER_VOICES, OTHER_VOICES_ID
from triage.model.vocabulary import JOINER, Risk
from triage.understand.lang import SCORED_LANGUAGES, words
from triage.understand.measure import measure
from triage.understand.titles import FEW_REPRESENTATIVES, REPRESENTATIVES, Namer, Naming
from triage.understand.vectors import telling_words
from triage.understand.word_weights import word_weights

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from numpy.typing import NDArray

    from triage.frames import ScoredFrame
    from triage.model.progress import Advance
    from triage.understand.daily import EarlierVoices
    from triage.understand.themes import Clusters
    from triage.understand.tokens import Tokens

#: Topics that have a name of their own; smaller ones are "other topics".
NAMED_TOPICS: Final = 50
#: Themes, the largest first, that are named from `REPRESENTATIVES` texts; the others from fewer, so that it ends soon.
CAREFULLY_NAMED: Final = 300
#: One text in so many makes a risk worth quoting.
GRAVE_SHARE: Final = 10
OTHER_TOPICS: Final = "other topics"
#: Texts of a topic that its name is taken from.
_TOPIC_TEXTS: Final = 400


class Texts:
    """The distinct texts of a night and what is known of each.

    Attributes:
        texts: The distinct texts.
        languages: Their languages.
        tokens: Their tokens.
        of: Number of each mention's text; shape (mentions,).
    """

    def __init__(self, texts: Sequence[str], languages: Sequence[str], tokens: Tokens, of: NDArray[np.int64]) -> None:
        """Keeps them."""
        self.texts, self.languages, self.tokens, self.of = texts, languages, tokens, of


def gather_themes(
    mentions: ScoredFrame,
    texts: Texts,
    clusters: Clusters,
    ids: Sequence[str],
    *,
    min_mentions: int,
    as_of: datetime | None,
    advance: Advance,
    listed: frozenset[str] = frozenset(),
    voices: EarlierVoices | None = None,
) -> tuple[ThemeFrame, NDArray[np.int64]]:
    """Gathers clusters into themes.

    A cluster has a row of its own if it has `min_mentions` mentions, carries a risk or has an action already; the
    others are counted in one last row, the other voices.

    Args:
        mentions: The night's scored mentions, in their order.
        texts: Their distinct texts.
        clusters: Theme and topic of each distinct text.
        ids: Id of each theme.
        min_mentions: Mentions that make a theme.
        as_of: The night's instant.
        advance: Told how many themes are named.
        listed: Ids of the themes that have an action already.
        voices: Who spoke of which theme on earlier nights.

    Returns:
        The themes, largest first and the other voices last, and the row of each mention's theme; shape (mentions,).
    """
    cluster_of = clusters.theme[texts.of]
    sizes = np.bincount(cluster_of)
    risky = np.bincount(cluster_of, weights=(mentions["risk"] != "").to_numpy(float), minlength=len(sizes)) > 0
    standing = np.fromiter((theme_id in listed for theme_id in ids), bool, len(sizes))
    kept = np.flatnonzero(((sizes >= min_mentions) | risky | standing) & (sizes > 0))
    row_of = np.full(len(sizes), len(kept), np.int64)
    row_of[kept] = np.arange(len(kept))
    group = row_of[cluster_of]
    telling = telling_words(texts.tokens)
    weighty = telling & _no_stop_words(texts.tokens)
    namer = Namer(texts.texts, texts.languages, texts.tokens, telling)
    copies = mentions["duplicate_group"].to_numpy(np.int64)[np.unique(texts.of, return_index=True)[1]]
    names = _name_groups(namer, texts, clusters, kept, copies, (weighty, _grave(mentions, texts)), advance)
    quotes = [name.quote for name in names]
    theme_ids = [*(ids[cluster] for cluster in kept.tolist()), OTHER_VOICES_ID]
    table = measure(mentions, group, theme_ids, as_of, voices)
    table["theme_id"] = theme_ids
    table["title"] = [*(name.title for name in names), OTHER_VOICES]
    table["topic"] = [*_topic_names(texts, clusters, kept, sizes, (telling, weighty)), OTHER_TOPICS]
    table["terms"] = [*(JOINER.join(name.terms) for name in names), ""]
    table["quote"] = [*(texts.texts[quote] for quote in quotes), ""]
    table["quote_language"] = [*(texts.languages[quote] for quote in quotes), ""]
    table["url"] = [*_links(mentions, texts, quotes), ""]
    table["rest"] = [*([False] * len(kept)), True]
    return theme_frame(table), group


def _grave(mentions: ScoredFrame, texts: Texts) -> NDArray[np.bool_]:
    """Tells which texts carry a risk other than that somebody leaves; shape (texts,)."""
    risky = ~mentions["risk"].isin(["", Risk.CHURN]).to_numpy(bool)
    grave = np.zeros(len(texts.texts), bool)
    grave[texts.of[risky]] = True
    return grave


def _no_stop_words(tokens: Tokens) -> NDArray[np.bool_]:
    stop = frozenset[str]().union(*(words(language, "stop_words") for language in SCORED_LANGUAGES))
    return np.fromiter((word.lstrip("#") not in stop for word in tokens.words), bool, len(tokens.words))


def _name_groups(
    namer: Namer,
    texts: Texts,
    clusters: Clusters,
    kept: NDArray[np.int64],
    copies: NDArray[np.int64],
    marked: tuple[NDArray[np.bool_], NDArray[np.bool_]],
    advance: Advance,
) -> list[Naming]:
    """Names the clusters in their order; of texts that are copies of one only one counts.

    Where one text in `GRAVE_SHARE` carries a grave risk, the quote is one of those.
    """
    weighty, grave = marked
    keys = texts.tokens.keys()
    order = np.lexsort((np.arange(len(keys)), keys, -np.round(clusters.centrality, 4), clusters.theme))
    _, once = np.unique(np.stack([clusters.theme[order], copies[order]]), axis=1, return_index=True)
    order = order[np.sort(once)]
    weights = word_weights(texts.tokens, clusters.theme, weighty, order)
    starts = np.searchsorted(clusters.theme[order], kept)
    ends = np.searchsorted(clusters.theme[order], kept, side="right")
    names: list[Naming] = []
    for cluster, start, end in zip(kept.tolist(), starts.tolist(), ends.tolist(), strict=True):
        row, members = weights[cluster], order[start:end]
        risky = members[grave[members]]
        quotable = frozenset(risky.tolist()) if len(risky) * GRAVE_SHARE >= len(members) else frozenset[int]()
        named = dict(zip(row.indices.tolist(), row.data.tolist(), strict=True))
        most = REPRESENTATIVES if len(names) < CAREFULLY_NAMED else FEW_REPRESENTATIVES
        names.append(namer.name(members, named, quotable, most))
        advance(1)
    return names


def _topic_names(
    texts: Texts,
    clusters: Clusters,
    kept: NDArray[np.int64],
    sizes: NDArray[np.int64],
    listed: tuple[NDArray[np.bool_], NDArray[np.bool_]],
) -> list[str]:
    """Names the topics that hold most mentions, from texts in the order of a hash, which is a fair sample."""
    topic_of = np.zeros(len(sizes), np.int64)
    topic_of[clusters.theme] = clusters.topic
    mentions = np.bincount(topic_of[kept], weights=sizes[kept])
    named = np.argsort(-mentions, kind="stable")[:NAMED_TOPICS]
    weights = word_weights(texts.tokens, clusters.topic, listed[1])
    namer = Namer(texts.texts, texts.languages, texts.tokens, listed[0])
    order = np.lexsort((np.arange(len(texts.texts)), texts.tokens.keys()))
    names = {}
    for topic in named[mentions[named] > 0].tolist():
        row = weights[topic]
        members = order[clusters.topic[order] == topic][:_TOPIC_TEXTS]
        names[topic] = namer.name_topic(members, dict(zip(row.indices.tolist(), row.data.tolist(), strict=True)))
    return [names.get(topic, OTHER_TOPICS) for topic in topic_of[kept].tolist()]


def _links(mentions: ScoredFrame, texts: Texts, quotes: list[int]) -> list[str]:
    """Returns a link to each quote: of the earliest mention of that text that has one."""
    linked = pd.Series(mentions["url"].to_numpy(), index=texts.of)
    linked = linked[(linked != "").to_numpy(bool)]
    first = linked[~linked.index.duplicated()]
    return first.reindex(quotes, fill_value="").tolist()
