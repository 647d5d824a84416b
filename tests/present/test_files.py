from __future__ import annotations

import os
import stat
import threading
from pathlib import Path
from typing import BinaryIO

import pytest

from triage.model.errors import OutputError
from triage.present.files import keep_earlier, write_whole

posix = pytest.mark.skipif(os.name != "posix", reason="devices, pipes and modes as POSIX has them")


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def half(file: BinaryIO) -> None:
    file.write(b"half")
    file.flush()
    message = "No space left on device"
    raise OSError(28, message)


def test_a_new_file_is_whole_and_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "actions.csv"
    write_whole(path, lambda file: file.write(b"new"))
    assert path.read_bytes() == b"new"
    assert os.name != "posix" or mode_of(path) == 0o600
    assert list(tmp_path.iterdir()) == [path]


@posix
def test_a_replaced_file_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "actions.csv"
    path.write_bytes(b"old")
    path.chmod(0o640)
    write_whole(path, lambda file: file.writelines([b"n", b"ew"]))
    assert (path.read_bytes(), mode_of(path)) == (b"new", 0o640)


def test_a_disk_that_fills_up_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "actions.csv"
    path.write_bytes(b"old")
    with pytest.raises(OutputError, match=r"actions\.csv: it could not be written: No space left on device"):
        write_whole(path, half)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, BrokenPipeError])
def test_other_errors_pass_and_leave_nothing_half_written(tmp_path: Path, error: type[BaseException]) -> None:
    def stops(file: BinaryIO) -> None:
        file.write(b"half")
        raise error

    with pytest.raises(error):
        write_whole(tmp_path / "new.csv", stops)
    assert list(tmp_path.iterdir()) == []


def test_a_missing_folder_is_told_by_the_name_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "missing" / "actions.csv"
    with pytest.raises(OutputError) as told:
        write_whole(path, lambda file: file.write(b"new"))
    assert told.value.where == str(path)
    assert ".triage-" not in str(told.value)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="directory"):
        write_whole(tmp_path, lambda file: file.write(b"new"))


@posix
def test_a_link_is_followed_and_stays(tmp_path: Path) -> None:
    target, link = tmp_path / "real.csv", tmp_path / "link.csv"
    target.write_bytes(b"old")
    link.symlink_to(target)
    write_whole(link, lambda file: file.write(b"new"))
    assert link.is_symlink()
    assert target.read_bytes() == b"new"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_device_is_an_output_error() -> None:
    with pytest.raises(OutputError, match="/dev/full"):
        write_whole(Path("/dev/full"), lambda file: file.write(b"x" * 100_000))
    with pytest.raises(OutputError, match="/dev/full"):
        write_whole(Path("/dev/full"), lambda file: file.write(b"x"))


@posix
def test_a_pipe_is_written_directly(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    got: list[bytes] = []
    reader = threading.Thread(target=lambda: got.append(pipe.read_bytes()))
    reader.start()
    write_whole(pipe, lambda file: file.write(b"new"))
    reader.join()
    assert got == [b"new"]
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert keep_earlier(pipe, b"other") is None


@posix
def test_a_pipe_that_nobody_reads_stays_a_broken_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)

    def leaves(file: BinaryIO) -> None:
        os.close(reader)
        file.write(b"x" * 100_000)

    with pytest.raises(BrokenPipeError):
        write_whole(pipe, leaves)


def test_an_edited_list_is_kept_beside_the_new_one(tmp_path: Path) -> None:
    path = tmp_path / "actions.csv"
    path.write_bytes(b"edited")
    assert keep_earlier(path, b"new") == tmp_path / "actions.csv.~1~"
    assert path.read_bytes() == b"edited"
    write_whole(path, lambda file: file.write(b"new"))
    assert keep_earlier(path, b"newer") == tmp_path / "actions.csv.~2~"
    assert (tmp_path / "actions.csv.~1~").read_bytes() == b"edited"
    assert (tmp_path / "actions.csv.~2~").read_bytes() == b"new"


def test_the_newest_copy_has_the_highest_number(tmp_path: Path) -> None:
    path = tmp_path / "actions.csv"
    path.write_bytes(b"edited")
    (tmp_path / "actions.csv.~7~").write_bytes(b"earlier")
    assert keep_earlier(path, b"new") == tmp_path / "actions.csv.~8~"


@pytest.mark.parametrize("content", [b"", b"same"])
def test_the_same_bytes_are_not_kept_twice(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "actions.csv"
    assert keep_earlier(path, content) is None
    path.write_bytes(content)
    assert keep_earlier(path, content) is None
    assert list(tmp_path.iterdir()) == [path]


def test_without_links_the_list_is_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    path = tmp_path / "actions.csv"
    path.write_bytes(b"edited")
    kept = keep_earlier(path, b"new")
    assert kept is not None
    assert kept.read_bytes() == b"edited"
    assert os.name != "posix" or mode_of(kept) == 0o600


def test_a_name_that_was_just_taken_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "actions.csv"
    path.write_bytes(b"edited")
    monkeypatch.setattr("triage.present.files._highest_number", lambda _: 0)
    (tmp_path / "actions.csv.~1~").write_bytes(b"taken meanwhile")
    assert keep_earlier(path, b"new") == tmp_path / "actions.csv.~2~"
    assert (tmp_path / "actions.csv.~1~").read_bytes() == b"taken meanwhile"


def test_a_copy_that_fails_leaves_nothing_half_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "link", fails)
    monkeypatch.setattr(os, "fsync", fails)
    path = tmp_path / "actions.csv"
    path.write_bytes(b"edited")
    with pytest.raises(OutputError, match="Input/output error"):
        keep_earlier(path, b"new")
    with pytest.raises(OutputError, match="Input/output error"):
        write_whole(path, lambda file: file.write(b"new"))
    assert path.read_bytes() == b"edited"
    assert list(tmp_path.iterdir()) == [path]
