from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from triage.frames import action_frame
from triage.model.action import OTHER_VOICES, Action
from triage.present.digest import night_of, other_voices, themes_only, undone


@pytest.mark.parametrize(
    ("as_of", "shown"),
    [
        (datetime(2015, 2, 24, 11, 35, tzinfo=UTC), "2015-02-24 11:35 UTC"),
        ("2015-02-24T13:35:00+02:00", "2015-02-24 11:35 UTC"),
        (None, ""),
        ("someday", "someday"),
    ],
)
def test_the_night_is_said_in_utc(as_of: object, shown: str) -> None:
    assert night_of({"as_of": as_of}) == shown


def test_only_the_last_row_is_the_other_voices(make_action: Any, others: Action) -> None:
    frame = action_frame([make_action(1, theme=OTHER_VOICES), make_action(2), others])
    assert list(themes_only(frame)["rank"]) == [1, 2]
    assert list(other_voices(frame)["rank"]) == [99]
    assert other_voices(action_frame([])).empty


def test_what_is_undone_is_told_only_where_somebody_does_something(make_action: Any) -> None:
    done, left = make_action(1, owner="Anna"), make_action(2)
    night = {"undone": {"actions": 1, "earlier": 0, "people": 1200, "minutes": 60}}
    assert undone(action_frame([done, left]), night) == "left undone tonight: 1 action, 1,200 people, 60 minutes"
    assert undone(action_frame([left]), night) == ""
    assert undone(action_frame([done]), {"undone": {"actions": 0, "earlier": 0, "people": 0, "minutes": 0}}) == ""
    assert undone(action_frame([done, left]), {}) == undone(action_frame([done, left]), {"undone": {}}) == ""


def test_what_earlier_nights_left_undone_is_told_apart(make_action: Any) -> None:
    night = {"undone": {"actions": 3, "earlier": 2, "people": 1, "minutes": 1}}
    said = undone(action_frame([make_action(1, owner="Anna")]), night)
    assert said == "left undone tonight: 3 actions (2 of earlier nights), 1 person, 1 minute"
