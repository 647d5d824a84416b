"""Tells workbooks from the other documents that share their container."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, BinaryIO, Final

from triage.listen.sources import RefusedError

if TYPE_CHECKING:
    import zipfile

_BLOCK_BYTES: Final = 1024 * 1024
_FOREIGN: Final = (
    (b"7z\xbc\xaf\x27\x1c", "is a 7z archive; unpack it and give what was in it"),
    (b"Rar!\x1a\x07", "is a RAR archive; unpack it and give what was in it"),
    (b"MSCF\0\0\0\0", "is a cabinet archive; unpack it and give what was in it"),
    (b"PK\x07\x08", "is one part of a zip archive in several parts; unpack it and give what was in it"),
    (b"\x04\x22\x4d\x18", "is compressed with LZ4; unpack it and give what was in it"),
    (b"\x1f\x9d", "is compressed with the old compress; unpack it and give what was in it"),
    (b"PARE", "is an encrypted Parquet file; write it without encryption"),
    (b"FEA1", "is a Feather file of version 1; write it as Parquet"),
)
#: First folder in a zip of Office Open XML (ECMA-376 part 2) or iWork -> what it is.
_FOLDERS: Final = {
    "xl": "",
    "word": "is a Word document; save its table as a workbook or CSV",
    "ppt": "is a PowerPoint presentation, no export",
    "visio": "is a Visio drawing, no export",
    "Index": "is an Apple Numbers or Pages document; export it as CSV",
}
#: Media types in the first member of a zip (OpenDocument 1.3 part 2, EPUB 3).
_MEDIA: Final = {
    "application/vnd.oasis.opendocument.spreadsheet": "",
    "application/vnd.oasis.opendocument.spreadsheet-template": "",
    "application/vnd.oasis.opendocument.text": "is an OpenDocument text; save its table as a workbook or CSV",
    "application/vnd.oasis.opendocument.presentation": "is an OpenDocument presentation, no export",
    "application/epub+zip": "is an e-book, no export",
}
_MEDIA_BYTES: Final = 200
#: Streams in a compound file -> what it is ([MS-XLS] 2.1.2, [MS-OFFCRYPTO] 1.3.3, [MS-DOC], [MS-PPT], [MS-OXMSG]).
_STREAMS: Final = {
    "EncryptedPackage": "is a workbook or document with a password; save it without one",
    "Workbook": "",
    "Book": "",
    "WordDocument": "is a Word document; save its table as a workbook or CSV",
    "PowerPoint Document": "is a PowerPoint presentation, no export",
    "__properties_version1.0": "is an Outlook message, no export",
    "VisioDocument": "is a Visio drawing, no export",
}
_ENTRY_BYTES: Final = 128
_ENTRY: Final = re.compile(b"|".join(re.escape(f"{name}\0".encode("utf-16-le")) for name in _STREAMS))


def refuse_foreign(start: bytes) -> None:
    """Refuses what is packed in a way that is not read here.

    Raises:
        RefusedError: It says what it is, with what to do.
    """
    for magic, what in _FOREIGN:
        if start.startswith(magic):
            raise RefusedError(what)


def is_workbook_zip(archive: zipfile.ZipFile) -> bool:
    """Whether a zip archive is a workbook.

    Raises:
        RefusedError: It is another document.
    """
    names = archive.namelist()
    told: str | None = None
    if "mimetype" in names and archive.getinfo("mimetype").file_size < _MEDIA_BYTES:
        told = _MEDIA.get(archive.read("mimetype").decode("ascii", "replace").strip())
    elif "[Content_Types].xml" in names or any(name.endswith(".iwa") for name in names):
        folders = {name.partition("/")[0] for name in names}
        told = next((what for folder, what in _FOLDERS.items() if folder in folders), None)
    if told:
        raise RefusedError(told)
    return told == ""


def check_workbook_ole(file: BinaryIO) -> None:
    """Checks that a compound file is a workbook, by the names in its directory.

    Raises:
        RefusedError: It is another document, or encrypted.
    """
    file.seek(0)
    found: list[str] = []
    while block := file.read(_BLOCK_BYTES):
        # an entry of the directory begins with its name, and its sectors are aligned ([MS-CFB] 2.6.1)
        places = (match for match in _ENTRY.finditer(block) if match.start() % _ENTRY_BYTES == 0)
        found += (match[0].decode("utf-16-le")[:-1] for match in places)
    if not found:
        raise RefusedError("is a compound file, but no workbook")
    if told := _STREAMS["EncryptedPackage" if "EncryptedPackage" in found else found[0]]:
        raise RefusedError(told)
