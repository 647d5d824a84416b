"""Exports of platforms and help desks, read end to end."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from triage.listen import read_mentions
from triage.listen.recognise import recognise
from triage.listen.vendors import load_profiles

SAMPLES = Path(__file__).parent / "samples"
#: A folder with an expectation holds one export; the expectation is written by hand.
FOLDERS = sorted(path.parent.name for path in SAMPLES.glob("*/expected.json") if '"profile"' in path.read_text("utf-8"))
#: A row that is left out is told by one of these.
REASONS = {
    "written by the company", "written by a bot", "written by the platform", "describes the columns",
    "is spam to the shop",
}  # fmt: skip


def expected_of(folder: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((SAMPLES / folder / "expected.json").read_text(encoding="utf-8"))
    return content


def export_of(folder: str) -> Path:
    [path] = [path for path in (SAMPLES / folder).iterdir() if path.name != "expected.json"]
    return path


def plain(value: Any) -> Any:
    if isinstance(value, pd.Timestamp):
        return value.floor("s").isoformat()
    return None if pd.isna(value) else value


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_sample_is_read_as_a_person_would(folder: str) -> None:
    expected = expected_of(folder)
    columns, *rows = expected["mentions"]
    mentions = read_mentions(export_of(folder))
    [report] = mentions.attrs["sources"]
    assert report.profile == expected["profile"]
    assert [[plain(cell) for cell in row] for row in mentions[columns].itertuples(index=False)] == rows
    rejects = [[one.row, one.reason] for one in mentions.attrs["rejects"]]
    assert sorted(rejects) == sorted(expected.get("rejects", []))
    assert report.rows == report.mentions + report.duplicates + report.rejects


@pytest.mark.parametrize("name", sorted(name for name, profile in load_profiles().items() if profile.left_out))
def test_a_row_is_left_out_for_a_reason_that_is_known(name: str) -> None:
    assert set(load_profiles()[name].left_out) <= REASONS


@pytest.mark.parametrize(
    "header",
    [
        "id,author,text,created_at,likes,replies,url",
        "id,conversation_id,author.username,text,date",
        "id,thread_id,author,message,timestamp",
        "id,text,timestamp,username,like_count,permalink",
        "id,title,body,author,created_utc,score",
        "id,created_at,body,user,title,url,number",
        "content,created_at,account,url,language",
        "comment_id,video_id,text,like_count,create_time",
        "Author,Content,Date,URL,Reactions",
        "Name,Email,Message,Date",
        "Datum,Betreff,Nachricht,Absender",
        "from,date,subject,text,type,id",
    ],
)
def test_common_names_alone_speak_for_no_platform(header: str) -> None:
    assert recognise(pd.DataFrame(columns=header.split(","), dtype="str"), {}).profile.name == "generic"
