"""How workbooks are read."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import xlsxwriter

from triage.listen.readers.workbook import Sheet, read_workbook
from triage.listen.readers.workbook_process import fill_merged
from triage.listen.sources import RefusedError
from triage.model.settings import ListenSettings

if TYPE_CHECKING:
    from collections.abc import Callable

DUMPS = Path(__file__).parents[2] / "dumps"
SHEET = """<?xml version="1.0"?>{}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
<sheetData>{}</sheetData>{}</worksheet>"""
ODS = """<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">
<office:body><office:spreadsheet><table:table table:name="T">{}</table:table></office:spreadsheet></office:body>
</office:document-content>"""


def xlsx(fill: Callable[[Any], None]) -> io.BytesIO:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        fill(book)
    return file


def by_hand(cells: str, prologue: str = "", merged: str = "") -> io.BytesIO:
    """A workbook whose sheet holds what no program would write."""
    file = io.BytesIO()
    blank = xlsx(lambda book: book.add_worksheet())
    with zipfile.ZipFile(blank) as whole, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in whole.namelist():
            is_sheet = name == "xl/worksheets/sheet1.xml"
            archive.writestr(name, SHEET.format(prologue, cells, merged) if is_sheet else whole.read(name))
    return file


def ods(rows: str) -> io.BytesIO:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", ODS.format(rows))
    return file


def read(file: io.BytesIO, **limits: int) -> list[tuple[Sheet, list[list[str]]]]:
    settings = ListenSettings(**limits)  # type: ignore[arg-type]  # limits are all int
    return [(sheet, list(sheet.rows)) for sheet in read_workbook(file, settings)]


def test_each_cell_is_text_as_a_csv_export_would_show_it() -> None:
    def fill(book: Any) -> None:
        moment = book.add_format({"num_format": "dd.mm.yyyy hh:mm:ss"})
        day, hour = book.add_format({"num_format": "dd.mm.yyyy"}), book.add_format({"num_format": "hh:mm"})
        span = book.add_format({"num_format": "[h]:mm:ss"})
        sheet = book.add_worksheet("Mentions")
        sheet.write_row(0, 0, ["Grüße 👋", 12, 1.5, -0.25, 9007199254740991, 1234567890123456789, "007", ""])
        sheet.write_boolean(1, 0, boolean=True)
        sheet.write_datetime(1, 1, dt.datetime(2026, 11, 23, 7, 30, 15), moment)  # noqa: DTZ001 - as cells are
        sheet.write_datetime(1, 2, dt.date(2026, 11, 23), day)
        sheet.write_datetime(1, 3, dt.time(7, 30), hour)
        sheet.write_datetime(1, 4, dt.timedelta(hours=36, minutes=15), span)
        sheet.write_string(1, 7, "=1+1\nsecond line")

    [(sheet, rows)] = read(xlsx(fill))
    assert (sheet.name, sheet.hidden, sheet.warnings) == ("Mentions", False, [])
    assert rows == [
        ["Grüße 👋", "12", "1.5", "-0.25", "9007199254740991", "1.23456789012346E+18", "007", ""],
        ["true", "2026-11-23T07:30:15", "2026-11-23", "07:30:00", "36:15:00", "", "", "=1+1\nsecond line"],
    ]


def test_hidden_sheets_are_told_and_empty_and_chart_sheets_left_out() -> None:
    def fill(book: Any) -> None:
        book.add_worksheet("first").write(0, 0, "a")
        book.add_worksheet("empty")
        hidden = book.add_worksheet("hidden")
        hidden.write(0, 0, "b")
        hidden.hide()
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=first!$A$1:$A$1"})
        book.add_chartsheet("chart").set_chart(chart)

    assert [(sheet.name, sheet.hidden, rows) for sheet, rows in read(xlsx(fill))] == [
        ("first", False, [["a"]]),
        ("hidden", True, [["b"]]),
    ]


def test_a_row_keeps_its_place_below_blank_ones() -> None:
    [(_, rows)] = read(xlsx(lambda book: book.add_worksheet().write(3, 0, "text")))
    assert rows == [[""], [""], [""], ["text"]]


def test_a_sheet_that_is_not_used_up_does_not_stop_the_next() -> None:
    def fill(book: Any) -> None:
        for name in "ab":
            sheet = book.add_worksheet(name)
            for row in range(30_000):
                sheet.write(row, 0, f"{name}{row}")

    firsts = [next(sheet.rows) for sheet in read_workbook(xlsx(fill), ListenSettings())]
    assert firsts == [["a0"], ["b0"]]


def test_header_groups_are_repeated_over_their_columns_and_titles_are_not() -> None:
    rows = [
        ["Report", "", "", ""],
        ["Post", "", "Author", ""],
        ["id", "text", "name", "followers"],
    ]
    merged = [((0, 0), (0, 3)), ((1, 0), (1, 1)), ((1, 2), (1, 3))]
    assert list(fill_merged(iter(rows), merged, 0)) == [
        ["Report", "", "", ""],
        ["Post", "Post", "Author", "Author"],
        ["id", "text", "name", "followers"],
    ]


def test_cells_merged_downwards_are_repeated_in_each_row() -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.write_row(0, 1, ["day", "text"])
        sheet.merge_range(1, 1, 3, 1, "Monday")
        for row in range(1, 5):
            sheet.write(row, 2, f"t{row}")

    [(_, rows)] = read(xlsx(fill))
    assert rows == [["day", "text"], ["Monday", "t1"], ["Monday", "t2"], ["Monday", "t3"], ["", "t4"]]


def test_an_xls_workbook_is_read() -> None:
    with (DUMPS / "workbook_of_1997.xls").open("rb") as file:
        [(sheet, rows)] = read(io.BytesIO(file.read()))
    assert sheet.name == "Mentions"
    assert rows[2] == [
        *("m2", "2026-01-03T11:30:00", "Twitter", "Bülent", "Die Lieferung kam zerdrückt an", "12", "https://x.org/2"),
    ]


def test_an_ods_workbook_is_read() -> None:
    cells = '<table:table-cell office:value-type="string"><text:p>Grüße</text:p></table:table-cell>'
    cells += '<table:table-cell office:value-type="float" office:value="7"/>'
    blank = '<table:table-cell table:number-columns-repeated="16384"/>'
    blank = f'<table:table-row table:number-rows-repeated="1048575">{blank}</table:table-row>'
    [(sheet, rows)] = read(ods(f"<table:table-row>{cells}</table:table-row>{blank}"))
    assert (sheet.name, rows) == ("T", [["Grüße", "7"]])


def test_two_cells_far_apart_are_refused_with_the_limits_name() -> None:
    far = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    with pytest.raises(RefusedError, match="max_workbook_bytes"):
        read(by_hand(far))


def test_a_cell_repeated_over_all_of_a_sheet_is_refused() -> None:
    cell = '<table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="16384"/>'
    bomb = ods(f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>')
    with pytest.raises(RefusedError, match=r"max_workbook_|damaged"):
        read(bomb, max_workbook_bytes=1_000_000_000, max_workbook_seconds=3)


def test_a_workbook_that_expands_too_far_is_refused_with_the_limits_name() -> None:
    with pytest.raises(RefusedError, match="max_expansion"):
        read(by_hand("<row/>" * 12_000_000))


def test_a_workbook_that_takes_too_long_is_refused_with_the_limits_name() -> None:
    rows = '<row><c t="inlineStr"><is><t>a</t></is></c></row>' * 50_000
    merged = "<mergeCells>" + '<mergeCell ref="A1:A50000"/>' * 50_000 + "</mergeCells>"
    with pytest.raises(RefusedError, match="max_workbook_seconds"):
        read(by_hand(rows, merged=merged), max_workbook_seconds=1)


def test_entities_that_grow_are_not_expanded() -> None:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    prologue = f'<!DOCTYPE worksheet [<!ENTITY l0 "lol">{entities}]>'
    laughs = by_hand('<row r="1"><c r="A1" t="inlineStr"><is><t>&l11;</t></is></c></row>', prologue)
    try:
        longest = max((len(cell) for _, rows in read(laughs) for row in rows for cell in row), default=0)
    except RefusedError:
        longest = 0
    assert longest < 100


def test_a_damaged_sheet_is_told_and_the_others_are_read() -> None:
    def fill(book: Any) -> None:
        for name in ("good", "bad"):
            book.add_worksheet(name).write(0, 0, name)

    damaged = io.BytesIO()
    with zipfile.ZipFile(xlsx(fill)) as whole, zipfile.ZipFile(damaged, "w") as archive:
        for name in whole.namelist():
            archive.writestr(name, whole.read(name)[: 300 if name.endswith("sheet2.xml") else None])
    read_sheets = read(damaged)
    assert [(sheet.name, rows) for sheet, rows in read_sheets] == [("good", [["good"]]), ("bad", [])]
    assert "damaged" in read_sheets[1][0].warnings[0]


@pytest.mark.parametrize("share", [0.2, 0.6, 0.95])
def test_a_workbook_that_is_cut_off_is_refused(share: float) -> None:
    content = (DUMPS / "workbook_of_1997.xls").read_bytes()
    with pytest.raises(RefusedError, match="damaged"):
        read(io.BytesIO(content[: int(len(content) * share) // 2]))
