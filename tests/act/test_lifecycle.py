"""What becomes of an action from night to night."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.act.lives import standing, theme
from triage.act.lifecycle import Event, Turn, heard, unheard
from triage.model.vocabulary import Status

NIGHT = datetime(2026, 11, 20, 6, tzinfo=UTC)
SAFETY = {"risk": "safety", "risk_voices": "1"}
ONE: dict[str, Any] = {"mentions": 1, "voices": 1}


def test_what_nobody_knew_is_opened() -> None:
    assert heard(theme(), 40.0, None, NIGHT, 10.0) == Turn(event=Event.OPENED, status=Status.OPEN)


@pytest.mark.parametrize("status", ["open", "acknowledged", "in-progress"])
def test_what_is_not_finished_stays_as_it_is_heard_or_not(status: str) -> None:
    stays = Turn(event=Event.STAYED, status=Status(status), before=status)
    assert heard(theme(), 40.0, standing(status=status), NIGHT, 10.0) == stays
    assert unheard(standing(status=status), NIGHT) == stays


@pytest.mark.parametrize(
    ("changed", "event"),
    [
        ({}, Event.BACK),
        ({"voices": 2, "mentions": 2}, Event.BACK),
        (ONE, Event.QUIET),
        ({"voices": 1, "mentions": 9}, Event.QUIET),
        (ONE | SAFETY, Event.BACK),
        (ONE | {"risk": "churn", "risk_voices": "1"}, Event.QUIET),
        ({"last_seen": datetime(2026, 11, 18, 5, tzinfo=UTC)}, Event.QUIET),
        ({"last_seen": None}, Event.BACK),
    ],
)
def test_what_was_done_comes_back_with_two_voices_or_one_of_grave_risk_that_spoke_later(
    changed: dict[str, Any], event: Event
) -> None:
    assert heard(theme(**changed), 90.0, standing(status="done"), NIGHT, 10.0).event == event
    assert unheard(standing(status="done"), NIGHT).event == Event.QUIET


@pytest.mark.parametrize(
    ("until", "event"),
    [
        (NIGHT - timedelta(days=1), Event.AWAKE),
        (NIGHT, Event.AWAKE),
        (NIGHT + timedelta(seconds=1), Event.QUIET),
        (None, Event.QUIET),
    ],
)
def test_what_is_snoozed_awakes_when_its_time_is_over_heard_or_not(until: datetime | None, event: Event) -> None:
    snoozed = standing(status="snoozed", until=until)
    assert heard(theme(), 10.0, snoozed, NIGHT, 10.0).event == event
    assert unheard(snoozed, NIGHT).event == event


def test_without_an_instant_no_time_is_over() -> None:
    assert unheard(standing(status="snoozed", until=NIGHT), None).event == Event.QUIET


@pytest.mark.parametrize("status", ["snoozed", "dismissed"])
@pytest.mark.parametrize(
    ("more", "changed", "event"),
    [
        (9.9, {}, Event.QUIET),
        (10.0, {}, Event.WORSE),
        (0.0, SAFETY, Event.RISKIER),
        (0.0, {"risk": "churn", "risk_voices": "9"}, Event.QUIET),
        (0.0, {"risk": "legal", "risk_voices": "1", "voices": 100}, Event.QUIET),
    ],
)
def test_what_is_snoozed_or_dismissed_comes_back_when_it_is_clearly_worse(
    status: str, more: float, changed: dict[str, Any], event: Event
) -> None:
    before = standing(status=status, until=NIGHT + timedelta(days=9))
    assert before.row is not None
    turn = heard(theme(**changed), before.row.score + more, before, NIGHT, 10.0)
    assert (turn.event, turn.before) == (event, status)
    assert turn.status == (status if event == Event.QUIET else Status.OPEN)


def test_a_risk_that_counted_before_brings_nothing_back() -> None:
    before = standing(theme(**SAFETY), status="dismissed")
    assert before.row is not None
    assert heard(theme(**SAFETY), before.row.score, before, NIGHT, 10.0).event == Event.QUIET
    assert heard(theme(risk="safety|privacy", risk_voices="1|2"), 0.0, before, NIGHT, 10.0).risk == "privacy"


def test_what_was_in_no_list_is_compared_with_nothing() -> None:
    before = standing(status="dismissed", row=None)
    assert heard(theme(), 10.0, before, NIGHT, 10.0).event == Event.WORSE
    assert heard(theme(), 9.0, before, NIGHT, 10.0).event == Event.QUIET
