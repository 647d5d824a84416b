"""No input, however broken, does more than be read or refused in time."""

from __future__ import annotations

import functools
import hashlib
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.listen.fuzz_seeds import DOCUMENTS, TABLES, TOKENS, seconds_of

if TYPE_CHECKING:
    from pathlib import Path

#: A file of a few kilobytes, read twice.
MAX_SECONDS: Final = 2.0
#: A file of a megabyte.
MAX_SECONDS_BIG: Final = 10.0

#: Runs of letters of which none tells the next.
RUBBISH: Final = b"".join(hashlib.sha256(number.to_bytes(2)).digest()[:1] * 16 for number in range(20_000))

PLACES = st.floats(0, 1, exclude_max=True)
PIECES = st.one_of(st.sampled_from(TOKENS), st.binary(max_size=8))
MUTATIONS = st.tuples(st.sampled_from(["insert", "delete", "replace", "repeat", "move", "cut"]), PLACES, PLACES, PIECES)
#: Each test writes its file anew, whatever the example.
FUZZ = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def mutate(data: bytes, mutation: tuple[str, float, float, bytes]) -> bytes:
    kind, start, length, piece = mutation
    place = int(start * (len(data) + 1))
    end = place + 1 + int((length**3) * (len(data) - place))
    block = data[place:end]
    return {
        "insert": data[:place] + piece + data[place:],
        "delete": data[:place] + data[end:],
        "replace": data[:place] + piece + data[end:],
        "repeat": data[:end] + block * 3 + data[end:],
        "move": data[:place] + data[end:] + piece + block,
        "cut": data[:place],
    }[kind][:100_000]


def broken(seeds: tuple[bytes, ...]) -> st.SearchStrategy[bytes]:
    mutations = st.lists(MUTATIONS, min_size=1, max_size=8)
    return st.builds(functools.partial(functools.reduce, mutate), mutations, st.sampled_from(seeds))


def check(tmp_path: Path, name: str, data: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert seconds_of(path, is_json=name.endswith("json")) < MAX_SECONDS


@FUZZ
@given(data=broken(TABLES))
def test_a_broken_table_is_read_or_refused(data: bytes, tmp_path: Path) -> None:
    check(tmp_path, "it.csv", data)


@FUZZ
@given(data=broken(DOCUMENTS), name=st.sampled_from(["it.json", "it.txt"]))
def test_broken_json_is_read_or_refused(data: bytes, name: str, tmp_path: Path) -> None:
    check(tmp_path, name, data)


@FUZZ
@given(data=st.lists(PIECES, max_size=40).map(b"".join), name=st.sampled_from(["it.csv", "it.json", "it.csv.gz"]))
def test_rubbish_is_read_or_refused(data: bytes, name: str, tmp_path: Path) -> None:
    check(tmp_path, name, data)


def seconds_of_repeated(head: bytes, unit: bytes, size: int, path: Path) -> float:
    path.write_bytes(head + unit * (size // len(unit)))
    return seconds_of(path, is_json=path.suffix == ".json")


@pytest.mark.slow
@settings(FUZZ, max_examples=10)
@given(
    head=st.sampled_from([b"", b"id,text\n", b"[", b'{"id": 1, "text": "a"}\n', b'[{"text": "', b'id,text\n1,"']),
    unit=st.lists(st.sampled_from([token for token in TOKENS if len(token) < 8]), min_size=1, max_size=4).map(b"".join),
    name=st.sampled_from(["it.csv", "it.json"]),
)
def test_repeated_rubbish_is_done_in_time(head: bytes, unit: bytes, name: str, tmp_path: Path) -> None:
    for size in (30_000, 300_000):  # what grows with the square is caught before it takes hours
        seconds = seconds_of_repeated(head, unit, size, tmp_path / name)
        assert seconds < MAX_SECONDS_BIG, f"{size:,} bytes took {seconds:.1f} s"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("head", "unit"),
    [
        (b"id,text\n", b'1,"b\n'),
        (b"id,text\n", b'1,"line one\nline two\nline three\n'),
        (b'id,text\n1,"', b"\x1e\r\\\"'"),
    ],
    ids=["quotes that never close", "the same over lines", "quotes after escapes"],
)
def test_a_megabyte_of_stray_quotes_is_done_in_time(head: bytes, unit: bytes, tmp_path: Path) -> None:
    assert seconds_of_repeated(head, unit, 1_000_000, tmp_path / "it.csv") < 2 * MAX_SECONDS_BIG


def header(name: str, count: int) -> bytes:
    return ",".join(f"{name}{number}" for number in range(count)).encode() + b"\n"


@pytest.mark.parametrize(
    ("head", "unit", "name", "size"),
    [
        (b'{"id": 1}\n', b";-", "it.csv", 15_000),
        (b'[{"text": "', b'\\"', "it.json", 40_000),
        (b"id,text\n", b'\\", \n', "it.csv", 60_000),
        (b"id,text\n", b'1,"b\n', "it.csv", 90_000),
        (b"id,text\n", b'1,a "b" c"\n', "it.csv", 150_000),
        (b"id,text\n", b"1,fine\n2,late, again, and, again\n", "it.csv", 300_000),
        (b"id,text\n", b"id,1\n", "it.csv", 300_000),
        (b"id,text\n", b"id,text\n1,b\n", "it.csv", 500_000),
        (header("c", 400), b"late again 2 10," * 399 + b"late again 2 10\n", "it.csv", 100_000),
        (header("date", 400), b"2026-01-02," * 399 + b"2026-01-02\n", "it.csv", 100_000),
        (header("text", 600), b"late again," * 599 + b"late again\n", "it.csv", 100_000),
        (b"\xff\xfe" + RUBBISH, b"\n", "it.csv", 1),
    ],
    ids=[
        "columns of one name", "escaped quotes in a cut text", "mended rows", "quotes that never close",
        "quotes inside", "rows with cells too many", "the header's first cell", "headers repeated",
        "many columns of texts", "many columns of dates", "many columns named alike", "rubbish in UTF-16",
    ],
)  # fmt: skip
def test_nothing_grows_with_the_square(head: bytes, unit: bytes, name: str, size: int, tmp_path: Path) -> None:
    # each took more than ten times as long when it grew with the square
    assert seconds_of_repeated(head, unit, size, tmp_path / name) < 2 * MAX_SECONDS


def test_a_cell_of_thousands_of_digits_is_read(tmp_path: Path) -> None:
    row = b'%d,2026-01-02,a,"' + b"1" * 4_999 + b'",3,u\n'
    check(tmp_path, "it.csv", b"id,created_at,author,text,likes,url\n" + b"".join(row % number for number in range(5)))


def test_a_long_line_of_quotes_that_nothing_ends_is_done_in_time(tmp_path: Path) -> None:
    check(tmp_path, "it.csv", b'""\x1f\x8b\\"' * 20_000)
