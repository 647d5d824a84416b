"""Small valid files to mutate, and what must hold for whatever becomes of them."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from triage.listen import read_mentions, read_table
from triage.model.errors import TriageError

if TYPE_CHECKING:
    from pathlib import Path

_CSV: Final = (
    "id,created_at,author,text,likes,url\r\n"
    '1,2026-01-02T10:00:00Z,ann,"late, again",3,https://acme.example/1\r\n'
    '2,2026-01-03 11:00,bob,"it ""crashed""\ntwice",,\r\n'
    "3,,Zoë,schön 👍,1.2K,https://acme.example/3\r\n"
)

#: Delimited files.
TABLES: Final = (
    _CSV.encode(),
    _CSV.replace(",", ";").replace("\r\n", "\n").encode("cp1252", "replace"),
    b"\xff\xfe" + _CSV.replace(",", "\t").encode("utf-16-le"),
    _CSV.replace('""', '\\"').replace("\r\n", "\r").encode(),
    b"Report:,Mentions\r\n\r\n" + _CSV.encode() + b"\r\nTotal,3\r\n",
    b"sep=;\n'id';'text'\n'1';'it\\'s'\n'2';'a;b'\n",
    b"text\nlate again\nno reply\n",
    b"a|b|c\n" * 4,
)
#: JSON in the shapes that exports have.
DOCUMENTS: Final = (
    b'[{"id": "1", "text": "late", "user": {"name": "ann"}}, {"id": 2, "text": "fine", "likes": 1.5e3}]',
    b'{"id": 1, "text": "late"}\n{"id": 2, "text": "\\ud83d\\ude42 \\u00fc"}\n\n{"id": 3, "tags": ["a"]}\n',
    b"""{"data": [{"id": "1", "author_id": "9", "text": "late", "public_metrics": {"like_count": 2}}],
"includes": {"users": [{"id": "9", "username": "ann"}]}, "meta": {"result_count": 1}}""",
    b'window.YTD.tweets.part0 = [ { "tweet" : { "id_str" : "1", "full_text" : "late", "favorite_count" : "2" } } ]',
    b"""{"kind": "Listing", "data": {"children": [{"kind": "t3", "data": {"id": "a", "title": "Late",
"selftext": "again", "created_utc": 1767225600.0, "replies": {"kind": "Listing", "data": {"children": []}}}}]}}""",
    b"""{"name": "chat", "messages": [{"id": 1, "type": "message", "date": "2026-01-02T10:00:00", "from": "ann",
"text": ["see ", {"type": "link", "text": "https://acme.example"}]}]}""",
    b'{"id": 1, "text": "a"}{"id": 2, "text": "b"}',
    b'[{"text": "NaN", "n": NaN, "big": 123456789012345678901234567890, "deep": [[[[1]]]]}]',
)
#: What real damage is made of.
TOKENS: Final = (
    b'"', b"'", b'""', b"\\", b'\\"', b",", b";", b"\t", b"|", b"\n", b"\r", b"\r\n", b"\0", b"\x1a", b"\x1e",
    b"   ", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\xff\xfe\0\0", b"\xff", b"\xc3", b"\xed\xa0\x80", b"\x85",
    b"\xe2\x80\xa8", b"{", b"}", b"[", b"]", b":", b"[{", b"}]", b"NaN", b"1e999", b"-", b"null", b"\\ud800", b"\\u",
    b"text", b"id", b"sep=", b"<html>", b"PK\x03\x04", b"\x1f\x8b", b"=cmd|", b"2026-13-45", b'"' * 50, b"[" * 300,
    b'{"a":' * 200, b"," * 300, b"\n" * 100, b"x" * 3_000, b"9" * 5_000,
)  # fmt: skip


def check_table(path: Path) -> None:
    """Reads a file as a table; whatever is raised but a TriageError is a fault.

    Raises:
        AssertionError: A cell is no text, or two columns have one name.
    """
    try:
        frame = read_table(path)
    except TriageError:
        return
    assert frame.columns.is_unique
    assert all(isinstance(cell, str) for _, column in frame.items() for cell in column.tolist())
    assert all(reject.row > 0 and reject.reason for reject in frame.attrs["rejects"])


def check_mentions(path: Path) -> None:
    """Reads a file's mentions; whatever is raised but a TriageError is a fault.

    Raises:
        AssertionError: A row is lost or counted twice.
    """
    try:
        frame = read_mentions(path)
    except TriageError:
        return
    (report,) = frame.attrs["sources"]
    assert report.rows == report.mentions + report.duplicates + report.rejects
    assert (len(frame), len(frame.attrs["rejects"])) == (report.mentions, report.rejects)
    assert all(reject.reason for reject in frame.attrs["rejects"])


def seconds_of(path: Path, *, is_json: bool) -> float:
    """Checks a file, and returns the processor's time that it took: a busy machine is no fault of a reader."""
    start = time.process_time()
    if not is_json:
        check_table(path)
    check_mentions(path)
    return time.process_time() - start
