"""How compressed files are unpacked."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import random
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from triage.listen.packing import Content, unpack
from triage.listen.sources import RefusedError
from triage.model.settings import ListenSettings

if TYPE_CHECKING:
    from collections.abc import Callable

#: zstd lets a program add frames of its own that hold no data (RFC 8878, 3.1.2).
SKIPPABLE = b"\x50\x2a\x4d\x18\x05\0\0\0hello"


def zstd(content: bytes) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.CompressedOutputStream(sink, "zstd") as stream:
        stream.write(content)
    return bytes(sink.getvalue().to_pybytes())


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "bzip2": bz2.compress,
    "xz": lzma.compress,
    "zstd": zstd,
}
EVERY = pytest.mark.parametrize("compression", PACKERS)


def packed(content: bytes, **limits: int) -> Content:
    return next(unpack(io.BytesIO(content), "a.csv", ListenSettings(**limits)))  # type: ignore[arg-type]  # limits are all int


def noise(size: int) -> bytes:
    return random.Random(1).randbytes(size // 2).hex().encode()  # noqa: S311 - only noise


class Pipe(io.BytesIO):
    """Standard input: it cannot seek."""

    def seekable(self) -> bool:
        return False

    def seek(self, *_: int) -> int:
        raise io.UnsupportedOperation

    def tell(self) -> int:
        raise io.UnsupportedOperation


@EVERY
def test_several_streams_are_one_text(compression: str) -> None:
    content = PACKERS[compression](b"text\none\n") + PACKERS[compression](b"two\n")
    read = packed(content)
    assert (b"".join(read.blocks), read.compression, read.warnings) == (b"text\none\ntwo\n", compression, [])


def test_frames_of_zstd_without_data_are_skipped() -> None:
    read = packed(SKIPPABLE + zstd(b"text\n") + SKIPPABLE + zstd(b"one\n"))
    assert (b"".join(read.blocks), read.warnings) == (b"text\none\n", [])


def test_the_older_lzma_is_read() -> None:
    read = packed(lzma.compress(b"text\none\n", format=lzma.FORMAT_ALONE))
    assert (b"".join(read.blocks), read.compression) == (b"text\none\n", "xz")


@pytest.mark.parametrize("compression", ["gzip", "bzip2", "xz"])
def test_zeros_after_a_stream_are_padding(compression: str) -> None:
    read = packed(PACKERS[compression](b"text\none\n") + bytes(512))
    assert (b"".join(read.blocks), read.warnings) == (b"text\none\n", [])


@given(st.binary(max_size=5000), st.lists(st.sampled_from(sorted(PACKERS)), max_size=3))
def test_what_was_packed_comes_back(content: bytes, around: list[str]) -> None:
    whole = b"text\n" + content
    for compression in around:
        whole = PACKERS[compression](whole)
    read = packed(whole)
    assert (b"".join(read.blocks), read.compression) == (b"text\n" + content, "+".join(reversed(around)))


@EVERY
def test_a_bomb_is_refused_with_the_limits_name(compression: str) -> None:
    bomb = PACKERS[compression](b"text\n" + bytes(120_000_000))
    assert len(bomb) < 200_000
    with pytest.raises(RefusedError, match="max_expansion"):
        b"".join(packed(bomb).blocks)


@EVERY
def test_what_expands_over_the_limit_is_refused_with_the_limits_name(compression: str) -> None:
    with pytest.raises(RefusedError, match="max_file_bytes"):
        b"".join(packed(PACKERS[compression](b"text\n" * 1_000_000), max_file_bytes=2_000_000).blocks)


def test_a_file_over_the_limit_is_refused_with_the_limits_name() -> None:
    with pytest.raises(RefusedError, match="max_file_bytes"):
        b"".join(packed(b"text\n" * 1_000_000, max_file_bytes=2_000_000).blocks)


def test_a_file_packed_many_times_over_is_refused() -> None:
    content = b"text\none\n"
    for _ in range(5):
        content = gzip.compress(content)
    assert "packed more than 4 times" in packed(content).refused


@pytest.mark.parametrize("compression", ["gzip", "bzip2", "xz"])  # zstd need not hold a checksum
def test_damage_keeps_what_came_before(compression: str) -> None:
    whole = b"text\n" + noise(3_000_000)
    content = bytearray(PACKERS[compression](whole))
    middle = len(content) // 2
    content[middle : middle + 200] = bytes(200)
    read = packed(bytes(content))
    text = b"".join(read.blocks)
    assert whole.startswith(text[: len(whole) // 4])
    assert len(text) > len(whole) // 4
    assert compression in read.warnings[0]


@EVERY
def test_what_is_cut_off_keeps_what_came_before(compression: str) -> None:
    whole = b"text\n" + noise(3_000_000)
    content = PACKERS[compression](whole)
    read = packed(content[: len(content) * 2 // 3])
    text = b"".join(read.blocks)
    assert whole.startswith(text)
    assert len(text) > len(whole) // 3
    assert f"{compression} data is cut off" in read.warnings[0]


@pytest.mark.parametrize("start", [b"\x1f\x8b\x08\0garbage", b"\xfd7zXZ\0garbage", b"\x28\xb5\x2f\xfdgarbage"])
def test_damage_from_the_start_is_refused(start: bytes) -> None:
    assert "damaged from the start" in packed(start).refused


@pytest.mark.parametrize(
    ("start", "what"),
    [
        (b"7z\xbc\xaf\x27\x1c", "7z archive"),
        (b"Rar!\x1a\x07\x01\0", "RAR archive"),
        (b"MSCF\0\0\0\0", "cabinet"),
        (b"PK\x07\x08PK\x03\x04", "several parts"),
        (b"\x04\x22\x4d\x18", "LZ4"),
        (b"\x1f\x9d\x90", "compress"),
        (b"PARE", "encrypted Parquet"),
        (b"FEA1", "Feather"),
    ],
)
def test_what_cannot_be_unpacked_is_named(start: bytes, what: str) -> None:
    read = packed(start + bytes(100))
    assert what in read.refused
    with pytest.raises(RefusedError, match=what):
        b"".join(read.blocks)


def test_a_name_does_not_decide() -> None:
    text = packed(b"BZh9 is how this text begins, and no more than that\n")
    assert (text.kind, text.compression) == ("text", "")


def workbook() -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        book.add_worksheet().write(0, 0, "text")
    return file.getvalue()


def parquet() -> bytes:
    file = io.BytesIO()
    pq.write_table(pa.table({"text": ["a"]}), file)
    return file.getvalue()


@pytest.mark.parametrize("pipe", [io.BytesIO, Pipe])
@pytest.mark.parametrize(("content", "kind"), [(workbook(), "workbook"), (parquet(), "parquet")])
@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_workbooks_and_parquet_are_files_that_can_seek(
    pipe: Callable[[bytes], io.BytesIO], content: bytes, kind: str, pack: Callable[[bytes], bytes]
) -> None:
    [read] = [
        (one.kind, one.file.read() if one.file else b"") for one in unpack(pipe(pack(content)), "a", ListenSettings())
    ]
    assert read == (kind, content)


def compound(*streams: str) -> bytes:
    """The directory of a compound file, as far as its kind is told by it."""
    entries = b"".join(f"{name}\0".encode("utf-16-le").ljust(128, b"\0") for name in ("Root Entry", *streams))
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + entries


@pytest.mark.parametrize(
    ("streams", "what"),
    [
        (["WordDocument", "Workbook"], "Word"),
        (["PowerPoint Document"], "PowerPoint"),
        (["__properties_version1.0"], "Outlook"),
        (["EncryptionInfo", "EncryptedPackage"], "password"),
        (["Contents"], "no workbook"),
    ],
)
def test_other_compound_files_are_named(streams: list[str], what: str) -> None:
    assert what in packed(compound(*streams)).refused


def test_a_compound_file_with_a_workbook_is_one() -> None:
    assert packed(compound("Workbook", "WordDocument")).kind == "workbook"


def test_nothing_is_copied_for_a_file_that_can_seek() -> None:
    handle = io.BytesIO(workbook())
    assert next(unpack(handle, "a", ListenSettings())).file is handle
