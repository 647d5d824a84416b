"""Which rows are one mention, across tools that write it differently."""

from __future__ import annotations

import csv
import random
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from triage.listen import read_mentions
from triage.listen.addresses import address_keys
from triage.listen.identity import own_ids

if TYPE_CHECKING:
    from pathlib import Path

    from triage.frames import MentionFrame

FIELDS = ("id", "created_at", "channel", "author", "text", "likes", "url")
POST = {
    "id": "1770001112223334441", "created_at": "2026-03-14T09:12:44Z", "channel": "Twitter", "author": "ann77",
    "text": "My umbrella broke on the very first day, @brolly, and nobody answers the phone", "likes": "3",
    "url": "https://twitter.com/ann77/status/1770001112223334441",
}  # fmt: skip


def write(path: Path, rows: list[dict[str, str]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, fieldnames=FIELDS, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def two(folder: Path, *changes: dict[str, str]) -> MentionFrame:
    """Reads the post from one export, and changed from another."""
    paths = [write(folder / f"{number}.csv", [POST | change]) for number, change in enumerate(({}, *changes))]
    return read_mentions(paths)


@pytest.mark.parametrize(
    "change",
    [
        {"id": "r-77"},
        {"id": "r-77", "url": "https://x.com/i/web/status/1770001112223334441?s=20", "author": "Ann Miller"},
        {"id": "r-77", "url": "", "author": "@Ann77", "created_at": "2026-03-14 09:12"},
        {"id": "r-77", "url": "", "created_at": "2026-03-14"},
        {"id": "r-77", "url": "", "created_at": ""},
        {"id": "r-77", "url": "", "text": POST["text"].upper()},
        {"id": "r-77", "url": "", "text": POST["text"][:60] + "…"},
        {"id": "r-77", "url": "", "author": ""},
        {"url": "", "author": "Ann Miller", "created_at": "2026-03-14T11:12:44"},
        {"id": "", "url": "", "text": POST["text"] + "  https://t.co/x1"},
        {"url": "", "text": POST["text"][:40] + "...", "created_at": "", "author": ""},
        {"id": "1770001112223334441.0".removesuffix(".0"), "likes": "9"},
    ],
)
def test_one_post_of_two_tools_counts_once(tmp_path: Path, change: dict[str, str]) -> None:
    frame = two(tmp_path, change)
    assert len(frame) == 1
    assert [report.duplicates for report in frame.attrs["sources"]] in ([0, 1], [1, 0])


@pytest.mark.parametrize(
    "change",
    [
        {"text": "Something else altogether, by the same author in another minute", "created_at": "2026-03-15"},
        {"id": "r-77", "url": "", "author": "bob"},
        {"id": "r-77", "url": "", "created_at": "2026-03-14T15:40:02Z"},
        {"id": "r-77", "url": "", "channel": "Facebook"},
        {"id": "r-77", "url": "https://twitter.com/bob/status/1770001112223339999", "author": "bob"},
        {"id": "r-77", "url": "", "text": POST["text"][:45]},
        {"id": "1", "url": "https://acme.example/", "author": "bob"},
    ],
)
def test_what_only_resembles_a_post_counts_too(tmp_path: Path, change: dict[str, str]) -> None:
    assert len(two(tmp_path, change)) == 2


def test_comments_under_one_article_are_many_mentions(tmp_path: Path) -> None:
    rows = [
        POST | {"id": "", "author": "", "created_at": "", "text": text, "url": "https://a.example/1"}
        for text in ("Yes, I agree", "No, never")
    ]
    assert len(read_mentions(write(tmp_path / "a.csv", rows))) == 2


def test_a_post_repeated_in_one_export_is_matched_one_to_one(tmp_path: Path) -> None:
    rows = [POST | {"id": str(number), "url": ""} for number in range(3)]
    others = [POST | {"id": f"r-{number}", "url": ""} for number in range(2)]
    frame = read_mentions([write(tmp_path / "a.csv", rows), write(tmp_path / "b.csv", others)])
    assert len(frame) == 3


def test_hours_between_two_tools_are_taken_for_a_zone_where_all_mentions_agree(tmp_path: Path) -> None:
    def rows(hour: int, name: str) -> list[dict[str, str]]:
        return [
            POST
            | {
                "id": f"{name}{number}",
                "url": "",
                "text": f"Post {number} of the day",
                "created_at": f"2026-03-14 {hour}:{number}7:05",
            }
            for number in range(4)
        ]

    paths = [write(tmp_path / "a.csv", rows(10, "a")), write(tmp_path / "b.csv", rows(12, "b"))]
    assert len(read_mentions(paths)) == 4


def test_what_stays_knows_what_its_copies_know(tmp_path: Path) -> None:
    frame = two(tmp_path, {"id": "r-77", "author": "", "likes": "12"}, {"id": "r-78", "likes": "", "created_at": ""})
    [mention] = frame.to_dict("records")
    assert (mention["author"], mention["engagement"], str(mention["created_at"])) == (
        "ann77",
        12,
        "2026-03-14 09:12:44+00:00",
    )


def test_ids_with_decimals_are_mended_where_no_digit_is_lost() -> None:
    ids, _ = own_ids(pd.Series(["123.0", "", "77.0"], dtype="str"))
    assert ids.tolist() == ["123", "", "77"]
    ids, warnings = own_ids(pd.Series(["570306133677760513.0", "12.0"], dtype="str"))
    assert ids.tolist() == ["", "12"]
    assert "spreadsheet" in warnings[0]
    assert own_ids(pd.Series(["1.0", "1.1"], dtype="str"))[0].tolist() == ["1.0", "1.1"]


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("https://youtu.be/dQa1B2c3D4e", "https://www.youtube.com/watch?app=desktop&v=dQa1B2c3D4e&t=3", True),
        ("https://old.reddit.com/r/tea/comments/1abc/x/", "https://www.reddit.com/comments/1abc", True),
        ("https://www.reddit.com/r/tea/comments/1abc/x/2def/", "https://www.reddit.com/r/tea/comments/1abc/x/", False),
        ("http://A.example/x?id=1&utm_medium=m&utm_source=s", "https://www.a.example/x/?id=1#top", True),
        ("https://a.example/x?utm_source=s&id=1", "https://a.example/x?id=1", True),
        ("https://a.example/x?id=1", "https://a.example/x?id=2", False),
        ("https://a.example/X", "https://a.example/x", False),
    ],
)
def test_addresses_of_one_post_are_alike(one: str, other: str, is_same: bool) -> None:  # noqa: FBT001 - a table
    keys = address_keys(pd.Series([one, other], dtype="str")).tolist()
    assert (keys[0] == keys[1]) is is_same


def test_copies_across_two_invented_tools_are_found(shared: Path, tmp_path: Path) -> None:
    source = pd.read_csv(shared / "data/mentions/incidents_dev.csv.gz", dtype=str, keep_default_na=False)
    source = source.drop_duplicates("id").reset_index(drop=True)
    dice = random.Random(7)  # noqa: S311 - no secret
    ours, theirs = [], []
    for number, row in enumerate(source.to_dict("records")):
        kind = number % 3  # in ours, in theirs, in both
        url = f"https://twitter.com/{row['author']}/status/{row['id']}"
        if kind != 1:
            ours.append(
                {
                    "id": row["id"],
                    "created_at": row["created_at"],
                    "channel": "Twitter",
                    "author": row["author"],
                    "text": row["text"],
                    "url": url,
                }
            )
        if kind != 0:
            text = row["text"].replace("http://t.co/", "https://long.example/")
            has_url = dice.random() < 0.5
            theirs.append(
                {
                    "id": f"doc-{number}",
                    "created_at": row["created_at"][:16].replace("T", " "),
                    "channel": "X",
                    "author": "@" + row["author"].upper(),
                    "text": text[:100] + "…" if dice.random() < 0.2 and len(text) > 110 else text.replace(" ", "  ", 1),
                    "url": url.replace("https://twitter.com", "http://mobile.x.com") + "?s=20" if has_url else "",
                }
            )
    frame = read_mentions([write(tmp_path / "ours.csv", ours), write(tmp_path / "theirs.csv", theirs)])
    in_both = len(ours) + len(theirs) - len(source)
    found = sum(report.duplicates for report in frame.attrs["sources"])
    alone = [read_mentions(tmp_path / name).attrs["sources"][0].duplicates for name in ("ours.csv", "theirs.csv")]
    assert sum(alone) <= 5, "an export knows its own posts apart"
    assert 0.98 * in_both <= found - sum(alone) <= 1.005 * in_both
