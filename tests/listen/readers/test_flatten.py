"""Which records a value stands for, and their cells."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.listen.readers.flatten import NotARecordError, flatten, records_of

if TYPE_CHECKING:
    from collections.abc import Callable

WRAPPERS: dict[str, Callable[[list[Any]], Any]] = {
    "a list": lambda items: items,
    "Graph API": lambda items: {"data": items, "paging": {"cursors": {"after": "x"}}},
    "Reddit": lambda items: {
        "kind": "Listing",
        "data": {"after": None, "dist": None, "children": [{"kind": "t1", "data": item} for item in items]},
    },
    "YouTube": lambda items: {"comments": items},
    "nodes": lambda items: {"totalCount": len(items), "nodes": items},
    "edges": lambda items: {"edges": [{"node": item} for item in items]},
}
TREES: st.SearchStrategy[list[Any]] = st.recursive(
    st.just([]),
    lambda below: st.lists(below, min_size=1, max_size=3),
    max_leaves=20,
)


@pytest.mark.parametrize("wrapper", WRAPPERS)
@pytest.mark.parametrize("name", ["comments", "replies", "children"])
@given(tree=TREES)
def test_every_comment_of_a_thread_is_a_record_once(wrapper: str, name: str, tree: list[Any]) -> None:
    texts: list[str] = []

    def grown(branches: list[Any]) -> dict[str, Any]:
        texts.append(f"text {len(texts)}")
        record: dict[str, Any] = {"id": texts[-1], "body": texts[-1]}
        below = [grown(branch) for branch in branches]
        return {**record, name: WRAPPERS[wrapper](below)} if below else record

    root = grown(tree)
    assert [record["body"] for record in records_of(root)] == texts
    assert all(set(flatten(record, 9)) <= {"id", "body"} | _counts(name) for record in records_of(root))


def _counts(name: str) -> set[str]:
    return {name, f"{name}.count", f"{name}.kind", f"{name}.totalCount", f"{name}.paging.cursors.after"}


@pytest.mark.parametrize(
    ("value", "texts"),
    [
        ({"data": [{"id": "1", "message": "a"}, {"id": "2", "message": "b"}], "paging": {}}, ["a", "b"]),
        ({"data": {"comments": [{"id": "1", "text": "a"}], "cursor": 1}, "error": {"code": "ok"}}, ["a"]),
        ({"id": 9, "title": "Topic", "post_stream": {"posts": [{"id": 1, "raw": "a", "cooked": "a"}]}}, ["a"]),
        ({"id": 9, "name": "Chat", "type": "private_group", "messages": [{"id": 1, "text": "a"}]}, ["a"]),
        ({"id": 9, "subject": "Ticket", "messages": [{"id": 1, "body_text": "a", "body": "a"}]}, ["a"]),
        ({"_index": "i", "_id": "1", "_score": None, "_source": {"id": "1", "text": "a"}}, ["a"]),
        (
            {"tickets": [{"id": 1, "description": "a", "text": "a"}], "users": [{"id": 5, "name": "Ann"}], "count": 1},
            ["a"],
        ),
        ({"kind": "more", "data": {"count": 3, "children": ["x", "y"]}}, []),
        ({"thread": {"post": {"record": {"text": "a"}}, "replies": [{"post": {"record": {"text": "b"}}}]}}, ["a", "b"]),
    ],
)
def test_pages_and_envelopes_are_opened(value: dict[str, Any], texts: list[str]) -> None:
    cells = [flatten(record, 9) for record in records_of(value)]
    names = ("message", "text", "cooked", "body", "post.record.text")
    assert [next(cell[name] for name in names if name in cell) for cell in cells] == texts


@pytest.mark.parametrize(
    "record",
    [
        {"id": "1", "text": "order", "items": [{"sku": "7", "title": "Kettle"}]},
        {"user": "U1", "text": "hi", "replies": [{"user": "U2", "ts": "1"}]},
        {"id": "1", "text": "hi", "comments": 5, "replies": ""},
        {"id": "1", "text": "hi", "children": [12, 13]},
        {"id": "1", "attributes": {"body": "hi"}, "data": {"id": "2"}, "links": {"self": "x"}},
    ],
)
def test_details_of_a_record_are_no_records(record: dict[str, Any]) -> None:
    assert list(records_of(record)) == [record]


def test_what_is_no_object_in_a_page_is_still_counted() -> None:
    page = {"data": [{"id": "1", "text": "a"}, None, 5, {"id": "2", "text": "b"}], "includes": {"users": []}}
    assert [record.get("text") for record in records_of(page)] == ["a", None, None, "b"]


def test_one_answer_to_a_review_is_not_mistaken_for_a_comment() -> None:
    review = {
        "reviewId": "r1",
        "authorName": "Ann",
        "comments": [{"userComment": {"text": "Bad", "starRating": 1}}, {"developerComment": {"text": "Sorry"}}],
    }
    [record] = records_of(review)
    assert flatten(record, 9) == {
        "reviewId": "r1",
        "authorName": "Ann",
        "comments.userComment.text": "Bad",
        "comments.userComment.starRating": "1",
        "comments.developerComment.text": "Sorry",
    }


@pytest.mark.parametrize("value", [[], 5, None, [{"id": "1"}]])
def test_what_is_no_object_is_no_record(value: object) -> None:
    with pytest.raises(NotARecordError):
        list(records_of(value))


def test_a_repost_is_whole_in_both_versions_of_the_api() -> None:
    original = {"id": "1", "text": "A very long st…", "extended_tweet": {"full_text": "A very long story"}}
    [first] = records_of({"id": "2", "text": "RT @ann: A very lo…", "retweeted_status": original})
    assert first["text"] == "RT @ann: A very long story"
    note = {"type": "retweeted", "id": "1", "text": "A very…", "note_tweet": {"text": "A very long story"}}
    [second] = records_of({"id": "2", "text": "RT @ann: A very…", "referenced_tweets": [note]})
    assert second["text"] == "RT @ann: A very long story"


@pytest.mark.parametrize("references", [None, [], [None], [{"type": "quoted", "id": "1", "text": "other"}], {}])
def test_a_post_that_repeats_nothing_keeps_its_text(references: object) -> None:
    [record] = records_of({"id": "2", "text": "RT @ann: own words", "referenced_tweets": references})
    assert record["text"] == "RT @ann: own words"


def test_numbers_and_words_become_cells() -> None:
    record = {"a": 10**18 + 1, "b": 1.5, "c": float("nan"), "d": False, "e": None, "f": [1, "x", True, None]}
    assert flatten(record, 9) == {
        "a": "1000000000000000001",
        "b": "1.5",
        "c": "",
        "d": "false",
        "e": "",
        "f": "1|x|true|",
    }


def test_a_long_chain_of_replies_takes_time_in_proportion() -> None:
    def seconds(length: int) -> float:
        record: dict[str, Any] = {"id": "0", "body": "x"}
        for number in range(length):
            record = {"id": str(number), "body": "x", "replies": [record, {"id": "s", "body": "y"}]}
        start = time.process_time()
        assert sum(1 for _ in records_of(record)) == 2 * length + 1
        return time.process_time() - start

    assert seconds(40_000) < 10 * max(min(seconds(10_000) for _ in range(3)), 0.02)
