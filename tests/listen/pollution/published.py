"""The benchmark's source file in 2,289 polluted ways, on a table of our own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from tests.listen.pollution.mention_table import Table, mention_table
from tests.listen.pollution.polluted import Polluted
from tests.listen.pollution.spelling import Spelling

if TYPE_CHECKING:
    from collections.abc import Iterator

#: In how many of the 3,712 real files of the benchmark's survey a pollution occurs, by class. From the benchmark's
#: published weights, where a missing and an extra delimiter have 520 files together: halving them is our
#: estimate, and so is the number for rows of another delimiter, which we have not seen.
WEIGHTS: Final = {
    "source": 1,
    "no_payload": 15,
    "no_final_newline": 184,
    "double_final_newline": 5,
    "no_header": 470,
    "header_2_rows": 47,
    "header_3_rows": 47,
    "preamble": 282,
    "second_table_less": 62.7,
    "second_table_same": 62.7,
    "second_table_more": 62.7,
    "header_only": 3,
    "one_data_row": 4,
    "delimiter_space": 4,
    "delimiter_comma_space": 101,
    "delimiter_semicolon": 834,
    "delimiter_tab": 4,
    "quote_apostrophe": 11,
    "escape_backslash": 1,
    "escape_none": 7,
    "row_end_lf": 1691,
    "row_end_cr": 7,
    "row_less_delimiter": 260,
    "row_more_delimiter": 260,
    "row_extra_quote": 7,
    "row_spaces": 4,
}
_FIRST: Final = "first"


def published(seed: int, *, always_quoted: bool) -> Iterator[Polluted]:
    """Yields the source's polluted files.

    Args:
        seed: Makes the clean table.
        always_quoted: Whether the source quotes every cell, or only where needed.
    """
    table = mention_table(seed)
    plain = Spelling(always=always_quoted)
    yield from _files(table, plain)
    yield from _spellings(table, plain)
    for family, spoil in (("less_delimiter", _less), ("more_delimiter", _more), ("extra_quote", _quoted)):
        places = [(row, column) for row in range(len(table.lines)) for column in range(len(table.header))]
        if spoil is _less:
            places = [place for place in places if place[1]]
        for row, column in places:
            name = f"row_{family}"
            weight = WEIGHTS[name] / len(places)
            text, truth = spoil(table, plain, row, column)
            yield _polluted(f"{name}_{row}_{column}", name, text, {"clean": truth}, weight)
    spaced = replace(plain, delimiter=" ")
    for row in range(len(table.lines)):
        lines = [plain.row(cells) for cells in table.lines]
        lines[row] = spaced.row(table.lines[row])
        weight = WEIGHTS["row_spaces"] / len(lines)
        yield _polluted(f"row_spaces_{row}", "row_spaces", "".join(lines), {"clean": table}, weight)


def _polluted(name: str, family: str, text: str, truths: dict[str, Table], weight: float | None = None) -> Polluted:
    weight = WEIGHTS[family] if weight is None else weight
    return Polluted(name=name, family=family, data=text.encode(), truths=truths, weight=weight)


def _files(table: Table, plain: Spelling) -> Iterator[Polluted]:
    text, end, width = plain.text(table.lines), plain.row_end, len(table.header)
    header, body = plain.row(table.header), plain.text(table.rows)
    clean = {"clean": table}
    preamble = "PREAMBLE" + "," * (width - 1) + end + "," * (width - 1) + end
    for family, polluted, truths in (
        ("source", text, clean),
        ("no_payload", "", {"empty": Table([], [])}),
        ("no_final_newline", text.removesuffix(end), clean),
        ("double_final_newline", text + end, clean),
        ("no_header", body, {"no header": Table([], table.rows)}),
        ("header_2_rows", header * 2 + body, _repeated(table, 2)),
        ("header_3_rows", header * 3 + body, _repeated(table, 3)),
        ("preamble", preamble + text, clean),
        ("header_only", header, {"header": Table(table.header, [])}),
        ("one_data_row", header + plain.row(table.rows[0]), {"clean": Table(table.header, table.rows[:1])}),
    ):
        yield _polluted(family, family, polluted, truths)
    below = table.lines[:-1]
    for family, other in (
        ("second_table_less", [row[:-1] for row in below]),
        ("second_table_same", below),
        ("second_table_more", [[*row, row[-1]] for row in below]),
    ):
        truths = {_FIRST: table}
        if family == "second_table_same":
            truths["both"] = Table(table.header, table.rows + other[1:])
        yield _polluted(family, family, text + plain.text(other), truths)


def _repeated(table: Table, times: int) -> dict[str, Table]:
    joined = [" ".join([name] * times) for name in table.header]
    return {"once": table, "joined": Table(joined, table.rows)}


def _spellings(table: Table, plain: Spelling) -> Iterator[Polluted]:
    for family, spelling in (
        ("delimiter_space", replace(plain, delimiter=" ")),
        ("delimiter_comma_space", replace(plain, delimiter=", ")),
        ("delimiter_semicolon", replace(plain, delimiter=";")),
        ("delimiter_tab", replace(plain, delimiter="\t")),
        ("quote_apostrophe", replace(plain, quote="'")),
        ("escape_backslash", replace(plain, escape="\\")),
        ("escape_none", replace(plain, escape="")),
        ("row_end_lf", replace(plain, row_end="\n")),
        ("row_end_cr", replace(plain, row_end="\r")),
    ):
        yield _polluted(family, family, spelling.text(table.lines), {"clean": table})


def _cells(table: Table, plain: Spelling) -> list[list[str]]:
    return [[plain.cell(cell) for cell in row] for row in table.lines]


def _less(table: Table, plain: Spelling, row: int, column: int) -> tuple[str, Table]:
    lines = _cells(table, plain)
    lines[row][column - 1 : column + 1] = ["".join(lines[row][column - 1 : column + 1])]
    return _put_together(lines, plain), table


def _more(table: Table, plain: Spelling, row: int, column: int) -> tuple[str, Table]:
    lines = _cells(table, plain)
    lines[row].insert(column, "")
    return _put_together(lines, plain), table


def _quoted(table: Table, plain: Spelling, row: int, column: int) -> tuple[str, Table]:
    lines = _cells(table, plain)
    value = table.lines[row][column]
    is_quoted = plain.always or plain.needs_quotes(value)
    lines[row][column] = plain.quote + lines[row][column] if not is_quoted else plain.quote + plain.quoted(value)
    truth = [list(cells) for cells in table.lines]
    truth[row][column] = plain.quote + value
    return _put_together(lines, plain), Table(truth[0], truth[1:])


def _put_together(lines: list[list[str]], plain: Spelling) -> str:
    return "".join(plain.delimiter.join(cells) + plain.row_end for cells in lines)
