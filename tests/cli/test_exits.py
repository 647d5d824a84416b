from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, NoReturn

import pytest

from triage import night
from triage.cli.exits import Exit

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    Run = Callable[..., subprocess.CompletedProcess[bytes]]

posix = pytest.mark.skipif(os.name != "posix", reason="signals, devices and pipes as POSIX has them")
full = pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full here")  # noqa: PTH110 - a decorator

COUNTS = b"8 rows read = 6 mentions + 1 duplicates + 1 rejects\n"


@pytest.fixture(name="shell")
def _shell(here: Path, surroundings: dict[str, str]) -> Run:
    """Runs a line of bash in the working folder, where $triage is the command."""

    def run(line: str) -> subprocess.CompletedProcess[bytes]:
        command = shlex.join([sys.executable, "-m", "triage"])
        return subprocess.run(
            ["bash", "-c", f'set -o pipefail; triage() {{ {command} "$@"; }}; {line}'],  # noqa: S607 - any bash will do
            capture_output=True, cwd=here, env=surroundings, timeout=120, check=False,
        )  # fmt: skip

    return run


def faulty(error: BaseException) -> Callable[..., NoReturn]:
    """Returns a night that ends with an error while a local variable holds a customer's words."""

    def run(*_: object, **__: object) -> NoReturn:
        text = "my password is hunter2"
        raise error if text else ValueError

    return run


def test_the_codes_are_those_of_the_contract() -> None:
    assert {code.name: code.value for code in Exit} == {
        "DONE": 0, "FAULT": 1, "USAGE": 2, "FAIL_ON": 3, "NOTHING_USABLE": 4, "OUTPUT": 5, "INTERRUPTED": 130,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (ValueError("hunter2"), 1, "triage: a fault in triage itself (ValueError); --verbose shows where\n"),
        (BaseException("panic"), 1, "triage: a fault in triage itself (BaseException); --verbose shows where\n"),
        (RecursionError(), 1, "triage: a fault in triage itself (RecursionError); --verbose shows where\n"),
        (MemoryError(), 1, "triage: out of memory; give fewer files at a time, or --since a later date\n"),
        (OSError(28, "No space left on device", "x\x1b[31m.csv"), 5, "triage: x�[31m.csv: No space left on device\n"),
        (OSError("odd"), 5, "triage: odd\n"),
        (KeyboardInterrupt(), 130, "triage: interrupted\n"),
        (BrokenPipeError(), 0, ""),
    ],
)
def test_each_fault_is_one_line_without_a_traceback(
    quick: Run, export: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int, said: str
) -> None:
    monkeypatch.setattr(night, "run", faulty(error))
    ran = quick("run", export)
    assert (ran.returncode, ran.stdout, ran.stderr.decode()) == (code, b"", said)


def test_verbose_shows_where_but_no_local_variable(quick: Run, export: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(night, "run", faulty(ValueError("broken \x1b[31m")))
    said = quick("run", export, "--verbose").stderr.decode()
    assert "Traceback (most recent call last)" in said
    assert "ValueError: broken �[31m" in said
    assert "hunter2" not in said


@pytest.mark.parametrize(
    ("limits", "wanted", "code"),
    [
        ("p1 = 0\np2 = 0\np3 = 0", "P1", 3),
        ("p1 = 101\np2 = 0\np3 = 0", "P1", 0),
        ("p1 = 101\np2 = 0\np3 = 0", "P2", 3),
        ("p1 = 101\np2 = 0\np3 = 0", "P3", 3),
        ("p1 = 101\np2 = 101\np3 = 101", "P3", 0),
        ("p1 = 101\np2 = 101\np3 = 101", "P4", 3),
    ],
)
def test_fail_on_is_met_by_its_priority_and_those_above(
    quick: Run, export: Path, limits: str, wanted: str, code: int
) -> None:
    (export.parent / "triage.toml").write_text(f"[score]\n{limits}\n", encoding="utf-8")
    ran = quick("run", export, "-o", "actions.csv", "-f", "csv", "--fail-on", wanted)
    assert ran.returncode == code
    assert ran.stdout == (export.parent / "actions.csv").read_bytes() != b""


def test_a_missing_file_is_named_while_the_others_go_on(quick: Run, export: Path) -> None:
    ran = quick("run", "none.csv", export)
    assert ran.returncode == 0
    assert b"none.csv: is missing\n" in ran.stderr
    assert ran.stderr.endswith(COUNTS)


@pytest.mark.parametrize(
    ("sources", "said"),
    [
        (["none.csv"], "none.csv: is missing"),
        (["none.csv", "*.json"], "*.json: no file matches; none.csv: is missing"),
        (["empty.csv"], "empty.csv: is empty"),
        (["folder"], "folder: folder without exports"),
        (["page.csv"], "page.csv: is a web page"),
        (["\x1b[31m.csv"], "�[31m.csv"),
    ],
)
def test_nothing_usable_is_exit_4_with_each_source_named(
    quick: Run, here: Path, sources: Sequence[str], said: str
) -> None:
    (here / "empty.csv").touch()
    (here / "folder").mkdir()
    (here / "page.csv").write_text("<!DOCTYPE html><html><body>Log in</body></html>", encoding="utf-8")
    ran = quick("run", *sources, "-o", "actions.csv", "--summary", "night.json")
    assert (ran.returncode, ran.stdout) == (4, b"")
    assert said in ran.stderr.decode()
    assert sorted(path.name for path in here.iterdir()) == ["empty.csv", "folder", "page.csv"]


@pytest.mark.parametrize("option", ["-o", "-m", "--rejects", "--summary"])
def test_a_place_that_cannot_be_written_is_exit_5(quick: Run, export: Path, option: str) -> None:
    (export.parent / "file").touch()
    for path in ("file/out.csv", "missing/out.csv"):
        ran = quick("run", export, option, path)
        assert ran.returncode == 5
        assert f"triage: {path}: it could not be written" in ran.stderr.decode()
    assert sorted(path.name for path in export.parent.iterdir()) == ["export.csv", "file"]


@full
@pytest.mark.parametrize("option", ["-o", "-m", "--rejects", "--summary"])
def test_a_full_disk_is_exit_5(quick: Run, export: Path, option: str) -> None:
    (export.parent / "full.csv").symlink_to("/dev/full")
    ran = quick("run", export, option, "full.csv")
    assert ran.returncode == 5
    assert "triage: full.csv: it could not be written: No space left on device" in ran.stderr.decode()


@full
def test_a_full_disk_below_standard_output_is_exit_5(shell: Run, export: Path) -> None:
    said = b"triage: standard output: it could not be written: No space left on device\n"
    ran = shell(f"triage run {export.name} > /dev/full")
    assert ran.returncode == 5
    assert ran.stderr.endswith(COUNTS + said)
    ran = shell(f"triage inspect {export.name} > /dev/full")
    assert (ran.returncode, ran.stderr) == (5, said)


@posix
def test_a_closed_pipe_ends_it_quietly(shell: Run, export: Path) -> None:
    ran = shell(f"triage run {export.name} | head -1")
    assert ran.returncode == 0
    assert ran.stderr.endswith(COUNTS)
    assert ran.stdout.startswith(b"rank,priority,")
    for command in ("run -q -f table", "inspect"):
        ran = shell(f"triage {command} {export.name} | true")
        assert (ran.returncode, ran.stdout, ran.stderr) == (0, b"", b"")


@posix
def test_streams_that_a_scheduler_closed_do_no_harm(shell: Run, export: Path) -> None:
    ran = shell(f"triage run {export.name} -o actions.csv <&- >&- 2>&-")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, b"", b"")
    assert (export.parent / "actions.csv").stat().st_size > 0
    ran = shell(f"triage run {export.name} -q >&-")
    assert (ran.returncode, ran.stderr) == (5, b"triage: standard output: it is closed\n")


@posix
def test_an_interrupt_is_exit_130_with_nothing_half_written(here: Path, surroundings: dict[str, str]) -> None:
    rows = [f"customer {row} says that thing {row % 977} broke after day {row % 31}" for row in range(40_000)]
    (here / "actions.csv").write_text("edited", encoding="utf-8")
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # what is ignored here would be ignored there
    process = subprocess.Popen(
        [sys.executable, "-m", "triage", "run", "-", "-o", "actions.csv"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=surroundings,
    )  # fmt: skip
    signal.signal(signal.SIGINT, before)
    assert process.stdin is not None
    process.stdin.write("\n".join(["text", *rows]).encode())
    process.stdin.close()  # it has read nearly all of it, and has seconds of work before it
    process.stdin = None
    process.send_signal(signal.SIGINT)
    out, said = process.communicate(timeout=60)
    assert (process.returncode, out, said) == (130, b"", b"triage: interrupted\n")
    assert [path.name for path in here.iterdir()] == ["actions.csv"]
    assert (here / "actions.csv").read_text(encoding="utf-8") == "edited"
