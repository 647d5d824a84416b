"""An action list that a person edited, and what its edits do to the store."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from triage.model.standing import Change

#: The columns of a list that a person may edit, in the order in which their edits are told.
EDITABLE: Final = ("status", "owner", "due", "note", "priority", "merge_into")


@dataclass(frozen=True, slots=True, kw_only=True)
class EditedRow:
    """One row of a list as it was saved.

    Attributes:
        number: Its number as a spreadsheet shows it.
        action_id: Which action; may be empty.
        cells: Its other columns, those that lists have, by name; without marks and blanks around them.
    """

    number: int
    action_id: str
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class EditedList:
    """A list as it was saved.

    Attributes:
        path: The file.
        rows: Its rows, those without a filled cell left out.
        faults: Rows that are out of shape, and what was assumed of the whole file (row 0).
        encoding: The code page that it was saved in, which may lack letters; "" for Unicode.
        day_first: Whether the day comes first in 03/04/2026; None where nothing tells.
    """

    path: str
    rows: tuple[EditedRow, ...]
    faults: tuple[Fault, ...] = ()
    encoding: str = ""
    day_first: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something in a list that could not be read, or was read with a doubt.

    Attributes:
        row: Number of the row as a spreadsheet shows it; 0 for the whole file.
        told: What was found, what was expected, and what to do.
        action_id: Which action; may be empty.
        left_out: Whether the cell or row changes nothing; else it was read all the same.
    """

    row: int
    told: str
    action_id: str = ""
    left_out: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PastChange:
    """A change that was made.

    Attributes:
        night: Number of the last night before it.
        change: The change.
        undone: Whether it was taken back.
    """

    night: int
    change: Change
    undone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """A cell that was edited, while the store came to hold something else.

    Attributes:
        row: Number of the row as a spreadsheet shows it.
        action_id: Which action.
        what: The column.
        written: What the list held when it was written.
        edited: What the file holds.
        stored: What the store holds.
        taken: Whether the file's was taken.
    """

    row: int
    action_id: str
    what: str
    written: str
    edited: str
    stored: str
    taken: bool


@dataclass(slots=True, kw_only=True)
class Edits:
    """What the edits of a list change.

    Attributes:
        changes: What is to be changed in the store, in the order of the rows.
        conflicts: Cells that both the file and the store changed.
        faults: Cells and rows that could not be read, or were with a doubt.
        unknown: The action_ids of rows that the store does not know.
    """

    changes: list[Change] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncReport:
    """What reading a list back into a store did.

    Attributes:
        path: The file.
        edits: What was found.
        batch: Number of the changes in the store, by which they can be taken back; 0 where nothing was changed.
        dry_run: Whether nothing was written.
        themes: The titles of the actions, by action_id.
        undoes: Whether earlier edits of the file were taken back.
        stayed: Changes that were to be taken back and are not, as they were changed again since.
    """

    path: str
    edits: Edits
    batch: int = 0
    dry_run: bool = False
    themes: Mapping[str, str] = field(default_factory=dict)
    undoes: bool = False
    stayed: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether the store holds all that the file does, so that nothing is lost with the file."""
        lost = any(fault.left_out for fault in self.edits.faults) or self.edits.unknown
        return not lost and all(conflict.taken for conflict in self.edits.conflicts)
