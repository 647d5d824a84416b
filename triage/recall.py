"""Takes from the store what a night has to know, and gives it what the next one has to."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from triage.frames import read_actions
from triage.listen.keys import author_keys, mention_keys
from triage.listen.masking import mask_mentions, mask_texts
from triage.listen.pseudonyms import pseudonymise
from triage.model.action import OTHER_VOICES_ID
from triage.model.errors import UsageError
from triage.store.key import read_or_make_key
from triage.understand.daily import EarlierVoices
from triage.understand.mentions import Earlier
from triage.understand.trend import HISTORY

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from numpy.typing import NDArray

    from triage.frames import MentionFrame, ScoredFrame
    from triage.model.settings import Settings
    from triage.model.source import Reject
    from triage.model.standing import Standing
    from triage.outcome import Night
    from triage.store.store import Store

#: Quotes that are kept of a theme, the list's own among them.
_QUOTES: Final = 5


@dataclass(frozen=True, slots=True, eq=False)
class Past:
    """The nights before tonight.

    Attributes:
        store: The open store; None without one.
        standing: Where each action stands.
    """

    store: Store | None = None
    standing: dict[str, Standing] = field(default_factory=dict)


def recall(store: Store | None) -> Past:
    """Returns the nights before tonight."""
    return Past() if store is None else Past(store, store.standing())


def night_instant(
    store: Store | None, given: datetime | None, newest: datetime | None, *, replay: bool
) -> datetime | None:
    """Returns the night's instant: the one given, else the newest mention's time, never before the last night's.

    Raises:
        UsageError: The one given is before the last night's, and the night is no replay.
    """
    before = None if store is None else store.last().as_of
    if given is not None:
        given = given if given.tzinfo else given.replace(tzinfo=UTC)
        if before is not None and given < before and not replay:
            last = before.strftime("%Y-%m-%dT%H:%M:%SZ")
            hint = "say a later one; or --replay, if an earlier night is to be added"
            raise UsageError(f"is before the last night of the store, {last}", where="--as-of", hint=hint)
        return given
    return max(filter(None, (newest, before)), default=None)


def secret_of(store: Store | None, settings: Settings) -> bytes | None:
    """Returns the key that hashes names: the store's, or for pseudonyms alone the one that the settings name."""
    if store is not None:
        return store.key
    if not settings.privacy.pseudonymise:
        return None
    if not settings.store.key:
        raise UsageError(
            "pseudonyms need a key", where="[store] key", hint="name a file; it is made if it is not there"
        )
    return read_or_make_key(Path(settings.store.key))


def keys_of(mentions: MentionFrame, secret: bytes | None) -> pd.DataFrame:
    """Returns the keyed hashes of mentions and authors.

    Returns:
        Columns id_key, content_key and author (missing where unknown), in the mentions' order; without a key no column.
    """
    if secret is None:
        return pd.DataFrame(index=mentions.index)
    by_id, by_content = mention_keys(mentions, secret)
    authors = pd.array(author_keys(mentions["author"].tolist(), secret), dtype="Int64")
    return pd.DataFrame({"id_key": by_id, "content_key": by_content, "author": authors}, index=mentions.index)


def hide(mentions: MentionFrame, keys: pd.DataFrame, secret: bytes | None, settings: Settings) -> MentionFrame:
    """Takes out of mentions what the settings say that no output may tell; before anything is understood."""
    if settings.privacy.pseudonymise and secret is not None:
        authors = [None if pd.isna(author) else int(author) for author in keys["author"]]
        kept = (*settings.brands.names, *settings.brands.also)
        mentions = pseudonymise(mentions, authors, keys["id_key"].to_numpy(np.int64), secret, kept=kept)
    return mask_mentions(mentions) if settings.privacy.mask else mentions


def hide_rejects(rejects: Sequence[Reject], settings: Settings) -> list[Reject]:
    """Takes out of rejects what no output may tell: where authors are pseudonyms, all of the row."""
    contents = pd.Series([reject.content for reject in rejects], dtype="str")
    if settings.privacy.pseudonymise:
        contents[:] = ""
    elif settings.privacy.mask:
        contents = mask_texts(contents)
    return [replace(reject, content=str(content)) for reject, content in zip(rejects, contents, strict=True)]


def counted_before(
    keys: pd.DataFrame, channels: Sequence[str], past: Past
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Tells which mentions an earlier night counted, and which are to be forgotten; shape (mentions,) each."""
    if past.store is None:
        none = np.zeros(len(keys), bool)
        return none, none
    by_id, by_content = (keys[name].to_numpy(np.int64) for name in ("id_key", "content_key"))
    authors = [None if pd.isna(author) else int(author) for author in keys["author"]]
    gone = past.store.forgotten(authors, channels, (by_id, by_content))
    return past.store.seen(by_id, by_content) & ~gone, gone


def earlier_of(past: Past, keys: pd.DataFrame, as_of: datetime | None) -> Earlier:
    """Returns what clustering and trend have to know of earlier nights.

    Args:
        past: The nights before.
        keys: Hashes of tonight's mentions, so that authors are counted with their earlier mentions.
        as_of: The night's instant.
    """
    if past.store is None:
        return Earlier()
    voices = None
    if as_of is not None:
        said = past.store.voices(as_of - timedelta(days=HISTORY + 1))
        said = said[said["created_at"] <= as_of]
        voices = EarlierVoices(said, keys["author"].to_numpy(), frozenset(past.standing))
    return Earlier(past.store.known(), frozenset(past.standing), voices)


def keep(store: Store, night: Night, keys: pd.DataFrame, *, text_days: int) -> None:
    """Writes a night into the store, which is not made last yet.

    Args:
        store: The open store.
        night: What the night found.
        keys: Hashes of the night's mentions, in their order.
        text_days: Days for which quotes are kept; 0 keeps none.
    """
    from triage.store.keeping import KeptNight, keep_night
    from triage.store.prune import expire_texts

    mentions = night.mentions
    kept = KeptNight(
        as_of=night.as_of,
        summary={name: value for name, value in night.summary.items() if name != "sources"},
        mentions=_mention_rows(mentions, night.theme_of, keys),
        themes=night.themes[~night.themes["rest"]],
        known=night.known,
        merged_or_split=night.changes,
        actions=read_actions(night.actions),
        measures=night.measures,
        changes=night.life,
        quotes=_quotes(mentions, night, keys) if text_days > 0 else None,
    )
    keep_night(store, kept)
    expire_texts(store, night.as_of, text_days)


def _mention_rows(mentions: ScoredFrame, theme_of: NDArray[Any], keys: pd.DataFrame) -> pd.DataFrame:
    table = keys.assign(
        theme_id=theme_of,
        created_at=mentions["created_at"],
        channel=mentions["channel"],
        negative=mentions["negative"],
        positive=mentions["positive"],
    )
    copies = pd.DataFrame({"theme": theme_of, "copy": mentions["duplicate_group"]}).duplicated()
    return table.assign(voice=(~copies & (theme_of != "")).astype("int64"))


def _quotes(mentions: ScoredFrame, night: Night, keys: pd.DataFrame) -> pd.DataFrame:
    """Returns the list's quote of each theme, and a few other texts, the most seen first."""
    table = pd.DataFrame(
        {
            "action_id": night.theme_of,
            "id_key": keys["id_key"].to_numpy(),
            "author": keys["author"].to_numpy(),
            "text": mentions["text"].to_numpy(),
            "url": mentions["url"].to_numpy(),
            "language": mentions["language"].to_numpy(),
            "copy": mentions["duplicate_group"].to_numpy(),
            "seen": mentions["reach"].fillna(mentions["followers"]).fillna(0).to_numpy("int64"),
        }
    )
    chosen = dict(zip(night.themes["theme_id"], night.themes["quote"], strict=True))
    table = table[(table["action_id"] != OTHER_VOICES_ID) & table["action_id"].isin(chosen)]
    table["first"] = table["text"] == table["action_id"].map(chosen)
    table = table.sort_values(["action_id", "first", "seen"], ascending=[True, False, False], kind="stable")
    table = table.drop_duplicates(["action_id", "copy"])
    table["place"] = table.groupby("action_id").cumcount()
    links = dict(zip(night.themes["theme_id"], night.themes["url"], strict=True))
    table["url"] = table["url"].mask(table["first"], table["action_id"].map(links))
    return table.loc[table["place"] < _QUOTES].drop(columns=["copy", "seen", "first"]).reset_index(drop=True)
