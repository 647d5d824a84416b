"""Unpacks compressed files into the bytes of the exports in them."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO, Final

from triage.listen.sources import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from triage.model.settings import ListenSettings

_BLOCK_BYTES: Final = 1024 * 1024
_EXPANDED_BYTES: Final = 64 * 1024
#: Below this size a file may expand as it likes: short files of one letter do.
_FREE_BYTES: Final = 64 * 1024 * 1024
_GZIP: Final = b"\x1f\x8b"
_GZIP_BITS: Final = 31


@dataclass(slots=True, kw_only=True)
class Content:
    """The bytes of one export.

    Attributes:
        name: Name of the source.
        blocks: Its bytes, none of them empty, once.
        compression: "gzip" or "".
        warnings: What was lost while unpacking; complete when the blocks are used up.
    """

    name: str
    blocks: Iterator[bytes]
    compression: str = ""
    warnings: list[str] = field(default_factory=list)


def unpack(handle: BinaryIO, name: str, settings: ListenSettings) -> Iterator[Content]:
    """Yields each export in a file; a plain file is one.

    Raises:
        RefusedError: While the blocks are read: it grows beyond a limit.
    """
    start = handle.read(len(_GZIP))
    content = Content(name=name, blocks=_plain(handle, start, settings))
    if start == _GZIP:
        content.compression = "gzip"
        content.blocks = _gunzip(content.blocks, settings, content.warnings)
    yield content


def _plain(handle: BinaryIO, start: bytes, settings: ListenSettings) -> Iterator[bytes]:
    size = 0
    block = start + handle.read(_BLOCK_BYTES)
    while block:
        size += len(block)
        if size > settings.max_file_bytes:
            raise RefusedError(f"has more than max_file_bytes ({settings.max_file_bytes:,})")
        yield block
        block = handle.read(_BLOCK_BYTES)


def _gunzip(blocks: Iterator[bytes], settings: ListenSettings, warnings: list[str]) -> Iterator[bytes]:
    """Expands gzip members one after the other, never more at once than one block."""
    decoder = zlib.decompressobj(wbits=_GZIP_BITS)
    packed = size = 0
    is_open = False
    for block in blocks:
        packed += len(block)
        rest = block
        while rest:
            is_open = True
            try:
                text = decoder.decompress(rest, _EXPANDED_BYTES)
            except zlib.error:
                warnings.append(f"the gzip data is damaged after {size:,} bytes; what came before is kept")
                return
            size += len(text)
            _check_growth(size, packed, settings)
            if text:
                yield text
            rest = decoder.unconsumed_tail
            if decoder.eof:
                is_open = False
                rest = decoder.unused_data.lstrip(b"\0")
                decoder = zlib.decompressobj(wbits=_GZIP_BITS)
    if is_open:
        if text := decoder.flush():
            yield text
        warnings.append(f"the gzip data is cut off after {size:,} bytes; what came before is kept")


def _check_growth(size: int, packed: int, settings: ListenSettings) -> None:
    if size > settings.max_file_bytes:
        raise RefusedError(f"expands to more than max_file_bytes ({settings.max_file_bytes:,})")
    if size > _FREE_BYTES and size > packed * settings.max_expansion:
        raise RefusedError(f"expands by more than max_expansion ({settings.max_expansion})")
