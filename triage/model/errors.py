"""The errors that triage raises.

TriageError                 anything that a user can be told in one sentence
├── UsageError              a wrong option, setting or team file           exit 2
├── NothingUsableError      no source gave a mention or an empty table     exit 4
└── OutputError             an output or the store could not be written    exit 5
"""

from __future__ import annotations


class TriageError(Exception):
    """An error that a user can mend.

    Attributes:
        where: File, option or "file:row" it is about.
        what: What was given, with what was expected.
        hint: What to do next; may be empty.
    """

    def __init__(self, what: str, *, where: str = "", hint: str = "") -> None:
        """Keeps the three parts, and joins them as the exception's text."""
        self.where = where
        self.what = what
        self.hint = hint
        super().__init__(": ".join(part for part in (where, what) if part) + (f"; {hint}" if hint else ""))


class UsageError(TriageError):
    """A wrong option, setting or team file."""


class NothingUsableError(TriageError):
    """No source gave anything that can be read as mentions."""


class OutputError(TriageError):
    """An output or the store could not be written; what was there before is still whole."""
