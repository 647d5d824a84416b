"""How UTF-16 and UTF-32 are known without a mark, and read around a lost byte."""

from __future__ import annotations

import pytest

from triage.listen.encoding import TextStream

TEXTS = {
    "english": "id,text\r\n1,late again\r\n",
    "german": "id;text\r\n1;Grüße aus Köln\r\n2;Fähre verspätet\r\n",
    "russian": "номер;текст\r\n1;Поезд снова опоздал\r\n2;Спасибо за помощь\r\n",
    "chinese": "编号,内容\n1,火车又晚点了\n2,客服没有回复我\n",
    "one chinese column": "火车又晚点了\n客服没有回复我\n",
    "tabs and emoji": "id\ttext\n1\t\U0001f600 great\n",
}


def read(content: bytes) -> TextStream:
    return TextStream(iter([content]))


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_wide_encoding_without_a_mark_is_known_whatever_the_alphabet(text: str, encoding: str) -> None:
    stream = read(text.encode(encoding))
    assert ("".join(stream), stream.encoding, stream.undecodable) == (text, encoding, 0)


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_utf8_with_a_few_zero_bytes_is_not_taken_for_a_wide_encoding(text: str) -> None:
    content = text.encode()
    stream = read(content[:9] + b"\0" + content[9:] + b"\0\0")
    assert "".join(stream).replace("\ufffd", "")[-8:] == text[-8:]
    assert stream.encoding == "utf-8"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("place", [24, 31, 32, 45])
def test_a_lost_byte_costs_one_character(encoding: str, place: int) -> None:
    text = "id,text\r\n1,the train was late\r\n" + "2,and so was the bus\r\n" * 9
    content = ("\ufeff" + text).encode(encoding)
    stream = read(content[:place] + content[place + 1 :])
    lines = "".join(stream).split("\r\n")
    assert lines[0] == "id,text"
    assert lines[2:] == text.split("\r\n")[2:]
    assert len(lines[1]) == len("1,the train was late")
    assert sum(ours != theirs for ours, theirs in zip(lines[1], "1,the train was late", strict=True)) <= 2
    assert stream.undecodable == 1
    assert "1 lines lack a byte" in stream.warnings[0]


def test_carriage_returns_that_a_copy_in_text_mode_put_in_are_dropped() -> None:
    text = "id,text\r\n1,Grüße\r\n2,späte Züge\r\n"
    stream = read(text.encode("utf-16").replace(b"\n\0", b"\r\n\0"))
    assert ("".join(stream), stream.undecodable) == (text, 0)


def test_a_single_byte_for_the_last_line_end_is_dropped() -> None:
    stream = read("id,text\r\n1,late\r\n".encode("utf-16") + b"\n")
    assert ("".join(stream), stream.undecodable) == ("id,text\r\n1,late\r\n", 0)


def test_half_a_pair_becomes_one_replacement_that_is_counted() -> None:
    stream = read(b"\xff\xfe" + "text\nok ".encode("utf-16-le") + b"\x3d\xd8" + " end\n".encode("utf-16-le"))
    assert ("".join(stream), stream.undecodable) == ("text\nok \ufffd end\n", 1)


def test_characters_cut_by_the_end_of_a_block_are_whole() -> None:
    text = "text\n" + "\U0001f600 late\n" * 40_000
    for encoding in ("utf-16", "utf-16-be", "utf-32-le"):
        content = text.encode(encoding)
        blocks = [content[start : start + 70_001] for start in range(0, len(content), 70_001)]
        assert "".join(TextStream(iter(blocks))) == text
