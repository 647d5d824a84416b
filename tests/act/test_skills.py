"""How well what people know matches what an action is about."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.act.skills import match_skills
from triage.understand.meanings import directions

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


def test_a_skill_that_means_the_same_matches_in_either_language() -> None:
    skills = [["luggage"], ["Erstattung"], ["weather"]]
    texts = ["they lost my bag|bags at JFK", "money back for a cancelled flight"]
    words, meant = match_skills(skills, texts), match_skills(skills, texts, directions)
    assert not words.any()
    assert meant[0, 0] > meant[0, 1] == 0
    assert meant[1, 1] > meant[1, 0] == 0
    assert meant[2].max() == 0


@given(st.lists(WORDS, min_size=1, max_size=3), st.lists(WORDS, min_size=1, max_size=3))
def test_the_same_word_counts_more_than_any_meaning(skills: list[str], title: list[str]) -> None:
    text = " ".join(title)
    same = match_skills([[title[0]]], [text], directions)[0, 0]
    near = match_skills([["firm software"]], [text], directions)[0, 0]
    assert same > near
    assert (match_skills([skills], [text], directions) >= match_skills([skills], [text])).all()


def test_what_hits_the_title_counts_twice() -> None:
    in_title, below = match_skills([["plug"]], ["plug had melted|smoke", "smoke|plug had melted"])[0]
    assert in_title > below > 0
