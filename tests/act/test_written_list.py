from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from triage.act.written_list import find_written
from triage.model.edited import EditedRow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from triage.model.action import Action

    Listed = Callable[..., Action]


def row(action: Action, *names: str, **cells: str) -> EditedRow:
    """The row of a file, with columns as they were written."""
    return EditedRow(
        number=2, action_id=action.action_id, cells={name: str(getattr(action, name)) for name in names} | cells
    )


def test_the_night_is_the_one_that_the_programs_cells_agree_with_most(listed: Listed) -> None:
    nights = [(night, [listed("a", score=10.0 + night, mentions=night)]) for night in (3, 2, 1)]
    found = find_written([row(nights[1][1][0], "score", "mentions", owner="Anna")], nights)
    assert found["a"].night == 2


def test_of_nights_that_agree_alike_the_newest_counts_and_no_older_is_read(listed: Listed) -> None:
    asked = []

    def nights() -> Iterator[tuple[int, list[Action]]]:
        for night in (3, 2, 1):
            asked.append(night)
            yield night, [listed("a")]

    assert find_written([row(listed("a"), "score", "theme")], nights())["a"].night == 3
    assert asked == [3]


@pytest.mark.parametrize("cell", ["1234,50", "1,234.5", "1.234,5", "1 234,5", "1234.5"])
def test_numbers_agree_as_any_country_writes_them(listed: Listed, cell: str) -> None:
    nights = [(2, [listed("a", score=1.0)]), (1, [listed("a", score=1234.5)])]
    assert find_written([row(listed("a"), score=cell)], nights)["a"].night == 1


def test_what_people_edit_and_what_is_kept_for_a_time_says_nothing_of_the_night(listed: Listed) -> None:
    nights = [(2, [listed("a", owner="Ben")]), (1, [listed("a", owner="Anna", quote="q", note="n")])]
    found = find_written([row(listed("a", owner="Anna", quote="q", note="n"), "owner", "quote", "note")], nights)
    assert found["a"].night == 2


def test_a_row_from_another_list_is_that_of_the_night_with_which_it_agrees(listed: Listed) -> None:
    nights = [
        (3, [listed("a", score=3.0)]),
        (2, [listed("a", score=2.0), listed("b", score=20.0)]),
        (1, [listed("b", score=10.0)]),
    ]
    rows = [row(nights[0][1][0], "score", "theme", "why"), row(nights[2][1][0], "score")]
    found = find_written(rows, nights)
    assert {key: each.night for key, each in found.items()} == {"a": 3, "b": 1}


def test_an_action_that_stands_in_no_list_is_not_found(listed: Listed) -> None:
    assert "b" not in find_written([row(listed("b"), "score")], [(1, [listed("a")])])


def test_cells_may_be_empty_or_times(listed: Listed) -> None:
    action: Any = listed("a")
    cells = {"first_seen": "2026-11-24T12:00:00Z", "reach": "", "growth": "6,0", "polarity": "?"}
    nights = [(2, [listed("a", first_seen=None, reach=3)]), (1, [action])]
    assert find_written([row(action, **cells)], nights)["a"].night == 1
