"""A night: exports become mentions, mentions become themes, and themes become actions."""

from __future__ import annotations

import contextlib
from collections import Counter
from typing import TYPE_CHECKING, BinaryIO, cast

import numpy as np
import pandas as pd

from triage import __version__
from triage.act import decide
from triage.act.playbook import read_playbook
from triage.act.team import read_team
from triage.frames import MentionFrame, mention_frame, scored_frame
from triage.listen import read_mentions
from triage.model.action import OTHER_VOICES_ID
from triage.model.progress import Progress, Silent, stage
from triage.model.settings import Settings
from triage.outcome import Night, Read
from triage.recall import (
    Past,
    counted_before,
    earlier_of,
    hide,
    hide_rejects,
    keep,
    keys_of,
    night_instant,
    recall,
    secret_of,
)
from triage.summary import summarise
from triage.understand.cue_lists import extended_lists
from triage.understand.cues import find_cues
from triage.understand.language import detect_languages, fill_languages
from triage.understand.meanings import directions
from triage.understand.mentions import understand
from triage.understand.relevance import judge_relevance
from triage.understand.telling import reading_order

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from numpy.typing import NDArray

    from triage.act.actions import Decided
    from triage.act.playbook import Step
    from triage.model.member import Member
    from triage.store.store import Store
    from triage.understand.mentions import Understood

#: Columns that put mentions in an order which no shuffling of files or rows changes.
_ORDER = ["created_at", "channel", "mention_id", "text", "author", "url"]


def run(
    mentions_or_sources: pd.DataFrame | str | Path | Sequence[str | Path],
    settings: Settings | None = None,
    *,
    progress: Progress | None = None,
    stdin: BinaryIO | None = None,
    replay: bool = False,
    on_wait: Callable[[], None] | None = None,
    gather: Callable[[Store, datetime | None], None] | None = None,
    deliver: Callable[[Night, Store | None], None] | None = None,
) -> Night:
    """Runs one night.

    With a store the night is one transaction: it knows the nights before it, and is kept after it was delivered. One
    that fails, or whose list could not be delivered, leaves the store as it was, and can be run again.

    Args:
        mentions_or_sources: Files, folders and globs to read; or a frame with the columns of a mention, of which
            mention_id and text are required.
        settings: How; the defaults without.
        progress: Told how far each step is.
        stdin: What the source "-" stands for.
        replay: Whether the night may be before the last one of the store.
        on_wait: Called once where another run has to be waited for.
        gather: Reads into the store what people edited in earlier lists; told the night's instant.
        deliver: Writes the night's outputs, before the night is kept.

    Returns:
        The `Night`. The same input, settings and store give the same night, whatever the order of files and rows.

    Raises:
        NothingUsableError: No source gave anything that can be read.
        UsageError: The settings or the team file are wrong, or the night is before the last one.
        OutputError: The store cannot be used.
    """
    settings, progress = settings or Settings(), progress or Silent()
    team = read_team(settings.team) if settings.team else None
    playbook = read_playbook(settings.act.playbook)
    extended_lists(settings.cues)  # a wrong phrase is told before anything is read
    with _opened(settings, on_wait) as store:
        heard = listen(mentions_or_sources, settings, progress, stdin)
        as_of = night_instant(store, settings.as_of, _newest(heard), replay=replay)
        if store is not None and gather is not None:
            gather(store, as_of)
            as_of = night_instant(store, settings.as_of, _newest(heard), replay=replay)  # others may have come between
        night, keys = _tonight(heard, settings, as_of, recall(store), progress, (team, playbook))
        if deliver is not None:
            deliver(night, store)
        if store is not None:
            keep(store, night, keys, text_days=settings.store.text_days)
            store.commit()
    return night


def _tonight(
    heard: MentionFrame,
    settings: Settings,
    as_of: datetime | None,
    past: Past,
    progress: Progress,
    given: tuple[Sequence[Member] | None, Sequence[Step]],
) -> tuple[Night, pd.DataFrame]:
    """Runs the night on what was heard, with the nights before in view; given are the team and its playbook.

    Returns:
        The night, and the hashes of its mentions, in their order.
    """
    secret = secret_of(past.store, settings)
    heard.attrs["rejects"] = hide_rejects(heard.attrs["rejects"], settings)
    read, keys = _chosen(heard, settings, as_of, past, secret)
    mentions, aside, order = _relevant(hide(read.mentions, keys, secret, settings), settings, progress)
    keys = keys.iloc[order].reset_index(drop=True)
    earlier = earlier_of(past, keys.iloc[: len(mentions)], as_of)
    understood = understand(mentions, settings, as_of, progress, earlier)
    with stage(progress, "act", len(understood.themes), "themes"):
        decided = decide(
            understood.themes,
            settings,
            team=given[0],
            as_of=as_of,
            standing=past.standing,
            merged=understood.changes,
            meaning=directions,
            playbook=given[1],
        )
    night, told = _night(read, understood, decided, aside, as_of, past)
    return night, keys.iloc[told].reset_index(drop=True)


@contextlib.contextmanager
def _opened(settings: Settings, on_wait: Callable[[], None] | None) -> Iterator[Store | None]:
    if settings.store.path:
        from triage.store.opening import open_store

        with open_store(settings.store, writing=True, on_wait=on_wait) as store:
            yield store
    else:
        yield None


def _night(
    read: Read,
    understood: Understood,
    decided: Decided,
    aside: pd.DataFrame,
    as_of: datetime | None,
    past: Past,
) -> tuple[Night, NDArray[np.int64]]:
    """Puts the night together; what quiet themes say is counted among the other voices.

    Returns:
        The night, and where its mentions stood before they were put in the order of the list.
    """
    scored, themes = understood.mentions, understood.themes
    theme_of = scored["action_id"].to_numpy(object)
    scored["action_id"] = scored["action_id"].where(~scored["action_id"].isin(decided.quiet), OTHER_VOICES_ID)
    order = reading_order(scored, decided.actions["action_id"].tolist())
    told = np.concatenate((order, np.arange(len(scored), len(scored) + len(aside))))
    mentions = scored_frame(pd.concat([scored.iloc[order], aside], ignore_index=True))
    counts = summarise(
        read, scored, themes, decided.actions, as_of, aside=aside, changed=understood.changes, standing=past.standing
    )
    night = Night(
        as_of=as_of,
        actions=decided.actions,
        themes=themes,
        mentions=mentions,
        theme_of=np.concatenate((theme_of[order], np.full(len(aside), "", object))),
        summary={"schema": "triage-summary/1", "version": __version__} | counts | {"undone": decided.undone},
        rejects=read.heard.attrs["rejects"],
        sources=read.heard.attrs["sources"],
        known=understood.known,
        changes=understood.changes,
        measures=decided.measures,
        life=decided.changes,
    )
    return night, told


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


def _newest(mentions: MentionFrame) -> datetime | None:
    newest = mentions["created_at"].max()
    return None if pd.isna(newest) else cast("datetime", newest.to_pydatetime())


def _chosen(
    mentions: MentionFrame, settings: Settings, as_of: datetime | None, past: Past, secret: bytes | None
) -> tuple[Read, pd.DataFrame]:
    """Leaves out what earlier nights counted, what the settings exclude, and what was said after the night's instant.

    Returns:
        What was read, and the hashes of the mentions that are left, in their order.
    """
    keys = keys_of(mentions, secret)
    before, gone = counted_before(keys, mentions["channel"].tolist(), past)
    for report in mentions.attrs["sources"]:
        again = int(before[(mentions["source"] == report.source).to_numpy(bool)].sum())
        report.mentions, report.duplicates = report.mentions - again, report.duplicates + again
    times = mentions["created_at"]
    chosen = ~before & ~gone
    if (settings.as_of is not None or past.store is not None) and as_of is not None:
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
    counted, left_out = int(before.sum()), int((~chosen & ~before).sum())
    return Read(mentions, kept, counted, left_out, int(gone.sum())), keys[chosen].reset_index(drop=True)


def _relevant(
    mentions: MentionFrame, settings: Settings, progress: Progress
) -> tuple[MentionFrame, pd.DataFrame, NDArray[np.int64]]:
    """Sets aside what is not about the company; what carries a risk there is marked, so that it can be counted.

    Returns:
        The mentions, those set aside, and the places of both in what was given.
    """
    places = np.arange(len(mentions))
    if not settings.brands.names:
        return mentions, scored_frame(mentions.iloc[:0]), places
    with stage(progress, "relevance", len(mentions), "mentions"):
        texts, languages, channels = (mentions[name].tolist() for name in ("text", "language", "channel"))
        reasons = judge_relevance(texts, languages, channels, settings.brands)
        aside = mentions[reasons != ""].assign(set_aside=reasons[reasons != ""])
        cues = find_cues(aside["text"].tolist(), aside["language"].tolist(), extended_lists(settings.cues))
        aside = aside.assign(risk=np.array(cues[0], object), intent=np.array(cues[1], object))
        aside = aside.assign(duplicate_group=-1, negative=np.nan, neutral=np.nan, positive=np.nan)
    about = MentionFrame(mentions[reasons == ""].reset_index(drop=True))
    return about, scored_frame(aside), np.concatenate((places[reasons == ""], places[reasons != ""]))
