"""`triage sync` on a real store; the lists in tests/listen/edited were edited and saved by LibreOffice."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from triage.cli.sync import tell, user_name
from triage.cli.syncing import sync_file
from triage.frames import action_frame
from triage.model.settings import Settings, StoreSettings
from triage.model.standing import PROGRAM, Change
from triage.present.outputs import render
from triage.store.keeping import KeptNight, keep_night
from triage.store.opening import open_store
from triage.store.records import read_action

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Sequence

    from triage.model.action import Action

    Run = Callable[..., subprocess.CompletedProcess[bytes]]

EDITED = Path(__file__).parents[1] / "listen" / "edited"
AT = ("--at", "2026-11-25T09:00Z", "--by", "Anna", "--store", "nights.db")
NIGHT = datetime(2026, 11, 24, 22, tzinfo=UTC)


def kept_list() -> list[Action]:
    """The list that LibreOffice opened."""
    return [read_action(json.dumps(cells)) for cells in json.loads((EDITED / "written.json").read_text("utf-8"))]


def keep(actions: Sequence[Action], night: int) -> None:
    """Keeps a night with a list, and one mention."""
    as_of = NIGHT + timedelta(days=night)
    mentions = pd.DataFrame({
        "id_key": [night], "content_key": [night], "theme_id": [actions[0].action_id], "channel": ["x"],
        "created_at": pd.to_datetime([as_of]), "author": [night], "voice": [1], "negative": [0.5], "positive": [0.1],
    })  # fmt: skip
    themes = pd.DataFrame([
        {
            "theme_id": action.action_id, "title": action.theme, "topic": action.topic, "first_seen": as_of,
            "last_seen": as_of, "mentions": action.mentions,
        }
        for action in actions
    ])  # fmt: skip
    with open_store(store_settings(), writing=True) as store:
        keep_night(
            store, KeptNight(as_of=as_of, summary={}, mentions=mentions, themes=themes, known=[], actions=actions)
        )
        store.commit()


def store_settings() -> StoreSettings:
    return StoreSettings(path="nights.db", key="nights.db.key")


@pytest.fixture
def actions(here: Path) -> list[Action]:
    """A store in the working folder with a night; its list."""
    assert not list(here.iterdir())
    found = kept_list()
    keep(found, 0)
    return found


def write(actions: Sequence[Action], *edits: tuple[str, str], name: str = "actions.csv") -> None:
    """Writes a list, with texts replaced in the file as an editor would."""
    text = render(action_frame(actions), "csv").decode()
    for old, new in edits:
        assert text.count(old) == 1
        text = text.replace(old, new)
    Path(name).write_text(text, encoding="utf-8", newline="")


def changes(result: subprocess.CompletedProcess[bytes]) -> list[tuple[str, str, str, str]]:
    found = json.loads(result.stdout)["changes"]
    return [(each["action_id"], each["what"], each["before"], each["after"]) for each in found]


def held() -> dict[str, Any]:
    with open_store(store_settings(), writing=False) as store:
        return {
            action_id: (each.status, str(each.until or "")[:10], each.owner, each.due, each.note, each.priority)
            for action_id, each in store.standing().items()
        }


@pytest.mark.usefixtures("actions")
@pytest.mark.parametrize("name", sorted(path.name for path in EDITED.glob("libreoffice_*")))
def test_a_list_that_libreoffice_saved_is_read_back_once(quick: Run, name: str) -> None:
    path = EDITED / name
    result = quick("sync", path, *AT, "-f", "json")
    assert (result.returncode, result.stderr.decode()) == (0, f"{path}: 11 changes made\n")
    assert set(changes(result)) == {
        ("t4e20fb9e5986", "status", "open", "done"),
        ("t4e20fb9e5986", "note", "", 'Anna ruft an; "morgen"' if "_de" in name else 'Anna calls, "tomorrow"'),
        ("t000000000123", "due", "2026-12-04", "2026-12-03"),
        ("t000000000123", "owner", "Sinéad Kelly", "Jonas Müller"),
        ("ta41e8a363e7c", "status", "open", "snoozed"),
        ("ta41e8a363e7c", "until", "", "2026-12-01T00:00:00Z"),
        ("t1234567890e1", "merge_into", "", "t4e20fb9e5986"),
        ("tbbbbbbbbbbbb", "priority", "", "P1"),
        ("tbbbbbbbbbbbb", "owner", "Sinéad Kelly", ""),
        ("tcccccccccccc", "due", "2026-12-02", ""),
        ("tcccccccccccc", "note", "", "@Miriam: +1"),
    }


def test_a_sync_is_told_done_once_and_taken_back(quick: Run, actions: list[Action]) -> None:
    before = held()
    edits = (
        ("Henrik Thiele,open", "Eva Brandt,Erledigt"),
        ("Miriam Adler,open", "Miriam Adler,snoozed until 1.12.2026"),
    )
    write(actions, *edits)
    dry = quick("sync", "actions.csv", *AT, "--dry-run")
    assert dry.stderr == b"actions.csv: 4 changes would be made\n"
    assert held() == before
    done = quick("sync", "actions.csv", *AT)
    assert done.stdout == dry.stdout
    assert [line.rstrip() for line in done.stdout.decode().splitlines()] == [
        "action_id      theme                 what    before         after",
        "t4e20fb9e5986  Plug too hot to hold  status  open           done",
        "t4e20fb9e5986  Plug too hot to hold  owner   Henrik Thiele  Eva Brandt",
        "tcccccccccccc  Price goes up         status  open           snoozed",
        "tcccccccccccc  Price goes up         until   -              2026-12-01",
    ]
    assert done.stderr == b"actions.csv: 4 changes made\n"
    after = held()
    assert after["t4e20fb9e5986"] == ("done", "", "Eva Brandt", "2026-11-26", "", "")
    assert after["tcccccccccccc"][:2] == ("snoozed", "2026-12-01")
    again = quick("sync", "actions.csv", *AT)
    assert (again.returncode, again.stdout, again.stderr) == (0, b"", b"actions.csv: nothing to change\n")
    back = quick("sync", "--undo", *AT)
    assert back.stderr.startswith(b"actions.csv: 4 changes taken back; where a file still holds them, only --theirs")
    assert held() == before
    kept = quick("sync", "actions.csv", *AT)
    assert kept.stderr.endswith(b"actions.csv: nothing to change; 3 conflicts, in which the store's stays\n")
    assert held() == before
    assert quick("sync", "actions.csv", *AT, "--theirs").returncode == 0
    assert held() == after


def test_an_owner_that_the_program_gave_is_the_programs_again_once_a_sync_is_taken_back(
    quick: Run, actions: list[Action]
) -> None:
    write(actions, ("Henrik Thiele,open", "Eva Brandt,open"))
    quick("sync", "actions.csv", *AT)
    quick("sync", "--undo", *AT)
    with open_store(store_settings(), writing=False) as store:
        standing = store.standing()["t4e20fb9e5986"]
    assert (standing.owner, standing.owner_by_person) == ("Henrik Thiele", False)


def test_a_conflict_shows_all_three_and_keeps_the_stores(quick: Run, actions: list[Action]) -> None:
    with open_store(store_settings(), writing=True) as store:
        change = Change(
            action_id="tcccccccccccc", what="owner", before="", after="Ben", at=NIGHT, by="Ben", whence="update"
        )
        store.apply([change])
        store.commit()
    write(actions, ("Miriam Adler,open", "Eva,open"))
    result = quick("sync", "actions.csv", *AT, "-f", "json")
    assert result.returncode == 0
    assert result.stderr.decode() == (
        "actions.csv:7: tcccccccccccc: owner was 'Miriam Adler' in the list, is 'Eva' in the file and 'Ben' in the "
        "store now; the store's stays, --theirs takes the file's\n"
        "actions.csv: nothing to change; 1 conflict, in which the store's stays\n"
    )
    assert held()["tcccccccccccc"][2] == "Ben"
    (conflict,) = json.loads(result.stdout)["conflicts"]
    assert conflict == {
        "row": 7, "action_id": "tcccccccccccc", "what": "owner", "written": "Miriam Adler", "edited": "Eva",
        "stored": "Ben", "taken": False,
    }  # fmt: skip


def test_wrong_cells_are_told_and_the_others_are_taken(quick: Run, actions: list[Action], here: Path) -> None:
    (here / "team.csv").write_text(
        "name,role,level,languages,max_priority,minutes\nEva Brandt,employee,professional,en,P1,60\n", "utf-8"
    )
    (here / "triage.toml").write_text('team = "team.csv"\n[store]\npath = "nights.db"\n', "utf-8")
    write(actions, ("Henrik Thiele,open", "Eva Brand,dnoe"))
    result = quick("sync", "actions.csv", *AT[:4])
    assert result.returncode == 0
    wrong = (
        "actions.csv:2: t4e20fb9e5986: status 'dnoe' is not one of open, acknowledged, in-progress, done, snoozed, "
        "dismissed, did you mean 'done'?\n"
    )
    doubt = "actions.csv:2: t4e20fb9e5986: owner 'Eva Brand' is not in the team, did you mean 'Eva Brandt'?\n"
    assert result.stderr.decode() == wrong + doubt + "actions.csv: 1 change made; 1 edit left out\n"
    assert held()["t4e20fb9e5986"][:3] == ("open", "", "Eva Brand")
    quiet = quick("sync", "actions.csv", *AT[:4], "--quiet")
    assert quiet.stderr.decode() == wrong


def test_an_old_list_is_held_against_the_night_that_wrote_it(quick: Run, actions: list[Action]) -> None:
    write(actions, ("Henrik Thiele,open", "Eva,open"))
    later = [
        read_action(json.dumps(cells | {"score": 30.0, "mentions": 3, "owner": "Carl", "note": "of night 2"}))
        for cells in json.loads((EDITED / "written.json").read_text("utf-8"))
    ]
    keep(later, 1)
    result = quick("sync", "actions.csv", *AT, "-f", "json")
    assert changes(result) == [("t4e20fb9e5986", "owner", "Carl", "Eva")]


@pytest.mark.usefixtures("actions")
@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (["none.csv", *AT], "none.csv: is missing"),
        (["export.csv", *AT], "export.csv: is no action list: its columns are id, text; expected is a list that"),
        (
            ["other.csv", *AT],
            "other.csv: the store knows none of its actions; name the store that the list was made with",
        ),
        (["--undo", *AT], "there is no sync to take back"),
        ([*AT], "no list is named; say triage sync FILE"),
        (["other.csv"], "--store: no store is named; give --store PATH, or set path in [store]"),
        (["other.csv", "--store", "none.db"], "none.db: there is no such store"),
        (["other.csv", *AT, "--at", "soon"], "--at: 'soon' is not a date or time"),
        (["other.csv", *AT, "--by", "triage"], "--by: 'triage' is no name of a person"),
    ],
)
def test_what_cannot_be_synced_is_refused(quick: Run, here: Path, arguments: list[str], what: str) -> None:
    (here / "export.csv").write_text("id,text\n1,hello\n", "utf-8")
    (here / "other.csv").write_text("action_id,status\nzzz,done\n", "utf-8")
    result = quick("sync", *arguments)
    assert (result.returncode, result.stdout) == (2, b"")
    assert result.stderr.decode().startswith(f"triage: {what}")
    assert not (here / "none.db").exists()


def test_a_dry_undo_says_what_would_be_taken_back_and_what_was_changed_since(quick: Run, actions: list[Action]) -> None:
    write(actions, ("Henrik Thiele,open", "Eva,done"))
    quick("sync", "actions.csv", *AT)
    with open_store(store_settings(), writing=True) as store:
        change = Change(action_id="t4e20fb9e5986", what="owner", before="Eva", after="Ben", at=NIGHT, by="Ben")
        store.apply([change])
        store.commit()
    before = held()
    result = quick("sync", "actions.csv", "--undo", "--dry-run", *AT, "-f", "json")
    assert result.stderr.decode() == (
        "actions.csv: 1 change would be taken back; 1 stayed, changed again since; "
        "where a file still holds them, only --theirs takes them again\n"
    )
    assert changes(result) == [("t4e20fb9e5986", "status", "done", "open")]
    assert held() == before


def test_rows_of_unknown_actions_are_told_and_skipped(quick: Run, actions: list[Action]) -> None:
    write(actions, ("Henrik Thiele,open", "Eva,open"))
    with Path("actions.csv").open("a", encoding="utf-8") as file:
        file.writelines(f"{',' * 41}z{number}\n" for number in range(7))
    result = quick("sync", "actions.csv", *AT, "-f", "json")
    assert changes(result) == [("t4e20fb9e5986", "owner", "Henrik Thiele", "Eva")]
    assert result.stderr.decode() == (
        "actions.csv: the store does not know z0, z1, z2, z3, z4 and 2 more; rows of unknown actions were skipped\n"
        "actions.csv: 1 change made\n"
    )


def test_a_list_without_rows_changes_nothing(quick: Run, actions: list[Action]) -> None:
    write(actions[:0])
    assert quick("sync", "actions.csv", *AT).stderr == b"actions.csv: nothing to change\n"


def test_a_run_reads_a_list_in_and_leaves_other_files_alone(
    actions: list[Action], here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(actions, ("Henrik Thiele,open", "Eva,in Arbeit"))
    (here / "export.csv").write_text("id,text\n1,hello\n", "utf-8")
    with open_store(store_settings(), writing=True) as store:
        assert sync_file("export.csv", store, Settings(), at=NIGHT, by="Anna") is None
        assert sync_file("none.csv", store, Settings(), at=NIGHT, by="Anna") is None
        report = sync_file("actions.csv", store, Settings(), at=NIGHT, by="Anna")
    assert report is not None
    assert report.is_whole
    tell(report, quiet=False, verbose=False)
    assert capsys.readouterr().err == "actions.csv: 2 changes made\n"
    assert held()["t4e20fb9e5986"][:3] == ("in-progress", "", "Eva")


def test_the_user_is_never_taken_for_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", PROGRAM)
    assert user_name() == "analyst"
    monkeypatch.setenv("LOGNAME", "anna")
    assert user_name() == "anna"
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setitem(sys.modules, "pwd", None)  # a system that does not say who it is
    assert user_name() == "analyst"
