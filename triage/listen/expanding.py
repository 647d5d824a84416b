"""Expands compressed data block by block."""

from __future__ import annotations

import bz2
import io
import lzma
import re
import zlib
from typing import TYPE_CHECKING, Final, Protocol

from triage.listen.sources import RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from _typeshed import WriteableBuffer

    from triage.listen.allowance import Allowance

_EXPANDED_BYTES: Final = 64 * 1024
_GZIP_BITS: Final = 31
#: xz -9 needs 65 MiB.
_XZ_MEMORY_BYTES: Final = 256 * 1024 * 1024
#: How compressed data begins: RFC 1952, the bzip2, .xz and LZMA_Alone formats, and RFC 8878.
_MAGIC: Final = (
    (re.compile(rb"\x1f\x8b"), "gzip"),
    (re.compile(rb"BZh[1-9](?:\x31\x41\x59\x26\x53\x59|\x17\x72\x45\x38\x50\x90)"), "bzip2"),
    (re.compile(rb"\xfd7zXZ\0"), "xz"),
    (re.compile(rb"\x5d\0\0..(?:\xff{8}|.{5}\0{3})", re.DOTALL), "xz"),
    (re.compile(rb"\x28\xb5\x2f\xfd|[\x50-\x5f]\x2a\x4d\x18"), "zstd"),
)


class _Decoder(Protocol):
    """What the standard library's decompressors have in common."""

    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int) -> bytes: ...


class _Gunzip:
    """zlib's decompressor in the form of the others."""

    def __init__(self) -> None:
        self._inner = zlib.decompressobj(wbits=_GZIP_BITS)
        self.needs_input = True

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data

    def decompress(self, data: bytes, max_length: int) -> bytes:
        text = self._inner.decompress(self._inner.unconsumed_tail + data, max_length)
        self.needs_input = not self._inner.unconsumed_tail and len(text) < max_length
        return text


_DECODERS: Final[dict[str, Callable[[], _Decoder]]] = {
    "gzip": _Gunzip,
    "bzip2": bz2.BZ2Decompressor,
    "xz": lambda: lzma.LZMADecompressor(memlimit=_XZ_MEMORY_BYTES),
}


def compression_of(start: bytes) -> str:
    """Returns how data is compressed, by its first bytes; "" where it is not.

    >>> compression_of(bz2.compress(b"a")), compression_of(b"BZh9 is no name"), compression_of(lzma.compress(b"a"))
    ('bzip2', '', 'xz')
    """
    return next((name for magic, name in _MAGIC if magic.match(start)), "")


def expand(compression: str, blocks: Iterator[bytes], allowance: Allowance, warnings: list[str]) -> Iterator[bytes]:
    """Expands all streams in the data one after the other.

    Args:
        compression: As `compression_of` names it.
        blocks: The compressed bytes.
        allowance: Counts the expanded bytes.
        warnings: Takes a sentence where the data is damaged; what came before is kept.

    Yields:
        Blocks that are not empty.

    Raises:
        RefusedError: It expands beyond a limit, or is damaged from the start.
    """
    size = 0
    try:
        for text in _zstd(blocks) if compression == "zstd" else _steps(_DECODERS[compression], blocks):
            size += len(text)
            allowance.expand(len(text))
            yield text
    except (zlib.error, lzma.LZMAError, EOFError, OSError) as error:
        if "emory" in str(error):
            raise RefusedError(f"needs too much memory to expand its {compression} data") from error
        if not size:
            raise RefusedError(f"is {compression} data that is damaged from the start") from error
        what = "cut off" if isinstance(error, EOFError) or "Truncated" in str(error) else "damaged"
        warnings.append(f"the {compression} data is {what} after {size:,} bytes; what came before is kept")


def _steps(make_decoder: Callable[[], _Decoder], blocks: Iterator[bytes]) -> Iterator[bytes]:
    """Expands never more at once than one small block."""
    decoder: _Decoder | None = None
    for block in blocks:
        rest = block
        while rest or (decoder is not None and not decoder.needs_input):
            if decoder is None:
                rest = rest.lstrip(b"\0")  # padding between streams
                if not rest:
                    break
                decoder = make_decoder()
            text = decoder.decompress(rest, _EXPANDED_BYTES)
            rest = b""
            if text:
                yield text
            if decoder.eof:
                rest = decoder.unused_data
                decoder = None
    if decoder is not None:
        raise EOFError


def _zstd(blocks: Iterator[bytes]) -> Iterator[bytes]:
    import pyarrow as pa

    packed = pa.PythonFile(io.BufferedReader(BlockReader(blocks)), mode="r")
    stream = pa.CompressedInputStream(packed, "zstd")
    while text := stream.read(_EXPANDED_BYTES):
        yield text


class BlockReader(io.RawIOBase):
    """Blocks of bytes as a file that is read once from its beginning."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        """Begins before the first block."""
        self._blocks = blocks
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        """Says that it can be read."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Fills the buffer with what is at hand, at least one byte; 0 is the end."""
        if not self._rest:
            self._rest = memoryview(next(self._blocks, b""))
        target = memoryview(buffer).cast("B")
        count = min(len(target), len(self._rest))
        target[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count
