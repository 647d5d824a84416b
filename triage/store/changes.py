"""Changes actions, keeps every change, and takes changes back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import func, select, update

from triage.model.errors import UsageError
from triage.model.standing import PROGRAM, Change
from triage.model.vocabulary import Status
from triage.store.apart import keep_apart, kept_apart
from triage.store.merges import root_of, roots
from triage.store.schema import Instant, action, change, night, theme

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

#: What can be changed; merge_into and apart are the theme's.
CHANGEABLE: Final = ("status", "until", "owner", "due", "note", "priority", "merge_into", "apart")
#: What the program gives too, of which it is kept who gave it.
_SET_BY: Final = ("owner", "due")


def apply_changes(connection: Connection, changes: Sequence[Change], last_night: int) -> int:
    """Changes actions.

    Args:
        connection: Of the store.
        changes: What one command changes. A change of status to other than snoozed ends its until, which is kept as a
            change of its own.
        last_night: Number of the last night: what is said in later ones comes after the change.

    Returns:
        The number of this batch, by which it can be taken back.

    Raises:
        UsageError: A theme would be merged into itself, into what is merged into it, or is unknown.
    """
    batch = (connection.execute(select(func.max(change.c.batch))).scalar() or 0) + 1
    number = (connection.execute(select(func.max(change.c.number))).scalar() or 0) + 1
    rows = []
    for place, each in enumerate(_with_ends(connection, changes), start=number):
        _set(connection, each, last_night)
        rows.append({
            "number": place, "batch": batch, "night": last_night, "action_id": each.action_id, "what": each.what,
            "before": each.before, "after": each.after, "at": each.at, "by": each.by, "whence": each.whence,
            "undone": 0,
        })  # fmt: skip
    if rows:
        connection.execute(change.insert(), rows)
    return batch


def undo_batch(connection: Connection, batch: int, *, at: datetime, by: str) -> list[Change]:
    """Takes back what a batch changed, as far as it still stands as the batch left it.

    Returns:
        The changes that did it, the last first; they are kept as a batch of their own.
    """
    query = select(change).where(change.c.batch == batch, change.c.undone == 0).order_by(change.c.number.desc())
    last_night = connection.execute(select(func.max(night.c.night))).scalar() or 0
    back, restored = [], []
    for row in connection.execute(query).all():
        if current_value(connection, row.action_id, row.what) != row.after:
            continue
        back.append(
            Change(
                action_id=row.action_id, what=row.what, before=row.after, after=row.before, at=at, by=by, whence="undo"
            )
        )
        connection.execute(update(change).where(change.c.number == row.number).values(undone=1))
        if values := _set_with(connection, row):
            restored.append((row.action_id, values))
    apply_changes(connection, back, last_night)
    for action_id, values in restored:
        connection.execute(update(action).where(action.c.action_id == action_id).values(values))
    return back


def _set_with(connection: Connection, row: Any) -> dict[str, Any]:  # noqa: ANN401 - a row of changes
    """Returns what had been kept beside the value that a change replaced: who set it, or after which night."""
    earlier = (change.c.action_id == row.action_id) & (change.c.what == row.what) & (change.c.number < row.number)
    query = select(change).where(earlier).order_by(change.c.number.desc()).limit(1)
    last = connection.execute(query).first()
    known = last if last is not None and last.after == row.before else None
    if row.what in _SET_BY and row.before:
        return {f"{row.what}_by": known.by if known else PROGRAM}  # what no change tells of, a night gave
    return {"since_night": known.night} if row.what == "status" and known else {}


def _with_ends(connection: Connection, changes: Sequence[Change]) -> Iterator[Change]:
    """Yields changes as they are kept: instants as lists show them, and the end of what was snoozed."""
    told = {each.action_id for each in changes if each.what == "until"}
    for each in changes:
        until = current_value(connection, each.action_id, "until") if each.what == "status" else ""
        if each.what == "until":
            yield replace(each, after=_shown(Instant.read(each.after)))
        else:
            yield each
        if until and each.after != Status.SNOOZED and each.action_id not in told:
            yield replace(each, what="until", before=until, after="")


def current_value(connection: Connection, action_id: str, what: str) -> str:
    """Returns what an action holds now, as a list shows it; "" for an unknown action."""
    if what == "merge_into":
        found = connection.execute(select(theme.c.merged_into).where(theme.c.theme_id == action_id)).scalar()
        return found or ""
    if what == "apart":
        return kept_apart(connection, action_id)
    value = connection.execute(select(action.c[what]).where(action.c.action_id == action_id)).scalar()
    return _shown(value)


def _shown(value: Any) -> str:  # noqa: ANN401 - text or an instant
    return "" if value is None else value if isinstance(value, str) else value.strftime("%Y-%m-%dT%H:%M:%SZ")


def _set(connection: Connection, each: Change, last_night: int) -> None:
    if each.what == "merge_into":
        _merge(connection, each)
        return
    if each.what == "apart":
        keep_apart(connection, each.action_id, each.after)
        return
    values: dict[str, Any] = {each.what: each.after}
    if each.what == "until":
        values["until"] = Instant.read(each.after)
    elif each.what == "status":
        values["since_night"] = last_night
        if each.after != Status.SNOOZED:
            values["until"] = None
    elif each.what in _SET_BY:
        values[f"{each.what}_by"] = each.by if each.after else ""
    changed = connection.execute(update(action).where(action.c.action_id == each.action_id).values(**values))
    if not changed.rowcount:
        fresh = {
            "action_id": each.action_id, "status": Status.OPEN, "until": None, "owner": "", "owner_by": "", "due": "",
            "due_by": "", "note": "", "priority": "", "since_night": last_night, "heard_night": 0,
        }  # fmt: skip
        connection.execute(action.insert().values(**fresh | values))


def _merge(connection: Connection, each: Change) -> None:
    if each.after and root_of(each.after, roots(connection)) == each.action_id:
        raise UsageError("a theme cannot be merged into itself", where=each.action_id)
    for theme_id in filter(None, (each.action_id, each.after)):
        if connection.execute(select(theme.c.theme_id).where(theme.c.theme_id == theme_id)).first() is None:
            raise UsageError("there is no such theme", where=theme_id, hint="`triage list` shows them")
    values = {"merged_into": each.after, "merged_by": each.by if each.after else ""}
    connection.execute(update(theme).where(theme.c.theme_id == each.action_id).values(**values))
