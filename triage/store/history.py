"""Reads what the nights remember of one action."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import orjson
from sqlalchemy import func, select

from triage.model.action import OTHER_VOICES_ID
from triage.model.past import History, Listed, Quote
from triage.model.standing import Change
from triage.store.merges import root_of, roots
from triage.store.schema import change, listed, mention, night, quote, theme

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection

#: Days of voices that are told.
DAYS: Final = 28

_DAY_SECONDS: Final = 86_400


def history_of(connection: Connection, action_id: str, as_of: datetime | None) -> History:
    """Returns what is remembered of one action.

    Args:
        connection: A connection to the store.
        action_id: Which action.
        as_of: The last night's instant, at which the last day of voices ends; None for no days at all.
    """
    members = merged_into(connection, action_id)
    ids = [action_id, *(member for member, _ in members)]
    return History(
        nights=_nights(connection, action_id),
        voices=() if as_of is None else voices_a_day(connection, ids, as_of),
        quotes=_quotes(connection, action_id),
        changes=_changes(connection, action_id),
        members=members,
    )


def merged_into(connection: Connection, theme_id: str) -> tuple[tuple[str, str], ...]:
    """Returns the themes that were merged into a theme, straight or by way of another, with their titles."""
    merged = roots(connection)
    ids = sorted(child for child in merged if root_of(child, merged) == theme_id)
    names = titles(connection)
    return tuple((child, names[child]) for child in ids if child != theme_id)


def titles(connection: Connection) -> dict[str, str]:
    """Returns the title of each theme by its id, those that were merged too."""
    named = select(theme.c.theme_id, theme.c.title).where(theme.c.theme_id != OTHER_VOICES_ID)
    return {row.theme_id: row.title for row in connection.execute(named.order_by(theme.c.theme_id))}


def nights(connection: Connection) -> dict[int, dict[str, Any]]:
    """Returns the counts of each night by its number, with its instant as `as_of`."""
    rows = connection.execute(select(night).order_by(night.c.night))
    return {row.night: orjson.loads(row.summary) | {"as_of": row.as_of} for row in rows}


def voices_a_day(
    connection: Connection, theme_ids: Sequence[str], as_of: datetime, days: int = DAYS
) -> tuple[int, ...]:
    """Returns how many people spoke of some themes a day, back from an instant.

    Args:
        connection: A connection to the store.
        theme_ids: The themes, counted together.
        as_of: Where the last day ends; what was said later counts in it.
        days: How many days.

    Returns:
        One count a day, the last day last.
    """
    end = int(as_of.timestamp())
    day: Any = (end - mention.c.created_at) // _DAY_SECONDS
    rows = connection.execute(
        select(day.label("day"), func.count().label("voices"))
        .where(
            mention.c.theme_id.in_(theme_ids), mention.c.voice == 1, mention.c.created_at > end - days * _DAY_SECONDS
        )
        .group_by("day")  # by its name: a database may see other parameters as another expression
    )
    counts = [0] * days
    for row in rows:
        counts[max(int(row.day), 0)] += row.voices
    return tuple(reversed(counts))


def _nights(connection: Connection, action_id: str) -> tuple[Listed, ...]:
    rows = connection.execute(
        select(listed.c.night, night.c.as_of, listed.c.cells)
        .join(night, night.c.night == listed.c.night)
        .where(listed.c.action_id == action_id)
        .order_by(listed.c.night)
    )
    return tuple(_listed(row.night, row.as_of, orjson.loads(row.cells)) for row in rows)


def _listed(number: int, as_of: datetime | None, cells: dict[str, Any]) -> Listed:
    return Listed(night=number, as_of=as_of, mentions=cells["mentions"], score=cells["score"])


def _quotes(connection: Connection, action_id: str) -> tuple[Quote, ...]:
    last = select(func.max(quote.c.night)).where(quote.c.action_id == action_id).scalar_subquery()
    rows = connection.execute(
        select(quote).where(quote.c.action_id == action_id, quote.c.night == last).order_by(quote.c.place)
    )
    return tuple(Quote(text=row.text, url=row.url, language=row.language) for row in rows)


def _changes(connection: Connection, action_id: str) -> tuple[Change, ...]:
    names = ("action_id", "what", "before", "after", "at", "by", "whence")
    rows = connection.execute(
        select(*(change.c[name] for name in names)).where(change.c.action_id == action_id).order_by(change.c.number)
    )
    return tuple(Change(**row._asdict()) for row in rows)
