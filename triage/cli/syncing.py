"""Reads edited lists into a store, and takes that back; for `triage sync` and for the runs that find an edited list."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from triage.model.action import OTHER_VOICES_ID
from triage.model.edited import Edits, SyncReport
from triage.model.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from triage.model.action import Action
    from triage.model.settings import Settings
    from triage.model.standing import Standing
    from triage.store.store import Store


class NoListError(UsageError):
    """A file that is missing, or is no action list of the store."""


def sync_file(path: str, store: Store, settings: Settings, *, at: datetime, by: str) -> SyncReport | None:
    """Reads the edits of a list into a store and makes them last, where the file is a list of this store.

    Args:
        path: The file, as the user named it.
        store: An open store.
        settings: For limits, priorities and the team.
        at: When the edits count as made.
        by: Who made them.

    Returns:
        What was found, told by `triage.cli.sync.tell`; None where the file is missing or no list of this store.
    """
    try:
        return read_in(path, store, settings, at=at, by=by)
    except NoListError:
        return None


def read_in(
    path: str,
    store: Store,
    settings: Settings,
    *,
    at: datetime,
    by: str,
    theirs: bool = False,
    dry_run: bool = False,
) -> SyncReport:
    """Reads the edits of a list into a store and makes them last.

    Args:
        path: The file, as the user named it.
        store: An open store.
        settings: For limits, priorities and the team.
        at: When the edits count as made.
        by: Who made them.
        theirs: Whether the file's is taken where the store was changed meanwhile.
        dry_run: Whether nothing is written.

    Raises:
        NoListError: The file is missing, is no action list, or is one of another store.
        UsageError: The team file is wrong.
    """
    from triage.act.edit_cells import CellReader
    from triage.act.edits import Origin, Ours, merge_edits
    from triage.act.written_list import find_written
    from triage.listen.edited import possible_days, read_edited
    from triage.listen.sources import RefusedError
    from triage.present.safe import plain_text, unsafe_cell
    from triage.store.merges import roots
    from triage.store.syncs import past_changes, sync_of

    try:
        edited = read_edited(path, settings.listen, unsafe_cell)
    except RefusedError as error:
        raise NoListError(error.what, where=path, hint=error.hint) from error
    written = find_written(edited.rows, _nights(store))
    standing, merged = store.standing(), roots(store.connection)
    since = min((row.night for row in written.values()), default=0)
    ours = Ours(standing=standing, merged=merged, past=past_changes(store.connection, since), score=settings.score)
    reader = CellReader(
        days=possible_days, plain=plain_text, encoding=edited.encoding, today=at.date(), team=_team(settings)
    )  # fmt: skip
    edits = merge_edits(edited, written, ours, reader, Origin(at=at, by=by, whence=sync_of(path), wins=theirs))
    if edits.unknown and len(edits.unknown) == len({row.action_id for row in edited.rows} - {OTHER_VOICES_ID}):
        hint = "name the store that the list was made with"
        raise NoListError("the store knows none of its actions", where=path, hint=hint)
    report = SyncReport(path=path, edits=edits, dry_run=dry_run, themes=_titles(standing))
    return report if dry_run else _applied(report, store)


def undo_sync(store: Store, path: str = "", *, at: datetime, by: str, dry_run: bool = False) -> SyncReport:
    """Takes back what the last sync changed, as far as it still stands.

    Args:
        store: An open store.
        path: The file whose last sync it is, as it was named then; "" for any.
        at: When it counts as taken back.
        by: Who takes it back.
        dry_run: Whether nothing is written.

    Raises:
        UsageError: There is no such sync.
    """
    from triage.store.syncs import last_sync

    found = last_sync(store.connection, path)
    if found is None:
        raise UsageError("there is no sync to take back", where=path)
    back = store.undo(found.batch, at=at, by=by)
    if not dry_run:
        store.commit()
    stayed = found.changes - len(back)
    return SyncReport(
        path=found.path, edits=Edits(changes=back), batch=found.batch, dry_run=dry_run,
        themes=_titles(store.standing()), undoes=True, stayed=stayed,
    )  # fmt: skip


def _applied(report: SyncReport, store: Store) -> SyncReport:
    if not report.edits.changes:
        return report
    batch = store.apply(report.edits.changes)
    store.commit()
    return dataclasses.replace(report, batch=batch)


def _nights(store: Store) -> Iterator[tuple[int, list[Action]]]:
    """Yields the lists of the nights, the newest first."""
    for night in range(store.last().night, 0, -1):
        yield night, [action for action, _ in store.listed(night)]


def _team(settings: Settings) -> tuple[str, ...]:
    from triage.act.team import read_team

    return tuple(member.name for member in read_team(settings.team)) if settings.team else ()


def _titles(standing: dict[str, Standing]) -> dict[str, str]:
    return {action_id: each.row.theme for action_id, each in standing.items() if each.row}
