"""What SOURCE arguments expand to."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from triage.listen import read_mentions
from triage.listen.sources import expand

if TYPE_CHECKING:
    import pytest

    from triage.listen.sources import Source
    from triage.model.source import SourceReport


def names(found: tuple[list[Source], list[SourceReport]]) -> list[str]:
    return [source.path.name for source in found[0] if source.path]


def test_a_folder_gives_its_exports_and_those_of_its_folders(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    for name in (
        "b.csv",
        "a.JSONL.gz",
        "deep/c.ndjson",
        "notes.md",
        ".hidden.csv",
        "old.csv~",
        "list.csv.~1~",
        "x.xlsx",
        "y.csv.zst",
        "z.zip",
        "tweets.js",
        "picture.png.gz",
    ):
        (tmp_path / name).write_text("text\nhello\n")
    assert names(expand(tmp_path)) == [
        *("a.JSONL.gz", "b.csv", "c.ndjson", "tweets.js", "x.xlsx", "y.csv.zst", "z.zip"),
    ]


def test_the_same_file_is_read_once_whatever_it_is_called(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("text\nhello\n")
    (tmp_path / "link.csv").symlink_to(file)
    again = tmp_path / "." / "a.csv"
    assert names(expand([file, str(again), tmp_path, str(tmp_path / "*.csv")])) == ["a.csv"]


def test_the_order_of_arguments_does_not_show(tmp_path: Path) -> None:
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text("text\nhello\n")
    files = [tmp_path / "b.csv", tmp_path / "a.csv"]
    assert expand(files) == expand(files[::-1])


def test_a_glob_and_a_folder_without_exports_are_named_as_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("hello")
    found, refused = expand([tmp_path, str(tmp_path / "*.csv"), "-"])
    assert [source.name for source in found] == ["-"]
    assert {report.source for report in refused} == {str(tmp_path), str(tmp_path / "*.csv")}


def test_a_file_whose_name_holds_a_bracket_is_no_glob(tmp_path: Path) -> None:
    (tmp_path / "a[1].csv").write_text("text\nhello\n")
    assert names(expand(tmp_path / "a[1].csv")) == ["a[1].csv"]


def told(found: tuple[list[Source], list[SourceReport]]) -> dict[str, str]:
    return {Path(report.source).name: report.refused for report in found[1]}


def test_what_is_no_file_in_a_folder_is_left_out_by_name(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("text\nhello\n")
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "gone.csv").symlink_to(tmp_path / "nowhere")
    (tmp_path / "loop.csv").symlink_to(tmp_path / "loop.csv")
    (tmp_path / "null.csv").symlink_to("/dev/null")
    for found in (expand(tmp_path), expand(str(tmp_path / "*"))):
        assert names(found) == ["a.csv"]
        assert {name: what.partition(":")[0] for name, what in told(found).items()} == {
            "pipe.csv": "is no file but a pipe, a socket or a device; give it by its own name",
            "gone.csv": "is a link that leads nowhere",
            "loop.csv": "is a link that leads nowhere",
            "null.csv": "is no file but a pipe, a socket or a device; give it by its own name",
        }


def test_folders_that_lead_in_a_circle_come_to_an_end(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("text\nhello\n")
    for name in ("one", "two"):
        (tmp_path / name).symlink_to(tmp_path)
    for found in (expand(tmp_path), expand(str(tmp_path / "**")), expand(str(tmp_path / "**" / "*.csv"))):
        assert names(found) == ["a.csv"]


def test_a_folder_that_may_not_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.csv").write_text("text\nhello\n")
    (tmp_path / "closed").mkdir()
    listing = os.scandir

    def scandir(path: str) -> object:
        if str(path).endswith("closed"):  # the tests may run as root, whom nothing is closed to
            raise PermissionError(13, "Permission denied", path)
        return listing(path)

    monkeypatch.setattr(os, "scandir", scandir)
    found = expand(tmp_path)
    assert (names(found), told(found)) == (["a.csv"], {"closed": "cannot be opened: Permission denied"})


def test_folders_that_a_glob_matches_are_searched(tmp_path: Path) -> None:
    for night in ("night-1", "night-2"):
        (tmp_path / night).mkdir()
        (tmp_path / night / f"{night}.csv").write_text("text\nhello\n")
    assert names(expand(str(tmp_path / "night-*"))) == ["night-1.csv", "night-2.csv"]


def test_a_pipe_that_is_given_by_its_name_is_read(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(b"text,id\nIt broke after a day,1\n",))
    writer.start()
    frame = read_mentions(pipe)
    writer.join()
    assert frame["text"].tolist() == ["It broke after a day"]
