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
from triage.model.vocabulary import Priority
from triage.understand.bursts import emphasise_bursts
from triage.understand.cue_lists import extended_lists
from triage.understand.cues import find_cues
from triage.understand.duplicates import group_copies
from triage.understand.gather import Texts, gather_themes
from triage.understand.language import detect_languages, fill_languages
from triage.understand.relevance import judge_relevance
from triage.understand.risk_split import split_risks
from triage.understand.sentiment import score_sentiment
from triage.understand.sentiment.judges import judge_mentions
from triage.understand.themes import cluster
from triage.understand.tokens import split_texts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from numpy.typing import NDArray

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
        summary: Counts: rows_read = mentions + set_aside + duplicates + rejects + left_out.
        rejects: The rows that could not be used.
        sources: What was found in each file.
    """

    actions: ActionFrame
    themes: ThemeFrame
    mentions: ScoredFrame
    summary: dict[str, Any]
    rejects: list[Reject]
    sources: list[SourceReport]


def run(
    mentions_or_sources: pd.DataFrame | str | Path | Sequence[str | Path],
    settings: Settings | None = None,
    *,
    progress: Progress | None = None,
    stdin: BinaryIO | None = None,
) -> Night:
    """Runs one night.

    Args:
        mentions_or_sources: Files, folders and globs to read; or a frame with the columns of a mention, of which
            mention_id and text are required.
        settings: How; the defaults without.
        progress: Told how far each step is.
        stdin: What the source "-" stands for.

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
    scored, themes = understand(mentions, settings, as_of, progress)
    with stage(progress, "act", len(themes), "themes"):
        actions = decide(themes, settings, team=team, as_of=as_of)
    return Night(
        actions=actions,
        themes=themes,
        mentions=scored_frame(pd.concat([scored, aside], ignore_index=True)) if len(aside) else scored,
        summary=_summary(heard, scored, themes, actions, as_of, left_out) | _asides(aside),
        rejects=heard.attrs["rejects"],
        sources=heard.attrs["sources"],
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
    mentions: MentionFrame, settings: Settings, as_of: datetime | None, progress: Progress
) -> tuple[ScoredFrame, ThemeFrame]:
    """Scores mentions and gathers them into themes."""
    numbers, distinct = pd.factorize(mentions["text"])
    text_of = np.asarray(numbers, np.int64)
    texts = [str(text) for text in distinct]
    first = np.unique(text_of, return_index=True)[1].astype(np.int64)
    languages = [str(code) for code in mentions["language"].to_numpy()[first]]
    with stage(progress, "split", len(texts), "texts"):
        tokens = split_texts(texts)
    with stage(progress, "sentiment", len(texts), "texts"):
        scores = score_sentiment(texts, languages, tokens)
        risks, intents = find_cues(texts, languages, extended_lists(settings.cues))
    with stage(progress, "themes", len(texts), "texts"):
        emphasis = emphasise_bursts(tokens, _ages(mentions, first, as_of))
        clusters = cluster(tokens, languages, settings.themes, emphasis)
        clusters = replace(clusters, theme=split_risks(clusters.theme, risks, tokens.keys()))
        copies = group_copies(tokens, text_of, mentions["author"].tolist())
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
        themes, row = gather_themes(
            scored,
            Texts(texts, languages, tokens, text_of),
            clusters,
            min_mentions=settings.min_mentions,
            as_of=as_of,
            advance=advance,
        )
    for column, source in (("action_id", "theme_id"), ("theme", "title"), ("topic", "topic")):
        scored[column] = themes[source].to_numpy()[row]
    return scored, themes


def _ages(mentions: MentionFrame, first: NDArray[np.int64], as_of: datetime | None) -> NDArray[np.float64]:
    """Returns the days from each text's first mention to the night's instant, NaN where that is unknown."""
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


def _asides(aside: pd.DataFrame) -> dict[str, Any]:
    """Counts what was set aside, by reason, and how much of it carries a risk."""
    return {
        "set_aside": len(aside),
        "set_aside_risks": int((aside["risk"] != "").sum()),
        "set_aside_reasons": _counted(aside["set_aside"]),
    }


def _summary(
    heard: MentionFrame,
    scored: ScoredFrame,
    themes: ThemeFrame,
    actions: ActionFrame,
    as_of: datetime | None,
    left_out: int,
) -> dict[str, Any]:
    sources: list[SourceReport] = heard.attrs["sources"]
    duplicates = sum(report.duplicates for report in sources)
    rejects = len(heard.attrs["rejects"])
    listed = ~themes["rest"].to_numpy(bool)
    return {
        "schema": "triage-summary/1",
        "version": __version__,
        "as_of": None if as_of is None else as_of.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "rows_read": len(heard) + duplicates + sum(report.rejects for report in sources),
        "mentions": len(scored),
        "duplicates": duplicates,
        "rejects": rejects,
        "left_out": left_out,
        "unscored": int(scored["negative"].isna().sum()),
        "unscored_languages": _counted(scored.loc[scored["negative"].isna(), "language"]),
        "copies": len(scored) - int(scored["duplicate_group"].nunique()),
        "themes": int(listed.sum()),
        "topics": int(themes.loc[listed, "topic"].nunique()),
        "other_voices": int(themes.loc[~listed, "mentions"].sum()),
        "actions": len(actions),
        "priorities": {priority.value: int((actions["priority"] == priority.value).sum()) for priority in Priority},
        "languages": _counted(scored["language"]),
        "channels": _counted(scored["channel"]),
        "sources": [
            {
                "source": report.source, "rows": report.rows, "mentions": report.mentions,
                "duplicates": report.duplicates, "rejects": report.rejects, "refused": report.refused,
            }
            for report in sources
        ],
    }  # fmt: skip


def _counted(column: pd.Series[Any]) -> dict[str, int]:
    found = Counter(column.tolist())
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))
