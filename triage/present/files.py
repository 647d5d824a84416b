"""Writes files whole or not at all, and keeps what an analyst may have edited."""

from __future__ import annotations

import contextlib
import os
import re
import stat
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from triage.model.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def write_whole(path: Path, writer: Callable[[BinaryIO], object]) -> None:
    """Writes a file so that at any instant it is either as before or complete.

    What is written lies in a temporary file of the same folder until it is on the disk; then it takes the name. A new
    file is readable by its owner alone, one that is replaced keeps its mode. A link is followed. A device or a pipe is
    written directly.

    Args:
        path: The file.
        writer: Writes the content, e.g. `lambda file: file.write(content)`.

    Raises:
        OutputError: It could not be written; nothing half-written is left.
        BrokenPipeError: Nobody reads the pipe any more.
    """
    with _told(path):
        before = _status(path)
        if before is None or stat.S_ISREG(before.st_mode):
            _replace(Path(os.path.realpath(path)), writer, before)
        else:
            with path.open("wb") as file:
                writer(file)


def keep_earlier(path: Path, content: bytes) -> Path | None:
    """Keeps the file that is about to be written over, unless it holds the very bytes that will be written.

    Args:
        path: The file; it stays where it is too.
        content: What will be written.

    Returns:
        The name it is kept under, as GNU tools number backups ("actions.csv.~1~"); None where nothing was to be kept.

    Raises:
        OutputError: It could not be kept.
    """
    with _told(path):
        before = _status(path)
        if before is None or not stat.S_ISREG(before.st_mode):
            return None
        if before.st_size == len(content) and path.read_bytes() == content:
            return None
        number = _highest_number(path) + 1
        while True:
            kept = path.with_name(f"{path.name}.~{number}~")
            with contextlib.suppress(FileExistsError):
                _link_or_copy(Path(os.path.realpath(path)), kept)
                return kept
            number += 1


@contextlib.contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        message = f"it could not be written: {error.strerror or error}"
        raise OutputError(message, where=str(path), hint="what was there before is still whole") from error


def _status(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except FileNotFoundError:
        return None


def _replace(target: Path, writer: Callable[[BinaryIO], object], before: os.stat_result | None) -> None:
    descriptor, name = tempfile.mkstemp(prefix=".triage-", suffix=".tmp", dir=target.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            writer(file)
            file.flush()
            os.fsync(file.fileno())
        if before is not None:
            Path(name).chmod(stat.S_IMODE(before.st_mode))
        Path(name).replace(target)
    except BaseException:
        # An interrupt too must leave nothing behind.
        Path(name).unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    """Makes the new name last a power cut; Windows has no such call."""
    directory_flag = getattr(os, "O_DIRECTORY", None)
    if directory_flag is None:
        return
    descriptor = os.open(folder, os.O_RDONLY | directory_flag)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _highest_number(path: Path) -> int:
    numbered = re.compile(re.escape(path.name) + r"\.~([1-9][0-9]{0,8})~")
    found = (numbered.fullmatch(name) for name in os.listdir(path.parent))  # noqa: PTH208 - names are all it needs
    return max((int(match[1]) for match in found if match), default=0)


def _link_or_copy(source: Path, kept: Path) -> None:
    try:
        os.link(source, kept)
    except FileExistsError:
        raise
    except OSError:
        # Some file systems have no links.
        _copy(source, kept)


def _copy(source: Path, kept: Path) -> None:
    descriptor = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(source.read_bytes())
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        kept.unlink(missing_ok=True)
        raise
