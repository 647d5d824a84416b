"""Turns the bytes of a file into text, whatever its encoding."""

from __future__ import annotations

import codecs
import io
import itertools
from typing import TYPE_CHECKING, Final

from triage.listen.foreign import is_binary, kind_of_foreign
from triage.listen.mixed import MixedDecoder
from triage.listen.sources import EMPTY, RefusedError
from triage.listen.twice_encoded import is_twice_encoded, mend
from triage.listen.wide import WideDecoder, detect_wide

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
_MARK: Final = "\ufeff"


class TextStream:
    """The text of one file, read once in blocks.

    Attributes:
        head: The first text, at most 64 Ki characters, to decide from; iteration yields the same again.
        is_whole: Whether `head` is all there is.
        is_plain_utf8: Whether the first text is UTF-8 without a mark, with nothing mended or dropped: the bytes may
            be read as they are for as long as they go on so.
        encoding: Encoding assumed; it may change from "utf-8" to a code page while reading, where all before was ASCII.
        undecodable: Bytes that became U+FFFD so far.
        warnings: What was assumed or dropped; complete when all is read.
        line_end: What ends a line in `lines` and `line_blocks`; "" stands for CR, LF or CRLF.
    """

    def __init__(self, blocks: Iterator[bytes]) -> None:
        """Reads the head.

        Args:
            blocks: The bytes of the file, none of them empty.

        Raises:
            RefusedError: The file is empty, is no text, or grows beyond a limit.
        """
        self.warnings: list[str] = []
        self.line_end = ""
        self._nuls = self._marks = 0
        self._is_line_start = True
        self._is_twice_encoded: bool | None = None
        first, is_all = _read_first(blocks)
        mark, wide = _wide_or_refused(first[:HEAD_BYTES])
        self._decoder = WideDecoder(wide) if wide else MixedDecoder()
        text, used = self._decoder.decode(first[mark:], final=is_all)
        self._first = self._clean(text)
        if is_all and not self._first.strip():
            raise RefusedError(EMPTY)
        self._blocks = itertools.chain([first[mark + used :]] if mark + used < len(first) else [], blocks)
        self.head = self._first[:HEAD_BYTES]
        self.is_whole = is_all and len(self.head) == len(self._first)
        self.is_plain_utf8 = (
            not (mark or wide or self._nuls or self._marks or self._is_twice_encoded) and self._is_clean()
        )

    @property
    def encoding(self) -> str:
        """Encoding assumed so far."""
        return self._decoder.encoding

    @property
    def undecodable(self) -> int:
        """Bytes that became U+FFFD so far."""
        return self._decoder.undecodable

    def __iter__(self) -> Iterator[str]:
        """Yields the whole text, the head again first."""
        yield self._first
        carry = b""
        for block in self._blocks:
            data = carry + block if carry else block
            text, used = self._decoder.decode(data, final=False)
            carry = data[used:]
            yield self._clean(text)
        if carry:
            yield self._clean(self._decoder.decode(carry, final=True)[0])
        self.warnings += self._assumptions()

    def lines(self) -> Iterator[str]:
        """Yields the lines with their ends: `line_end`, or else CR, LF or CRLF, and no other."""
        return itertools.chain.from_iterable(self.line_blocks())

    def line_blocks(self) -> Iterator[list[str]]:
        """Yields the lines with their ends, many at once."""
        parts: list[str] = []
        for text in self:
            cut = self._last_line_end(text)
            if not cut:
                parts.append(text)
                continue
            yield self._split("".join([*parts, text[:cut]]))
            parts = [text[cut:]]
        yield self._split("".join(parts))

    def _last_line_end(self, text: str) -> int:
        if self.line_end:
            place = text.rfind(self.line_end)
            return place + len(self.line_end) if place >= 0 else 0
        return max(text.rfind("\n"), text.rfind("\r", 0, -1)) + 1

    def _split(self, text: str) -> list[str]:
        if not self.line_end:
            return list(io.StringIO(text, newline=""))
        *lines, rest = text.split(self.line_end)
        return [line + self.line_end for line in lines] + ([rest] if rest else [])

    def _clean(self, text: str) -> str:
        """Drops NUL characters, byte order marks of files put one after the other; mends what is encoded twice."""
        if "\0" in text:
            self._nuls += text.count("\0")
            text = text.replace("\0", "")
        if _MARK in text:
            text = self._without_marks(text)
        if text:
            self._is_line_start = text[-1] in "\r\n"
        if self._is_twice_encoded is None and not text.isascii():
            self._is_twice_encoded = is_twice_encoded(text)
        return mend(text) if self._is_twice_encoded else text

    def _without_marks(self, text: str) -> str:
        """Drops byte order marks at the starts of lines: inside a line one may mean something."""
        first, *rest = text.split(_MARK)
        kept = [first]
        is_line_start = first[-1] in "\r\n" if first else self._is_line_start
        for part in rest:
            if is_line_start:
                self._marks += 1
            else:
                kept.append(_MARK)
            kept.append(part)
            is_line_start = part[-1] in "\r\n" if part else is_line_start
        return "".join(kept)

    def _is_clean(self) -> bool:
        decoder = self._decoder
        is_mixed = isinstance(decoder, MixedDecoder) and bool(decoder.others)
        return decoder.encoding == "utf-8" and not is_mixed and not decoder.undecodable

    def _assumptions(self) -> Iterator[str]:
        """Yields what was assumed or dropped, a sentence each."""
        decoder, encoding = self._decoder, self.encoding
        if isinstance(decoder, MixedDecoder):
            if encoding != "utf-8":
                yield f"the text is not UTF-8 and was read as {encoding}, which makes most sense of its letters"
            for other, lines in sorted(decoder.others.items()):
                yield f"{lines:,} lines are in {other} among {encoding} and were read so"
        elif decoder.realigned:
            yield f"{decoder.realigned:,} lines lack a byte or have one too many and were read around it"
        if self._is_twice_encoded:
            yield "the text was encoded as UTF-8 twice and was decoded twice"
        if self.undecodable:
            yield f"{self.undecodable} bytes are not {encoding} and became U+FFFD"
        if self._marks:
            yield f"{self._marks:,} byte order marks inside the file were dropped"
        if self._nuls:
            yield f"{self._nuls} NUL characters were dropped"


def _read_first(blocks: Iterator[bytes]) -> tuple[bytes, bool]:
    """Returns at least the head, and whether that is all.

    Raises:
        RefusedError: The file is empty.
    """
    first = b""
    for block in blocks:
        first += block
        if len(first) >= HEAD_BYTES:
            return first, False
    if not first.strip():
        raise RefusedError(EMPTY)
    return first, True


def _wide_or_refused(head: bytes) -> tuple[int, str]:
    """Returns the length of the byte order mark, and the encoding if it is UTF-16 or UTF-32.

    Raises:
        RefusedError: The bytes are no text.
    """
    kind = kind_of_foreign(head)
    if kind:
        raise RefusedError(kind)
    for mark, name in _BOMS:
        if head.startswith(mark):
            return len(mark), "" if name == "utf-8" else name
    wide = detect_wide(head)
    if not wide and is_binary(head):
        raise RefusedError("is binary data, no text")
    return 0, wide
