"""Turns exported mentions of customers into a short ranked list of what to do, by whom, and why.

A night turns exports into mentions, mentions into themes, and themes into actions.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from triage.listen import read_mentions, read_table
    from triage.night import run
    from triage.outcome import Night
    from triage.understand import find_themes, score_sentiment

__all__ = ["Night", "__version__", "find_themes", "read_mentions", "read_table", "run", "score_sentiment"]

__version__ = "0.1.0"

_HOMES: Final = {
    "read_table": "triage.listen",
    "read_mentions": "triage.listen",
    "score_sentiment": "triage.understand",
    "find_themes": "triage.understand",
    "run": "triage.night",
    "Night": "triage.night",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the module holds
    """Imports a public name when it is first asked for: pandas alone takes longer to import than --help may."""
    if name not in _HOMES:
        message = f"module 'triage' has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(importlib.import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    """Returns the public names."""
    return sorted(__all__)
