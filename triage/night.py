"""A night: exports become mentions, mentions become themes, and themes become actions."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, BinaryIO, cast

import numpy as np
import pandas as pd

from triage import __version__
from triage.act import decide
from triage.act.team import read_team
from triage.frames import ActionFrame, MentionFrame, ScoredFrame, ThemeFrame, mention_frame, scored_frame
from triage.listen import read_mentions
from triage.model.progress import Progress, Silent, stage
from triage.model.settings import Settings
from triage.summary import summarise
from triage.understand.bursts import emphasise_bursts
from triage.understand.cue_lists import extended_lists
from triage.understand.cues import find_cues
from triage.understand.duplicates import group_copies
from triage.understand.gather import Texts, gather_themes
from triage.understand.language import detect_languages, fill_languages
from triage.understand.meanings import directions
from triage.understand.memory import changes, remember
from triage.understand.relevance import judge_relevance
from triage.understand.risk_split import split_risks
from triage.understand.sentiment import score_sentiment
from triage.understand.sentiment.judges import judge_mentions
from triage.understand.theme_ids import name_risk, name_themes
from triage.understand.themes import Clusters, cluster
from triage.understand.tokens import split_texts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from numpy.typing import NDArray

    from triage.model.memory import KnownTheme, ThemeChange
    from triage.model.source import Reject, SourceReport

_SHARES = ("negative", "neutral", "positive")
#: Columns that put mentions in an order which no shuffling of files or rows changes.
_ORDER = ["created_at", "channel", "mention_id", "text", "author", "url"]


@dataclass(frozen=True, slots=True, eq=False)
class Night:
    """What one night found.

    Attributes:
        actions: The ranked action list, one row an action, the columns of `triage.model.action.Action`.
        themes: The measured themes, largest first, the other voices last.
        mentions: The mentions with their scores and their action; those set aside come last, without either.
        summary: Counts: rows_read = mentions + duplicates + rejects + left_out; mentions set aside are
            mentions.
        rejects: The rows that could not be used.
        sources: What was found in each file.
        known: What is to be told to the next night, so that it knows these themes again.
        changes: Known themes that were split or merged.
    """

    actions: ActionFrame
    themes: ThemeFrame
    mentions: ScoredFrame
    summary: dict[str, Any]
    rejects: list[Reject]
    sources: list[SourceReport]
    known: list[KnownTheme]
    changes: list[ThemeChange]


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    clusters: Clusters
    ids: list[str]
    known: list[KnownTheme]
    changes: list[ThemeChange]


@dataclass(frozen=True, slots=True, eq=False)
class _Understood:
    mentions: ScoredFrame
    themes: ThemeFrame
    known: list[KnownTheme]
    changes: list[ThemeChange]


def run(
    mentions_or_sources: pd.DataFrame | str | Path | Sequence[str | Path],
    settings: Settings | None = None,
    *,
    progress: Progress | None = None,
    stdin: BinaryIO | None = None,
    known: Sequence[KnownTheme] = (),
) -> Night:
    """Runs one night.

    Args:
        mentions_or_sources: Files, folders and globs to read; or a frame with the columns of a mention, of which
            mention_id and text are required.
        settings: How; the defaults without.
        progress: Told how far each step is.
        stdin: What the source "-" stands for.
        known: `Night.known` of the night before, whose themes are tried first.

    Returns:
        The `Night`. The same input and settings give the same night, whatever the order of files and rows.

    Raises:
        NothingUsableError: No source gave anything that can be read.
        UsageError: The settings or the team file are wrong.
    """
    settings, progress = settings or Settings(), progress or Silent()
    team = read_team(settings.team) if settings.team else None
    extended_lists(settings.cues)  # a wrong phrase is told before anything is read
    heard = listen(mentions_or_sources, settings, progress, stdin)
    as_of = settings.as_of or _newest(heard)
    chosen, left_out = _chosen(heard, settings, as_of)
    mentions, aside = _relevant(chosen, settings, progress)
    found = understand(mentions, settings, as_of, progress, known)
    scored, themes = found.mentions, found.themes
    with stage(progress, "act", len(themes), "themes"):
        actions = decide(themes, settings, team=team, as_of=as_of, meaning=directions).actions
    return Night(
        actions=actions,
        themes=themes,
        mentions=scored_frame(pd.concat([scored, aside], ignore_index=True)) if len(aside) else scored,
        summary={"schema": "triage-summary/1", "version": __version__}
        | summarise(heard, scored, themes, actions, as_of, aside=aside, left_out=left_out, changed=found.changes),
        rejects=heard.attrs["rejects"],
        sources=heard.attrs["sources"],
        known=found.known,
        changes=found.changes,
    )


def listen(
    mentions_or_sources: pd.DataFrame | str | Path | Sequence[str | Path],
    settings: Settings,
    progress: Progress,
    stdin: BinaryIO | None = None,
) -> MentionFrame:
    """Reads mentions and tells the language of each; see `run`."""
    if isinstance(mentions_or_sources, pd.DataFrame):
        frame = mention_frame(mentions_or_sources)
        frame.attrs = {"rejects": [], "sources": []}
        frame = MentionFrame(frame.sort_values(_ORDER, na_position="last", kind="stable", ignore_index=True))
    else:
        frame = read_mentions(mentions_or_sources, settings=settings.listen, progress=progress, stdin=stdin)
    with stage(progress, "language", len(frame), "mentions"):
        frame["language"] = fill_languages(detect_languages(frame["text"].tolist()), frame["language"].tolist())
    for report in frame.attrs["sources"]:
        found = Counter(frame.loc[frame["source"] == report.source, "language"].tolist())
        report.languages = dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))
    return frame


def understand(
    mentions: MentionFrame,
    settings: Settings,
    as_of: datetime | None,
    progress: Progress,
    known: Sequence[KnownTheme] = (),
) -> _Understood:
    """Scores mentions and gathers them into themes."""
    texts = _distinct(mentions, progress)
    tokens, text_of = texts.tokens, texts.of
    with stage(progress, "sentiment", len(tokens), "texts"):
        scores = score_sentiment(texts.texts, texts.languages, tokens)
        risks, intents = find_cues(texts.texts, texts.languages, extended_lists(settings.cues))
    with stage(progress, "themes", len(tokens), "texts"):
        found = _find_themes(mentions, texts, risks, settings, as_of, known)
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
    few = settings.min_mentions
    with stage(progress, "titles", None, "themes") as advance:
        themes, row = gather_themes(
            scored, texts, found.clusters, found.ids, min_mentions=few, as_of=as_of, advance=advance
        )
    for column, source in (("action_id", "theme_id"), ("theme", "title"), ("topic", "topic")):
        scored[column] = themes[source].to_numpy()[row]
    return _Understood(scored, themes, found.known, found.changes)


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
    known: Sequence[KnownTheme],
) -> _Found:
    """Clusters texts, gives the themes their ids, and splits grave risks from them."""
    tokens = texts.tokens
    clusters = cluster(tokens, settings.themes, emphasise_bursts(tokens, _ages(mentions, texts.of, as_of)), known)
    taken = frozenset(theme.theme_id for theme in known)
    ids = name_themes(mentions, clusters.theme[texts.of], clusters.known, taken)
    split = split_risks(clusters.theme, risks, tokens.keys())
    return _Found(
        clusters=replace(clusters, theme=split.theme),
        ids=ids + [name_risk(ids[theme], risk) for theme, risk in split.of],
        known=remember(known, clusters, ids, tokens),
        changes=changes(clusters, ids),
    )


def _ages(mentions: MentionFrame, text_of: NDArray[np.int64], as_of: datetime | None) -> NDArray[np.float64]:
    """Returns the days from each text's first mention to the night's instant, NaN where that is unknown."""
    first = np.unique(text_of, return_index=True)[1]
    if as_of is None:
        return np.full(len(first), np.nan)
    ages = pd.Timestamp(as_of) - mentions["created_at"].iloc[first]
    return np.asarray(ages.dt.total_seconds() / 86_400, np.float64)


def _newest(mentions: MentionFrame) -> datetime | None:
    newest = mentions["created_at"].max()
    return None if pd.isna(newest) else cast("datetime", newest.to_pydatetime())


def _chosen(mentions: MentionFrame, settings: Settings, as_of: datetime | None) -> tuple[MentionFrame, int]:
    """Leaves out what the settings exclude, and what was said after the night's instant."""
    times = mentions["created_at"]
    chosen = np.ones(len(mentions), bool)
    if settings.as_of is not None and as_of is not None:
        chosen &= ~(times > as_of).to_numpy(bool)
    if settings.since is not None:
        chosen &= ~(times < settings.since).to_numpy(bool)
    if settings.until is not None:
        chosen &= ~(times >= settings.until).to_numpy(bool)
    if settings.languages:
        chosen &= mentions["language"].isin(settings.languages).to_numpy(bool)
    if settings.channels:
        chosen &= mentions["channel"].isin(settings.channels).to_numpy(bool)
    kept = MentionFrame(mentions[chosen].reset_index(drop=True))
    return kept, int((~chosen).sum())


def _relevant(mentions: MentionFrame, settings: Settings, progress: Progress) -> tuple[MentionFrame, pd.DataFrame]:
    """Sets aside what is not about the company; what carries a risk there is marked, so that it can be counted."""
    if not settings.brands.names:
        return mentions, scored_frame(mentions.iloc[:0])
    with stage(progress, "relevance", len(mentions), "mentions"):
        texts, languages, channels = (mentions[name].tolist() for name in ("text", "language", "channel"))
        reasons = judge_relevance(texts, languages, channels, settings.brands)
        aside = mentions[reasons != ""].assign(set_aside=reasons[reasons != ""])
        cues = find_cues(aside["text"].tolist(), aside["language"].tolist(), extended_lists(settings.cues))
        aside = aside.assign(risk=np.array(cues[0], object), intent=np.array(cues[1], object))
        aside = aside.assign(duplicate_group=-1, negative=np.nan, neutral=np.nan, positive=np.nan)
    return MentionFrame(mentions[reasons == ""].reset_index(drop=True)), scored_frame(aside)
