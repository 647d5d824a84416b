"""Unpacks files into the exports in them."""

from __future__ import annotations

import contextlib
import io
import itertools
import re
import tarfile
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO, Final, Literal, cast

from triage.listen.allowance import Allowance
from triage.listen.archives import open_zip, tar_members, zip_members
from triage.listen.containers import check_workbook_ole, is_workbook_zip, refuse_foreign
from triage.listen.expanding import compression_of, expand
from triage.listen.sources import ENDINGS, RefusedError, ending_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from triage.listen.archives import Member
    from triage.model.settings import ListenSettings

_BLOCK_BYTES: Final = 1024 * 1024
#: What is enough to tell the kind of a file.
_START_BYTES: Final = 1024
#: What is packed is kept in memory up to this size, beyond it in a file that only its owner can read.
_MEMORY_BYTES: Final = 64 * 1024 * 1024
#: Archives and compressions around one export, e.g. a zip of a .tar.gz.
_MOST_LAYERS: Final = 4
_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_COLUMNAR: Final = (b"PAR1", b"ARROW1\0\0")
#: A script that only holds data, as the archive of X has them: window.YTD.tweets.part0 = [ ... ]
_ASSIGNMENT: Final = re.compile(rb"\s*(?:(?:var|let|const)\s+)?[\w.$]+(?:\[[^\]]*\])*\s*=\s*[\[{]")
#: An archive of X names the kind of each part; only the posts are mentions, not what was liked, sent or advertised.
_PART_OF_X: Final = re.compile(rb"\s*window\.(?:YTD\.(\w+)\.|__THAR_CONFIG\b)")
_POSTS_OF_X: Final = (b"tweet", b"tweets", b"community_tweet", b"community_tweets")

Kind = Literal["text", "workbook", "parquet"]


@dataclass(slots=True, kw_only=True)
class Content:
    """The bytes of one export; to be used before the next is asked for.

    Attributes:
        name: Name of the source; for a member of an archive with its path there, "exports.zip/monday.csv".
        kind: "text", "workbook" or "parquet" (which is Arrow's own file format, too).
        blocks: Its bytes, none of them empty, once; reading those of a refused one raises the refusal.
        file: The same bytes as a file that can seek, for a workbook or Parquet; None for text.
        compression: What it was packed in, the outermost first, e.g. "gzip" or "zip+gzip"; "" for nothing.
        warnings: What was lost while unpacking; complete when the bytes are used up.
        refused: Why it cannot be read, or "".
    """

    name: str
    kind: Kind = "text"
    blocks: Iterator[bytes]
    file: BinaryIO | None = None
    compression: str = ""
    warnings: list[str] = field(default_factory=list)
    refused: str = ""


@dataclass(slots=True, kw_only=True)
class _Packed:
    """Bytes of which it is not known yet what is in them; fields as those of a content."""

    name: str
    blocks: Iterator[bytes]
    file: BinaryIO | None = None
    layers: tuple[str, ...] = ()
    warnings: list[str] = field(default_factory=list)

    def content(self, kind: Kind, file: BinaryIO | None = None) -> Content:
        blocks = self.blocks if file is None else _blocks_of(file)
        if file is not None:
            file.seek(0)
        layers = "+".join(self.layers)
        return Content(name=self.name, kind=kind, blocks=blocks, file=file, compression=layers, warnings=self.warnings)

    def refusal(self, why: str) -> Content:
        return Content(name=self.name, blocks=_raise(why), compression="+".join(self.layers), refused=why)


def unpack(handle: BinaryIO, name: str, settings: ListenSettings) -> Iterator[Content]:
    """Yields each export in a file; a plain file is one.

    What a file is, its first bytes tell and never its name. What cannot be read is yielded with the reason in
    `refused`, and the others go on. Keep the iterator while a content is read: it holds the archive open. What is too
    large for memory lies in a temporary file that has no name.

    Args:
        handle: The file; it need not seek.
        name: Its name.
        settings: Limits.

    Raises:
        RefusedError: While the blocks of a content are read: it grows beyond a limit.
    """
    allowance = Allowance(settings)
    file = handle if handle.seekable() and not handle.tell() else None
    yield from _open(_Packed(name=name, blocks=_read(handle, allowance), file=file), allowance)


def _open(packed: _Packed, allowance: Allowance) -> Iterator[Content]:
    try:
        _refuse_if(len(packed.layers) > _MOST_LAYERS, f"is packed more than {_MOST_LAYERS} times over")
        start, packed.blocks = _peek(packed.blocks)
        refuse_foreign(start)
        if compression := compression_of(start):
            packed.blocks = expand(compression, packed.blocks, allowance, packed.warnings)
            packed.file, packed.layers = None, (*packed.layers, compression)
            yield from _open(packed, allowance)
        elif _is_tar(start):
            yield from _open_members(packed, "tar", tar_members(packed.blocks, allowance), allowance)
            _refuse_if(bool(packed.warnings), "; ".join(packed.warnings))
        elif start.startswith((*_ZIP, _OLE, *_COLUMNAR)):
            with _as_file(packed, allowance) as file:
                yield from _open_file(packed, start, file, allowance)
        elif not (packed.layers and _is_mere_script(packed.name, start)):
            _refuse_if(_is_other_part_of_x(start), "is a part of an archive of X that holds no posts")
            yield packed.content("text")
    except RefusedError as error:
        yield packed.refusal(error.what)


def _is_mere_script(name: str, start: bytes) -> bool:
    """Whether a member of an archive is a script that holds no mentions."""
    return ending_of(name) == ".js" and (_is_other_part_of_x(start) or not _ASSIGNMENT.match(start))


def _is_other_part_of_x(start: bytes) -> bool:
    part = _PART_OF_X.match(start)
    return part is not None and part[1] not in _POSTS_OF_X


def _open_file(packed: _Packed, start: bytes, file: BinaryIO, allowance: Allowance) -> Iterator[Content]:
    """Opens what can only be read by seeking."""
    if start.startswith(_OLE):
        check_workbook_ole(file)
        yield packed.content("workbook", file)
    elif start.startswith(_COLUMNAR):
        yield packed.content("parquet", file)
    else:
        with open_zip(file) as archive:
            if is_workbook_zip(archive):
                yield packed.content("workbook", file)
            else:
                yield from _open_members(packed, "zip", zip_members(archive, allowance), allowance)


def _open_members(packed: _Packed, kind: str, members: Iterator[Member], allowance: Allowance) -> Iterator[Content]:
    names: Counter[str] = Counter()
    count = 0
    for member in members:
        names[member.name] += 1
        again = f" ({names[member.name]})" if names[member.name] > 1 else ""
        inner = _Packed(name=f"{packed.name}/{member.name}{again}", blocks=member.blocks, warnings=member.warnings)
        inner.layers = (*packed.layers, kind)
        for content in [inner.refusal(member.refused)] if member.refused else _open(inner, allowance):
            count += 1
            yield content
        if allowance.spent:
            raise RefusedError(f"{allowance.spent}; what comes after it is not read")
    if not count:
        raise RefusedError(f"is a {kind} archive without exports ({' '.join(ENDINGS)})")


def _read(handle: BinaryIO, allowance: Allowance) -> Iterator[bytes]:
    while block := handle.read(_BLOCK_BYTES):
        allowance.read(len(block))
        yield block


def _blocks_of(file: BinaryIO) -> Iterator[bytes]:
    file.seek(0)
    while block := file.read(_BLOCK_BYTES):
        yield block


def _refuse_if(condition: bool, why: str) -> None:  # noqa: FBT001 - reads as a sentence
    if condition:
        raise RefusedError(why)


def _raise(why: str) -> Iterator[bytes]:
    raise RefusedError(why)
    yield b""


def _peek(blocks: Iterator[bytes]) -> tuple[bytes, Iterator[bytes]]:
    """Returns the beginning with all blocks, the beginning again first."""
    start = b""
    while len(start) < _START_BYTES and (block := next(blocks, b"")):
        start += block
    return start, itertools.chain([start] if start else [], blocks)


@contextlib.contextmanager
def _as_file(packed: _Packed, allowance: Allowance) -> Iterator[BinaryIO]:
    """Gives the bytes as a file that can seek, which is written where there is none."""
    if packed.file is not None:
        seen = packed.file.tell()
        allowance.read(packed.file.seek(0, io.SEEK_END) - seen)
        packed.file.seek(0)
        yield packed.file
        return
    with tempfile.SpooledTemporaryFile(_MEMORY_BYTES) as spool:
        for block in packed.blocks:
            spool.write(block)
        spool.seek(0)
        yield cast("BinaryIO", spool)


def _is_tar(start: bytes) -> bool:
    header = start[: tarfile.BLOCKSIZE]
    try:
        tarfile.TarInfo.frombuf(header, "utf-8", "surrogateescape")
    except (tarfile.TarError, ValueError):
        return header[257:262] == b"ustar"
    return True
