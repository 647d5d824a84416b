"""Decodes bytes whose lines may be in several encodings: UTF-8 next to a code page."""

from __future__ import annotations

import codecs
import re
from typing import Final

from triage.listen.code_pages import WESTERN, choose_page, fits, is_wide_page, runs_of

#: Bytes that a code page is chosen from.
_SAMPLE_BYTES: Final = 64 * 1024
_MULTIBYTE: Final = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
#: Every byte as "0", but the first of a sequence of UTF-8 as "1" and those that may follow it as "2".
_KINDS: Final = b"0" * 0x80 + b"2" * 0x40 + b"0" * 2 + b"1" * 0x33 + b"0" * 0x0B
_LEAD_BEFORE_REST: Final = b"12"
_HIGH: Final = re.compile(rb"[\x80-\xff]")
#: Bytes that are no UTF-8, as Python's surrogateescape keeps them in a str.
_STRAYS: Final = re.compile("[\udc80-\udcff]+")
_VALID: Final = re.compile("[^\0-\x7f\udc80-\udcff]")
_LINE_END: Final = re.compile("[\r\n]")
#: Halves of a surrogate pair that were encoded on their own, as CESU-8 does.
_SPLIT_PAIR: Final = re.compile(
    "\udced([\udca0-\udcaf])([\udc80-\udcbf])\udced([\udcb0-\udcbf])([\udc80-\udcbf])|\udced[\udca0-\udcbf][\udc80-\udcbf]"
)
#: A sequence of UTF-8 that ends too early.
_CUT_SEQUENCE: Final = re.compile(rb"[\xc2-\xf4][\x80-\xbf]*\Z")
_LAST_LATIN: Final = "\u024f"
_FIRST_OF_THREE_BYTES: Final = "\u0800"
#: A code page is trusted with every byte where it fits this many runs, and this many times as many as it does not.
_TRUSTED_RUNS, _TRUSTED_TIMES = 4, 4


class MixedDecoder:
    """Decodes blocks that are UTF-8, or in a code page, or both by turns of lines.

    Attributes:
        encoding: What most is; it may change from "utf-8" to a code page where all before was ASCII.
        undecodable: Bytes that became U+FFFD so far.
        others: Lines that were not in that encoding, by the one they were read in.
    """

    def __init__(self) -> None:
        """Begins with the first block."""
        self.encoding = "utf-8"
        self.undecodable = 0
        self.others: dict[str, int] = {}
        self._page = ""
        self._is_trusted = False
        self._seen_high = False
        self._decoded = 0

    def decode(self, data: bytes, *, final: bool) -> tuple[str, int]:
        """Returns the text of a block with the number of bytes used; those left belong to the next block."""
        if self.encoding == "utf-8":
            try:
                text, used = codecs.utf_8_decode(data, "strict", final)
            except UnicodeDecodeError:
                return self._decode_lines(data, final=final)
            self._seen_high = self._seen_high or not text.isascii()
            return text, used
        if is_wide_page(self.encoding):
            return self._decode_wide(data, final=final)
        if _LEAD_BEFORE_REST in data.translate(_KINDS):
            return self._decode_lines(data, final=final)
        self._choose(data[:_SAMPLE_BYTES])
        return self._decode_page(data), len(data)

    def _decode_wide(self, data: bytes, *, final: bool) -> tuple[str, int]:
        decoder = codecs.getincrementaldecoder(self.encoding)("replace")
        text = decoder.decode(data, final)
        self.undecodable += text.count("\ufffd")
        return text, len(data) - len(decoder.getstate()[0])

    def _decode_page(self, data: bytes) -> str:
        self._decoded += 1
        text = data.decode(self._page, "replace")
        self.undecodable += text.count("\ufffd")
        return text

    def _choose(self, sample: bytes) -> None:
        """Chooses the code page anew from a sample; the present one stays unless another is clearly better."""
        if not sample.isascii():
            self._page = choose_page(sample, self._page) or self._page
            well = [fits(run, self._page) for run in runs_of(sample)] if self._page else []
            misfits = len(well) - sum(well)
            self._is_trusted = is_wide_page(self._page) or sum(well) >= max(_TRUSTED_RUNS, _TRUSTED_TIMES * misfits)

    def _decode_lines(self, data: bytes, *, final: bool) -> tuple[str, int]:
        cut = max(data.rfind(b"\n"), data.rfind(b"\r")) + 1
        if cut and not final:
            data = data[:cut]
        text, used = codecs.utf_8_decode(data, "surrogateescape", final or cut > 0)
        if self.encoding == "utf-8":
            self._choose(_sample_of(text))
            self._settle(data)
        if is_wide_page(self.encoding):
            return self._decode_wide(data, final=final or cut > 0)
        if self.encoding == "utf-8":
            text = _SPLIT_PAIR.sub(self._join_pair, text)
            self._seen_high = True
            return self._mend_lines(text, _STRAYS), used
        return self._mend_lines(text, _VALID), used

    def _settle(self, data: bytes) -> None:
        """Takes a code page for the encoding of the file where nothing before nor most of this block is UTF-8."""
        if self._seen_high or is_mostly_utf8(data):
            return
        many = len(_HIGH.findall(data[:_SAMPLE_BYTES])) > _TRUSTED_RUNS * 2
        if self._page or many:
            self._page = self.encoding = self._page or WESTERN

    def _mend_lines(self, text: str, odd: re.Pattern[str]) -> str:
        """Reads each line that holds something odd by itself, and what is between at once."""
        parts: list[str] = []
        done = 0
        while found := odd.search(text, done):
            start, end = _line_around(text, found, done)
            parts += (self._usual(text[done:start]), self._mend_line(text[start:end]))
            done = end
        return "".join([*parts, self._usual(text[done:])])

    def _usual(self, text: str) -> str:
        is_in_page = self.encoding != "utf-8" and text
        return self._decode_page(text.encode("utf-8", "surrogateescape")) if is_in_page else text

    def _mend_line(self, line: str) -> str:
        strays, valid = len(_STRAYS.findall(line)), _VALID.findall(line)
        read, read_as = self._decoded, self.encoding
        if self._is_utf8(valid, strays):
            text, read_as = _STRAYS.sub(self._read_strays, line), "utf-8"
        else:
            raw = line.encode("utf-8", "surrogateescape")
            if self.encoding != "utf-8" or self._fits_any(raw):
                text = self._decode_page(raw)
            else:
                text = _STRAYS.sub(self._read_strays, raw.decode("ascii", "surrogateescape"))
        if self._decoded > read and self._page:
            read_as = self._page
        if read_as != self.encoding:
            self.others[read_as] = self.others.get(read_as, 0) + 1
        return text

    def _fits_any(self, line: bytes) -> bool:
        return bool(self._page) and (is_wide_page(self._page) or any(fits(run, self._page) for run in runs_of(line)))

    def _is_utf8(self, valid: list[str], strays: int) -> bool:
        """Whether a line is rather UTF-8; among lines of a code page, two of its letters may look like one sequence."""
        if self.encoding == "utf-8":
            return len(valid) >= strays
        is_sure = len(valid) > 1 or (bool(valid) and not _LAST_LATIN < valid[0] < _FIRST_OF_THREE_BYTES)
        return len(valid) > strays and is_sure

    def _read_strays(self, found: re.Match[str]) -> str:
        """Reads bytes that are no UTF-8 in the code page where that makes sense, else as U+FFFD."""
        text, start, end = found.string, found.start(), found.end()
        raw = found[0].encode("utf-8", "surrogateescape")
        if self._page:
            run = _stand_in(text[max(0, start - 1) : start]) + raw + _stand_in(text[end : end + 1])
            if fits(run, self._page) or (self._is_trusted and not _CUT_SEQUENCE.search(raw)):
                return self._decode_page(raw)
        self.undecodable += len(raw)
        return "\ufffd" * len(raw)

    def _join_pair(self, found: re.Match[str]) -> str:
        if not found[1]:
            self.undecodable += 1
            return "\ufffd"
        high, middle, low, last = (ord(half) & 0x3F for half in found.groups())
        return chr(0x10000 + ((high & 0x0F) << 16 | middle << 10 | (low & 0x0F) << 6 | last))


def _stand_in(neighbour: str) -> bytes:
    """Returns an ASCII character of the same kind."""
    return neighbour.encode() if neighbour.isascii() else b"a" if neighbour.isalpha() else b" "


def _sample_of(text: str) -> bytes:
    """Returns the lines with bytes that are no UTF-8, up to the size of a sample."""
    lines: list[str] = []
    size = done = 0
    while size < _SAMPLE_BYTES and (found := _STRAYS.search(text, done)):
        start, end = _line_around(text, found, done)
        line = text[max(start, found.start() - _SAMPLE_BYTES) : min(end, found.start() + _SAMPLE_BYTES)]
        lines.append(line)
        size += len(line)
        done = end
    return "\n".join(lines).encode("utf-8", "surrogateescape")


def _line_around(text: str, found: re.Match[str], done: int) -> tuple[int, int]:
    """Returns where the line of a match begins, at `done` or later, and where it ends."""
    start = max(text.rfind("\n", done, found.start()), text.rfind("\r", done, found.start()), done - 1) + 1
    end = _LINE_END.search(text, found.end())
    return start, end.start() if end else len(text)


def is_mostly_utf8(data: bytes) -> bool:
    r"""Whether the bytes above ASCII are rather UTF-8 sequences than letters of a one-byte encoding.

    >>> is_mostly_utf8("für".encode()), is_mostly_utf8(b"f\xfcr"), is_mostly_utf8("äöü".encode() + b"\xff")
    (True, False, True)
    """
    if data.isascii():
        return True
    return len(_MULTIBYTE.findall(data)) > len(_HIGH.findall(_MULTIBYTE.sub(b"", data)))
