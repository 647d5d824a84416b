"""Pollutions of our own in what stands where: preambles, footers, several tables, headers, ragged rows, giants."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.listen.pollution.mention_table import NOTE, TEXT, Table, mention_table
from tests.listen.pollution.polluted import Polluted

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator

    from tests.listen.pollution.spelling import Spelling

_PREAMBLES: Final = {
    "report": ["Report: Halvara, all channels"],
    "labels": ["Report:,Bulk Mentions Download", "Brand:,Halvara", "From:,2026-01-01", "To:,2026-03-31", ""],
    "key_value": ["Bericht;Erwähnungen", "Zeitraum;01.01.2026 - 31.03.2026", "", ""],
    "title_and_blank": ["Mentions export", ""],
    "blank_lines": ["", "", ""],
    "comments": ["# exported by the listening desk", "# 2026-04-01 10:00", "#"],
    "delimited_blanks": ["Halvara,,,,,,,,", ",,,,,,,,", "Created,2026-04-01,,,,,,,", ",,,,,,,,"],
    "sentences": ["This file holds mentions, comments, and reviews.", "Times are UTC; ratings are 1 to 5.", ""],
    "quoted_labels": ['"Report Name","All mentions, all channels"', '"Created","2026-04-01"', '""'],
    "long": ["Halvara GmbH", "", "Filter:,all", "Language:,de,en", 'Query:,halvara OR "halvara app"', "",
             "Author:,Anna", "Created:,2026-04-01 10:00", "Rows:,83", "", "Data", ""],
    "rule": ["Export", "======", ""],
    "numbers": ["Mentions,83", "Likes,10234", "Average rating,3.04", ""],
}  # fmt: skip
_FOOTERS: Final = {
    "free_text": ["End of report."],
    "total": ["Total,84,,,"],
    "total_full_width": ["Total,84,,,,,,,"],
    "blank_and_text": ["", "Exported on 2026-04-01 by the listening desk, all rights reserved"],
    "rows": ["(83 rows)"],
    "several": ["", "Total,83", "Average,3.04", "Source: Halvara listening desk; internal use"],
    "rule": ["--------", "83 mentions"],
    "blank_rows": [",,,,,,,,", ",,,,,,,,", ",,,,,,,,"],
}


def shapes(table: Table, plain: Spelling, dice: random.Random) -> Iterator[Polluted]:
    """Yields the table with other things around it, between its rows and inside them."""
    text, end = plain.text(table.lines), plain.row_end
    for kind, lines in _PREAMBLES.items():
        yield _own("preamble", kind, "".join(line + end for line in lines) + text, table)
    for kind, lines in _FOOTERS.items():
        yield _own("footer", kind, text + "".join(line + end for line in lines), table)
    both = _PREAMBLES["labels"], _FOOTERS["several"]
    above, below = ("".join(line + end for line in lines) for lines in both)
    yield _own("preamble", "and_footer", above + text + below, table)
    yield _own("preamble", "without_header", above + plain.text(table.rows), Table([], table.rows))
    yield from _tables(table, plain)
    yield from _headers(table, plain)
    yield from _blank_lines(table, plain, dice)
    yield from _ragged(table, plain, dice)
    yield from _giants(table, plain, dice)


def _own(family: str, kind: str, text: str, *truths: Table) -> Polluted:
    named = dict(zip(("clean", "other", "third"), truths, strict=False))
    return Polluted(name=f"{family}_{kind}", family=family, data=text.encode(), truths=named)


def _tables(table: Table, plain: Spelling) -> Iterator[Polluted]:
    text, end = plain.text(table.lines), plain.row_end
    counts = plain.text([["Channel", "Mentions"], ["Twitter", "30"], ["Reddit", "12"], ["news", "41"]])
    users = [["User", "Followers", "City"], *([f"user{number}", str(number * 7), "Köln"] for number in range(20))]
    yield _own("tables", "small_one_above", counts + end + text, table)
    yield _own("tables", "small_one_above_close", counts + text, table)
    yield _own("tables", "small_one_below", text + end + counts, table)
    yield _own("tables", "other_below", text + end + plain.text(users), table)
    yield _own("tables", "other_below_close", text + plain.text(users), table)
    titled = f"Mentions{end}{text}{end}{end}Authors{end}{plain.text(users)}"
    yield _own("tables", "both_titled", titled, table)
    both = Table(table.header, table.rows * 2)
    yield _own("tables", "same_after_blank_line", text + end + text, both, table)
    pages = "".join(
        plain.text([table.header, *table.rows[start : start + 20]]) for start in range(0, len(table.rows), 20)
    )
    yield _own("tables", "header_on_every_page", pages, table)


def _headers(table: Table, plain: Spelling) -> Iterator[Polluted]:
    body = plain.text(table.rows)
    for kind, groups in (
        ("filled_left", ["Post", "", "", "", "", "Source", "Content", "", ""]),
        ("filled_all", ["Post"] * 5 + ["Source"] + ["Content"] * 3),
        ("first_blank", ["", "", "Counts", "", "", "Source", "", "Content", ""]),
    ):
        above, spread = "", []
        for name in groups:
            above = name or above
            spread.append(above)
        joined = [f"{group} {name}".strip() for group, name in zip(spread, table.header, strict=True)]
        yield _own(
            "two_headers", kind, plain.row(groups) + plain.row(table.header) + body, table, Table(joined, table.rows)
        )
    units = ["", "UTC", "count", "", "1 to 5", "", "", "", ""]
    yield _own("two_headers", "units_below", plain.row(table.header) + plain.row(units) + body, table)
    for place, kind in ((0, "first"), (4, "middle"), (len(table.header), "last")):
        rows = [[*row[:place], "", *row[place:]] for row in table.lines]
        yield _own("empty_column", kind, plain.text(rows), Table(rows[0], rows[1:]), table)
    numbered = [["", *table.header], *([str(place), *row] for place, row in enumerate(table.rows))]
    yield _own("header", "lacks_the_indexs_name", plain.text(numbered), Table(numbered[0], numbered[1:]))
    short = plain.row(table.header) + plain.text(numbered[1:])
    behind = Table([*table.header, ""], numbered[1:])
    yield _own("header", "shorter_than_rows", short, Table(numbered[0], numbered[1:]), behind)
    twice = [*table.header[:-1], table.header[TEXT]]
    yield _own(
        "header",
        "repeats_a_name",
        plain.row(twice) + body,
        Table(twice, table.rows),
        Table([*twice[:-1], f"{twice[-1]}_2"], table.rows),
    )
    numbers = ["1", "2", "3", "4", "5", "6", "7", "8", "9"]
    yield _own("header", "blank_lines_below", plain.row(table.header) + plain.row_end * 2 + body, table)
    yield _own("header", "numbers_below", plain.row(table.header) + plain.row(numbers) + body, table)


def _blank_lines(table: Table, plain: Spelling, dice: random.Random) -> Iterator[Polluted]:
    lines, end = [plain.row(row) for row in table.lines], plain.row_end
    yield _own("blank_lines", "every_second", end.join(lines), table)
    yield _own("blank_lines", "some", "".join(line + end * (dice.random() < 0.1) for line in lines), table)
    yield _own("blank_lines", "of_blanks", "".join(line + f"   {end}" * (dice.random() < 0.1) for line in lines), table)
    yield _own(
        "blank_lines",
        "of_delimiters",
        "".join(line + f",,,,,,,,{end}" * (dice.random() < 0.1) for line in lines),
        table,
    )
    yield _own("blank_lines", "many_at_the_end", "".join(lines) + end * 50, table)


def _ragged(table: Table, plain: Spelling, dice: random.Random) -> Iterator[Polluted]:
    end, mark = plain.row_end, plain.delimiter
    bare = [plain.row(row).removesuffix(end) for row in table.lines]
    yield _own("trailing_delimiters", "all_rows", "".join(row + mark + end for row in bare), table)
    yield _own(
        "trailing_delimiters", "not_the_header", bare[0] + end + "".join(row + mark + end for row in bare[1:]), table
    )
    yield _own(
        "trailing_delimiters", "header_only", bare[0] + mark + end + "".join(row + end for row in bare[1:]), table
    )
    yield _own("trailing_delimiters", "four", "".join(row + mark * 4 + end for row in bare), table)
    rows = [[*row[:NOTE], row[NOTE] if dice.random() > 0.4 else ""] for row in table.rows]
    for kind, share in (("some", 0.3), ("all", 1.0)):
        cut = [row[:NOTE] if not row[NOTE] and dice.random() < share else row for row in rows]
        yield _own("ragged", kind, plain.text([table.header, *cut]), Table(table.header, rows))
    deep = [row if dice.random() > 0.3 else [*row[:5], "", row[TEXT], "", ""] for row in rows]
    cut = [row[: TEXT + 1] if not row[NOTE] and not row[NOTE - 1] else row for row in deep]
    yield _own("ragged", "two_cells", plain.text([table.header, *cut]), Table(table.header, deep))


def _giants(table: Table, plain: Spelling, dice: random.Random) -> Iterator[Polluted]:
    many = mention_table(dice.randrange(10**6), rows=3_000)
    for kind, column in (("in_text", TEXT), ("in_note", NOTE), ("in_first_column", 0)):
        lines = [plain.row(row) for row in [table.header, *many.rows]]
        place = dice.randrange(100, 2_000)
        broken = [list(row) for row in many.rows]
        cell = broken[place][column] = "broken here"
        lines[place + 1] = plain.row(broken[place]).replace(plain.cell(cell), f'"{cell}', 1)
        kept = [list(row) for row in broken]
        kept[place][column] = f'"{cell}'
        yield _own("runaway_quote", kind, "".join(lines), Table(table.header, kept), Table(table.header, broken))
    for kind, cell in (
        ("plain", "x" * 200_000),
        ("commas", "word, " * 33_334),
        ("lines", "a line of words\n" * 12_500),
        ("quotes", 'she said "no" ' * 14_286),
    ):
        rows = [list(row) for row in table.rows]
        rows[40][TEXT] = cell
        yield _own("giant_cell", kind, plain.text([table.header, *rows]), Table(table.header, rows))
