from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from subprocess import CompletedProcess

    Run = Callable[..., CompletedProcess[bytes]]


def sources(ran: CompletedProcess[bytes]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(ran.stdout)["sources"]
    return found


def test_every_example_is_recognised_with_all_its_rows(quick: Run, halvara: Path) -> None:
    reports = sources(quick("inspect", halvara / "night-*" / "*", "--json"))
    assert len(reports) == 15
    for report in reports:
        assert report["refused"] == ""
        assert report["rows"] == report["mentions"] + report["duplicates"] + report["rejects"] > 0
        assert sum(report["languages"].values()) == report["mentions"]
        assert {"text", "created_at"} <= set(report["mapping"])
    by_name = {report["source"].rsplit("/", 1)[-1]: report for report in reports}
    assert by_name["meltwater-2026-11-17.tsv"]["encoding"] == "utf-16-le"
    assert by_name["meltwater-2026-11-17.tsv"]["profile"] == "meltwater"
    assert by_name["brandwatch-2026-11-17.csv"]["header_row"] == 7
    assert by_name["app-store-2026-11-17.csv"]["delimiter"] == ";"
    assert by_name["app-store-2026-11-17.csv"]["date_order"] == "dmy"
    assert by_name["reddit-2026-11-18.ndjson.gz"]["compression"] == "gzip"
    assert by_name["x-search-2026-11-17.json"]["records_at"] == "data"


def test_the_table_tells_what_was_found_in_lines_that_fit(quick: Run, export: Path) -> None:
    ran = quick("inspect", export)
    lines = ran.stdout.decode().splitlines()
    assert ran.returncode == 0
    assert ran.stderr == b""
    assert "8 = 6 mentions + 1 duplicates + 1 rejects" in ran.stdout.decode()
    assert max(map(len, lines[1:])) <= 80
    assert b"\x1b" not in ran.stdout


def test_json_is_the_same_by_either_name(quick: Run, export: Path) -> None:
    assert quick("inspect", export, "--json").stdout == quick("inspect", export, "-f", "json").stdout


def test_a_refused_file_is_shown_among_good_ones(quick: Run, export: Path) -> None:
    ran = quick("inspect", export, "none.csv", "--json")
    assert ran.returncode == 0
    assert {report["source"]: report["refused"] for report in sources(ran)} == {
        str(export): "",
        "none.csv": "is missing",
    }


def test_columns_without_a_text_are_named_with_the_mapping_that_would_help(quick: Run, here: Path) -> None:
    (here / "odd.csv").write_text("when,number\n2026-11-17,3\n2026-11-18,4\n", encoding="utf-8")
    ran = quick("inspect", "odd.csv")
    assert (ran.returncode, ran.stdout) == (4, b"")
    assert "columns are when, number; say --map text=" in ran.stderr.decode()


def test_a_mapping_is_obeyed(quick: Run, here: Path) -> None:
    (here / "odd.csv").write_text("aa,bb\nfirst,second\n", encoding="utf-8")
    [report] = sources(quick("inspect", "odd.csv", "--map", "text=bb", "--json"))
    assert report["mapping"]["text"] == "bb"


def test_standard_input_is_inspected(quick: Run, export: Path) -> None:
    [report] = sources(quick("inspect", "-", "--json", stdin=export.read_bytes()))
    assert (report["source"], report["rows"]) == ("-", 8)


def test_a_header_alone_is_no_error(quick: Run, here: Path) -> None:
    (here / "header.csv").write_text("id,text,created_at\n", encoding="utf-8")
    [report] = sources(quick("inspect", "header.csv", "--json"))
    assert (report["rows"], report["refused"]) == (0, "")


def test_each_field_is_told_with_its_column_how_sure_and_how_full_it_is(quick: Run, export: Path) -> None:
    [report] = sources(quick("inspect", export, "--json"))
    assert set(report["field_confidence"]) == set(report["filled"]) == set(report["examples"]) == set(report["mapping"])
    assert report["field_confidence"]["text"] == report["confidence"] == 0.95
    assert report["filled"]["text"] == 0.875
    assert report["reject_reasons"] == {"no text": 1}
    assert report["unused"] == []


def test_the_preview_shows_as_many_mentions_as_asked_for_and_steers_no_terminal(quick: Run, export: Path) -> None:
    [report] = sources(quick("inspect", export, "--rows", 2, "--json"))
    assert [mention["mention_id"] for mention in report["preview"]] == ["1", "2"]
    shown = quick("inspect", export, "--rows", 6).stdout
    assert b"HYPERLINK" in shown
    assert b"\x1b" not in shown
    assert b"bricked my coffee" not in quick("inspect", export, "--rows", 0).stdout.replace(b"for example", b"")[-200:]


def test_what_may_hurt_is_told_before_it_does(quick: Run, here: Path) -> None:
    rows = "".join(
        f"{number},{'' if number % 5 < 2 else f'Il treno {number} era in ritardo oggi'}\n" for number in range(20)
    )
    (here / "bare.csv").write_text(f"id,text\n{rows}", encoding="utf-8")
    [report] = sources(quick("inspect", "bare.csv", "--json"))
    told = " ".join(report["warnings"])
    assert "40 % of the rows have no text (the vendor may not export it)" in told
    assert "no column of dates was found" in told
    assert "no column of authors was found" in told
    assert "no text is in a language that can be scored" in told
