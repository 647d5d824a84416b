"""Knows the tables that triage itself wrote or is told by, which hold no new mentions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from triage.listen.sources import RefusedError

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

_ACTIONS: Final = {"action_id", "next_step"}
_ACTIONS_EITHER: Final = {"volume_points", "priority"}
_MENTIONS: Final = {"mention_id", "duplicate_group", "polarity", "theme"}
_PLAYBOOK: Final = ({"action", "risk", "channel", "en"}, {"action", "risk", "channel", "de"})
_OWN_JSON: Final = re.compile(r'\s*\{\s*"schema"\s*:\s*"triage-')
_REJECTS: Final = {"source", "row", "reason", "content"}


def refuse_own_json(head: str) -> None:
    """Refuses JSON that begins as triage's own does.

    Raises:
        RefusedError: It does.
    """
    if _OWN_JSON.match(head):
        raise RefusedError("is a file that triage wrote")


def refuse_own(columns: AbstractSet[str]) -> None:
    """Refuses a table whose columns are those of an output.

    Raises:
        RefusedError: They are; it says of which.
    """
    if columns >= _ACTIONS and columns & _ACTIONS_EITHER:
        raise RefusedError("is an action list that triage wrote")
    if columns >= _MENTIONS:
        raise RefusedError("is a mentions file that triage wrote")
    if any(columns >= needed for needed in _PLAYBOOK):
        raise RefusedError("is a playbook of next steps")
    if columns == _REJECTS:
        raise RefusedError("is a file of rejects that triage wrote")
