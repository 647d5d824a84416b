"""How Parquet and Arrow files are read."""

from __future__ import annotations

import datetime as dt
import decimal
import io
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.listen.readers.parquet import read_parquet
from triage.listen.sources import RefusedError
from triage.model.settings import ListenSettings

if TYPE_CHECKING:
    from triage.listen.readers.raw import RawTable

MICROSECONDS = 1_732_347_000_123_456


def parquet(columns: dict[str, Any], **options: Any) -> io.BytesIO:
    file = io.BytesIO()
    pq.write_table(pa.table(columns), file, **options)
    return file


def arrow(columns: dict[str, Any]) -> io.BytesIO:
    file, table = io.BytesIO(), pa.table(columns)
    with pa.ipc.new_file(file, table.schema) as writer:
        writer.write_table(table)
    return file


def read(file: io.BytesIO, **limits: int) -> RawTable:
    return read_parquet(file, source="a", settings=ListenSettings(**limits))  # type: ignore[arg-type]  # all int


@pytest.mark.parametrize("write", [parquet, arrow])
@pytest.mark.parametrize(
    ("column", "cells"),
    [
        (pa.array([1234567890123456789, None]), ["1234567890123456789", ""]),
        (pa.array([2**64 - 1], pa.uint64()), ["18446744073709551615"]),
        (pa.array([12.0, 0.1, float("nan"), None]), ["12", "0.1", "", ""]),
        (pa.array([decimal.Decimal("1.50"), None]), ["1.50", ""]),
        (pa.array([True, False, None]), ["true", "false", ""]),
        (pa.array(["007", "null", None]), ["007", "null", ""]),
        (pa.array(["x", None, "x"]).dictionary_encode(), ["x", "", "x"]),
        (pa.array([MICROSECONDS], pa.timestamp("us", "Europe/Berlin")), ["2024-11-23T08:30:00.123456+01:00"]),
        (pa.array([MICROSECONDS // 10**6], pa.timestamp("s", "UTC")), ["2024-11-23T07:30:00Z"]),
        (pa.array([MICROSECONDS // 10**6 * 10**9], pa.timestamp("ns")), ["2024-11-23T07:30:00"]),
        (pa.array([dt.date(2026, 1, 2), None]), ["2026-01-02", ""]),
        (pa.array([dt.time(7, 30)]), ["07:30:00"]),
        (pa.array([["a", "b"], [], None]), ["a|b", "", ""]),
        (pa.array([[1, None], [3]]), ["1|", "3"]),
        (pa.array([[("likes", 1)], None], pa.map_(pa.string(), pa.int64())), ["likes=1", ""]),
        (pa.nulls(1), [""]),
    ],
    ids=lambda value: str(value.type) if isinstance(value, pa.Array) else "",
)
def test_each_value_is_exact_text(write: Any, column: Any, cells: list[str]) -> None:
    table = read(write({"column": column}))
    assert table.frame["column"].tolist() == cells
    assert table.rows.tolist() == list(range(1, len(cells) + 1))


def test_nested_columns_have_dotted_names() -> None:
    posts = [{"likes": 1, "author": {"name": "Ann"}}, None, {"likes": 3, "author": None}]
    frame = read(parquet({"id": [1, 2, 3], "post": posts})).frame
    assert sorted(frame.columns) == ["id", "post.author.name", "post.likes"]
    assert frame["post.likes"].tolist() == ["1", "", "3"]
    assert frame["post.author.name"].tolist() == ["Ann", "", ""]


def test_columns_of_one_name_are_told_apart() -> None:
    table = pa.table([pa.array(["a"]), pa.array(["b"])], names=["text", "text"])
    file = io.BytesIO()
    pq.write_table(table, file)
    frame = read(file).frame
    assert frame.columns.is_unique
    assert frame.iloc[0].tolist() == ["a", "b"]


def test_a_file_without_rows_has_its_columns() -> None:
    for write in (parquet, arrow):
        table = read(write({"id": pa.array([], pa.int64()), "text": pa.array([], pa.string())}))
        assert (list(table.frame.columns), len(table.rows)) == (["id", "text"], 0)


def test_bytes_that_are_no_utf8_are_replaced_with_a_warning() -> None:
    broken = pa.array([b"gut", b"Gr\xfc\xdfe"], pa.binary())
    table = read(parquet({"text": broken.view(pa.string())}))
    assert table.frame["text"].tolist() == ["gut", "Gr\ufffd\ufffde"]
    assert "UTF-8" in table.warnings[0]


def test_a_row_with_a_cell_that_is_too_long_is_a_reject() -> None:
    table = read(parquet({"text": ["a", "b" * 101, "c"]}), max_cell_chars=100)
    assert (table.frame["text"].tolist(), table.rows.tolist()) == (["a", "c"], [1, 3])
    assert [(reject.row, "max_cell_chars" in reject.reason) for reject in table.rejects] == [(2, True)]


@pytest.mark.parametrize(
    "column",
    [
        pa.array(["x" * 1_000_000]).take(pa.array([0] * 2_000)),
        pa.array([7]).take(pa.array([0] * 20_000_000)),
    ],
    ids=["long text", "many rows"],
)
def test_a_bomb_is_refused_with_the_limits_name(column: Any) -> None:
    with pytest.raises(RefusedError, match="max_expansion"):
        read(parquet({"text": column}))


def test_a_file_that_is_cut_off_or_scrambled_is_refused() -> None:
    content = parquet({"text": ["hello"] * 100}).getvalue()
    for damaged in (content[:-20], content[:4], b"ARROW1\0\0" + content[8:]):
        with pytest.raises(RefusedError, match="damaged"):
            read(io.BytesIO(damaged))


def test_rows_before_the_damage_are_kept() -> None:
    texts = [f"text {number}" for number in range(20_000)]
    file = parquet({"text": texts}, row_group_size=10_000, compression="gzip")
    metadata = pq.ParquetFile(file).metadata
    place = metadata.row_group(1).column(0).dictionary_page_offset
    content = bytearray(file.getvalue())
    content[place + 40 : place + 400] = b"\xff" * 360
    table = read(io.BytesIO(bytes(content)))
    assert table.frame["text"].tolist() == texts[: len(table.rows)]
    assert 0 < len(table.rows) < 20_000
    assert "damaged" in table.warnings[0]


@given(st.lists(st.tuples(st.integers(-(2**63), 2**63 - 1), st.text(st.characters(codec="utf-8")))))
def test_whole_numbers_and_texts_come_back(rows: list[tuple[int, str]]) -> None:
    numbers, texts = [row[0] for row in rows], [row[1] for row in rows]
    frame = read(parquet({"n": pa.array(numbers, pa.int64()), "t": pa.array(texts, pa.string())})).frame
    assert (frame["n"].tolist(), frame["t"].tolist()) == ([str(number) for number in numbers], texts)


def test_a_file_without_columns_is_an_empty_table() -> None:
    file = parquet({"__index_level_0__": [1, 2]})
    table = read(file)
    assert (table.frame.shape, table.rows.tolist()) == ((2, 0), [1, 2])


def test_a_name_that_is_no_utf8_is_damage() -> None:
    content = parquet({"abcdef": [["x"]]}, store_schema=False).getvalue().replace(b"abcdef", b"abc\xa1\xa2\xa3")
    with pytest.raises(RefusedError, match="damaged"):
        read(io.BytesIO(content))
