from __future__ import annotations

import dataclasses
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.act.guard_rails import OVER_BUDGET, in_german, is_about_role, minutes_needed, refusal, rule_of, rules
from triage.model.member import Member, Role
from triage.model.need import Need
from triage.model.vocabulary import Kind, Risk

NIGHT = date(2026, 11, 23)
ANNA = Member(
    name="Anna", role="employee", level="professional", channels=("x",), languages=("de", "en"), trained_until=NIGHT,
    max_priority="P2", minutes=60, volunteer=True,
)  # fmt: skip
NEED = Need(
    index=0,
    kind="respond",
    priority="P2",
    score=60.0,
    languages=("und", "en", "fr"),
    channels=("X", "news"),
    minutes=30,
)


def other(member: Member, **changes: Any) -> Member:
    return dataclasses.replace(member, **changes)


def asking(**changes: Any) -> Need:
    return dataclasses.replace(NEED, **changes)


def test_who_keeps_every_rule_may_take_it() -> None:
    assert refusal(ANNA, NEED, NIGHT, 30) == ""


@pytest.mark.parametrize(
    ("member", "need", "left", "rule"),
    [
        (other(ANNA, volunteer=False), NEED, 60, "not a volunteer"),
        (other(ANNA, trained_until=date(2026, 11, 22)), NEED, 60, "training expired"),
        (other(ANNA, trained_until=None), NEED, 60, "training expired"),
        (other(ANNA, level="enthusiast"), NEED, 60, "level too low"),
        (other(ANNA, languages=("fr",)), NEED, 60, "language"),
        (other(ANNA, channels=("reddit",)), NEED, 60, "channel"),
        (ANNA, asking(priority="P1"), 60, "priority above limit"),
        (ANNA, NEED, 29, "no minutes left"),
        (ANNA, asking(kind="escalate", risks=("safety",)), 60, "risk needs lead"),
        (ANNA, asking(kind="escalate", risks=("legal",)), 60, "risk needs legal"),
        (ANNA, asking(kind="escalate", risks=("press",)), 60, "risk needs press"),
        (ANNA, asking(kind="escalate"), 60, "risk needs lead"),
        (other(ANNA, role="press"), NEED, 60, "kept for risks"),
        (other(ANNA, role="press"), asking(risks=("press",)), 60, "level too low"),
        (other(ANNA, role="lead"), asking(risks=("legal",)), 60, "risk needs legal"),
    ],
)
def test_the_first_rule_that_refuses_is_named(member: Member, need: Need, left: int, rule: str) -> None:
    assert refusal(member, need, NIGHT, left) == rule
    assert in_german(rule)


def test_the_rules_of_training_are_for_employees_alone() -> None:
    spokesperson = other(ANNA, role="press", level="spokesperson", volunteer=False, trained_until=None)
    assert refusal(spokesperson, asking(risks=("press",)), NIGHT, 60) == ""


def test_churn_alone_keeps_nothing_from_an_employee() -> None:
    assert refusal(ANNA, asking(risks=("churn",)), NIGHT, 60) == ""


def test_thanks_may_be_passed_on_by_an_enthusiast() -> None:
    assert refusal(other(ANNA, level="enthusiast"), asking(kind="thank"), NIGHT, 60) == ""


def test_where_languages_and_channels_are_unknown_nobody_is_refused_for_them() -> None:
    assert refusal(ANNA, asking(languages=("und",), channels=("",)), NIGHT, 60) == ""


def test_at_last_only_role_and_minutes_count() -> None:
    lead = other(ANNA, role="lead", languages=("sv",), max_priority="P4")
    turkish = asking(languages=("tr",), priority="P1")
    assert refusal(lead, turkish, NIGHT, 60, last_resort=True) == ""
    assert refusal(lead, turkish, NIGHT, 29, last_resort=True) == "no minutes left"
    assert refusal(ANNA, turkish, NIGHT, 60, last_resort=True) == "language"


@given(st.sampled_from(list(Kind)), st.lists(st.sampled_from(list(Risk)), unique=True))
def test_every_action_has_a_rule_and_every_grave_risk_is_kept_from_employees(kind: Kind, risks: list[Risk]) -> None:
    rule = rule_of(kind, risks)
    if kind == Kind.WATCH:
        assert rule.roles == ()
    elif set(risks) - {Risk.CHURN} or kind == Kind.ESCALATE:
        assert rule.roles
        assert Role.EMPLOYEE not in (*rule.roles, *rule.last_resort)
    else:
        assert rule.roles == (Role.EMPLOYEE,)


@given(st.sampled_from(list(Kind)), st.lists(st.sampled_from(list(Risk))), st.integers(0, 10**6), st.integers(0, 10**6))
def test_more_voices_never_take_fewer_minutes(kind: Kind, risks: list[Risk], voices: int, more: int) -> None:
    fewer, many = minutes_needed(kind, risks, voices), minutes_needed(kind, risks, voices + more)
    rule = rule_of(kind, risks)
    assert rule.at_least <= fewer <= many <= rule.at_most


def test_a_refusal_for_the_role_is_told_from_one_for_the_person() -> None:
    assert is_about_role("kept for risks")
    assert is_about_role("risk needs legal")
    assert not is_about_role("no minutes left")
    assert in_german(OVER_BUDGET)


def test_the_risks_of_the_rules_are_risks() -> None:
    assert {risk for rule in rules() for risk in rule.risks} == set(Risk) - {Risk.CHURN}
