"""The examples run byte for byte."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from triage.model.action import POINTS

STORY = Path(__file__).parents[1] / "examples" / "halvara"
NIGHTS = (1, 2, 3)


def listed(night: int, tmp_path: Path) -> bytes:
    """Runs a night as its README says: on its exports and those of the nights before."""
    folders = [f"night-{number}" for number in range(1, night + 1)]
    written = tmp_path / "list.csv"
    command = [sys.executable, "-m", "triage", "run", "--config", "triage.toml", *folders, "-q", "-o", str(written)]
    subprocess.run(command, cwd=STORY, check=True, env=os.environ | {"PYTHONHASHSEED": str(night)})
    return written.read_bytes()


@pytest.mark.parametrize("night", NIGHTS)
def test_each_night_gives_the_list_that_is_expected(night: int, tmp_path: Path) -> None:
    expected = STORY / "expected" / f"night-{night}.csv"
    assert listed(night, tmp_path) == expected.read_bytes(), f"if the change is meant: {expected} (see CONTRIBUTING.md)"


@pytest.mark.parametrize("night", NIGHTS)
def test_each_list_adds_up(night: int) -> None:
    table = pd.read_csv(STORY / "expected" / f"night-{night}.csv", dtype=str, keep_default_na=False)
    points = table[list(POINTS)].astype(float).sum(axis=1)
    assert (points - table["score"].astype(float)).abs().max() < 1e-6
    assert table["theme"].iloc[-1] == "other voices"
    assert table["theme"].str.casefold().is_unique
    assert table["action_id"].is_unique
    assert all(1 <= len(theme.split()) <= 9 for theme in table["theme"])


def test_the_incident_of_the_third_night_leads_its_list() -> None:
    first = pd.read_csv(STORY / "expected" / "night-3.csv", dtype=str, keep_default_na=False).iloc[0]
    assert first["trend"] == "rising"
    assert {"firmware", "update", "73"} & set(f"{first['theme']} {first['terms']}".casefold().replace("|", " ").split())


def test_most_themes_of_the_second_night_keep_their_id_in_the_third() -> None:
    tables = [
        pd.read_csv(STORY / "expected" / f"night-{night}.csv", dtype=str, keep_default_na=False) for night in (2, 3)
    ]
    large = tables[0][tables[0]["mentions"].astype(int) >= 10]["action_id"]
    assert large.isin(tables[1]["action_id"]).mean() > 0.3
