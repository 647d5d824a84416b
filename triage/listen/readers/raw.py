"""A raw table: the cells of a file as text, before anything is known of their meaning."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from triage.listen.names import make_unique
from triage.model.source import Reject

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy.typing as npt

_EXCERPT_CHARS: Final = 200
#: Why a row without a filled cell is a reject.
BLANK: Final = "is blank"
#: Cells of a column that tell what it may hold.
_FIRST_CELLS: Final = 1_000


@dataclass(slots=True, kw_only=True)
class RawTable:
    """The cells of one file.

    Attributes:
        frame: One row a record, every cell a str, columns named as in the file.
        rows: Row number of each record, as a spreadsheet counts them.
        rejects: Rows that could not be placed.
        warnings: What was assumed, one sentence each.
        records_at: Path of the array in a JSON document.
        mended: Rows that were mended.
        footer_rows: Rows below the table; they are rejects.
        other_tables: Tables that were left out; their rows are rejects.
        delimiter: What stands between the cells of a delimited file.
        unread: Columns that no field may be read from, left out of a large table.
    """

    frame: pd.DataFrame
    rows: npt.NDArray[np.int64]
    rejects: list[Reject]
    warnings: list[str] = field(default_factory=list)
    records_at: str = ""
    mended: int = 0
    footer_rows: int = 0
    other_tables: int = 0
    delimiter: str = ""
    unread: list[str] = field(default_factory=list)


def reject(source: str, row: int, reason: str, content: str) -> Reject:
    """Makes a reject with the row's beginning."""
    return Reject(source=source, row=row, reason=reason, content=content[:_EXCERPT_CHARS].rstrip("\r\n"))


class ColumnStore:
    """Collects blocks of cells in Arrow's memory, a tenth of what as many Python strings take."""

    def __init__(self, names: Sequence[str] = ()) -> None:
        """Begins with columns that are there even without rows."""
        self._chunks: dict[str, list[Any]] = {name: [] for name in names}
        self._rows: list[npt.NDArray[np.int64]] = []
        self._count = 0

    @property
    def names(self) -> list[str]:
        """Columns seen so far."""
        return list(self._chunks)

    def add(self, columns: dict[str, Sequence[str]], rows: Sequence[int]) -> None:
        """Adds a block; a column that other blocks have and this one lacks is blank in it."""
        for name in columns:
            if name not in self._chunks:
                self._chunks[name] = [_blanks(self._count)]
        for name, chunks in self._chunks.items():
            chunks.append(_strings(columns[name]) if name in columns else _blanks(len(rows)))
        self._rows.append(np.asarray(rows, dtype=np.int64))
        self._count += len(rows)

    def add_arrays(self, columns: Sequence[Any], rows: npt.NDArray[np.int64]) -> None:
        """Adds a block of Arrow columns, in the order of the names."""
        for chunks, column in zip(self._chunks.values(), columns, strict=True):
            chunks += [chunk.cast(pa.large_string()) for chunk in column.chunks]
        self._rows.append(rows)
        self._count += len(rows)

    @property
    def last_row(self) -> int:
        """The row number that was added last, 0 for none."""
        return max((int(rows[-1]) for rows in self._rows if len(rows)), default=0)

    def count_rows(self) -> None:
        """Numbers the rows 1, 2, 3 in the order in which they were added."""
        self._rows = [np.arange(1, self._count + 1, dtype=np.int64)]

    def drop(self, names: Iterable[str]) -> None:
        """Forgets columns."""
        for name in names:
            self._chunks.pop(name, None)

    def first_cells(self) -> dict[str, list[str]]:
        """Returns the first cells of each column, to decide from."""
        firsts = {name: max(chunks[:2], key=len) for name, chunks in self._chunks.items() if chunks}
        return {name: chunk[:_FIRST_CELLS].to_pylist() for name, chunk in firsts.items()}

    def append(self, other: ColumnStore) -> None:
        """Adds the rows of another store."""
        for name in other._chunks:
            if name not in self._chunks:
                self._chunks[name] = [_blanks(self._count)]
        for name, chunks in self._chunks.items():
            chunks.extend(other._chunks.get(name) or [_blanks(other._count)])
        self._rows += other._rows
        self._count += other._count

    def table(self, rejects: list[Reject], *, by_row: bool = False) -> RawTable:
        """Returns all blocks as one table.

        Args:
            rejects: What is not in it.
            by_row: Whether rows must be put in order.
        """
        names = make_unique([_without_surrogates(name) for name in self._chunks])
        arrays = [pa.chunked_array(chunks, type=pa.large_string()) for chunks in self._chunks.values()]
        rows = np.concatenate(self._rows) if self._rows else np.empty(0, dtype=np.int64)
        table = pa.table(arrays, names=names)
        if by_row:
            places = np.argsort(rows, kind="stable")
            table, rows = table.take(places), rows[places]
        frame = table.to_pandas() if arrays else pd.DataFrame()
        frame.index = pd.RangeIndex(len(rows))
        return RawTable(frame=frame, rows=rows, rejects=rejects)


def blank_rows(arrays: Sequence[Any]) -> npt.NDArray[np.bool_]:
    """Returns which rows have no cell that is filled."""
    is_blank = np.ones(len(arrays[0]) if arrays else 0, dtype=bool)
    for array in arrays:
        if not is_blank.any():
            break
        is_blank &= pc.equal(pc.binary_length(pc.utf8_trim_whitespace(array)), 0).to_numpy(zero_copy_only=False)
    return is_blank


def _strings(cells: Sequence[str]) -> Any:  # noqa: ANN401 - pyarrow has no types
    try:
        return pa.array(cells, type=pa.large_string())
    except UnicodeEncodeError:  # a lone surrogate, which JSON can hold
        return pa.array([_without_surrogates(cell) for cell in cells], type=pa.large_string())


def _blanks(count: int) -> Any:  # noqa: ANN401 - pyarrow has no types
    return pa.array([""] * count, type=pa.large_string())


def _without_surrogates(cell: str) -> str:
    return cell.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
