"""Turns what a person says belongs together, or does not, into changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triage.model.errors import UsageError
from triage.model.vocabulary import JOINER
from triage.store.apart import kept_apart, merged_one
from triage.store.merges import root_of, roots

if TYPE_CHECKING:
    from sqlalchemy import Connection

#: Theme, what changes, its value before, its value after.
Belonging = tuple[str, str, str, str]


def merging(connection: Connection, theme_id: str, into: str) -> list[Belonging]:
    """Returns what makes a theme a part of another, for good; nothing where it is one.

    Args:
        connection: Of the store.
        theme_id: The theme.
        into: The other, or what was merged into it.

    Raises:
        UsageError: They are the same, or the other is a part of the theme.
    """
    merged = roots(connection)
    root = root_of(into, merged)
    if root == theme_id:
        told = "a theme cannot be merged into itself" if into == theme_id else f"{into} is a part of it already"
        raise UsageError(told, where=theme_id, hint="name the theme that stays first")
    found = []
    if root_of(theme_id, merged) != root:
        found.append((theme_id, "merge_into", merged.get(theme_id, ""), root))
    apart = kept_apart(connection, theme_id)
    together = JOINER.join(other for other in apart.split(JOINER) if root_of(other, merged) != root)
    if together != apart:
        found.append((theme_id, "apart", apart, together))
    return found


def parting(connection: Connection, theme_id: str, other: str) -> list[Belonging]:
    """Returns what makes two themes of what was merged, and keeps them two; nothing where they are kept apart.

    What a person or a night merged stands for itself again with all that it was before.

    Raises:
        UsageError: They are the same.
    """
    if theme_id == other:
        raise UsageError("a theme cannot be kept apart from itself", where=theme_id)
    found = []
    leaves = merged_one(connection, theme_id, other)
    if leaves:
        found.append((leaves[0], "merge_into", leaves[1], ""))
    before = kept_apart(connection, theme_id)
    others = {each for each in before.split(JOINER) if each} | {other}
    after = JOINER.join(sorted(others))
    if after != before:
        found.append((theme_id, "apart", before, after))
    return found
