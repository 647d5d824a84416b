"""Turns a checked frame into one typed table, from which every output is made, so that all of them agree.

In the table, texts hold nothing that cannot be written, numbers are rounded to the digits that their column declares,
times are whole seconds in UTC, and what is missing is null (text: empty).
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from triage.present.safe import CONTROLS, FORMULA, MARK, REPLACEMENT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from triage.model.column import ColumnSpec

#: Rows that are turned into text at a time: bounds memory, and is large enough for speed.
BLOCK_ROWS: Final = 10_000

_TEXT: Final = pa.large_string()


def typed_blocks(frame: pd.DataFrame, specs: Sequence[ColumnSpec]) -> Iterator[pa.Table]:
    """Yields the columns of a checked frame as typed tables of at most `BLOCK_ROWS` rows; always at least one.

    Args:
        frame: A frame made by `triage.frames`.
        specs: The declared columns to take, in the order wanted.

    Yields:
        One table a block; each field's metadata holds the column's unit and what it is about.
    """
    for start in range(0, max(len(frame), 1), BLOCK_ROWS):
        yield typed_table(frame.iloc[start : start + BLOCK_ROWS], specs)


def typed_table(frame: pd.DataFrame, specs: Sequence[ColumnSpec]) -> pa.Table:
    """Returns the columns of a checked frame as one typed table."""
    arrays = [_typed(frame[spec.name], spec) for spec in specs]
    fields = [
        pa.field(spec.name, array.type, metadata={"unit": spec.column.unit, "about": spec.column.about})
        for spec, array in zip(specs, arrays, strict=True)
    ]
    return pa.Table.from_arrays(arrays, schema=pa.schema(fields))


def _typed(column: pd.Series[Any], spec: ColumnSpec) -> pa.Array:
    if spec.kind is float:
        numbers = rounded(column.to_numpy(dtype=np.float64), spec.column.digits or 0)
        return pa.array(numbers, mask=np.isnan(numbers))
    values = pa.array(column, from_pandas=True)
    if spec.kind is str:
        return written(pc.fill_null(values.cast(_TEXT), ""))
    if spec.kind is datetime:
        # Drops the zone first (it is UTC): Arrow would look it up in a database that Windows lacks.
        return pc.floor_temporal(values.cast(pa.timestamp("us")), unit="second").cast(pa.timestamp("ms", "UTC"))
    return values


def rounded(numbers: np.ndarray[Any, Any], digits: int) -> np.ndarray[Any, Any]:
    """Rounds to the digits that outputs show; what is not finite is missing, and there is no minus zero."""
    with np.errstate(over="ignore", invalid="ignore"):
        values = np.round(numbers, digits) + 0.0
    return np.where(np.isfinite(values), values, np.nan)


def written(texts: pa.Array) -> pa.Array:
    """Replaces control characters in an Arrow array of texts, as `safe.plain_text` does."""
    if not pc.any(pc.match_substring_regex(texts, CONTROLS)).as_py():
        return texts
    return pc.replace_substring_regex(texts, CONTROLS, REPLACEMENT)


def cell_texts(values: pa.Array, spec: ColumnSpec, *, decimal: str = ".") -> pa.Array:
    """Turns one column of a typed table into the texts that a delimited file shows.

    Args:
        values: An Arrow array of a typed table.
        spec: Its declared column.
        decimal: Decimal sign of numbers with digits.

    Returns:
        An Arrow array of texts without nulls: missing values are empty, formulas are marked, times are ISO 8601.
    """
    if spec.kind is str:
        return marked(values)
    if spec.kind is float:
        return _fixed(values.to_numpy(zero_copy_only=False), spec.column.digits or 0, decimal)
    if spec.kind is datetime:
        return pc.fill_null(_iso(values), "")
    return pc.fill_null(values.cast(_TEXT), "")


def _iso(times: pa.Array) -> pa.Array:
    return pc.strftime(times.cast(pa.timestamp("s")), format="%Y-%m-%dT%H:%M:%SZ").cast(_TEXT)


def _fixed(numbers: np.ndarray[Any, Any], digits: int, decimal: str) -> pa.Array:
    # Shares have few distinct values: each is formatted once.
    codes, distinct = pd.factorize(numbers)
    texts = [f"{number:.{digits}f}".replace(".", decimal) for number in distinct.tolist()]
    return pa.array([*texts, ""], type=_TEXT).take(pa.array(np.where(codes < 0, len(texts), codes)))


def marked(texts: pa.Array) -> pa.Array:
    """Puts the apostrophe before texts that a spreadsheet might run, as `safe.safe_cell` does."""
    hits = pc.match_substring_regex(texts, FORMULA)
    if not pc.any(hits).as_py():
        return texts
    return pc.if_else(hits, joined(MARK, texts), texts)


def joined(*parts: pa.Array | str, separator: str = "") -> pa.Array:
    """Joins arrays of texts element by element; a str stands for an array that repeats it."""
    columns = [pa.scalar(part, _TEXT) if isinstance(part, str) else part for part in parts]
    return pc.binary_join_element_wise(*columns, pa.scalar(separator, _TEXT))


def record_values(values: pa.Array, spec: ColumnSpec) -> list[Any]:
    """Turns one column of a typed table into Python values as JSON shows them: times as text, missing as None."""
    values = _iso(values) if spec.kind is datetime else values
    listed: list[Any] = values.to_pylist()
    return listed
