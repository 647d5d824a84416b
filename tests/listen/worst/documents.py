"""JSON files of a megabyte that ask the most of a reader."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from tests.listen.worst.tables import SIZE, fill

if TYPE_CHECKING:
    from collections.abc import Callable


def _lines(make: Callable[[int], Any], size: int = SIZE) -> bytes:
    lines, total, number = [], 0, 0
    while total < size:
        line = json.dumps(make(number))
        lines.append(line)
        total += len(line) + 1
        number += 1
    return "\n".join(lines).encode()


def _array(make: Callable[[int], Any], head: bytes = b"[", tail: bytes = b"]") -> bytes:
    return head + _lines(make).replace(b"\n", b",") + tail


def _half_broken(number: int) -> str:
    return '{"id": %d, "text": "late"}, ' % number if number % 2 else '{"id": %d, "text": "la"te}, ' % number


def _nested(depth: int) -> Any:
    inner: Any = "late"
    for _ in range(depth):
        inner = {"a": inner}
    return inner


def _replies(depth: int) -> Any:
    post: Any = {"id": depth, "text": "late"}
    for number in range(depth):
        post = {"id": number, "text": f"late {number}", "replies": [post]}
    return post


DOCUMENTS: Final[dict[str, Callable[[], bytes]]] = {
    "arrays, deep": lambda: fill("["),
    "arrays, deep and closed": lambda: b"[" * 500_000 + b"]" * 500_000,
    "objects, deep": lambda: fill('{"a":'),
    "arrays of objects, deep": lambda: fill('[{"a":'),
    "brackets of both kinds": lambda: fill("[{"),
    "closing only": lambda: fill("]}"),
    "empty arrays": lambda: b"[" + fill("[],") + b"[]]",
    "empty objects": lambda: b"[" + fill("{},") + b"{}]",
    "arrays of arrays": lambda: b"[" + fill('["id","late"],') + b"[]]",
    "tables": lambda: b'{"columns": ["id", "text"], "data": [' + fill('[1,"late"],') + b"[]]}",
    "columns of lists": lambda: json.dumps({"id": list(range(90_000)), "text": ["late"] * 50_000}).encode(),
    "columns of objects": lambda: json.dumps({k: {str(n): "late" for n in range(30_000)} for k in ("id", "text")}).encode(),
    "numbers": lambda: b"[" + fill("1,") + b"1]",
    "texts": lambda: b"[" + fill('"late",') + b'"a"]',
    "one number": lambda: fill("9"),
    "one number in a record": lambda: b'[{"text": "late", "n": ' + fill("9") + b"}]",
    "an exponent": lambda: b'[{"text": "late", "n": 1e' + fill("9") + b"}]",
    "a minus": lambda: b'[{"n": ' + fill("-"),
    "one text": lambda: json.dumps([{"text": "late " * 190_000}]).encode(),
    "one record of many keys": lambda: json.dumps([{f"key{n}": n for n in range(60_000)}]).encode(),
    "one record of one key": lambda: b"[{" + fill('"a":1,') + b'"text":"late"}]',
    "many keys, deep": lambda: json.dumps([{f"k{n}": {f"i{m}": 1 for m in range(30)} for n in range(3_000)}]).encode(),
    "records of other keys": lambda: _array(lambda n: {f"key{n}": "late", "text": "a"}),
    "records of twenty other keys": lambda: _array(lambda n: {f"key{n}_{m}": m for m in range(20)}),
    "lines of other keys": lambda: _lines(lambda n: {f"key{n}": n}),
    "lines of other keys, nested": lambda: _lines(lambda n: {"a": {f"key{n}": n}}),
    "lines of one key": lambda: _lines(lambda _: {"text": "late"}),
    "lines of 1": lambda: fill("1\n"),
    "lines of {}": lambda: fill("{}\n"),
    "lines of []": lambda: fill("[]\n"),
    "lines of nothing": lambda: fill("\n", '{"text": "a"}\n'),
    "objects by id": lambda: json.dumps({str(n): {"text": f"late {n}", "likes": n} for n in range(25_000)}).encode(),
    "objects by id, cut": lambda: json.dumps({str(n): {"text": f"late {n}", "likes": n} for n in range(25_000)}).encode()[:-9],
    "lists by id": lambda: json.dumps({str(n): [{"text": f"late {n}"}] for n in range(30_000)}).encode(),
    "many arrays of records": lambda: json.dumps({f"a{n}": [{"text": "late", "id": m} for m in range(9)] for n in range(3_000)}).encode(),
    "many arrays, deep": lambda: json.dumps([_nested(90)] * 1_000).encode(),
    "replies": lambda: json.dumps(_replies(90)).encode() * 150,
    "replies, very deep": lambda: fill('{"id": 1, "text": "late", "replies": ['),
    "lists in records": lambda: _array(lambda n: {"id": n, "text": "late", "tags": list("abcdefgh")}),
    "a long list in each record": lambda: json.dumps([{"id": n, "text": "late", "l": [{"x": m} for m in range(900)]} for n in range(90)]).encode(),
    "names and values": lambda: _array(lambda n: {"id": n, "fields": [{"name": f"f{n}", "value": 1}, {"name": "text", "value": "late"}]}),
    "records cut": lambda: _array(lambda n: {"id": n, "text": "late"}, tail=b""),
    "a record cut": lambda: b'[{"text": "a"},{"text": "' + fill("late "),
    "escaped quotes in a cut text": lambda: fill('\\"', '[{"text": "'),
    "quotes in a cut text": lambda: fill('"', '[{"text": "'),
    "quotes, commas": lambda: fill('",', '[{"text": "'),
    "quotes, colons": lambda: fill('":', '[{"text": "'),
    "quotes, brackets": lambda: fill('"[{', '[{"text": "a"},'),
    "quotes, closing": lambda: fill('"}', '[{"text": "a"},'),
    "backslashes in a cut text": lambda: fill("\\", '[{"text": "'),
    "escapes": lambda: b'[{"text": "' + fill("\\u00e4") + b'"}]',
    "lone surrogates": lambda: b'[{"text": "' + fill("\\ud83d") + b'"}]',
    "half of the records broken": lambda: ("[" + "".join(map(_half_broken, range(36_000))) + "{}]").encode(),
    "half of the lines broken": lambda: "".join(map(_half_broken, range(36_000))).replace("}, ", "}\n").encode(),
    "lines, cut": lambda: fill('{"id": 1, "text": "late\n'),
    "lines, twice open": lambda: fill('{"id": 1, "text": "late"}{\n'),
    "records without a comma": lambda: fill('{"id":1,"text":"late"}'),
    "records in lines, without commas": lambda: b"[" + fill('{"id":1,"text":"late"}\n'),
    "records over lines": lambda: b"[" + fill('{\n"id":1,\n"text":"late"\n},\n') + b"{}]",
    "records over lines, broken": lambda: b"[" + fill('{\n"id":1,\n"text":"la"te"\n},\n') + b"{}]",
    "openings": lambda: b'[{"text": "a"},' + fill("{"),
    "openings of records": lambda: fill('{"text": ', '[{"text": "a"},'),
    "openings of arrays": lambda: fill('{"data": [', ""),
    "not a number": lambda: b"[" + fill('{"a":NaN},') + b"{}]",
    "blanks": lambda: b"[" + fill(" ") + b"]",
    "blanks, then a record": lambda: fill(" \n") + b'[{"text": "late"}]',
    "commas": lambda: b"[" + fill(",") + b"]",
    "colons": lambda: b"{" + fill(":"),
    "a script": lambda: b"window.YTD.tweets.part0 = " + _array(lambda n: {"tweet": {"id_str": str(n), "full_text": "late"}}),
    "comments": lambda: fill("/* a */", "") + b'[{"text": "late"}]',
    "line comments": lambda: fill("// a\n", "") + b'[{"text": "late"}]',
    "single quotes": lambda: b"[" + fill("{'text': 'late'},") + b"{}]",
    "bare names": lambda: b"[" + fill("{text: late},") + b"{}]",
    "included users": lambda: json.dumps({
        "data": [{"id": str(n), "author_id": str(n), "text": "late"} for n in range(10_000)],
        "includes": {"users": [{"id": str(n), "username": f"ann{n}"} for n in range(10_000)]},
    }).encode(),
    "pages": lambda: fill('{"data": [{"id": 1, "text": "late"}], "meta": {"n": 1}}\n'),
    "pages in an array": lambda: b"[" + fill('{"data": [{"id": 1, "text": "late"}]},') + b"{}]",
    "json in texts": lambda: _array(lambda n: {"id": n, "text": json.dumps({"a": [n]})}),
    "rubbish between records": lambda: b"[" + fill('{"id":1,"text":"late"} xx ') + b"]",
    "rubbish, then quotes": lambda: b"[" + fill('{"id":1,"text":"late"}, "x ') + b"]",
    "nul": lambda: b"[" + fill('{"text":"\0late"},') + b"{}]",
    "latin": lambda: b"[" + fill(b'{"text":"sp\xe4t"},') + b"{}]",
    "bytes of no letter": lambda: b'[{"text":"' + fill(b"\xff\xfe") + b'"}]',
}  # fmt: skip
