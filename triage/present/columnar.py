"""Writes Parquet, with the unit of each column in its field's metadata."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from triage.present.cells import typed_blocks

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from triage.model.column import ColumnSpec


def parquet(frame: pd.DataFrame, specs: Sequence[ColumnSpec], *, name: str) -> bytes:
    """Returns a Parquet file.

    Args:
        frame: A frame made by `triage.frames`.
        specs: The declared columns to write, in order.
        name: What the rows are: "actions" or "mentions".

    Returns:
        The file; its metadata has the schema's name, that of each field "unit" and "about". Texts are as they were
        said: nothing in Parquet runs as a formula.
    """
    blocks = typed_blocks(frame, specs)
    first = next(blocks)
    schema = first.schema.with_metadata({"schema": f"triage-{name}/1"})
    sink = pa.BufferOutputStream()
    with pq.ParquetWriter(sink, schema, compression="zstd") as writer:
        writer.write_table(first.cast(schema))
        for table in blocks:
            writer.write_table(table.cast(schema))
    return bytes(sink.getvalue())
