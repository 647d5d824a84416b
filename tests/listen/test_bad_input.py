"""What the contract's table says of bad input, line by line."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import json
import os
import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import xlsxwriter
from typer.testing import CliRunner

from triage.cli.app import app
from triage.listen import read_mentions, read_table
from triage.model.errors import NothingUsableError
from triage.model.settings import ListenSettings

if TYPE_CHECKING:
    from collections.abc import Callable

    from typer.testing import Result

    from triage.frames import MentionFrame

HEADER = "id,created_at,author,text\n"
ROWS = (
    "1,2026-01-02T10:00:00Z,ann,Grüße – die App stürzt ab\n2,2026-01-02T11:00:00Z,bob,“Refund, please”\n".replace(
        "“Refund, please”", '"Refund, please"'
    )
    + "3,2026-01-03T09:30:00Z,eva,schon wieder zu spät\n"
)
TEXTS = ["Grüße – die App stürzt ab", "Refund, please", "schon wieder zu spät"]
PAGE = "<!DOCTYPE html><html><body>Please sign in</body></html>"
DUMPS = Path(__file__).parents[1] / "dumps"
full = pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full here")  # noqa: PTH110 - a decorator


@pytest.fixture(name="write")
def _write(tmp_path: Path) -> Callable[[str, str | bytes], Path]:
    def write(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


@pytest.fixture(name="run")
def _run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Runs the command line in an empty folder."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)

    def run(*arguments: object) -> Result:
        result = CliRunner().invoke(app, [str(argument) for argument in arguments])
        assert result.exception is None or isinstance(result.exception, SystemExit)
        return result

    return run


def read(path: Path, **limits: int) -> MentionFrame:
    """Reads one file, and checks that no row of it is lost."""
    frame = read_mentions(path, settings=ListenSettings(**limits))  # type: ignore[arg-type]  # limits are all int
    report = frame.attrs["sources"][0]
    assert report.rows == report.mentions + report.duplicates + report.rejects
    assert (report.mentions, report.rejects) == (len(frame), len(frame.attrs["rejects"]))
    return frame


def texts(path: Path) -> list[str]:
    return [str(text) for text in read(path)["text"]]


# missing file, empty file, folder without exports: named, the others go on, exit 4 if nothing is left


def test_missing_and_empty_sources_are_named_while_the_others_go_on(
    run: Callable[..., Result], write: Callable[..., Path], tmp_path: Path
) -> None:
    write("folder/notes.doc", "x")
    bad = [tmp_path / "none.csv", write("empty.csv", ""), write("blank.csv", " \r\n\r\n"), tmp_path / "folder"]
    done = run("run", *bad, write("good.csv", HEADER + ROWS), "-o", "list.csv")
    assert done.exit_code == 0
    for name, said in zip(bad, ("is missing", "is empty", "is empty", "folder without exports"), strict=True):
        assert f"{name}: {said}" in done.stderr
    assert "3 rows read = 3 mentions" in done.stderr


def test_nothing_left_is_exit_4(run: Callable[..., Result], write: Callable[..., Path], tmp_path: Path) -> None:
    done = run("run", tmp_path / "none.csv", write("empty.csv", ""), "-o", "list.csv")
    assert (done.exit_code, done.stdout) == (4, "")
    assert "none.csv: is missing" in done.stderr
    assert "empty.csv: is empty" in done.stderr
    assert not Path("list.csv").exists()


# a header without rows, an empty array: an empty night


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("header.csv", HEADER),
        ("header_without_end.csv", HEADER.strip()),
        ("array.json", "[]"),
        ("envelope.json", '{"data": [], "meta": {"result_count": 0}}'),
    ],
)
def test_an_export_without_rows_is_an_empty_night(
    run: Callable[..., Result], write: Callable[..., Path], action_columns: list[str], name: str, content: str
) -> None:
    done = run("run", write(name, content), "-o", "list.csv")
    assert done.exit_code == 0, done.stderr
    assert Path("list.csv").read_text().splitlines()[0].split(",") == action_columns


# a web page, a picture, a PDF under an export's name


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (PAGE.encode(), "is a web page, perhaps a login page"),
        (PAGE.encode("utf-16"), "is a web page, perhaps a login page"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "is a PNG picture"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF\0", "is a JPEG picture"),
        (b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", "is a PDF"),
        (bytes(range(1, 256)) * 40, "is binary data, no text"),
    ],
)
@pytest.mark.parametrize("name", ["export.csv", "export.json", "export.tsv"])
def test_what_is_no_export_is_refused_by_its_kind(
    write: Callable[..., Path], name: str, content: bytes, what: str
) -> None:
    with pytest.raises(NothingUsableError, match=what):
        read_mentions(write(name, content))


def test_gzip_under_csv_is_read_for_what_it_is(write: Callable[..., Path]) -> None:
    assert texts(write("export.csv", gzip.compress((HEADER + ROWS).encode()))) == TEXTS


def test_bzip2_under_csv_is_read_for_what_it_is(write: Callable[..., Path]) -> None:
    assert texts(write("export.csv", bz2.compress((HEADER + ROWS).encode()))) == TEXTS


def test_a_workbook_under_csv_is_read_for_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        for place, line in enumerate(csv.reader((HEADER + ROWS).splitlines())):
            sheet.write_row(place, 0, line)
    assert texts(path) == TEXTS


def test_a_zip_archive_under_csv_is_read_for_what_it_is(write: Callable[..., Path]) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("inside.csv", HEADER + ROWS)
    assert texts(write("export.csv", packed.getvalue())) == TEXTS


# wrong, mixed or unknown encoding, NUL bytes, UTF-16 with or without mark


@pytest.mark.parametrize(
    "encoding",
    [
        "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "cp1252", "mac-roman",
    ],
)  # fmt: skip
def test_every_usual_encoding_is_read_and_named(write: Callable[..., Path], encoding: str) -> None:
    path = write("export.csv", (HEADER + ROWS).encode(encoding))
    assert texts(path) == TEXTS
    assert read_table(path)["text"].tolist() == TEXTS
    assumed = read(path).attrs["sources"][0].encoding
    assert assumed.replace("-", "").startswith(encoding.replace("-", "").removesuffix("sig"))


def test_a_code_page_of_dos_is_read(write: Callable[..., Path]) -> None:
    content = (HEADER + ROWS).replace("–", "-").encode("cp850")
    assert texts(write("export.csv", content)) == [text.replace("–", "-") for text in TEXTS]


def test_an_encoding_that_changes_inside_the_file_is_read_and_told(write: Callable[..., Path]) -> None:
    more = ROWS.replace("1,2026", "4,2027").replace("2,2026", "5,2027").replace("3,2026", "6,2027")
    frame = read(write("export.csv", (HEADER + ROWS).encode() + more.encode("cp1252")))
    assert frame["text"].tolist() == TEXTS * 2
    assert any("cp1252" in warning for warning in frame.attrs["sources"][0].warnings)


def test_undecodable_bytes_are_replaced_and_counted(write: Callable[..., Path]) -> None:
    content = (HEADER + ROWS).encode().replace(b"spa", b"sp").replace("ä".encode(), b"\xff", 1)
    report = read(write("export.csv", content)).attrs["sources"][0]
    assert texts(write("export.csv", content))[-1].count("\ufffd") == report.undecodable == 1
    assert any("became U+FFFD" in warning for warning in report.warnings)


def test_zero_bytes_are_dropped_and_told(write: Callable[..., Path]) -> None:
    frame = read(write("export.csv", (HEADER + ROWS).encode().replace(b"App", b"A\0pp") + b"\0\0"))
    assert frame["text"].tolist() == TEXTS
    assert "3 NUL characters were dropped" in frame.attrs["sources"][0].warnings


# preamble or footer rows, several tables, no header, two header rows, ragged rows, stray quotes


@pytest.mark.parametrize(
    ("content", "mentions", "rejects"),
    [
        (f"Report:,Mentions\nBrand:,Halvara\n\n{HEADER}{ROWS}", 3, 0),
        (f"sep=,\n{HEADER}{ROWS}", 3, 0),
        (f"{HEADER}{ROWS}\nTotal,3\n", 3, 1),
        (f"{HEADER}{ROWS}\n\nchannel,mentions\nx,2\nforum,1\n", 3, 3),
        (ROWS, 3, 0),
        (f",,Author,Post\n{HEADER}{ROWS}", 3, 0),
        (f"{HEADER}{ROWS}4,2026-01-04,gus,good,bad,ugly,more\n", 3, 1),
        (f'{HEADER}{ROWS}4,2026-01-04,gus,"so bad\n5,2026-01-04,fay,fine again\n', 5, 0),
    ],
    ids=["preamble", "sep line", "footer", "two tables", "no header", "two header rows", "ragged row", "stray quote"],
)  # fmt: skip
def test_the_table_is_found_and_what_cannot_be_placed_is_a_reject_with_its_number(
    write: Callable[..., Path], content: str, mentions: int, rejects: int
) -> None:
    frame = read(write("export.csv", content))
    assert frame["text"].tolist()[:3] == TEXTS
    assert (len(frame), len(frame.attrs["rejects"])) == (mentions, rejects)
    lines = content.splitlines()
    for reject in frame.attrs["rejects"]:
        assert lines[reject.row - 1].startswith(reject.content[:20])


# truncated JSON, one bad line in NDJSON, nesting of 100,000, NaN, duplicate keys, huge numbers


@pytest.mark.parametrize(
    ("name", "content", "kept", "rejected"),
    [
        ("cut.json", '[{"id":"1","text":"late"},{"id":"2","text":"la', ["late"], 1),
        ("cut.json", '{"data":[{"id":"1","text":"late"},{"id":"2","te', ["late"], 1),
        ("lines.ndjson", '{"id":"1","text":"late"}\n{"id": bad}\n{"id":"3","text":"again"}\n', ["late", "again"], 1),
        ("deep.json", '[{"id":"1","text":"late"},{"id":"2","x":' + "[" * 100_000 + "]" * 100_000 + "}]", ["late"], 1),
        ("nan.json", '[{"id":"1","text":"late","likes":NaN},{"id":"2","text":"again","likes":-Infinity}]',
         ["late", "again"], 0),
        ("keys.json", '[{"id":"1","text":"early","text":"late"}]', ["late"], 0),
        ("huge.json", '[{"id":"1","text":"late","likes":' + "9" * 5_000 + "}]", ["late"], 0),
        ("exponent.json", '[{"id":"1","text":"late","likes":1e999}]', ["late"], 0),
    ],
    ids=["cut array", "cut object", "bad line", "deep", "NaN", "duplicate keys", "huge number", "huge exponent"],
)  # fmt: skip
def test_of_broken_json_the_whole_records_are_kept_and_the_rest_is_rejected_with_a_reason(
    write: Callable[..., Path], name: str, content: str, kept: list[str], rejected: int
) -> None:
    frame = read(write(name, content))
    assert sorted(frame["text"]) == sorted(kept)
    assert len(frame.attrs["rejects"]) == rejected
    assert all(reject.row > 0 and reject.reason for reject in frame.attrs["rejects"])


# no text column found


def test_no_text_column_is_exit_4_with_the_columns_and_the_map_that_would_help(
    run: Callable[..., Result], write: Callable[..., Path]
) -> None:
    done = run("run", write("counts.csv", "day,likes,shares\n2026-01-02,3,4\n2026-01-03,5,6\n"))
    assert (done.exit_code, done.stdout) == (4, "")
    for word in ("day", "likes", "shares", "--map text="):
        assert word in done.stderr


# dates that could be day-first or month-first


@pytest.mark.parametrize(
    ("dates", "order", "months"),
    [
        (["03/04/2026", "13/04/2026"], "dmy", [4, 4]),
        (["03/04/2026", "04/13/2026"], "mdy", [3, 4]),
        (["03.04.2026", "25.04.2026"], "dmy", [4, 4]),
    ],
)
def test_the_order_of_dates_is_decided_from_all_rows_and_shown_by_inspect(
    run: Callable[..., Result], write: Callable[..., Path], dates: list[str], order: str, months: list[int]
) -> None:
    for turned in (dates, dates[::-1]):
        rows = "".join(f"{row},{date},late {row}\n" for row, date in enumerate(turned))
        path = write("export.csv", f"id,date,text\n{rows}")
        frame = read(path)
        assert sorted(frame["created_at"].dt.month) == months
        assert frame.attrs["sources"][0].date_order == order
    shown = json.loads(run("inspect", path, "--json").stdout)
    assert order in json.dumps(shown)


def test_an_order_that_cannot_be_decided_is_warned_of_and_can_be_set(write: Callable[..., Path]) -> None:
    path = write("export.csv", "id,date,text\n1,03/04/2026,late\n2,05/06/2026,again\n")
    assert any("date" in warning for warning in read(path).attrs["sources"][0].warnings)
    for order, month in (("dmy", 4), ("mdy", 3)):
        frame = read_mentions(path, settings=ListenSettings(date_order=order))
        assert frame["created_at"].min().month == month


# ids mangled by a spreadsheet


def test_ids_that_a_spreadsheet_mangled_are_not_used(write: Callable[..., Path]) -> None:
    frame = read(write("export.csv", "id,author,text\n1.23E+17,ann,late\n1.23E+17,bob,again\n"))
    assert len(frame) == len(set(frame["mention_id"])) == 2
    assert not any("E+" in str(mention_id) for mention_id in frame["mention_id"])
    assert any("spreadsheet" in warning for warning in frame.attrs["sources"][0].warnings)


# a 100 MB cell, a gzip or zip bomb, a path that leaves the archive


@pytest.mark.slow
def test_a_cell_of_100_megabytes_is_a_reject_with_the_limits_name(write: Callable[..., Path]) -> None:
    frame = read(write("export.csv", f"{HEADER}9,2026-01-01,gus,{'a' * 100_000_000}\n{ROWS}"))
    assert frame["text"].tolist() == TEXTS
    assert ["max_cell_chars" in reject.reason for reject in frame.attrs["rejects"]] == [True]


def test_a_cell_over_a_limit_that_was_set_is_a_reject(write: Callable[..., Path]) -> None:
    frame = read(write("export.csv", f"{HEADER}9,2026-01-01,gus,{'a' * 5_000}\n{ROWS}"), max_cell_chars=1_000)
    assert frame["text"].tolist() == TEXTS
    assert "max_cell_chars" in frame.attrs["rejects"][0].reason


def test_a_gzip_bomb_is_refused_with_the_limits_name(write: Callable[..., Path]) -> None:
    bomb = gzip.compress(HEADER.encode() + b"1,2026-01-01,gus," + b"a" * 150_000_000)
    with pytest.raises(NothingUsableError, match="max_expansion"):
        read_mentions(write("export.csv.gz", bomb))


def test_a_zip_bomb_is_refused_with_the_limits_name(write: Callable[..., Path]) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inside.csv", HEADER + "a" * 150_000_000)
    with pytest.raises(NothingUsableError, match="max_expansion"):
        read_mentions(write("export.zip", packed.getvalue()))


def test_a_path_that_leaves_the_archive_is_refused_and_nothing_is_written(
    write: Callable[..., Path], tmp_path: Path
) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("../outside.csv", HEADER + ROWS)
    path = write("inner/export.zip", packed.getvalue())
    with pytest.raises(NothingUsableError) as refused:
        read_mentions(path)
    assert re.search("leaves|outside|path", str(refused.value).rpartition("export.zip: ")[2])
    assert sorted(one.name for one in tmp_path.rglob("*.csv")) == []


# disk full, read-only folder, locked store: exit 5, nothing half-written


@full
def test_a_full_disk_is_exit_5(run: Callable[..., Result], write: Callable[..., Path]) -> None:
    Path("full.csv").symlink_to("/dev/full")
    done = run("run", write("export.csv", HEADER + ROWS), "-o", "full.csv")
    assert done.exit_code == 5
    assert "full.csv: it could not be written: No space left on device" in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="folders that are closed as POSIX has them")
def test_a_read_only_folder_is_exit_5_with_nothing_half_written(
    run: Callable[..., Result], write: Callable[..., Path]
) -> None:
    folder = Path("closed")
    folder.mkdir(mode=0o500)
    if os.access(folder, os.W_OK):
        folder = Path("/proc/self")  # closed to the superuser as well
    before = sorted(folder.iterdir())
    done = run("run", write("export.csv", HEADER + ROWS), "-o", folder / "list.csv")
    assert done.exit_code == 5
    assert sorted(folder.iterdir()) == before


def test_a_store_that_cannot_be_written_is_exit_5(run: Callable[..., Result], write: Callable[..., Path]) -> None:
    done = run("run", write("export.csv", HEADER + ROWS), "--store", "missing/folder/nights.db", "-o", "list.csv")
    assert done.exit_code == 5
    assert not Path("list.csv").exists()
