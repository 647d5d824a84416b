"""Writes a table as a file of a given dialect."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelling:
    r"""How a file is written.

    Attributes:
        delimiter: Between cells.
        quote: Around cells.
        escape: Before a quote inside a quoted cell; "" leaves it bare.
        row_end: After each row.
        always: Whether every cell is quoted, or only those that need it.
    """

    delimiter: str = ","
    quote: str = '"'
    escape: str = '"'
    row_end: str = "\r\n"
    always: bool = False

    def cell(self, value: str) -> str:
        """Writes one cell."""
        return self.quoted(value) if self.always or self.needs_quotes(value) else value

    def quoted(self, value: str) -> str:
        """Writes one cell in quotes."""
        return self.quote + value.replace(self.quote, self._escape + self.quote) + self.quote

    def needs_quotes(self, value: str) -> bool:
        """Whether a cell would be read as something else without quotes."""
        return any(mark in value for mark in (self.delimiter, self.quote, "\n", "\r", self.row_end))

    def row(self, cells: Iterable[str]) -> str:
        """Writes one row with its end."""
        return self.delimiter.join(map(self.cell, cells)) + self.row_end

    def text(self, rows: Iterable[Sequence[str]]) -> str:
        """Writes all rows."""
        return "".join(map(self.row, rows))

    @property
    def _escape(self) -> str:
        return self.quote if self.escape == '"' else self.escape
