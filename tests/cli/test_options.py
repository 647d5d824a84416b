from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from triage.cli.options import settings_from
from triage.model.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from subprocess import CompletedProcess

    Run = Callable[..., CompletedProcess[bytes]]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--map", "text"], "--map: 'text' is not FIELD=COLUMN; say for example --map text=\"Full Text\""),
        (["--map", "=text"], "is not FIELD=COLUMN"),
        (["--map", "txt=text"], "'txt' is no field of a mention, did you mean 'text'?"),
        (["--map", "text=txet"], "no source has a column 'txet', did you mean 'text'?"),
        (["--columns", "ownr"], "--columns: there is no column 'ownr', did you mean 'owner'?"),
        (["--columns", ","], "--columns: no column is named"),
        (["-o", "a.cvs"], "a.cvs: the ending .cvs is unknown, did you mean '.csv'?"),
        (["-o", "/dev/full"], "/dev/full: a file needs an ending that tells its format"),
        (["-m", "m.md"], "m.md: the ending .md is unknown"),
        (["-m", "-", "-f", "md"], "--format: mentions cannot be written as 'md'"),
        (["-m", "-", "-o", "-"], "standard output: two outputs would be written there"),
        (["-m", "a.csv", "-o", "a.csv"], "a.csv: two outputs would be written there"),
        (["--rejects", "x", "--summary", "x"], "x: two outputs would be written there"),
        (["--as-of", "tonight"], "--as-of: 'tonight' is not a date or time; write it as 2026-11-23"),
        (["--since", "31.12.2026"], "--since: '31.12.2026' is not a date or time"),
        (["--until", ""], "--until: '' is not a date or time"),
        (["--budget", "much"], "--budget: 'much' is neither a number of minutes nor 'all'"),
        (["--budget", "-5"], "--budget: '-5' is neither"),
        (["--budget", "0"], "--budget: 0 minutes give nothing out"),
        (["--team", "none.csv"], "none.csv: there is no such team file"),
        (["--config", "none.toml"], "none.toml: there is no such settings file"),
        (["--spreadsheet", "fr"], "'--spreadsheet'"),
        (["--lang", "fr"], "'--lang'"),
        (["--format", "xls"], "'--format'"),
        (["--fail-on", "P5"], "'--fail-on'"),
        (["--top", "0"], "'--top'"),
        (["--min-mentions", "0"], "'--min-mentions'"),
        (["--tpo", "3"], "--top"),
    ],
)
def test_a_wrong_option_is_exit_2_with_what_is_wrong(quick: Run, export: Path, options: list[str], said: str) -> None:
    ran = quick("run", export, *options)
    assert (ran.returncode, ran.stdout) == (2, b"")
    assert said in ran.stderr.decode()
    assert "Traceback" not in ran.stderr.decode()
    assert list(export.parent.iterdir()) == [export]


def test_a_source_is_needed(quick: Run) -> None:
    ran = quick("run")
    assert ran.returncode == 2
    assert "SOURCE" in ran.stderr.decode()


@pytest.mark.parametrize("command", ["run", "inspect", "init"])
def test_help_shows_an_example(quick: Run, command: str) -> None:
    ran = quick(command, "--help")
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert ran.stdout.decode().count(f"triage {command} ") >= 2


def test_settings_of_the_working_folder_are_read(quick: Run, export: Path) -> None:
    (export.parent / "triage.toml").write_text('columns = "rank,theme"\nlanguages = ["de"]\n', encoding="utf-8")
    ran = quick("run", export, "--summary", "night.json")
    assert ran.stdout.startswith(b"rank,theme\r\n")
    assert json.loads((export.parent / "night.json").read_text(encoding="utf-8"))["languages"] == {"de": 2}


def test_an_option_wins_over_the_settings_file(quick: Run, export: Path) -> None:
    (export.parent / "mine.toml").write_text('columns = "rank,theme"\n', encoding="utf-8")
    assert quick("run", export, "-q", "--config", "mine.toml").stdout.startswith(b"rank,theme\r\n")
    asked = quick("run", export, "-q", "--config", "mine.toml", "--columns", "why").stdout
    assert asked.startswith(b"why\r\n")


@pytest.mark.parametrize("command", ["run", "inspect"])
def test_an_unknown_setting_is_exit_2_with_a_suggestion(quick: Run, export: Path, command: str) -> None:
    (export.parent / "triage.toml").write_text("[score]\nvolum = 30\n", encoding="utf-8")
    ran = quick(command, export)
    assert (ran.returncode, ran.stdout) == (2, b"")
    assert ran.stderr.decode() == "triage: triage.toml: score.volum is no setting, did you mean 'volume'?\n"


def test_the_team_of_a_settings_file_lies_beside_it(here: Path) -> None:
    (here / "config").mkdir()
    (here / "config" / "triage.toml").write_text('team = "people.csv"\n', encoding="utf-8")
    assert settings_from(here / "config" / "triage.toml").team == str(here / "config" / "people.csv")
    assert settings_from(here / "config" / "triage.toml", team="own.csv").team == "own.csv"


def test_a_team_with_a_whole_path_stays_where_it_is(here: Path) -> None:
    (here / "triage.toml").write_text(f"team = '{here / 'people.csv'}'\n", encoding="utf-8")
    assert settings_from(None).team == str(here / "people.csv")


def test_mappings_of_options_join_those_of_the_file(here: Path) -> None:
    (here / "triage.toml").write_text('[listen.map]\ntext = "A"\nauthor = "B"\n', encoding="utf-8")
    assert settings_from(None, ["text = C"]).listen.map == {"text": "C", "author": "B"}
    with pytest.raises(UsageError, match="is not FIELD=COLUMN"):
        settings_from(None, ["text="])


def test_what_is_not_given_leaves_the_default(here: Path) -> None:
    assert list(here.iterdir()) == []
    assert settings_from(None, team=None, languages=(), columns="") == settings_from(None)


def test_the_playbook_beside_the_settings_is_used_and_one_that_is_named_goes_by_the_settings_folder(here: Path) -> None:
    (here / "conf").mkdir()
    (here / "conf" / "triage.toml").write_text('[act]\nplaybook = "steps.csv"\n', encoding="utf-8")
    assert settings_from(here / "conf" / "triage.toml").act.playbook == str(here / "conf" / "steps.csv")
    (here / "conf" / "triage.toml").write_text("", encoding="utf-8")
    assert not settings_from(here / "conf" / "triage.toml").act.playbook
    (here / "conf" / "playbook.csv").write_text("action,risk,channel,en\n", encoding="utf-8")
    assert settings_from(here / "conf" / "triage.toml").act.playbook == str(here / "conf" / "playbook.csv")
