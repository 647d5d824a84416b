"""How compressed files are unpacked."""

from __future__ import annotations

import gzip
import io
import random

import pytest

from triage.listen.packing import Content, unpack
from triage.listen.sources import RefusedError
from triage.model.settings import ListenSettings


def packed(content: bytes, **limits: int) -> Content:
    return next(unpack(io.BytesIO(content), "a.csv", ListenSettings(**limits)))  # type: ignore[arg-type]  # limits are all int


def test_several_gzip_members_are_one_text() -> None:
    content = gzip.compress(b"text\none\n") + gzip.compress(b"two\n")
    read = packed(content)
    assert (b"".join(read.blocks), read.compression, read.warnings) == (b"text\none\ntwo\n", "gzip", [])


def test_a_gzip_bomb_is_refused_with_the_limits_name() -> None:
    bomb = gzip.compress(b"text\n" + b"a" * 200_000_000)
    with pytest.raises(RefusedError, match="max_expansion"):
        b"".join(packed(bomb).blocks)


def test_a_file_over_the_limit_is_refused_with_the_limits_name() -> None:
    with pytest.raises(RefusedError, match="max_file_bytes"):
        b"".join(packed(b"text\n" * 1_000_000, max_file_bytes=2_000_000).blocks)


def test_damaged_gzip_keeps_what_came_before() -> None:
    noise = random.Random(1).randbytes(300_000).hex()  # noqa: S311 - only noise
    content = bytearray(gzip.compress(f"text\n{noise}\n".encode()))
    content[200_000:200_020] = b"\0" * 20
    read = packed(bytes(content))
    assert b"".join(read.blocks).startswith(b"text\n")
    assert "gzip" in read.warnings[0]
