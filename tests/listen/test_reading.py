"""The promises of reading: nothing lost, nothing counted twice, no order shows."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from triage.listen import read_mentions, read_table
from triage.model.errors import NothingUsableError, TriageError, UsageError
from triage.model.settings import ListenSettings

if TYPE_CHECKING:
    import random

    from triage.model.source import SourceReport

DUMPS = Path(__file__).parents[1] / "dumps"
#: Dumps that are refused as a whole; all others give a table.
REFUSED = {
    "action_list.csv": "is an action list that triage wrote",
    "blank_lines_only.csv": "is empty",
    "broken.json": "is broken",
    "empty.csv": "is empty",
    "pdf.csv": "is a PDF",
    "picture.csv": "is a PNG picture",
    "scalar.json": "is no JSON",
    "web_page.csv": "is a web page",
    "workbook.csv": "is a workbook that is damaged",
    "zip.csv": "is a zip archive",
}
#: Dumps of the same three mentions.
PLAIN = (
    "plain.csv", "utf8_with_mark.csv", "utf16_without_mark.csv", "utf32_without_mark.csv", "cp1252.csv",
    "nul_bytes.csv", "gzip_under_csv.csv",
    "semicolons_and_sep_line.csv", "preamble_and_blank_lines.csv", "carriage_returns_only.csv", "no_final_newline.csv",
)  # fmt: skip
#: Rows, mentions, duplicates and rejects of the others.
COUNTS = {
    "array.json": (2, 2, 0, 0),
    "bad_dates.csv": (4, 4, 0, 0),
    "bad_line.ndjson": (3, 2, 0, 1),
    "colliding_ids.csv": (3, 2, 1, 0),
    "concatenated.json": (2, 2, 0, 0),
    "empty_array.json": (0, 0, 0, 0),
    "escaped_quotes.csv": (2, 2, 0, 0),
    "header_only.csv": (0, 0, 0, 0),
    "mixed_encoding.csv": (4, 4, 0, 0),
    "nested_100000_deep.json": (3, 2, 0, 1),
    "nested_in_lines.ndjson": (3, 2, 0, 1),
    "newlines_in_cells.csv": (3, 3, 0, 0),
    "no_header.csv": (3, 3, 0, 0),
    "not_objects.json": (5, 2, 0, 3),
    "object_with_array.json": (2, 2, 0, 0),
    "ragged_rows.csv": (4, 2, 0, 2),
    "repeated_header.csv": (7, 6, 0, 1),
    "rows_without_text.csv": (3, 1, 0, 2),
    "single_quotes.csv": (2, 2, 0, 0),
    "stray_quote.csv": (3, 3, 0, 0),
    "truncated_array.json": (2, 1, 0, 1),
    "truncated_object.json": (2, 1, 0, 1),
    "unclosed_quote_to_the_end.csv": (1499, 1499, 0, 0),
    "unescaped_quotes.csv": (3, 3, 0, 0),
    "utf16_with_mark_tabs.csv": (3, 3, 0, 0),
    "workbook_of_1997.xls": (2, 2, 0, 0),
}


def counts(report: SourceReport) -> tuple[int, int, int, int]:
    return report.rows, report.mentions, report.duplicates, report.rejects


def write(path: Path, rows: list[dict[str, Any]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, fieldnames=["id", "created_at", "channel", "author", "text", "likes", "url"])
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.mark.parametrize("name", sorted(path.name for path in DUMPS.iterdir()))
def test_every_dump_is_read_or_refused_and_no_row_is_lost(name: str) -> None:
    if name in REFUSED:
        with pytest.raises(NothingUsableError, match=REFUSED[name]):
            read_mentions(DUMPS / name)
        return
    frame = read_mentions(DUMPS / name)
    report = frame.attrs["sources"][0]
    assert report.rows == report.mentions + report.duplicates + report.rejects
    assert (len(frame), len(frame.attrs["rejects"])) == (report.mentions, report.rejects)
    assert counts(report) == COUNTS.get(name, counts(report))


@pytest.mark.parametrize("name", PLAIN)
def test_the_same_mentions_are_read_from_every_plain_dump(name: str) -> None:
    ours, plain = (read_mentions(DUMPS / one).drop(columns=["source", "row"]) for one in (name, "plain.csv"))
    pd.testing.assert_frame_equal(ours, plain)


ROWS = st.fixed_dictionaries(
    {
        "id": st.sampled_from(["", "1", "2", "3"]),
        "created_at": st.sampled_from(["", "2026-01-02T10:00:00Z", "2026-01-03", "soon"]),
        "channel": st.sampled_from(["Twitter", "news", ""]),
        "author": st.sampled_from(["ann", "bob", ""]),
        "text": st.sampled_from(["late again", "it, crashed", 'a "quote"', "", "  ", "two\nlines"]),
        "likes": st.sampled_from(["", "1", "1,5K"]),
        "url": st.sampled_from(["", "https://acme.example/1"]),
    }
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(files=st.lists(st.lists(ROWS, max_size=12), min_size=1, max_size=3), dice=st.randoms(use_true_random=False))
def test_counts_add_up_and_no_order_of_rows_or_files_shows(
    files: list[list[dict[str, str]]], dice: random.Random, tmp_path: Path
) -> None:
    paths = [write(tmp_path / f"{number}.csv", rows) for number, rows in enumerate(files)]
    one = read_mentions(paths)
    for report, rows in zip(one.attrs["sources"], files, strict=True):
        assert report.rows == report.mentions + report.duplicates + report.rejects == len(rows)
    for path, rows in zip(paths, files, strict=True):
        write(path, dice.sample(rows, len(rows)))
    other = read_mentions(dice.sample(paths, len(paths)))
    pd.testing.assert_frame_equal(one.drop(columns="row"), other.drop(columns="row"))


def test_the_same_file_twice_counts_once_and_the_copy_is_told(tmp_path: Path) -> None:
    rows = [{"id": str(number), "text": f"row {number}", "author": "ann"} for number in range(10)]
    paths = [write(tmp_path / "a.csv", rows), write(tmp_path / "b.csv", rows)]
    frame = read_mentions(paths)
    assert [counts(report) for report in frame.attrs["sources"]] == [(10, 10, 0, 0), (10, 0, 10, 0)]


def test_of_two_copies_the_fuller_one_stays(tmp_path: Path) -> None:
    rows = [
        {"id": "1", "text": "late"},
        {"id": "1", "text": "late", "author": "ann", "likes": "3"},
        {"id": "1", "text": "late", "likes": "9"},
    ]
    frame = read_mentions(write(tmp_path / "a.csv", rows))
    assert (frame["author"].tolist(), frame["row"].tolist()) == (["ann"], [3])


def test_ids_colliding_with_other_texts_are_two_mentions() -> None:
    frame = read_mentions(DUMPS / "colliding_ids.csv")
    assert frame["mention_id"].tolist() == ["1", "1"]


def test_mangled_ids_are_not_used_and_that_is_said() -> None:
    frame = read_mentions(DUMPS / "mangled_ids.csv")
    assert frame["mention_id"].str.len().tolist() == [16, 16]
    assert "spreadsheet" in frame.attrs["sources"][0].warnings[0]


def test_words_that_pandas_would_drop_stay() -> None:
    frame = read_mentions(DUMPS / "null_words.csv")
    assert frame[["mention_id", "author", "text"]].to_numpy().tolist() == [
        ["007", "NA", "None"],
        ["008", "null", "NaN"],
    ]


def test_entities_are_resolved_once_and_lone_surrogates_replaced() -> None:
    assert read_mentions(DUMPS / "html_entities.csv")["text"].tolist() == ["Fish & chips <3 &amp;"]
    assert read_mentions(DUMPS / "lone_surrogate.json")["text"].tolist() == ["bad \ufffd end"]


def test_a_missing_file_is_named_and_the_others_go_on(tmp_path: Path) -> None:
    good = write(tmp_path / "a.csv", [{"text": "late"}])
    frame = read_mentions([good, tmp_path / "none.csv", DUMPS / "pdf.csv"])
    told = {report.source.rsplit("/", 1)[-1]: report.refused for report in frame.attrs["sources"]}
    assert told == {"a.csv": "", "none.csv": "is missing", "pdf.csv": "is a PDF"}
    with pytest.raises(NothingUsableError, match="is missing"):
        read_mentions(tmp_path / "none.csv")


def test_standard_input_is_read_where_a_hyphen_stands() -> None:
    frame = read_mentions("-", stdin=io.BytesIO(b"id,text\n1,late\n"))
    assert frame[["text", "source", "row"]].to_numpy().tolist() == [["late", "-", 2]]
    with pytest.raises(NothingUsableError, match="standard input"):
        read_mentions("-")


def test_a_chosen_column_that_no_source_has_is_an_error_with_a_guess(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", [{"text": "late"}])
    with pytest.raises(UsageError, match="did you mean 'author'"):
        read_mentions(path, settings=ListenSettings(map={"author": "autor"}))


def test_title_and_text_are_joined_but_not_repeated(tmp_path: Path) -> None:
    records = [
        {"id": "1", "title": "Login broken", "body": "since today"},
        {"id": "2", "title": "Why?", "body": ""},
        {"id": "3", "title": "Login ...", "body": "Login fails"},
    ]
    path = tmp_path / "a.json"
    path.write_text(json.dumps(records))
    assert read_mentions(path)["text"].tolist() == ["Login broken. since today", "Why?", "Login fails"]


def test_a_brandwatch_export_below_its_preamble_is_understood(tmp_path: Path) -> None:
    path = tmp_path / "bw.csv"
    path.write_text(
        "Report:,Bulk Mentions Download\nBrand:,Acme\n\n"
        "Query Id,Query Name,Date,Title,Snippet,Url,Domain,Page Type,Language,Author,Full Text,"
        "Resource Id,Reach Estimate,Twitter Retweets,Facebook Likes\n"
        "1,Acme,2026-01-02 10:00:00.0,,late ...,http://twitter.com/a/1,twitter.com,twitter,en,ann,"
        "late again today,r1,1234,5,2\n"
        "1,Acme,2026-01-02 11:00:00.0,Acme fails,short,http://paper.example/1,paper.example,News,German,,,r2,,,\n"
    )
    frame = read_mentions(path)
    assert frame[["mention_id", "text", "channel", "language", "row"]].to_numpy().tolist() == [
        ["r1", "late again today", "x", "en", 5],
        ["r2", "Acme fails. short", "news", "de", 6],
    ]
    assert (frame["reach"][0], frame["engagement"][0]) == (1234, 7)


def test_airline_tweets_are_mapped_without_being_told(shared: Path) -> None:
    frame = read_mentions(shared / "data/mentions/airline.csv")
    report = frame.attrs["sources"][0]
    assert counts(report) == (14640, 14485, 155, 0)
    assert (report.date_order, set(frame["channel"])) == ("mdy", {"x"})
    assert frame["created_at"].notna().all()
    assert frame["mention_id"].str.len().eq(18).all()


@pytest.mark.parametrize(
    "folder",
    [
        "csv-spectrum/csvs",
        "jsontestsuite/test_parsing",
        "jsontestsuite/test_transform",
        "xss",
        "naughty-strings",
        "csv-injection",
    ],
)
def test_no_hostile_file_crashes(shared: Path, folder: str) -> None:
    for path in sorted((shared / "hostile" / folder).iterdir()):
        try:
            report = read_mentions(path).attrs["sources"][0]
        except TriageError:
            continue
        assert report.rows == report.mentions + report.duplicates + report.rejects


def test_csv_spectrum_reads_cell_by_cell(shared: Path) -> None:
    folder = shared / "hostile/csv-spectrum"
    names = {path.stem for path in (folder / "csvs").glob("*.csv")} - {
        "location_coordinates",
        "newlines_crlf",
    }  # their JSON differs
    for name in sorted(names):
        expected = json.loads((folder / "json" / f"{name}.json").read_text("utf-8"))
        assert read_table(folder / "csvs" / f"{name}.csv").to_dict("records") == expected, name


def test_what_was_found_is_handed_on_with_the_frame_and_never_copied(tmp_path: Path) -> None:
    frame = read_mentions(write(tmp_path / "a.csv", [{"id": "1", "text": "late"}, {"id": "2", "text": ""}]))
    later = frame.assign(more=1)[["text"]].head(1)
    assert later.attrs["rejects"] is frame.attrs["rejects"]
    assert later.attrs["sources"] is frame.attrs["sources"]
    assert [reject.row for reject in later.attrs["rejects"]] == [3]
    assert frame.attrs["sources"][0].channels == {}
    assert read_table(tmp_path / "a.csv").head(1).attrs["rejects"] == []


def test_mentions_are_counted_by_channel_the_most_first(tmp_path: Path) -> None:
    channels = ["Twitter", "news", "Twitter", ""]
    rows = [{"id": str(n), "text": f"late {n}", "channel": channel} for n, channel in enumerate(channels)]
    frame = read_mentions(write(tmp_path / "a.csv", rows))
    assert list(frame.attrs["sources"][0].channels.items()) == [("x", 2), ("news", 1)]


def test_a_playbook_beside_the_exports_is_no_export(tmp_path: Path) -> None:
    (tmp_path / "playbook.csv").write_text("action,risk,channel,en,de\nfix,,,Call them all today.,\n", encoding="utf-8")
    (tmp_path / "export.csv").write_text("id,text\n1,my bag is lost\n", encoding="utf-8")
    frame = read_mentions([tmp_path])
    assert frame["text"].tolist() == ["my bag is lost"]
    assert [report.refused for report in frame.attrs["sources"]] == ["", "is a playbook of next steps"]
