"""Understands a night's mentions: scores them, and gathers them into themes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from triage.frames import MentionFrame, ScoredFrame, ThemeFrame, scored_frame
from triage.model.progress import Advance, Progress, stage
from triage.understand.bursts import emphasise_bursts
from triage.understand.cue_lists import extended_lists
from triage.understand.cues import find_cues
from triage.understand.duplicates import group_copies
from triage.understand.gather import Texts, gather_themes
from triage.understand.memory import changes, remember
from triage.understand.risk_join import join_reports
from triage.understand.risk_memory import name_reports
from triage.understand.risk_split import split_risks
from triage.understand.sentiment import score_sentiment
from triage.understand.sentiment.judges import judge_mentions
from triage.understand.theme_ids import name_themes
from triage.understand.themes import Clusters, cluster
from triage.understand.tokens import split_texts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from numpy.typing import NDArray

    from triage.model.memory import KnownTheme, ThemeChange
    from triage.model.settings import Settings
    from triage.understand.daily import EarlierVoices

_SHARES: Final = ("negative", "neutral", "positive")


@dataclass(frozen=True, slots=True, eq=False)
class Earlier:
    """What is known from earlier nights.

    Attributes:
        known: Themes to be known again.
        themes: Ids of the themes that have an action, so that one voice of tonight is one of theirs.
        voices: Who spoke of which theme lately; None without a store.
    """

    known: Sequence[KnownTheme] = ()
    themes: frozenset[str] = frozenset()
    voices: EarlierVoices | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Understood:
    """What a night's mentions are about.

    Attributes:
        mentions: The scored mentions, in their order.
        themes: The measured themes, largest first, the other voices last.
        known: What the next night is to be told.
        changes: Known themes that were split or merged.
    """

    mentions: ScoredFrame
    themes: ThemeFrame
    known: list[KnownTheme]
    changes: list[ThemeChange]


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    clusters: Clusters
    ids: list[str]
    known: list[KnownTheme] = field(default_factory=list)
    changes: list[ThemeChange] = field(default_factory=list)


def understand(
    mentions: MentionFrame,
    settings: Settings,
    as_of: datetime | None,
    progress: Progress,
    earlier: Earlier | None = None,
) -> Understood:
    """Scores mentions and gathers them into themes.

    Args:
        mentions: The night's mentions, in their order.
        settings: How.
        as_of: The night's instant; None where no mention has a date.
        progress: Told how far each step is.
        earlier: What is known from earlier nights.
    """
    earlier = earlier or Earlier()
    texts = _distinct(mentions, progress)
    tokens, text_of = texts.tokens, texts.of
    with stage(progress, "sentiment", len(tokens), "texts"):
        scores = score_sentiment(texts.texts, texts.languages, tokens)
        risks, intents = find_cues(texts.texts, texts.languages, extended_lists(settings.cues))
    with stage(progress, "themes", len(tokens), "texts"):
        found = _find_themes(mentions, texts, risks, settings, as_of, earlier)
        copies = group_copies(tokens, text_of, mentions["author"].tolist(), settings.duplicates)
    shares = judge_mentions(mentions, scores, tokens, text_of, settings.sentiment)
    plain = mentions.assign(
        **dict(zip(_SHARES, shares.T, strict=True)),
        **{name: scores[name].to_numpy()[text_of] for name in ("polarity", "subjectivity")},
        duplicate_group=copies,
        intent=np.array(intents, object)[text_of] if intents else "",
        risk=np.array(risks, object)[text_of] if risks else "",
    )
    scored = scored_frame(plain)
    with stage(progress, "titles", None, "themes") as advance:
        themes = _gathered(scored, texts, found, settings, as_of, earlier, advance)
    return Understood(scored, themes, found.known, found.changes)


def _gathered(
    scored: ScoredFrame,
    texts: Texts,
    found: _Found,
    settings: Settings,
    as_of: datetime | None,
    earlier: Earlier,
    advance: Advance,
) -> ThemeFrame:
    """Gathers themes, and writes into the mentions which is theirs."""
    themes, row = gather_themes(
        scored,
        texts,
        found.clusters,
        found.ids,
        min_mentions=settings.min_mentions,
        as_of=as_of,
        advance=advance,
        listed=earlier.themes,
        voices=earlier.voices,
    )
    for column, source in (("action_id", "theme_id"), ("theme", "title"), ("topic", "topic")):
        scored[column] = themes[source].to_numpy()[row]
    return themes


def _distinct(mentions: MentionFrame, progress: Progress) -> Texts:
    numbers, distinct = pd.factorize(mentions["text"])
    text_of = np.asarray(numbers, np.int64)
    texts = [str(text) for text in distinct]
    first = np.unique(text_of, return_index=True)[1].astype(np.int64)
    languages = [str(code) for code in mentions["language"].to_numpy()[first]]
    with stage(progress, "split", len(texts), "texts"):
        return Texts(texts, languages, split_texts(texts), text_of)


def _find_themes(
    mentions: MentionFrame,
    texts: Texts,
    risks: Sequence[str],
    settings: Settings,
    as_of: datetime | None,
    earlier: Earlier,
) -> _Found:
    """Clusters texts, gives the themes their ids, and splits grave risks from them."""
    tokens = texts.tokens
    known, dangers = (tuple(theme for theme in earlier.known if bool(theme.risk) is risky) for risky in (False, True))
    clusters = cluster(tokens, settings.themes, emphasise_bursts(tokens, _ages(mentions, texts.of, as_of)), known)
    taken = frozenset(theme.theme_id for theme in earlier.known)
    ids = name_themes(mentions, clusters.theme[texts.of], clusters.known, taken)
    split = join_reports(split_risks(clusters.theme, risks, tokens.keys()), risks, tokens)
    fresh = [not known_id for known_id in clusters.known]
    names, remembered = name_reports(split, ids, fresh, risks, tokens, dangers)
    return _Found(
        clusters=replace(clusters, theme=_by_id(split.theme, names)),
        ids=names,
        known=remember(known, clusters, ids, tokens) + remembered,
        changes=changes(clusters, ids),
    )


def _by_id(theme: NDArray[np.int64], ids: Sequence[str]) -> NDArray[np.int64]:
    """Makes one theme of those that have one id, as a person merged what was split off for a risk into another."""
    first: dict[str, int] = {}
    number = [first.setdefault(theme_id, place) for place, theme_id in enumerate(ids)]
    return np.array(number, np.int64)[theme]


def _ages(mentions: MentionFrame, text_of: NDArray[np.int64], as_of: datetime | None) -> NDArray[np.float64]:
    """Returns the days from each text's first mention to the night's instant, NaN where that is unknown."""
    first = np.unique(text_of, return_index=True)[1]
    if as_of is None:
        return np.full(len(first), np.nan)
    ages = pd.Timestamp(as_of) - mentions["created_at"].iloc[first]
    return np.asarray(ages.dt.total_seconds() / 86_400, np.float64)
