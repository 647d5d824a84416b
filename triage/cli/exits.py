"""Turns what went wrong into an exit code with a message; the only place that catches."""

from __future__ import annotations

import os
import sys
import traceback
from contextlib import contextmanager, suppress
from enum import IntEnum
from typing import TYPE_CHECKING

from triage.cli.console import say
from triage.model.errors import NothingUsableError, OutputError, TriageError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator


class Exit(IntEnum):
    """The exit codes; 1 is left for faults in triage itself."""

    DONE = 0
    FAULT = 1
    USAGE = 2
    FAIL_ON = 3
    NOTHING_USABLE = 4
    OUTPUT = 5
    INTERRUPTED = 130


_CODES = {UsageError: Exit.USAGE, NothingUsableError: Exit.NOTHING_USABLE, OutputError: Exit.OUTPUT}


@contextmanager
def told(*, verbose: bool) -> Iterator[None]:
    """Ends the process with the right code and one message for each error; a closed pipe ends it quietly.

    Args:
        verbose: Whether a traceback comes before the message.
    """
    try:
        yield
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        _close_quietly()
        raise SystemExit(Exit.DONE) from None
    except KeyboardInterrupt:
        _tell("interrupted", verbose=False)
        raise SystemExit(Exit.INTERRUPTED) from None
    except TriageError as error:
        _tell(str(error), verbose=verbose)
        if isinstance(error, OutputError):
            _close_quietly()
        raise SystemExit(next(code for kind, code in _CODES.items() if isinstance(error, kind))) from None
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        _tell(f"{where}{error.strerror or error}", verbose=verbose)
        _close_quietly()
        raise SystemExit(Exit.OUTPUT) from None
    except MemoryError:
        _tell("out of memory; give fewer files at a time, or --since a later date", verbose=verbose)
        raise SystemExit(Exit.FAULT) from None
    except (SystemExit, GeneratorExit):
        raise
    except BaseException as error:  # noqa: BLE001 - no traceback may reach a user, a library's panic neither
        _tell(f"a fault in triage itself ({type(error).__name__}); --verbose shows where", verbose=verbose)
        raise SystemExit(Exit.FAULT) from None


def _tell(message: str, *, verbose: bool) -> None:
    if verbose:
        for line in traceback.format_exc().splitlines():
            say(line)
    say(f"triage: {message}")


def _close_quietly() -> None:
    """Points standard output at nothing, so that Python's own flush at exit does not fail once more."""
    with suppress(OSError, AttributeError):  # standard output may be no file, or closed already
        output = sys.stdout.fileno()
        os.dup2(os.open(os.devnull, os.O_WRONLY), output)
