"""Writes a store anew, so that what was deleted is gone from the disk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triage.model.errors import OutputError

if TYPE_CHECKING:
    from triage.store.store import Store


def rewrite(store: Store) -> None:
    """Writes the file of a store anew without what was deleted; after `Store.commit` only. A server does so by itself.

    Raises:
        OutputError: It could not be written; what was deleted stays deleted, and was overwritten in the file.
    """
    connection = store.connection
    if connection.dialect.name != "sqlite":
        return
    try:
        connection.connection.cursor().execute("VACUUM")
    except connection.dialect.loaded_dbapi.Error as error:
        raise OutputError(f"what was deleted is gone, but its place could not be given back: {error}") from error
