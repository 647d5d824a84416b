"""Finds the list that an edited file was written as, by what the program wrote into it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from triage.model.action import Action
from triage.model.column import columns_of
from triage.model.edited import EDITABLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from triage.model.column import ColumnSpec
    from triage.model.edited import EditedRow

#: Left out: the id, what people edit, and what a store keeps only for a time.
_COMPARED: Final = {
    spec.name: spec for spec in columns_of(Action) if spec.name not in {"action_id", *EDITABLE, "quote", "url"}
}


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenRow:
    """A row as it was written.

    Attributes:
        night: Number of the night in whose list it stood.
        action: The row.
    """

    night: int
    action: Action


@dataclass(slots=True)
class _Best:
    """The row that agrees most so far."""

    cells: int
    row: WrittenRow


def find_written(rows: Sequence[EditedRow], nights: Iterable[tuple[int, Sequence[Action]]]) -> dict[str, WrittenRow]:
    """Returns the row that each row of a file was written as.

    The night is the one with whose list most of the program's cells agree, the newest of several. A row that this list
    lacks, as it was put in from another, is that of the night with which it agrees most itself.

    Args:
        rows: The rows of the file.
        nights: Number and list of each night, the newest first; no more are asked for once one agrees in all.

    Returns:
        By action_id; without those that stand in no list.
    """
    wanted = sum(len(_compared(row)) for row in rows)
    most = -1
    chosen: dict[str, WrittenRow] = {}
    singly: dict[str, _Best] = {}
    for night, actions in nights:
        listed = {action.action_id: WrittenRow(night=night, action=action) for action in actions}
        agreed = 0
        for row in rows:
            if (written := listed.get(row.action_id)) is None:
                continue
            cells = _agreement(row, written.action)
            agreed += cells
            if row.action_id not in singly or cells > singly[row.action_id].cells:
                singly[row.action_id] = _Best(cells, written)
        if agreed > most:
            most, chosen = agreed, listed
        if agreed == wanted and all(row.action_id in listed for row in rows):
            break
    return {action_id: best.row for action_id, best in singly.items()} | chosen


def _compared(row: EditedRow) -> list[str]:
    return [name for name in row.cells if name in _COMPARED]


def _agreement(row: EditedRow, action: Action) -> int:
    """Counts the cells of the program that a spreadsheet may have made of the row's."""
    return sum(_agrees(row.cells[name], getattr(action, name), _COMPARED[name]) for name in _compared(row))


def _agrees(cell: str, value: Any, spec: ColumnSpec) -> bool:  # noqa: ANN401 - whatever the column holds
    if value is None or not cell:
        return value in {None, cell}
    if isinstance(value, datetime):
        return cell == value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, str):
        return " ".join(cell.split()) == " ".join(value.split())
    return any(round(number, spec.column.digits or 0) == round(value, spec.column.digits or 0)
               for number in _numbers(cell))  # fmt: skip


def _numbers(cell: str) -> Iterator[float]:
    """Yields what a number can mean with a decimal point and with a decimal comma."""
    plain = "".join(cell.split())
    for written in (plain.replace(",", ""), plain.replace(".", "").replace(",", ".")):
        with suppress(ValueError):
            yield float(written)
