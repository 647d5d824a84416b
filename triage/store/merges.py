"""Follows themes to what they were merged into."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from triage.store.schema import theme

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection


def roots(connection: Connection) -> dict[str, str]:
    """Returns what each merged theme was merged into."""
    merged = select(theme.c.theme_id, theme.c.merged_into).where(theme.c.merged_into != "")
    return {row.theme_id: row.merged_into for row in connection.execute(merged).all()}


def root_of(theme_id: str, merged: Mapping[str, str]) -> str:
    """Returns the theme that a theme is part of now, which may be itself.

    >>> root_of("a", {"a": "b", "b": "c"})
    'c'
    """
    seen = set()
    while theme_id in merged and theme_id not in seen:
        seen.add(theme_id)
        theme_id = merged[theme_id]
    return theme_id
