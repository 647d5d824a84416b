from __future__ import annotations

import io
from typing import Any

import pyarrow.parquet as pq

from triage.frames import action_frame
from triage.model.action import Action
from triage.model.column import columns_of
from triage.present.columnar import parquet


def test_fields_say_their_unit(make_action: Any) -> None:
    table = pq.read_table(io.BytesIO(parquet(action_frame([make_action()]), columns_of(Action), name="actions")))
    for spec in columns_of(Action):
        metadata = table.schema.field(spec.name).metadata
        assert metadata[b"unit"].decode() == spec.column.unit
        assert metadata[b"about"].decode() == spec.column.about
    assert table.schema.metadata[b"schema"] == b"triage-actions/1"


def test_values_are_typed_and_texts_unmarked(make_action: Any) -> None:
    content = parquet(action_frame([make_action(theme="=1+1")]), columns_of(Action), name="actions")
    row = pq.read_table(io.BytesIO(content)).to_pylist()[0]
    assert (row["theme"], row["mentions"], row["negative"], row["reach"]) == ("=1+1", 1234, 0.876, None)
    assert row["first_seen"].isoformat() == "2015-02-24T11:35:00+00:00"


def test_the_same_frame_gives_the_same_bytes(make_action: Any) -> None:
    frame = action_frame([make_action(1), make_action(2)])
    assert parquet(frame, columns_of(Action), name="actions") == parquet(frame, columns_of(Action), name="actions")


def test_an_empty_list_has_its_columns() -> None:
    table = pq.read_table(io.BytesIO(parquet(action_frame([]), columns_of(Action), name="actions")))
    assert table.column_names == [spec.name for spec in columns_of(Action)]
