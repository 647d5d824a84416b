"""Gives back the room that deleted rows leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triage.store.engines import driver_of

if TYPE_CHECKING:
    from sqlalchemy import Connection


def give_back_room(connection: Connection) -> None:
    """Makes the file smaller by what was deleted in this transaction, as part of it; a server does so by itself.

    A VACUUM would stand outside of the transaction, and one that is cut short would leave a file without its checksum.
    What was deleted is overwritten in any case (`secure_delete`).
    """
    if connection.dialect.name == "sqlite":
        driver = driver_of(connection)
        (pages,) = driver.execute("PRAGMA freelist_count").fetchone()
        for _ in range(pages):  # the driver makes one step, and a step gives back one page
            driver.execute("PRAGMA incremental_vacuum")
