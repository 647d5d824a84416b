"""Fixtures that every test may use."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("patient", deadline=None)  # a busy machine is no fault
# what a fuzz finds anew must not turn an unrelated change red
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "patient")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of labelled data and hostile strings that lies beside the checkout, never in it."""
    folder = Path(os.environ.get("TRIAGE_SHARED", Path(__file__).parents[2] / "shared"))
    if not folder.is_dir():
        pytest.skip(f"no labelled data at {folder}; set TRIAGE_SHARED to its folder")
    return folder


@pytest.fixture(scope="session")
def halvara() -> Path:
    """The exports of the example: three nights, five files each."""
    return Path(__file__).parents[1] / "examples" / "halvara"


@pytest.fixture(scope="session")
def action_columns() -> list[str]:
    """The columns of the action list as they are promised: scripts and spreadsheets depend on them."""
    return """\
        rank priority score action topic theme owner status due note merge_into mentions mentions_total authors reach
        negative negative_low negative_high neutral positive sentiment polarity subjectivity trend growth channels
        languages risk first_seen last_seen quote url terms why next_step volume_points negativity_points
        momentum_points reach_points risk_points benefit_points action_id
    """.split()  # noqa: SIM905 - it reads as the contract does
