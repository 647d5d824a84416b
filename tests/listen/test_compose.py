"""Mentions composed of a table's columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from triage.listen import read_mentions

if TYPE_CHECKING:
    from pathlib import Path

    from triage.frames import MentionFrame


def read(tmp_path: Path, *lines: str) -> MentionFrame:
    path = tmp_path / "export.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return read_mentions(path)


def times(mentions: MentionFrame) -> list[str]:
    return [time.strftime("%Y-%m-%d %H:%M") for time in mentions.sort_values("mention_id")["created_at"]]


def test_a_column_may_name_the_zone_of_its_times(tmp_path: Path) -> None:
    mentions = read(
        tmp_path,
        "id,Date (GMT-05:00) New York,text",
        "a,2024-03-04 22:00,late again today",
        "b,2024-03-04T10:00:00Z,it works for me",
        "c,03/15/2024 9:30 PM,no answer yet from you",
    )
    assert times(mentions) == ["2024-03-05 03:00", "2024-03-04 10:00", "2024-03-16 02:30"]


def test_the_zone_may_stand_beside_the_time_of_day(tmp_path: Path) -> None:
    rows = ["a,2024-03-04,22:00,late again today", "b,2024-03-05,08:15,it works for me"]
    assert times(read(tmp_path, "id,Date,Time (UTC+1),text", *rows)) == ["2024-03-04 21:00", "2024-03-05 07:15"]


def test_a_zone_in_a_name_moves_no_day_without_a_time(tmp_path: Path) -> None:
    mentions = read(tmp_path, "id,Date (GMT-05:00),text", "a,2024-03-04,late again today")
    assert times(mentions) == ["2024-03-04 00:00"]


@pytest.mark.parametrize(
    ("header", "day"), [("id,Datum,Text", 3), ("id;Date;Text", 3), ("id,Date,Text", 4)], ids=["German", ";", "English"]
)
def test_names_and_delimiter_tell_which_comes_first_day_or_month(tmp_path: Path, header: str, day: int) -> None:
    mark = ";" if ";" in header else ","
    mentions = read(tmp_path, header, mark.join(["a", "03/04/2024", "Die Bahn kam schon wieder zu spät"]))
    assert mentions["created_at"][0].day == day


@pytest.mark.parametrize(("crawled", "day"), [("2024-04-03T10:00:00Z", 3), ("4 Mar 2024", 4), ("", 4), ("soon", 4)])
def test_a_date_that_can_be_read_two_ways_goes_by_the_one_beside_it(tmp_path: Path, crawled: str, day: int) -> None:
    mentions = read(tmp_path, "id,Date,Text,Crawled", f"a,03/04/2024,late again today,{crawled}")
    assert mentions["created_at"][0].day == day


def test_a_number_of_thousands_of_digits_is_no_character(tmp_path: Path) -> None:
    cell = f"cheap &amp; good &#{'9' * 5_000};"
    assert read(tmp_path, "id,text", f"a,{cell}")["text"].tolist() == [cell]


def test_entities_are_resolved_once_where_a_profile_says_that_a_column_is_html(tmp_path: Path) -> None:
    path = tmp_path / "statuses.json"
    path.write_text(
        '[{"id": "1", "created_at": "2024-03-04T10:00:00Z", "content": "<p>write &amp;amp; for &amp; in HTML</p>",'
        ' "account": {"acct": "ann"}, "reblogs_count": 0, "favourites_count": 1, "url": "https://m.example/@ann/1",'
        ' "replies_count": 0, "visibility": "public"}]',
        encoding="utf-8",
    )
    mentions = read_mentions(path)
    assert mentions.attrs["sources"][0].profile == "mastodon"
    assert mentions["text"].tolist() == ["write &amp; for & in HTML"]
    assert read(tmp_path, "id,text", "a,cats &amp; dogs &lt;3")["text"].tolist() == ["cats & dogs <3"]


def test_a_title_that_is_the_author_is_no_part_of_the_text(tmp_path: Path) -> None:
    mentions = read(tmp_path, "Title,Content,Author", "ann_m,My umbrella broke,@Ann_M", "Wet,No roof at all,bob")
    assert sorted(mentions["text"]) == ["My umbrella broke", "Wet. No roof at all"]


def test_markup_of_a_platform_is_read_as_a_person_sees_it(tmp_path: Path) -> None:
    lines = ["text", '"One<br>two &amp;lt; <a href=""https://x.example"">three</a>"', "if a <b> tag is meant it stays"]
    assert sorted(read(tmp_path, *lines)["text"]) == ["One\ntwo &lt; three", "if a <b> tag is meant it stays"]


def test_a_tag_that_one_person_wrote_stays(tmp_path: Path) -> None:
    tag = "<script>alert(1)</script> it shows <b>Ethiopia</b> literally"
    mentions = read(tmp_path, "text", tag, *(f"no tag in text {number}" for number in range(30)))
    assert tag in set(mentions["text"])


def test_ids_that_hold_their_times_are_those_of_x(tmp_path: Path) -> None:
    rows = ["1546349336111595520,2022-07-11T04:23:06Z,late again", "1546349324723822593,2022-07-11T04:23:03Z,no answer"]
    assert set(read(tmp_path, "id,created_at,text", *rows)["channel"]) == {"x"}
    other = [row.replace("2022", "2023") for row in rows]
    assert set(read(tmp_path, "id,created_at,text", *other)["channel"]) == {""}


def test_an_id_in_a_formula_is_an_id(tmp_path: Path) -> None:
    rows = ['="1800000000000000001",2026-03-14,late again', '="1800000000000000002",2026-03-15,no answer']
    assert sorted(read(tmp_path, "Tweet ID,Created,Tweet", *rows)["mention_id"]) == [row[2:21] for row in rows]


def test_a_number_that_a_spreadsheet_rounded_is_no_author(tmp_path: Path) -> None:
    mentions = read(
        tmp_path, "author,review", "7.65612E+16,it crashes", "benben10,no answer yet", "7.65612E+16,love it"
    )
    assert sorted(mentions["author"]) == ["", "", "benben10"]
