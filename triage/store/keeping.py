"""Keeps a night: its mentions without their texts, its themes, its list and what it changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import orjson
import pandas as pd
from sqlalchemy import bindparam, delete, select, update

from triage.model.action import OTHER_VOICES_ID
from triage.model.standing import PROGRAM, Measures
from triage.model.vocabulary import Status
from triage.store import schema
from triage.store.bulk import insert_columns
from triage.store.changes import apply_changes
from triage.store.records import action_cells, measures_json

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from triage.model.action import Action
    from triage.model.memory import KnownTheme, ThemeChange
    from triage.model.standing import Change
    from triage.store.store import Store

_MENTION: Final = (
    "id_key", "content_key", "theme_id", "created_at", "author", "channel", "voice", "negative", "positive",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class KeptNight:
    """What is kept of a night.

    Attributes:
        as_of: Its instant; None where no mention has a date.
        summary: Its counts.
        mentions: One row a mention with id_key, content_key, theme_id, created_at (instant), author (keyed hash or
            missing), channel, voice (0 or 1), negative, positive.
        themes: One row a theme with theme_id, title, topic, first_seen, last_seen, mentions.
        known: What the next night is told.
        merged_or_split: Known themes that were split or merged.
        actions: The list.
        measures: What each of its rows was made from, by action_id.
        changes: What the night changed in actions.
        quotes: One row a quote with action_id, place, id_key, author, text, url, language; to keep as long as set.
    """

    as_of: datetime | None
    summary: dict[str, Any]
    mentions: pd.DataFrame
    themes: pd.DataFrame
    known: Sequence[KnownTheme]
    merged_or_split: Sequence[ThemeChange] = ()
    actions: Sequence[Action] = ()
    measures: dict[str, Measures] = field(default_factory=dict)
    changes: Sequence[Change] = ()
    quotes: pd.DataFrame | None = None


def keep_night(store: Store, kept: KeptNight) -> int:
    """Writes a night into an open store; `Store.commit` makes it last.

    Returns:
        The night's number.
    """
    connection, number = store.connection, store.last().night + 1
    row = {"night": number, "as_of": kept.as_of, "summary": orjson.dumps(kept.summary).decode()}
    connection.execute(schema.night.insert(), [row])
    _keep_mentions(store, kept.mentions, number)
    _keep_themes(store, kept, number)
    _keep_memory(store, kept.known)
    _keep_list(store, kept, number)
    apply_changes(connection, kept.changes, number)
    if kept.quotes is not None and len(kept.quotes):
        connection.execute(schema.quote.insert(), _records(kept.quotes.assign(night=number)))
    return number


def _keep_mentions(store: Store, mentions: pd.DataFrame, number: int) -> None:
    table = mentions[list(_MENTION)].sort_values("id_key", kind="stable")
    seconds = table["created_at"].dt.tz_localize(None).astype("datetime64[s]").astype("int64").astype("Int64")
    table = table.assign(created_at=seconds.where(table["created_at"].notna()), night=number)
    insert_columns(store.connection, schema.mention, {str(name): _plain(table[name]) for name in table})


def _keep_themes(store: Store, kept: KeptNight, number: int) -> None:
    connection, theme = store.connection, schema.theme
    before = {row.theme_id: row for row in connection.execute(select(theme)).all()}
    new, heard = [], []
    for row in _records(kept.themes):
        old = before.get(row["theme_id"])
        first = [instant for instant in (_instant(row["first_seen"]), old.first_seen if old else None) if instant]
        last = [instant for instant in (_instant(row["last_seen"]), old.last_seen if old else None) if instant]
        values = {
            "title": row["title"], "topic": row["topic"], "first_seen": min(first, default=None),
            "last_seen": max(last, default=None), "last_night": number,
            "mentions_total": int(row["mentions"]) + (old.mentions_total if old else 0),
        }  # fmt: skip
        if old:
            heard.append(values | {"which": row["theme_id"]})
        else:
            fresh = {"theme_id": row["theme_id"], "first_night": number, "merged_into": "", "merged_by": ""}
            new.append(values | fresh)
    if new:
        connection.execute(theme.insert(), new)
    if heard:
        names = [name for name in heard[0] if name != "which"]
        changed = update(theme).where(theme.c.theme_id == bindparam("which"))
        connection.execute(changed.values({name: bindparam(name) for name in names}), heard)
    for change in kept.merged_or_split:
        if change.what == "merged":
            merged = update(theme).where(theme.c.theme_id == change.theme_id)
            connection.execute(merged.values(merged_into=change.known_id, merged_by=PROGRAM))


def _keep_memory(store: Store, known: Sequence[KnownTheme]) -> None:
    connection, memory = store.connection, schema.memory
    connection.execute(delete(memory))
    rows = [
        {
            "entry": entry,
            "born_id": theme.born_id or theme.theme_id,
            "words": orjson.dumps(theme.words).decode(),
            "texts": theme.texts,
            "risk": theme.risk,
        }
        for entry, theme in enumerate(known)
    ]
    if rows:
        connection.execute(memory.insert(), rows)


def _keep_list(store: Store, kept: KeptNight, number: int) -> None:
    """Writes the list, and what its rows say of each action: new ones, and owners and dates that the night gave."""
    connection, action = store.connection, schema.action
    if not kept.actions:
        return
    rows = [
        {
            "night": number,
            "action_id": each.action_id,
            "cells": action_cells(each),
            "measures": measures_json(kept.measures.get(each.action_id, Measures())),
        }
        for each in kept.actions
    ]
    connection.execute(schema.listed.insert(), rows)
    before = {row.action_id: row for row in connection.execute(select(action)).all()}
    new, held = [], []
    for each in kept.actions:
        if each.action_id == OTHER_VOICES_ID:
            continue
        old = before.get(each.action_id)
        values = {
            "owner": each.owner,
            "owner_by": _setter(each.owner, old and (old.owner, old.owner_by)),
            "due": each.due,
            "due_by": _setter(each.due, old and (old.due, old.due_by)),
            "heard_night": number if each.mentions or not old else old.heard_night,
        }
        if old:
            held.append(values | {"which": each.action_id})
        else:
            fresh = {"action_id": each.action_id, "status": Status.OPEN, "until": None, "note": "", "priority": ""}
            new.append(values | fresh | {"since_night": number})
    if new:
        connection.execute(action.insert(), new)
    if held:
        names = [name for name in held[0] if name != "which"]
        changed = update(action).where(action.c.action_id == bindparam("which"))
        connection.execute(changed.values({name: bindparam(name) for name in names}), held)


def _setter(value: str, before: tuple[str, str] | None) -> str:
    """Returns who set a value: as before where it is the same, else the program."""
    if before and before[0] == value:
        return before[1]
    return PROGRAM if value else ""


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Returns rows as the database takes them: plain values, None for what is missing."""
    columns = [_plain(table[name]) for name in table]
    return [dict(zip(map(str, table), row, strict=True)) for row in zip(*columns, strict=True)]


def _plain(column: pd.Series[Any]) -> list[Any]:
    plain = column.astype(object)
    return plain.where(plain.notna(), None).tolist()


def _instant(value: Any) -> datetime | None:  # noqa: ANN401 - a cell
    return None if value is None else pd.Timestamp(value).to_pydatetime()
