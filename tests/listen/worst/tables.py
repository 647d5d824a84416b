"""Delimited files of a megabyte that ask the most of a reader's structure."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

SIZE: Final = 1_000_000
_HEADER: Final = "id,created_at,author,text,likes,url\n"
_ROW: Final = '%d,2026-01-02 10:00,ann,"late, again",3,https://acme.example/1\n'
_WORDS: Final = "late again the train was not there and nobody said why so we walked home".split()  # noqa: SIM905


def fill(unit: str | bytes, head: str | bytes = b"") -> bytes:
    """Repeats a unit to a megabyte."""
    head, unit = (text.encode() if isinstance(text, str) else text for text in (head, unit))
    return head + unit * ((SIZE - len(head)) // len(unit))


def rows(make: Callable[[int], str], head: str = _HEADER) -> bytes:
    """Joins numbered rows to a megabyte."""
    parts, size, number = [head], len(head), 0
    while size < SIZE:
        parts.append(make(number))
        size += len(parts[-1])
        number += 1
    return "".join(parts).encode()[:SIZE]


def _proper(number: int) -> str:
    return _ROW % number


def _every(step: int, odd: str) -> bytes:
    """Proper rows, each step-th of them replaced."""
    return rows(lambda number: odd.replace("%d", str(number)) if number % step == 0 else _proper(number))


def _of_any_width(number: int) -> str:
    return ",".join("a" * (number % 7) for _ in range(random.Random(number).randrange(1, 60))) + "\n"


def _prose(number: int, length: int) -> str:
    chosen = random.Random(number)
    return " ".join(chosen.choice(_WORDS) + chosen.choice(["", "", ","]) for _ in range(length))


def _two_tables(number: int) -> str:
    return "a,b,c\n1,2,3\n4,5,6\n" if number % 2 else "name;note\nann;late\nbob;fine\n"


MARKS: Final = [
    *",;\t|:~^ #$%&*=+!?/@\\",
    "||",
    "::",
    "~|~",
    "\t\t",
    " | ",
    ", ",
    "\\t",
    "\t|\t",
    "\x01",
    "\x1f",
    "§",
    "¦",
]

TABLES: Final[dict[str, Callable[[], bytes]]] = {
    "one line of commas": lambda: fill(","),
    "one line of tabs": lambda: fill("\t"),
    "500,000 columns": lambda: b"a" + b",a" * 499_999,
    "500,000 columns, rows below": lambda: (
        b"a" + b",a" * 166_000 + b"\n" + b"1" + b",1" * 166_000 + b"\n" + b",2" * 166_000
    ),
    "a header of distinct names": lambda: ",".join(f"name{number}" for number in range(100_000)).encode()[:SIZE],
    "a header of distinct names, rows": lambda: (
        ",".join(f"n{number}" for number in range(50_000)) + "\n" + (",".join("1" * 50_000) + "\n") * 6
    ).encode(),
    "a header of one name": lambda: fill("id,", "id,"),
    "a header of numbered names": lambda: ",".join("a" if n % 2 else f"a_{n}" for n in range(150_000)).encode()[:SIZE],
    "two columns, one name": lambda: fill(";-", '{"id": 1}\n'),
    "1,000 columns, ragged": lambda: rows(
        lambda n: ",".join("1" * (900 + n % 200)) + "\n", ",".join("c" * 1000) + "\n"
    ),
    "every row another width": lambda: rows(_of_any_width, ""),
    "rising widths": lambda: rows(lambda number: "a," * (number % 1000) + "b\n", ""),
    "half odd, an unclosed quote": lambda: _every(2, '%d,2026-01-02 10:00,ann,"late,3,u\n'),
    "half odd, closed a line later": lambda: _every(2, '%d,2026-01-02 10:00,ann,"late\nagain"x,3,u\n'),
    "half odd, an inner quote": lambda: _every(2, '%d,2026-01-02 10:00,ann,"it "was" late",3,u\n'),
    "half odd, a bare quote": lambda: _every(2, '%d,2026-01-02 10:00,ann,5" late,3,u\n'),
    "half odd, a delimiter too many": lambda: _every(2, "%d,2026-01-02 10:00,ann,late, again,3,u\n"),
    "half odd, two texts": lambda: _every(2, '%d,2026-01-02 10:00,ann,"late", again, "and",3,u\n'),
    "every row odd, long prose": lambda: rows(lambda n: f"{n},2026-01-02,ann,{_prose(n, 150)},3,u\n"),
    "every row odd, long prose, quotes": lambda: rows(
        lambda n: f'{n},2026-01-02,ann,"{_prose(n, 50)}", "a" {_prose(n, 40)},3,u\n'
    ),
    "40 columns, one delimiter too many": lambda: rows(
        lambda n: ",".join([str(n), "2026-01-02", *(["x y z"] * (38 + n % 2))]) + "\n",
        ",".join(f"c{n}" for n in range(40)) + "\n",
    ),
    "200 columns, one delimiter too many": lambda: rows(
        lambda n: ",".join([str(n), "2026-01-02", *(["x"] * (98 + n % 2))]) + "\n",
        ",".join(f"c{n}" for n in range(100)) + "\n",
    ),
    "short odd rows": lambda: rows(lambda n: "1,2,3\n" if n % 2 else '1,"2"x,3\n', "id,text,likes\n"),
    "short odd rows, a cell too many": lambda: rows(lambda n: "1,2,3\n" if n % 2 else "1,a,b,3\n", "id,text,likes\n"),
    "all rows short by one": lambda: rows(lambda number: f"{number},2026-01-02 10:00,ann,late,3\n"),
    "all rows long by one": lambda: rows(lambda number: f"{number},2026-01-02 10:00,ann,late,3,u,more\n"),
    "after the head all rows odd": lambda: rows(lambda n: _proper(n) if n < 2_000 else f'{n},now,a"nn,"la"te,3\n'),
    "after the head all rows unclosed": lambda: rows(
        lambda n: _proper(n) if n < 2_000 else f'{n},2026-01-02,ann,"late,3,u\n'
    ),
    "after the head another delimiter": lambda: rows(
        lambda n: _proper(n) if n < 2_000 else f"{n};2026-01-02;ann;late;3;u\n"
    ),
    "after the head quotes": lambda: rows(lambda n: _proper(n) if n < 2_000 else '"' * 500),
    "after the head quote and newline": lambda: rows(lambda n: _proper(n) if n < 2_000 else '"\n'),
    "after the head quote and delimiter": lambda: rows(lambda n: _proper(n) if n < 2_000 else '",'),
    "after the head no newline": lambda: rows(lambda n: _proper(n) if n < 2_000 else "late again, "),
    "after the head no newline, unclosed": lambda: rows(lambda n: _proper(n) if n < 2_000 else '"late again, '),
    "two tables by turns": lambda: rows(_two_tables, ""),
    "many tables": lambda: rows(
        lambda n: ",".join(f"n{n}{i}" for i in range(2 + n % 9)) + "\n" + ("1," * (1 + n % 9) + "2\n") * 3, ""
    ),
    "the header again and again": lambda: fill(_HEADER),
    "the header by turns": lambda: rows(lambda n: _HEADER if n % 2 else _proper(n)),
    "quotes only": lambda: fill('"'),
    "quotes only, below a header": lambda: fill('"', _HEADER),
    "quotes and newlines": lambda: fill('"\n'),
    "quotes and newlines, below a header": lambda: fill('"\n', _HEADER),
    "two quotes and newlines": lambda: fill('""\n'),
    "newline, quote, letter": lambda: fill('\n"a', _HEADER),
    "quote, delimiter, quote": lambda: fill('","'),
    "quote, delimiter": lambda: fill('",', _HEADER),
    "delimiter, quote, newline": lambda: fill(',"\n', _HEADER),
    "quote, blank": lambda: fill('" ', _HEADER + '1,2,3,"'),
    "quote, blanks": lambda: fill('"' + " " * 99, _HEADER + '1,2,3,"'),
    "an open quote, blanks": lambda: fill(" ", _HEADER + '1,2,3,"'),
    "quotes after blanks": lambda: fill(' "', _HEADER + "1,2,3,"),
    "a quote opened first": lambda: fill("late again\n", '"'),
    "a quote opened in the first row": lambda: fill(_ROW % 1, _HEADER + '1,2,3,"4,5,6\n'),
    "a quote in the last byte": lambda: fill(_ROW % 1, _HEADER)[:-1] + b'"',
    "escaped quotes": lambda: fill('\\"', _HEADER + '1,2,3,"'),
    "escapes": lambda: fill("\\", _HEADER + '1,2,3,"'),
    "escaped rows": lambda: fill('1,2,3,"a \\"b\\" c",5,6\n', _HEADER),
    "escaped rows, half broken": lambda: fill('1,2,3,"a \\"b\\" c",5,6\n1,2,3,"a \\"b\\\\" c",5,6\n', _HEADER),
    "single quotes": lambda: fill("'it''s', ", _HEADER.replace(",", "','")),
    "rows in quotes but every third": lambda: rows(
        lambda n: f'"{n},2026-01-02,ann,""late, again"",3,u"\n' if n % 3 else _proper(n), f'"{_HEADER[:-1]}"\n'
    ),
    "a megabyte without a newline": lambda: fill("late "),
    "letters without a blank": lambda: fill("x"),
    "one cell below a header": lambda: fill("late again, ", _HEADER),
    "200,000 lines of words": lambda: fill("late\n"),
    "lines of different words": lambda: rows(lambda number: f"{number * 7919 % 99_991:05d}a\n", ""),
    "newlines only": lambda: fill("\n"),
    "returns only": lambda: fill("\r"),
    "returns and newlines": lambda: fill("\r\n"),
    "newlines and returns mixed": lambda: fill("\n\r\r\n\n\r"),
    "all ends of lines": lambda: fill("a,b\nc,d\re,f\r\n"),
    "returns at the ends": lambda: fill((_ROW % 1).replace("\n", "\r"), _HEADER.replace("\n", "\r")),
    "returns in every cell": lambda: fill("1,2\r3,4,5\n", "id,text,likes\n"),
    "bare returns now and then": lambda: rows(
        lambda n: _proper(n).replace("again", "a\rb") if n % 30 == 0 else _proper(n)
    ),
    "odd line ends": lambda: fill("1,2,3\x85", "id,text,likes\x85"),
    "record separators": lambda: fill("1\x1f2\x1f3\x1e"),
    "blanks only": lambda: fill(" "),
    "blank lines": lambda: fill("   \n"),
    "blank cells": lambda: fill(" , ,\n"),
    "blanks of the web": lambda: fill("\u00a0\u2003"),
    "commas and newlines": lambda: fill(",\n"),
    "commas, newlines, a header": lambda: fill(",,,,,\n", _HEADER),
    "sep= without end": lambda: fill("sep="),
    "sep= lines": lambda: fill("sep=;\n"),
    "tails": lambda: fill("1,2;\n", "id,text;\n"),
    "a preamble": lambda: fill("Report of the day\n") + (_HEADER + _ROW % 1).encode(),
    "a long preamble": lambda: fill("Report, of the day\n", "")[:60_000] + fill(_ROW % 1, _HEADER)[60_000:],
    "a long footer": lambda: fill(_ROW % 1, _HEADER)[: SIZE // 10] + fill("Total: late\n")[SIZE // 10 :],
    "numbers only": lambda: rows(lambda number: f"{number}\n", ""),
    "a table of numbers": lambda: rows(lambda number: f"{number},{number * 3},{number * 7}\n", ""),
    "a table of one digit": lambda: fill("1,2\n"),
    "nul": lambda: fill("\0"),
    "nul in every cell": lambda: fill("1,\0late,3\n", "id,text,likes\n"),
    **{f"mark {mark!r}": (lambda mark=mark: fill(f"late{mark}")) for mark in MARKS},
    **{f"rows of {mark!r}": (lambda mark=mark: fill(f"1{mark}late again{mark}3\n")) for mark in MARKS},
    "all marks": lambda: fill("".join(MARKS)),
    "all marks, lines": lambda: fill("".join(MARKS) + "\n"),
    "no word at all": lambda: fill(".;,:|-_#~+*'\"\n"),
}
