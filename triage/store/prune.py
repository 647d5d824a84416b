"""Takes away what is old: texts, who spoke, and lists that no action needs any more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import and_, delete, or_, select, update

from triage.model.vocabulary import Status
from triage.store.schema import action, change, listed, mention, night, quote
from triage.store.shrink import give_back_room

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

    from triage.store.store import Store

_CLOSED: Final = (Status.DONE, Status.DISMISSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pruned:
    """What was taken away.

    Attributes:
        quotes: Texts.
        authors: Mentions that no longer say whose they are.
        rows: Rows of lists.
        changes: Changes of actions that are done or dismissed.
    """

    quotes: int
    authors: int
    rows: int
    changes: int


def prune(store: Store, before: datetime) -> Pruned:
    """Takes away what nights before an instant kept; `Store.commit` makes it last.

    What stays is what later nights need: that a mention was counted, how many a theme has, by which words it is known,
    every action with its status, and the last row in which it was heard of unless it is done.

    Args:
        store: The open store.
        before: Instant; what was said, listed or changed earlier goes.
    """
    connection = store.connection
    old = select(night.c.night).where(night.c.as_of < before)
    undated = and_(mention.c.created_at.is_(None), mention.c.night.in_(old))
    said = or_(mention.c.created_at < int(before.timestamp()), undated)
    nobody = update(mention).where(mention.c.author.is_not(None), said).values(author=None)
    closed = select(action.c.action_id).where(action.c.status.in_(_CLOSED))
    past = delete(change).where(change.c.at < before, change.c.action_id.in_(closed))
    pruned = Pruned(
        quotes=connection.execute(delete(quote).where(quote.c.night.in_(old))).rowcount,
        authors=connection.execute(nobody).rowcount,
        rows=connection.execute(delete(listed).where(listed.c.night.in_(old), ~_is_needed())).rowcount,
        changes=connection.execute(past).rowcount,
    )
    give_back_room(connection)
    return pruned


def expire_texts(store: Store, as_of: datetime | None, text_days: int) -> int:
    """Takes away texts that were kept for as long as the settings say; returns how many.

    Args:
        store: The open store.
        as_of: The night's instant; without one only text_days 0 takes anything away.
        text_days: Days for which texts are kept; 0 keeps none.
    """
    expired = delete(quote)
    if text_days > 0:
        if as_of is None:
            return 0
        old = select(night.c.night).where(night.c.as_of < as_of - timedelta(days=text_days))
        expired = expired.where(quote.c.night.in_(old))
    return store.connection.execute(expired).rowcount


def _is_needed() -> ColumnElement[bool]:
    """Tells which rows of lists are the last in which an action was heard of that is not done."""
    return (
        select(action.c.action_id)
        .where(
            action.c.action_id == listed.c.action_id,
            action.c.heard_night == listed.c.night,
            action.c.status != Status.DONE,
        )
        .exists()
    )
