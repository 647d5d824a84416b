from __future__ import annotations

import csv
import gzip
import io
import json
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd
import pytest
from rich.cells import cell_len
from typer.testing import CliRunner

from triage.cli.app import app

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from subprocess import CompletedProcess

    Run = Callable[..., CompletedProcess[bytes]]

ENDINGS = ("csv", "tsv", "json", "jsonl", "md", "parquet")


def table(data: bytes, delimiter: str = ",") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=delimiter))


class Night(NamedTuple):
    """Everything that one run over all examples wrote."""

    ran: CompletedProcess[bytes]
    folder: Path
    actions: list[dict[str, str]]
    mentions: list[dict[str, str]]
    summary: dict[str, Any]


@pytest.fixture(scope="module")
def night(triage: Run, halvara: Path, tmp_path_factory: pytest.TempPathFactory) -> Night:
    folder = tmp_path_factory.mktemp("night")
    lists = [word for ending in ENDINGS for word in ("-o", folder / f"actions.{ending}")]
    also = ["-m", folder / "mentions.csv", "--rejects", folder / "rejects.csv", "--summary", folder / "night.json"]
    ran = triage("run", *sorted(halvara.glob("night-*")), *lists, *also, "-f", "table", COLUMNS="80")
    assert ran.returncode == 0, ran.stderr
    return Night(
        ran,
        folder,
        table((folder / "actions.csv").read_bytes()),
        table((folder / "mentions.csv").read_bytes()),
        json.loads((folder / "night.json").read_text(encoding="utf-8")),
    )


@pytest.fixture(scope="module")
def plain(reviews: Path) -> list[dict[str, str]]:
    """The list of the reviews without any option."""
    return table(CliRunner().invoke(app, ["run", str(reviews), "-q"]).stdout_bytes)


def test_the_list_holds_the_promised_columns_in_their_order(night: Night, action_columns: list[str]) -> None:
    assert list(night.actions[0]) == action_columns


def test_each_format_holds_the_same_list(night: Night) -> None:
    wanted = [(row["action_id"], row["theme"]) for row in night.actions]
    tsv = table((night.folder / "actions.tsv").read_bytes(), "\t")
    whole = json.loads((night.folder / "actions.json").read_bytes())["actions"]
    lines = [json.loads(line) for line in (night.folder / "actions.jsonl").read_bytes().splitlines()]
    parquet = pd.read_parquet(night.folder / "actions.parquet").to_dict("records")
    for rows in (tsv, whole, lines, parquet):
        assert [(row["action_id"], row["theme"]) for row in rows] == wanted
        assert [int(row["rank"]) for row in rows] == list(range(1, len(wanted) + 1))
    assert f"{night.summary['mentions']:,} mentions" in (night.folder / "actions.md").read_text(encoding="utf-8")


def test_rows_read_are_mentions_duplicates_rejects_and_left_out(night: Night) -> None:
    counts = night.summary
    parts = ("mentions", "duplicates", "rejects")
    assert counts["rows_read"] == sum(counts[part] for part in (*parts, "left_out")) > 0
    for source in counts["sources"]:
        assert source["rows"] == sum(source[part] for part in parts) > 0
    assert counts["rows_read"] == sum(source["rows"] for source in counts["sources"])
    assert len(table((night.folder / "rejects.csv").read_bytes())) == counts["rejects"]


def test_every_mention_is_in_the_list(night: Night) -> None:
    assert len(night.mentions) == night.summary["mentions"] == sum(int(row["mentions"]) for row in night.actions)
    in_theme = pd.Series([row["action_id"] for row in night.mentions]).value_counts().to_dict()
    assert in_theme == {row["action_id"]: int(row["mentions"]) for row in night.actions}
    assert night.actions[-1]["theme"] == "other voices"


def test_the_points_add_up_to_the_score(night: Night) -> None:
    for row in night.actions:
        points = sum(float(cell) for name, cell in row.items() if name.endswith("_points"))
        assert points == pytest.approx(float(row["score"]), abs=0.01)


def test_standard_error_says_what_was_written_with_the_counts(night: Night) -> None:
    counts = night.summary
    said = night.ran.stderr.decode()
    assert f"{counts['rows_read']:,} rows read = {counts['mentions']:,} mentions" in said
    for ending in ENDINGS:
        assert f"actions.{ending}: {len(night.actions):,} actions" in said
    assert "Traceback" not in said


def test_hostile_mentions_steer_no_terminal(night: Night) -> None:
    raw = (night.folder / "mentions.csv").read_bytes()
    assert "script" in raw.decode()  # the example holds attacks
    for data in (raw, night.ran.stdout, night.ran.stderr, (night.folder / "actions.md").read_bytes()):
        assert b"\x1b" not in data
    numbers = {"polarity", "sentiment"}
    formulas = [
        value
        for row in (*night.actions, *night.mentions)
        for name, value in row.items()
        if value.startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")) and name not in numbers
    ]
    assert formulas == []


def test_no_line_of_the_table_is_wider_than_the_terminal(night: Night) -> None:
    assert 0 < max(map(cell_len, night.ran.stdout.decode().splitlines())) <= 80


def test_a_wide_terminal_shows_more(quick: Run, reviews: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    wide = quick("run", reviews, "-f", "table").stdout.decode()
    assert "quote" in wide
    assert 80 < max(map(cell_len, wide.splitlines())) <= 200


def test_a_pipe_gets_csv_with_nothing_else(quick: Run, export: Path, action_columns: list[str]) -> None:
    ran = quick("run", export)
    assert ran.returncode == 0
    assert ran.stdout.split(b"\r\n")[0].decode() == ",".join(action_columns)
    assert sum(int(row["mentions"]) for row in table(ran.stdout)) == 6
    assert ran.stderr.decode().splitlines()[-1] == "8 rows read = 6 mentions + 1 duplicates + 1 rejects"


@pytest.mark.parametrize("form", ["csv", "tsv", "json", "jsonl", "md"])
def test_a_format_for_standard_output_is_that_of_the_file(quick: Run, export: Path, form: str) -> None:
    ran = quick("run", export, "-q", "-f", form, "-o", f"actions.{form}")
    assert ran.returncode == 0
    assert ran.stdout == (export.parent / f"actions.{form}").read_bytes() != b""


def test_a_file_alone_leaves_standard_output_empty(quick: Run, export: Path) -> None:
    assert quick("run", export, "-o", "actions.csv").stdout == b""


def test_a_dash_is_standard_output(quick: Run, export: Path) -> None:
    plain = quick("run", export, "-q").stdout
    assert quick("run", export, "-q", "-o", "-").stdout == plain
    assert quick("run", export, "-q", "-o", "-", "-o", "actions.csv").stdout == plain
    assert quick("run", export, "-q", "-o", "-", "-f", "json").stdout.startswith(b"{")
    assert quick("run", export, "-q", "-o", "-", "-f", "table").stdout.startswith(b"2026-11-19 13:00 UTC")


def test_mentions_on_standard_output_come_without_the_list(quick: Run, export: Path) -> None:
    rows = table(quick("run", export, "-q", "-m", "-").stdout)
    assert sorted(row["mention_id"] for row in rows) == ["1", "2", "3", "4", "5", "6"]
    lines = quick("run", export, "-q", "-m", "-", "-f", "jsonl").stdout.splitlines()
    assert [json.loads(line)["mention_id"] for line in lines] == [row["mention_id"] for row in rows]


def test_rejects_name_file_row_and_reason(quick: Run, export: Path) -> None:
    quick("run", export, "-q", "--rejects", "rejects.csv")
    [row] = table((export.parent / "rejects.csv").read_bytes())
    assert (row["source"], row["row"], row["reason"]) == (str(export), "9", "no text")


def test_quiet_says_nothing(quick: Run, export: Path) -> None:
    assert quick("run", export, "--quiet", "-o", "actions.csv").stderr == b""


def test_columns_are_those_asked_for(quick: Run, export: Path) -> None:
    assert quick("run", export, "-q", "--columns", "theme,rank").stdout.split(b"\r\n")[0] == b"theme,rank"
    short = quick("run", export, "-q", "--columns", "short").stdout.split(b"\r\n")[0].decode()
    assert short == (
        "rank,priority,score,action,theme,owner,due,mentions,negative,trend,why,next_step,quote,url,action_id"
    )


def test_top_shows_the_first_actions_with_the_other_voices(
    quick: Run, reviews: Path, plain: list[dict[str, str]]
) -> None:
    top = table(quick("run", reviews, "-q", "--top", "2").stdout)
    assert top[:2] == plain[:2]
    assert top[2:] == [row for row in plain[-1:] if row["theme"] == "other voices"]
    assert table(quick("run", reviews, "-q", "--top", "1000").stdout) == plain


def test_what_is_below_min_mentions_joins_the_other_voices_unless_it_is_a_risk(
    quick: Run, reviews: Path, plain: list[dict[str, str]]
) -> None:
    few = table(quick("run", reviews, "-q", "--min-mentions", "1000").stdout)
    assert [row["theme"] for row in few if not row["risk"]][-1:] == ["other voices"]
    assert len([row for row in few if not row["risk"]]) == 1 < len(plain)
    assert sum(int(row["mentions"]) for row in few) == sum(int(row["mentions"]) for row in plain) == 49


@pytest.mark.parametrize(
    ("options", "kept"),
    [
        (["--since", "2026-11-18"], "23456"),
        (["--since", "2026-11-18T10:00+01:00"], "23456"),
        (["--until", "2026-11-19"], "124"),
        (["--since", "2026-11-18", "--until", "2026-11-19"], "24"),
        (["--as-of", "2026-11-18T11:00Z"], "124"),
        (["--language", "de"], "45"),
        (["--language", "DE", "--language", "en"], "123456"),
        (["--channel", "reddit", "--channel", "forum"], "24"),
        (["--channel", "myspace"], ""),
    ],
)
def test_mentions_outside_are_left_out_with_a_count(quick: Run, export: Path, options: list[str], kept: str) -> None:
    ran = quick("run", export, *options, "-m", "mentions.csv", "--summary", "night.json")
    assert ran.returncode == 0
    ids = [row["mention_id"] for row in table((export.parent / "mentions.csv").read_bytes())]
    counts = json.loads((export.parent / "night.json").read_text(encoding="utf-8"))
    assert sorted(ids) == list(kept)
    assert (counts["rows_read"], counts["mentions"], counts["left_out"]) == (8, len(kept), 6 - len(kept))
    assert len(kept) == 6 or f"{6 - len(kept)} left out by the options" in ran.stderr.decode()


def test_as_of_is_the_instant_of_the_night(quick: Run, export: Path) -> None:
    quick("run", export, "-q", "--as-of", "2026-12-01T01:00+01:00", "--summary", "night.json")
    assert json.loads((export.parent / "night.json").read_text(encoding="utf-8"))["as_of"] == "2026-12-01T00:00:00Z"


def test_a_mapping_puts_a_column_in_its_field(quick: Run, here: Path) -> None:
    (here / "odd.csv").write_text("aa,bb\nfirst mention,second text\n", encoding="utf-8")
    rows = table(quick("run", "odd.csv", "-q", "--map", "text=bb", "--map", "author=aa", "-m", "-").stdout)
    assert [(row["text"], row["author"]) for row in rows] == [("second text", "first mention")]


def test_spreadsheets_get_a_mark_of_utf_8_with_their_own_decimal_sign(
    quick: Run, reviews: Path, plain: list[dict[str, str]]
) -> None:
    us = quick("run", reviews, "-q", "--spreadsheet", "us").stdout
    de = quick("run", reviews, "-q", "--spreadsheet", "de").stdout
    assert us.startswith(b"\xef\xbb\xbf")
    assert de.startswith(b"\xef\xbb\xbf")
    assert table(us) == plain
    german = table(de, ";")
    assert [row["score"] for row in german] == [row["score"].replace(".", ",") for row in plain]
    assert [row["theme"] for row in german] == [row["theme"] for row in plain]


def test_the_language_changes_why_and_next_step_alone(quick: Run, reviews: Path, plain: list[dict[str, str]]) -> None:
    german = table(quick("run", reviews, "-q", "--lang", "de").stdout)
    for one, other in zip(plain, german, strict=True):
        changed = {name for name in one if one[name] != other[name]}
        assert changed == {"why", "next_step"}


def test_a_team_gets_actions_with_due_dates(quick: Run, reviews: Path, plain: list[dict[str, str]]) -> None:
    assert {row["owner"] + row["due"] for row in plain} == {""}
    quick("init", "-q")
    rows = table(quick("run", reviews, "-q", "--team", "team.csv").stdout)
    owned = [row for row in rows if row["owner"]]
    assert owned
    assert {row["owner"] for row in owned} <= {
        "Anna Brandt", "Ben Okafor", "Chloe Martin", "David Weiss", "Eva Lindqvist"
    }  # fmt: skip
    assert all("2026-11-18" <= row["due"] <= "2026-11-24" for row in owned)
    assert all(row["due"] == "" for row in rows if not row["owner"])
    assert rows[: len(owned)] == owned  # what nobody can do tonight stands below
    assert sorted(row["action_id"] for row in rows) == sorted(row["action_id"] for row in plain)
    shown = quick("run", reviews, "-q", "--team", "team.csv", "-f", "table").stdout.decode()
    assert len(owned) == len(rows) - 1 or "left undone tonight" in shown


def test_a_budget_gives_out_no_more_than_its_minutes(quick: Run, export: Path) -> None:
    quick("init", "-q")
    many, all_of_it, few = (
        [row["owner"] for row in table(quick("run", export, "-q", "--team", "team.csv", *budget).stdout)]
        for budget in ([], ["--budget", "all"], ["--budget", "1"])
    )
    assert many == all_of_it
    assert sum(map(bool, few)) < sum(map(bool, many))


def test_standard_input_is_read_plain_and_zipped(quick: Run, export: Path) -> None:
    plain = quick("run", export, "-q").stdout
    assert quick("run", "-", "-q", stdin=export.read_bytes()).stdout == plain
    assert quick("run", "-", "-q", stdin=gzip.compress(export.read_bytes())).stdout == plain
    (export.parent / "export.csv.gz").write_bytes(gzip.compress(export.read_bytes()))
    assert quick("run", "export.csv.gz", "-q").stdout == plain


def test_a_header_without_rows_is_an_empty_night(quick: Run, here: Path, action_columns: list[str]) -> None:
    (here / "header.csv").write_text("id,text,created_at\n", encoding="utf-8")
    (here / "array.json").write_text("[]", encoding="utf-8")
    for source in ("header.csv", "array.json"):
        ran = quick("run", source, "--fail-on", "P4")
        assert (ran.returncode, ran.stdout.decode()) == (0, ",".join(action_columns) + "\r\n")
        assert ran.stderr == b"0 rows read = 0 mentions\n"


@pytest.mark.parametrize("form", ["tsv", "json", "jsonl", "md", "table"])
def test_an_empty_night_has_every_format(quick: Run, here: Path, form: str) -> None:
    (here / "header.csv").write_text("id,text,created_at\n", encoding="utf-8")
    assert quick("run", "header.csv", "-q", "-f", form, "-m", "m.parquet", "-o", "a.parquet").returncode == 0
    assert len(pd.read_parquet(here / "a.parquet")) == len(pd.read_parquet(here / "m.parquet")) == 0


def test_an_edited_list_is_kept_beside_the_new_one(quick: Run, export: Path) -> None:
    quick("run", export, "-o", "actions.csv")
    kept = export.parent / "actions.csv.~1~"
    first = (export.parent / "actions.csv").read_bytes()
    quick("run", export, "-o", "actions.csv")
    assert not kept.exists()  # the same bytes need no second copy
    edited = first.replace(b",open,", b",done,")
    (export.parent / "actions.csv").write_bytes(edited)
    assert (
        "kept the list that was there as actions.csv.~1~" in quick("run", export, "-o", "actions.csv").stderr.decode()
    )
    assert kept.read_bytes() == edited
    assert (export.parent / "actions.csv").read_bytes() == first


def test_what_a_night_wrote_is_not_read_the_next_night(quick: Run, export: Path) -> None:
    quick("run", export, "-q", "-o", "actions.csv", "-m", "mentions.csv", "--rejects", "rejects.csv")
    said = quick("run", ".", "-o", "actions.csv", "-m", "mentions.csv").stderr.decode()
    assert "actions.csv: is an action list that triage wrote" in said
    assert "mentions.csv: is a mentions file that triage wrote" in said
    assert "rejects.csv: is a file of rejects that triage wrote" in said
    assert "8 rows read = 6 mentions + 1 duplicates + 1 rejects" in said


@pytest.mark.parametrize("option", ["-o", "-m", "--rejects", "--summary"])
def test_an_export_is_never_written_over(quick: Run, export: Path, option: str) -> None:
    before = export.read_bytes()
    ran = quick("run", export, option, "./export.csv")
    assert ran.returncode == 2
    assert "never written over" in ran.stderr.decode()
    assert export.read_bytes() == before


def test_verbose_says_every_assumption(quick: Run, here: Path) -> None:
    for number in range(13):
        (here / f"{number}.csv").write_text(f"text,date\nmention {number},17.11.2026 08:00\n", encoding="utf-8")
    assert "were read as UTC" not in quick("run", ".").stderr.decode()
    assert "12.csv: times without a zone were read as UTC" in quick("run", ".", "-v").stderr.decode()


def test_what_is_not_about_the_brand_is_set_aside_and_said(tmp_path: Path) -> None:
    export, listed = tmp_path / "posts.csv", tmp_path / "mentions.csv"
    export.write_text(
        "id,text\n1,Halvara lost my bag\n2,Halvara lost my bag again\n3,a nice sunset\n", encoding="utf-8"
    )
    result = CliRunner().invoke(app, ["run", str(export), "--brand", "halvara", "-m", str(listed), "-f", "csv"])
    assert result.exit_code == 0, result.stderr
    assert "3 rows read = 3 mentions\n1 of the mentions set aside as not about the brands\n" in result.stderr
    assert [row["set_aside"] for row in table(listed.read_bytes())] == ["", "", "does not name the brand"]


def test_a_brand_without_a_letter_is_a_usage_error(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["run", str(tmp_path), "--brand", "!!"])
    assert result.exit_code == 2
    assert "--brand" in result.stderr
