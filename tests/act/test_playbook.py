"""Reading a company's own next steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from triage.act.playbook import playbook_template, read_playbook, shipped_playbook
from triage.act.response import next_step
from triage.model.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path


def written(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "playbook.csv"
    path.write_bytes(text.encode(encoding))
    return path


def test_without_a_file_the_shipped_steps_hold() -> None:
    assert read_playbook("") == shipped_playbook()


def test_the_shipped_playbook_reads_back_as_ones_own(tmp_path: Path) -> None:
    steps = read_playbook(written(tmp_path, playbook_template()))
    own = [step for step in steps if step.own]
    assert [step.words for step in own] == [step.words for step in shipped_playbook()]


def test_ones_own_steps_win_and_missing_ones_fall_back(tmp_path: Path) -> None:
    steps = read_playbook(
        written(tmp_path, "action,risk,channel,en\nFix,,,Call the depot.\nfix,churn,x|Reddit,Call me.\n\n")
    )
    assert next_step("fix", [], "en", "somewhere", steps) == "Call the depot."
    assert next_step("fix", ["churn"], "en", "reddit", steps) == "Call me."
    assert next_step("respond", [], "en", "x", steps) == next_step("respond", [], "en", "x")
    assert next_step("fix", [], "de", "somewhere", steps) == next_step("fix", [], "de", "somewhere")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252"])
def test_it_reads_what_a_german_spreadsheet_saves(tmp_path: Path, encoding: str) -> None:
    path = written(tmp_path, "action;risk;channel;en;de\r\nfix;;;;Die Wäscherei anrufen.\r\n", encoding)
    assert next_step("fix", [], "de", "", read_playbook(path)) == "Die Wäscherei anrufen."


def test_each_wrong_row_is_named(tmp_path: Path) -> None:
    rows = ("fixx,,,Do it.,", "fix,safty,,Do it.,", "fix,,,,", "fix,,x,Do it, now.,", "thank,,,A.,", "thank,,,B.,")
    path = written(tmp_path, "action,risk,channel,en,de\n" + "".join(f"{row}\n" for row in rows))
    with pytest.raises(UsageError) as caught:
        read_playbook(path)
    assert str(caught.value).splitlines() == [
        f"{path}:2: action 'fixx' is not one of escalate, respond, fix, clarify, thank, watch, did you mean 'fix'?",
        f"{path}:3: risk 'safty' is not one of self-harm, safety, legal, privacy, press, churn, did you mean 'safety'?",
        f"{path}:4: the step is empty; write it under en or de",
        f"{path}:5: there are 6 cells where the header has 5; put a step with commas into quotes",
        f"{path}:7: there is a row for the same action, risk and channel above",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "there is no column 'action'"),
        ("action,risks,channel,en\n", "there is no column 'risk', did you mean 'risk'?"),
        ("action,risk,channel\n", "there is no column 'en'"),
    ],
)
def test_a_header_without_a_column_says_which(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(UsageError, match="no column") as caught:
        read_playbook(written(tmp_path, text))
    assert said in str(caught.value)


def test_a_missing_file_and_a_workbook_are_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such playbook"):
        read_playbook(tmp_path / "none.csv")
    (tmp_path / "book.csv").write_bytes(b"PK\x03\x04xlsx")
    with pytest.raises(UsageError, match="is a workbook; save it as CSV"):
        read_playbook(tmp_path / "book.csv")
