"""What is kept of broken JSON, and at what cost."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.listen.encoding import TextStream
from triage.listen.readers.json_records import json_shape, read_document, read_ndjson
from triage.listen.readers.json_values import BrokenError, mend
from triage.listen.sources import RefusedError
from triage.model.settings import ListenSettings

if TYPE_CHECKING:
    from pathlib import Path

    from triage.listen.readers.raw import RawTable

FIRST, SECOND = '{"id":"1","text":"Late again"}', '{"id":"2","text":"On time"}'
M = 1_000_000  # characters


def read(content: str | bytes, *, told: bool = True) -> RawTable:
    data = content.encode() if isinstance(content, str) else content
    stream = TextStream(iter([data[start : start + 65536] for start in range(0, len(data), 65536)]))
    shape = json_shape(stream.head, is_whole=stream.is_whole, told=told)
    reader = read_ndjson if shape == "ndjson" else read_document
    return reader(stream, source="it.json", settings=ListenSettings())


@pytest.mark.parametrize(
    ("content", "kept", "rejected"),
    [
        (f'[{FIRST},{{"id":"x","text":"a "b" c"}},{SECOND}]', ["1", "2"], [2]),
        (f'[{FIRST},{{"id":"x","text":"open}},{SECOND}]', ["1", "2"], [2]),
        (f'[{FIRST},{{"id":"x","text":"open}},{SECOND},{SECOND}]', ["1", "2", "2"], [2]),
        (f'[{FIRST},{{"id":"x","media":[{{"id":"m"}},{{"id":"n"}}] "text":"a"}},{SECOND}]', ["1", "2"], [2]),
        (f'[{{"id":"x","media":[{{"id":"m"}}] "text":"a"}},{FIRST},{SECOND}]', ["1", "2"], [1]),
        (f'{{"meta":{{"n":1}},"data":[{FIRST},{{"id": }},{SECOND}],"more":[1,2]}}', ["1", "2"], [2]),
        (f'{{"data":[{FIRST},{SECOND[:-5]}', ["1"], [2]),
        (f'[{{"data":[{FIRST},{SECOND}]}},{{"data":[{FIRST},{SECOND[:-5]}', ["1", "2", "1"], [4]),
        (f'{FIRST}\n{{"id":"x","text":"a "b" c"}}\n{SECOND}\n{FIRST[:9]}', ["1", "2"], [2, 4]),
        (f"{FIRST}\n{SECOND}\n[1]\nnull\n7\n{FIRST}\n{FIRST}", ["1", "2", "1", "1"], [3, 4, 5]),
        (f"[{FIRST},7,null,[1],{SECOND}]", ["1", "2"], [2, 3, 4]),
        (f"[{FIRST}}},{SECOND}]", ["1", "2"], []),
    ],
)  # fmt: skip
def test_damage_costs_the_broken_record_alone(content: str, kept: list[str], rejected: list[int]) -> None:
    raw = read(content)
    assert raw.frame["id"].tolist() == kept
    assert [one.row for one in raw.rejects] == rejected


@pytest.mark.parametrize(
    ("content", "texts"),
    [
        (f"[{FIRST},{SECOND},]", ["Late again", "On time"]),
        (f"[ // one\n{FIRST} /* two */,\n{SECOND}]", ["Late again", "On time"]),
        ("{'id': 1, 'text': 'It\\'s', 'ok': True, 'no': None}\n{'id': 2, 'text': \"Ann's\"}\n", ["It's", "Ann's"]),
        ("[{'id': 1, 'text': 'Late'}, {'id': 2, 'text': 'Again'}]", ["Late", "Again"]),
        ("{'data': [{'id': 1, 'text': 'Late'}, {'id': 2, 'text': 'Again'}]}", ["Late", "Again"]),
        ("module.exports = [{id: '1', text: 'Late',}, {id: '2', text: undefined}]", ["Late", ""]),
        ('{"id":"1","text":"a\nb\tc"}\n{"id":"2","text":"x"}\n{"id":"3","text":"y"}\n', ["a\nb\tc", "x", "y"]),
        ('[{"id":"1","text":"Late\nagain\ttoday"}]', ["Late\nagain\ttoday"]),
        (r'[{"id":"1","text":"\x41\'\q"}]', ["A'\\q"]),
        ('[{"id":"1","text":"NaN","x":NaN,"y":-Infinity}]', ["NaN"]),
    ],
)  # fmt: skip
def test_what_other_languages_write_is_read_as_it_was_meant(content: str, texts: list[str]) -> None:
    raw = read(content)
    assert raw.frame["text"].tolist() == texts
    assert raw.rejects == []


def test_a_repeated_key_is_said_and_the_last_counts() -> None:
    raw = read('[{"id":"1","text":"a","text":"b"},{"id":"2","text":"c"}]')
    assert raw.frame["text"].tolist() == ["b", "c"]
    assert raw.warnings == ["1 of the first 1,000 records hold a key twice; the last counts"]


def test_a_reject_says_where_without_the_text() -> None:
    reasons = [one.reason for one in read(f'[{FIRST},{{"id":"x","text":"secret" "words"}}]').rejects]
    assert reasons == ["not JSON at character 58: Expecting ',' delimiter"]


PLAIN = st.recursive(
    st.none() | st.booleans() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=9,
)


@given(PLAIN)
def test_python_and_json_write_the_same_values(value: object) -> None:
    expected = json.loads(json.dumps(value))
    assert mend(json.dumps(value)) == expected
    if not any(0xD800 <= ord(letter) <= 0xDFFF for letter in repr(value)):
        assert mend(repr(value)) == expected


@given(st.text(st.sampled_from("[]{}\"':1a\\ \n/*,uxT"), max_size=40))
def test_mending_fails_in_one_way_only(text: str) -> None:
    try:
        mend(text)
    except BrokenError:
        return


@given(st.text(st.sampled_from("[]{}\"':1a\\ \n/*,=("), max_size=60))
def test_no_text_behind_a_record_loses_it(tail: str) -> None:
    assert read(f"[{FIRST}," + tail).frame["id"].tolist()[:1] == ["1"]


WORST = {
    "brackets": "[" * M,
    "objects": '{"a":' * (M // 5),
    "quotes": '["' + '"' * M,
    "backslashes": '["' + "\\" * M,
    "escaped quotes": '["' + '\\"' * (M // 2),
    "[1,": "[1," * (M // 3),
    "[{": "[{" * (M // 2),
    "arrays in objects": '{"a":[' * (M // 6),
    "closed": f"[{FIRST}" + "]" * M,
    "colons": "[{" + ":" * M,
    "empty objects": "{}" * (M // 2),
    "comments": "[/*" * (M // 3),
    "apostrophes": "[{'" * (M // 3),
    "words": "[" + "x," * (M // 2),
    "numbers": "[" + "1," * (M // 2),
    "all broken": "[" + '{"id":"1" "text":"x"},' * (M // 22),
    "broken behind one": f"[{FIRST}," + '{"id":"1","text":"x},' * (M // 21),
    "open strings": f"[{FIRST}," + '{"id":"1","text":"x,' * (M // 20),
    "holders": '{"a":[{"b" 1}],' * (M // 15),
    "records inside records": f"[{FIRST}," * (M // 31),
    "lines": f"{FIRST}\n{SECOND}\n" + '{"id":"\n' * (M // 8),
    "apostrophes in lines": f"{FIRST}\n{SECOND}\n" + "{'id':" * (M // 6),
    "deep lines": f"{FIRST}\n{SECOND}\n" + '{"a":' * (M // 5),
    "deep records": f"[{FIRST}," + ('{"x":' + "[" * 3000 + "]" * 3000 + "},") * 160,
    "many keys": "[" + ",".join(f'{{"k{n}":1}}' for n in range(80_000)),
    "wide record": "[{" + ",".join(f'"k{n}":1' for n in range(80_000)) + "}]",
    "parentheses": "(" * M + "[",
    "calls": "a(" * (M // 2) + "[{}]",
    "Python": f"[{FIRST}," + "{'id':'1','text':'x',}," * (M // 24),
    "open key": '{"a":[{}],"' + "\\" * M,
}


@pytest.mark.parametrize("name", WORST)
def test_the_worst_megabyte_is_done_in_ten_seconds(name: str) -> None:
    begun = time.process_time()
    read(WORST[name])
    assert time.process_time() - begun < 10


def suite(shared: Path, kind: str) -> list[Path]:
    return sorted((shared / "hostile/jsontestsuite/test_parsing").glob(f"{kind}_*.json"))


def test_valid_json_of_the_public_suite_is_read_without_a_word(shared: Path) -> None:
    paths = suite(shared, "y")
    assert paths
    for path in paths:
        if path.read_bytes().strip():
            raw = read(path.read_bytes())
            told = [
                one.reason
                for one in raw.rejects
                if one.reason not in ("the record is no object", "the record is a list")
            ]
            assert told == [], path.name
            assert [warning for warning in raw.warnings if "hold a key twice" not in warning] == [], path.name


@pytest.mark.parametrize("kind", ["n", "i"])
def test_invalid_json_of_the_public_suite_crashes_nothing(shared: Path, kind: str) -> None:
    paths = suite(shared, kind)
    assert paths
    for path in paths:
        try:
            raw = read(path.read_bytes())
        except RefusedError:
            continue
        assert len(raw.rows) == len(raw.frame), path.name
