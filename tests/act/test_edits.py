"""How the edits of a list are merged into what the store holds."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from triage.act.edit_cells import CellReader
from triage.act.edits import Origin, Ours, merge_edits
from triage.act.written_list import WrittenRow
from triage.listen.edited import possible_days
from triage.model.edited import EditedList, EditedRow, Edits, PastChange
from triage.model.settings import ScoreSettings
from triage.model.standing import PROGRAM, Change, Standing
from triage.present.safe import plain_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from triage.model.action import Action

    Listed = Callable[..., Action]

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
ORIGIN = Origin(at=NOW, by="Anna", whence="sync actions.csv")


@dataclass
class Desk:
    """A list of night 7 with a store that holds what the list does, until a test changes it."""

    actions: list[Action]
    standing: dict[str, Standing] = field(default_factory=dict)
    merged: dict[str, str] = field(default_factory=dict)
    past: dict[str, list[PastChange]] = field(default_factory=dict)
    team: tuple[str, ...] = ()
    day_first: bool | None = None
    encoding: str = ""

    def __post_init__(self) -> None:
        for action in self.actions:
            if action.action_id != "other-voices":
                self.standing[action.action_id] = Standing(
                    action_id=action.action_id, status=action.status, owner=action.owner, due=action.due,
                    note=action.note, row=action,
                )  # fmt: skip

    def now(self, action_id: str = "a", **changes: Any) -> None:
        """Changes what the store holds."""
        self.standing[action_id] = replace(self.standing[action_id], **changes)

    def changed(self, what: str, before: str, after: str, **how: Any) -> None:
        """Adds to the past of action a."""
        night, undone = how.pop("night", 7), how.pop("undone", False)
        values: dict[str, Any] = {
            "action_id": "a", "what": what, "before": before, "after": after, "at": NOW, "by": "Anna",
            "whence": "sync actions.csv",
        }  # fmt: skip
        past = PastChange(night=night, change=Change(**values | how), undone=undone)
        self.past.setdefault("a", []).append(past)

    def sync(self, *rows: dict[str, str], wins: bool = False) -> Edits:
        """Merges rows, each as its edited cells with the id under "id"; numbered from 2."""
        by_id = {action.action_id: action for action in self.actions}
        read = []
        for number, cells in enumerate(rows, start=2):
            action_id = cells.pop("id", "a")
            action = by_id.get(action_id)
            columns = ("rank", "theme", "status", "owner", "due", "note", "priority", "merge_into")
            whole = {name: str(getattr(action, name)) if action else "" for name in columns}
            read.append(EditedRow(number=number, action_id=action_id, cells=whole | cells))
        edited = EditedList(path="actions.csv", rows=tuple(read), encoding=self.encoding, day_first=self.day_first)
        written = {key: WrittenRow(night=7, action=action) for key, action in by_id.items()}
        ours = Ours(standing=self.standing, merged=self.merged, past=self.past, score=ScoreSettings())
        reader = CellReader(
            days=possible_days, plain=plain_text, encoding=self.encoding, today=NOW.date(), team=self.team
        )
        return merge_edits(edited, written, ours, reader, replace(ORIGIN, wins=wins))


@pytest.fixture
def desk(listed: Listed) -> Desk:
    return Desk([
        listed("a", rank=1, owner="Ben", due="2026-12-04", note="call", score=61.2, priority="P2"),
        listed("b", rank=2),
        listed("c", rank=3, theme="Late flight"),
        listed("other-voices", rank=4, theme="other voices", priority="P4", score=0.0),
    ])  # fmt: skip


def changes(edits: Edits) -> list[tuple[str, str, str, str]]:
    return [(each.action_id, each.what, each.before, each.after) for each in edits.changes]


def told(edits: Edits) -> list[tuple[int, str]]:
    return [(fault.row, fault.told) for fault in edits.faults if fault.left_out]


def test_a_list_without_edits_changes_nothing(desk: Desk) -> None:
    assert desk.sync({}, {"id": "b"}, {"id": "c"}, {"id": "other-voices"}) == Edits()


@pytest.mark.parametrize(
    ("column", "cell", "change"),
    [
        ("status", "Erledigt", ("status", "open", "done")),
        ("owner", "  Anna   Berg ", ("owner", "Ben", "Anna Berg")),
        ("owner", "", ("owner", "Ben", "")),
        ("due", "6.12.2026", ("due", "2026-12-04", "2026-12-06")),
        ("due", "", ("due", "2026-12-04", "")),
        ("note", "call\nagain", ("note", "call", "call\nagain")),
        ("note", "", ("note", "call", "")),
        ("priority", "p1", ("priority", "", "P1")),
        ("priority", "4", ("priority", "", "P4")),
        ("merge_into", "b", ("merge_into", "", "b")),
    ],
)
def test_an_edited_cell_is_a_change_and_only_once(
    desk: Desk, column: str, cell: str, change: tuple[str, str, str]
) -> None:
    edits = desk.sync({column: cell})
    assert changes(edits) == [("a", *change)]
    assert (edits.changes[0].at, edits.changes[0].by, edits.changes[0].whence) == (NOW, "Anna", "sync actions.csv")
    if column == "merge_into":
        desk.merged["a"] = change[2]
        del desk.standing["a"]
    else:
        desk.now(**{column: change[2]})
    assert desk.sync({column: cell}) == Edits()


def test_a_snoozed_action_has_its_day_in_the_status(desk: Desk) -> None:
    edits = desk.sync({"status": "zurückgestellt bis 1.12.2026", "due": "2026-12-20"})
    assert changes(edits) == [
        ("a", "status", "open", "snoozed"), ("a", "until", "", "2026-12-01T00:00:00Z"),
        ("a", "due", "2026-12-04", "2026-12-20"),
    ]  # fmt: skip
    desk.now(status="snoozed", until=datetime(2026, 12, 1, tzinfo=UTC))
    assert changes(desk.sync({"status": "snoozed until 2026-12-01"})) == []
    assert changes(desk.sync({"status": "snoozed"})) == []


def test_or_in_due(desk: Desk) -> None:
    edits = desk.sync({"status": "snoozed", "due": "2026-12-01"})
    assert changes(edits) == [("a", "status", "open", "snoozed"), ("a", "until", "", "2026-12-01T00:00:00Z")]


def test_without_a_day_it_is_an_error_of_that_row(desk: Desk) -> None:
    edits = desk.sync(
        {"status": "snoozed"}, {"id": "b", "status": "snoozed until 2026-11-25"}, {"id": "c", "note": "x"}
    )
    assert changes(edits) == [("c", "note", "", "x")]
    assert told(edits) == [
        (2, "status 'snoozed' wants a day: write 'snoozed until 2026-12-01', or put the day into due"),
        (3, "status 'snoozed until 2026-11-25' is over already on 2026-11-25"),
    ]


def test_an_action_that_wakes_loses_its_day(desk: Desk) -> None:
    desk.now(status="snoozed", until=datetime(2026, 12, 1, tzinfo=UTC))
    desk.changed("status", "open", "snoozed")
    desk.changed("until", "", "2026-12-01T00:00:00Z")
    assert changes(desk.sync({"status": "done"})) == [
        ("a", "status", "snoozed", "done"), ("a", "until", "2026-12-01T00:00:00Z", "")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("column", "cell", "what"),
    [
        ("status", "dnoe", "status 'dnoe' is not one of open, acknowledged, in-progress, done, snoozed, dismissed, did you mean 'done'?"),  # noqa: E501
        ("status", "", "status '' is not one of open, acknowledged, in-progress, done, snoozed, dismissed"),
        ("status", "done 25.11.", "status 'done 25.11.' says more than a status; put '25.11.' into note"),
        ("status", "snoozed until 31.2.2026", "status '31.2.2026' is not a date with day, month and year, such as 2026-12-01"),  # noqa: E501
        ("due", "soon", "due 'soon' is not a date with day, month and year, such as 2026-12-01"),
        ("due", "1/2/2027", "due '1/2/2027' could be 2027-02-01 or 2027-01-02; write it so"),
        ("priority", "high", "priority 'high' is not one of P1, P2, P3, P4; empty is the score's own"),
        ("note", "x" * 32_768, "note has 32,768 characters; a cell of a spreadsheet holds 32,767"),
        ("merge_into", "a", "merge_into 'a' is the action itself"),
        ("merge_into", "late flihgt", "merge_into 'late flihgt' is no action_id, title or rank of a theme, did you mean 'late flight'?"),  # noqa: E501
        ("merge_into", "Other voices", "merge_into 'Other voices' are the other voices, which are no theme; dismiss the action instead"),  # noqa: E501
    ],
)  # fmt: skip
def test_a_wrong_cell_is_told_with_its_row_and_the_others_are_taken(
    desk: Desk, column: str, cell: str, what: str
) -> None:
    beside = "owner" if column != "owner" else "note"
    edits = desk.sync({"id": "b", "note": "good"}, {column: cell, beside: "Eva"})
    assert [(each.action_id, each.what) for each in edits.changes] == [("b", "note"), ("a", beside)]
    assert [(fault.row, fault.action_id, fault.told, fault.left_out) for fault in edits.faults] == [
        (3, "a", what, True)
    ]


@pytest.mark.parametrize("wins", [False, True])
def test_what_both_changed_is_a_conflict_with_all_three_values(desk: Desk, *, wins: bool) -> None:
    desk.now(note="Ben calls", status="done")
    edits = desk.sync({"note": "Anna calls", "status": "done"}, wins=wins)
    (conflict,) = edits.conflicts
    assert (conflict.row, conflict.action_id, conflict.what, conflict.taken) == (2, "a", "note", wins)
    assert (conflict.written, conflict.edited, conflict.stored) == ("call", "Anna calls", "Ben calls")
    assert changes(edits) == [("a", "note", "Ben calls", "Anna calls")] * wins


def test_what_only_the_store_changed_stays(desk: Desk) -> None:
    desk.now(note="Ben calls", status="done", owner="Eva", owner_by_person=True, priority="P1")
    assert desk.sync({}) == Edits()


@pytest.mark.parametrize("column", ["owner", "due"])
def test_what_the_program_gave_meanwhile_gives_way_to_a_person(desk: Desk, column: str) -> None:
    value = {"owner": "Eva", "due": "2026-12-09"}[column]
    desk.now(owner="Carl", due="2026-12-01")
    assert changes(desk.sync({column: value})) == [("a", column, getattr(desk.standing["a"], column), value)]
    desk.now(owner="Carl", due="2026-12-01", owner_by_person=True, due_by_person=True)
    assert len(desk.sync({column: value}).conflicts) == 1


def test_a_cell_that_is_edited_again_in_the_same_file_is_no_conflict(desk: Desk) -> None:
    desk.now(status="done")
    desk.changed("status", "open", "done")
    assert changes(desk.sync({"status": "in progress"})) == [("a", "status", "done", "in-progress")]
    assert changes(desk.sync({})) == [("a", "status", "done", "open")]


def test_a_cell_that_was_synced_is_not_taken_again_once_it_is_overtaken(desk: Desk) -> None:
    desk.changed("status", "open", "done")
    assert desk.sync({"status": "done"}) == Edits()


def test_another_ones_copy_of_the_file_takes_nothing_back(desk: Desk) -> None:
    desk.now(status="done")
    desk.changed("status", "open", "done", by="Ben")
    assert desk.sync({}) == Edits()
    assert len(desk.sync({"status": "in progress"}).conflicts) == 1


def test_an_edit_that_was_taken_back_stays_so_until_the_cell_is_edited_anew(desk: Desk) -> None:
    desk.changed("status", "open", "done", undone=True)
    (conflict,) = desk.sync({"status": "done"}).conflicts
    assert (conflict.written, conflict.edited, conflict.stored) == ("open", "done", "open")
    assert changes(desk.sync({"status": "done"}, wins=True)) == [("a", "status", "open", "done")]
    assert changes(desk.sync({"status": "dismissed"})) == [("a", "status", "open", "dismissed")]
    assert desk.sync({}) == Edits()


def test_what_a_person_did_in_another_way_and_is_no_more_is_a_conflict(desk: Desk) -> None:
    desk.changed("status", "open", "done", by="Ben", whence="update")
    desk.changed("status", "done", "open", by=PROGRAM, whence="run", night=8)
    assert len(desk.sync({"status": "done"}).conflicts) == 1


def test_what_was_done_before_the_list_was_written_does_not_count(desk: Desk) -> None:
    desk.changed("status", "open", "done", by="Ben", whence="update", night=6)
    assert changes(desk.sync({"status": "done"})) == [("a", "status", "open", "done")]


def test_a_priority_set_back_to_the_scores_own_is_no_override_any_more(listed: Listed) -> None:
    desk = Desk([listed("a", score=61.2, priority="P1")])
    desk.now(priority="P1")
    assert changes(desk.sync({"priority": "P2"})) == [("a", "priority", "P1", "")]
    assert changes(desk.sync({"priority": ""})) == [("a", "priority", "P1", "")]
    assert changes(desk.sync({"priority": "P3"})) == [("a", "priority", "P1", "P3")]


@pytest.mark.parametrize(
    ("first", "cell", "due"),
    [
        (None, "12/6/2026", "2026-12-06"),  # the other way to read it is long gone
        (True, "6/12/2026", "2026-12-06"), (False, "12/6/2026", "2026-12-06"), (True, "1/2/2027", "2027-02-01"),
    ],
)  # fmt: skip
def test_a_day_of_doubt_is_read_as_the_file_writes_days(desk: Desk, first: bool | None, cell: str, due: str) -> None:  # noqa: FBT001
    desk.day_first = first
    assert changes(desk.sync({"due": cell})) == [("a", "due", "2026-12-04", due)]


@pytest.mark.parametrize(("shown", "due"), [("4/12/2026", "2027-02-01"), ("12/4/2026", "2027-01-02")])
def test_dates_that_were_left_as_they_were_tell_how_the_file_writes_days(desk: Desk, shown: str, due: str) -> None:
    edits = desk.sync({"due": shown}, {"id": "b", "due": "1/2/2027"})
    assert changes(edits) == [("b", "due", "", due)]


@pytest.mark.parametrize(
    ("written", "cell"),
    [
        ("0043", "43"), ("1.50", "1,5"), ("true", "WAHR"), ("2026-12-01", "01.12.2026"), ("12/1/2026", "2026-12-01"),
        ("two\r\nlines", "two\nlines"), ("  blanks ", "blanks"),
    ],
)  # fmt: skip
def test_what_a_spreadsheet_makes_of_a_note_by_itself_is_no_edit(listed: Listed, written: str, cell: str) -> None:
    assert Desk([listed("a", note=written)]).sync({"note": cell}) == Edits()


@pytest.mark.parametrize(
    ("written", "cell"),
    [("4711000123", "4711000124"), ("call 3", "call 4"), ("1.5", "1.6"), ("nan", "NaN!"), ("x", "X")],
)
def test_but_other_notes_are(listed: Listed, written: str, cell: str) -> None:
    assert changes(Desk([listed("a", note=written)]).sync({"note": cell})) == [("a", "note", written, cell)]


def test_letters_that_a_code_page_lacks_are_no_edit(listed: Listed) -> None:
    desk = Desk([listed("a", owner="Łukasz", note="Straße 👍?")], encoding="cp1252")
    assert desk.sync({"owner": "?ukasz", "note": "Straße ??"}) == Edits()
    assert desk.sync({"owner": "Lukasz", "note": "Straße ???"}) == Edits()
    assert changes(desk.sync({"owner": "Jukasz B", "note": "Straße"})) == [
        ("a", "owner", "Łukasz", "Jukasz B"), ("a", "note", "Straße 👍?", "Straße")
    ]  # fmt: skip


def test_what_no_output_can_hold_is_no_edit_and_no_conflict(listed: Listed) -> None:
    desk = Desk([listed("a", note="\x1b[31mred\x1f", owner="\x1f")])
    assert desk.sync({"note": "\ufffd[31mred\ufffd", "owner": "\ufffd"}) == Edits()
    assert changes(desk.sync({"note": "red", "owner": "\ufffd"})) == [("a", "note", "\x1b[31mred\x1f", "red")]


def test_an_owner_is_spelled_as_in_the_team_and_doubted_if_not_there(desk: Desk) -> None:
    desk.team = ("Anna Berg", "Ben")
    edits = desk.sync({"owner": "anna berg"}, {"id": "b", "owner": "Ana Berg"}, {"id": "c", "owner": ""})
    assert changes(edits) == [("a", "owner", "Ben", "Anna Berg"), ("b", "owner", "", "Ana Berg")]
    (doubt,) = edits.faults
    assert (doubt.row, doubt.told) == (3, "owner 'Ana Berg' is not in the team, did you mean 'Anna Berg'?")
    assert not doubt.left_out


@pytest.mark.parametrize("cell", ["c", "3", "#3", "late  FLIGHT"])
def test_a_theme_is_named_by_id_rank_or_title(desk: Desk, cell: str) -> None:
    rows = [{"merge_into": cell}, {"id": "c"}]
    assert changes(desk.sync(*rows)) == [("a", "merge_into", "", "c")]


def test_a_title_of_two_themes_is_asked_about(listed: Listed) -> None:
    desk = Desk([listed("a"), listed("b", theme="Late"), listed("c", theme="late")])
    assert told(desk.sync({"merge_into": "late"})) == [(2, "merge_into 'late' could be b, c; write the action_id")]


def test_themes_may_follow_each_other_but_not_in_a_circle(desk: Desk) -> None:
    chain = desk.sync({"merge_into": "b"}, {"id": "b", "merge_into": "c"})
    assert changes(chain) == [("a", "merge_into", "", "b"), ("b", "merge_into", "", "c")]
    circle = desk.sync({"merge_into": "b"}, {"id": "b", "merge_into": "a"}, {"id": "c", "note": "x"})
    assert changes(circle) == [("c", "note", "", "x")]
    assert told(circle) == [
        (2, "merge_into 'b' leads back to the action itself"), (3, "merge_into 'a' leads back to the action itself")
    ]  # fmt: skip


def test_a_circle_by_way_of_the_store_is_one_too(desk: Desk) -> None:
    desk.merged["b"] = "a"
    del desk.standing["b"]
    assert told(desk.sync({"merge_into": "b"})) == [(2, "merge_into 'b' leads back to the action itself")]


def test_a_circle_that_only_a_conflict_closes_is_one_too(desk: Desk) -> None:
    desk.merged["b"] = "a"
    del desk.standing["b"]
    edits = desk.sync({"id": "b", "merge_into": "c"}, {"merge_into": "b"})
    assert not edits.changes
    assert len(edits.conflicts) == len(edits.faults) == 1


def test_what_else_was_edited_in_a_merged_row_is_left_out_and_told(desk: Desk) -> None:
    edits = desk.sync({"merge_into": "b", "note": "x"})
    assert changes(edits) == [("a", "merge_into", "", "b")]
    assert told(edits) == [(2, "note was left out, as the action is part of b now; edit that one")]


def test_a_merge_is_taken_back_where_its_cell_is_emptied_again(desk: Desk) -> None:
    desk.merged["a"] = "b"
    desk.changed("merge_into", "", "b")
    del desk.standing["a"]
    assert changes(desk.sync({})) == [("a", "merge_into", "b", "")]


def test_rows_of_one_action_that_differ_are_told(desk: Desk) -> None:
    edits = desk.sync({"owner": "Anna", "note": "x"}, {"owner": "Eva"}, {})
    assert changes(edits) == [("a", "note", "call", "x")]
    assert told(edits) == [(2, "owner differs in rows 2, 3 of this action")]


def test_a_row_that_has_the_theme_of_another_is_out_of_order_and_left_out(desk: Desk) -> None:
    edits = desk.sync({"theme": "Late flight", "status": "done"}, {"id": "b", "theme": "my own words", "note": "x"})
    assert changes(edits) == [("b", "note", "", "x")]
    assert told(edits) == [
        (2, "has the theme of another action, c; sort all columns together, this row changes nothing")
    ]


def test_the_other_voices_are_no_one_action(desk: Desk) -> None:
    edits = desk.sync({"id": "other-voices", "status": "done", "note": "x"})
    assert not edits.changes
    assert told(edits) == [(2, "the other voices are no one action, so their status, note cannot be set")]


def test_unknown_actions_are_told_once_and_skipped(desk: Desk) -> None:
    edits = desk.sync({"id": "z", "note": "x"}, {"id": "z"}, {"note": "y"})
    assert edits.unknown == ["z"]
    assert changes(edits) == [("a", "note", "call", "y")]


def test_an_action_whose_list_is_kept_no_more_is_told(desk: Desk) -> None:
    desk.standing["d"] = Standing(action_id="d")
    assert told(desk.sync({"id": "d", "status": "done"})) == [
        (2, "stands in no list that the store keeps, so what was edited cannot be told; say triage update")
    ]


def test_a_column_that_was_taken_away_is_no_edit(desk: Desk) -> None:
    row = EditedRow(number=2, action_id="a", cells={"owner": "Eva"})
    written = {"a": WrittenRow(night=7, action=desk.actions[0])}
    ours = Ours(standing=desk.standing, merged={}, past={}, score=ScoreSettings())
    edited = EditedList(path="x.csv", rows=(row,))
    edits = merge_edits(edited, written, ours, CellReader(days=possible_days, plain=str), ORIGIN)
    assert changes(edits) == [("a", "owner", "Ben", "Eva")]
