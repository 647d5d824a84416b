"""Reads Parquet and Arrow files as a raw table."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any, BinaryIO, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from triage.listen.allowance import Allowance
from triage.listen.names import make_unique
from triage.listen.readers.flatten import flatten
from triage.listen.readers.raw import RawTable, reject
from triage.listen.readers.workbook_process import text_of
from triage.listen.sources import RefusedError
from triage.model.vocabulary import JOINER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from triage.model.settings import ListenSettings
    from triage.model.source import Reject

_ROWS: Final = 4096
_ARROW: Final = b"ARROW1"
#: pandas keeps row numbers in such a column, where nobody asked for an index.
_INDEX: Final = re.compile(r"__index_level_\d+__")
#: pyarrow decodes names itself, and leaves what it finds there to the standard exceptions.
_DAMAGE: Final = (pa.ArrowException, OSError, ValueError, KeyError, IndexError, OverflowError)


def read_parquet(file: BinaryIO, *, source: str, settings: ListenSettings) -> RawTable:
    """Reads a Parquet file, or one of Arrow's own format (Feather 2).

    Numbers keep all their digits, times are ISO 8601 with their offset, nested columns have dotted names, lists are
    joined, null is "".

    Args:
        file: The file.
        source: Name of the file in the rejects.
        settings: Limits.

    Returns:
        The table; rows are numbered from 1.

    Raises:
        RefusedError: The file is damaged from the start, or grows beyond a limit.
    """
    allowance = Allowance(settings)
    allowance.read(file.seek(0, io.SEEK_END))
    reader = _Columns(settings, allowance)
    damage = ""
    try:
        for batch in _batches(file, allowance):
            reader.add(batch)
    except _DAMAGE as error:
        if not reader.count:
            raise RefusedError("is a Parquet or Arrow file that is damaged or cut off; fetch it again") from error
        damage = f"the file is damaged after {reader.count:,} rows; those before are kept"
    table = reader.table(source)
    table.warnings += [damage] if damage else []
    return table


def _batches(file: BinaryIO, allowance: Allowance) -> Iterator[pa.RecordBatch]:
    """Yields a few rows at once, repeated texts once where the file has them once."""
    file.seek(0)
    if file.read(len(_ARROW)) == _ARROW:
        file.seek(0)
        with pa.ipc.open_file(pa.PythonFile(file, mode="r")) as arrow:
            for place in range(arrow.num_record_batches):
                batch = arrow.get_batch(place)
                batch.validate(full=True)
                for start in range(0, batch.num_rows, _ROWS) or (0,):
                    yield batch.slice(start, _ROWS)
            if not arrow.num_record_batches:
                yield pa.RecordBatch.from_pylist([], schema=arrow.schema)
        return
    file.seek(0)
    parquet = pq.ParquetFile(file)
    places = range(len(parquet.schema))
    leaves = [parquet.schema.column(place) for place in places]
    texts = [leaf.path for leaf in leaves if leaf.physical_type == "BYTE_ARRAY" and not leaf.max_repetition_level]
    for place in range(parquet.metadata.num_row_groups):
        allowance.expand(parquet.metadata.row_group(place).total_byte_size)
    parquet = pq.ParquetFile(file, read_dictionary=texts)
    yield pa.RecordBatch.from_pylist([], schema=parquet.schema_arrow)
    yield from parquet.iter_batches(batch_size=_ROWS)


class _Columns:
    """Collects the columns of all batches as text.

    Attributes:
        count: Rows so far.
    """

    def __init__(self, settings: ListenSettings, allowance: Allowance) -> None:
        self.count = 0
        self._settings = settings
        self._allowance = allowance
        self._names: list[str] = []
        self._chunks: list[list[Any]] = []
        self._broken = 0

    def add(self, batch: pa.RecordBatch) -> None:
        """Adds a batch; nothing of it where a column cannot be read."""
        flat = pa.Table.from_batches([batch])
        while any(pa.types.is_struct(kind) for kind in flat.schema.types):
            flat = flat.flatten()
        kept = [place for place, name in enumerate(flat.schema.names) if not _INDEX.fullmatch(name)]
        if not self._chunks:
            self._names = [flat.schema.names[place] for place in kept]
            self._chunks = [[] for _ in kept]
        texts = [self._text(flat.column(place).combine_chunks()) for place in kept]
        for chunks, text in zip(self._chunks, texts, strict=True):
            chunks.append(text)
        self.count += flat.num_rows

    def table(self, source: str) -> RawTable:
        """Returns all of it; a row with a cell that is too long is a reject."""
        names = make_unique(self._names)
        columns = [pa.chunked_array(chunks, type=pa.large_string()) for chunks in self._chunks]
        rows = np.arange(1, self.count + 1)
        rejects: list[Reject] = []
        most = self._settings.max_cell_chars
        longest = np.zeros(self.count, dtype=np.int64)
        for column in columns:
            np.maximum(longest, pc.utf8_length(column).to_numpy(), out=longest)
        is_long = longest > most
        for row, length in zip(rows[is_long].tolist(), longest[is_long].tolist(), strict=True):
            reason = f"a cell of {length:,} characters is over max_cell_chars ({most:,})"
            rejects.append(reject(source, row, reason, columns[0][row - 1].as_py()))
        frame = pa.table(columns, names=names).to_pandas() if columns else pd.DataFrame(index=rows)
        frame = frame[~is_long].reset_index(drop=True)
        broken = f"{self._broken} cells are not UTF-8; their stray bytes became U+FFFD"
        return RawTable(frame=frame, rows=rows[~is_long], rejects=rejects, warnings=[broken] if self._broken else [])

    def _text(self, column: pa.Array) -> pa.Array:
        """Turns a column into text without null."""
        if isinstance(column.type, pa.BaseExtensionType):
            column = column.storage
        if pa.types.is_dictionary(column.type):
            words = self._text(column.dictionary)
            indices = column.indices
            self._allowance.expand(pc.sum(pc.binary_length(words).take(indices)).as_py() or 0)
            return pc.fill_null(words.take(indices), "")
        text = pc.fill_null(self._cast(column), "")
        self._allowance.expand(text.nbytes)
        return text

    def _cast(self, column: pa.Array) -> pa.Array:
        kind = column.type
        if pa.types.is_timestamp(kind):
            return _instants(column)
        if pa.types.is_floating(kind):
            column = pc.if_else(pc.is_nan(column), None, column)
        if pa.types.is_time(kind):
            return pc.replace_substring_regex(pc.cast(column, pa.large_string()), r"\.0+$", "")
        if pa.types.is_duration(kind):
            column = pc.cast(column, pa.duration("us"), safe=False)
        elif not pa.types.is_nested(kind):
            return self._decoded(column)
        return pa.array([_joined(value, self._settings.max_depth) for value in column.to_pylist()], pa.large_string())

    def _decoded(self, column: pa.Array) -> pa.Array:
        """Casts a flat column; bytes that are no UTF-8 are replaced."""
        try:
            text = pc.cast(column, pa.large_string())
            text.validate(full=True)
        except pa.ArrowInvalid:
            cells = [
                cell and cell.decode("utf-8", "replace") for cell in pc.cast(column, pa.large_binary()).to_pylist()
            ]
            self._broken += sum("\ufffd" in cell for cell in cells if cell)
            return pa.array(cells, pa.large_string())
        return text


def _instants(column: pa.Array) -> pa.Array:
    """Writes 2026-11-23T07:30:00+01:00, the offset only where the column has a zone."""
    try:
        text = pc.cast(column, pa.large_string())
    except pa.ArrowInvalid:  # a zone that the system does not know
        text = pc.cast(pc.cast(column, pa.timestamp(column.type.unit, "UTC")), pa.large_string())
    text = pc.replace_substring_regex(text, r"\.0+(Z|[+-]\d{4})?$", r"\1")
    text = pc.replace_substring(text, " ", "T", max_replacements=1)
    return pc.replace_substring_regex(text, r"([+-]\d\d)(\d\d)$", r"\1:\2") if column.type.tz else text


def _joined(value: object, max_depth: int) -> str:
    """Writes a list as flatten does, a map as "key=value" joined, anything else as a workbook would."""
    if value is None:
        return ""
    if isinstance(value, list) and value and all(isinstance(item, tuple) for item in value):
        return JOINER.join(f"{key}={_joined(item, max_depth)}" for key, item in value)
    if isinstance(value, list):
        return flatten({"value": _plain(value)}, max_depth).get("value", "")
    return text_of(value)


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value if value is None or isinstance(value, bool) else text_of(value)
