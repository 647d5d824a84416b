from __future__ import annotations

import dataclasses
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.act.histories import START, done, simulated
from triage.act.first_actions import courses
from triage.act.progress import tell_progress
from triage.model.history import History, ListedRow, NightHeard, PastChange
from triage.model.member import Member
from triage.model.standing import PROGRAM, Measures

if TYPE_CHECKING:
    from triage.model.headway import Headway

ANNA = Member(
    name="Anna", level="professional", languages=("en",), trained_until=date(2027, 1, 1), minutes=60, volunteer=True
)
PAUL = Member(name="Paul", role="press", level="spokesperson", languages=("en",), minutes=60)


def nights(count: int) -> tuple[NightHeard, ...]:
    """Nights at five in the morning, a day apart."""
    return tuple(NightHeard(night=n, as_of=START + timedelta(days=n), voices=10) for n in range(1, count + 1))


def row(night: int, action_id: str, **changes: Any) -> ListedRow:
    values = {"theme": f"theme {action_id}", "kind": "respond", "priority": "P2", "owner": "Anna"}
    return ListedRow(night=night, action_id=action_id, **(values | changes))


def hours(night: int, after: float) -> Any:
    return START + timedelta(days=night, hours=after)


def status(night: int, action_id: str, after: str, *, at: float, before: str = "open", by: str = "Ann") -> PastChange:
    """A change of status some hours after a night."""
    return PastChange(
        night=night, action_id=action_id, what="status", before=before, after=after, at=hours(night, at), by=by
    )


def told(
    history: History, *, team: tuple[Member, ...] | None = (ANNA, PAUL), last: int | None = None, **more: Any
) -> Headway:
    chosen = [night.night for night in history.nights][-(last or len(history.nights)) :]
    return tell_progress(history, team, nights=chosen, **more)


def test_times_are_from_the_first_list_to_the_first_person_who_acts() -> None:
    history = History(
        nights=nights(3),
        rows=(row(1, "a"), row(1, "b"), row(2, "a"), row(2, "b"), row(2, "c")),
        changes=(
            status(1, "a", "acknowledged", at=4),
            status(2, "a", "done", before="acknowledged", at=3),
            status(2, "b", "in-progress", at=2),
        ),
    )
    every = told(history).answered[0]
    assert (every.priority, every.listed, every.acted_on, every.done, every.waiting) == ("all", 3, 2, 1, 1)
    assert every.share == pytest.approx(2 / 3)
    # 4 hours, 26 hours, and 24 hours of waiting so far: of 3 the first is acted on at 4, one of the last two at 26
    assert every.median_hours == 26
    assert every.p90_hours == 26


def test_what_still_waits_counts_with_the_time_it_waited() -> None:
    history = History(
        nights=nights(10), rows=(row(1, "a"), row(1, "b"), row(1, "c")), changes=(status(1, "a", "done", at=1),)
    )
    every = told(history).answered[0]
    assert (every.timed, every.waiting) == (3, 2)
    assert every.median_hours is None
    assert every.p90_hours is None


def test_what_the_program_does_is_no_act() -> None:
    history = History(
        nights=nights(2),
        rows=(row(1, "a"),),
        changes=(status(1, "a", "open", before="", at=0, by=PROGRAM), status(2, "a", "done", at=0, by=PROGRAM)),
    )
    assert told(history).answered[0].acted_on == 0


def test_to_dismiss_is_no_act_and_ends_the_waiting() -> None:
    history = History(
        nights=nights(9),
        rows=(row(1, "a"), row(1, "b")),
        changes=(status(1, "a", "dismissed", at=2), status(2, "b", "done", at=2)),
    )
    every = told(history).answered[0]
    assert (every.acted_on, every.dismissed, every.waiting) == (1, 1, 1)
    assert every.median_hours == 26, "the dismissed one was no longer waiting when the other was done"


def test_what_was_merged_away_waits_no_longer() -> None:
    merged = PastChange(night=1, action_id="a", what="merge_into", before="", after="b", at=hours(1, 3), by="Ann")
    (course,) = courses(History(nights=nights(9), rows=(row(1, "a"),), changes=(merged,)))
    waited = course.waited(hours(9, 0))
    assert waited is not None
    assert (waited.hours, waited.acted_on) == (3, False)


def test_a_clock_behind_the_night_gives_no_negative_time() -> None:
    history = History(nights=nights(1), rows=(row(1, "a"),), changes=(status(1, "a", "done", at=-5),))
    assert told(history).answered[0].median_hours == 0


def test_what_asks_nobody_to_act_is_not_counted() -> None:
    history = History(nights=nights(2), rows=(row(1, "a", kind="watch"), row(2, "a"), row(1, "b", kind="watch")))
    every = told(history).answered[0]
    assert (every.listed, every.acted_on) == (1, 0)
    assert [line.listed for line in told(history).nights] == [0, 1]


def test_priorities_are_those_of_the_first_list() -> None:
    history = History(
        nights=nights(2),
        rows=(row(1, "a", priority="P1"), row(1, "b", priority="P3"), row(2, "b", priority="P1")),
        changes=(status(1, "a", "done", at=1),),
    )
    assert [(one.priority, one.listed, one.share) for one in told(history).answered] == [
        ("all", 2, 0.5), ("P1", 1, 1.0), ("P3", 1, 0.0),
    ]  # fmt: skip


def test_only_the_chosen_nights_count_and_only_what_is_new_in_them_is_timed() -> None:
    history = History(
        nights=nights(3),
        rows=(row(1, "gone"), row(1, "old"), row(3, "old"), row(3, "new")),
        changes=(status(1, "gone", "done", at=1), status(3, "old", "done", at=1), status(3, "new", "done", at=2)),
    )
    every = told(history, last=1).answered[0]
    assert (every.listed, every.acted_on, every.timed, every.median_hours) == (2, 2, 1, 2)
    assert told(history, last=1).done == 2
    assert [line.night for line in told(history, last=1).nights] == [3]


def test_what_was_done_and_opened_by_a_night_came_back() -> None:
    history = History(
        nights=nights(6),
        rows=(row(1, "a"), row(1, "b"), row(5, "a")),
        changes=(
            status(1, "a", "done", at=4),
            status(1, "b", "done", at=4),
            status(2, "b", "open", before="done", at=1, by="Ann"),  # Ann took it back herself
            status(5, "a", "open", before="done", at=0, by=PROGRAM),
        ),
    )
    found = told(history)
    assert found.done == 2
    (back,) = found.came_back
    assert (back.action_id, back.owner, back.nights, back.back_at) == ("a", "Anna", 4, hours(5, 0))


def test_owners_and_roles_carry_what_they_owned_when_it_was_acted_on() -> None:
    minutes = Measures(minutes=20)
    given = PastChange(night=1, action_id="b", what="owner", before="Anna", after="Paul", at=hours(1, 1), by="Ann")
    later = PastChange(night=1, action_id="a", what="owner", before="Anna", after="Paul", at=hours(1, 9), by="Ann")
    history = History(
        nights=nights(2),
        rows=(
            *(row(1, name, measures=minutes) for name in "abc"),
            row(1, "d", owner=""),
            row(1, "e", owner="", measures=Measures(minutes=5)),
        ),
        changes=(
            given, status(1, "a", "done", at=2), status(1, "b", "acknowledged", at=2), later,
            status(1, "e", "done", at=1, by="Somebody"),
        ),
    )  # fmt: skip
    found = told(history)
    assert {one.name: (one.role, one.owned, one.acted_on, one.done, one.minutes) for one in found.owners} == {
        "Anna": ("employee", 2, 1, 1, 40),
        "Paul": ("press", 1, 1, 0, 20),
        "Somebody": ("", 1, 1, 1, 5),
    }
    assert {one.name: one.owned for one in found.roles} == {"employee": 2, "press": 1, "": 1}
    assert found.volunteers is not None
    assert found.volunteers.share_of_actions == pytest.approx(2 / 4)
    assert found.volunteers.share_of_minutes == pytest.approx(40 / 65)


def test_without_a_team_file_nobody_has_a_role() -> None:
    history = History(nights=nights(1), rows=(row(1, "a"),))
    found = told(history, team=None)
    assert [(one.name, one.role) for one in found.owners] == [("Anna", "")]
    assert found.volunteers is None


def test_a_member_who_owned_nothing_is_named() -> None:
    assert [(one.name, one.owned) for one in told(History(nights=nights(1), rows=(row(1, "a"),))).owners] == [
        ("Anna", 1), ("Paul", 0),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "history",
    [
        History(),
        History(nights=nights(1)),
        History(nights=nights(1), rows=(row(1, "a", owner=""),)),
        History(nights=(NightHeard(night=1, as_of=None),), rows=(row(1, "a"),)),
        History(
            nights=(NightHeard(night=1, as_of=None),), rows=(row(1, "a"),), changes=(status(1, "a", "done", at=1),)
        ),
    ],
    ids=["no night", "an empty night", "nobody owns", "no instant", "no instant and done"],
)
@pytest.mark.parametrize("team", [None, (), (ANNA,)])
def test_nothing_to_tell_is_told_without_a_number(history: History, team: tuple[Member, ...] | None) -> None:
    found = told(history, team=team)
    assert found.answered[0].median_hours is None
    assert all(effect.voices is None for effect in found.effects)
    assert found.came_back == ()


def test_parts_add_up_over_many_nights() -> None:
    history = simulated(3)
    found = told(history)
    every, *parts = found.answered
    assert every.listed == sum(part.listed for part in parts) > 50
    assert every.acted_on == sum(part.acted_on for part in parts) == len(history.changes)
    assert every.timed == every.listed
    assert every.waiting == every.listed - every.acted_on
    assert sum(one.owned for one in found.owners) == every.acted_on, "who acts on what nobody owns, owns it"


def test_an_action_done_twice_counts_once() -> None:
    again = done("a", night=3, at=hours(3, 1))
    history = History(
        nights=nights(3),
        rows=(row(1, "a"),),
        changes=(status(1, "a", "done", at=1), status(2, "a", "open", before="done", at=0, by=PROGRAM), again),
    )
    found = told(history)
    assert (found.done, len(found.came_back), found.answered[0].done) == (1, 1, 1)
    assert dataclasses.asdict(found)["came_back"][0]["nights"] == 1
