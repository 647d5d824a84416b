"""Tests that a company can extend the cue lists in its settings, and is told which entry is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

import triage
from triage.model.errors import UsageError
from triage.model.settings import CueSettings, Settings
from triage.settings import load_settings
from triage.understand.cue_lists import cue_list, extended_lists
from triage.understand.cues import find_cues

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "one cell swelled in its case"


def settings_of(tmp_path: Path, toml: str) -> Settings:
    path = tmp_path / "triage.toml"
    path.write_text(toml, encoding="utf-8")
    return load_settings(path)


def risks(text: str, own: CueSettings, language: str = "en") -> str:
    return find_cues([text], [language], extended_lists(own))[0][0]


def test_a_phrase_of_the_settings_makes_a_risk(tmp_path: Path) -> None:
    own = settings_of(tmp_path, '[cues.add.safety]\nen = ["cell .. (swelled|swollen)"]\nde = ["zelle .. dick"]\n').cues
    assert risks(TEXT, CueSettings()) == ""
    assert risks(TEXT, own) == "safety"
    assert risks("die Zelle wurde dick", own, "de") == "safety"
    assert risks("die Zelle wurde dick", own, "en") == ""


def test_a_phrase_of_the_settings_takes_a_risk_away(tmp_path: Path) -> None:
    text = "the charger caught fire in our demo video"
    own = settings_of(tmp_path, '[cues.ignore.safety]\nen = ["caught fire in our demo"]\n').cues
    assert risks(text, CueSettings()) == "safety"
    assert risks(text, own) == ""


def test_own_phrases_change_the_lists_of_nobody_else() -> None:
    before = len(cue_list("en").phrases)
    extended_lists(CueSettings(add={"churn": {"en": ("bye bye halvara",)}}))
    assert len(cue_list("en").phrases) == before


def test_a_night_uses_the_phrases_of_its_settings() -> None:
    frame = pd.DataFrame({"mention_id": ["a"], "text": [TEXT], "language": ["en"]})
    night = triage.run(frame, Settings(cues=CueSettings(add={"safety": {"en": ("cell swelled",)}})))
    assert night.actions["risk"].iloc[0].startswith("safety")


@pytest.mark.parametrize(
    ("own", "named"),
    [
        (CueSettings(add={"safty": {"en": ("fire",)}}), ["cues.add", "safty", "safety"]),
        (CueSettings(ignore={"legal": {"fr": ("avocat",)}}), ["cues.ignore.legal", "fr"]),
        (CueSettings(add={"legal": {"en": ("sue", "(sue you")}}), ["cues.add.legal.en", "phrase 2", "(sue you"]),
        (CueSettings(add={"legal": {"en": ("<holder> sues",)}}), ["cues.add.legal.en", "phrase 1", "holder"]),
        (CueSettings(add={"churn": {"de": ("..",)}}), ["cues.add.churn.de", "no word"]),
        (CueSettings(add={"churn": {"de": ("",)}}), ["cues.add.churn.de", "phrase 1"]),
    ],
)
def test_a_wrong_entry_is_named(own: CueSettings, named: list[str]) -> None:
    with pytest.raises(UsageError) as error:
        extended_lists(own)
    for part in named:
        assert part in str(error.value)


def test_a_phrase_that_is_no_list_is_named_with_its_file(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"cues\.add\.safety\.en"):
        settings_of(tmp_path, '[cues.add.safety]\nen = "fire"\n')
    with pytest.raises(UsageError, match=r"cues\.add\.safety"):
        settings_of(tmp_path, '[cues.add]\nsafety = ["fire"]\n')
