"""Readers to compare: ours, with what others offer when nothing is told."""

from __future__ import annotations

import csv
import importlib.util
import io
from typing import TYPE_CHECKING, Any, Final

from tests.listen.pollution.mention_table import Table
from triage.listen import read_table

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def triage_reader(path: Path) -> Table:
    """Reads with triage; a name that it gave itself ("column_3" at place 3) is a blank."""
    frame = read_table(path)
    header = ["" if str(name) == f"column_{place}" else str(name) for place, name in enumerate(frame.columns, start=1)]
    columns = [frame.iloc[:, place].tolist() for place in range(frame.shape[1])]
    return Table(header if any(header) else [], [list(row) for row in zip(*columns, strict=True)])


def pandas_reader(path: Path) -> Table:
    """Reads with pandas' own sniffing, every cell as text."""
    import pandas as pd

    try:
        frame: Any = pd.read_csv(
            path, sep=None, engine="python", dtype=str, keep_default_na=False, index_col=False, on_bad_lines="warn"
        )
    except pd.errors.EmptyDataError:
        return Table([], [])
    return Table([str(name) for name in frame.columns], frame.fillna("").astype(str).to_numpy().tolist())


def sniffer_reader(path: Path) -> Table:
    """Reads with the standard library's Sniffer."""
    text = _text(path)
    dialect = csv.Sniffer().sniff(text[:10_000]) if text else csv.excel
    return _with_header(list(csv.reader(io.StringIO(text, newline=""), dialect)))


def comma_reader(path: Path) -> Table:
    """Reads with the standard library, as if the delimiter were always a comma."""
    return _with_header(list(csv.reader(io.StringIO(_text(path), newline=""))))


def clevercsv_reader(path: Path) -> Table:
    """Reads with CleverCSV."""
    import clevercsv

    return _with_header([list(map(str, row)) for row in clevercsv.read_table(path)])


def duckdb_reader(path: Path) -> Table:
    """Reads with DuckDB's sniffer, leniently."""
    import duckdb

    options = "all_varchar=true, ignore_errors=true, null_padding=true, parallel=false"
    found = duckdb.connect().execute(f"from read_csv('{path}', {options})")
    header = [column[0] for column in found.description or []]
    return Table(header, [["" if cell is None else cell for cell in row] for row in found.fetchall()])


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8-sig", "replace")


def _with_header(rows: list[list[str]]) -> Table:
    csv.field_size_limit(2**31 - 1)
    return Table(rows[0], rows[1:]) if rows else Table([], [])


_ALL: Final[dict[str, tuple[str, Callable[[Path], Table]]]] = {
    "triage": ("triage", triage_reader),
    "pandas": ("pandas", pandas_reader),
    "sniffer": ("csv", sniffer_reader),
    "comma": ("csv", comma_reader),
    "clevercsv": ("clevercsv", clevercsv_reader),
    "duckdb": ("duckdb", duckdb_reader),
}


def installed_readers() -> dict[str, Callable[[Path], Table]]:
    """Returns the readers whose package is there."""
    return {name: read for name, (package, read) in _ALL.items() if importlib.util.find_spec(package)}
