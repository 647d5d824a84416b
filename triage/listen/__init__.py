"""Reads exports of many tools and platforms into mentions: the first third of a night."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from triage.listen.reading import read_mentions
    from triage.listen.tables import read_table

__all__ = ["read_mentions", "read_table"]

_HOMES: Final = {"read_table": "triage.listen.tables", "read_mentions": "triage.listen.reading"}


def __getattr__(name: str) -> object:
    """Imports a public name when it is first asked for, because pandas takes a second to import."""
    if name not in _HOMES:
        message = f"module 'triage.listen' has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(importlib.import_module(_HOMES[name]), name)
