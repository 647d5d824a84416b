"""Opens the members of zip and tar archives one after the other."""

from __future__ import annotations

import io
import itertools
import lzma
import re
import stat
import struct
import tarfile
import zipfile
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO, Final, cast

from triage.listen.expanding import BlockReader
from triage.listen.sources import RefusedError, is_export, is_visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from triage.listen.allowance import Allowance

_BLOCK_BYTES: Final = 64 * 1024
#: One step of bzip2 or LZMA inside a zip; the standard library does not bound what it makes of it.
_STEP_BYTES: Final = 4096
#: More would take longer to list than to read; some 300,000 members.
_DIRECTORY_BYTES: Final = 32 * 1024 * 1024
#: Bytes of tar headers between two members: names and PAX records.
_HEADER_BYTES: Final = 4 * 1024 * 1024
_DAMAGE: Final = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    IndexError,
    KeyError,
    OSError,
    OverflowError,
    ValueError,
)
_ENCRYPTED: Final = 0x1
_UTF8_NAME: Final = 0x800
_IN_WIDE_RECORD: Final = b"\xff\xff\xff\xff"
_LOCAL_HEADER_BYTES: Final = 30
_DRIVE: Final = re.compile(r"[A-Za-z]:(?! )")
_WORKBOOK: Final = re.compile(rb"\[Content_Types\]\.xml|xl/|opendocument\.spreadsheet")
_NO_BYTES: Final[tuple[bytes, ...]] = ()


@dataclass(slots=True, kw_only=True)
class Member:
    """One file in an archive.

    Attributes:
        name: Its path there.
        blocks: Its bytes, once; to be read before the next member is asked for.
        warnings: What was lost while reading; complete when the blocks are used up.
        refused: Why it is not read, or "".
    """

    name: str
    blocks: Iterator[bytes] = field(default_factory=lambda: iter(_NO_BYTES))
    warnings: list[str] = field(default_factory=list)
    refused: str = ""


def open_zip(file: BinaryIO) -> zipfile.ZipFile:
    """Reads the directory of a zip archive.

    Raises:
        RefusedError: The directory is missing, damaged or too long, or members share their bytes.
    """
    try:
        if _directory_bytes(file) > _DIRECTORY_BYTES:
            raise RefusedError("lists more members than can be read; unpack it and give what was in it")
        archive = zipfile.ZipFile(file)
    except (*_DAMAGE, NotImplementedError) as error:
        file.seek(0)
        what = "workbook" if _WORKBOOK.search(file.read(_BLOCK_BYTES)) else "zip archive"
        raise RefusedError(f"is a {what} that is damaged or cut off; fetch it again") from error
    places = sorted((info.header_offset, info.compress_size) for info in archive.infolist())
    for (start, size), (following, _) in itertools.pairwise(places):
        if start + _LOCAL_HEADER_BYTES + size > following:
            raise RefusedError("is a zip bomb: its members share their bytes")
    return archive


def zip_members(archive: zipfile.ZipFile, allowance: Allowance) -> Iterator[Member]:
    """Yields the exports in a zip archive, with a refusal for each member that would leave it."""
    infos = {info: _zip_name(info) for info in archive.infolist() if not info.filename.endswith("/")}
    wanted = {info for info, name in infos.items() if is_export(name)}
    wanted = wanted or {info for info, name in infos.items() if is_visible(name)}
    for info, name in infos.items():
        refused = _why_not(name, is_link=stat.S_ISLNK(info.external_attr >> 16))
        if info.flag_bits & _ENCRYPTED and info in wanted:
            refused = "is encrypted; unpack it with its password and give what was in it"
        if refused:
            yield Member(name=name, refused=refused)
        elif info in wanted:
            allowance.open_member()
            member = Member(name=name)
            member.blocks = _zip_blocks(archive, info, allowance, member.warnings)
            yield member


def _zip_blocks(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, allowance: Allowance, warnings: list[str]
) -> Iterator[bytes]:
    size = 0
    step = _BLOCK_BYTES if info.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) else _STEP_BYTES
    try:
        with cast("zipfile.ZipExtFile", archive.open(info)) as handle:
            while block := handle.read1(step):
                size += len(block)
                allowance.expand(len(block))
                yield block
    except NotImplementedError as error:
        raise RefusedError("is packed in a way that only newer programs read; unpack it") from error
    except _DAMAGE as error:
        if not size:
            raise RefusedError("is damaged from the start in its archive") from error
        warnings.append(f"the zip data is damaged after {size:,} bytes; what came before is kept")


def _zip_name(info: zipfile.ZipInfo) -> str:
    """Returns the name as it was meant: not all programs say that they wrote UTF-8."""
    if info.flag_bits & _UTF8_NAME or info.filename.isascii():
        return info.filename
    try:
        return info.filename.encode("cp437").decode()
    except UnicodeError:
        return info.filename


def _directory_bytes(file: BinaryIO) -> int:
    """Reads how long the directory says it is (ZIP File Format Specification 4.3.16 and 4.3.14)."""
    longest_end = 22 + 65_535 + 76
    end = file.seek(0, io.SEEK_END)
    file.seek(max(0, end - longest_end))
    tail = file.read()
    place = tail.rfind(b"PK\5\6")
    size = tail[place + 12 : place + 16] if place >= 0 else b""
    if size == _IN_WIDE_RECORD:
        wide = tail.rfind(b"PK\6\6")
        size = tail[wide + 40 : wide + 48]
    return int.from_bytes(size, "little")


def tar_members(blocks: Iterator[bytes], allowance: Allowance) -> Iterator[Member]:
    """Yields the exports in a tar archive as they come, with a refusal for each member that would leave it.

    Raises:
        RefusedError: The archive is damaged, after the members before.
    """
    reader = _TarReader(blocks)
    count = 0
    try:
        with tarfile.open(fileobj=reader, mode="r|", errors="surrogateescape") as archive:
            while info := reader.header_of(archive):
                name = _tar_name(info.name)
                refused = "" if info.isdir() else _why_not(name, is_link=not info.isreg() or info.issparse())
                if refused:
                    yield Member(name=name, refused=refused)
                elif info.isreg():
                    if is_export(name):
                        allowance.open_member()
                        member = Member(name=name)
                        member.blocks = _tar_blocks(archive, info, member.warnings)
                        yield member
                        count += 1
                    for _ in _tar_blocks(archive, info, []):  # what nobody asked for
                        pass
    except _DAMAGE as error:
        raise RefusedError(f"is a tar archive that is damaged or cut off after {count} exports") from error


class _TarReader(BlockReader):
    """The bytes of a tar archive; between members only as many as headers may have."""

    _left: int | None = _HEADER_BYTES

    def header_of(self, archive: tarfile.TarFile) -> tarfile.TarInfo | None:
        """Reads the next header."""
        self._left = _HEADER_BYTES
        info = archive.next()
        archive.members = []  # type: ignore[attr-defined]  # it would remember all
        self._left = None
        return info

    def read(self, size: int = -1, /) -> bytes:
        """Reads as many bytes unless the end comes before."""
        if self._left is not None:
            self._left -= size
            if self._left < 0:
                raise RefusedError("is a tar archive with a header of more than 4 MiB")
        parts = []
        while size > 0 and (part := super().read(size)):
            parts.append(part)
            size -= len(part)
        return b"".join(parts)


def _tar_blocks(archive: tarfile.TarFile, info: tarfile.TarInfo, warnings: list[str]) -> Iterator[bytes]:
    """Reads a member up to a cut, which `extractfile` would not."""
    stream = cast("BinaryIO", archive.fileobj)
    while (left := info.offset_data + info.size - stream.tell()) > 0:
        block = stream.read(min(left, _BLOCK_BYTES))
        if not block:
            size = info.size - left
            warnings.append(f"the tar archive is cut off after {size:,} bytes of it; what came before is kept")
            return
        yield block


def _tar_name(name: str) -> str:
    raw = name.encode("utf-8", "surrogateescape")
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def _why_not(name: str, *, is_link: bool) -> str:
    """Says why a member must not be read, whatever is in it."""
    if name.startswith(("/", "\\")) or _DRIVE.match(name) or ".." in re.split(r"[/\\]", name):
        return "has a path that leaves the archive"
    return "is a link or a device, no file" if is_link else ""
