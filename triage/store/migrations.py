"""Leads a store of an earlier schema to this one, a step a version."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import update

from triage.model.errors import OutputError
from triage.store.schema import VERSION, about

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlalchemy import Connection

    Step = Callable[[Connection], None]

#: Schema -> what leads from it to the next. A step is never changed once it was released; it names tables and columns
#: by its own SQL, because schema.py says what they are now and not what they were then.
STEPS: Final[Mapping[int, Step]] = {}


def migrate(
    connection: Connection, found: int, where: str, *, steps: Mapping[int, Step] = STEPS, version: int = VERSION
) -> None:
    """Takes every step from a schema on, within the transaction of the connection.

    Args:
        connection: Of a writer.
        found: Schema of the store.
        where: The store, for messages.
        steps: Schema -> what leads from it to the next.
        version: The schema to reach.

    Raises:
        OutputError: The store is newer, or of no schema that was ever released.
    """
    check_not_newer(found, where, version=version)
    for schema in range(found, version):
        if schema not in steps:
            raise OutputError(f"is of schema {schema}, which no triage ever wrote", where=where)
        steps[schema](connection)
    if found != version:
        connection.execute(update(about).where(about.c.name == "schema").values(value=str(version)))


def check_not_newer(found: int, where: str, *, version: int = VERSION) -> None:
    """Refuses what a newer triage wrote.

    Raises:
        OutputError: The store is newer.
    """
    if found > version:
        raise OutputError(
            f"was written by a newer triage (schema {found}; this one knows up to {version})",
            where=where,
            hint="install that version, or name another store; this one is left as it is",
        )
