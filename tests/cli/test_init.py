from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from triage.act.playbook import read_playbook
from triage.act.team import read_team
from triage.model.settings import Settings
from triage.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from subprocess import CompletedProcess

    Run = Callable[..., CompletedProcess[bytes]]


def test_it_writes_files_that_triage_can_read(quick: Run, here: Path) -> None:
    ran = quick("init")
    assert (ran.returncode, ran.stdout) == (0, b"")
    assert ran.stderr.decode().splitlines() == ["wrote triage.toml", "wrote team.csv", "wrote playbook.csv"]
    assert load_settings(here / "triage.toml") == Settings()
    assert len(read_team(here / "team.csv")) > 1
    assert [step for step in read_playbook(here / "playbook.csv") if step.own]


def test_a_run_takes_the_files_as_they_are(quick: Run, export: Path) -> None:
    before = quick("run", export, "-q").stdout
    assert quick("init", "-q").stderr == b""
    assert quick("run", export, "-q").stdout == before


def test_it_makes_the_folder(quick: Run, here: Path) -> None:
    assert quick("init", "new/config").returncode == 0
    assert sorted(path.name for path in (here / "new" / "config").iterdir()) == [
        "playbook.csv",
        "team.csv",
        "triage.toml",
    ]


@pytest.mark.parametrize("name", ["triage.toml", "team.csv", "playbook.csv"])
def test_it_writes_over_nothing_unless_told(quick: Run, here: Path, name: str) -> None:
    (here / name).write_text("mine", encoding="utf-8")
    ran = quick("init")
    assert ran.returncode == 2
    assert f"{name} is there already; move it, or say --force" in ran.stderr.decode()
    assert [path.name for path in here.iterdir()] == [name]
    assert (here / name).read_text(encoding="utf-8") == "mine"
    assert quick("init", "--force").returncode == 0
    assert (here / name).read_text(encoding="utf-8") != "mine"


def test_a_folder_that_cannot_be_made_is_exit_5(quick: Run, here: Path) -> None:
    (here / "file").write_text("", encoding="utf-8")
    ran = quick("init", "file/below")
    assert ran.returncode == 5
    assert ran.stderr.decode() == "triage: file/below: Not a directory\n"
