from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from triage.model.standing import Standing
from triage.store.standing_list import stand

if TYPE_CHECKING:
    from triage.model.action import Action


def priority_of(score: float) -> str:
    return "P1" if score > 50 else "P4"


def test_rows_of_the_last_list_come_first_with_their_ranks_and_what_was_set_since(stored_action: Action) -> None:
    last = [replace(stored_action, rank=rank, action_id=f"t{rank}") for rank in (1, 2, 3)]
    standing = {
        "t1": Standing(action_id="t1", status="done", owner="Ben", due="2026-12-01", note="n", mentions_total=9),
        "t3": Standing(action_id="t3", priority="P3"),
    }
    rows = stand(last, standing, priority_of)
    assert [(row.rank, row.action_id) for row in rows] == [(1, "t1"), (3, "t3")]
    first = rows[0]
    assert (first.status, first.owner, first.due, first.note, first.mentions_total) == (
        "done",
        "Ben",
        "2026-12-01",
        "n",
        9,
    )
    assert [row.priority for row in rows] == [priority_of(stored_action.score), "P3"]


def test_rows_of_earlier_lists_follow_by_their_scores(stored_action: Action) -> None:
    low, high = (replace(stored_action, action_id=name, score=score) for name, score in (("t8", 1.0), ("t9", 70.0)))
    standing = {
        "t1": Standing(action_id="t1"),
        "t8": Standing(action_id="t8", status="done", row=low),
        "t9": Standing(action_id="t9", status="snoozed", row=high),
        "t7": Standing(action_id="t7"),
    }
    rows = stand([replace(stored_action, action_id="t1")], standing, priority_of)
    assert [(row.rank, row.action_id, row.priority) for row in rows] == [
        (1, "t1", "P1"),
        (2, "t9", "P1"),
        (3, "t8", "P4"),
    ]
