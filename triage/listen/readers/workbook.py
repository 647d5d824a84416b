"""Reads the sheets of a workbook as rows of text."""

from __future__ import annotations

import contextlib
import shutil
import signal
import subprocess
import sys
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from triage.listen.allowance import Allowance
from triage.listen.archives import open_zip
from triage.listen.readers.workbook_process import OUT_OF_MEMORY
from triage.listen.sources import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from triage.model.settings import ListenSettings

_PROCESS: Final = Path(__file__).with_name("workbook_process.py")
_MEGABYTE: Final = 1024 * 1024


@dataclass(slots=True, kw_only=True)
class Sheet:
    """One sheet of a workbook.

    Attributes:
        name: Its name.
        rows: Its rows from the first on, once, all of one length, each cell as a CSV export would show it.
        hidden: Whether it is hidden.
        warnings: What was assumed; complete when the rows are used up.
    """

    name: str
    rows: Iterator[list[str]]
    hidden: bool = False
    warnings: list[str] = field(default_factory=list)


def read_workbook(file: BinaryIO, settings: ListenSettings) -> Iterator[Sheet]:
    """Yields the sheets that hold anything, in their order; a sheet is used before the next is asked for.

    A workbook of a few KB can describe more cells than any memory holds, and a native library that runs out of it ends
    its process. So it is read by a process of its own, which has a limit for memory and one for processor time.

    Args:
        file: The workbook (.xlsx, .xlsm, .xlsb, .xls or .ods).
        settings: Limits.

    Raises:
        RefusedError: It is damaged, has a password, or takes more than a limit; also while rows are read.
    """
    size = _check_size(file, settings)
    seconds = settings.max_workbook_seconds * -(-size // _MEGABYTE)
    command = [sys.executable, "-P", str(_PROCESS), str(settings.max_workbook_bytes), str(seconds)]
    pipe = subprocess.PIPE
    # the program is our own, and no argument comes from the file
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL) as process:  # noqa: S603
        if process.stdin is None or process.stdout is None:
            raise AssertionError
        try:
            with contextlib.suppress(BrokenPipeError), process.stdin:
                shutil.copyfileobj(file, process.stdin)
            yield from _sheets(_messages(process, settings))
        finally:
            process.kill()


def _check_size(file: BinaryIO, settings: ListenSettings) -> int:
    """Returns the size of the file, after a look at what it expands to."""
    allowance = Allowance(settings)
    size = file.seek(0, 2)
    allowance.read(size)
    if zipfile.is_zipfile(file):
        with open_zip(file) as archive:
            for info in archive.infolist():
                allowance.expand(info.file_size)
    file.seek(0)
    return size


def _messages(process: subprocess.Popen[bytes], settings: ListenSettings) -> Iterator[Any]:
    import orjson

    for line in process.stdout or ():
        if not line.endswith(b"\n"):
            break  # it was ended while writing
        message = orjson.loads(line)
        if "end" in message:
            return
        if "refused" in message:
            raise RefusedError(message["refused"])
        yield message
    raise RefusedError(_why_ended(process.wait(), settings))


def _why_ended(status: int, settings: ListenSettings) -> str:
    """Says why the process ended before it was done."""
    if -status in (getattr(signal, "SIGXCPU", None), getattr(signal, "SIGKILL", None)):
        return f"takes more than max_workbook_seconds ({settings.max_workbook_seconds} for each MiB)"
    if status in (OUT_OF_MEMORY, -signal.SIGABRT):
        return f"takes more memory than max_workbook_bytes ({settings.max_workbook_bytes:,})"
    return "is a workbook that is damaged in a way that ends its reader; save it anew"


def _sheets(messages: Iterator[Any]) -> Iterator[Sheet]:
    message = next(messages, None)
    while message is not None:
        following: list[dict[str, Any]] = []
        rows = _rows(messages, following)
        yield Sheet(name=message["sheet"], rows=rows, hidden=message["hidden"], warnings=message["warnings"])
        for _ in rows:  # what nobody asked for
            pass
        message = following[0] if following else None


def _rows(messages: Iterator[Any], following: list[dict[str, Any]]) -> Iterator[list[str]]:
    """Yields the rows of a sheet, and keeps the first message after them."""
    for message in messages:
        if isinstance(message, dict):
            following.append(message)
            return
        yield from message
