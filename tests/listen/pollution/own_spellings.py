"""Pollutions of our own in how a file is written: encodings, delimiters, quotes, row ends."""

from __future__ import annotations

import codecs
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from tests.listen.pollution.mention_table import RATING, TEXT, Table
from tests.listen.pollution.polluted import Polluted

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterator

    from tests.listen.pollution.spelling import Spelling

_MARKS: Final = {
    "utf-8": codecs.BOM_UTF8,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
    "utf-32-le": codecs.BOM_UTF32_LE,
    "utf-32-be": codecs.BOM_UTF32_BE,
}
_DELIMITERS: Final = ("|", "||", "~", "^", "\t\t", "::", ";;", "|~|", " | ", "\x01", "\x1f", "§", "#", "~~")
_ROW_ENDS: Final = ("\x1e", ";\n", "\x0b", "\x85", "\u2028", "|\n", "\r\r\n", "\n\r", "~\n")


def spellings(table: Table, plain: Spelling, dice: random.Random) -> Iterator[Polluted]:
    """Yields the table written in unusual ways."""
    yield from _encodings(table, plain)
    yield from _mixed_encodings(table, plain)
    yield from _nuls(table, plain, dice)
    for delimiter in _DELIMITERS:
        yield _spelled("delimiter", repr(delimiter), table, replace(plain, delimiter=delimiter))
    for end in _ROW_ENDS:
        yield _spelled("row_end", repr(end), table, replace(plain, row_end=end))
        always = replace(plain, row_end=end, always=True)
        yield _spelled("row_end", f"{end!r}_quoted", table, always)
    mixed = "".join(
        plain.row(row).removesuffix(plain.row_end) + dice.choice(("\r\n", "\n", "\r")) for row in table.lines
    )
    yield _own("mixed_row_ends", "any", mixed, table)
    yield from _told_delimiters(table, plain)
    yield from _quotes(table, plain)


def encodable(table: Table, encoding: str) -> Table:
    """Leaves out what an encoding lacks."""
    return table.map(lambda cell: cell.encode(encoding, "ignore").decode(encoding))


def _own(family: str, kind: str, text: str, *truths: Table) -> Polluted:
    named = dict(zip(("clean", "other", "third"), truths, strict=False))
    return Polluted(name=f"{family}_{kind}", family=family, data=text.encode(), truths=named)


def _spelled(family: str, kind: str, table: Table, spelling: Spelling) -> Polluted:
    return _own(family, kind, spelling.text(table.lines), table)


def _encodings(table: Table, plain: Spelling) -> Iterator[Polluted]:
    for encoding, mark in _MARKS.items():
        for delimiter in (",", "\t"):
            text = replace(plain, delimiter=delimiter).text(table.lines)
            for kind, data in (("marked", mark + text.encode(encoding)), ("bare", text.encode(encoding))):
                name = f"{encoding}_{kind}_{'tab' if delimiter != ',' else 'comma'}"
                yield Polluted(name=f"encoding_{name}", family="encoding", data=data, truths={"clean": table})
    for encoding in ("cp1252", "latin-1", "mac-roman"):
        clean = encodable(table, encoding)
        for delimiter in (",", ";"):
            data = replace(plain, delimiter=delimiter).text(clean.lines).encode(encoding)
            name = f"encoding_{encoding}_{'semicolon' if delimiter != ',' else 'comma'}"
            yield Polluted(name=name, family="encoding", data=data, truths={"clean": clean})


def _mixed_encodings(table: Table, plain: Spelling) -> Iterator[Polluted]:
    half, third = len(table.rows) // 2, len(table.rows) // 3
    kinds: dict[str, Callable[[int], str]] = {
        "then_cp1252": lambda place: "cp1252" if place >= half else "utf-8",
        "then_utf8": lambda place: "utf-8" if place >= half else "cp1252",
        "and_back": lambda place: "cp1252" if third <= place < 2 * third else "utf-8",
        "one_row_cp1252": lambda place: "cp1252" if place == half else "utf-8",
    }
    for kind, codes in kinds.items():
        rows = [
            encodable(Table([], [row]), codes(place)).rows[0]
            for place, row in enumerate(table.rows)
        ]  # fmt: skip
        parts = [plain.row(table.header).encode(codes(0))]
        parts += [plain.row(row).encode(codes(place)) for place, row in enumerate(rows)]
        truths = {"clean": Table(table.header, rows)}
        yield Polluted(name=f"mixed_encoding_{kind}", family="mixed_encoding", data=b"".join(parts), truths=truths)


def _nuls(table: Table, plain: Spelling, dice: random.Random) -> Iterator[Polluted]:
    rows = [list(row) for row in table.rows]
    for row in dice.sample(rows, 10):
        place = dice.randrange(len(row[TEXT]) + 1)
        row[TEXT] = row[TEXT][:place] + "\0" + row[TEXT][place:]
    yield _own("nul_bytes", "in_cells", plain.text([table.header, *rows]), table)
    yield _own("nul_bytes", "at_the_end", plain.text(table.lines) + "\0" * 512, table)
    blanks = [[cell or "\0" for cell in row] for row in table.rows]
    yield _own("nul_bytes", "for_blanks", plain.text([table.header, *blanks]), table)


def _told_delimiters(table: Table, plain: Spelling) -> Iterator[Polluted]:
    for delimiter, kind in ((";", "semicolon"), (",", "comma"), ("\t", "tab"), ("|", "pipe")):
        text = replace(plain, delimiter=delimiter).text(table.lines)
        yield _own("sep_line", kind, f"sep={delimiter}\r\n{text}", table)
    semicolons = replace(plain, delimiter=";").text(table.lines)
    yield _own("sep_line", "quoted", f'"sep=;"\r\n{semicolons}', table)
    commas = [[*row[:RATING], row[RATING].replace(".", ","), *row[RATING + 1 :]] for row in table.rows]
    german = Table(table.header, commas)
    yield _spelled("decimal_commas", "semicolon", german, replace(plain, delimiter=";"))
    yield _spelled("decimal_commas", "tab", german, replace(plain, delimiter="\t"))


def _quotes(table: Table, plain: Spelling) -> Iterator[Polluted]:
    inner = [plain.row(row).removesuffix(plain.row_end) for row in table.lines]
    yield _own("quoted_rows", "all", "".join(plain.quoted(row) + plain.row_end for row in inner), table)
    body = "".join(plain.quoted(row) + plain.row_end for row in inner[1:])
    yield _own("quoted_rows", "not_the_header", inner[0] + plain.row_end + body, table)
    blank = replace(plain, delimiter=" , ", always=True)
    yield _spelled("delimiter", "blanks_around_comma", table, blank)
    names = plain.text([table.header]) + replace(plain, always=True).text(table.rows)
    yield _own("quotes", "not_in_the_header", names, table)
    typed = [
        ",".join(cell if cell.isdigit() else plain.quoted(cell) for cell in row) + plain.row_end for row in table.lines
    ]
    yield _own("quotes", "not_around_numbers", "".join(typed), table)
    curly = replace(plain, always=True).text(table.map(lambda cell: cell.replace('"', "”")).lines)
    yield _own("quotes", "curly_inside", curly, table.map(lambda cell: cell.replace('"', "”")))
