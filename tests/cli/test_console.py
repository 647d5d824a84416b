from __future__ import annotations

import io
import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from rich.text import Text

from triage import __version__
from triage.cli import main
from triage.cli.console import PATIENCE_SECONDS, Bars, print_bytes, print_rich, say
from triage.model.errors import OutputError

if TYPE_CHECKING:
    from pathlib import Path

#: What is run, what the surroundings say, and whether colours are wanted.
LOOKS = (
    ("run", {"TERM": "xterm-256color"}, True),
    ("inspect", {"TERM": "xterm-256color", "NO_COLOR": "1"}, False),
    ("inspect", {"TERM": "dumb"}, False),
)


class Terminal(io.StringIO):
    """A standard error that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.skipif(os.name != "posix", reason="terminals as POSIX has them")
def test_a_terminal_gets_a_table_plain_where_it_asks_for_that(export: Path, surroundings: dict[str, str]) -> None:
    started = []
    for name, look, _ in LOOKS:
        leader, follower = os.openpty()
        command = [sys.executable, "-m", "triage", name, export.name, "-q"]
        environment = surroundings | look | {"COLUMNS": "80"}
        started.append((leader, subprocess.Popen(command, stdout=follower, stderr=follower, env=environment)))
        os.close(follower)
    shown = [_read_all(leader, process) for leader, process in started]
    assert b"2026-11-19 13:00 UTC: 6 mentions" in shown[0]
    assert [b"\x1b" in one for one in shown] == [colours for _, _, colours in LOOKS]


def _read_all(leader: int, process: subprocess.Popen[bytes]) -> bytes:
    pieces = []
    try:
        while piece := os.read(leader, 65_536):
            pieces.append(piece)
    except OSError:  # Linux ends a terminal that nobody holds any more with an error
        pass
    os.close(leader)
    assert process.wait(60) == 0
    return b"".join(pieces)


def test_a_message_is_one_line_that_steers_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    say("one\ntwo \x1b[31m")
    say("unheard", quiet=True)
    assert capsys.readouterr().err == "one two �[31m\n"


def test_bars_show_once_a_night_takes_long(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr("triage.cli.console.PATIENCE_SECONDS", 0.01)
    bars = Bars(shown=True)
    advance = bars.step("listen", 3, "files")
    advance(1)
    time.sleep(0.3)
    advance(2)
    bars.done()
    bars.step("titles", None, "themes")
    bars.done()
    bars.close()
    assert "listen" in terminal.getvalue()
    assert list(bars.seconds) == ["listen", "titles"]
    assert bars.seconds["listen"] >= 0.3


def test_a_short_night_shows_no_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    bars = Bars(shown=True)
    bars.step("listen", 3, "files")(3)
    bars.done()
    bars.close()
    assert PATIENCE_SECONDS >= 1
    assert terminal.getvalue() == ""


@pytest.mark.parametrize("stream", [io.StringIO(), Terminal()])
def test_bars_stay_away_from_files_and_the_quiet(monkeypatch: pytest.MonkeyPatch, stream: io.StringIO) -> None:
    monkeypatch.setattr(sys, "stderr", stream)
    bars = Bars(shown=not stream.isatty())
    bars.step("listen", 3, "files")(3)
    bars.done()
    bars.close()
    assert stream.getvalue() == ""
    assert list(bars.seconds) == ["listen"]


def test_a_terminal_without_a_character_gets_another_in_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="cp1252"))
    print_rich(Text("↑ Käse"))
    assert raw.getvalue() == "? Käse\n".encode("cp1252")


def test_a_closed_standard_output_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    with pytest.raises(OutputError, match="standard output: it is closed"):
        print_bytes([b"data"])
    with pytest.raises(OutputError, match="standard output: it is closed"):
        print_rich(Text("data"))


def test_closed_streams_are_opened_on_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["triage", "--version"])
    monkeypatch.setattr(sys, "stdin", None)
    monkeypatch.setattr(sys, "stderr", None)
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == 0
    assert sys.stdin.read() == ""
    say("unheard")
    sys.stdin.close()
    sys.stderr.close()
    assert capsys.readouterr().out == f"triage {__version__}\n"
