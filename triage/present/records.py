"""Writes JSON: one object with everything, or one line a record."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import orjson

from triage.present.cells import record_values, typed_blocks
from triage.present.safe import plain_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd

    from triage.model.column import ColumnSpec

_OPTIONS = orjson.OPT_UTC_Z | orjson.OPT_OMIT_MICROSECONDS


def json_lines(frame: pd.DataFrame, specs: Sequence[ColumnSpec]) -> Iterator[bytes]:
    """Yields a JSONL file block by block: one object a row, each on its line."""
    for lines in _blocks(frame, specs):
        yield b"".join(line + b"\n" for line in lines)


def json_object(
    frame: pd.DataFrame, specs: Sequence[ColumnSpec], *, name: str, night: Mapping[str, Any]
) -> Iterator[bytes]:
    """Yields a JSON file block by block: {"schema": "triage-<name>/1", "night": {...}, "<name>": [...]}.

    Args:
        frame: A frame made by `triage.frames`.
        specs: The declared columns to write, in order.
        name: What the rows are: "actions" or "mentions".
        night: The night's counts.

    Yields:
        UTF-8 bytes; each record is on a line of its own, for people and for diff.
    """
    head = _dumped({"schema": f"triage-{name}/1", "night": writable(night)})
    yield head[:-1] + b',"' + name.encode() + b'":['
    separator = b"\n"
    for lines in _blocks(frame, specs):
        if lines:
            yield separator + b",\n".join(lines)
            separator = b",\n"
    yield b"\n]}\n"


def json_summary(summary: Mapping[str, Any]) -> bytes:
    """Returns counts and timings as indented JSON, keys in the order given."""
    return orjson.dumps(writable(summary), option=_OPTIONS | orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def writable(value: Any) -> Any:  # noqa: ANN401 - anything that JSON knows
    r"""Replaces what JSON in UTF-8 cannot hold: lone surrogates (file names have them) and NaN.

    >>> writable({"source": "caf\udce9.csv", "share": float("nan")})
    {'source': 'caf�.csv', 'share': None}
    """
    if isinstance(value, str):
        return plain_text(value)
    if isinstance(value, Mapping):
        return {plain_text(str(key)): writable(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [writable(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def _blocks(frame: pd.DataFrame, specs: Sequence[ColumnSpec]) -> Iterator[list[bytes]]:
    names = [spec.name for spec in specs]
    for table in typed_blocks(frame, specs):
        columns = [record_values(table.column(index), spec) for index, spec in enumerate(specs)]
        yield [_dumped(dict(zip(names, row, strict=True))) for row in zip(*columns, strict=True)]


def _dumped(value: Mapping[str, Any]) -> bytes:
    return orjson.dumps(value, option=_OPTIONS)
