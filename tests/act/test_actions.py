"""The list of a night that knows the nights before."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.act.lives import ANNA, BEN, LEAD, NIGHT, frame_of, night, rows_of, standing, theme
from triage.act import decide
from triage.model.action import OTHER_VOICES_ID
from triage.model.settings import Settings
from triage.model.standing import PROGRAM, Change
from triage.model.vocabulary import Status

if TYPE_CHECKING:
    import random

    from triage.act import Decided


UNHEARD = (
    "reach",
    "negative",
    "negative_low",
    "negative_high",
    "neutral",
    "positive",
    "sentiment",
    "polarity",
    "growth",
)
SAFETY = {"risk": "safety", "risk_voices": "2"}
ONE: dict[str, Any] = {"mentions": 1, "voices": 1}


def changed(decided: Decided, action_id: str = "t1") -> dict[str, tuple[str, str]]:
    return {each.what: (each.before, each.after) for each in decided.changes if each.action_id == action_id}


def test_a_new_action_is_opened_with_owner_and_due_date_and_the_other_voices_change_nothing() -> None:
    decided = night(theme())
    due = (NIGHT + timedelta(hours=72)).date().isoformat()
    first = Change(action_id="t1", what="status", before="", after="open", at=NIGHT, by=PROGRAM, whence="run")
    assert decided.changes[0] == first
    assert changed(decided) == {"status": ("", "open"), "owner": ("", "Anna"), "due": ("", due)}
    assert {each.action_id for each in decided.changes} == {"t1"}


def test_what_is_heard_again_keeps_owner_status_note_and_date_and_counts_on() -> None:
    before = standing(status="acknowledged", note="asked the depot", due="2026-11-21")
    decided = night(theme(), standing=[before], team=(ANNA, BEN))
    row = rows_of(decided)["t1"]
    assert (row["owner"], row["status"], row["due"]) == ("Anna", "acknowledged", "2026-11-21")
    assert (row["note"], row["mentions"], row["mentions_total"]) == ("asked the depot", 12, 42)
    assert row["first_seen"] == before.first_seen
    assert decided.changes == []


def test_what_nobody_spoke_of_stands_below_with_what_it_had() -> None:
    before = standing(theme("t9", voices=40, mentions=90), status="in-progress", note="with the depot")
    row = before.row
    assert row is not None
    decided = night(theme("t1", voices=2, mentions=2, helpable=0), standing=[before])
    assert decided.actions["action_id"].tolist() == ["t1", "t9", OTHER_VOICES_ID]
    carried = rows_of(decided)["t9"]
    same = ("priority", "score", "action", "topic", "theme", "owner", "due", "quote", "url", "terms", "volume_points")
    assert {name: carried[name] for name in same} == {name: getattr(row, name) for name in same}
    assert (carried["mentions"], carried["authors"], carried["mentions_total"]) == (0, 0, 30)
    assert (carried["status"], carried["note"], carried["trend"]) == ("in-progress", "with the depot", "steady")
    assert [name for name in UNHEARD if not pd.isna(carried[name])] == []
    assert carried["last_seen"] == before.last_seen
    assert (
        carried["why"] == "nobody spoke of it tonight, 30 mentions so far, the last on 2026-11-17; Anna may, in English"
    )
    assert decided.measures["t9"].voices == 40


def test_a_night_without_a_mention_still_lists_what_is_to_be_done() -> None:
    silent = frame_of([]).assign(mentions=0)
    assert night(standing=[standing()]).actions["mentions"].tolist() == [0, 5]
    for known, rows in (({"t1": standing()}, ["t1", OTHER_VOICES_ID]), ({}, [])):
        decided = decide(type(frame_of([]))(silent), Settings(), team=None, as_of=NIGHT, standing=known)
        assert decided.actions["action_id"].tolist() == rows


def test_what_was_done_and_returns_is_back_and_says_since_when() -> None:
    before = standing(status="done", due="2026-11-10")
    decided = night(theme(), standing=[before])
    row = rows_of(decided)["t1"]
    assert (row["status"], row["trend"]) == ("open", "back")
    assert row["why"].startswith("back although it was done after the night of 2026-11-18, 10 people")
    assert changed(decided)["status"] == ("done", "open")
    assert row["due"] > NIGHT.date().isoformat()
    german = rows_of(night(theme(), standing=[before], lang="de"))["t1"]["why"]
    assert german.startswith("wieder da, obwohl nach der Nacht vom 2026-11-18 erledigt, 10 Personen")


def test_a_snooze_that_is_over_is_told_with_its_end() -> None:
    before = standing(status="snoozed", until=datetime(2026, 11, 19, tzinfo=UTC))
    for decided in (night(theme(), standing=[before]), night(standing=[before])):
        assert rows_of(decided)["t1"]["why"].startswith("snoozed until 2026-11-19, ")
        assert changed(decided)["status"] == ("snoozed", "open")
        assert changed(decided)["until"] == ("2026-11-19T00:00:00Z", "")


@pytest.mark.parametrize(
    ("worse", "lang", "said"),
    [
        ({"voices": 60, "helpable": 55}, "en", "was dismissed, but has "),
        (SAFETY, "en", "was dismissed, but somebody speaks of safety now, "),
        (SAFETY, "de", "war verworfen, doch jetzt ist von Gefahr die Rede, "),
    ],
)
def test_what_was_dismissed_and_is_worse_says_how(worse: dict[str, Any], lang: str, said: str) -> None:
    decided = night(theme(**worse), standing=[standing(status="dismissed")], lang=lang)
    assert rows_of(decided)["t1"]["why"].startswith(said)
    assert changed(decided)["status"] == ("dismissed", "open")
    assert decided.quiet == {}


def test_how_much_worse_it_must_be_is_a_setting() -> None:
    worse = theme(voices=60, helpable=55)
    settings = Settings()
    strict = dataclasses.replace(settings.act, worse_points=60.0)
    assert night(worse, standing=[standing(status="dismissed")], act=strict).quiet == {"t1": Status.DISMISSED}


def test_quiet_themes_count_among_the_other_voices() -> None:
    snoozed = standing(theme("t2"), status="snoozed", until=NIGHT + timedelta(days=3))
    quiet = [standing(status="dismissed"), snoozed, standing(theme("t3"), status="done")]
    decided = night(theme(), theme("t2", channels="reddit", reach=70), theme("t3", **ONE), theme("t4"), standing=quiet)
    assert decided.quiet == {"t1": Status.DISMISSED, "t2": Status.SNOOZED, "t3": Status.DONE}
    rows = rows_of(decided)
    assert set(rows) == {"t4", OTHER_VOICES_ID}
    other = rows[OTHER_VOICES_ID]
    assert other["mentions"] == 5 + 12 + 12 + 1
    assert (other["channels"], other["reach"]) == ("x|reddit", 70)
    assert other["negative"] == pytest.approx((5 * 0.1 + 3 * 12 * 0.6) / 41, abs=0.001)
    assert other["negative"] + other["neutral"] + other["positive"] == pytest.approx(1)
    assert other["why"].endswith("; 25 mentions of 3 themes that are done, snoozed or dismissed")
    assert other["why"].startswith("5 mentions, each said by one alone")
    assert decided.changes[0].action_id == "t4"


def test_the_priority_of_a_person_moves_a_row_and_its_date_and_leaves_the_score() -> None:
    small = theme("t2", voices=3, mentions=3, helpable=1)
    decided = night(theme(), small, standing=[standing(small, priority="P1", owner="", due="")])
    urgent = rows_of(decided)["t2"]
    assert decided.actions["action_id"].tolist() == ["t2", "t1", OTHER_VOICES_ID]
    assert (urgent["priority"], urgent["due"]) == ("P1", NIGHT.date().isoformat())
    assert urgent["score"] < rows_of(decided)["t1"]["score"]


def test_a_member_whose_limit_the_new_priority_exceeds_gives_the_action_away() -> None:
    limited = dataclasses.replace(ANNA, max_priority="P2")
    decided = night(theme(), standing=[standing(priority="P1")], team=(limited, BEN))
    assert changed(decided)["owner"] == ("Anna", "Ben")
    assert decided.measures["t1"].refusals == {"Anna": "priority above limit", "Ben": ""}


@pytest.mark.parametrize(
    ("before", "due"),
    [
        ({"due": "2026-11-21"}, "2026-11-21"),
        ({"due": "2026-12-24"}, "2026-11-23"),
        ({"due": "2026-12-24", "due_by_person": True}, "2026-12-24"),
        ({"due": "2026-11-01"}, "2026-11-01"),
        ({"due": "2026-11-01", "due_by_person": True, "status": "done"}, "2026-11-23"),
        ({"due": "2026-12-24", "due_by_person": True, "status": "done"}, "2026-12-24"),
        ({"due": "2026-11-21", "owner": "Gone"}, "2026-11-23"),
    ],
)
def test_a_date_stays_with_its_owner_but_never_later_than_the_rule(before: dict[str, Any], due: str) -> None:
    assert rows_of(night(theme(), standing=[standing(**before)]))["t1"]["due"] == due


def test_without_a_team_owners_stay_and_nothing_is_given_out() -> None:
    decided = night(theme(), theme("t2"), standing=[standing()], team=None)
    rows = rows_of(decided)
    assert (rows["t1"]["owner"], rows["t2"]["owner"]) == ("Anna", "")
    assert rows["t1"]["why"].endswith("; Anna has it")
    assert decided.measures["t1"].refusals == {}


def test_measures_tell_what_the_guard_rails_saw() -> None:
    measures = night(theme(**SAFETY), team=(ANNA, LEAD)).measures["t1"]
    assert (measures.rule, measures.level, measures.roles) == (
        "danger to people",
        "professional",
        ("lead", "legal", "press"),
    )
    assert (measures.minutes, measures.voices, measures.risks) == (30, 10, {"safety": 2})
    assert measures.refusals == {"Anna": "risk needs lead", "Eva": ""}


def test_whose_choice_a_rule_would_have_refused_is_told() -> None:
    expired = dataclasses.replace(ANNA, trained_until=None)
    decided = night(theme(), standing=[standing(owner="Anna", owner_by_person=True)], team=(expired, BEN))
    assert rows_of(decided)["t1"]["why"].endswith("Anna has it, chosen by hand against the rule: training expired")
    assert decided.measures["t1"].refusals == {"Anna": "training expired", "Ben": ""}


def test_what_is_left_undone_is_counted_with_its_people_and_minutes() -> None:
    late = theme("t9", languages="tr")
    watched = theme("t2", negative=0.1, negative_low=0.0, helpable=0, questions=0)
    decided = night(theme(voices=20), theme("t3", languages="tr"), watched, late, team=(ANNA,), standing=[])
    assert decided.undone == {"actions": 2, "earlier": 0, "people": 20, "minutes": 60}
    decided = night(theme(voices=20), team=(ANNA,), standing=[standing(late, owner="", due="")])
    assert decided.undone == {"actions": 1, "earlier": 1, "people": 10, "minutes": 30}
    assert night(theme(), team=None).undone == {}


STATUSES = st.sampled_from(list(Status))
KNOWN = st.lists(
    st.tuples(
        STATUSES,
        st.sampled_from(["", "Anna", "Ben", "Eva", "Gone"]),
        st.booleans(),
        st.sampled_from([None, NIGHT - timedelta(days=1), NIGHT + timedelta(days=1)]),
        st.booleans(),
        st.sampled_from(["", "P1", "P4"]),
    ),
    max_size=8,
)
HEARD = st.lists(st.tuples(st.integers(1, 40), st.sampled_from(["", "safety", "legal", "churn"])), max_size=8)


@given(KNOWN, HEARD, st.randoms(use_true_random=False))
@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_the_statuses_the_list_adds_up_and_nothing_open_or_chosen_is_lost(
    known: list[Any], heard: list[Any], chance: random.Random
) -> None:
    themes = [
        theme(f"t{i}", mentions=voices + 1, voices=voices, risk=risk, risk_voices=str(voices) if risk else "")
        for i, (voices, risk) in enumerate(heard)
    ]
    before = {
        f"t{i}": standing(theme(f"t{i}"), status=status, until=until if status == "snoozed" else None, owner=owner,
                          owner_by_person=by_person and bool(owner), due="", due_by_person=False, priority=priority)
        for i, (status, owner, by_person, until, odd, priority) in ((i + i % 2, row) for i, row in enumerate(known))
    }  # fmt: skip
    team = [ANNA, BEN, LEAD]
    decided = decide(frame_of(themes), Settings(), team=team, as_of=NIGHT, standing=before)
    rows = rows_of(decided)
    assert sum(row["mentions"] for row in rows.values()) == 5 + sum(each.mentions for each in themes)
    assert decided.actions["rank"].tolist() == list(range(1, len(rows) + 1))
    assert set(rows) == set(decided.measures)
    for action_id, each in before.items():
        if each.status in {"open", "acknowledged", "in-progress"}:
            assert rows[action_id]["status"] == each.status
        if each.owner_by_person and action_id in rows:
            assert rows[action_id]["owner"] == each.owner
        assert (action_id in decided.quiet) <= (action_id not in rows)
    shuffled = (
        chance.sample(themes, len(themes)),
        chance.sample(team, len(team)),
        dict(chance.sample(list(before.items()), len(before))),
    )
    again = decide(frame_of(shuffled[0]), Settings(), team=shuffled[1], as_of=NIGHT, standing=shuffled[2])
    pd.testing.assert_frame_equal(again.actions, decided.actions)
    assert (again.changes, again.measures, again.quiet) == (decided.changes, decided.measures, decided.quiet)
