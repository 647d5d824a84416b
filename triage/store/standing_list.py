"""Makes the list of a store's actions as they stand now."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from triage.model.action import Action
    from triage.model.standing import Standing


def stand(
    last: Sequence[Action], standing: Mapping[str, Standing], priority_of: Callable[[float], str]
) -> list[Action]:
    """Returns each action's row as it stands now.

    Args:
        last: The last night's list, by rank.
        standing: Where each action stands; what is not in it was merged into another.
        priority_of: Tells the priority of a score, which holds where no person gave another.

    Returns:
        The rows of the last list in its order and with its ranks; then the others, each as in the list in which it was
        heard last, the highest score first.
    """
    rows = [as_it_stands(row, standing[row.action_id], priority_of) for row in last if row.action_id in standing]
    listed = {row.action_id for row in last}
    quiet = [
        as_it_stands(each.row, each, priority_of)
        for each in standing.values()
        if each.row and each.action_id not in listed
    ]
    quiet.sort(key=lambda row: (-row.score, -row.mentions, row.action_id))
    rows += [replace(row, rank=rank) for rank, row in enumerate(quiet, start=len(last) + 1)]
    return rows


def as_it_stands(row: Action, standing: Standing, priority_of: Callable[[float], str]) -> Action:
    """Returns a row of a list with what has been set since."""
    return replace(
        row,
        status=standing.status,
        owner=standing.owner,
        due=standing.due,
        note=standing.note,
        priority=standing.priority or priority_of(row.score),
        mentions_total=standing.mentions_total,
        first_seen=standing.first_seen,
        last_seen=standing.last_seen,
    )
