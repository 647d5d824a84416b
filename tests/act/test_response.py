from __future__ import annotations

import dataclasses
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.act.playbook import Step, shipped_playbook
from triage.act.response import _data, choose_kind, next_step, risks_that_count
from triage.model.theme import Theme
from triage.model.vocabulary import Kind, Risk

THEME = Theme(
    theme_id="a",
    title="Firmware update",
    topic="",
    terms="",
    mentions=10,
    voices=10,
    authors=10,
    scored=10,
    reach=None,
    engagement=None,
    negative=0.3,
    negative_low=0.2,
    negative_high=0.4,
    neutral=0.4,
    positive=0.3,
    polarity=None,
    subjectivity=None,
    recent=10,
    growth=None,
    surprise=0.0,
    trend="steady",
    questions=0,
    helpable=0,
    thankful=0,
    channels="x",
    languages="en",
    risk="",
    risk_voices="",
    named=0,
    first_seen=None,
    last_seen=None,
    quote="",
    quote_language="en",
    url="",
)


def theme(**measures: Any) -> Theme:
    return dataclasses.replace(THEME, **measures)


@pytest.mark.parametrize(
    ("measures", "kind"),
    [
        ({}, "watch"),
        ({"risk": "safety", "risk_voices": "1"}, "escalate"),
        ({"risk": "churn", "risk_voices": "9"}, "watch"),
        ({"positive": 0.7, "negative": 0.1}, "thank"),
        ({"thankful": 6, "negative": 0.2}, "thank"),
        ({"positive": 0.55, "negative": 0.4}, "watch"),
        ({"questions": 6, "helpable": 6}, "clarify"),
        ({"questions": 6, "helpable": 6, "channels": "news"}, "watch"),
        ({"questions": 6, "helpable": 6, "negative": 0.8}, "respond"),
        ({"negative": 0.6, "voices": 20}, "fix"),
        ({"negative": 0.6, "voices": 3, "trend": "rising"}, "fix"),
        ({"negative": 0.6, "voices": 3, "trend": "back"}, "fix"),
        ({"negative": 0.6, "voices": 2, "trend": "rising"}, "respond"),
        ({"negative": 0.6, "voices": 3, "trend": "new"}, "respond"),
        ({"negative": 0.6, "channels": "news"}, "watch"),
        ({"helpable": 3}, "respond"),
        ({"helpable": 3, "channels": "news|x"}, "respond"),
        ({"helpable": 3, "channels": ""}, "respond"),
        ({"helpable": 3, "negative": None, "positive": None}, "respond"),
        ({"negative": None, "positive": None, "voices": 0}, "watch"),
        ({"rest": True, "negative": 0.9, "voices": 500, "risk": "legal", "risk_voices": "9"}, "watch"),
    ],
)
def test_the_measures_choose_the_kind(measures: dict[str, Any], kind: str) -> None:
    assert choose_kind(theme(**measures)) == kind


def test_the_settings_say_where_the_company_can_answer() -> None:
    assert choose_kind(theme(helpable=5, channels="x"), ["Email"]) == "watch"
    assert choose_kind(theme(helpable=5, channels="x|email"), ["Email"]) == "respond"
    assert choose_kind(theme(helpable=5, channels="news"), ["news"]) == "respond"


@pytest.mark.parametrize(
    ("risk", "risk_voices", "voices", "counts"),
    [
        ("press", 1, 200, False),
        ("press", 2, 200, False),
        ("press", 1, 11, False),
        ("press", 1, 10, True),
        ("safety", 1, 20, True),
        ("self-harm", 1, 20, True),
        ("safety", 1, 21, False),
        ("legal|churn", 2, 50, True),
        ("legal", 3, 200, False),
        ("legal", 6, 200, True),
    ],
)
def test_one_stray_voice_does_not_make_a_whole_theme_risky(
    risk: str, risk_voices: int, voices: int, *, counts: bool
) -> None:
    stray = theme(risk=risk, risk_voices="|".join([str(risk_voices)] * len(risk.split("|"))), voices=voices)
    assert risks_that_count(stray) == (tuple(risk.split("|")) if counts else ())
    assert (choose_kind(stray) == Kind.ESCALATE) is counts


def test_a_stray_grave_risk_does_not_hide_one_that_many_speak_of() -> None:
    stray = theme(risk="self-harm|legal", risk_voices="1|50", voices=200)
    assert risks_that_count(stray) == ("legal",)


@given(st.sampled_from(list(Risk)), st.integers(1, 300), st.integers(1, 300), st.integers(0, 300))
def test_more_voices_of_a_risk_never_make_it_count_less(risk: Risk, voices: int, risky: int, more: int) -> None:
    before = theme(risk=str(risk), voices=voices, risk_voices=str(risky))
    after = theme(risk=str(risk), voices=voices, risk_voices=str(risky + more))
    assert len(risks_that_count(before)) <= len(risks_that_count(after))


@given(
    st.sampled_from(list(Kind)),
    st.lists(st.sampled_from(list(Risk)), unique=True),
    st.sampled_from(["en", "de"]),
    st.sampled_from(["", "x", "news", "App-Store", "unheard-of"]),
)
def test_there_is_a_next_step_for_everything(kind: Kind, risks: list[Risk], lang: str, channel: str) -> None:
    step = next_step(kind, risks, lang, channel)
    assert step in {row.words[lang] for row in shipped_playbook() if row.kind == kind}


def test_the_most_specific_row_wins_and_the_gravest_risk_before_the_channel() -> None:
    rows = {(row.kind, row.risk, row.channels[:1]): row.words["en"] for row in shipped_playbook()}
    assert next_step("respond", [], "en", "Reddit") == rows["respond", "", ("reddit",)]
    assert next_step("respond", ["churn"], "en", "reddit") == rows["respond", "churn", ()]
    assert next_step("escalate", ["safety", "press"], "en", "news") == rows["escalate", "safety", ("news",)]
    assert next_step("escalate", ["legal", "press"], "en", "news") == rows["escalate", "legal", ()]
    assert next_step("thank", [], "en", "google-play") == rows["thank", "", ("app-store",)]
    assert next_step("watch", ["churn"], "en", "x") == rows["watch", "", ()]


def test_the_companys_step_wins_over_one_that_is_as_specific_and_not_over_a_more_specific_one() -> None:
    own = Step(kind="fix", risk="", channels=(), words={"en": "Call the duty manager."}, own=True)
    steps = (own, *shipped_playbook())
    assert next_step("fix", [], "en", "somewhere", steps) == "Call the duty manager."
    assert next_step("fix", ["churn"], "en", "somewhere", steps) == next_step("fix", ["churn"], "en", "somewhere")
    assert next_step("fix", [], "de", "somewhere", steps) == next_step("fix", [], "de", "somewhere")


def test_each_row_of_the_playbook_is_one_sentence_in_both_languages() -> None:
    keys = [(row.kind, row.risk, row.channels) for row in shipped_playbook()]
    assert len(set(keys)) == len(keys)
    assert {(kind.value, "", ()) for kind in Kind} <= set(keys)
    for row in shipped_playbook():
        for lang in ("en", "de"):
            assert row.words[lang].endswith(".")
            assert row.words[lang].count(".") == 1


@pytest.mark.parametrize("lang", ["en", "de"])
def test_the_steps_that_fit_any_trade_ask_for_no_software(lang: str) -> None:
    plain = [row.words[lang] for row in shipped_playbook() if "app-store" not in row.channels]
    assert not [step for step in plain if re.search(r"\b(version|device|firmware|release|Gerät|Ausgabe mit)\b", step)]


def test_the_rules_name_known_kinds_and_measures() -> None:
    rules = _data("response.toml")
    assert {rule["kind"] for rule in rules["rule"]} == set(Kind) - {Kind.ESCALATE, Kind.WATCH}
    assert set(rules["risk"]["escalates"]) == set(Risk) - {Risk.CHURN}
