"""Counts what the cut of the list to the people there are leaves undone, and what it would cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triage.model.vocabulary import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from triage.act.cases import Case
    from triage.model.need import Assignment


def count_cut(cases: Sequence[Case], given: Sequence[Assignment]) -> dict[str, int]:
    """Counts the actions that somebody should do and nobody owns.

    Args:
        cases: The actions of the list.
        given: Who owns each.

    Returns:
        "actions"; of these "earlier", of which nobody spoke tonight; the "people" who speak of them, or did when they
        last were heard; and the "minutes" that they take.
    """
    needs = [
        case.need for case, each in zip(cases, given, strict=True) if not each.owner and case.need.kind != Kind.WATCH
    ]
    return {
        "actions": len(needs),
        "earlier": sum(not need.heard for need in needs),
        "people": sum(need.voices for need in needs),
        "minutes": sum(need.minutes for need in needs),
    }
