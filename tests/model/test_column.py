from __future__ import annotations

from dataclasses import dataclass, fields, make_dataclass
from datetime import datetime
from typing import Annotated

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.model.action import POINTS, SHORT_COLUMNS, Action
from triage.model.column import PLAIN_TYPES, Column, ColumnSpec, columns_of, did_you_mean, names_of
from triage.model.mention import Mention, ScoredMention
from triage.model.theme import Theme, risk_counts

NOUNS = (Mention, ScoredMention, Theme, Action)


@dataclass
class Thing:
    name: Annotated[str, Column("what it is called", required=True)]
    count: Annotated[int | None, Column("how many", unit="people")] = None


def test_a_mention_has_the_promised_columns() -> None:
    assert " ".join(names_of(Mention)) == (
        "mention_id text created_at channel author followers reach engagement language url source_sentiment source row"
    )


def test_an_action_has_the_promised_columns(action_columns: list[str]) -> None:
    assert list(names_of(Action)) == action_columns


def test_the_short_list_has_the_promised_columns() -> None:
    assert " ".join(SHORT_COLUMNS) == (
        "rank priority score action theme owner due mentions negative trend why next_step quote url action_id"
    )


def test_the_points_stand_in_the_order_of_their_columns() -> None:
    assert list(POINTS) == [name for name in names_of(Action) if name.endswith("_points")]


def test_only_an_id_and_a_text_are_required_of_a_mention() -> None:
    assert [spec.name for spec in columns_of(Mention) if spec.column.required] == ["mention_id", "text"]


@pytest.mark.parametrize("noun", NOUNS)
def test_every_column_says_what_it_holds(noun: type) -> None:
    for spec in columns_of(noun):
        assert spec.kind in PLAIN_TYPES
        assert len(spec.column.about) > 5
        assert not spec.column.about.removesuffix("...").endswith(".")
        assert spec.column.digits is None or spec.kind is float


@pytest.mark.parametrize("noun", NOUNS)
def test_columns_are_the_fields_in_their_order(noun: type) -> None:
    assert names_of(noun) == tuple(field.name for field in fields(noun))


def test_ids_are_text_while_numbers_that_may_be_missing_say_so() -> None:
    kinds = {spec.name: (spec.kind, spec.nullable) for noun in NOUNS for spec in columns_of(noun)}
    assert kinds["mention_id"] == kinds["action_id"] == kinds["theme_id"] == (str, False)
    assert kinds["followers"] == kinds["reach"] == (int, True)
    assert kinds["created_at"] == kinds["first_seen"] == (datetime, True)
    assert kinds["polarity"] == kinds["negative"] == kinds["growth"] == (float, True)
    assert kinds["rank"] == kinds["mentions"] == kinds["row"] == (int, False)


def test_a_column_is_read_from_its_annotation() -> None:
    name, count = columns_of(Thing)
    assert name == ColumnSpec("name", str, nullable=False, column=Column("what it is called", required=True))
    assert (count.kind, count.nullable, count.column.unit) == (int, True, "people")


def test_a_field_without_a_column_is_told() -> None:
    @dataclass
    class Bare:
        name: str

    with pytest.raises(TypeError, match=r"Bare\.name declares no Column"):
        columns_of(Bare)


@pytest.mark.parametrize("hint", [list[str], int | str, bytes])
def test_a_type_that_no_column_holds_is_told(hint: object) -> None:
    wrong = make_dataclass("Wrong", [("name", Annotated[hint, Column("it")])])
    with pytest.raises(TypeError, match=r"Wrong\.name must be Annotated"):
        columns_of(wrong)


def test_a_hint_without_a_column_among_others_is_told() -> None:
    @dataclass
    class Odd:
        name: Annotated[str, "it"]

    with pytest.raises(TypeError, match=r"Odd\.name must be Annotated"):
        columns_of(Odd)


@given(st.sampled_from(names_of(Action)))
def test_a_known_word_is_its_own_suggestion(name: str) -> None:
    assert did_you_mean(name, names_of(Action)) == f", did you mean '{name}'?"


def test_a_word_far_from_all_gets_no_suggestion() -> None:
    assert did_you_mean("zzzz", names_of(Action)) == ""
    assert did_you_mean("", ()) == ""


def test_a_theme_without_a_risk_counts_nobody() -> None:
    assert risk_counts("", "") == {}
