from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.frames import FrameError, action_frame, dtype_of, mention_frame, scored_frame, theme_frame
from triage.model.action import Action
from triage.model.column import columns_of, names_of
from triage.model.mention import Mention, ScoredMention
from triage.model.theme import Theme

MENTION_DTYPES = {
    "mention_id": "str", "text": "str", "created_at": "datetime64[us, UTC]", "channel": "str", "author": "str",
    "followers": "Int64", "reach": "Int64", "engagement": "Int64", "language": "str", "url": "str",
    "source_sentiment": "str", "source": "str", "row": "int64",
}  # fmt: skip


def dtypes(frame: pd.DataFrame) -> dict[str, str]:
    return {str(name): str(dtype) for name, dtype in frame.dtypes.items()}


def plain(**columns: list[Any]) -> pd.DataFrame:
    return pd.DataFrame({"mention_id": ["1", "2"], "text": ["a", "b"]} | columns)


def test_a_mention_frame_has_its_columns_in_order_with_their_types() -> None:
    frame = mention_frame(pd.DataFrame({"text": ["a"], "odd": [1], "mention_id": ["1"]}))
    assert list(dtypes(frame).items()) == list(MENTION_DTYPES.items())


def test_a_scored_frame_adds_the_columns_of_understanding() -> None:
    frame = scored_frame(plain())
    assert list(frame.columns) == [*names_of(Mention), *names_of(ScoredMention)]
    assert dtypes(frame)["duplicate_group"] == "int64"
    assert dtypes(frame)["negative"] == "float64"


def test_an_action_frame_has_the_promised_columns_even_when_empty(action_columns: list[str]) -> None:
    frame = action_frame([])
    assert list(frame.columns) == action_columns
    assert dtypes(frame) == {spec.name: dtype_of(spec) for spec in columns_of(Action)}


def test_a_theme_frame_has_the_columns_of_a_theme() -> None:
    frame = theme_frame(pd.DataFrame({"theme_id": ["t"], "title": ["x"]}))
    assert list(frame.columns) == list(names_of(Theme))
    assert dtypes(frame)["rest"] == "bool"


def test_what_is_absent_is_empty_never_nought() -> None:
    frame = mention_frame(plain())
    assert (frame[["channel", "author", "url"]] == "").to_numpy().all()
    assert frame[["created_at", "followers", "reach"]].isna().to_numpy().all()
    assert scored_frame(plain())[["negative", "polarity"]].isna().to_numpy().all()


@pytest.mark.parametrize(
    "text", ["007", "null", "NA", "nan", "None", "1.23E+17", "TRUE", "", " ", "570306133677760513"]
)
def test_a_text_stays_the_text_it_is(text: str) -> None:
    frame = mention_frame(plain(mention_id=[text, "x"], author=[text, "x"]))
    assert [frame["mention_id"][0], frame["author"][0]] == [text, text]


@given(st.lists(st.text(), min_size=2, max_size=2))
def test_any_text_stays_as_it_is(texts: list[str]) -> None:
    assert mention_frame(plain(text=texts))["text"].tolist() == texts


def test_a_missing_text_cell_is_blank() -> None:
    assert mention_frame(plain(author=[None, "b"]))["author"].tolist() == ["", "b"]


def test_whole_numbers_stay_whole_beside_missing_ones() -> None:
    frame = mention_frame(plain().assign(reach=pd.array([2**53 + 1, None], dtype="Int64")))
    assert frame["reach"].tolist() == [2**53 + 1, pd.NA]


def test_instants_become_utc() -> None:
    east = timezone(timedelta(hours=2))
    frame = mention_frame(plain(created_at=[datetime(2026, 11, 17, 1, tzinfo=east), None]))
    assert frame.loc[0, "created_at"] == datetime(2026, 11, 16, 23, tzinfo=UTC)
    assert frame["created_at"].isna().tolist() == [False, True]


def test_rows_are_numbered_anew_while_attributes_stay() -> None:
    given_frame = plain()
    given_frame.index = pd.Index([5, 9])
    given_frame.attrs = {"rejects": []}
    frame = mention_frame(given_frame)
    assert frame.index.tolist() == [0, 1]
    assert frame.attrs == {"rejects": []}
    assert given_frame.index.tolist() == [5, 9]


def test_a_checked_frame_passes_again_unchanged() -> None:
    once = scored_frame(plain(reach=[1, None], created_at=["2026-11-17", None]))
    pd.testing.assert_frame_equal(scored_frame(once), once)


def test_a_missing_column_is_told_with_those_that_are_there_and_a_guess() -> None:
    with pytest.raises(FrameError) as told:
        mention_frame(pd.DataFrame({"mention_id": ["1"], "txt": ["a"]}))
    assert str(told.value) == ("column 'text' is missing; there are ['mention_id', 'txt'], did you mean 'text'?")


def test_a_missing_column_with_nothing_like_it_is_told_without_a_guess() -> None:
    with pytest.raises(FrameError, match=r"column 'mention_id' is missing; there are \['x'\]$"):
        mention_frame(pd.DataFrame({"x": [1]}))


@pytest.mark.parametrize(("column", "cells"), [("reach", ["many", "few"]), ("row", [None, 1]), ("reach", [1.5, 2])])
def test_a_column_of_another_type_is_told(column: str, cells: list[Any]) -> None:
    with pytest.raises(FrameError, match=f"column '{column}' should be [iI]nt64"):
        mention_frame(plain(**{column: cells}))


@pytest.mark.parametrize("cell", ["yesterday", "now", "today", "17.11.2026", "1700000000", 1700000000])
def test_what_is_no_instant_is_told_without_asking_the_clock(cell: object) -> None:
    for cells in ([cell, "2026-11-17"], ["2026-11-17", cell], [cell, cell]):
        with pytest.raises(FrameError, match=r"column 'created_at' should be datetime64\[us, UTC\]"):
            mention_frame(plain(created_at=cells))


def test_instants_as_text_may_differ_in_form() -> None:
    frame = mention_frame(plain(created_at=["2026-11-17", "2026-11-17T08:00:00.5+01:00"]))
    assert frame["created_at"].tolist() == [
        pd.Timestamp("2026-11-17", tz="UTC"),
        pd.Timestamp("2026-11-17T07:00:00.5", tz="UTC"),
    ]
