from __future__ import annotations

import getpass
import json
from typing import TYPE_CHECKING, Any

import pytest

from triage.model.settings import StoreSettings
from triage.store.opening import open_store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from subprocess import CompletedProcess

    Run = Callable[..., CompletedProcess[bytes]]

FIRMWARE, LOGIN, CREMA, UPDATE = "t1aaaa000001", "t1aaaa000002", "t2bbbb000003", "t3cccc000004"
AT = "2026-11-20T08:00Z"


@pytest.fixture(name="update")
def _update(quick: Run, small_store: Path) -> Run:
    """Runs `triage update` on the small store, as Eve in the morning after its last night."""
    return lambda *options: quick("update", *options, "--store", small_store, "--by", "eve", "--at", AT)


@pytest.fixture(name="known")
def _known(quick: Run, small_store: Path) -> Callable[[str], dict[str, Any]]:
    """Returns all that is known of an action."""

    def run(action_id: str) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(quick("show", action_id, "--store", small_store, "-f", "json", "-q").stdout)
        return told

    return run


def test_it_says_what_changed_and_the_store_keeps_who_did_it_and_when(update: Run, known: Any) -> None:
    ran = update(LOGIN, "--status", "acknowledged", "--owner", " Ben  Ahrens", "--due", "1.12.2026", "--note", "asked")
    assert (ran.returncode, ran.stdout) == (0, b"")
    assert ran.stderr.decode() == (
        "t1aaaa000002 (app logs out): status open -> acknowledged; owner none -> Ben Ahrens; "
        "due none -> 2026-12-01; note none -> asked\n"
    )
    action, changes = known(LOGIN)["action"], known(LOGIN)["changes"]
    assert [action[name] for name in ("status", "owner", "due", "note")] == [
        "acknowledged", "Ben Ahrens", "2026-12-01", "asked",
    ]  # fmt: skip
    assert changes[1] == {
        "what": "status", "before": "open", "after": "acknowledged", "at": "2026-11-20T08:00:00Z", "by": "eve",
        "whence": "update",
    }  # fmt: skip
    assert known(LOGIN)["owner_by_person"]


def test_several_are_changed_at_once_or_none(update: Run, known: Any) -> None:
    ran = update("t2", "t3", "t3cccc000004", "--status", "in-progress")
    assert ran.stderr.decode().splitlines() == [
        "t2bbbb000003 (lovely crema): status done -> in-progress",
        "t3cccc000004 (update fails at home): status open -> in-progress",
    ]
    ran = update("t2", "t99", "--status", "done")
    assert (ran.returncode, ran.stdout) == (2, b"")
    assert "there is no action 't99'" in ran.stderr.decode()
    ran = update(FIRMWARE, "t2", "--until", "2026-12-01")
    assert ran.returncode == 2
    assert [known(each)["action"]["status"] for each in (FIRMWARE, "t2", "t3")] == [
        "open",
        "in-progress",
        "in-progress",
    ]


def test_twice_the_same_changes_nothing_and_says_so(update: Run, known: Any) -> None:
    for said in ("status open -> done", "nothing changed"):
        ran = update(LOGIN, "--status", "done")
        assert (ran.returncode, ran.stderr.decode()) == (0, f"t1aaaa000002 (app logs out): {said}\n")
    assert len(known(LOGIN)["changes"]) == 2


def test_a_snooze_has_an_end_and_ends_with_another_status(update: Run, known: Any) -> None:
    ran = update(LOGIN, "--status", "snoozed", "--until", "2026-12-01")
    assert ran.stderr.decode().endswith("status open -> snoozed; until none -> 2026-12-01T00:00:00Z\n")
    assert known(LOGIN)["until"] == "2026-12-01T00:00:00Z"
    update(LOGIN, "--status", "open")
    assert known(LOGIN)["until"] is None


def test_an_owner_of_the_program_becomes_the_persons_and_can_be_given_back(update: Run, known: Any) -> None:
    assert not known(FIRMWARE)["owner_by_person"]
    assert update(FIRMWARE, "--owner", "Anna Beck").stderr.endswith(b": owner Anna Beck, now set by you\n")
    assert known(FIRMWARE)["owner_by_person"]
    assert update(FIRMWARE, "--owner", "", "--note", "").stderr.endswith(b": owner Anna Beck -> none\n")
    assert (known(FIRMWARE)["owner_by_person"], known(FIRMWARE)["action"]["owner"]) == (False, "")


def test_an_owner_who_is_not_in_the_team_is_taken_with_a_warning(update: Run, known: Any, here: Path) -> None:
    (here / "triage.toml").write_text('team = "team.csv"\n', encoding="utf-8")
    (here / "team.csv").write_text("name,role,level,languages,minutes,volunteer,max_priority\n"
                                   "Anna Beck,employee,professional,en,60,yes,P1\n", encoding="utf-8")  # fmt: skip
    ran = update(LOGIN, "--owner", "Ana Beck")
    assert ran.returncode == 0
    assert "'Ana Beck' is not in team.csv, did you mean 'Anna Beck'?\n" in ran.stderr.decode()
    assert known(LOGIN)["action"]["owner"] == "Ana Beck"
    assert "is not in" not in update(LOGIN, "--owner", "Anna Beck").stderr.decode()


def test_themes_are_merged_and_parted_again(update: Run, known: Any, quick: Run, small_store: Path) -> None:
    before = known(LOGIN)["action"]
    ran = update(LOGIN, UPDATE, "--merge-into", "t1aaaa000001")
    assert ran.stderr.decode().splitlines() == [
        "t1aaaa000002 (app logs out): part of t1aaaa000001 (firmware bricks machine)",
        "t3cccc000004 (update fails at home): part of t1aaaa000001 (firmware bricks machine)",
    ]
    assert known(LOGIN)["action"]["action_id"] == FIRMWARE
    ran = update(LOGIN, "--status", "done")
    assert ran.returncode == 2
    assert "is part of t1aaaa000001 (firmware bricks machine) now; name that, or part them first" in ran.stderr.decode()
    ran = update(FIRMWARE, "--apart", LOGIN)
    assert ran.stderr.decode() == (
        "t1aaaa000001 (firmware bricks machine): t1aaaa000002 (app logs out) is part of "
        "t1aaaa000001 (firmware bricks machine) no more; "
        "kept apart from t1aaaa000002 (app logs out)\n"
    )
    assert known(LOGIN)["action"] == before
    assert known(UPDATE)["action"]["action_id"] == FIRMWARE
    assert update(LOGIN, "--apart", FIRMWARE).stderr.endswith(b": nothing changed\n")
    rows = quick("list", "--store", small_store, "--columns", "action_id", "-q").stdout.split()
    assert rows == [b"action_id", FIRMWARE.encode(), LOGIN.encode()]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ([LOGIN], "there is nothing to set; say for example --status done"),
        (
            [LOGIN, "--status", "dnoe"],
            "--status: 'dnoe' is not one of open, acknowledged, in-progress",
        ),
        (
            [LOGIN, "--status", "snoozed until 2027-01-01"],
            "says more than a status; give --until '2027-01-01' beside it",
        ),
        ([LOGIN, "--status", "snoozed"], "--status snoozed: what is snoozed needs an end; add --until"),
        ([LOGIN, "--status", "snoozed", "--until", "2026-11-20T08:00Z"], "--until: 2026-11-20T08:00:00Z is not after"),
        ([LOGIN, "--until", "soon"], "--until: 'soon' is not a date or time"),
        ([LOGIN, "--due", "31.02.2026"], "--due: '31.02.2026' is not a date; write it as 2026-12-31"),
        ([LOGIN, "--priority", "P7"], "--priority: there is no priority 'P7'; known are P1, P2, P3, P4"),
        ([LOGIN, "--merge-into", LOGIN], "t1aaaa000002: a theme cannot be merged into itself"),
        ([LOGIN, "--merge-into", "crema"], "did you mean t2bbbb000003 (lovely crema)?"),
        ([LOGIN, "--merge-into", CREMA, "--apart", CREMA], "--merge-into and --apart: a theme cannot be both"),
        ([LOGIN, "--apart", LOGIN], "cannot be kept apart from itself"),
        (["logs", "--note", "x"], "did you mean t1aaaa000002 (app logs out)?"),
    ],
)
def test_what_cannot_be_set_is_exit_2_and_sets_nothing(
    update: Run, small_store: Path, options: list[str], said: str
) -> None:
    before = small_store.read_bytes()
    ran = update(*options)
    assert (ran.returncode, ran.stdout) == (2, b"")
    assert said in ran.stderr.decode()
    assert small_store.read_bytes() == before


def test_who_and_when_are_the_login_and_now_unless_told(
    quick: Run, known: Any, small_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(getpass, "getuser", lambda: "mia\x1b")
    assert quick("update", LOGIN, "--note", "x", "--store", small_store, "-q").stderr == b""
    change = known(LOGIN)["changes"][-1]
    assert change["by"] == "mia�"
    assert change["at"] > "2026-11-20T00:00:00Z"


def test_nobody_may_pass_for_the_program(quick: Run, known: Any, small_store: Path) -> None:
    ran = quick("update", LOGIN, "--note", "x", "--store", small_store, "--by", "triage")
    assert (ran.returncode, ran.stdout) == (2, b"")
    assert "--by: what 'triage' sets counts as set by the program, not by a person" in ran.stderr.decode()
    assert known(LOGIN)["action"]["note"] == ""


def test_a_status_may_be_said_in_german(update: Run, known: Any) -> None:
    assert update(LOGIN, "--status", "Erledigt").stderr.endswith(b": status open -> done\n")
    assert known(LOGIN)["action"]["status"] == "done"


def test_bytes_that_are_no_text_are_kept_as_signs(update: Run, known: Any) -> None:
    assert update(LOGIN, "--note", "caf\udce9 =1+1", "--owner", "Bj\udcf6rn").returncode == 0
    assert known(LOGIN)["action"]["note"] == "caf� =1+1"
    assert known(LOGIN)["action"]["owner"] == "Bj�rn"


def test_a_missing_store_is_exit_2_and_none_is_made(quick: Run, here: Path) -> None:
    ran = quick("update", LOGIN, "--status", "done", "--store", "none.db", "--by", "eve")
    assert (ran.returncode, ran.stdout) == (2, b"")
    assert ran.stderr == b"triage: none.db: there is no such store; `triage run --store` makes one\n"
    assert list(here.iterdir()) == []


def test_a_store_that_another_writes_to_is_exit_5(update: Run, known: Any, small_store: Path, here: Path) -> None:
    (here / "triage.toml").write_text("[store]\nwait_seconds = 1.5\n", encoding="utf-8")
    with open_store(StoreSettings(path=str(small_store), key=f"{small_store}.key"), writing=True):
        ran = update(LOGIN, "--status", "done")
        assert (ran.returncode, ran.stdout) == (5, b"")
        told = ran.stderr.decode()
        assert told.startswith("another run writes to the store; waiting until it is done\ntriage: ")
        assert "is being written to by another run" in told
    assert known(LOGIN)["action"]["status"] == "open"
