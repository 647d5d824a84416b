"""Finds what was changed before, for lists that are read back and for syncs that are taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import func, select

from triage.model.edited import PastChange
from triage.model.standing import Change
from triage.store.schema import change

if TYPE_CHECKING:
    from sqlalchemy import Connection

#: How the changes of a sync begin to say whence they come; the file follows.
_SYNC = "sync "


class Sync(NamedTuple):
    """A sync that can be taken back.

    Attributes:
        batch: Number of its changes.
        path: The file that was read.
        changes: How many changes it made.
    """

    batch: int
    path: str
    changes: int


def past_changes(connection: Connection, night: int) -> dict[str, list[PastChange]]:
    """Returns the changes since a night, by action, in their order."""
    found: dict[str, list[PastChange]] = {}
    for row in connection.execute(select(change).where(change.c.night >= night).order_by(change.c.number)):
        made = Change(
            action_id=row.action_id, what=row.what, before=row.before, after=row.after, at=row.at, by=row.by,
            whence=row.whence,
        )  # fmt: skip
        found.setdefault(row.action_id, []).append(PastChange(night=row.night, change=made, undone=bool(row.undone)))
    return found


def sync_of(path: str) -> str:
    """Returns how changes say that they come from a file.

    >>> sync_of("lists/actions.csv")
    'sync lists/actions.csv'
    """
    return _SYNC + path


def last_sync(connection: Connection, path: str = "") -> Sync | None:
    """Returns the last sync, of a file or of any, of which nothing was taken back; None where there is none."""
    of_file = change.c.whence == sync_of(path) if path else change.c.whence.startswith(_SYNC)
    counted = (change.c.batch, func.max(change.c.whence).label("whence"), func.count().label("changes"))
    query = select(*counted).where(of_file).group_by(change.c.batch).having(func.max(change.c.undone) == 0)
    row = connection.execute(query.order_by(change.c.batch.desc()).limit(1)).first()
    return Sync(row.batch, row.whence.removeprefix(_SYNC), row.changes) if row else None
