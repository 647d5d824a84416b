"""Actions whose themes a night has found to be one."""

from __future__ import annotations

import dataclasses

from tests.act.lives import ANNA, BEN, NIGHT, frame_of, rows_of, standing, theme
from triage.act import decide
from triage.act.absorb import absorb
from triage.model.memory import ThemeChange
from triage.model.settings import Settings

ONE = [ThemeChange(what="merged", theme_id="t2", known_id="t1")]


def test_counts_are_added_and_what_is_lacking_is_taken_over() -> None:
    kept = standing(owner="", due="", note="", owner_by_person=False)
    gone = standing(theme("t2"), owner="Ben", due="2026-11-22", note="ask Ben", owner_by_person=True, priority="P1")
    remaining, changes = absorb({"t1": kept, "t2": gone}, ONE, NIGHT)
    joined = remaining["t1"]
    assert set(remaining) == {"t1"}
    assert (joined.owner, joined.owner_by_person, joined.due) == ("Ben", True, "2026-11-22")
    assert (joined.note, joined.priority, joined.mentions_total) == ("ask Ben", "P1", 60)
    assert {each.what: (each.before, each.after) for each in changes} == {
        "owner": ("", "Ben"), "due": ("", "2026-11-22"), "note": ("", "ask Ben"), "priority": ("", "P1"),
    }  # fmt: skip


def test_what_the_remaining_action_has_stays() -> None:
    kept = standing(owner="Anna", due="2026-11-21", note="mine", status="in-progress")
    gone = standing(theme("t2"), owner="Ben", due="2026-11-22", note="other")
    remaining, changes = absorb({"t1": kept, "t2": gone}, ONE, NIGHT)
    assert remaining["t1"] == dataclasses.replace(kept, mentions_total=60)
    assert changes == []


def test_what_was_still_to_be_done_is_not_lost_in_what_was_done() -> None:
    before = {"t1": standing(status="dismissed"), "t2": standing(theme("t2"), status="acknowledged")}
    themes, settings = frame_of([theme("t1")]), Settings()
    decided = decide(themes, settings, team=(ANNA, BEN), as_of=NIGHT, standing=before, merged=ONE)
    assert rows_of(decided)["t1"]["status"] == "acknowledged"
    assert "t2" not in rows_of(decided)
    assert [(each.what, each.before, each.after) for each in decided.changes] == [
        ("status", "dismissed", "acknowledged")
    ]


def test_what_goes_on_under_a_new_id_begins_there_as_it_stood() -> None:
    remaining, changes = absorb({"t2": standing(theme("t2"), status="done", owner="Ben", due="")}, ONE, NIGHT)
    assert (remaining["t1"].action_id, remaining["t1"].status) == ("t1", "done")
    assert [(each.action_id, each.what, each.after) for each in changes] == [
        ("t1", "status", "done"), ("t1", "owner", "Ben"),
    ]  # fmt: skip


def test_merges_in_a_row_end_in_the_last_and_splits_are_passed_over() -> None:
    three = {f"t{i}": standing(theme(f"t{i}")) for i in (1, 2, 3)}
    chain = [
        *ONE,
        ThemeChange(what="merged", theme_id="t3", known_id="t2"),
        ThemeChange(what="split", theme_id="t9", known_id="t1"),
    ]
    remaining, _ = absorb(three, chain, NIGHT)
    assert {action_id: each.mentions_total for action_id, each in remaining.items()} == {"t1": 90}
