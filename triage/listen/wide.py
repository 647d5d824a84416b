"""Decodes UTF-16 as well as UTF-32, with or without a byte order mark, realigned where a byte is lost."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter
from typing import Final

_DECODERS: Final = {
    "utf-16-le": codecs.utf_16_le_decode,
    "utf-16-be": codecs.utf_16_be_decode,
    "utf-32-le": codecs.utf_32_le_decode,
    "utf-32-be": codecs.utf_32_be_decode,
}
#: The line feed of UTF-16, and where its lines end.
_LINE_FEEDS: Final = {"utf-16-le": b"\n\0", "utf-16-be": b"\0\n"}
#: What the line feed becomes when it is read out of step; no character has these numbers.
_OUT_OF_STEP: Final = re.compile("[\u0a00\u0a0d]")
#: A half of a line end, which some programs put after the last line.
_LINE_END_BYTES: Final = (b"\n", b"\r", b"\0")
_PLAIN: Final = frozenset("\t\n\r" + "".join(map(chr, range(0x20, 0x7F))))
_NO_TEXT: Final = ("Cn", "Co", "Cc", "Cs")
_ALWAYS, _OFTEN = 0.98, 0.5
_LAST_PLANE: Final = 0x10
#: The order of bytes is that of the beginning: after a lost byte it seems to be the other one.
_BEGINNING: Final = 1024
#: More ASCII than this is no UTF-16, where half of the bytes are zero or of another alphabet.
_MOST_ASCII: Final = 0.8
_MOST_NO_TEXT: Final = 0.05
_LONGEST_MENDED: Final = 1 << 20


class WideDecoder:
    """Decodes blocks of one wide encoding.

    Attributes:
        encoding: Its name, with the order of bytes.
        undecodable: Characters that became U+FFFD so far.
        realigned: Lines in which a byte was lost or put in.
    """

    def __init__(self, encoding: str) -> None:
        """Begins with the first block."""
        self.encoding = encoding
        self.undecodable = 0
        self.realigned = 0

    def decode(self, data: bytes, *, final: bool) -> tuple[str, int]:
        """Returns the text of a block with the number of bytes used; those left belong to the next block."""
        text, used = _DECODERS[self.encoding](data, "replace", final)
        if self.encoding in _LINE_FEEDS and _OUT_OF_STEP.search(text):
            realigned, used_so, lines = self._realign(data, final=final)
            if len(_OUT_OF_STEP.findall(realigned)) < len(_OUT_OF_STEP.findall(text)):
                text, used = realigned, used_so
                self.realigned += lines
        if final and len(data) % 2 and data[-1:] in _LINE_END_BYTES:
            text = text.removesuffix("\ufffd")
        self.undecodable += text.count("\ufffd")
        return text, used

    def _realign(self, data: bytes, *, final: bool) -> tuple[str, int, int]:
        """Reads each line from where the line before ends, so that a lost byte costs one character."""
        feed = _LINE_FEEDS[self.encoding]
        used = len(data) if final else data.rfind(feed) + len(feed)
        parts, mended = [], 0
        for line in re.split(rb"(?<=%s)" % feed, data[:used]):
            if len(line) % 2:
                parts.append(self._mend(line))
                mended += 1
            else:
                parts.append(line.decode(self.encoding, "replace"))
        return "".join(parts), used, mended

    def _mend(self, line: bytes) -> str:
        """Reads a line of an odd number of bytes: a carriage return put in before its end, or one byte lost."""
        feed = _LINE_FEEDS[self.encoding]
        body = line.removesuffix(feed)
        if self.encoding == "utf-16-le" and body.endswith(b"\r") and body != line:
            return (body[:-1] + feed).decode(self.encoding, "replace")
        place = _lost_at(line, high=1 if self.encoding == "utf-16-le" else 0)
        before, after = line[:place], line[place + 1 :]
        return f"{before.decode(self.encoding, 'replace')}\ufffd{after.decode(self.encoding, 'replace')}"


def _lost_at(line: bytes, *, high: int) -> int:
    """Returns which half character to leave out, so that the most characters are ASCII before and after it."""
    if len(line) > _LONGEST_MENDED:
        return len(line) - 1

    def is_plain(place: int) -> bool:
        unit = line[place : place + 2]
        return len(unit) > 1 and unit[high] == 0 != unit[1 - high]

    plain = sum(map(is_plain, range(1, len(line), 2)))
    best, most = 0, plain
    for place in range(0, len(line) - 1, 2):
        plain += is_plain(place) - is_plain(place + 1)
        if plain > most:
            best, most = place + 2, plain
    return best


def detect_wide(head: bytes) -> str:
    r"""Tells UTF-16 as well as UTF-32 without a mark by where line ends, delimiters or letters make sense.

    Args:
        head: The first bytes of a file.

    Returns:
        The encoding, or "" for one of bytes.

    >>> [detect_wide("наука,имя\n".encode(name)) for name in ("utf-16-le", "utf-16-be", "utf-32-le", "utf-8")]
    ['utf-16-le', 'utf-16-be', 'utf-32-le', '']
    """
    if b"\0" not in head:
        return ""
    shares = [head[place::4].count(0) / max(1, len(head[place::4])) for place in range(4)]
    if shares[3] > _ALWAYS and shares[2] > _OFTEN > shares[0] and max(head[2::4]) <= _LAST_PLANE:
        return "utf-32-le"
    if shares[0] > _ALWAYS and shares[1] > _OFTEN > shares[3] and max(head[1::4]) <= _LAST_PLANE:
        return "utf-32-be"
    if len(head.translate(None, bytes(range(0x20, 0x7F)))) < len(head) * (1 - _MOST_ASCII) or _is_utf8(head):
        return ""
    for part in (head[:_BEGINNING], head):
        little, big = _plain_share(part, "utf-16-le"), _plain_share(part, "utf-16-be")
        if little > 2 * big or big > 2 * little:
            return "utf-16-le" if little > big else "utf-16-be"
    return ""


def _is_utf8(head: bytes) -> bool:
    """Whether the bytes are UTF-8 with characters above ASCII, which UTF-16 hardly ever is by chance."""
    try:
        return not codecs.utf_8_decode(head, "strict", False)[0].isascii()  # noqa: FBT003 - the codec takes it by position
    except UnicodeDecodeError:
        return False


def _plain_share(head: bytes, encoding: str) -> float:
    """Returns the share of ASCII characters in what an encoding makes of the bytes; 0 where it makes no text."""
    characters = Counter(head[: len(head) // 2 * 2].decode(encoding, "replace"))
    total = sum(characters.values())
    plain = sum(count for letter, count in characters.items() if letter in _PLAIN)
    no_text = sum(
        count
        for letter, count in characters.items()
        if letter == "\ufffd" or (letter not in _PLAIN and unicodedata.category(letter) in _NO_TEXT)
    )
    return plain / total if total and no_text <= total * _MOST_NO_TEXT else 0.0
