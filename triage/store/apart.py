"""Keeps themes apart that a person says are two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from triage.model.vocabulary import JOINER
from triage.store.merges import root_of, roots
from triage.store.schema import apart

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection


def kept_apart(connection: Connection, theme_id: str) -> str:
    """Returns the themes that are kept apart from a theme, joined by |, "" for none."""
    pair = or_(apart.c.theme_id == theme_id, apart.c.other_id == theme_id)
    rows = connection.execute(select(apart.c.theme_id, apart.c.other_id).where(pair))
    return JOINER.join(sorted(other if one == theme_id else one for one, other in rows))


def keep_apart(connection: Connection, theme_id: str, others: str) -> None:
    """Keeps a theme apart from some others, and from no more than these.

    Args:
        connection: Of the store.
        theme_id: The theme.
        others: Ids joined by |, "" for none.
    """
    pair = or_(apart.c.theme_id == theme_id, apart.c.other_id == theme_id)
    connection.execute(apart.delete().where(pair))
    pairs = [sorted((theme_id, other)) for other in others.split(JOINER) if other]
    if pairs:
        connection.execute(apart.insert(), [{"theme_id": one, "other_id": other} for one, other in pairs])


def merged_one(connection: Connection, theme_id: str, other_id: str) -> tuple[str, str] | None:
    """Returns which of two themes has to leave what it was merged into so that they are two, with what that is.

    Returns:
        The theme and what it was merged into; None where the two are no part of one theme.
    """
    merged = roots(connection)
    if root_of(theme_id, merged) != root_of(other_id, merged):
        return None
    leaves = other_id if _is_part(other_id, theme_id, merged) else theme_id
    return leaves, merged[leaves]


def _is_part(theme_id: str, of: str, merged: Mapping[str, str]) -> bool:
    """Tells whether a theme was merged into another, straight or by way of a third."""
    above = {theme: into for theme, into in merged.items() if theme != of}
    return theme_id != of and root_of(theme_id, above) == of
