from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.frames import action_frame
from triage.model.action import Action
from triage.model.column import columns_of
from triage.present.cells import cell_texts, marked, rounded, typed_blocks, typed_table, written
from triage.present.safe import plain_text, safe_cell

if TYPE_CHECKING:
    import pandas as pd

    from triage.model.column import ColumnSpec

SPECS = {spec.name: spec for spec in columns_of(Action)}


def texts_of(frame: pd.DataFrame, name: str, decimal: str = ".") -> list[str]:
    table = typed_table(frame, [SPECS[name]])
    listed: list[str] = cell_texts(table.column(0).combine_chunks(), SPECS[name], decimal=decimal).to_pylist()
    return listed


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("rank", 7, "7"),
        ("reach", None, ""),
        ("reach", 1_234_567, "1234567"),
        ("score", 61.25, "61.2"),
        ("score", 0.0, "0.0"),
        ("negative", 0.5, "0.500"),
        ("negative", None, ""),
        ("subjectivity", -0.0001, "0.000"),
        ("growth", float("inf"), ""),
        ("growth", 1e300, ""),
        ("sentiment", -0.75, "-0.750"),
        ("first_seen", datetime(2015, 2, 24, 11, 35, 0, 999_999, tzinfo=UTC), "2015-02-24T11:35:00Z"),
        ("first_seen", datetime(1955, 1, 1, 0, 0, 0, 1, tzinfo=UTC), "1955-01-01T00:00:00Z"),
        ("last_seen", None, ""),
        ("theme", "-5 euros", "'-5 euros"),
        ("theme", "nul\x00", "nul\ufffd"),
    ],
)
def test_each_kind_of_value_has_one_text(make_action: Any, name: str, value: object, text: str) -> None:
    if value == 1e300:
        text = f"{1e300:.1f}"
    assert texts_of(action_frame([make_action(**{name: value})]), name) == [text]


def test_german_numbers_have_a_comma_and_whole_ones_have_none(make_action: Any) -> None:
    frame = action_frame([make_action(negative=0.8764, mentions=1234)])
    assert texts_of(frame, "negative", ",") == ["0,876"]
    assert texts_of(frame, "mentions", ",") == ["1234"]


def test_numbers_never_get_the_mark(make_action: Any) -> None:
    frame = action_frame([make_action(sentiment=-0.5, score=-1.0, mentions=-3)])
    cells = [texts_of(frame, name) for name in ("sentiment", "score", "mentions")]
    assert cells == [["-0.500"], ["-1.0"], ["-3"]]


ANY_TEXT = st.text() | st.text(st.sampled_from("'=+-@\t\r\n ＝＋－＠\u200b\u00a0\ufeff\x00\x85az\U000e0041"))


@given(st.lists(ANY_TEXT))
def test_columns_are_cleaned_as_single_texts_are(texts: list[str]) -> None:
    assert written(pa.array(texts, pa.large_string())).to_pylist() == [plain_text(text) for text in texts]


@given(st.lists(ANY_TEXT))
def test_columns_are_marked_as_single_texts_are(texts: list[str]) -> None:
    assert marked(pa.array(texts, pa.large_string())).to_pylist() == [safe_cell(text) for text in texts]


@given(st.lists(st.floats()), st.integers(0, 6))
def test_rounding_twice_is_rounding_once(numbers: list[float], digits: int) -> None:
    once = rounded(np.array(numbers, dtype=np.float64), digits)
    assert not np.isinf(once).any()
    assert not np.signbit(once[once == 0]).any()
    np.testing.assert_array_equal(rounded(once, digits), once)


def column_specs() -> list[ColumnSpec]:
    return [SPECS["rank"], SPECS["theme"]]


def test_blocks_hold_every_row_once(make_action: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("triage.present.cells.BLOCK_ROWS", 3)
    blocks = list(typed_blocks(action_frame(make_action(rank) for rank in range(7)), column_specs()))
    assert [block.column("rank").to_pylist() for block in blocks] == [[0, 1, 2], [3, 4, 5], [6]]


def test_an_empty_frame_has_one_block_with_its_columns() -> None:
    blocks = list(typed_blocks(action_frame([]), column_specs()))
    assert [(block.num_rows, block.column_names) for block in blocks] == [(0, ["rank", "theme"])]
