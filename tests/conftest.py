"""Fixtures that every test may use."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("patient", deadline=None)  # a busy machine is no fault
settings.load_profile("patient")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of labelled data and hostile strings that lies beside the checkout, never in it."""
    folder = Path(os.environ.get("TRIAGE_SHARED", Path(__file__).parents[2] / "shared"))
    if not folder.is_dir():
        pytest.skip(f"no labelled data at {folder}; set TRIAGE_SHARED to its folder")
    return folder
