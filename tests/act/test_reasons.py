"""Why an action stands where it stands, in one sentence."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime
from typing import Any

import pytest

from triage.act.reasons import closing, reason
from triage.model.need import Assignment, Need
from triage.model.theme import Theme

BASE = Theme(
    theme_id="t1", title="lost bags", topic="bags", terms="", mentions=34, voices=34, authors=34, named=34, scored=34,
    reach=None,
    engagement=None, negative=0.88, negative_low=0.79, negative_high=0.94, neutral=0.08, positive=0.04, polarity=-0.2,
    subjectivity=0.5, recent=30, growth=6.0, surprise=8.0, trend="rising", questions=3, helpable=30, thankful=0,
    channels="x", languages="en|de", risk="", risk_voices="", first_seen=datetime(2026, 11, 17, 8, tzinfo=UTC),
    last_seen=datetime(2026, 11, 19, 7, tzinfo=UTC), quote="", quote_language="en", url="",
)  # fmt: skip


def why(lang: str = "en", **changed: Any) -> str:
    return reason(dataclasses.replace(BASE, **changed), lang=lang)


def who(lang: str = "en", *, languages: tuple[str, ...] = ("en",), by_person: bool = False, **given: Any) -> str:
    need = Need(index=0, kind="respond", priority="P2", score=60.0, languages=languages, by_person=by_person)
    return closing(Assignment(index=0, **given), need, ("en", "de"), refused="nobody free", lang=lang)


def test_it_says_who_how_long_how_much_more_and_how_negative() -> None:
    assert why() == "34 people in 2 days, 6 times the usual, 88 % negative (79 to 94), 30 could be helped"


def test_it_says_the_same_in_german() -> None:
    assert why("de", growth=2.5) == (
        "34 Personen in 2 Tagen, 2,5-mal so viele wie üblich, 88 % negativ (79 bis 94), 30 wäre zu helfen"
    )


MAY = {"owner": "Anna", "rules": {"Anna": ""}}
AGAINST = {"owner": "Anna", "rules": {"Anna": "training expired"}}


@pytest.mark.parametrize(
    ("lang", "given", "said"),
    [
        ("en", MAY, "Anna may, in English"),
        ("de", MAY | {"languages": ("de",)}, "Anna darf, auf Deutsch"),
        ("en", MAY | {"languages": ("tr",)}, "Anna may"),
        ("en", MAY | {"by_person": True}, "Anna has it, chosen by hand"),
        ("de", MAY | {"by_person": True}, "Anna ist dran, von Hand gewählt"),
        ("en", AGAINST | {"by_person": True}, "Anna has it, chosen by hand against the rule: training expired"),
        ("de", AGAINST | {"by_person": True}, "Anna ist dran, von Hand gewählt gegen die Regel: Schulung abgelaufen"),
        ("en", {"owner": "Anna", "rules": {}}, "Anna has it"),
        ("en", {}, "nobody free"),
    ],
)
def test_it_closes_with_who_does_it_and_by_which_right(lang: str, given: dict[str, Any], said: str) -> None:
    assert who(lang, **given) == said


def test_who_does_it_or_why_nobody_does_comes_last() -> None:
    assert reason(BASE, lang="en", closing="Anna may").endswith("30 could be helped; Anna may")


def test_without_names_it_counts_mentions_and_does_not_call_them_people() -> None:
    assert why(named=0).startswith("34 mentions in 2 days")


def test_copies_are_told_apart_from_people() -> None:
    assert why(mentions=90).startswith("34 people (90 mentions) in 2 days")


@pytest.mark.parametrize(
    ("changed", "clause"),
    [
        ({"risk": "safety|churn", "risk_voices": "2|1"}, "2 speak of safety"),
        ({"reach": 250_000}, "seen by up to 250,000"),
        ({"questions": 20, "helpable": 25}, "20 ask"),
        ({"trend": "new"}, "new since yesterday"),
        ({"positive": 0.7, "negative": 0.1}, "70 % positive"),
        ({"negative": None}, "in a language that is not scored"),
        ({"last_seen": datetime(2026, 11, 17, 8, 20, tzinfo=UTC)}, "34 people within an hour"),
    ],
)
def test_each_measure_has_its_clause(changed: dict[str, Any], clause: str) -> None:
    assert clause in why(**changed).split(", ") or clause in why(**changed)


def test_the_other_voices_are_counted_only() -> None:
    assert why(rest=True, trend="steady").startswith("34 mentions, each said by one alone")
