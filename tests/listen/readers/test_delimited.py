"""How rows are read, and broken ones mended."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from triage.listen.dialect import decide_dialect
from triage.listen.encoding import HEAD_BYTES
from triage.listen.readers.delimited import read_delimited
from triage.listen.vendors import known_names
from triage.model.settings import ListenSettings

if TYPE_CHECKING:
    from triage.listen.readers.raw import RawTable

HEADER = "id,author,text\n"
CELLS = st.text(st.characters(exclude_characters="\0\r", exclude_categories=["Cs"]), max_size=20)


def read(text: str, settings: ListenSettings | None = None) -> RawTable:
    settings = settings or ListenSettings()
    head, rest = text[:HEAD_BYTES], text[HEAD_BYTES:]
    dialect = decide_dialect(head, is_whole=not rest, known=known_names())
    return read_delimited([head, rest], dialect, source="it.csv", settings=settings)


def cells(raw: RawTable) -> list[list[str]]:
    return [list(map(str, row)) for row in raw.frame.itertuples(index=False)]


@given(st.lists(st.tuples(st.integers(1, 9**9).map(str), CELLS, CELLS), max_size=30))
@example([("1", "", "\ufdd0")])
@example([("1", "\ufdef", "a \ufdd0 b")])
def test_what_is_written_reads_back_cell_by_cell(rows: list[tuple[str, str, str]]) -> None:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([("id", "author", "text"), *rows])
    raw = read(out.getvalue())
    assert cells(raw) == [list(row) for row in rows]
    assert raw.rows.tolist() == list(range(2, len(rows) + 2))
    assert raw.rejects == []


@given(st.lists(st.text(st.sampled_from('a,"\n '), max_size=12), max_size=30))
def test_every_row_of_a_broken_file_is_in_the_table_or_a_reject_once(lines: list[str]) -> None:
    raw = read(HEADER + "\n".join(lines))
    numbers = raw.rows.tolist() + [reject.row for reject in raw.rejects]
    assert len(numbers) == len(set(numbers))


def test_a_stray_quote_does_not_swallow_the_rows_below() -> None:
    rows = [f"{number},ann,line {number}\n" for number in range(3_000)]
    rows[5] = '5,ann,"five\n'
    raw = read(HEADER + "".join(rows))
    assert (len(raw.frame), raw.rejects) == (3_000, [])
    assert raw.frame["text"][6] == "line 6"


def test_a_quote_that_the_next_row_closes_does_not_join_the_two() -> None:
    raw = read(HEADER + '1,ann,"open\n2,bob,"all, well"\n3,eva,fine\n')
    assert raw.frame["text"].tolist() == ['"open', "all, well", "fine"]


def test_quotes_inside_a_quoted_cell_need_no_doubling() -> None:
    raw = read(HEADER + '1,ann,"he said "no, never" twice"\n2,bob,"all, well"\n')
    assert raw.frame["text"].tolist() == ['he said "no, never" twice', "all, well"]


TOURS = "day,hour,seats,tour,fare\n"


def tours(count: int) -> list[str]:
    towns = ("Bonn", "Bad Ems", "Köln", "Trier am Dom")
    return [f"{place % 28 + 1:02}/03/2026,{place % 24:02}:15,{place % 7},{towns[place % 4]},€{place}.50\n"
            for place in range(count)]  # fmt: skip


@pytest.mark.parametrize("place", range(5))
def test_a_stray_quote_before_a_value_does_not_take_the_cells_behind_it(place: int) -> None:
    rows = tours(40)
    rows[9] = '10/03/2026,09:15,2,"Bonn, by boat",€9.50\n'
    rows[20] = '21/03/2026,20:15,6,"Köln, old town",€20.50\n'
    truth = ["21/03/2026", "20:15", "6", "Köln, old town", "€20.50"]
    parts = [f'"{cell}"' if "," in cell else cell for cell in truth]
    parts[place] = f'"{parts[place]}'
    truth[place] = f'"{truth[place]}'
    rows[20] = ",".join(parts) + "\n"
    raw = read(TOURS + "".join(rows))
    assert (cells(raw)[20], len(raw.frame)) == (truth, 40)


@pytest.mark.parametrize(
    ("row", "cut"),
    [
        (
            '21/03/2026,20:15,6,"Köln, by ""night"" boat""https://x.org/a,b"',
            ['Köln, by "night" boat', "https://x.org/a,b"],
        ),
        ('21/03/2026,20:15,6,Köln"https://x.org/a,b"', ["Köln", "https://x.org/a,b"]),
    ],
)
def test_a_delimiter_that_is_missing_beside_a_quote_is_found(row: str, cut: list[str]) -> None:
    towns = ('"Bonn, by boat"', '"Köln, at night"', "Trier", "Mainz")
    rows = [
        f'{place:02}/03/2026,{place}:15,{place % 7},{towns[place % 4]},"https://x.org/{place}"\n'
        for place in range(10, 30)
    ]
    raw = read("day,hour,seats,tour,link\n" + "".join([*rows, row + "\n", rows[0]]))
    assert cells(raw)[20] == ["21/03/2026", "20:15", "6", *cut]


def test_a_row_with_blanks_for_delimiters_keeps_its_quoted_cells_apart() -> None:
    rows = tours(40)
    for place in (3, 9):
        rows[place] = f'{place + 1:02}/03/2026,{place:02}:15,2,"Bonn, by boat","€{place}.50"\n'
    rows[20] = '21/03/2026 20:15 6 "Köln, old town, by night" "€20.50"\n'
    raw = read(TOURS + "".join(rows))
    assert cells(raw)[20] == ["21/03/2026", "20:15", "6", "Köln, old town, by night", "€20.50"]


def test_another_table_goes_on_behind_a_row_that_is_odd_in_it() -> None:
    other = ["day,hour,seats\n", *(f"{place + 1:02}/04/2026,08:15,{place}\n" for place in range(20))]
    other[9] = "09/04/2026,08:15\n"
    raw = read(TOURS + "".join([*tours(40), *other]))
    assert (len(raw.frame), len(raw.rejects)) == (40, 21)


def test_a_blank_column_at_the_end_stays_where_no_header_tells_what_it_is() -> None:
    bare = [row.replace("\n", ",\n") for row in tours(20)]
    assert read("".join(bare)).frame.shape == (20, 6)
    assert read(TOURS.replace("\n", ",\n") + "".join(bare)).frame.shape == (20, 5)


def test_a_backslash_at_the_end_of_a_quoted_text_is_no_escape() -> None:
    raw = read(HEADER + '1,,"""\\"\n2,,"0\\""0"\n')
    assert raw.frame["text"].tolist() == ['"\\', '0\\"0']


def test_short_rows_are_filled_and_long_ones_are_rejects_with_their_number() -> None:
    raw = read(HEADER + "1,ann\n\n2,bob,fine,\n3,eva,a,b\n")
    assert cells(raw) == [["1", "ann", ""], ["2", "bob", "fine"]]
    assert raw.rows.tolist() == [2, 4]
    assert [(reject.row, reject.reason) for reject in raw.rejects] == [(5, "4 cells where the header has 3")]


def test_records_across_blocks_are_whole() -> None:
    rows = [f'{number},ann,"first\nsecond {"x" * (number % 90)}"\n' for number in range(40_000)]
    raw = read(HEADER + "".join(rows))
    assert len(raw.frame) == 40_000
    assert raw.frame["text"].str.startswith("first\nsecond").all()


def test_a_cell_over_the_limit_is_a_reject_with_the_limits_name() -> None:
    raw = read(HEADER + f"1,ann,{'a' * 5_000}\n2,bob,fine\n", ListenSettings(max_cell_chars=1_000))
    assert raw.frame["id"].tolist() == ["2"]
    assert "max_cell_chars" in raw.rejects[0].reason


@pytest.mark.parametrize("quoted", [True, False])
def test_a_cell_of_many_megabytes_is_bounded(quoted: bool) -> None:  # noqa: FBT001 - a parameter of the test
    cell = ('"' if quoted else "") + "a" * 20_000_000
    raw = read(HEADER + f"1,ann,{cell}\n2,bob,fine\n")
    assert raw.frame["id"].tolist()[-1] == "2"
    assert all(len(reject.content) <= 200 for reject in raw.rejects)
