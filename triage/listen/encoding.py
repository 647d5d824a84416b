"""Turns the bytes of a file into text, whatever its encoding."""

from __future__ import annotations

import codecs
import io
import itertools
import re
from typing import TYPE_CHECKING, Final

from triage.listen.sources import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Bytes that encoding and dialect are decided from.
HEAD_BYTES: Final = 64 * 1024

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_FOREIGN: Final = (
    (b"%PDF", "is a PDF"),
    (b"\x89PNG", "is a PNG picture"),
    (b"\xff\xd8\xff", "is a JPEG picture"),
    (b"GIF8", "is a GIF picture"),
    (b"SQLite format 3", "is an SQLite database"),
    (b"PAR1", "is a Parquet file"),
    (b"\x1f\x8b", "is a gzip file inside a gzip file"),
    (b"\xd0\xcf\x11\xe0", "is a workbook; save it as CSV"),
)
_ZIP: Final = b"PK\x03\x04"
_MULTIBYTE: Final = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH: Final = re.compile(rb"[\x80-\xff]")


class TextStream:
    """The text of one file, read once in blocks.

    Attributes:
        head: The first text, from at most 64 KiB, to decide from.
        is_whole: Whether `head` is all there is.
        encoding: Encoding assumed; it may change from "utf-8" to "cp1252" while reading, where all before was ASCII.
        undecodable: Bytes that became U+FFFD so far.
        warnings: What was assumed or dropped so far.
    """

    def __init__(self, blocks: Iterator[bytes]) -> None:
        """Reads the head.

        Args:
            blocks: The bytes of the file, none of them empty.

        Raises:
            RefusedError: The file is empty, is no text, or grows beyond a limit.
        """
        self.warnings: list[str] = []
        self.undecodable = 0
        self._nuls = 0
        self._seen_high = False
        self._blocks = blocks
        self._first = b""
        for block in self._blocks:
            self._first += block
            if len(self._first) >= HEAD_BYTES:
                break
        if not self._first.strip():
            raise RefusedError("is empty")
        _refuse_foreign(self._first)
        bom, self.encoding = detect(self._first[:HEAD_BYTES])
        self._first = self._first[bom:]
        self.is_whole = len(self._first) < HEAD_BYTES
        sample = self._first[:HEAD_BYTES].decode(self.encoding, "ignore" if not self.is_whole else "replace")
        self.head = sample.replace("\0", "")

    def __iter__(self) -> Iterator[str]:
        """Yields the whole text, the head again first."""
        carry = b""
        for block in itertools.chain([self._first], self._blocks):
            text, used = self._decode(data := carry + block, final=False)
            carry = data[used:]
            yield text
        yield self._decode(carry, final=True)[0]
        if self.undecodable:
            self.warnings.append(f"{self.undecodable} bytes are not {self.encoding} and became U+FFFD")
        if self._nuls:
            self.warnings.append(f"{self._nuls} NUL characters were dropped")

    def lines(self) -> Iterator[str]:
        """Yields the lines with their ends: CR, LF or CRLF, and no other."""
        return itertools.chain.from_iterable(self.line_blocks())

    def line_blocks(self) -> Iterator[list[str]]:
        """Yields the lines with their ends, many at once."""
        parts: list[str] = []
        for text in self:
            cut = max(text.rfind("\n"), text.rfind("\r", 0, -1)) + 1
            if not cut:
                parts.append(text)
                continue
            yield list(io.StringIO("".join([*parts, text[:cut]]), newline=""))
            parts = [text[cut:]]
        yield list(io.StringIO("".join(parts), newline=""))

    def _decode(self, data: bytes, *, final: bool) -> tuple[str, int]:
        if self.encoding == "utf-8":
            text, used = self._decode_utf8(data, final=final)
        else:
            decoder = codecs.getincrementaldecoder(self.encoding)("replace")
            text = decoder.decode(data, final)
            used = len(data) - len(decoder.getstate()[0])
            self.undecodable += text.count("\ufffd")
        if "\0" in text:
            self._nuls += text.count("\0")
            text = text.replace("\0", "")
        return text, used

    def _decode_utf8(self, data: bytes, *, final: bool) -> tuple[str, int]:
        try:
            text, used = codecs.utf_8_decode(data, "strict", final)
        except UnicodeDecodeError:
            if not self._seen_high and not is_mostly_utf8(data):
                self.encoding = "cp1252"
                return self._decode(data, final=final)
            text, used = codecs.utf_8_decode(data, "replace", final)
            self.undecodable += text.count("\ufffd") - data.count("\ufffd".encode())
        self._seen_high = self._seen_high or not text.isascii()
        return text, used


def detect(head: bytes) -> tuple[int, str]:
    """Returns the length of the byte order mark and the encoding that the head speaks for.

    >>> detect("Grüße".encode("cp1252")), detect("Grüße".encode()), detect("ab".encode("utf-16-le"))
    ((0, 'cp1252'), (0, 'utf-8'), (0, 'utf-16-le'))
    """
    for bom, name in _BOMS:
        if head.startswith(bom):
            return len(bom), name
    if b"\0" in head:
        wide = _detect_wide(head)
        if wide:
            return 0, wide
    return 0, "utf-8" if is_mostly_utf8(head) else "cp1252"


def _detect_wide(head: bytes) -> str:
    """Tells UTF-16 and UTF-32 without a mark by where the zero bytes of ASCII characters stand."""
    shares = [head[place::4].count(0) / max(1, len(head[place::4])) for place in range(4)]
    often, seldom = 0.4, 0.1
    if min(shares[1:]) > often and shares[0] < seldom:
        return "utf-32-le"
    if min(shares[:3]) > often and shares[3] < seldom:
        return "utf-32-be"
    if min(shares[1], shares[3]) > often and max(shares[0], shares[2]) < seldom:
        return "utf-16-le"
    if min(shares[0], shares[2]) > often and max(shares[1], shares[3]) < seldom:
        return "utf-16-be"
    return ""


def is_mostly_utf8(data: bytes) -> bool:
    r"""Whether the bytes above ASCII are rather UTF-8 sequences than letters of a one-byte encoding.

    >>> is_mostly_utf8("für".encode()), is_mostly_utf8(b"f\xfcr"), is_mostly_utf8("äöü".encode() + b"\xff")
    (True, False, True)
    """
    sequences = len(_MULTIBYTE.findall(data))
    tail = 3  # a sequence may be cut by the end
    strays = len(_HIGH.findall(_MULTIBYTE.sub(b"", data)[:-tail])) if not data.isascii() else 0
    if not strays:
        return sequences > 0 or data.isascii() or _is_valid_start(data)
    return sequences > strays


def _is_valid_start(data: bytes) -> bool:
    try:
        codecs.utf_8_decode(data, "strict", False)  # noqa: FBT003 - the codec takes it by position
    except UnicodeDecodeError:
        return False
    return True


def _refuse_foreign(head: bytes) -> None:
    if head.startswith(_ZIP):
        is_workbook = b"[Content_Types].xml" in head or b"xl/" in head
        raise RefusedError("is a workbook; save it as CSV" if is_workbook else "is a zip archive; unpack it")
    for magic, what in _FOREIGN:
        if head.startswith(magic):
            raise RefusedError(what)
    start = head[:1024].removeprefix(codecs.BOM_UTF8).lstrip().lower().replace(b"\0", b"")
    if start.startswith((b"<!doctype html", b"<html", b"<head", b"<body")):
        raise RefusedError("is a web page, perhaps a login page saved in place of the export")
    if start.startswith(b"<?xml"):
        raise RefusedError("is an XML document" if b"<html" not in start else "is a web page")
