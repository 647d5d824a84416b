"""Opens one file as a raw table, whatever its shape."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from triage.listen.dialect import Dialect, decide_dialect
from triage.listen.encoding import HEAD_BYTES, TextStream
from triage.listen.own_files import refuse_own_json
from triage.listen.packing import Content, unpack
from triage.listen.readers.delimited import read_delimited
from triage.listen.readers.json_records import json_shape, read_document, read_ndjson
from triage.listen.readers.parquet import read_parquet
from triage.listen.readers.workbook import read_workbook
from triage.listen.sources import EMPTY, RefusedError, ending_of
from triage.listen.vendors import known_names
from triage.model.settings import ListenSettings
from triage.model.source import Findings, SourceReport

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pandas as pd

    from triage.listen.readers.raw import RawTable

_JSON_ENDINGS: Final = (".json", ".jsonl", ".ndjson", ".js")


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
            for content in unpack(handle, name, settings):
                for _, raw in open_tables(content, settings, only_delimited=True):
                    raw.frame.attrs["rejects"] = Findings(raw.rejects)
                    return raw.frame
    except (OSError, RefusedError) as error:
        if why(error) != EMPTY:
            raise RefusedError(why(error), where=name) from error
    return _empty_table()


def _empty_table() -> pd.DataFrame:
    import pandas as pd

    frame = pd.DataFrame()
    frame.attrs["rejects"] = Findings()
    return frame


def open_tables(
    content: Content, settings: ListenSettings, *, only_delimited: bool = False
) -> Iterator[tuple[SourceReport, RawTable]]:
    """Reads an export of any shape, with what it was.

    Args:
        content: The bytes.
        settings: Limits.
        only_delimited: Whether text is read as a delimited table even where it looks like JSON.

    Yields:
        One report and table; of a workbook with several sheets, one a sheet.

    Raises:
        RefusedError: The export as a whole cannot be used.
    """
    if content.refused:
        raise RefusedError(content.refused)
    if content.kind == "workbook" and content.file is not None:
        yield from _open_workbook(content, content.file, settings)
        return
    report = SourceReport(source=content.name, compression=content.compression)
    if content.kind == "parquet" and content.file is not None:
        report.shape = "parquet"
        raw = read_parquet(content.file, source=content.name, settings=settings)
    else:
        stream = TextStream(content.blocks)
        raw = _read_text(stream, report, settings, only_delimited=only_delimited)
        report.encoding, report.undecodable = stream.encoding, stream.undecodable
        report.warnings += stream.warnings
    report.records_at = raw.records_at
    report.columns = [str(name) for name in raw.frame.columns]
    report.warnings += content.warnings + raw.warnings
    yield report, raw


def _read_text(stream: TextStream, report: SourceReport, settings: ListenSettings, *, only_delimited: bool) -> RawTable:
    is_named_json = ending_of(report.source) in _JSON_ENDINGS
    refuse_own_json(stream.head)
    shape = "" if only_delimited else json_shape(stream.head, is_whole=stream.is_whole, told=is_named_json)
    if shape:
        report.shape = shape
        read = read_ndjson if shape == "ndjson" else read_document
        raw = read(stream, source=report.source, settings=settings)
        if raw.frame.empty and raw.rejects:
            raise RefusedError(f"is broken: {raw.rejects[0].reason}")
        return raw
    dialect = decide_dialect(stream.head, is_whole=stream.is_whole, known=known_names())
    if is_named_json and not only_delimited and len(dialect.columns) == 1:
        raise RefusedError("is no JSON")
    report.shape, report.delimiter, report.quote = "csv", dialect.delimiter, dialect.quote
    return _read_rows(stream, dialect, report, settings)


def _read_rows(texts: Iterable[str], dialect: Dialect, report: SourceReport, settings: ListenSettings) -> RawTable:
    raw = read_delimited(texts, dialect, source=report.source, settings=settings)
    raw.delimiter = dialect.delimiter
    report.header_row, report.header_rows = dialect.header_row, dialect.header_rows
    report.preamble_rows, report.footer_rows = dialect.preamble_rows, raw.footer_rows
    report.tables = 1 + raw.other_tables
    if not dialect.header_row:
        report.warnings.append("has no header; columns are named column_1, column_2 ...")
    if raw.mended:
        report.warnings.append(f"{raw.mended:,} rows had a delimiter or a quote too many or too few and were mended")
    return raw


def _open_workbook(
    content: Content, file: BinaryIO, settings: ListenSettings
) -> Iterator[tuple[SourceReport, RawTable]]:
    """Reads each sheet as the CSV file that it would be saved as."""
    found = []
    for sheet in read_workbook(file, settings):
        texts = _as_csv(sheet.rows)
        head = next(texts, "")
        rest = list(texts)
        report = SourceReport(source=f"{content.name}#{sheet.name}", shape="workbook", compression=content.compression)
        dialect = decide_dialect(head, is_whole=not rest, known=known_names(), delimiter=",")
        raw = _read_rows([head, *rest], dialect, report, settings)
        report.columns = [str(name) for name in raw.frame.columns]
        report.warnings += content.warnings + sheet.warnings + raw.warnings
        found.append((report, raw))
    if not found:
        raise RefusedError("is a workbook without a filled sheet")
    if len(found) == 1:
        report, raw = found[0]
        report.source = content.name
        raw.rejects = [replace(reject, source=content.name) for reject in raw.rejects]
    yield from found


def _as_csv(rows: Iterable[list[str]]) -> Iterator[str]:
    """Yields rows as CSV in blocks of at least 64 KiB."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    for row in rows:
        writer.writerow(row)
        if out.tell() >= HEAD_BYTES:
            yield out.getvalue()
            out.seek(0)
            out.truncate()
    yield out.getvalue()


def why(error: Exception) -> str:
    """Says in one sentence why a file could not be opened."""
    if isinstance(error, RefusedError):
        return error.what
    if isinstance(error, FileNotFoundError):
        return "is missing"
    return f"cannot be opened: {error.strerror}" if isinstance(error, OSError) and error.strerror else "cannot be read"
