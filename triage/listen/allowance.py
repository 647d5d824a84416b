"""Keeps one file, with all that is packed in it, within the limits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NoReturn

from triage.listen.sources import RefusedError

if TYPE_CHECKING:
    from triage.model.settings import ListenSettings

#: Below this size a file may expand as it likes: short files of one letter do.
FREE_BYTES: Final = 64 * 1024 * 1024


class Allowance:
    """What a file may still take; shared by everything that is packed in it.

    Attributes:
        spent: The limit that was reached, as a sentence; nothing more can be read then.
    """

    def __init__(self, settings: ListenSettings) -> None:
        """Begins with nothing taken."""
        self.spent = ""
        self._settings = settings
        self._packed = self._expanded = self._members = 0

    def read(self, count: int) -> None:
        """Counts bytes of the file itself.

        Raises:
            RefusedError: They are more than max_file_bytes.
        """
        self._packed += count
        if self._packed > self._settings.max_file_bytes:
            self._refuse(f"has more than max_file_bytes ({self._settings.max_file_bytes:,})")

    def expand(self, count: int) -> None:
        """Counts bytes that were made of compressed ones.

        Raises:
            RefusedError: All of them are more than max_file_bytes, or grew by more than max_expansion.
        """
        self._expanded += count
        if self._expanded > self._settings.max_file_bytes:
            self._refuse(f"expands to more than max_file_bytes ({self._settings.max_file_bytes:,})")
        if self._expanded > FREE_BYTES and self._expanded > self._packed * self._settings.max_expansion:
            self._refuse(f"expands by more than max_expansion ({self._settings.max_expansion})")

    def open_member(self) -> None:
        """Counts one member of an archive.

        Raises:
            RefusedError: They are more than max_members.
        """
        self._members += 1
        if self._members > self._settings.max_members:
            self._refuse(f"holds more than max_members ({self._settings.max_members:,})")

    def _refuse(self, what: str) -> NoReturn:
        self.spent = what
        raise RefusedError(what)
