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
    st.text(st.characters(exclude_characters="\0\ufeff", exclude_categories=["Cs"]), min_size=1),
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


def test_a_line_end_that_was_chosen_is_the_only_one() -> None:
    for end in ("\x1e", ";\n", "\u2028"):
        rows = [f"{number};first\r\nsecond;\r\n{end}" for number in range(90_000)]
        content = "".join(rows).encode()
        read = TextStream(iter([content[start : start + 65_537] for start in range(0, len(content), 65_537)]))
        read.line_end = end
        assert list(read.lines()) == rows
    read = stream(b"one\x1etwo")
    read.line_end = "\x1e"
    assert list(read.lines()) == ["one\x1e", "two"]


@pytest.mark.parametrize(
    ("content", "is_plain"),
    [
        ("text\nGrüße\n".encode(), True),
        (b"text\nplain\n", True),
        ("\ufefftext\n".encode(), False),
        ("text\nGrüße\n".encode("cp1252"), False),
        ("text\nGrüße\n".encode("utf-16"), False),
        (b"te\0xt\n", False),
        ("text\nGrüße\n".encode() + b"caf\xe9\n", False),
        ("text\none\n\ufefftext\ntwo\n".encode(), False),
        ("Grüße\nKöln\n".encode().decode("latin-1").encode(), False),
    ],
)
def test_plain_utf8_is_known_before_it_is_read(content: bytes, is_plain: bool) -> None:  # noqa: FBT001 - a parameter
    read = stream(content)
    assert read.is_plain_utf8 == is_plain
    assert read.head == "".join(read)
    if is_plain:
        assert read.head.encode() == content


@given(st.binary(min_size=1, max_size=400), st.integers(1, 60))
def test_the_head_is_the_beginning_of_what_is_read_however_blocks_are_cut(content: bytes, size: int) -> None:
    try:
        whole, cut = stream(content), TextStream(iter([content[at : at + size] for at in range(0, len(content), size)]))
    except RefusedError:
        return
    assert whole.head == "".join(whole) == "".join(cut)


def test_marks_of_files_put_one_after_the_other_are_dropped_and_counted() -> None:
    read = stream("\ufefftext\nGrüße\n\ufefftext\nin\ufeffside\n\ufeff\ufeffend\n".encode())
    assert "".join(read) == "text\nGrüße\ntext\nin\ufeffside\nend\n"
    assert read.warnings == ["3 byte order marks inside the file were dropped"]
    wide = stream("text\nGrüße\n".encode("utf-16") * 2)
    assert "".join(wide) == "text\nGrüße\n" * 2


def test_zero_bytes_are_dropped_and_counted_and_other_controls_stay() -> None:
    read = stream(b"te\0xt\na\x01b\x0bc\0\n")
    assert ("".join(read), read.warnings) == ("text\na\x01b\x0bc\n", ["2 NUL characters were dropped"])


@pytest.mark.parametrize("content", [b"", b" \r\n\t", b"\0\0\0\0", b"\xef\xbb\xbf", b"\xff\xfe", b"\xff\xfe\r\0\n\0"])
def test_a_file_without_a_character_is_empty(content: bytes) -> None:
    with pytest.raises(RefusedError, match="is empty"):
        stream(content)


def test_a_code_page_is_said_to_be_assumed() -> None:
    read = stream("text\nGrüße\n".encode("mac-roman"))
    assert ("".join(read), read.encoding) == ("text\nGrüße\n", "mac-roman")
    assert read.warnings == ["the text is not UTF-8 and was read as mac-roman, which makes most sense of its letters"]
