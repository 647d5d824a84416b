"""Knowing dangers again that were split from themes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

import triage
from triage.model.settings import Settings, StoreSettings
from triage.model.standing import Change
from triage.model.vocabulary import Risk
from triage.store.opening import open_store
from triage.understand.risk_memory import name_reports
from triage.understand.risk_split import RiskSplit
from triage.understand.tokens import split_texts

if TYPE_CHECKING:
    from pathlib import Path

    from triage.model.memory import KnownTheme

BAGS = [f"my bag {number} is lost and nobody answers" for number in range(12)]
FIRE = ["the plug melted and there was smoke", "smoke came from the plug, it melted"]
LATER = ["again smoke from a melted plug", "our plug melted, smoke everywhere"]


def names_of(texts: list[str], count: int, base: str, known: list[KnownTheme]) -> tuple[str, list[KnownTheme]]:
    """Returns the id of the last texts, which left theme 0 for their risk, and what is known after."""
    theme = np.array([0] * (len(texts) - count) + [1] * count, np.int64)
    risks = [""] * (len(texts) - count) + ["safety"] * count
    split = RiskSplit(theme, [(0, Risk.SAFETY)], 1)
    names, remembered = name_reports(split, [base], [True], risks, split_texts(texts), known)
    assert names[0] == base
    return names[1], remembered


def test_a_danger_keeps_its_id_whatever_theme_it_was_split_from() -> None:
    name, known = names_of(BAGS + FIRE, 2, "bags", [])
    again, moved = names_of(BAGS + LATER, 2, "other", known)
    assert again == name
    assert [(theme.theme_id, theme.risk, theme.texts) for theme in moved] == [(name, "safety", 4.0)]


def test_another_danger_has_an_id_of_its_own() -> None:
    name, known = names_of(BAGS + FIRE, 2, "bags", [])
    other = ["the child swallowed a loose screw", "a screw came loose, the baby nearly choked on it"]
    again, both = names_of(BAGS + other, 2, "bags", known)
    assert again != name
    assert len(both) == 2
    legal = [replace(theme, risk="legal") for theme in known]
    assert names_of(BAGS + LATER, 2, "other", legal)[0] != name


def test_a_danger_that_is_a_theme_of_its_own_tonight_is_known_again() -> None:
    name, known = names_of(BAGS + FIRE, 2, "bags", [])
    split = RiskSplit(np.array([0] * 12 + [1] * 2, np.int64), [], 2)
    risks = [""] * 12 + ["safety"] * 2
    for is_fresh in (True, False):
        names, _ = name_reports(split, ["bags", "x"], [False, is_fresh], risks, split_texts(BAGS + LATER), known)
        assert names == ["bags", name if is_fresh else "x"]


def test_a_danger_that_was_merged_into_a_theme_goes_there(tmp_path: Path) -> None:
    def night(texts: list[str], day: int) -> triage.Night:
        times = pd.Timestamp(f"2026-05-{day:02}T08:00Z") + pd.to_timedelta(range(len(texts)), unit="min")
        ids = [f"{day}-{i}" for i in range(len(texts))]
        frame = pd.DataFrame({"mention_id": ids, "text": texts, "language": "en", "created_at": times})
        return triage.run(frame, settings)

    def action_of(found: triage.Night, word: str) -> str:
        return str(found.mentions.loc[found.mentions["text"].str.contains(word), "action_id"].iloc[0])

    settings = Settings(store=StoreSettings(path=str(tmp_path / "nights.db"), key=str(tmp_path / "key")))
    first = night([*BAGS, "the plug melted and there was smoke from it"], 1)
    danger, bags = action_of(first, "plug"), action_of(first, "bag 1 ")
    assert danger != bags
    with open_store(settings.store, writing=True) as store:
        at = first.as_of
        assert at is not None
        store.apply([Change(action_id=danger, what="merge_into", before="", after=bags, at=at, by="Ann")])
        store.commit()
    second = night([*BAGS[:11], "again there was smoke from a plug and it melted"], 2)
    assert action_of(second, "plug") == bags
    assert second.actions["mentions"].sum() == len(second.mentions)
