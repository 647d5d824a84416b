"""Reads the rows of an edited list into the edits of each action."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from triage.act.edit_cells import CellError
from triage.model.action import OTHER_VOICES_ID
from triage.model.edited import EDITABLE, Fault
from triage.model.vocabulary import Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from triage.act.edit_cells import CellReader
    from triage.act.merge_targets import MergeTargets
    from triage.act.written_list import WrittenRow
    from triage.model.edited import EditedList, EditedRow


class Cell(NamedTuple):
    """A cell that may have been edited.

    Attributes:
        row: The number of its row.
        value: Its value as a list shows it.
        is_edited: Whether that is other than what was written.
    """

    row: int
    value: str
    is_edited: bool = True


@dataclass(slots=True)
class EditedAction:
    """What a file holds of one action, by column, and the row as it was written."""

    action_id: str
    written: WrittenRow
    values: dict[str, Cell] = field(default_factory=dict)

    def shown(self, column: str) -> str:
        """Returns a cell as it was written."""
        return str(getattr(self.written.action, column))


def edited_actions(
    edited: EditedList,
    written: Mapping[str, WrittenRow],
    reader: CellReader,
    targets: MergeTargets,
    faults: list[Fault],
) -> list[EditedAction]:
    """Returns the edits of each action, in the order of the rows.

    Args:
        edited: The file, with rows of known actions alone.
        written: The rows as they were written, by action_id.
        reader: Reads cells; which of day and month comes first is told from dates that were left as they were.
        targets: The themes that others can be merged into.
        faults: Takes what is wrong: cells that cannot be read, rows that differ on one action.
    """
    reader = replace(reader, day_first=_day_first(edited, written, reader))
    grouped: dict[str, list[EditedRow]] = {}
    for row in _in_order(edited.rows, written, reader, faults):
        grouped.setdefault(row.action_id, []).append(row)
    found = []
    for action_id, rows in grouped.items():
        if action_id in written:
            action = EditedAction(action_id, written[action_id])
            _join([_read(row, action, reader, targets, faults) for row in rows], action, faults)
            found.append(action)
        elif action_id != OTHER_VOICES_ID:
            told = "stands in no list that the store keeps, so what was edited cannot be told; say triage update"
            faults.append(Fault(row=rows[0].number, action_id=action_id, told=told))
    return found


def _in_order(
    rows: Iterable[EditedRow], written: Mapping[str, WrittenRow], reader: CellReader, faults: list[Fault]
) -> Iterator[EditedRow]:
    """Yields the rows but those with the theme of another action, as some columns were sorted and others not."""
    themes = {action_id: reader.shown(row.action.theme) for action_id, row in written.items()}
    others = {theme: action_id for action_id, theme in themes.items()}
    for row in rows:
        theme = row.cells.get("theme", "")
        other = others.get(theme, "") if theme and row.action_id in themes else ""
        if other and theme != themes[row.action_id]:
            told = f"has the theme of another action, {other}; sort all columns together, this row changes nothing"
            faults.append(Fault(row=row.number, action_id=row.action_id, told=told))
        else:
            yield row


def _join(read: list[dict[str, Cell]], action: EditedAction, faults: list[Fault]) -> None:
    """Joins the rows of one action; what was edited in one of them counts."""
    for column in EDITABLE:
        cells = [values[column] for values in read if column in values]
        edited = [cell for cell in cells if cell.is_edited]
        if len({cell.value for cell in edited}) > 1:
            told = f"{column} differs in rows {', '.join(str(cell.row) for cell in edited)} of this action"
            faults.append(Fault(row=edited[0].row, action_id=action.action_id, told=told))
        elif cells:
            action.values[column] = (edited or cells)[0]


def _read(
    row: EditedRow, action: EditedAction, reader: CellReader, targets: MergeTargets, faults: list[Fault]
) -> dict[str, Cell]:
    """Returns the cells of one row that can be read."""
    values: dict[str, Cell] = {}
    for column in (column for column in EDITABLE if column in row.cells):
        cell, written = row.cells[column], action.shown(column)
        if not reader.is_edited(column, cell, written):
            values[column] = Cell(row.number, written, is_edited=False)
            continue
        try:
            values[column] = Cell(row.number, _value(column, cell, row.action_id, reader, targets))
        except CellError as error:
            faults.append(Fault(row=row.number, action_id=row.action_id, told=str(error)))
    due = values.get("due")
    if values.get("status") == Cell(row.number, Status.SNOOZED) and due and due.is_edited and due.value:
        values["status"] = Cell(row.number, f"{Status.SNOOZED} until {due.value}")
        del values["due"]
    edited = [column for column, cell in values.items() if cell.is_edited]
    if edited and row.action_id == OTHER_VOICES_ID:
        told = f"the other voices are no one action, so their {', '.join(edited)} cannot be set"
        faults.append(Fault(row=row.number, action_id=row.action_id, told=told))
        return {}
    return values


def _value(column: str, cell: str, action_id: str, reader: CellReader, targets: MergeTargets) -> str:
    if column == "status":
        status, until = reader.status(cell)
        return f"{status} until {until}" if until else status
    if not cell:
        return ""
    if column == "merge_into":
        return targets.find(cell, action_id)
    if column == "due":
        return reader.day(column, cell).isoformat()
    read = {"owner": reader.owner, "note": reader.note, "priority": reader.priority}
    return read[column](cell)


def _day_first(edited: EditedList, written: Mapping[str, WrittenRow], reader: CellReader) -> bool | None:
    """Tells from dates that are as they were written, shown in another way, whether the day comes first."""
    votes: Counter[bool] = Counter()
    for row in edited.rows:
        if row.action_id not in written:
            continue
        days = reader.days(row.cells.get("due", ""))
        due = written[row.action_id].action.due
        if len(days) > 1:
            votes.update(is_first for is_first, day in zip((True, False), days, strict=True) if str(day) == due)
    return edited.day_first if votes[True] == votes[False] else votes[True] > votes[False]
