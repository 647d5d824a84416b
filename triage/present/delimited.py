"""Writes CSV as RFC 4180 has it, with its variants for spreadsheets, or TSV."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.compute as pc

from triage.present.cells import cell_texts, joined, typed_blocks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd

    from triage.model.column import ColumnSpec

#: Characters (UTF-16 units) that a cell of Excel and LibreOffice holds; they cut longer ones without a word.
CELL_LIMIT: Final = 32_767


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a delimited file is written.

    Attributes:
        delimiter: Between two cells.
        line_end: After each row, the last included.
        decimal: Decimal sign.
        bom: Whether a byte order mark comes first; Excel needs it to see UTF-8.
        limit: Longest cell in UTF-16 units, 0 for no limit.
    """

    delimiter: str = ","
    line_end: str = "\r\n"
    decimal: str = "."
    bom: bool = False
    limit: int = 0


#: RFC 4180.
CSV: Final = Dialect()
#: For Unix tools, which would take CR as a part of the last cell.
TSV: Final = Dialect(delimiter="\t", line_end="\n")
#: The name of a spreadsheet setting -> the CSV that a double click opens right. Never with a `sep=` line: it makes
#: Excel ignore the byte order mark.
SPREADSHEETS: Final = {
    "": CSV,
    "us": Dialect(bom=True, limit=CELL_LIMIT),
    "de": Dialect(delimiter=";", decimal=",", bom=True, limit=CELL_LIMIT),
}


def delimited(frame: pd.DataFrame, specs: Sequence[ColumnSpec], dialect: Dialect = CSV) -> Iterator[bytes]:
    """Yields a delimited file block by block: the header row, then one row a row of the frame.

    Args:
        frame: A frame made by `triage.frames`.
        specs: The declared columns to write, in order.
        dialect: How it is written.

    Yields:
        UTF-8 bytes.
    """
    header = dialect.delimiter.join(spec.name for spec in specs) + dialect.line_end
    yield header.encode("utf-8-sig" if dialect.bom else "utf-8")
    for table in typed_blocks(frame, specs):
        columns = (
            cell_texts(table.column(index).combine_chunks(), spec, decimal=dialect.decimal)
            for index, spec in enumerate(specs)
        )
        yield rows_of([_cell(texts, dialect) for texts in columns], dialect)


def rows_of(columns: list[pa.Array], dialect: Dialect) -> bytes:
    """Joins columns of finished cells to rows.

    Arrow keeps an array of texts as one run of bytes: the rows, joined by Arrow with their line ends, are the file.
    """
    if len(columns) == 1:
        # A row of one empty cell would be a blank line, which readers skip.
        columns = [pc.if_else(pc.equal(columns[0], ""), pa.scalar('""', pa.large_string()), columns[0])]
    rows = joined(joined(*columns, separator=dialect.delimiter), dialect.line_end)
    if not len(rows):
        return b""
    _, offsets, data = rows.buffers()
    first, last = _ends(rows, offsets)
    return bytes(data[first:last]) if data is not None else b""


def _ends(rows: pa.Array, offsets: pa.Buffer) -> tuple[int, int]:
    positions = memoryview(offsets).cast("q")
    return positions[rows.offset], positions[rows.offset + len(rows)]


def _cell(texts: pa.Array, dialect: Dialect) -> pa.Array:
    """Cuts what is too long, and quotes what holds a delimiter, a quote or a line end."""
    if dialect.limit:
        texts = _cut(texts, dialect.limit)
    needs = pc.match_substring_regex(texts, f'["\r\n{dialect.delimiter}]')
    if not pc.any(needs).as_py():
        return texts
    doubled = pc.replace_substring(texts, '"', '""')
    return pc.if_else(needs, joined('"', doubled, '"'), texts)


def _cut(texts: pa.Array, limit: int) -> pa.Array:
    # A character is at most two UTF-16 units, so only these few need counting.
    suspects = pc.greater(pc.utf8_length(texts), limit // 2)
    if not pc.any(suspects).as_py():
        return texts
    flags = suspects.to_pylist()
    cells = [cut_cell(text, limit) if flag else text for text, flag in zip(texts.to_pylist(), flags, strict=True)]
    return pa.array(cells, type=pa.large_string())


def cut_cell(text: str, limit: int = CELL_LIMIT) -> str:
    """Cuts a text to what a spreadsheet's cell holds, with an ellipsis where something is missing.

    >>> cut_cell("abcdef", 4)
    'abc…'
    """
    units = text.encode("utf-16-le")
    if len(units) <= 2 * limit:
        return text
    return units[: 2 * (limit - 1)].decode("utf-16-le", errors="ignore") + "…"
