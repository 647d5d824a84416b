"""Files of a megabyte whose bytes ask the most of what unpacks them or reads them as text."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import random
import tarfile
import zipfile
from typing import TYPE_CHECKING, Final

from tests.listen.worst.tables import SIZE, fill

if TYPE_CHECKING:
    from collections.abc import Callable

_TABLE: Final = "id,text\n1,spät\n"


def _zip(members: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    return file.getvalue()


def _tar(members: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        for name, data in members.items():
            told = tarfile.TarInfo(name)
            told.size = len(data)
            archive.addfile(told, io.BytesIO(data))
    return file.getvalue()


def _matryoshka(depth: int, pack: Callable[[bytes], bytes]) -> bytes:
    data = b"id,text\n1,late\n" * 100
    for _ in range(depth):
        data = pack(data)
    return data


def _random(alphabet: bytes, seed: int = 1) -> bytes:
    return bytes(random.Random(seed).choices(alphabet, k=SIZE))


_ALPHABETS: Final = {
    "all": bytes(range(256)), "ascii": bytes(range(128)), "high": bytes(range(128, 256)), "structure": b'",;\n\r\t| \\\'',
    "quotes and lines": b'",\na', "json": b'[]{}",:\\1a', "digits": b"0123456789.,-:/ \n", "utf-8": b"\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80a\n,",
    "lead bytes": bytes(range(0xC0, 0xF5)), "continuation": bytes(range(0x80, 0xC0)), "wide pages": bytes(range(0x81, 0xFD)) + b"\n,",
    "markup": b"<>&;#/a\"' !-", "letters": b"abcdefghij ,\n", "nul": b"\0\0\0\0a\n,", "words": b"abc \n",
}  # fmt: skip

#: A file's ending by the name of its case; all others end with .csv.
ENDINGS: Final = {"zip": ".zip", "tar": ".tar", "gzip": ".csv.gz", "xz": ".csv.xz", "bz2": ".csv.bz2", "xlsx": ".xlsx"}

PACKED: Final[dict[str, Callable[[], bytes]]] = {
    "encodings by turns": lambda: fill("1,spät\n".encode() + "2,spät\n".encode("cp1252"), b"id,text\n"),
    "encodings by turns, and more": lambda: fill(
        "1,schön spät, naïve\n".encode() + "2,schön spät\n".encode("cp1252") + "3,поздно\n".encode("cp1251"),
        b"id,text\n",
    ),
    "three encodings": lambda: fill(
        "1,遅い\n".encode() + "2,遅い\n".encode("shift_jis") + "3,遅い\n".encode("gb18030"), b"id,text\n"
    ),
    "encodings in one line": lambda: fill("spät ".encode() + "spät ".encode("cp1252"), b"id,text\n1,"),
    "one bad byte a line": lambda: fill(b"1,late \xff again\n", b"id,text\n"),
    "bad bytes without a line": lambda: fill(b"late \xff\xc3 ", b"id,text\n1,"),
    "split pairs": lambda: fill(b"\xed\xa0\xbd\xed\xb8\x80", b"id,text\n1,"),
    "utf-16 with a mark": lambda: b"\xff\xfe" + fill(_TABLE.encode("utf-16-le")),
    "utf-16 without a mark": lambda: fill(_TABLE.encode("utf-16-be")),
    "utf-16, then utf-8": lambda: (
        b"\xff\xfe" + fill(_TABLE.encode("utf-16-le"))[: SIZE // 2] + fill(_TABLE)[: SIZE // 2]
    ),
    "utf-16 halves": lambda: b"\xff\xfe" + fill(b"\x00\xd8", b"a\0,\0b\0\n\0"),
    "utf-32": lambda: b"\xff\xfe\0\0" + fill(_TABLE.encode("utf-32-le")),
    "cp1252": lambda: fill("1,spät, schön\n".encode("cp1252"), b"id,text\n"),
    "cp1251": lambda: fill("1,поздно опять\n".encode("cp1251"), b"id,text\n"),
    "gb18030": lambda: fill("1,又迟到了\n".encode("gb18030"), b"id,text\n"),
    "shift_jis": lambda: fill("1,また遅れた\n".encode("shift_jis"), b"id,text\n"),
    "utf-8 twice": lambda: fill("1,spät\n".encode().decode("cp1252").encode(), b"id,text\n"),
    "utf-8 four times": lambda: fill(
        "1,spät\n".encode().decode("latin-1").encode().decode("latin-1").encode().decode("latin-1").encode(),
        b"id,text\n",
    ),
    "marks of order": lambda: fill(b"\xef\xbb\xbf"),
    "marks of order, lines": lambda: fill(b"\xef\xbb\xbf1,late\n"),
    **{f"random: {name}": (lambda alphabet=alphabet: _random(alphabet)) for name, alphabet in _ALPHABETS.items()},
    "gzip in gzip": lambda: _matryoshka(200, gzip.compress),
    "gzip of zeros": lambda: gzip.compress(b"\0" * 900_000_000, 9),
    "gzip of rows": lambda: gzip.compress(b"id,text\n" + b"1,late again\n" * 4_000_000, 9),
    "gzip members": lambda: b"".join([gzip.compress(b"1,late\n")] * 35_000)[:SIZE],
    "gzip cut": lambda: gzip.compress(_random(bytes(range(256))))[: SIZE // 2],
    "xz of zeros": lambda: lzma.compress(b"\0" * 900_000_000, preset=0),
    "bz2 of zeros": lambda: bz2.compress(b"\0" * 900_000_000),
    "zip of 10,000 members": lambda: _zip({f"{number}.csv": b"id,text\n1,a\n" for number in range(10_000)}),
    "zip of 10,000 bare members": lambda: _zip({f"{number}.txt": b"" for number in range(10_000)}),
    "zip of 10,000 others": lambda: _zip({f"{number}.png": b"x" for number in range(10_000)}),
    "zip in zip": lambda: _matryoshka(50, lambda data: _zip({"a.zip": data})),
    "zip of zips": lambda: _zip(
        {f"{number}.zip": _zip({f"{n}.csv": b"id,text\n1,a\n" for n in range(20)}) for number in range(300)}
    ),
    "zip of zeros": lambda: _zip({f"{number}.csv": b"\0" * 30_000_000 for number in range(30)}),
    "zip cut": lambda: _zip({f"{number}.csv": b"id,text\n1,a\n" for number in range(10_000)})[: SIZE // 2],
    "tar of members": lambda: _tar({f"{number}.csv": b"id,text\n1,a\n" for number in range(970)}),
    "xlsx of rubbish": lambda: _zip({"xl/workbook.xml": b"<a>" * 300_000, "[Content_Types].xml": b"<" * 300_000}),
}
