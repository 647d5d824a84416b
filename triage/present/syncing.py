"""Shows what the edits of a list changed in the store."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from rich.table import Table
from rich.text import Text

from triage.present.safe import shorten, terminal_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from triage.model.edited import Conflict, SyncReport

_THEME_CHARS: Final = 40
_VALUE_CHARS: Final = 60
_TOLD_IDS: Final = 5


def change_table(report: SyncReport) -> Table:
    """Returns a row a change: which action, what, its value before and after."""
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="bold")
    for name in ("action_id", "theme", "what"):
        table.add_column(name, no_wrap=True)
    for name in ("before", "after"):
        table.add_column(name, overflow="fold")
    for change in report.edits.changes:
        theme = shorten(report.themes.get(change.action_id, ""), _THEME_CHARS)
        values = [value.removesuffix("T00:00:00Z") or "-" for value in (change.before, change.after)]
        cells = (change.action_id, theme, change.what, *values)
        table.add_row(*(Text(terminal_text(cell)) for cell in cells))
    return table


def sync_record(report: SyncReport) -> dict[str, Any]:
    """Returns the report as JSON shows it."""
    edits = report.edits
    return {
        "schema": "triage-sync/1",
        "file": report.path,
        "dry_run": report.dry_run,
        "undo": report.undoes,
        "batch": report.batch,
        "changes": [asdict(change) for change in edits.changes],
        "conflicts": [asdict(conflict) for conflict in edits.conflicts],
        "faults": [asdict(fault) for fault in edits.faults],
        "unknown": edits.unknown,
        "stayed": report.stayed,
    }


def warnings_of(report: SyncReport, *, verbose: bool = True) -> Iterator[str]:
    """Yields a line for each conflict, for each cell or row that was left out, and for each doubt.

    Args:
        report: What was found.
        verbose: Whether doubts are told too.
    """
    for fault in report.edits.faults:
        if fault.left_out or verbose:
            yield ": ".join(part for part in (_where(report.path, fault.row), fault.action_id, fault.told) if part)
    for conflict in report.edits.conflicts:
        yield f"{_where(report.path, conflict.row)}: {conflict.action_id}: {_conflict_told(conflict)}"
    if unknown := report.edits.unknown:
        more = f" and {len(unknown) - _TOLD_IDS} more" if len(unknown) > _TOLD_IDS else ""
        listed = ", ".join(unknown[:_TOLD_IDS]) + more
        yield f"{report.path}: the store does not know {listed}; rows of unknown actions were skipped"


def summary_of(report: SyncReport) -> str:
    """Returns one line that says what was done."""
    changes, kept = len(report.edits.changes), sum(not conflict.taken for conflict in report.edits.conflicts)
    lost = sum(fault.left_out for fault in report.edits.faults)
    made = "would be " * report.dry_run + ("taken back" if report.undoes else "made")
    parts = [f"{_counted(changes, 'change')} {made}" if changes else "nothing to change"]
    parts += [f"{_counted(kept, 'conflict')}, in which the store's stays"] * bool(kept)
    parts += [f"{_counted(lost, 'edit')} left out"] * bool(lost)
    parts += [f"{report.stayed:,} stayed, changed again since"] * bool(report.stayed)
    parts += ["where a file still holds them, only --theirs takes them again"] * report.undoes
    return f"{report.path}: {'; '.join(parts)}"


def _conflict_told(conflict: Conflict) -> str:
    ends = "the file's was taken" if conflict.taken else "the store's stays, --theirs takes the file's"
    written, edited, stored = (
        repr(shorten(value, _VALUE_CHARS)) for value in (conflict.written, conflict.edited, conflict.stored)
    )
    if conflict.stored == conflict.written:
        return f"{conflict.what} {edited} was taken before and is {stored} again since; {ends}"
    return f"{conflict.what} was {written} in the list, is {edited} in the file and {stored} in the store now; {ends}"


def _where(path: str, row: int) -> str:
    return f"{path}:{row}" if row else path


def _counted(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"
