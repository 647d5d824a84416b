from __future__ import annotations

import dataclasses
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from triage.act.guard_rails import minutes_needed, refusal
from triage.act.owners import Assignment, Need, assign_owners, refusal_words
from triage.model.member import Level, Member, Role
from triage.model.vocabulary import Kind, Priority, Risk

if TYPE_CHECKING:
    import random

NIGHT = date(2026, 11, 23)
ANNA = Member(
    name="Anna", role="employee", level="professional", skills=("firmware",), languages=("de", "en"),
    trained_until=date(2027, 1, 1), minutes=60, volunteer=True,
)  # fmt: skip
BEN = dataclasses.replace(ANNA, name="Ben", skills=("delivery",), languages=("en",))
CHLOE = Member(name="Chloe", role="press", level="spokesperson", languages=("en",), minutes=60)
EVA = Member(name="Eva", role="lead", level="professional", languages=("en",), minutes=60)
NEED = Need(
    index=0, kind="respond", priority="P2", score=60.0, languages=("en",), channels=("x",), minutes=30, voices=10
)


def need(index: int, **changes: Any) -> Need:
    return dataclasses.replace(NEED, index=index, **changes)


def owners(needs: list[Need], team: list[Member], budget: int = 0) -> list[str]:
    return [given.owner for given in assign_owners(needs, team, night=NIGHT, budget_minutes=budget)]


WORDS = st.sampled_from(["firmware", "update", "delivery", "login", "billing"])
SOME_LANGUAGES = st.lists(st.sampled_from(["en", "de", "tr"]), min_size=1, max_size=2, unique=True).map(tuple)
MEMBERS = st.lists(
    st.builds(
        Member,
        name=st.text("ABCDE", min_size=1, max_size=3),
        role=st.sampled_from(list(Role)),
        level=st.sampled_from(list(Level)),
        skills=st.lists(WORDS, max_size=2).map(tuple),
        channels=st.sampled_from([(), ("x",), ("reddit",)]),
        languages=SOME_LANGUAGES,
        trained_until=st.sampled_from([None, date(2026, 1, 1), date(2027, 1, 1)]),
        max_priority=st.sampled_from(list(Priority)),
        minutes=st.integers(0, 120),
        volunteer=st.booleans(),
    ),
    max_size=6,
    unique_by=lambda member: member.name,
)


@st.composite
def some_needs(draw: st.DrawFn) -> list[Need]:
    needs = []
    for index in range(draw(st.integers(0, 10))):
        kind = draw(st.sampled_from(list(Kind)))
        risks = tuple(draw(st.lists(st.sampled_from(list(Risk)), max_size=2, unique=True)))
        voices = draw(st.integers(1, 40))
        needs.append(
            Need(
                index=index,
                kind=kind,
                priority=draw(st.sampled_from(list(Priority))),
                score=draw(st.sampled_from([0.0, 10.0, 40.0, 40.1, 80.0])),
                languages=draw(SOME_LANGUAGES),
                channels=draw(st.sampled_from([(), ("x",), ("reddit", "x")])),
                risks=risks,
                text=" ".join(draw(st.lists(WORDS, max_size=3))),
                minutes=minutes_needed(kind, risks, voices),
                voices=voices,
                heard=draw(st.booleans()),
                owner=draw(st.sampled_from(["", "A", "B", "C"])),
                begun=draw(st.booleans()),
            )
        )
    return needs


@given(some_needs(), MEMBERS, st.integers(0, 200))
def test_nobody_gives_more_minutes_than_they_have_nor_the_night_more_than_its_budget(
    needs: list[Need], team: list[Member], budget: int
) -> None:
    given_out: Counter[str] = Counter()
    for assignment, asked in zip(assign_owners(needs, team, night=NIGHT, budget_minutes=budget), needs, strict=True):
        assert assignment.index == asked.index
        assert assignment.minutes == (asked.minutes if assignment.owner else 0)
        given_out[assignment.owner] += assignment.minutes
    assert all(given_out[member.name] <= member.minutes for member in team)
    assert not budget or given_out.total() <= budget


@given(some_needs(), MEMBERS, st.integers(0, 200))
def test_nobody_owns_what_a_rule_refuses_them(needs: list[Need], team: list[Member], budget: int) -> None:
    members = {member.name: member for member in team}
    for assignment, asked in zip(assign_owners(needs, team, night=NIGHT, budget_minutes=budget), needs, strict=True):
        if assignment.owner and asked.kind != Kind.WATCH:
            member = members[assignment.owner]
            assert refusal(member, asked, NIGHT, member.minutes, last_resort=assignment.last_resort) == ""
            assert assignment.reason == ""


@given(some_needs(), MEMBERS, st.integers(0, 200), st.randoms(use_true_random=False))
def test_neither_the_order_of_the_team_nor_of_the_needs_matters(
    needs: list[Need], team: list[Member], budget: int, chance: random.Random
) -> None:
    before = assign_owners(needs, team, night=NIGHT, budget_minutes=budget)
    shuffled = chance.sample(needs, len(needs))
    after = assign_owners(shuffled, chance.sample(team, len(team)), night=NIGHT, budget_minutes=budget)
    assert sorted(after, key=lambda assignment: assignment.index) == before


@given(some_needs(), MEMBERS, st.integers(0, 200))
def test_what_nobody_owns_says_why_and_nobody_who_may_was_left_free(
    needs: list[Need], team: list[Member], budget: int
) -> None:
    assignments = assign_owners(needs, team, night=NIGHT, budget_minutes=budget)
    used: Counter[str] = Counter()
    for assignment in assignments:
        used[assignment.owner] += assignment.minutes
    budget_left = (budget or sum(member.minutes for member in team)) - used.total()
    for assignment, asked in zip(assignments, needs, strict=True):
        if assignment.owner or asked.kind == Kind.WATCH:
            assert assignment.refusals == ()
            continue
        assert bool(assignment.reason) == bool(team)
        if asked.minutes <= budget_left:
            assert all(refusal(member, asked, NIGHT, member.minutes - used[member.name]) for member in team)


@given(some_needs(), MEMBERS)
def test_a_budget_of_all_minutes_cuts_nothing(needs: list[Need], team: list[Member]) -> None:
    everything = sum(member.minutes for member in team)
    all_of_it = assign_owners(needs, team, night=NIGHT, budget_minutes=0)
    assert assign_owners(needs, team, night=NIGHT, budget_minutes=everything) == all_of_it


@given(some_needs(), MEMBERS, st.integers(0, 60))
def test_with_actions_of_one_length_a_larger_budget_never_leaves_more_points_undone(
    needs: list[Need], team: list[Member], more: int
) -> None:
    alike = [dataclasses.replace(asked, minutes=20) for asked in needs]

    def done(budget: int) -> float:
        given_out = assign_owners(alike, team, night=NIGHT, budget_minutes=budget)
        return sum(asked.score for asked, out in zip(alike, given_out, strict=True) if out.owner)

    assert done(20 + more) >= done(20) - 1e-9


def test_the_best_match_of_skills_over_the_whole_list_wins() -> None:
    needs = [need(0, text="Delivery late"), need(1, text="Firmware-Update bricked it")]
    assert owners(needs, [ANNA, BEN]) == ["Ben", "Anna"]


def test_who_alone_may_take_one_action_is_not_spent_on_another() -> None:
    needs = [need(0, score=80.0, minutes=60), need(1, score=70.0, minutes=60, languages=("de",))]
    assert owners(needs, [ANNA, BEN]) == ["Ben", "Anna"]


def test_one_member_takes_several_actions_until_the_minutes_are_used() -> None:
    needs = [need(0, score=10.0), need(1, score=30.0), need(2, score=20.0)]
    assert owners(needs, [BEN]) == ["", "Ben", "Ben"]


def test_a_watched_theme_needs_nobody() -> None:
    assert assign_owners([need(0, kind="watch", minutes=0)], [ANNA], night=NIGHT, budget_minutes=0) == [
        Assignment(index=0)
    ]


def test_without_a_team_nobody_is_refused() -> None:
    assert assign_owners([need(0)], [], night=NIGHT, budget_minutes=0) == [Assignment(index=0)]


def test_without_needs_there_is_nothing_to_give_out() -> None:
    assert assign_owners([], [ANNA], night=NIGHT, budget_minutes=0) == []


def test_what_nobody_may_take_goes_to_the_press_before_the_lead() -> None:
    turkish = need(0, languages=("tr",))
    (assignment,) = assign_owners([turkish], [ANNA, EVA, CHLOE], night=NIGHT, budget_minutes=0)
    assert (assignment.owner, assignment.minutes, assignment.last_resort) == ("Chloe", 30, True)


def test_the_press_is_not_spent_on_what_employees_may_take_but_have_no_minutes_for() -> None:
    team = [CHLOE, dataclasses.replace(BEN, minutes=40)]
    (assignment,) = assign_owners([need(0, minutes=45)], team, night=NIGHT, budget_minutes=0)
    assert assignment.reason == "nobody free: 1 no minutes left, 1 kept for risks"
    assert assignment.refusals == (("no minutes left", 1), ("kept for risks", 1))


def test_a_risk_finds_the_lead_where_legal_has_no_minutes() -> None:
    legal = dataclasses.replace(EVA, name="David", role="legal", minutes=10)
    assert owners([need(0, kind="escalate", risks=("legal",))], [legal, EVA, ANNA]) == ["Eva"]


def test_the_budget_cuts_from_the_top_score_down_and_what_still_fits_is_done() -> None:
    needs = [need(0, score=90.0, minutes=40), need(1, score=80.0, minutes=40), need(2, score=10.0, minutes=20)]
    assignments = assign_owners(needs, [ANNA, BEN], night=NIGHT, budget_minutes=60)
    assert [bool(assignment.owner) for assignment in assignments] == [True, False, True]
    assert assignments[1].reason == "nobody free: 1 over the budget"


def test_an_action_beyond_the_budget_says_so() -> None:
    (assignment,) = assign_owners([need(0)], [ANNA, EVA], night=NIGHT, budget_minutes=20)
    assert assignment.reason == "nobody free: 1 over the budget"
    assert refusal_words(assignment.refusals, "de") == "niemand frei: 1 Budget des Abends aufgebraucht"


def test_equal_actions_and_members_always_pair_the_same_way() -> None:
    twins = [dataclasses.replace(BEN, name=name, skills=()) for name in ("Zoe", "Ada", "Mia")]
    assert owners([need(0)], twins) == owners([need(0)], twins[::-1]) == ["Ada"]


def test_an_owner_of_earlier_nights_keeps_the_action_though_another_knows_more() -> None:
    assert owners([need(0, text="firmware", owner="Ben")], [ANNA, BEN]) == ["Ben"]


def test_an_owner_whom_a_rule_refuses_now_loses_it_unless_a_person_chose_them() -> None:
    gone = dataclasses.replace(BEN, volunteer=False)
    assert owners([need(0, owner="Ben")], [ANNA, gone]) == ["Anna"]
    (kept,) = assign_owners([need(0, owner="Ben", by_person=True)], [ANNA, gone], night=NIGHT, budget_minutes=0)
    assert (kept.owner, kept.minutes, kept.rules) == ("Ben", 30, {"Anna": "", "Ben": "not a volunteer"})


def test_minutes_of_earlier_actions_are_taken_first_heard_or_not() -> None:
    asked = [need(0, score=90.0), need(1, score=10.0, owner="Ben", heard=False), need(2, score=5.0, owner="Ben")]
    assert owners(asked, [BEN]) == ["", "Ben", "Ben"]


def test_where_minutes_are_short_what_was_begun_stays_before_what_scores_higher() -> None:
    asked = [need(0, score=90.0, minutes=60, owner="Ben"), need(1, score=10.0, owner="Ben", begun=True)]
    assert owners(asked, [BEN]) == ["", "Ben"]


def test_what_a_person_chose_takes_minutes_below_zero_and_from_the_budget() -> None:
    chosen = [need(i, owner="Ben", by_person=True, minutes=50) for i in range(3)]
    assert owners([*chosen, need(3)], [BEN, ANNA]) == ["Ben", "Ben", "Ben", "Anna"]
    assert owners([*chosen, need(3)], [BEN, ANNA], budget=160) == ["Ben", "Ben", "Ben", ""]


def test_only_what_is_beyond_the_minutes_of_whom_a_person_chose_is_against_the_rule() -> None:
    chosen = [need(i, score=90.0 - i, owner="Ben", by_person=True, minutes=50) for i in range(2)]
    first, second = assign_owners(chosen, [BEN], night=NIGHT, budget_minutes=0)
    assert (first.rules, second.rules) == ({"Ben": ""}, {"Ben": "no minutes left"})


def test_what_nobody_spoke_of_tonight_gets_what_is_left() -> None:
    asked = [need(0, score=90.0, heard=False, minutes=60), need(1, score=10.0)]
    assert owners(asked, [BEN]) == ["", "Ben"]
    assert owners(asked, [BEN, ANNA]) == ["Ben", "Anna"]


def test_an_owner_from_outside_the_team_stays_only_if_a_person_chose_them() -> None:
    asked = [need(0, owner="Zoe"), need(1, owner="Zoe", by_person=True), need(2, kind="watch", minutes=0, owner="Zoe")]
    assert owners(asked, [BEN]) == ["Ben", "Zoe", "Zoe"]
    assert owners(asked, []) == ["", "Zoe", "Zoe"]


def test_who_is_best_in_two_risks_takes_both_rather_than_one_in_each_round() -> None:
    """Once the press got the melted plug, because the lead who knows of plugs had taken the privacy case."""
    team = [
        dataclasses.replace(EVA, skills=("safety", "plug"), minutes=120),
        dataclasses.replace(CHLOE, minutes=90),
        Member(name="Henrik", role="legal", level="professional", languages=("en",), minutes=90),
    ]
    asked = [
        need(0, kind="escalate", risks=("privacy",), score=40.6, text="App has logged me out"),
        need(1, kind="escalate", risks=("safety",), score=40.5, text="smoke|plug had melted"),
        need(2, kind="escalate", risks=("legal",), score=38.6, text="warranty in Ireland"),
    ]
    assert owners(asked, team)[1] == "Eva"


def test_every_member_has_a_rule_or_may() -> None:
    asked = [need(0), need(1, score=1.0, languages=("tr",))]
    first, second = assign_owners(asked, [ANNA, dataclasses.replace(BEN, minutes=0)], night=NIGHT, budget_minutes=0)
    assert first.rules == {"Anna": "", "Ben": "no minutes left"}
    assert second.rules == {"Anna": "language", "Ben": "language"}
