"""How lines of several encodings in one file are read."""

from __future__ import annotations

import random

import pytest

from triage.listen.encoding import TextStream

GERMAN = (
    "Grüße aus Köln",
    "Die Fähre war verspätet",
    "Schöne Straße",
    "Ärger mit der App, schon „wieder“",
    "plain words",
)


def read(content: bytes, block: int = 1 << 20) -> TextStream:
    return TextStream(iter([content[start : start + block] for start in range(0, len(content), block)]))


@pytest.mark.parametrize("first", ["utf-8", "cp1252"])
@pytest.mark.parametrize("second", ["cp1252", "mac-roman", "utf-8"])
@pytest.mark.parametrize("lines", [40, 20_000])
def test_a_file_whose_encoding_changes_half_way_is_read_whole(first: str, second: str, lines: int) -> None:
    text = "".join(f"{number},{GERMAN[number % 5]}\r\n" for number in range(lines))
    stream = read(text.encode(first) + text.encode(second), 300_000)
    if {first, second} == {"cp1252", "mac-roman"}:
        assert "".join(stream).startswith(text)  # a block is in one code page
        return
    assert ("".join(stream), stream.undecodable) == (text * 2, 0)
    assert ("lines are in" in " ".join(stream.warnings)) == (first != second)


@pytest.mark.parametrize("encoding", ["cp1252", "mac-roman", "cp850"])
def test_encodings_that_change_from_line_to_line_are_told_apart(encoding: str) -> None:
    rows = [f"{number},{GERMAN[number % 4].replace('„', '').replace('“', '')}\n" for number in range(2_000)]
    chance = random.Random(3)  # noqa: S311 - to shuffle
    stream = read(b"".join(row.encode(chance.choice(["utf-8", encoding])) for row in rows))
    assert ("".join(stream), stream.undecodable) == ("".join(rows), 0)


def test_one_line_of_another_encoding_is_read_and_told() -> None:
    stream = read("1,Grüße\n2,Köln\n".encode() + b"3,caf\xe9 cr\xe8me\n" + "4,Öl\n".encode())
    assert "".join(stream) == "1,Grüße\n2,Köln\n3,café crème\n4,Öl\n"
    assert (stream.encoding, stream.warnings) == ("utf-8", ["1 lines are in cp1252 among utf-8 and were read so"])


@pytest.mark.parametrize(
    ("damaged", "expected"),
    [
        (b"Gr\xc3", "Gr\ufffd"),
        (b"5 \xe2\x82 and", "5 \ufffd\ufffd and"),
        (b"a \xff b", "a \ufffd b"),
        (b"\xed\xa0\xbd alone", "\ufffd alone"),
        (b"gut \xed\xa0\xbd\xed\xb8\x80", "gut \U0001f600"),
    ],
)
def test_damaged_utf8_is_mended_or_replaced_and_counted(damaged: bytes, expected: str) -> None:
    stream = read("Grüße\n".encode() * 3 + damaged + b"\n" + "Köln\n".encode())
    assert "".join(stream) == f"{'Grüße' + chr(10)}" * 3 + f"{expected}\nKöln\n"
    assert stream.undecodable == expected.count("\ufffd")
    assert any("became U+FFFD" in warning for warning in stream.warnings) == ("\ufffd" in expected)


def test_a_byte_that_its_code_page_leaves_open_is_replaced() -> None:
    stream = read("Grüße\nKöln\nÄrger mit Öl\n".encode("cp1252") + b"a\x81b\n")
    assert ("".join(stream).splitlines()[-1], stream.encoding, stream.undecodable) == ("a\ufffdb", "cp1252", 1)


def test_a_mark_that_lies_does_not_matter() -> None:
    stream = read(b"\xef\xbb\xbf" + "id,text\n1,Grüße aus Köln\n".encode("cp1252"))
    assert ("".join(stream), stream.encoding) == ("id,text\n1,Grüße aus Köln\n", "cp1252")


def test_a_long_file_without_line_ends_is_read_in_time() -> None:
    content = "Grüße, ".encode("cp1252") * 300_000 + "Grüße, ".encode() * 300_000
    assert "".join(read(content)).startswith("Grüße, Grüße, ")
