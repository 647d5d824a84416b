"""Reads from a store what nights heard and listed, with what people changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import orjson
from sqlalchemy import Integer, and_, case, func, literal_column, select

from triage.model.action import OTHER_VOICES_ID
from triage.model.history import History, ListedRow, NightHeard, PastChange, ThemeDay
from triage.model.vocabulary import JOINER
from triage.store.merges import root_of, roots
from triage.store.records import read_measures
from triage.store.schema import change, listed, mention, night

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import ColumnElement, Connection

    from triage.model.standing import Measures

_WHATS: Final = ("status", "owner", "merge_into")
_SECONDS_A_DAY: Final = 86_400


def read_history(connection: Connection) -> History:
    """Returns all that the store tells of its nights, without a word of a customer.

    Args:
        connection: A connection in a transaction, to SQLite or PostgreSQL alike.

    Returns:
        The same whatever the database: sorted here, because each sorts text by rules of its own.
    """
    merged = roots(connection)
    return History(
        nights=tuple(_nights(connection)),
        rows=tuple(sorted(_rows(connection), key=lambda row: (row.night, row.action_id))),
        changes=tuple(_changes(connection)),
        days=tuple(sorted(_days(connection, merged), key=lambda day: (day.theme_id, day.day))),
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
            negative=_sum(negative),
        )


def _rows(connection: Connection) -> Iterable[ListedRow]:
    query = select(listed.c.night, listed.c.action_id, listed.c.cells, listed.c.measures)
    for number, action_id, cells, measures in connection.execute(query.where(listed.c.action_id != OTHER_VOICES_ID)):
        yield _row(number, action_id, orjson.loads(cells), read_measures(measures))


def _row(number: int, action_id: str, cells: dict[str, Any], measures: Measures) -> ListedRow:
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
        measures=measures,
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
    # a literal, for PostgreSQL takes two parameters of one value for two expressions
    day = (mention.c.created_at // literal_column(str(_SECONDS_A_DAY), Integer)).label("day")
    query = select(mention.c.theme_id, day, *_sums()).group_by(mention.c.theme_id, day)
    known = query.where(mention.c.created_at.is_not(None), mention.c.theme_id != OTHER_VOICES_ID)
    for theme_id, number, voices, scored, negative in connection.execute(known):
        yield ThemeDay(
            theme_id=root_of(theme_id, merged),
            day=int(number),
            voices=int(voices),
            scored=int(scored),
            negative=_sum(negative),
        )


def _sums() -> tuple[ColumnElement[Any], ...]:
    """Returns voices, scored voices, and the sum of their probabilities of being negative."""
    scored = and_(mention.c.voice == 1, mention.c.negative.is_not(None))
    return (
        func.sum(mention.c.voice).label("voices"),
        func.sum(case((scored, 1), else_=0)).label("scored"),
        func.sum(case((scored, mention.c.negative), else_=0.0)).label("negative"),
    )


def _sum(found: float | None) -> float:
    """Returns a sum without what depends on the order in which a database added up."""
    return round(float(found or 0.0), 6)
