"""What is refused because it is no export, and what it is called."""

from __future__ import annotations

import io
import pickle
import random
import sqlite3
import struct
import sys
from pathlib import Path

import pandas as pd
import pytest

from triage.listen.encoding import TextStream
from triage.listen.sources import RefusedError

PAGE = "<html><head><title>Sign in</title></head><body>Please sign in</body></html>"
#: The beginnings of files, as their formats say.
KINDS = {
    "PDF": (b"%PDF-1.7\n", "is a PDF"),
    "PNG": (b"\x89PNG\r\n\x1a\n", "is a PNG picture"),
    "JPEG": (b"\xff\xd8\xff\xe0\0\x10JFIF", "is a JPEG picture"),
    "GIF": (b"GIF89a\x01\0\x01\0", "is a GIF picture"),
    "WebP": (b"RIFF\x24\0\0\0WEBPVP8 ", "is a WebP picture"),
    "HEIC": (b"\0\0\0\x18ftypheic\0\0\0\0", "is a HEIC picture"),
    "TIFF": (b"II*\0\x08\0\0\0", "is a TIFF picture"),
    "BMP": (b"BM" + struct.pack("<IHHII", 70, 0, 0, 54, 40), "is a BMP picture"),
    "MP4": (b"\0\0\0\x20ftypisom\0\0\x02\0", "is a video"),
    "MP3": (b"ID3\x04\0\0\0\0", "is a sound file"),
    "RTF": (b"{\\rtf1\\ansi late again}", "is an RTF document"),
    "ELF": (b"\x7fELF\x02\x01\x01", "is a program"),
    "EXE": (b"MZ\x90\0" + b"\0" * 60 + b"!This program cannot be run in DOS mode.", "is a program"),
    "Feather": (b"ARROW1\0\0\xff\xff", "is an Arrow"),
    "Avro": (b"Obj\x01\x04\x14avro.codec", "is an Avro file"),
    "Git LFS": (b"version https://git-lfs.github.com/spec/v1\noid sha256:00\n", "is a pointer to a file in Git LFS"),
    "XML": (b'<?xml version="1.0"?>\n<rows><row/></rows>', "is an XML document"),
    "feed": (b'<rss version="2.0"><channel/></rss>', "is an XML document"),
    "page": (PAGE.encode(), "is a web page"),
    "page with a doctype": (f"\n<!DOCTYPE HTML>\n{PAGE}".encode(), "is a web page"),
    "page with comments": (f"<!-- saved from url=(0014)about:internet -->\r\n{PAGE}".encode(), "is a web page"),
    "page with a mark": (f"\ufeff{PAGE}".encode(), "is a web page"),
    "page in XHTML": (f'<?xml version="1.0"?><!-- x -->\n{PAGE}'.encode(), "is a web page"),
    "page in UTF-16": (PAGE.encode("utf-16"), "is a web page"),
    "table": (b"<table border=1><tr><td>id</td></tr></table>", "is a web page"),
    "meta": (b'<META charset="utf-8"><p>Sign in', "is a web page"),
    "division": (f"<div>{PAGE}</div>".encode(), "is a web page"),
    "archived page": (b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\n", "is a web page"),
}


@pytest.mark.parametrize(("start", "what"), KINDS.values(), ids=KINDS)
def test_a_file_that_is_no_export_is_called_what_it_is(start: bytes, what: str) -> None:
    with pytest.raises(RefusedError, match=what):
        TextStream(iter([start + b"\n"]))


def test_real_files_of_other_programs_are_called_what_they_are(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "store") as connection:
        connection.execute("create table mention (id text)")
    connection.close()
    frame = pd.DataFrame({"text": ["late"]})
    feather, parquet = io.BytesIO(), io.BytesIO()
    frame.to_feather(feather)
    frame.to_parquet(parquet)
    contents = {
        "SQLite": (tmp_path / "store").read_bytes(),
        "pickle": pickle.dumps(frame),
        "Arrow": feather.getvalue(),
        "Parquet": parquet.getvalue(),
        "program": Path(sys.executable).resolve().read_bytes()[:100_000],
    }
    for what, content in contents.items():
        with pytest.raises(RefusedError, match=what):
            TextStream(iter([content]))


def test_a_page_is_refused_with_what_to_do() -> None:
    with pytest.raises(RefusedError, match="open the export's link again while signed in, then save the file itself"):
        TextStream(iter([PAGE.encode()]))


@pytest.mark.parametrize("size", [400, 100_000])
def test_binary_rubbish_is_refused(size: int) -> None:
    with pytest.raises(RefusedError, match="is binary data, no text"):
        TextStream(iter([b"\x17" + random.Random(size).randbytes(size)]))  # noqa: S311 - only noise


@pytest.mark.parametrize(
    "text",
    [
        "GIF8,text\n1,late\n",
        "MZ,text\n1,late\n",
        "BM 2024,text\n1,late\n",
        "ID3,text\n1,late\n",
        "<p>Dear team</p>,2024-01-02\n<p>late</p>,2024-01-03\n",
        "<3 this app,5\n<tablet> broke,1\n",
        "a\x01late\x012\nb\x01fine\x013\n",
        "id,text\n1,late\n" + "\0" * 5_000,
    ],
)
def test_text_that_begins_like_something_else_is_read(text: str) -> None:
    assert "".join(TextStream(iter([text.encode()]))) == text.replace("\0", "")
