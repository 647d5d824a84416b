from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from triage.frames import action_frame
from triage.model.action import Action
from triage.model.column import columns_of
from triage.present.records import json_lines, json_object, json_summary, writable

SPECS = columns_of(Action)


def test_an_object_has_schema_night_and_actions(make_action: Any) -> None:
    frame = action_frame([make_action(1), make_action(2)])
    night = {"as_of": "2015-02-24T11:35:00Z", "mentions": 7}
    parsed = json.loads(b"".join(json_object(frame, SPECS, name="actions", night=night)))
    assert list(parsed) == ["schema", "night", "actions"]
    assert parsed["schema"] == "triage-actions/1"
    assert parsed["night"] == night
    assert [action["rank"] for action in parsed["actions"]] == [1, 2]
    assert list(parsed["actions"][0]) == [spec.name for spec in SPECS]


def test_values_keep_their_kind(make_action: Any) -> None:
    record = json.loads(b"".join(json_lines(action_frame([make_action(theme="=1+1", reach=None)]), SPECS)))
    assert record["theme"] == "=1+1"
    assert record["reach"] is None
    assert record["negative"] == 0.876
    assert record["mentions"] == 1234
    assert record["first_seen"] == "2015-02-24T11:35:00Z"
    assert record["last_seen"] is None
    assert record["channels"] == "x|reddit"


def test_an_empty_list_is_an_empty_array() -> None:
    parsed = json.loads(b"".join(json_object(action_frame([]), SPECS, name="actions", night={})))
    assert parsed == {"schema": "triage-actions/1", "night": {}, "actions": []}
    assert b"".join(json_lines(action_frame([]), SPECS)) == b""


@given(st.text())
def test_every_text_stays_on_its_line(make_action: Any, text: str) -> None:
    content = b"".join(json_lines(action_frame([make_action(quote=text), make_action(quote=text)]), SPECS))
    assert content.count(b"\n") == 2


JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63)
    | st.floats()
    | st.text(st.characters(exclude_categories=())),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@settings(max_examples=40)
@given(st.dictionaries(st.text(st.characters(exclude_categories=())), JSON_VALUES, max_size=3))
def test_every_summary_can_be_written_without_nan(summary: dict[str, Any]) -> None:
    def no_constant(name: str) -> None:
        raise AssertionError(name)

    json.loads(json_summary(summary), parse_constant=no_constant)


def test_a_summary_keeps_the_order_of_its_keys() -> None:
    assert json_summary({"b": 1, "a": {"d": (1, 2), "c": None}}).decode() == (
        '{\n  "b": 1,\n  "a": {\n    "d": [\n      1,\n      2\n    ],\n    "c": null\n  }\n}\n'
    )


def test_names_of_files_that_are_no_text_can_be_written() -> None:
    assert writable({"caf\udce9.csv": ["\x1b[31m"]}) == {"caf\ufffd.csv": ["\ufffd[31m"]}
