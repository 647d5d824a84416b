from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from tests.store.kept import heard, listed
from triage.cli.exits import Exit
from triage.model.settings import StoreSettings
from triage.model.standing import Change, Measures
from triage.store.keeping import KeptNight, keep_night
from triage.store.opening import open_store

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    Quick = Callable[..., subprocess.CompletedProcess[bytes]]

FIRST = datetime(2026, 1, 2, 5, tzinfo=UTC)
TEAM = """\
name,role,level,languages,trained_until,max_priority,minutes,volunteer
Anna,employee,professional,en,2027-01-01,P1,60,yes
Eva,employee,enthusiast,en,2027-01-01,P1,60,yes
"""
THEMES = pd.DataFrame(
    {"theme_id": ["a", "b"], "title": "", "topic": "", "first_seen": FIRST, "last_seen": FIRST, "mentions": 3}
)


@pytest.fixture
def team(here: Path) -> Path:
    path = here / "team.csv"
    path.write_text(TEAM, encoding="utf-8")
    return path


@pytest.fixture
def store(here: Path) -> Path:
    """A store of two nights: Anna did an action four hours after the first, and nobody owns the other."""
    path = here / "nights.db"
    refused = {"Anna": "no minutes left", "Eva": "level too low"}
    measures = {
        "a": Measures(voices=9, helpable=8, minutes=60, rule="answer", level="professional"),
        "b": Measures(voices=5, helpable=4, minutes=20, rule="answer", level="professional", refusals=refused),
    }
    mentions = heard(("a", "2026-01-01T09:00:00Z", 1, 0.9), ("b", "2026-01-01T10:00:00Z", 1, 0.3))
    rows = (listed("a", owner="Anna", languages="en"), listed("b", languages="en"))
    with open_store(StoreSettings(path=str(path), key=f"{path}.key"), writing=True) as opened:
        night = KeptNight(
            as_of=FIRST, summary={}, mentions=mentions, themes=THEMES, known=(), actions=rows, measures=measures
        )
        keep_night(opened, night)
        at = FIRST + timedelta(hours=4)
        done = Change(action_id="a", what="status", before="open", after="done", at=at, by="Ann", whence="update")
        opened.apply([done])
        keep_night(
            opened,
            KeptNight(
                as_of=FIRST + timedelta(days=1), summary={}, mentions=mentions[:0], themes=THEMES[:0], known=(),
                actions=rows[1:], measures=measures,
            ),
        )  # fmt: skip
        opened.commit()
    return path


def test_the_report_tells_who_acted_and_what_is_missing(quick: Quick, store: Path, team: Path) -> None:
    ran = quick("progress", "--store", store, "--team", team)
    text = " ".join(ran.stdout.decode().split())
    assert (ran.returncode, ran.stderr) == (Exit.DONE, b"")
    assert "2 nights: 2026-01-02 to 2026-01-03" in text
    assert "all 2 1 50 %" in text
    assert "4.0 h" in text
    assert "Anna employee 1 1 1 60 60 4.0 h" in text
    assert "volunteers carry 100 % of the owned actions" in text
    assert "too few to tell" in text
    assert "level too low 1 20 4 5" in text


def test_nights_as_they_are_run_can_be_told(quick: Quick, export: Path, team: Path) -> None:
    """What a run keeps is what is read here: rows, measures, refusals."""
    store = export.with_name("run.db")
    ran = quick("run", export, "--store", store, "--team", team, "-f", "json")
    assert ran.returncode == Exit.DONE, ran.stderr
    actions = [row for row in json.loads(ran.stdout)["actions"] if row["action"] != "watch"]
    told = json.loads(quick("progress", "--store", store, "--team", team, "-f", "json").stdout)
    assert told["answered"][0]["listed"] == len(actions) > 0
    assert sum(one["owned"] for one in told["owners"]) == sum(bool(row["owner"]) for row in actions)
    assert told["missing"]["actions"] == sum(not row["owner"] for row in actions)
    assert {gap["rule"] for gap in told["missing"]["gaps"]} >= {"language"}, "the German ones"
    assert [one["value"] for one in told["missing"]["what_ifs"] if one["change"] == "newcomer"] == ["de"]


def test_json_has_every_figure(quick: Quick, store: Path, team: Path) -> None:
    ran = quick("progress", "--store", store, "--team", team, "-f", "json")
    told = json.loads(ran.stdout)
    assert told["schema"] == "triage-progress/1"
    assert [night["as_of"] for night in told["nights"]] == ["2026-01-02T05:00:00Z", "2026-01-03T05:00:00Z"]
    assert told["answered"][0]["median_hours"] == 4
    assert told["effects"][0]["voices"] is None
    assert told["missing"]["taken_now"] == 1, "Anna did no other in the second night, and so she could have"


def test_markdown_is_written(quick: Quick, store: Path) -> None:
    assert quick("progress", "--store", store, "-f", "md").stdout.startswith(b"## 2 nights")


@pytest.mark.parametrize(("option", "value"), [("--since", "2026-01-03"), ("--nights", "1")])
def test_nights_can_be_chosen(quick: Quick, store: Path, option: str, value: str) -> None:
    told = json.loads(quick("progress", "--store", store, option, value, "-f", "json").stdout)
    assert [night["night"] for night in told["nights"]] == [2]
    assert told["answered"][0]["listed"] == 1


def test_the_team_of_the_settings_is_taken(quick: Quick, store: Path, team: Path) -> None:
    (store.parent / "triage.toml").write_text('team = "team.csv"\n[store]\npath = "nights.db"\n', encoding="utf-8")
    assert team.exists()
    told = json.loads(quick("progress", "-f", "json").stdout)
    assert told["owners"][0]["role"] == "employee"


def test_nights_without_a_change_say_so_and_what_is_missing(quick: Quick, store: Path, team: Path) -> None:
    with open_store(StoreSettings(path=str(store), key=f"{store}.key"), writing=True) as opened:
        opened.undo(1, at=FIRST + timedelta(hours=5), by="Ann")
        opened.commit()
    ran = quick("progress", "--store", store, "--team", team)
    assert ran.returncode == Exit.DONE
    assert ran.stderr.decode().startswith("nobody has acted on any of the 2 actions of 2 nights yet")
    assert b"Left without an owner" in ran.stdout
    assert quick("progress", "--store", store, "--quiet").stderr == b""


def test_a_store_without_a_night_says_so(quick: Quick, here: Path) -> None:
    path = here / "empty.db"
    with open_store(StoreSettings(path=str(path), key=f"{path}.key"), writing=True) as opened:
        opened.commit()
    ran = quick("progress", "--store", path)
    assert (ran.returncode, ran.stdout) == (Exit.DONE, b"")
    assert ran.stderr.decode().startswith("no night is in the store yet")
    assert json.loads(quick("progress", "--store", path, "-f", "json").stdout)["nights"] == []


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "triage: --store: no store is named; say --store PATH, or path in [store] of the settings"),
        (("--store", "none.db"), "triage: none.db: there is no such store"),
        (("--store", "nights.db", "--since", "soon"), "triage: --since: 'soon' is not a date or time"),
        (
            ("--store", "nights.db", "--since", "2027-01-01"),
            "triage: --since: there is no night from then on; the last",
        ),
        (("--store", "nights.db", "--team", "none.csv"), "triage: none.csv: there is no such team file"),
    ],
)
@pytest.mark.usefixtures("store")
def test_wrong_options_are_named(quick: Quick, arguments: tuple[str, ...], told: str) -> None:
    ran = quick("progress", *arguments)
    assert (ran.returncode, ran.stdout) == (Exit.USAGE, b"")
    assert ran.stderr.decode().startswith(told)
