"""Merges the edits of a list into the store: what was written, what the file holds, what the store holds now."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from triage.act.edited_actions import edited_actions
from triage.act.file_past import FilePast, file_past, instant_of, joined, split
from triage.act.merge_targets import MergeTargets, in_circles, leads_to
from triage.act.score import priority_of
from triage.model.action import OTHER_VOICES_ID
from triage.model.edited import EDITABLE, Conflict, Edits, Fault
from triage.model.standing import Change
from triage.model.vocabulary import Status

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from triage.act.edit_cells import CellReader
    from triage.act.edited_actions import Cell, EditedAction
    from triage.act.written_list import WrittenRow
    from triage.model.edited import EditedList, PastChange
    from triage.model.settings import ScoreSettings
    from triage.model.standing import Standing

_LEADS_BACK: Final = "merge_into {!r} leads back to the action itself"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ours:
    """What the store holds now.

    Attributes:
        standing: Where each action stands.
        merged: What each merged theme was merged into.
        past: The changes of each action, in their order.
        score: From which score on an action has which priority.
    """

    standing: Mapping[str, Standing]
    merged: Mapping[str, str]
    past: Mapping[str, Sequence[PastChange]]
    score: ScoreSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Whose the edits are.

    Attributes:
        at: When they count as made.
        by: Who made them.
        whence: The command that reads them: "sync actions.csv".
        wins: Whether the file's is taken where the store was changed meanwhile.
    """

    at: datetime
    by: str
    whence: str
    wins: bool = False


def merge_edits(
    edited: EditedList, written: Mapping[str, WrittenRow], ours: Ours, reader: CellReader, origin: Origin
) -> Edits:
    """Tells what the edits of a list change in the store.

    A cell that holds what was written is no edit, nor is one that holds what it held when the same person last had the
    file read; one that holds what the store holds is done already. Where the store was changed meanwhile by others, or
    the very edit was taken back, the store's stays, unless `origin.wins`; an owner or a date that only the program gave
    gives way to a person's. A wrong cell changes nothing and hinders no other.

    Args:
        edited: The file.
        written: The rows as they were written, by action_id.
        ours: The store.
        reader: Reads cells.
        origin: Whose the edits are.

    Returns:
        The changes, with what was left out and why.
    """
    known = {*ours.standing, *ours.merged}
    found = Edits(faults=list(edited.faults))
    for row in edited.rows:
        if row.action_id not in known and row.action_id not in {OTHER_VOICES_ID, *found.unknown}:
            found.unknown.append(row.action_id)
    titles = [row.action for row in written.values()]
    titles += [standing.row for standing in ours.standing.values() if standing.row]
    targets = MergeTargets(known, edited.rows, titles)
    rows = [row for row in edited.rows if row.action_id in known or row.action_id == OTHER_VOICES_ID]
    actions = edited_actions(replace(edited, rows=tuple(rows)), written, reader, targets, found.faults)
    merge = _Merge(ours, reader, origin, found, dict(ours.merged))
    merge.drop_circles(actions)
    for action in actions:
        merge.settle(action)
    found.faults.sort(key=lambda fault: fault.row)
    return found


@dataclass(slots=True)
class _Merge:
    """The merge of one list."""

    ours: Ours
    reader: CellReader
    origin: Origin
    found: Edits
    merged: dict[str, str]

    def drop_circles(self, actions: Sequence[EditedAction]) -> None:
        """Takes away what would merge a theme into itself by way of others."""
        edits = {
            action.action_id: action.values["merge_into"].value
            for action in actions
            if "merge_into" in action.values and action.values["merge_into"].is_edited
        }
        circles = in_circles({**self.ours.merged, **edits})
        for action in actions:
            cell = action.values.get("merge_into")
            if cell and cell.is_edited and action.action_id in circles:
                del action.values["merge_into"]
                self._fault(action, cell, _LEADS_BACK.format(cell.value))

    def settle(self, action: EditedAction) -> None:
        """Turns the edits of one action into changes and conflicts."""
        past = file_past(
            self.ours.past.get(action.action_id, ()), action.written.night,
            whence=self.origin.whence, by=self.origin.by,
        )  # fmt: skip
        cells = {
            column: action.values[column]._replace(value=self._held(action, column, action.values[column].value))
            for column in EDITABLE
            if column in action.values
        }
        base = {
            column: self.reader.shown(past.base(column, self._held(action, column, action.shown(column))))
            for column in cells
        }
        edited = [column for column in cells if cells[column].value != base[column]]
        target = self.ours.merged.get(action.action_id, "")
        if "merge_into" in edited:
            edited.remove("merge_into")
            is_taken = self._settle(action, "merge_into", cells["merge_into"], base["merge_into"], past)
            target = (cells["merge_into"].value if is_taken else "") or target
        for column in edited:
            if target:
                told = f"{column} was left out, as the action is part of {target} now; edit that one"
                self._fault(action, cells[column], told)
            else:
                self._settle(action, column, cells[column], base[column], past)

    def _settle(self, action: EditedAction, column: str, cell: Cell, base: str, past: FilePast) -> bool:
        """Turns one edit into changes or a conflict; returns whether the store holds it then."""
        held, value = self._stored(action.action_id, column), cell.value
        stored = self.reader.shown(held)
        if value == stored or (value == Status.SNOOZED and stored.startswith(Status.SNOOZED)):
            return True
        if told := self._hindrance(action, column, value):
            self._fault(action, cell, told)
            return False
        moved = stored != base and not self._by_program(action.action_id, column)
        if moved or past.was_taken(column, value):
            conflict = Conflict(
                row=cell.row, action_id=action.action_id, what=column, written=base, edited=value, stored=stored,
                taken=self.origin.wins,
            )  # fmt: skip
            self.found.conflicts.append(conflict)
            if not self.origin.wins:
                return False
        if column == "owner" and (doubt := self.reader.owner_doubt(value)):
            self._fault(action, cell, doubt, left_out=False)
        if column == "merge_into":
            self.merged[action.action_id] = value
        before, after = dict(split(column, held)), dict(split(column, value))
        for what in {**after, **before}:
            old, new = before.get(what, ""), after.get(what, "")
            if old != new:
                self._change(action.action_id, what, old, new)
        return True

    def _change(self, action_id: str, what: str, before: str, after: str) -> None:
        origin = self.origin
        change = Change(
            action_id=action_id, what=what, before=before, after=after, at=origin.at, by=origin.by, whence=origin.whence
        )
        self.found.changes.append(change)

    def _fault(self, action: EditedAction, cell: Cell, told: str, *, left_out: bool = True) -> None:
        fault = Fault(row=cell.row, action_id=action.action_id, told=told, left_out=left_out)
        self.found.faults.append(fault)

    def _held(self, action: EditedAction, column: str, shown: str) -> str:
        """Returns what the store holds for a cell: the score's own priority is none of a person's."""
        is_own = column == "priority" and shown == priority_of(action.written.action.score, self.ours.score)
        return "" if is_own else self.reader.shown(shown)

    def _stored(self, action_id: str, column: str) -> str:
        """Returns what the store holds, as a person writes it."""
        if column == "merge_into":
            return self.ours.merged.get(action_id, "")
        standing = self.ours.standing[action_id]
        if column == "status":
            return joined(standing.status, standing.until.isoformat() if standing.until else "")
        return str(getattr(standing, column))

    def _by_program(self, action_id: str, column: str) -> bool:
        """Whether what the store holds was given by the program, which gives way to a person."""
        standing = self.ours.standing.get(action_id)
        if standing is None or column not in {"owner", "due"}:
            return False
        return not (standing.owner_by_person if column == "owner" else standing.due_by_person)

    def _hindrance(self, action: EditedAction, column: str, value: str) -> str:
        """Says what keeps an action from being snoozed or merged, or ""."""
        if column == "merge_into":
            return _LEADS_BACK.format(value) if leads_to(value, action.action_id, self.merged) else ""
        if column != "status" or not value.startswith(Status.SNOOZED):
            return ""
        (_, _), *until = split(column, value)
        if not until:
            return "status 'snoozed' wants a day: write 'snoozed until 2026-12-01', or put the day into due"
        is_over = instant_of(until[0][1]) <= self.origin.at
        return f"status {value!r} is over already on {self.origin.at:%Y-%m-%d}" if is_over else ""
