from __future__ import annotations

import csv
import io
import json
from datetime import datetime
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest

from triage.frames import action_frame, scored_frame
from triage.model.action import Action
from triage.model.column import columns_of, names_of
from triage.model.errors import UsageError
from triage.model.mention import Mention, ScoredMention
from triage.model.source import Reject
from triage.present.choices import FORMATS, MENTION_FORMATS
from triage.present.outputs import render, render_mentions, render_rejects, render_summary
from triage.present.safe import unsafe_cell


def from_delimited(content: bytes, *, delimiter: str = ",", decimal: str = ".") -> list[dict[str, Any]]:
    """Reads a delimited file as its declared columns say."""
    specs = {spec.name: spec for spec in columns_of(Action)}

    def value(name: str, text: str) -> object:
        kind = specs[name].kind
        if kind is str:
            return unsafe_cell(text)
        if not text or kind is datetime:
            return text or None
        return kind(text.replace(decimal, "."))

    reader = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=delimiter)
    return [{name: value(name, text) for name, text in row.items()} for row in reader]


def from_parquet(content: bytes) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pq.read_table(io.BytesIO(content)).to_pylist()
    return [
        {name: f"{value:%Y-%m-%dT%H:%M:%SZ}" if isinstance(value, datetime) else value for name, value in row.items()}
        for row in rows
    ]


def test_an_action_is_the_same_in_every_format(make_action: Any, others: Action) -> None:
    nasty = make_action(
        2, theme="=1+1", note="'-5", quote='a "b",\r\nc;\td\x00', owner="Jörg", reach=2**53, growth=None
    )
    frame = action_frame([make_action(1), nasty, others])
    records = json.loads(render(frame, "json"))["actions"]
    assert [json.loads(line) for line in render(frame, "jsonl").splitlines()] == records
    assert from_parquet(render(frame, "parquet")) == records
    assert from_delimited(render(frame, "csv")) == records
    assert from_delimited(render(frame, "tsv"), delimiter="\t") == records
    assert from_delimited(render(frame, "csv", spreadsheet="us")) == records
    assert from_delimited(render(frame, "csv", spreadsheet="de"), delimiter=";", decimal=",") == records


@pytest.mark.parametrize("fmt", FORMATS)
def test_the_same_list_gives_the_same_bytes_twice(make_action: Any, fmt: str) -> None:
    frame = action_frame([make_action(1), make_action(2)])
    assert render(frame, fmt, night={"mentions": 1}) == render(frame, fmt, night={"mentions": 1})


@pytest.mark.parametrize("fmt", FORMATS[:4])
def test_the_size_of_blocks_does_not_show(make_action: Any, monkeypatch: pytest.MonkeyPatch, fmt: str) -> None:
    frame = action_frame(make_action(rank) for rank in range(7))
    whole = render(frame, fmt)
    monkeypatch.setattr("triage.present.cells.BLOCK_ROWS", 3)
    assert render(frame, fmt) == whole


def test_parquet_holds_the_rows_of_all_blocks(make_action: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("triage.present.cells.BLOCK_ROWS", 3)
    rows = from_parquet(render(action_frame(make_action(rank) for rank in range(7)), "parquet"))
    assert [row["rank"] for row in rows] == list(range(7))


def test_chosen_columns_come_in_the_order_chosen(make_action: Any) -> None:
    frame = action_frame([make_action(1)])
    assert render(frame, "csv", columns=("theme", "rank")) == b"theme,rank\r\nlate flight,1\r\n"
    assert render(frame, "jsonl", columns=("theme", "rank")) == b'{"theme":"late flight","rank":1}\n'
    assert render(frame, "md", columns=names_of(Action)) == render(frame, "md")
    assert b"| theme | rank |" in render(frame, "md", columns=("theme", "rank"))


def test_an_unknown_format_or_spreadsheet_is_told(make_action: Any) -> None:
    frame = action_frame([make_action(1)])
    with pytest.raises(UsageError, match="did you mean 'json'"):
        render(frame, "jsn")
    with pytest.raises(UsageError, match="known are us and de"):
        render(frame, "csv", spreadsheet="fr")
    with pytest.raises(UsageError, match="mentions cannot be written as 'md'"):
        render_mentions(scored_frame(pd.DataFrame({"mention_id": [], "text": []})), "md")


@pytest.mark.parametrize("fmt", MENTION_FORMATS)
def test_mentions_are_written_with_their_scores(fmt: str) -> None:
    frame = scored_frame(
        pd.DataFrame({"mention_id": ["007", "8"], "text": ["null", "-x"], "negative": [0.25, None], "theme": [3, 4]})
    )
    content = b"".join(render_mentions(frame, fmt))
    if fmt == "parquet":
        names = pq.read_table(io.BytesIO(content)).column_names
        assert names == [*names_of(Mention), *names_of(ScoredMention)]
    else:
        assert b"007" in content
        assert b"0.25" in content
        assert (b"'-x" in content) == (fmt in {"csv", "tsv"})


def test_rejects_are_written_with_file_row_and_reason() -> None:
    rejects = [Reject(source="a\udce9.csv", row=412, reason='"31.02.2024" is not a date', content="=1,\x1bx")]
    assert render_rejects(rejects).decode() == (
        'source,row,reason,content\r\na\ufffd.csv,412,"""31.02.2024"" is not a date","\'=1,\ufffdx"\r\n'
    )
    assert render_rejects([]) == b"source,row,reason,content\r\n"


def test_the_summary_is_indented_json() -> None:
    assert render_summary({"rows": 2, "mentions": 1}) == b'{\n  "rows": 2,\n  "mentions": 1\n}\n'
