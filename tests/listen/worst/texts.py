"""Delimited files of a megabyte whose cells ask the most of what reads their values."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, Final

from tests.listen.worst.tables import SIZE, fill, rows

if TYPE_CHECKING:
    from collections.abc import Callable

_DATES: Final = [
    "2026-01-02T10:00:00Z", "2026-01-02 10:00:00.123456 +0100", "02.01.2026 10:00", "1/2/26 3:04 PM", "Jan 2, 2026",
    "2 janvier 2026", "1767225600", "1767225600000", "2026W01", "2026-001", "Fri Jan 02 10:00:00 +0000 2026",
    "Freitag, 2. Januar 2026 um 10:00 Uhr", "vor 3 Tagen", "20260102", "45000.5", "10:00 02-Jan-26 EST", "00/00/0000",
    "2026-01-02 10:00 Europe/Berlin", "9999-99-99", "12/13/14", "２０２６-01-02", "yesterday", "Q1 2026",
]  # fmt: skip


def _cells(make: Callable[[int], str], names: str = "id,created_at,author,text,url\n") -> bytes:
    return rows(lambda number: json.dumps(make(number), ensure_ascii=False)[1:-1] + "\n", names)


def _texts(cell: str) -> Callable[[], bytes]:
    """Ten rows that share a megabyte of a text."""
    text = cell * (SIZE // 10 // len(cell))
    return lambda: ("id,created_at,text\n" + "".join(f'{n},2026-01-0{n},"{text}"\n' for n in range(1, 10))).encode()[
        :SIZE
    ]


def _one_text(cell: str) -> Callable[[], bytes]:
    """One row whose text is as long as a cell may be."""
    return lambda: (
        f'id,created_at,text\n1,2026-01-01,"{cell * (990_000 // len(cell))}"\n2,2026-01-02,late again\n'.encode()
    )


def _column(name: str, make: Callable[[int], str]) -> Callable[[], bytes]:
    return lambda: rows(lambda number: f'"late again {number}","{make(number)}"\n', f"text,{name}\n")


def _same(**same: str) -> Callable[[], bytes]:
    """Rows that are alike in some fields, and differ in the others."""

    def make(number: int) -> str:
        url = same.get("url", f"https://a.example/{number}")
        text = same.get("text", f"late {number}")
        author = same.get("author", f"ann{number}")
        time = same.get("time", f"2026-01-{1 + number % 28:02d} {number % 24:02d}:{number % 60:02d}")
        return f"{same.get('id', number)},{time},{author},{text},{url}\n"

    return lambda: rows(make, "id,created_at,author,text,url\n")


_MARKUP: Final = {
    "less than": "<", "many openings": "<a ", "many comments": "<!--", "declarations": "<!", "questions": "<?x",
    "entities": "&amp;", "numbers of characters": "&#65;", "ampersands": "&", "open entities": "&#", "nested": "<div><p>",
    "closed": "</p>", "attributes": "<a href='x", "one quote each": "<a '", "scripts": "<script>", "styles": "<style></",
    "titles": "<title><title", "pictures": "<img alt='emoji'", "open pictures": "<img emoji alt=", "breaks": "<br>",
    "greater than": ">", "amp amp": "&amp;amp;", "hearts": "<3 ", "cdata": "<![CDATA[", "named": "&notanentity", "nul": "\u2400<\u2400",
}  # fmt: skip
_TEXTS: Final = {
    "mojibake": "Ã¼", "twice mojibake": "ÃƒÂ¼", "urls": "https://acme.example/a ", "one url": "https://a.b/", "mentions": "@ann ", "marks": "!?",
    "emoji": "👍🏽", "joined emoji": "👩‍👩‍👧‍👦", "combining": "e\u0301\u0302\u0303", "blanks": " ", "tabs": "\t", "wide blanks": "\u3000", "digits": "9", "points": ".",
    "percent": "%20", "backslashes": "\\n", "unicode escapes": "\\u00e4", "zalgo": "\u0301", "brackets": "([{", "one letter": "a", "slashes": "/",
    "rt": "RT @ann: ", "ellipses": "… ", "utf-8 as latin": "â€™", "arabic": "شكرا ", "bidi": "\u202e", "replacement": "\ufffd", "private": "\ue000",
}  # fmt: skip

TEXTS: Final[dict[str, Callable[[], bytes]]] = {
    **{f"markup: {name}": _texts(cell) for name, cell in _MARKUP.items()},
    **{f"markup in one text: {name}": _one_text(cell) for name, cell in _MARKUP.items()},
    "markup: digits of one character": lambda: f'id,text\n1,"<p>&#{"9" * 900_000};"\n'.encode(),
    "markup in each row": lambda: rows(lambda number: f'{number},"<p>late &amp; <a href=""x"">again</a>"\n', "id,text\n"),
    **{f"text: {name}": _texts(cell) for name, cell in _TEXTS.items()},
    **{f"one text: {name}": _one_text(cell) for name, cell in _TEXTS.items()},
    **{f"rows: {name}": (lambda cell=cell: fill(f'1,"{cell}late"\n', "id,text\n")) for name, cell in _TEXTS.items()},
    "dates of all forms": _column("created_at", lambda number: _DATES[number % len(_DATES)]),
    "distinct dates of all forms": _column("created_at", lambda number: _DATES[number % len(_DATES)].replace("26", f"{number % 90 + 10}")),
    "each date another": _column("created_at", lambda number: f"{1900 + number % 200}-{number % 13:02d}-{number % 32:02d} {number % 25}:{number % 61}"),
    "zone names": _column("created_at", lambda number: f"2026-01-02 10:00 {_zone(number)}"),
    "zone names, real": _column("created_at", lambda number: f"2026-01-02 10:00 {random.Random(number).choice(['EST', 'CET', 'PDT', 'BST', 'Europe/Berlin'])}"),
    "zones in words": _column("created_at", lambda number: f"2026-01-02 10:00 ({_zone(number)} Time)"),
    "zone offsets": _column("created_at", lambda number: f"2026-01-02T10:00:00+{number % 24:02d}:{number // 24 % 60:02d}"),
    "months by name": _column("created_at", lambda number: f"2 {_zone(number)} 2026 10:00"),
    "long dates": lambda: fill("1", "text,created_at\nlate again,"),
    "long digits": _column("likes", lambda number: "9" * (number % 300)),
    "numbers of all forms": _column("likes", lambda number: ["1,234", "1.5K", "3,2 Mio.", "12 %", "-3", "1e9", "1.234.567", "9" * 30][number % 8] + str(number)),
    "scales": _column("likes", lambda number: f"{number}e{number % 400}"),
    "ids mangled": _column("id", lambda number: f"1.23E+{number % 99}"),
    "channels": _column("channel", lambda number: f"Board {number}"),
    "channels in words": _column("channel", lambda number: " ".join(["social", "media"] * 5) + str(number)),
    "channels in parts": lambda: fill("a|", "text,channel\nlate again,"),
    "languages": _column("language", lambda number: f"xx-{number}"),
    "urls of sites": _column("url", lambda number: f"https://www.site{number}.example/{number}"),
    "urls of many labels": _column("url", lambda number: "https://" + "a." * (number % 200) + "example/"),
    "one long url": lambda: fill("a.", "text,url\nlate again,https://"),
    "one long url, no scheme": lambda: fill("a", "text,url\nlate again,"),
    "one long url, slashes": lambda: fill("/", "text,url\nlate again,"),
    "one long url, colons": lambda: fill("a:", "text,url\nlate again,"),
    "one long url, ats": lambda: fill("//a@", "text,url\nlate again,"),
    "one long url, queries": lambda: fill("a=b&", "text,url\nlate again,https://a.example/?"),
    "urls of posts": _column("url", lambda number: f"https://x.com/ann/status/{number}?s=20"),
    "mails": _column("author", lambda number: f"ann{number}@site.example"),
    "sentiments": _column("sentiment", lambda number: ["positive", "neg", "0.5", "5 stars", "☹"][number % 5]),
    "authors": _column("author", lambda number: f"ann {number}"),
    "lists in cells": _column("tags", lambda number: f"['a', 'b', {number}]"),
    "json in cells": _column("user", lambda number: '{""name"": ""ann""}'),
    "same url": _same(url="https://a.example/1"),
    "same post": _same(url="https://x.com/ann/status/1"),
    "same url and author": _same(url="https://a.example/1", author="ann"),
    "same text": _same(text="late again"),
    "same author": _same(author="ann"),
    "same time": _same(time="2026-01-02 10:00"),
    "same author and time": _same(author="ann", time="2026-01-02 10:00"),
    "same author, time and address": _same(author="ann", time="2026-01-02 10:00", url="https://a.example/1"),
    "same all but id": _same(url="", text="late", author="ann", time="2026-01-02 10:00"),
    "same id": _same(id="1"),
    "same id and address": _same(id="1", url="https://a.example/1"),
    "same id, long texts": lambda: rows(lambda number: f'1,"{"late " * 100}{number}"\n', "id,text\n"),
    "same id, texts cut off": lambda: rows(lambda number: f'1,"{("late " * 100)[: number % 400]}..."\n', "id,text\n"),
    "all rows the same": lambda: fill("1,2026-01-02,ann,late,u\n", "id,created_at,author,text,url\n"),
    "wide by field": lambda: (",".join(f"tags.{n},likes.{n}" for n in range(30_000)) + "\n").encode() + b"1," * 200_000,
    "numbered columns": lambda: ("text," + ",".join(f"tag_{n}" for n in range(9_000)) + "\n").encode() + fill("late" + ",a" * 9_000 + "\n")[:880_000],
    "columns of known names": lambda: (",".join(["text", "content", "message", "date", "url", "author"] * 9_000) + "\n").encode() + b"late," * 100_000,
    "columns of prose": lambda: (",".join(f"c{n}" for n in range(2_000)) + "\n" + ("late again today," * 2_000)[:-1] + "\n").encode() * 9,
    "a month a column": lambda: ("text," + ",".join(f"2026-{n % 12 + 1:02d}-{n // 12:02d}" for n in range(20_000)) + "\nlate" + ",1" * 20_000).encode(),
    "names of many words": lambda: (",".join("the date of the text and author " * 9 + str(n) for n in range(1_000)) + "\n").encode() + b"late," * 100_000,
    "one name of many words": lambda: fill("date text ", "") + b",id\nlate,1\n",
}  # fmt: skip


def _zone(number: int) -> str:
    letters = ""
    while number:
        letters += chr(65 + number % 26)
        number //= 26
    return letters.ljust(3, "X")
