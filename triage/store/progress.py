"""Reads from a store what nights heard and listed, with what people changed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import and_, case, func, literal_column, select

from triage.model.history import History, ListedRow, NightHeard, PastChange, ThemeDay
from triage.model.standing import Measures
from triage.model.vocabulary import JOINER
from triage.store.schema import change, listed, mention, night, theme

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import ColumnElement, Connection

#: Action of the voices that stand alone.
_OTHER_VOICES: Final = "other-voices"
_WHATS: Final = ("status", "owner", "merge_into")
_SECONDS_A_DAY: Final = 86_400


def read_history(connection: Connection) -> History:
    """Returns all that the store tells of its nights, without a word of a customer.

    Args:
        connection: A connection in a transaction, to SQLite or PostgreSQL alike.
    """
    merged = dict(connection.execute(select(theme.c.theme_id, theme.c.merged_into).where(theme.c.merged_into != "")))
    return History(
        nights=tuple(_nights(connection)),
        rows=tuple(_rows(connection)),
        changes=tuple(_changes(connection)),
        days=tuple(_days(connection, merged)),
        merged=frozenset(merged),
    )


def _nights(connection: Connection) -> Iterable[NightHeard]:
    sums = select(mention.c.night, *_sums()).group_by(mention.c.night).subquery()
    query = select(night.c.night, night.c.as_of, sums.c.voices, sums.c.scored, sums.c.negative)
    joined = query.select_from(night.outerjoin(sums, night.c.night == sums.c.night)).order_by(night.c.night)
    for number, as_of, voices, scored, negative in connection.execute(joined):
        yield NightHeard(
            night=number,
            as_of=as_of,
            voices=int(voices or 0),
            scored=int(scored or 0),
            negative=float(negative or 0.0),
        )


def _rows(connection: Connection) -> Iterable[ListedRow]:
    query = select(listed.c.night, listed.c.action_id, listed.c.cells, listed.c.measures)
    ordered = query.where(listed.c.action_id != _OTHER_VOICES).order_by(listed.c.night, listed.c.action_id)
    for number, action_id, cells, measures in connection.execute(ordered):
        yield _row(number, action_id, json.loads(cells), json.loads(measures))


def _row(number: int, action_id: str, cells: dict[str, Any], measures: dict[str, Any]) -> ListedRow:
    return ListedRow(
        night=number,
        action_id=action_id,
        theme=cells["theme"],
        kind=cells["action"],
        priority=cells["priority"],
        score=cells["score"],
        owner=cells["owner"],
        mentions=cells["mentions"],
        languages=_parts(cells["languages"]),
        channels=_parts(cells["channels"]),
        risks=_parts(cells["risk"]),
        measures=Measures(**measures | {"roles": tuple(measures.get("roles", ()))}),
    )


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(cell.split(JOINER)) if cell else ()


def _changes(connection: Connection) -> Iterable[PastChange]:
    columns = [change.c[name] for name in ("night", "action_id", "what", "before", "after", "at", "by")]
    lasting = and_(change.c.undone == 0, change.c.what.in_(_WHATS))
    for row in connection.execute(select(*columns).where(lasting).order_by(change.c.number)):
        yield PastChange(**row._mapping)  # noqa: SLF001 - the documented way to a row's names


def _days(connection: Connection, merged: dict[str, str]) -> Iterable[ThemeDay]:
    """Yields the days of each theme; those of one that was merged count for the theme it became part of."""
    day = (mention.c.created_at / literal_column(str(_SECONDS_A_DAY))).label("day")
    query = select(mention.c.theme_id, day, *_sums()).group_by(mention.c.theme_id, day)
    known = query.where(mention.c.created_at.is_not(None), mention.c.theme_id != _OTHER_VOICES)
    for theme_id, number, voices, scored, negative in connection.execute(known):
        yield ThemeDay(
            theme_id=_end(theme_id, merged),
            day=int(number),
            voices=int(voices),
            scored=int(scored),
            negative=float(negative),
        )


def _sums() -> tuple[ColumnElement[Any], ...]:
    """Returns voices, scored voices, and the sum of their probabilities of being negative."""
    scored = and_(mention.c.voice == 1, mention.c.negative.is_not(None))
    return (
        func.sum(mention.c.voice).label("voices"),
        func.sum(case((scored, 1), else_=0)).label("scored"),
        func.sum(case((scored, mention.c.negative), else_=0.0)).label("negative"),
    )


def _end(theme_id: str, merged: dict[str, str]) -> str:
    """Returns the theme that another became part of, over several merges."""
    seen = set()
    while theme_id in merged and theme_id not in seen:
        seen.add(theme_id)
        theme_id = merged[theme_id]
    return theme_id
