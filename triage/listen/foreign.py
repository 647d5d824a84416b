"""Recognises files that are no export, and says what they are."""

from __future__ import annotations

import codecs
import re
from typing import Final

_SIGNATURES: Final = (
    (b"%PDF", "is a PDF"),
    (b"\x89PNG", "is a PNG picture"),
    (b"\xff\xd8\xff", "is a JPEG picture"),
    (b"GIF87a", "is a GIF picture"),
    (b"GIF89a", "is a GIF picture"),
    (b"II*\0", "is a TIFF picture"),
    (b"MM\0*", "is a TIFF picture"),
    (b"8BPS", "is a Photoshop picture"),
    (b"{\\rtf", "is an RTF document; save it as plain text"),
    (b"%!PS", "is a PostScript document"),
    (b"SQLite format 3\0", "is an SQLite database"),
    (b"PAR1", "is a Parquet file"),
    (b"ARROW1\0\0", "is an Arrow (Feather) file; save it as Parquet or CSV"),
    (b"FEA1\0", "is a Feather file; save it as Parquet or CSV"),
    (b"Obj\x01", "is an Avro file; save it as Parquet or CSV"),
    (b"\x89HDF\r\n", "is an HDF5 file; save it as Parquet or CSV"),
    (b"\x93NUMPY", "is a NumPy file; save it as CSV"),
    (b"$FL2@(#)", "is an SPSS file; save it as CSV"),
    (b"<stata_dta>", "is a Stata file; save it as CSV"),
    (b"bplist00", "is a property list"),
    (b"\x7fELF", "is a program"),
    (b"\xcf\xfa\xed\xfe", "is a program"),
    (b"\x1f\x8b", "is a gzip file inside a gzip file"),
    (b"7z\xbc\xaf\x27\x1c", "is a 7z archive; unpack it"),
    (b"Rar!\x1a\x07", "is a RAR archive; unpack it"),
    (b"\xd0\xcf\x11\xe0", "is a workbook; save it as CSV"),
    (b"OggS\0", "is a sound file"),
    (b"\x1a\x45\xdf\xa3", "is a video"),
    (b"L\0\0\0\x01\x14\x02\0", "is a shortcut to a file, not the file"),
    (b"version https://git-lfs.github.com/spec/", "is a pointer to a file in Git LFS, not the file"),
)
_PATTERNS: Final = (
    (re.compile(rb"RIFF.{4}WEBP", re.DOTALL), "is a WebP picture"),
    (re.compile(rb"ID3[\x02-\x04]\0"), "is a sound file"),
    (re.compile(rb"RIFF.{4}(?:AVI |WAVE)", re.DOTALL), "is a video or a sound file"),
    (re.compile(rb"\0.{3}ftyp(?:hei|hev|mif1|msf1|avi[fs])", re.DOTALL), "is a HEIC picture"),
    (re.compile(rb"\0.{3}(?:ftyp|moov|mdat)", re.DOTALL), "is a video"),
    (re.compile(rb"BM.{4}\0\0\0\0.{4}[\x0c\x28\x34\x38\x6c\x7c]\0\0\0", re.DOTALL), "is a BMP picture"),
    (re.compile(rb"MZ.{0,1022}(?:PE\0\0|This program)", re.DOTALL), "is a program"),
    (re.compile(rb"\x80[\x02-\x05][\x00-\x7f\x80-\x95]"), "is a Python pickle; save it as CSV"),
)
_ZIP: Final = b"PK\x03\x04"
_WORKBOOK_PARTS: Final = (b"[Content_Types].xml", b"xl/")
_LEADING: Final = re.compile(rb"(?:\s+|<!--.*?-->|<\?xml[^>]*>)*", re.DOTALL)
_PAGE: Final = re.compile(rb"<(?:!doctype\s+html|(?:html|head|body|table|meta|title|link|script|style|frameset)[\s>/])")
_PAGE_WITHIN: Final = re.compile(rb"<(?:html|body)[\s>]|</(?:html|body)>")
_ARCHIVED_PAGE: Final = re.compile(rb"(?:from: <saved by |mime-version: [^<]{0,400}multipart/related)")
_XML: Final = re.compile(rb"<[a-z][\w.:-]*(?:\s[^<>]*)?\sxmlns(?::\w+)?=|<(?:rss|feed|svg|error)[\s>]")
_PAGE_TOLD: Final = (
    "is a web page, perhaps a login page saved in place of the export; "
    "open the export's link again while signed in, then save the file itself"
)
_START_BYTES: Final = 2048
#: Control characters that no text needs; those that separate cells or lines in some exports are not among them.
_CONTROLS: Final = bytes(code for code in (*range(0x03, 0x09), *range(0x0E, 0x1A), 0x7F))
_CONTROL_KINDS: Final = 10
_CONTROL_SHARE: Final = 0.03


def kind_of_foreign(head: bytes) -> str:
    r"""Returns what a file is that holds no table and no JSON, or "".

    Args:
        head: Its first bytes, as they are.

    >>> kind_of_foreign(b"%PDF-1.7"), kind_of_foreign(b"<!-- saved -->\n<HTML>")[:13], kind_of_foreign(b"id,text\n")
    ('is a PDF', 'is a web page', '')
    """
    if head.startswith(_ZIP):
        is_workbook = any(part in head for part in _WORKBOOK_PARTS)
        return "is a workbook; save it as CSV" if is_workbook else "is a zip archive; unpack it"
    for signature, what in _SIGNATURES:
        if head.startswith(signature):
            return what
    for pattern, what in _PATTERNS:
        if pattern.match(head):
            return what
    return _kind_of_markup(head)


def is_binary(head: bytes) -> bool:
    r"""Whether bytes of no wide encoding, nor UTF-8, hold so many control characters that they are no text.

    >>> is_binary(bytes(range(256))), is_binary(b"a\x01b\x01c\n"), is_binary(b"a\0b\n")
    (True, False, False)
    """
    if _is_utf8(head):
        return False
    text = head.replace(b"\0", b"")
    controls = len(text) - len(text.translate(None, _CONTROLS))
    kinds = sum(bytes([code]) in text for code in _CONTROLS) if controls else 0
    return kinds >= _CONTROL_KINDS and controls > len(text) * _CONTROL_SHARE


def _is_utf8(head: bytes) -> bool:
    try:
        codecs.utf_8_decode(head)
    except UnicodeDecodeError:
        return False
    return True


def _kind_of_markup(head: bytes) -> str:
    text = head.replace(b"\0", b"")
    for mark in (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        text = text.removeprefix(mark)
    leading = _LEADING.match(text)
    start = text[leading.end() if leading else 0 :][:_START_BYTES].lower()
    if _PAGE.match(start) or _ARCHIVED_PAGE.match(start):
        return _PAGE_TOLD
    if start.startswith(b"<") and _PAGE_WITHIN.search(text.lower()):
        return _PAGE_TOLD
    is_xml = text.lstrip().startswith(b"<?xml") or _XML.match(start)
    return "is an XML document" if is_xml else ""
