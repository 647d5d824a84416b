"""How JSON becomes a raw table, whole or broken."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.listen.encoding import TextStream
from triage.listen.readers.json_records import json_shape, read_document, read_ndjson
from triage.model.settings import ListenSettings

if TYPE_CHECKING:
    from triage.listen.readers.raw import RawTable

ID = 1234567890123456789
TEXTS = st.text(max_size=20)
RECORDS = st.lists(
    st.builds(lambda number, text: {"id": number, "text": text}, st.integers(0, 2**70), TEXTS), max_size=10
)


def read(content: str) -> RawTable:
    stream = TextStream(iter([content.encode()]))
    shape = json_shape(stream.head, is_whole=True, told=True)
    reader = read_ndjson if shape == "ndjson" else read_document
    return reader(stream, source="it.json", settings=ListenSettings())


@given(RECORDS)
def test_all_shapes_give_the_same_cells_with_ids_as_they_are_written(records: list[dict[str, Any]]) -> None:
    expected = [
        [str(one["id"]), one["text"].encode("utf-16", "surrogatepass").decode("utf-16", "replace")] for one in records
    ]
    lines = "\n".join(json.dumps(one) for one in records)
    for content in (
        json.dumps(records),
        json.dumps({"n": 1, "data": {"items": records}}),
        json.dumps(records, indent=2),
    ):
        assert read(content).frame.to_numpy().tolist() == expected
    if len(records) > 1:
        assert read(lines).frame.to_numpy().tolist() == expected
        assert read(lines.replace("\n", "")).frame.to_numpy().tolist() == expected


@given(RECORDS.filter(bool), st.data())
def test_a_document_cut_anywhere_keeps_its_whole_records(records: list[dict[str, Any]], data: st.DataObject) -> None:
    content = json.dumps(records)
    cut = data.draw(st.integers(1, len(content) - 1))
    raw = read(content[:cut])
    whole = sum(len(json.dumps(records[: count + 1])) - 1 <= cut for count in range(len(records)))
    assert raw.frame.get("id", []) is not None
    assert len(raw.frame) == whole


def test_numbers_stay_as_they_are_written() -> None:
    raw = read(f'[{{"id": {ID}, "score": 1.50, "big": {"9" * 5000}, "x": NaN, "ok": true, "no": null}}]')
    row = raw.frame.iloc[0].to_dict()
    assert row == {"id": str(ID), "score": "1.50", "big": "9" * 5000, "x": "", "ok": "true", "no": ""}


def test_users_of_the_x_api_are_joined_to_their_posts() -> None:
    page = {
        "data": [{"id": "1", "author_id": "7", "text": "hi", "public_metrics": {"like_count": 3}}],
        "includes": {"users": [{"id": "7", "username": "ann", "public_metrics": {"followers_count": 9}}, {"id": "8"}]},
        "meta": {"result_count": 1},
    }
    for content in (json.dumps(page), json.dumps(page) + "\n" + json.dumps(page)):
        row = read(content).frame.iloc[0]
        assert (row["author.username"], row["author.public_metrics.followers_count"]) == ("ann", "9")
        assert row["public_metrics.like_count"] == "3"


def test_envelopes_are_opened() -> None:
    reddit = {"kind": "Listing", "data": {"children": [{"kind": "t3", "data": {"id": "a", "title": "One"}}]}}
    assert read(json.dumps(reddit)).frame.to_dict("records") == [{"id": "a", "title": "One"}]
    talkwalker = {"chunk_type": "CT_RESULT", "chunk_result": {"data": {"data": {"url": "u", "content": "One"}}}}
    lines = json.dumps({"chunk_type": "CT_CONTROL"}) + "\n" + json.dumps(talkwalker)
    assert read(lines).frame["content"].tolist() == ["", "One"]


@pytest.mark.parametrize(
    ("content", "kept", "rejected"),
    [
        ('{"id":"1"}\n{"id": }\n\n{"id":"3"}\n', ["1", "3"], [2]),
        ('[{"id":"1"},{"id" "2"},{"id":"3"}]', ["1", "3"], [2]),
        ('[{"id":"1"},{"id":"2', ["1"], [2]),
        ('{"errors":[{"a":"b"}],"data":[{"id":"1"},{"id":"2"},{"id":"3', ["1", "2"], [3]),
        ('[{"id":"1"},{"x":' + "[" * 100_000 + "]" * 100_000 + '},{"id":"3"}]', ["1", "3"], [2]),
        ('[{"id":"1"},{"x":' + '{"x":' * 150 + "1" + "}" * 150 + '},{"id":"3"}]', ["1", "3"], [2]),
        ('[{"id":"1"},' + "[" * 100_000, ["1"], [2]),
    ],
)  # fmt: skip
def test_what_is_broken_is_a_reject_with_its_number(content: str, kept: list[str], rejected: list[int]) -> None:
    raw = read(content)
    assert raw.frame["id"].tolist() == kept
    assert [reject.row for reject in raw.rejects] == rejected


@given(st.text(st.sampled_from('[]{}",:1a\\ \n'), max_size=40))
def test_no_text_crashes(content: str) -> None:
    if content.strip():
        read(content)
