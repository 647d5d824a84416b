from __future__ import annotations

import dataclasses
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.act.histories import START
from triage.act.guard_rails import rule_of
from triage.act.progress import tell_progress
from triage.model.history import History, ListedRow, NightHeard
from triage.model.member import Member
from triage.model.standing import Measures

if TYPE_CHECKING:
    from triage.model.headway import Missing, WhatIf

TRAINED = date(2027, 1, 1)
EVA = Member(name="Eva", level="enthusiast", languages=("en",), trained_until=TRAINED, minutes=60, volunteer=True)
FLO = dataclasses.replace(EVA, name="Flo")
PRO = dataclasses.replace(EVA, name="Pro", level="professional")


def undone(action_id: str, *, night: int = 1, people: int = 10, minutes: int = 30, **more: Any) -> ListedRow:
    """A row that nobody owns and that Eva's level is too low for."""
    risks = more.pop("risks", ())
    refusals = more.pop("refusals", {"Eva": "level too low"})
    kind = more.pop("kind", "respond")
    rule = rule_of(kind, risks)
    measures = Measures(
        voices=people + 5, helpable=people, minutes=minutes, rule=rule.name, level=rule.level, refusals=refusals
    )
    values: dict[str, Any] = {
        "theme": action_id,
        "priority": "P2",
        "score": 50.0,
        "languages": ("en",),
        "channels": ("x",),
    }
    values |= {"night": night, "action_id": action_id, "theme": action_id, "kind": kind, "risks": risks}
    return ListedRow(measures=measures, **(values | more))


def missing(*rows: ListedRow, team: tuple[Member, ...] = (EVA,), budget: int = 0, nights: int = 0) -> Missing:
    count = nights or max(row.night for row in rows)
    heard = tuple(NightHeard(night=n, as_of=START + timedelta(days=n)) for n in range(1, count + 1))
    history = History(nights=heard, rows=tuple(sorted(rows, key=lambda row: row.night)))
    return tell_progress(history, team, nights=range(1, count + 1), budget_minutes=budget).missing


def the(found: Missing, change: str, *members: str, value: str = "") -> WhatIf | None:
    return next(
        (
            one
            for one in found.what_ifs
            if one.change == change and one.members == members and (not value or one.value == value)
        ),
        None,
    )


def test_a_higher_level_gives_an_owner_to_what_was_too_high_within_the_minutes() -> None:
    found = missing(undone("a", score=60.0, people=30), undone("b"), undone("c", people=99, score=10.0))
    assert (found.actions, found.minutes, found.people, found.voices) == (3, 90, 139, 154)
    raised = the(found, "level", "Eva")
    assert raised is not None
    assert (raised.value, raised.hours, raised.actions, raised.people) == ("professional", 6.0, 2, 40)
    assert raised.people_an_hour == pytest.approx(40 / 6)


def test_minutes_given_out_that_night_are_not_there_for_more() -> None:
    owned = dataclasses.replace(undone("own", minutes=40, kind="thank"), owner="Eva")
    assert the(missing(undone("a"), owned), "level", "Eva") is None


def test_more_minutes_help_who_may_and_has_none_left() -> None:
    rows = (undone("a", minutes=60, refusals={"Pro": "no minutes left"}),)
    full = dataclasses.replace(undone("own", minutes=50), owner="Pro")
    found = missing(*rows, full, team=(PRO,))
    more = the(found, "minutes", "Pro")
    assert more is not None
    assert (more.value, more.hours, more.people_an_hour, more.actions) == ("60", 0.0, None, 1)
    assert the(found, "level", "Pro") is None, "a spokesperson has no more minutes"


def test_members_of_one_level_are_trained_together() -> None:
    rows = [undone(name, refusals={"Eva": "level too low", "Flo": "level too low"}) for name in "abcd"]
    found = missing(*rows, team=(EVA, FLO))
    both = the(found, "level", "Eva", "Flo")
    assert both is not None
    assert (both.hours, both.actions) == (12.0, 4)
    alone = the(found, "level", "Eva")
    assert alone is not None
    assert alone.actions == 2


def test_an_expired_training_is_renewed() -> None:
    levin = dataclasses.replace(PRO, name="Levin", trained_until=date(2025, 1, 1))
    found = missing(undone("a", refusals={"Levin": "training expired"}), team=(levin,))
    renewed = the(found, "renewal", "Levin")
    assert renewed is not None
    assert (renewed.hours, renewed.actions) == (8.0, 1)


def test_a_higher_level_that_gives_no_more_than_a_renewal_is_left_out() -> None:
    levin = dataclasses.replace(PRO, name="Levin", trained_until=date(2025, 1, 1))
    found = missing(undone("a", refusals={"Levin": "training expired"}), team=(levin,))
    assert [one.change for one in found.what_ifs if one.members == ("Levin",)] == ["renewal"]
    low = dataclasses.replace(levin, level="enthusiast")
    found = missing(undone("a", refusals={"Levin": "training expired"}), team=(low,))
    raised = the(found, "level", "Levin")
    assert raised is not None
    assert raised.hours == 8.0, "the whole class, for nothing of the old one holds"


def test_the_last_resort_gets_what_nobody_else_may() -> None:
    ina = Member(name="Ina", role="lead", level="professional", languages=("en",), minutes=10)
    row = undone("a", minutes=60, refusals={"Ina": "no minutes left"})
    more = the(missing(row, team=(ina,)), "minutes", "Ina")
    assert more is not None
    assert more.actions == 1
    assert the(missing(row, team=(ina, PRO)), "minutes", "Ina") is None, "Pro may, so it is not the lead's"


def test_who_is_trained_and_no_volunteer_needs_no_class() -> None:
    shy = dataclasses.replace(PRO, name="Shy", volunteer=False)
    found = missing(undone("a", refusals={"Shy": "not a volunteer"}), team=(shy,))
    joined = the(found, "volunteer", "Shy")
    assert joined is not None
    assert (joined.hours, joined.people_an_hour) == (0.0, None)


def test_a_newcomer_speaks_what_nobody_does() -> None:
    rows = [undone(name, languages=("und", "de"), refusals={"Pro": "language"}) for name in "ab"]
    found = missing(*rows, team=(PRO,))
    newcomer = the(found, "newcomer", value="de")
    assert newcomer is not None
    assert (newcomer.actions, newcomer.minutes, newcomer.hours) == (2, 60, 8.0)
    assert [(gap.rule, gap.detail, gap.actions) for gap in found.gaps] == [("language", "de on x", 2)]


def test_a_risk_is_given_to_nobody_by_training() -> None:
    found = missing(undone("a", kind="escalate", risks=("legal",), refusals={"Eva": "risk needs legal"}))
    assert found.what_ifs == ()
    assert [gap.rule for gap in found.gaps] == ["risk needs legal"]


def test_a_stray_risk_that_did_not_count_is_none() -> None:
    row = undone("a", risks=())
    stray = dataclasses.replace(row, risks=("legal",))
    assert the(missing(stray), "level", "Eva") is not None


def test_what_waits_for_several_nights_counts_once() -> None:
    found = missing(undone("a", people=10), undone("a", night=2, people=25), undone("a", night=3, people=5))
    raised = the(found, "level", "Eva")
    assert (found.actions, found.people) == (1, 25)
    assert raised is not None
    assert (raised.actions, raised.people) == (1, 25)


def test_each_night_has_minutes_of_its_own() -> None:
    rows = [undone(name, night=night, minutes=60) for night in (1, 2) for name in "ab"]
    raised = the(missing(*rows), "level", "Eva")
    assert raised is not None
    assert raised.actions == 2


def test_only_the_last_week_is_looked_at() -> None:
    found = missing(undone("old"), undone("new", night=8), nights=8)
    assert (found.nights, found.actions) == (7, 1)


def test_what_the_team_takes_as_it_is_now_is_no_merit_of_training() -> None:
    found = missing(undone("a"), team=(dataclasses.replace(EVA, level="professional"),))
    assert (found.taken_now, found.what_ifs) == (1, ())


def test_a_spent_budget_is_a_gap_of_its_own_that_only_a_budget_fills() -> None:
    full = dataclasses.replace(undone("own", minutes=30), owner="Pro")
    row = undone("a", refusals={"Pro": "", "Eva": "level too low"})
    found = missing(row, full, team=(PRO, EVA), budget=30)
    assert [gap.rule for gap in found.gaps] == ["over the budget"]
    assert [(one.change, one.actions) for one in found.what_ifs] == [("budget", 1)]


def test_what_is_kept_for_risks_is_told_only_where_no_other_rule_refused() -> None:
    refusals = {"Eva": "level too low", "Paul": "kept for risks"}
    found = missing(undone("a", refusals=refusals), undone("b", refusals={"Paul": "kept for risks"}))
    assert {gap.rule: gap.actions for gap in found.gaps} == {"level too low": 1, "kept for risks": 1}


def test_nights_without_a_team_file_miss_nobody() -> None:
    found = missing(undone("a", refusals={}))
    assert (found.has_team, found.actions, found.what_ifs) == (False, 0, ())


def test_classes_come_first_by_people_an_hour_then_the_rest_by_people() -> None:
    levin = dataclasses.replace(PRO, name="Levin", trained_until=None)
    rows = [undone(name, people=people) for name, people in (("a", 30), ("b", 20), ("c", 10))]
    found = missing(*rows, team=(EVA, levin))
    rates = [one.people_an_hour for one in found.what_ifs if one.people_an_hour is not None]
    assert rates == sorted(rates, reverse=True)
    assert found.what_ifs[0].change == "level"
