"""What a list is written as reads back as nothing, and what is edited in it as exactly that."""

from __future__ import annotations

import csv
import io
import tempfile
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final, NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from triage.act.edit_cells import CellReader
from triage.act.edits import Origin, Ours, merge_edits
from triage.act.written_list import find_written
from triage.frames import action_frame
from triage.listen.edited import possible_days, read_edited, tidy
from triage.model.action import Action
from triage.model.settings import ListenSettings, ScoreSettings
from triage.model.standing import Standing
from triage.present.outputs import render
from triage.present.safe import plain_text, safe_cell, unsafe_cell

NOW: Final = datetime(2026, 11, 25, 9, tzinfo=UTC)
BASE: Final[dict[str, Any]] = {
    "priority": "P2", "score": 61.2, "action": "respond", "topic": "flights", "merge_into": "", "mentions": 12,
    "mentions_total": 20, "authors": 11, "reach": None, "negative": 0.8, "negative_low": 0.7, "negative_high": 0.9,
    "neutral": 0.1, "positive": 0.1, "sentiment": -0.7, "polarity": None, "subjectivity": 0.5, "trend": "rising",
    "growth": 6.0, "channels": "x", "languages": "en", "risk": "", "first_seen": NOW, "last_seen": None, "url": "",
    "terms": "", "why": "", "next_step": "", "volume_points": 61.2, "negativity_points": 0.0, "momentum_points": 0.0,
    "reach_points": 0.0, "risk_points": 0.0, "benefit_points": 0.0,
}  # fmt: skip

#: What a program was told, and what a person types: no control characters; no digits, as 1 and 1.0 are one number.
told = st.text(max_size=12)
typed = st.text(st.characters(exclude_categories=("C", "Nd")) | st.just("\n"), max_size=12).map(tidy)
hostile = st.sampled_from(
    ["=1+1", "'=1+1", "@ann", "-x", '"', ",", ";", "a\r\nb", "\ufeff", "\u202e", "Ã¼", "sep=;", "\t"]
)
words = st.one_of(told, hostile, st.tuples(hostile, told).map("".join))
#: Days that can be read in one way only.
days = st.dates(date(2026, 11, 26), date(2030, 12, 31)).filter(lambda day: day.day > 12).map(str)
dates = st.just("") | days

COLUMNS: Final = ("status", "priority", "owner", "due", "note")


class Form(NamedTuple):
    """How a list is written and how it is saved: delimiters, encoding, and how days are shown."""

    spreadsheet: str
    written: str
    saved: str
    encoding: str
    day: str


FORMS: Final = (
    Form("", ",", ",", "utf-8", "%Y-%m-%d"),
    Form("us", ",", ",", "utf-8-sig", "%m/%d/%Y"),
    Form("de", ";", ";", "utf-8-sig", "%d.%m.%Y"),
    Form("de", ";", ";", "utf-8", "%d.%m.%y"),
    Form("us", ",", "\t", "utf-16", "%d/%m/%Y"),
)


@st.composite
def lists(draw: st.DrawFn) -> list[Action]:
    found = []
    for number in range(1, draw(st.integers(1, 5)) + 1):
        own = {
            "action_id": f"t{number}", "rank": number, "theme": draw(words), "quote": draw(words), "note": draw(words),
            "owner": draw(words), "due": draw(dates), "status": draw(st.sampled_from(["open", "in-progress"])),
        }  # fmt: skip
        found.append(Action(**BASE | own))
    return found


@st.composite
def edits(draw: st.DrawFn, column: str) -> tuple[str, str]:
    """A cell as a person types it, and what the store is to hold then."""
    day = draw(days)
    if column == "status":
        said = {
            "done": "done", "Erledigt": "done", "OPEN": "open", "in Arbeit": "in-progress", "verworfen": "dismissed",
            f"snoozed until {day}": f"snoozed until {day}",
            f"zurückgestellt bis {date.fromisoformat(day):%d.%m.%Y}": f"snoozed until {day}",
        }  # fmt: skip
        return draw(st.sampled_from(sorted(said.items())))
    if column == "priority":
        return draw(st.sampled_from([("P1", "P1"), ("p3", "P3"), ("P2", ""), ("", "")]))
    if column == "due":
        return draw(st.sampled_from([(day, day), ("", "")]))
    cell = draw(typed)
    return cell, cell if column == "note" else " ".join(cell.split())


def saved(form: Form, cells: list[list[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=form.saved).writerows(cells)
    return out.getvalue().encode(form.encoding)


def read_back(content: bytes, actions: list[Action]) -> dict[tuple[str, str], str]:
    """Returns what a file changes in a store whose last list but one it was, and that is as it was then."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "actions.csv"
        path.write_bytes(content)
        edited = read_edited(path, ListenSettings(), unsafe_cell)
    later = [replace(action, score=99.0, owner="of the night after", note="x", due="2031-01-01") for action in actions]
    written = find_written(edited.rows, [(2, later), (1, actions)])
    standing = {
        action.action_id: Standing(
            action_id=action.action_id, status=action.status, owner=action.owner, due=action.due, note=action.note
        )
        for action in actions
    }
    found = merge_edits(
        edited,
        written,
        Ours(standing=standing, merged={}, past={}, score=ScoreSettings()),
        CellReader(days=possible_days, plain=plain_text, day_first=edited.day_first, today=NOW.date()),
        Origin(at=NOW, by="Anna", whence="sync actions.csv"),
    )
    assert not any(fault.left_out for fault in found.faults)
    assert not found.conflicts
    assert not found.unknown
    return {(change.action_id, change.what): change.after for change in found.changes}


@settings(max_examples=60)
@given(actions=lists(), form=st.sampled_from(FORMS), data=st.data())
def test_what_is_edited_in_a_list_reads_back_and_nothing_else(
    actions: list[Action], form: Form, data: st.DataObject
) -> None:
    text = render(action_frame(actions), "csv", spreadsheet=form.spreadsheet).decode("utf-8-sig")
    header, *rows = csv.reader(io.StringIO(text, newline=""), delimiter=form.written)
    place = {name: number for number, name in enumerate(header)}
    expected: dict[tuple[str, str], str] = {}
    for action, row in zip(actions, rows, strict=True):
        for column in data.draw(st.sets(st.sampled_from(COLUMNS), max_size=3)):
            cell, value = data.draw(edits(column))
            is_marked = data.draw(st.booleans()) or unsafe_cell(cell) != cell
            row[place[column]] = safe_cell(cell) if is_marked else cell
            stored = "" if column == "priority" else str(getattr(action, column))
            if tidy(plain_text(stored)) not in {cell, value}:
                expected[action.action_id, column] = value
        if due := row[place["due"]]:
            row[place["due"]] = f"{date.fromisoformat(due):{form.day}}"
    kept = data.draw(st.permutations(rows))[: data.draw(st.integers(0, len(rows)))]
    others = sorted(set(header) - {"action_id", "score"})
    columns = ["action_id", "score", *data.draw(st.lists(st.sampled_from(others), unique=True))]
    columns = data.draw(st.permutations(columns))
    cells = [[row[place[name]] for name in columns] for row in [header, *kept]]
    ids = {row[place["action_id"]] for row in kept}
    wanted = {key: value for key, value in expected.items() if key[0] in ids and key[1] in columns}
    for key, value in list(wanted.items()):
        status, _, day = value.partition(" until ")
        if key[1] == "status" and day:
            wanted |= {key: status, (key[0], "until"): f"{day}T00:00:00Z"}
    assert read_back(saved(form, cells), actions) == wanted
