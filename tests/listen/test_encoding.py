"""How bytes become text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.listen.encoding import TextStream
from triage.listen.sources import RefusedError


def stream(content: bytes) -> TextStream:
    return TextStream(iter([content]))


@given(
    st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]),
)
def test_what_is_encoded_with_a_mark_or_as_utf8_reads_back(text: str, encoding: str) -> None:
    content = ("id,text\n" + text).encode(encoding)
    assert "".join(stream(content)) == "id,text\n" + text


@given(st.binary(min_size=1, max_size=300))
def test_no_bytes_crash(content: bytes) -> None:
    try:
        text = "".join(stream(content))
    except RefusedError:
        return
    text.encode()


def test_umlauts_of_cp1252_after_a_long_ascii_beginning_are_read() -> None:
    content = b"text\n" + b"plain words\n" * 100_000 + "Grüße aus Köln\n".encode("cp1252")
    read = stream(content)
    assert "".join(read).endswith("Grüße aus Köln\n")
    assert (read.encoding, read.undecodable) == ("cp1252", 0)


def test_a_bad_byte_in_utf8_is_counted_and_the_rest_is_kept() -> None:
    read = stream("Grüße\n".encode() * 300_000 + b"\xff\n" + "Grüße\n".encode())
    text = "".join(read)
    assert text.endswith("\ufffd\nGrüße\n")
    assert (read.encoding, read.undecodable) == ("utf-8", 1)


def test_a_character_cut_by_the_end_of_a_block_is_whole() -> None:
    text = "text\n" + "€" * 1_500_000
    assert "".join(stream(text.encode())) == text


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_at_line_ends_and_nowhere_else(end: str) -> None:
    lines = [f"row {number}\x0b\u2028\x85{end}" for number in range(200_000)]
    assert list(stream("".join(lines).encode()).lines()) == lines
