"""Where the records of a JSON document are found, however it is laid out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.listen.encoding import TextStream
from triage.listen.readers import json_columns, json_window
from triage.listen.readers.json_records import json_shape, read_document, read_ndjson
from triage.listen.readers.json_wanted import Wanted
from triage.listen.reading import read_mentions
from triage.listen.vendors import load_profiles
from triage.model.settings import ListenSettings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from triage.listen.readers.raw import RawTable

FIRST = {"id": "1", "text": "Late again", "created_at": "2026-01-02"}
SECOND = {"id": "2", "text": "On time", "created_at": "2026-01-03"}
RECORDS = [FIRST, SECOND]
USERS = [{"id": str(n), "name": "Ann", "description": "Loves trains", "created_at": "2020-01-01"} for n in range(5)]
LINES = [json.dumps(record) for record in RECORDS]


def read(content: str, *, block: int = 1 << 20, settings: ListenSettings | None = None) -> RawTable:
    data = content.encode()
    stream = TextStream(iter([data[start : start + block] for start in range(0, len(data), block)]))
    shape = json_shape(stream.head, is_whole=stream.is_whole, told=True)
    reader = read_ndjson if shape == "ndjson" else read_document
    return reader(stream, source="it.json", settings=settings or ListenSettings())


#: Content, the path where the records are, and their numbers.
SHAPES: dict[str, tuple[str, str, list[int]]] = {
    "array": (json.dumps(RECORDS), "", [1, 2]),
    "lines": ("\n".join(LINES), "", [1, 2]),
    "blank lines": ("\n\n".join(LINES) + "\n\n", "", [1, 3]),
    "commas at line ends": (",\n".join(LINES) + ",\n", "", [1, 2]),
    "a mark at the beginning": ("\ufeff" + "\n".join(LINES), "", [1, 2]),
    "a mark in the middle": ("\n\ufeff".join(LINES), "", [1, 2]),
    "CRLF": ("\r\n".join(LINES) + "\r\n", "", [1, 2]),
    "CR": ("\r".join(LINES) + "\r", "", [1, 2]),
    "lines in brackets": ("[\n" + ",\n".join(LINES) + "\n]\n", "", [1, 2]),
    "one after the other": ("".join(LINES), "", [1, 2]),
    "one after the other with blanks": ("  ".join(LINES), "", [1, 2]),
    "pretty array": (json.dumps(RECORDS, indent=2), "", [1, 2]),
    "pretty objects": ("\n".join(json.dumps(record, indent=2) for record in RECORDS), "", [1, 2]),
    "under keys": (json.dumps({"columns": [{"name": "a", "caption": "b c"}] * 9, "a": {"b": RECORDS}}), "a.b", [1, 2]),
    "beside users": (json.dumps({"users": USERS, "posts": RECORDS}), "posts", [1, 2]),
    "two arrays": (json.dumps({"posts": [FIRST], "comments": [SECOND], "users": USERS}), "posts, comments", [1, 1]),
    "chats": (
        json.dumps({"about": "All your data", "chats": {"about": "Your chats", "list": [
            {"name": "A", "type": "personal_chat", "id": 5, "messages": [FIRST]},
            {"name": "B", "type": "personal_chat", "id": 6, "messages": [SECOND]},
        ]}}), "chats.list.messages", [1, 2],
    ),
    "pages": (json.dumps([{"data": [FIRST], "meta": {"n": 1}}, {"data": [SECOND]}]), "data", [1, 2]),
    "pages a line": ("\n".join(json.dumps({"data": [record]}) for record in RECORDS), "data", [1, 2]),
    "by id": (json.dumps({"1": {**FIRST}, "2": {**SECOND}}), "*", [1, 2]),
    "by id below a key": (json.dumps({"comments": {"c1": FIRST, "c2": SECOND}}), "comments.*", [1, 2]),
    "split": (json.dumps({"columns": list(FIRST), "data": [list(one.values()) for one in RECORDS]}), "*", [1, 2]),
    "columns by row": (json.dumps({key: {"0": FIRST[key], "1": SECOND[key]} for key in FIRST}), "*", [1, 2]),
    "columns": (json.dumps({key: [FIRST[key], SECOND[key]] for key in FIRST}), "*", [1, 2]),
    "rows below a header": (json.dumps([list(FIRST), *(list(one.values()) for one in RECORDS)]), "", [1, 2]),
    "X archive": ("window.YTD.tweets.part0 = " + json.dumps(RECORDS, indent=2), "", [1, 2]),
    "two parts": (f"window.YTD.tweets.part0 = [{LINES[0]}]\nwindow.YTD.tweets.part1 = [{LINES[1]}]", "", [1, 2]),
    "var": ("var x = " + json.dumps({"data": RECORDS}) + ";", "data", [1, 2]),
    "callback": ("cb(" + json.dumps(RECORDS) + ");", "", [1, 2]),
    "guard": (")]}',\n" + json.dumps(RECORDS), "", [1, 2]),
    "loop": ("for(;;);" + json.dumps(RECORDS), "", [1, 2]),
    "export": ("export default " + json.dumps(RECORDS) + ";\n", "", [1, 2]),
    "beside a message": (json.dumps({"status": "ok", "message": "All is well", "data": RECORDS}), "data", [1, 2]),
    "errors": (json.dumps({"errors": [{"message": "a b"}], "data": RECORDS}), "data", [1, 2]),
    "of a video": (json.dumps({"title": "A film", "description": "How it was", "items": RECORDS}), "items", [1, 2]),
}  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_the_records_are_found(shape: str) -> None:
    content, path, rows = SHAPES[shape]
    raw = read(content)
    assert raw.frame.to_dict("records") == RECORDS
    assert (raw.records_at, raw.rows.tolist(), raw.rejects) == (path, rows, [])


@pytest.mark.parametrize("shape", [name for name in SHAPES if name not in ("split", "columns by row", "columns")])
def test_what_does_not_fit_into_the_window_is_read_part_by_part(shape: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_window, "MAX_CHARS", 80)
    monkeypatch.setattr(json_window, "_STEP_CHARS", 8)
    raw = read(SHAPES[shape][0], block=7)
    assert raw.frame.to_dict("records") == RECORDS
    assert raw.rejects == []


@pytest.mark.parametrize("content", ["[]", "{}", '{"data": [], "meta": {"result_count": 0}}', "cb([]);"])
def test_an_empty_answer_is_an_empty_table(content: str) -> None:
    raw = read(content)
    assert (len(raw.frame), raw.rejects) == (0, [])


def test_records_without_a_known_name_are_the_longest_array() -> None:
    rows = [{"satz": "Der Zug kommt nie", "q": 1}, {"satz": "Der Bus kommt", "q": 2}]
    raw = read(json.dumps({"n": 1, "zeilen": rows, "spalten": [{"a": 1}]}))
    assert raw.frame["satz"].tolist() == ["Der Zug kommt nie", "Der Bus kommt"]


def test_a_record_keeps_the_details_it_holds() -> None:
    record = {**FIRST, "quoted": SECOND, "media": [{"text": "inner"}]}
    raw = read(json.dumps([record]))
    assert raw.frame["text"].tolist() == ["Late again"]
    assert raw.frame["quoted.text"].tolist() == ["On time"]


@st.composite
def number_texts(draw: st.DrawFn) -> str:
    whole = draw(st.one_of(st.integers(), st.integers(10**18, 10**30)))
    fraction = draw(st.from_regex(r"\A(?:\.[0-9]{1,20})?(?:[eE][+-]?[0-9]{1,3})?\Z"))
    return f"{draw(st.sampled_from(['', '-']))}{abs(whole)}{fraction}"


@given(st.lists(number_texts(), min_size=1, max_size=5))
def test_every_number_stays_as_it_is_written(numbers: list[str]) -> None:
    records = [f'{{"id": {number}, "text": "a b", "in": {{"x": [{number}]}}}}' for number in numbers]
    for content in (
        f"[{','.join(records)}]",
        "\n".join(records),
        "[" + ",".join(f"{{id: {n}}}" for n in numbers) + "]",
    ):
        raw = read(content)
        assert raw.frame["id"].tolist() == numbers
        if "in.x" in raw.frame:
            assert raw.frame["in.x"].tolist() == numbers


@st.composite
def documents(draw: st.DrawFn) -> str:
    pieces = st.sampled_from(
        [*LINES, '{"id":"3","text":"a "b" c"}', "{'id': '4',}", "\n", ",", "[", "]", '"', "{", "}", "7"]
    )
    return "".join(["[", LINES[0], ",", *draw(st.lists(pieces, max_size=12)), "]"])


@given(documents(), st.integers(1, 40))
def test_the_size_of_the_blocks_changes_nothing(content: str, size: int) -> None:
    whole = read(content)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_window, "_STEP_CHARS", size)
        parts = read(content, block=size)
    assert parts.frame.to_dict("records") == whole.frame.to_dict("records")
    assert [(one.row, one.reason) for one in parts.rejects] == [(one.row, one.reason) for one in whole.rejects]


def many(count: int) -> Iterator[dict[str, Any]]:
    for n in range(count):
        user = {"screen_name": f"u{n}", "banner": "x" * 9, "followers_count": n}
        yield {"id": str(n), "full_text": f"Late again {n}", "user": user, "filler": n, "mine": "m", "late": None}


def test_a_large_table_holds_the_columns_only_that_a_field_is_read_from(monkeypatch: pytest.MonkeyPatch) -> None:
    records = [*many(50), {"id": "50", "full_text": "New", "lang": "en", "other": 5}]
    small = read("\n".join(map(json.dumps, records)))
    monkeypatch.setattr(json_columns, "MANY_ROWS", 10)
    monkeypatch.setattr(json_columns, "_BLOCK_RECORDS", 5)
    large = read("\n".join(map(json.dumps, records)), settings=ListenSettings(map={"author": "mine"}))
    assert large.unread == ["filler", "late", "other", "user.banner"]
    assert set(large.frame.columns) == set(small.frame.columns) - set(large.unread)
    assert large.frame.to_dict("list") == small.frame[list(large.frame.columns)].to_dict("list")
    assert "4 columns that no field is read from were left out: filler, late, other, user.banner" in large.warnings
    assert small.unread == []


def test_a_large_table_without_known_names_keeps_what_looks_like_text_or_date(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_columns, "MANY_ROWS", 10)
    monkeypatch.setattr(json_columns, "_BLOCK_RECORDS", 5)
    records = [{"satz": f"Zug {n} kommt nicht", "wann": f"2026-01-{n + 1:02}", "k": "x"} for n in range(20)]
    raw = read(json.dumps(records))
    assert list(raw.frame.columns) == ["satz", "wann"]
    assert raw.unread == ["k"]


def test_a_large_table_keeps_every_column_that_a_profile_has_a_rule_for() -> None:
    profiles = load_profiles().values()
    rules = [(one.forbids, one.html, one.channel_if_known, *one.left_out.values()) for one in profiles]
    names = {name for groups in rules for group in groups for name in group}
    wanted = Wanted({"text": ["Late again"], "created_at": ["2026-01-02"]}, ListenSettings())
    assert {"author.role", "account.bot"} <= names
    assert [name for name in sorted(names | {"author.uniqueId"}) if not wanted.is_wanted(name)] == []
    assert not wanted.is_wanted("profile_banner_url")


def test_answers_of_the_company_are_told_in_a_large_file_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    account = {"acct": "ann", "followers_count": 3}
    posts = [
        {"id": str(n), "created_at": "2026-01-02T10:00:00Z", "content": f"<p>Late again, {n} times</p>", "account": {
            **account, "bot": n % 2 == 0}, "url": f"https://social.example/@ann/{n}", "reblogs_count": 0}
        for n in range(60)
    ]  # fmt: skip
    path = tmp_path / "posts.json"
    path.write_text(json.dumps(posts))
    small = read_mentions(path)
    monkeypatch.setattr(json_columns, "MANY_ROWS", 10)
    monkeypatch.setattr(json_columns, "_BLOCK_RECORDS", 5)
    large = read_mentions(path)
    assert len(small) == 30
    assert large.equals(small)


SAMPLES = Path(__file__).parents[1] / "samples"
JSON_SAMPLES = sorted(path for path in SAMPLES.rglob("*") if path.suffix in {".json", ".jsonl", ".ndjson", ".js"})


@pytest.mark.parametrize("path", JSON_SAMPLES, ids=lambda path: path.parent.name + "/" + path.name)
def test_a_large_file_gives_the_same_mentions_as_a_small_one(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small = read_mentions(path)
    monkeypatch.setattr(json_columns, "MANY_ROWS", 2)
    monkeypatch.setattr(json_columns, "_BLOCK_RECORDS", 2)
    assert read_mentions(path).equals(small)


def test_the_posts_of_one_answer_are_numbered(tmp_path: Path) -> None:
    answer = {"data": [{"id": str(n), "author_id": "7", "text": f"Late {n}"} for n in range(3)],
              "includes": {"users": [{"id": "7", "username": "ann"}]}}  # fmt: skip
    path = tmp_path / "answer.json"
    path.write_text(json.dumps(answer))
    assert read_mentions(path)["row"].tolist() == [1, 2, 3]


def test_generic_counts_stay_where_a_large_file_has_none_of_its_profiles() -> None:
    vendor = next(one for one in load_profiles().values() if one.name == "x_api_v1")
    first = {
        name: ["1"] for name in ("id_str", "full_text", "favorited", "user.id_str", "retweet_count", "user.screen_name")
    }
    assert not Wanted(first, ListenSettings()).is_wanted("likes")
    without = {name: cells for name, cells in first.items() if name != "retweet_count"}
    assert vendor.claim({name: name for name in without})
    assert Wanted(without, ListenSettings()).is_wanted("likes")
