from __future__ import annotations

import pytest

from triage.model.action import SHORT_COLUMNS, Action
from triage.model.column import names_of
from triage.model.errors import UsageError
from triage.present.choices import FORMATS, choose_columns, format_of


@pytest.mark.parametrize("name", FORMATS)
def test_the_ending_is_the_format(name: str) -> None:
    assert format_of(f"some.dir/actions.{name}") == name


def test_an_unknown_ending_is_told_with_a_guess_and_the_known_ones() -> None:
    with pytest.raises(
        UsageError, match=r"a\.cvs: the ending \.cvs is unknown, did you mean '\.csv'\?; known are \.csv"
    ):
        format_of("a.cvs")


@pytest.mark.parametrize("path", ["actions", ".csv", "out.d/actions"])
def test_a_file_without_an_ending_is_told(path: str) -> None:
    with pytest.raises(UsageError, match="needs an ending"):
        format_of(path)


def test_columns_are_all_short_or_named() -> None:
    assert choose_columns("all") == names_of(Action)
    assert choose_columns("short") == SHORT_COLUMNS
    assert choose_columns("theme,rank, theme,") == ("theme", "rank")


def test_an_unknown_column_is_told_with_a_guess() -> None:
    with pytest.raises(UsageError, match="no column 'ownr', did you mean 'owner'"):
        choose_columns("rank,ownr")


@pytest.mark.parametrize("spec", ["", " , "])
def test_no_column_at_all_is_an_error(spec: str) -> None:
    with pytest.raises(UsageError, match="no column is named"):
        choose_columns(spec)
