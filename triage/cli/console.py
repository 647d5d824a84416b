"""Speaks to the person at the terminal: data on standard output, messages and progress on standard error."""

from __future__ import annotations

import io
import os
import sys
import threading
import time
from typing import TYPE_CHECKING, Any, Final

from triage.model.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from triage.model.progress import Advance

#: A step that is over sooner shows no bar.
PATIENCE_SECONDS: Final = 1.0


def say(message: str, *, quiet: bool = False) -> None:
    """Writes one line to standard error."""
    if not quiet:
        from triage.present.safe import terminal_text

        sys.stderr.write(f"{terminal_text(message)}\n")


class Bars:
    """Shows how far each step of a night is, and keeps how long it took.

    Bars are drawn on a terminal only, and only once the night has taken `PATIENCE_SECONDS`.

    Attributes:
        seconds: How long each step took.
    """

    def __init__(self, *, shown: bool) -> None:
        """Draws nothing yet.

        Args:
            shown: Whether bars are wanted at all.
        """
        self.seconds: dict[str, float] = {}
        self._shown = shown and sys.stderr.isatty()
        self._bars: Any = None
        self._timer: threading.Timer | None = None
        self._step = ("", 0.0)
        self._task: Any = None

    def step(self, name: str, total: int | None, unit: str) -> Advance:
        """Begins a step."""
        self._step = (name, time.perf_counter())
        if not self._shown:
            return lambda _count: None
        bars = self._drawn()
        self._task = task = bars.add_task(name, total=total or None, unit=unit)
        return lambda count: bars.advance(task, count)

    def done(self) -> None:
        """Ends the step that began last."""
        name, began = self._step
        self.seconds[name] = round(self.seconds.get(name, 0.0) + time.perf_counter() - began, 3)
        if self._task is not None:
            done = self._bars.tasks[self._bars.task_ids.index(self._task)]
            self._bars.update(self._task, total=done.total or 1, completed=done.total or 1)
            self._task = None

    def close(self) -> None:
        """Takes the bars off the terminal."""
        if self._timer is not None:
            self._timer.cancel()
        if self._bars is not None:
            self._bars.stop()

    def _drawn(self) -> Any:  # noqa: ANN401 - rich is imported late
        if self._bars is None:
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

            columns = (
                TextColumn("{task.description:<10}"),
                BarColumn(),
                MofNCompleteColumn(),
                TextColumn("{task.fields[unit]}"),
                TimeElapsedColumn(),
            )
            self._bars = Progress(*columns, console=Console(stderr=True), transient=True)
            self._timer = threading.Timer(PATIENCE_SECONDS, self._bars.start)
            self._timer.daemon = True
            self._timer.start()
        return self._bars


def print_bytes(pieces: Iterable[bytes]) -> None:
    """Writes data to standard output.

    Args:
        pieces: The data.

    Raises:
        BrokenPipeError: Nobody reads it any more.
        OutputError: It is closed, as some schedulers leave it, or its disk is full.
    """
    if sys.stdout is None:
        raise OutputError("it is closed", where="standard output")
    try:
        sys.stdout.buffer.writelines(pieces)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(f"it could not be written: {error.strerror or error}", where="standard output") from error


def print_rich(shown: Any) -> None:  # noqa: ANN401 - any Rich renderable
    """Prints a Rich renderable to standard output, as wide as the terminal.

    Rich itself would answer a closed pipe with exit code 1, and a character that the terminal lacks with an error.
    """
    from rich.console import Console

    rendered = io.StringIO()
    Console(
        file=rendered,
        width=terminal_width(),
        force_terminal=on_terminal() or None,
        color_system=None if os.environ.get("NO_COLOR") else "auto",
        highlight=False,
        markup=False,
        emoji=False,
    ).print(shown)
    encoding = "utf-8" if sys.stdout is None else sys.stdout.encoding
    print_bytes([rendered.getvalue().encode(encoding, "replace")])


def on_terminal() -> bool:
    """Returns whether standard output is a terminal."""
    return sys.stdout is not None and sys.stdout.isatty()


def terminal_width() -> int:
    """Returns the width of the terminal on standard output, or 80 where it cannot be told."""
    import shutil

    return shutil.get_terminal_size((80, 24)).columns


def terminal_height() -> int:
    """Returns the lines of the terminal on standard output, or 24 where they cannot be told."""
    import shutil

    return shutil.get_terminal_size((80, 24)).lines
