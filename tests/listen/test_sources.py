"""What SOURCE arguments expand to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triage.listen.sources import expand

if TYPE_CHECKING:
    from pathlib import Path

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
    ):
        (tmp_path / name).write_text("text\nhello\n")
    assert names(expand(tmp_path)) == ["a.JSONL.gz", "b.csv", "c.ndjson"]


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
