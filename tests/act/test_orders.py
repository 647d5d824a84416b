from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from triage.act.orders import Order, changes_of, read_due, read_priority
from triage.model.errors import UsageError
from triage.model.standing import Change, Standing
from triage.model.vocabulary import Status

AT = datetime(2026, 11, 20, 8, tzinfo=UTC)
LATER = datetime(2026, 12, 1, tzinfo=UTC)
OPEN = Standing(action_id="t1", owner="Anna", due="2026-11-21")
SNOOZED = replace(OPEN, status=Status.SNOOZED, until=LATER)


def told(standing: Standing, **order: object) -> list[tuple[str, str, str]]:
    changes = changes_of(standing, Order(**order), at=AT, by="ben", whence="update")  # type: ignore[arg-type]
    assert {(change.action_id, change.at, change.by, change.whence) for change in changes} <= {
        ("t1", AT, "ben", "update")
    }
    return [(change.what, change.before, change.after) for change in changes]


def test_everything_can_be_set_at_once() -> None:
    order = {"status": Status.DONE, "owner": "Ben", "due": "2026-12-24", "note": "n", "priority": "P1"}
    assert told(OPEN, **order) == [
        ("status", "open", "done"), ("owner", "Anna", "Ben"), ("due", "2026-11-21", "2026-12-24"), ("note", "", "n"),
        ("priority", "", "P1"),
    ]  # fmt: skip


def test_what_stands_so_already_is_no_change() -> None:
    settled = replace(OPEN, owner_by_person=True, due_by_person=True, note="n", priority="P1")
    order = {"status": Status.OPEN, "owner": "Anna", "due": "2026-11-21", "note": "n", "priority": "P1"}
    assert told(settled, **order) == []
    assert told(SNOOZED, status=Status.SNOOZED, until=LATER) == []
    assert told(SNOOZED) == []


def test_an_empty_word_clears() -> None:
    settled = replace(OPEN, note="n", priority="P1")
    assert told(settled, owner="", due="", note="", priority="") == [
        ("owner", "Anna", ""), ("due", "2026-11-21", ""), ("note", "n", ""), ("priority", "P1", ""),
    ]  # fmt: skip
    assert told(Standing(action_id="t1"), owner="", due="", note="", priority="") == []


def test_what_the_program_gave_becomes_the_persons() -> None:
    assert told(OPEN, owner="Anna", due="2026-11-21") == [
        ("owner", "Anna", "Anna"),
        ("due", "2026-11-21", "2026-11-21"),
    ]


def test_a_snooze_has_an_end_that_can_be_moved() -> None:
    assert told(OPEN, status=Status.SNOOZED, until=LATER) == [
        ("status", "open", "snoozed"),
        ("until", "", "2026-12-01T00:00:00Z"),
    ]
    assert told(SNOOZED, until=LATER.replace(day=2)) == [("until", "2026-12-01T00:00:00Z", "2026-12-02T00:00:00Z")]
    assert told(SNOOZED, note="still") == [("note", "", "still")]


def test_the_end_of_a_snooze_goes_before_its_status_so_that_both_can_be_taken_back() -> None:
    assert told(SNOOZED, status=Status.OPEN) == [("until", "2026-12-01T00:00:00Z", ""), ("status", "snoozed", "open")]


@pytest.mark.parametrize(
    ("standing", "order", "message"),
    [
        (OPEN, Order(status=Status.SNOOZED), "--status snoozed: what is snoozed needs an end; add --until"),
        (SNOOZED, Order(status=Status.SNOOZED), "needs an end"),
        (OPEN, Order(until=LATER), "--until: t1 is open, and only what is snoozed has an end; add --status snoozed"),
        (SNOOZED, Order(status=Status.DONE, until=LATER), "t1 is done"),
        (OPEN, Order(status=Status.SNOOZED, until=AT), "2026-11-20T08:00:00Z is not after 2026-11-20T08:00:00Z"),
        (SNOOZED, Order(until=AT.replace(year=2025)), "2025-11-20T08:00:00Z is not after"),
    ],
)
def test_a_snooze_without_an_end_to_come_is_refused(standing: Standing, order: Order, message: str) -> None:
    with pytest.raises(UsageError) as refused:
        changes_of(standing, order, at=AT, by="ben", whence="update")
    assert message in str(refused.value)


def test_a_snooze_that_is_over_hinders_no_other_change() -> None:
    over = replace(SNOOZED, until=AT.replace(month=1))
    assert told(over, note="n") == [("note", "", "n")]


@pytest.mark.parametrize(("word", "day"), [("2026-12-31", "2026-12-31"), (" 1.2.2027 ", "2027-02-01"), ("", "")])
def test_a_due_date_is_read_in_two_forms(word: str, day: str) -> None:
    assert read_due(word) == day


@pytest.mark.parametrize("word", ["31.02.2026", "12/31/2026", "tomorrow", "2026-13-01"])
def test_what_is_no_date_is_told(word: str) -> None:
    with pytest.raises(UsageError, match="is not a date; write it as 2026-12-31"):
        read_due(word)


def test_a_priority_is_one_of_four() -> None:
    assert [read_priority(word) for word in ("p1", " P4", "")] == ["P1", "P4", ""]
    with pytest.raises(UsageError, match="there is no priority 'P5'; known are P1, P2, P3, P4"):
        read_priority("P5")


def test_changes_are_the_persons_own() -> None:
    (change,) = changes_of(OPEN, Order(note="n"), at=AT, by="ben", whence="update")
    assert change == Change(action_id="t1", what="note", before="", after="n", at=AT, by="ben", whence="update")
