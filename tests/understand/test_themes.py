"""Finding themes and topics."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

import triage
from triage.model.errors import UsageError
from triage.model.settings import ThemeSettings
from triage.understand.themes import cluster
from triage.understand.tokens import split_texts

if TYPE_CHECKING:
    from pathlib import Path

BAGS = ["they lost my bag", "my bag is lost", "lost bag again", "you lost our bags", "where is my lost bag"]
HOLD = ["on hold for an hour", "two hours on hold", "still on hold", "been on hold since nine", "on hold forever"]
APP = ["App stürzt beim Login ab", "die App stürzt ab", "Login geht nicht, App stürzt ab", "App stürzt ständig ab"]


def test_texts_about_one_issue_are_one_theme() -> None:
    themes = triage.find_themes([*BAGS, *HOLD, *APP])
    groups = [set(themes[:5].tolist()), set(themes[5:10].tolist()), set(themes[10:].tolist())]
    assert not groups[0] & groups[1]
    assert not groups[1] & groups[2]
    assert not groups[0] & groups[2]
    assert adjusted_rand_score([0] * 5 + [1] * 5 + [2] * 4, themes) > 0.6


def test_every_text_has_a_theme_and_themes_are_numbered_from_zero_by_size() -> None:
    themes = triage.find_themes([*BAGS, "quantum chromodynamics", "", "😀"])
    sizes = np.bincount(themes)
    assert themes.min() == 0
    assert (sizes > 0).all()
    assert (np.diff(sizes) <= 0).all()


@pytest.mark.parametrize("level", ["theme", "topic"])
@pytest.mark.parametrize("sample", [20_000, 6])
def test_the_order_of_the_texts_changes_nothing(level: str, sample: int) -> None:
    texts = [*BAGS, *HOLD, *APP, "cold food", "the crew was lovely", "Lost my bag!"]
    order = np.random.default_rng(3).permutation(len(texts)).tolist()
    settings = ThemeSettings(sample=sample)
    straight = getattr(cluster(split_texts(texts), settings), level)
    shuffled = getattr(cluster(split_texts([texts[i] for i in order]), settings), level)
    assert (straight[order] == shuffled).all()


def test_copies_are_in_the_same_theme() -> None:
    themes = triage.find_themes(["RT @a: Lost my bag", "rt @b lost my BAG", *HOLD])
    assert themes[0] == themes[1]


def test_no_text_makes_no_theme() -> None:
    assert len(triage.find_themes([])) == 0


def test_an_unknown_level_is_a_usage_error_with_a_suggestion() -> None:
    with pytest.raises(UsageError, match="did you mean 'topic'"):
        triage.find_themes(["a"], level="topics")


def test_bank_questions_fall_into_their_themes(shared: Path) -> None:
    table = pd.read_csv(shared / "data/clustering/banking77.csv.gz")
    table = table[table["split"] == "test"]
    themes = triage.find_themes(table["text"].tolist())
    assert normalized_mutual_info_score(table["theme"], themes) > 0.77
    assert adjusted_rand_score(table["theme"], themes) > 0.49
