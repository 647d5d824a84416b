"""A part of the report of progress: a title, a table, sentences; with the words for times that all parts use."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import datetime

#: Rows of a table at most; --format json has all.
MOST_ROWS: Final = 10

_HOURS_A_DAY: Final = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One part of the report.

    Attributes:
        title: What it is about.
        heads: Names of the columns; none without a table.
        rows: Cells of the table.
        numbers: Columns that are numbers and stand right.
        lines: Sentences below the table.
    """

    title: str
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    numbers: frozenset[str] = field(default_factory=frozenset)
    lines: tuple[str, ...] = ()


def more_rows(count: int) -> tuple[str, ...]:
    """Returns a line that says how many rows a table has more than are shown, if any."""
    return (f"and {count - MOST_ROWS:,} more; --format json has them all",) if count > MOST_ROWS else ()


def time_words(hours: float) -> str:
    """Returns a time in the unit that suits it.

    >>> time_words(0.5), time_words(30), time_words(60)
    ('30 min', '30.0 h', '2.5 d')
    """
    if hours < 1:
        return f"{hours * 60:.0f} min"
    return f"{hours:.1f} h" if hours < 2 * _HOURS_A_DAY else f"{hours / _HOURS_A_DAY:.1f} d"


def day_of(instant: datetime | None) -> str:
    """Returns the date of an instant in UTC, "" where there is none."""
    return "" if instant is None else instant.date().isoformat()
