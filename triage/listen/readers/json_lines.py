"""Reads JSON with one record a line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from triage.listen.readers.json_document import LENIENT, REPEATED
from triage.listen.readers.json_values import BrokenError, decode, mend, repeated_keys

if TYPE_CHECKING:
    from collections.abc import Iterator

    from triage.listen.readers.json_groups import Groups
    from triage.model.settings import ListenSettings

_BLANK: Final = " \t\r\n,;\ufeff"
_BRACKETS: Final = ("[", "]")
_EXCERPT: Final = 1_000
_LOOKED_AT: Final = 1_000
#: A record that unescaped line breaks cut goes on for at most this many lines.
_MAX_LINES: Final = 1_000


class LinesReader:
    """Reads lines into groups."""

    def __init__(self, groups: Groups, settings: ListenSettings) -> None:
        """Begins before the first line."""
        self._groups = groups
        self._settings = settings
        self._looked_at = 0
        self._open: list[str] = []
        self._open_row = 0
        self._reason = ""

    def read(self, blocks: Iterator[str]) -> None:
        """Reads all lines of a text; a bad one is a reject with its number."""
        for number, raw in enumerate(_lines(blocks), 1):
            line = raw.strip(_BLANK)
            if line and line not in _BRACKETS:
                self._line(line, raw, number)
        self._close()

    def _line(self, line: str, raw: str, number: int) -> None:
        if self._open:
            if line[0] != "{" and len(self._open) < _MAX_LINES:
                self._open.append(raw + "\n")
                return
            self._close()
        try:
            value, end = decode(line, 0)
        except BrokenError as error:
            self._broken(line, raw, number, error)
            return
        if end < len(line):
            self._several(line, number)
            return
        if self._looked_at < _LOOKED_AT and line[0] == "{":
            self._looked_at += 1
            self._groups.notes[REPEATED] += repeated_keys(line, 0, end)
        self._take(value, line, number)

    def _take(self, value: object, line: str, number: int) -> None:
        if not isinstance(value, dict | list) and line[0] != '"':
            self._groups.refuse("", "the record is no object", line[:_EXCERPT], number)
        else:
            self._groups.take("", value, len(line), line[:_EXCERPT], number)

    def _several(self, line: str, number: int) -> None:
        """Takes the values of a line that holds several; what is behind the last whole one is a reject."""
        place = 0
        while place < len(line):
            try:
                value, end = decode(line, place)
            except BrokenError as error:
                self._groups.refuse("", _why(error, self._settings), line[place : place + _EXCERPT], number)
                return
            self._take(value, line[place:end], number)
            rest = line[end:].lstrip(_BLANK)
            place = len(line) - len(rest)

    def _broken(self, line: str, raw: str, number: int, error: BrokenError) -> None:
        if error.is_deep:
            self._groups.refuse("", _why(error, self._settings), line[:_EXCERPT], number)
            return
        try:
            value = mend(line)
        except BrokenError:
            self._open, self._open_row, self._reason = [raw + "\n"], number, _why(error, self._settings)
            if line[0] != "{" or line[-1] == "}":
                self._close()
            return
        self._groups.notes[LENIENT] += 1
        self._take(value, line, number)

    def _close(self) -> None:
        """Ends a record of several lines."""
        if not self._open:
            return
        lines, self._open = self._open, []
        text = "".join(lines).strip(_BLANK)
        if len(lines) > 1:
            try:
                value = mend(text)
            except BrokenError:
                pass
            else:
                self._groups.notes[LENIENT] += 1
                self._take(value, text, self._open_row)
                return
        self._groups.refuse("", self._reason, text[:_EXCERPT], self._open_row)


def _lines(blocks: Iterator[str]) -> Iterator[str]:
    """Yields the lines of a text that comes in blocks; a line ends with LF, CRLF or CR."""
    parts: list[str] = []
    for block in blocks:
        parts.append(block)
        if "\n" not in block and "\r" not in block[:-1]:
            continue
        text = "".join(parts)
        is_open = text.endswith("\r")  # the LF may come with the next block
        lines = (text[:-1] if is_open else text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
        parts = [lines.pop() + "\r" * is_open]
        yield from lines
    yield from "".join(parts).replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _why(error: BrokenError, settings: ListenSettings) -> str:
    if error.is_deep:
        return f"nested deeper than max_depth ({settings.max_depth})"
    return f"not JSON at character {error.place:,}: {error}"
