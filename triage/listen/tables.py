"""Opens one file as a raw table, whatever its shape."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import TYPE_CHECKING, Final

from triage.listen.dialect import Dialect, decide_dialect
from triage.listen.encoding import TextStream
from triage.listen.packing import Content, unpack
from triage.listen.readers.delimited import read_delimited
from triage.listen.readers.json_records import json_shape, read_document, read_ndjson
from triage.listen.sources import RefusedError
from triage.listen.vendors import known_names
from triage.model.settings import ListenSettings

if TYPE_CHECKING:
    import pandas as pd

    from triage.listen.readers.raw import RawTable
    from triage.model.source import SourceReport

_JSON_ENDINGS: Final = (".json", ".jsonl", ".ndjson")


def read_table(path: str | Path) -> pd.DataFrame:
    r"""Reads any delimited file, nothing told.

    Args:
        path: The file; it may be gzipped.

    Returns:
        Every cell a str, a blank is "". Columns are named as in the header, repeated names made unique, and
        column_1.. where there is no header. `.attrs["rejects"]` lists the rows that could not be placed.

    Raises:
        RefusedError: The file is missing, or is no table. A file without a byte is an empty table.

    >>> import tempfile
    >>> with tempfile.NamedTemporaryFile(suffix=".csv") as file:
    ...     _ = file.write(b"id;note\n007;null\n8;\n"), file.flush()
    ...     read_table(file.name).values.tolist()
    [['007', 'null'], ['8', '']]
    """
    settings, name = ListenSettings(), str(path)
    try:
        with Path(path).open("rb") as handle:
            content = next(unpack(handle, name, settings))
            first = next(content.blocks, b"")
            if not first:
                return _empty_table()
            stream = TextStream(itertools.chain([first], content.blocks))
            raw = read_delimited(stream, _dialect(stream), source=name, settings=settings)
    except (OSError, RefusedError) as error:
        raise RefusedError(why(error), where=name) from error
    raw.frame.attrs["rejects"] = raw.rejects
    return raw.frame


def _empty_table() -> pd.DataFrame:
    import pandas as pd

    frame = pd.DataFrame()
    frame.attrs["rejects"] = []
    return frame


def open_table(content: Content, settings: ListenSettings, report: SourceReport) -> RawTable:
    """Reads a file of any shape, and notes in the report what it was.

    Args:
        content: The bytes.
        settings: Limits.
        report: Takes encoding, shape, dialect and warnings.

    Returns:
        The table.

    Raises:
        RefusedError: The file as a whole cannot be used.
    """
    stream = TextStream(content.blocks)
    is_named_json = report.source.lower().removesuffix(".gz").endswith(_JSON_ENDINGS)
    report.shape = json_shape(stream.head, is_whole=stream.is_whole, told=is_named_json)
    if report.shape:
        read = read_ndjson if report.shape == "ndjson" else read_document
        raw = read(stream, source=report.source, settings=settings)
        if raw.frame.empty and raw.rejects:
            raise RefusedError(f"is broken: {raw.rejects[0].reason}")
    else:
        dialect = _dialect(stream)
        if is_named_json and len(dialect.columns) == 1:
            raise RefusedError("is no JSON")
        raw = read_delimited(stream, dialect, source=report.source, settings=settings)
        report.shape, report.delimiter, report.quote = "csv", dialect.delimiter, dialect.quote
        report.header_row = dialect.header_row
        if not dialect.header_row:
            report.warnings.append("has no header; columns are named column_1, column_2 ...")
    report.encoding, report.compression, report.undecodable = stream.encoding, content.compression, stream.undecodable
    report.records_at = raw.records_at
    report.columns = [str(name) for name in raw.frame.columns]
    report.warnings += content.warnings + stream.warnings + raw.warnings
    return raw


def why(error: Exception) -> str:
    """Says in one sentence why a file could not be opened."""
    if isinstance(error, RefusedError):
        return error.what
    if isinstance(error, FileNotFoundError):
        return "is missing"
    return f"cannot be opened: {error.strerror}" if isinstance(error, OSError) and error.strerror else "cannot be read"


def _dialect(stream: TextStream) -> Dialect:
    return decide_dialect(stream.head, is_whole=stream.is_whole, known=known_names())
