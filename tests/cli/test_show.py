from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import delete

from triage.model.settings import StoreSettings
from triage.store.opening import open_store
from triage.store.schema import listed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from subprocess import CompletedProcess

    Run = Callable[..., CompletedProcess[bytes]]

FIRMWARE, LOGIN, CREMA = "t1aaaa000001", "t1aaaa000002", "t2bbbb000003"


def test_one_action_is_shown_with_its_score_redone_and_its_history(quick: Run, small_store: Path) -> None:
    ran = quick("show", FIRMWARE, "--store", small_store)
    assert (ran.returncode, ran.stderr) == (0, b"")
    shown = ran.stdout.decode()
    assert all(len(line) <= 80 for line in shown.splitlines())
    assert "firmware bricks machine" in shown
    assert "33 mentions in night 3, 64 in all" in shown
    assert "····▁▇█ most 31 a day" in shown
    assert "it is bricked" in shown
    assert "\x1b" not in shown
    assert "from other settings" not in shown
    assert "Anna Beck (36 minutes; mend and tell: employee or lead, professional" in shown
    assert "language: Jonas Wolter; no minutes left: Mia Kern" in shown
    assert "first said 2026-11-17 14:00, in 3 lists (nights 1 to 3)" in shown
    assert "2026-11-17 23:00 triage: opened (run)" in shown


def test_the_beginning_of_an_id_is_enough_and_json_has_all(quick: Run, small_store: Path) -> None:
    ran = quick("show", "T2B", "--store", small_store, "-f", "json")
    told = json.loads(ran.stdout)
    assert told["action"]["action_id"] == CREMA
    assert told["action"]["status"] == "done"
    assert told["action"]["note"] == "thanked them all"
    assert [(change["what"], change["after"]) for change in told["changes"]] == [
        ("status", "open"), ("status", "done"), ("note", "thanked them all"),
    ]  # fmt: skip
    assert told["nights"] == [
        {"night": 1, "as_of": "2026-11-17T23:00:00Z", "mentions": 5, "score": told["action"]["score"]}
    ]
    assert told["quotes"] == []


def test_the_score_adds_up_to_that_of_the_list(quick: Run, small_store: Path) -> None:
    told = json.loads(quick("show", FIRMWARE, "--store", small_store, "-f", "json").stdout)
    assert told["score"]["sum"] == told["action"]["score"]
    for part in told["score"]["parts"]:
        assert part["points"] == told["action"][part["name"]]


def test_other_settings_give_another_score_and_that_is_said(quick: Run, small_store: Path) -> None:
    (small_store.parent / "triage.toml").write_text("[score]\nvolume = 99.0\n", encoding="utf-8")
    assert b"from other settings" in quick("show", FIRMWARE, "--store", small_store).stdout.replace(b"\n", b" ")


def test_what_was_merged_is_shown_as_what_it_is_part_of(quick: Run, small_store: Path) -> None:
    quick("update", LOGIN, "--merge-into", FIRMWARE, "--store", small_store)
    ran = quick("show", LOGIN, "--store", small_store)
    assert ran.returncode == 0
    assert "app logs out (t1aaaa000002)" in ran.stdout.decode()
    assert ran.stdout.decode().splitlines()[0].endswith(FIRMWARE)
    assert ran.stderr.decode() == (
        "t1aaaa000002 (app logs out) was merged into t1aaaa000001, which is shown; "
        "`triage update t1aaaa000002 --apart t1aaaa000001` parts them\n"
    )


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("t1aaaa", "'t1aaaa' begins 2 ids"),
        ("firmware", "did you mean t1aaaa000001 (firmware bricks machine)?"),
        ("t9", "there is no action 't9'"),
        ("other-voices", "the other voices are no action; -m of triage run writes what they say"),
    ],
)
def test_an_id_that_is_none_is_exit_2_with_what_may_be_meant(
    quick: Run, small_store: Path, given: str, said: str
) -> None:
    ran = quick("show", given, "--store", small_store)
    assert (ran.returncode, ran.stdout) == (2, b"")
    assert said in ran.stderr.decode()


def test_an_action_whose_lists_are_gone_is_exit_2(quick: Run, small_store: Path) -> None:
    with open_store(StoreSettings(path=str(small_store), key=f"{small_store}.key"), writing=True) as store:
        store.connection.execute(delete(listed).where(listed.c.action_id == CREMA))
        store.commit()
    ran = quick("show", CREMA, "--store", small_store)
    assert (ran.returncode, ran.stdout) == (2, b"")
    assert "t2bbbb000003 (lovely crema, done): no list that it was in is kept any more" in ran.stderr.decode()
    rows = quick("list", "--status", "all", "--store", small_store, "--columns", "action_id", "-q").stdout.split()
    assert CREMA.encode() not in rows


def test_a_missing_store_is_exit_2(quick: Run, here: Path) -> None:
    ran = quick("show", FIRMWARE, "--store", "none.db")
    assert (ran.returncode, ran.stdout) == (2, b"")
    assert ran.stderr == b"triage: none.db: there is no such store; `triage run --store` makes one\n"
    assert list(here.iterdir()) == []
