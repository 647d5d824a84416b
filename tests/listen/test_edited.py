"""How edited lists are read; the files in `edited/` were edited and saved by LibreOffice 7.4, as their names say.

In them a person has set statuses, owners, dates and notes, put the dates into the country's form, added a column, taken
one away, moved action_id to the front, sorted by mentions, hidden a row, put a blank row between and a title above.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import xlsxwriter

from triage.listen.edited import possible_days, read_edited
from triage.listen.sources import RefusedError
from triage.model.settings import ListenSettings
from triage.present.safe import unsafe_cell

if TYPE_CHECKING:
    from triage.model.edited import EditedList

SAVED = sorted(path.name for path in (Path(__file__).parent / "edited").glob("libreoffice_*"))


def read(path: Path) -> EditedList:
    return read_edited(path, ListenSettings(), unsafe_cell)


def written(folder: Path, content: str | bytes, name: str = "actions.csv") -> EditedList:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read(path)


def told(edited: EditedList) -> list[tuple[int, str]]:
    return [(fault.row, fault.told) for fault in edited.faults]


@pytest.mark.parametrize("name", SAVED)
def test_a_list_reads_the_same_however_libreoffice_saved_it(name: str) -> None:
    edited = read(Path(__file__).parent / "edited" / name)
    is_german = "_de" in name
    assert not edited.faults
    assert all(len(row.cells) == 40 and "terms" not in row.cells for row in edited.rows)
    rows = {row.action_id: row for row in edited.rows}
    assert [(row.number, row.action_id) for row in edited.rows] == [
        (4, "other-voices"), (5, "t000000000123"), (6, "tbbbbbbbbbbbb"), (7, "ta41e8a363e7c"), (9, "t1234567890e1"),
        (10, "t4e20fb9e5986"), (11, "tcccccccccccc"),
    ]  # fmt: skip
    assert rows["t4e20fb9e5986"].cells["status"] == ("erledigt" if is_german else "done")
    assert rows["t4e20fb9e5986"].cells["note"] == ('Anna ruft an; "morgen"' if is_german else 'Anna calls, "tomorrow"')
    assert possible_days(rows["t000000000123"].cells["due"])[-1] == dt.date(2026, 12, 3)
    assert rows["t000000000123"].cells["note"] == "-10% is what they ask"
    assert rows["tcccccccccccc"].cells["note"] == "@Miriam: +1"
    assert rows["ta41e8a363e7c"].cells["note"] == "=1+1"
    assert "\n" in rows["ta41e8a363e7c"].cells["quote"]
    assert rows["t1234567890e1"].cells["merge_into"] == "1"
    assert edited.encoding == ("cp1252" if "cp1252" in name else "")
    is_text = name.endswith((".csv", ".tsv"))
    assert edited.day_first is (is_german if is_text else None)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_any_delimiter_in_any_encoding(tmp_path: Path, delimiter: str, encoding: str) -> None:
    text = "action_id,owner,theme\nt1,Jürgen Weiß,Größe fällt aus\nt2,,Straße\n".replace(",", delimiter)
    edited = written(tmp_path, text.encode(encoding))
    assert [row.cells["owner"] for row in edited.rows] == ["Jürgen Weiß", ""]
    assert (edited.encoding == "cp1252") == (encoding == "cp1252")


def test_what_is_unicode_is_never_mended(tmp_path: Path) -> None:
    text = 'action_id,note,theme\nt1,"fÃ¼r die GrÃ¶ÃŸe",Ã¤rger\n'
    assert written(tmp_path, text).rows[0].cells["note"] == "fÃ¼r die GrÃ¶ÃŸe"
    assert written(tmp_path, text.encode("utf-16")).rows[0].cells["note"] == "fÃ¼r die GrÃ¶ÃŸe"


def test_names_of_columns_in_any_case_and_order_with_others_between(tmp_path: Path) -> None:
    edited = written(tmp_path, "my remarks,Status,Action ID, NOTE \nx,done,t1,call\n")
    assert edited.rows[0].cells == {"status": "done", "note": "call"}
    assert not edited.faults


def test_lines_above_a_repeated_header_and_blank_rows_are_no_rows_but_count(tmp_path: Path) -> None:
    text = "Actions of Wednesday,,\n\naction_id,status,theme\nt1,done,a\n,,\n\naction_id,status,theme\nt2,open,b\n"
    assert [(row.number, row.action_id) for row in written(tmp_path, text).rows] == [(4, "t1"), (8, "t2")]


def test_a_line_that_tells_excel_the_delimiter_is_no_row(tmp_path: Path) -> None:
    edited = written(tmp_path, "sep=;\r\naction_id;status;theme\r\nt1;done;a\r\n")
    assert [(row.number, row.cells["status"]) for row in edited.rows] == [(2, "done")]


def test_a_row_whose_cells_have_moved_is_told_and_left_out(tmp_path: Path) -> None:
    edited = written(tmp_path, "status,note,action_id\nopen,first, then call,t1\ndone,,t2\n,lost,\n")
    assert [row.action_id for row in edited.rows] == ["t2"]
    assert told(edited) == [
        (2, "has 4 cells where the header has 3; put quotes around cells with a delimiter"),
        (4, "has no action_id"),
    ]


def test_a_quote_that_is_not_closed_is_told(tmp_path: Path) -> None:
    edited = written(tmp_path, 'theme,note,action_id\na,"call,t1\nb,,t2\n')
    assert not edited.rows
    assert told(edited) == [(2, "has a quote that is not closed, so that rows below it are part of it")]


def test_excel_may_leave_out_empty_cells_at_the_end(tmp_path: Path) -> None:
    assert written(tmp_path, "action_id;status;note\r\nt1;done\r\n").rows[0].cells["note"] == ""


def test_of_a_column_that_stands_twice_the_first_is_read(tmp_path: Path) -> None:
    edited = written(tmp_path, "action_id,owner,owner,Notes\nt1,Ann,Bob,x\n")
    assert edited.rows[0].cells["owner"] == "Ann"
    assert told(edited) == [
        (0, "the column owner stands twice; the first was read"),
        (0, "the column 'Notes' was not read, did you mean 'note'?"),
    ]


def test_a_list_without_a_column_to_edit_is_told(tmp_path: Path) -> None:
    assert told(written(tmp_path, "action_id,theme\nt1,a\n")) == [
        (0, "has none of the columns that can be edited: status, owner, due, note, priority, merge_into")
    ]


@pytest.mark.parametrize(
    ("cells", "is_first"),
    [
        (["25/11/2026", "3/12/2026"], True),
        (["11/25/2026"], False),
        (["1/2/2026"], None),
        (["25/1/26", "1/25/26"], None),
    ],
)
def test_a_day_above_twelve_tells_the_order(tmp_path: Path, cells: list[str], is_first: bool | None) -> None:  # noqa: FBT001
    rows = "".join(f"t{number},{cell}\n" for number, cell in enumerate(cells))
    assert written(tmp_path, f"action_id,due\n{rows}").day_first is is_first


def test_dates_in_every_form() -> None:
    spelled = [
        "2026-12-01",
        "1.12.2026",
        "01.12.26",
        "Di., 1. Dez. 2026",
        "Dec 1, 2026",
        "2026-12-01T00:00:00",
        "46357",
    ]
    assert {possible_days(text) for text in spelled} == {(dt.date(2026, 12, 1),)}
    assert possible_days("12/1/2026") == (dt.date(2026, 1, 12), dt.date(2026, 12, 1))
    assert possible_days("31.2.2026") == possible_days("soon") == possible_days("") == ()


def book(path: Path, sheets: dict[str, list[list[Any]]], hidden: str = "") -> Path:
    with xlsxwriter.Workbook(path) as workbook:
        for name, rows in sheets.items():
            sheet = workbook.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
            if name == hidden:
                sheet.hide()
        workbook.get_worksheet_by_name(next(name for name in sheets if name != hidden)).activate()
    return path


def test_of_several_sheets_the_visible_one_with_action_ids_is_read(tmp_path: Path) -> None:
    old = [["action_id", "status"], ["t1", "open"]]
    sheets = {"Notes": [["theme", "who"], ["a", "b"]], "old": old, "new": [[], ["action_id", "status"], ["t2", "done"]]}
    edited = read(book(tmp_path / "a.xlsx", sheets, hidden="old"))
    assert [(row.number, row.action_id, row.cells["status"]) for row in edited.rows] == [(3, "t2", "done")]
    assert told(edited) == [(0, "the sheet 'new' was read, not 'old', which has a column action_id too")]


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ("id,text\n1,hello\n", "is no action list: its columns are id, text"),
        ("action_id\nt1\n", "is no action list: its columns are action_id"),
        (",".join(f"column {number}" for number in range(12)), "column 7 and 4 more"),
        ("Mentions of Wednesday,,\nid,text,author\n", "is no action list: its columns are id, text, author"),
        ("rank,theme,status\n1,a,open,b\n", "is no action list: its columns are rank, theme, status"),
        ('{"actions": []}', "is JSON"),
        ("| rank | theme | action_id |\n| --- | --- | --- |\n| 1 | a | t1 |\n", "is no action list"),
        ("", "is empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(64), "is a PNG picture"),
        (b"PAR1" + bytes(64), "is Parquet"),
    ],
)
def test_what_is_no_list_is_refused_with_what_was_seen(tmp_path: Path, content: str | bytes, what: str) -> None:
    with pytest.raises(RefusedError) as refused:
        written(tmp_path, content)
    assert what in refused.value.what
    assert refused.value.where.endswith("actions.csv")


def test_a_workbook_without_action_ids_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="no action list: its columns are theme, who; expected is a list that"):
        read(book(tmp_path / "a.xlsx", {"Notes": [["theme", "who"]]}))


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="is missing"):
        read(tmp_path / "none.csv")
