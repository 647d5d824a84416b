"""How well what people know matches what an action is about."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.act.skills import match_skills

WORDS = st.sampled_from(["firmware", "update", "delivery", "login", "billing"])


@pytest.mark.parametrize(
    ("skill", "text", "meets"),
    [
        ("firmware", "Firmware-Update", True),
        ("delivery", "late deliveries", True),
        ("Lieferung", "Paketlieferung kam nie", True),
        ("Akku", "AKKU leer", True),
        ("Gerät", "Geräte defekt", True),
        ("app", "the apps crash", True),
        ("customer service", "service for a customer", True),
        ("customer service", "self service", False),
        ("app", "apple", False),
        ("international", "internet", False),
        ("press", "express", False),
        ("", "anything", False),
        ("!!!", "anything", False),
    ],
)
def test_a_skill_meets_forms_and_compounds_of_its_word(skill: str, text: str, *, meets: bool) -> None:
    assert (match_skills([[skill]], [text])[0, 0] > 0) == meets


@given(st.lists(WORDS, unique=True), WORDS, st.text(max_size=30))
def test_one_more_skill_never_matches_less(skills: list[str], one_more: str, text: str) -> None:
    few, many = match_skills([skills, [*skills, one_more]], [text])[:, 0]
    assert 0 <= few <= many < 1
