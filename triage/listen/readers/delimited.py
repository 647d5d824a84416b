"""Reads a delimited file into a raw table."""

from __future__ import annotations

import contextlib
import csv
import re
from typing import TYPE_CHECKING, Any, Final

from triage.listen.readers.raw import ColumnStore, RawTable, reject

if TYPE_CHECKING:
    from collections.abc import Iterator

    from triage.listen.dialect import Dialect
    from triage.model.settings import ListenSettings
    from triage.model.source import Reject

#: A record of more lines than this began with a stray quote.
_MAX_LINES: Final = 1_000
#: No cell is refused by the csv module itself: the limit is ours, with its name.
_NO_LIMIT: Final = 2**31 - 1


class _RunawayError(Exception):
    """A quoted cell does not end where it could."""


class _LineFeed:
    """Gives lines to `csv.reader`, and keeps those of the current record so that they can be read anew."""

    def __init__(self, blocks: Iterator[list[str]], skip_lines: int, max_chars: int) -> None:
        self.record: list[str] = []
        self.chars = 0
        self._blocks = blocks
        self._skip_lines = skip_lines
        self._waiting: list[str] = []
        self._cut: list[str] = []
        self._max_chars = max_chars

    def __iter__(self) -> _LineFeed:
        return self

    def __next__(self) -> str:
        if not self._waiting and not self.fill():
            raise StopIteration
        line = self._waiting.pop()
        self.record.append(line)
        self.chars += len(line)
        if len(self.record) > 1 and (self.chars > self._max_chars or len(self.record) > _MAX_LINES):
            raise _RunawayError
        return line

    def fill(self) -> bool:
        """Takes the next block of lines; returns whether any line waits."""
        while not self._waiting:
            block = next(self._blocks, None)
            if block is None:
                self._waiting, self._cut = self._cut[::-1], []
                return bool(self._waiting)
            skipped = min(self._skip_lines, len(block))
            self._skip_lines -= skipped
            self._waiting = (self._cut + block[skipped:])[::-1]
            self._cut = []
        return True

    @property
    def is_drained(self) -> bool:
        """Whether no line waits."""
        return not self._waiting

    def take_all(self) -> list[str]:
        """Takes the lines that wait."""
        lines, self._waiting = self._waiting[::-1], []
        return lines

    def give_back(self, lines: list[str]) -> None:
        """Gives lines back, to be read again."""
        self._waiting.extend(reversed(lines))

    def hold(self, lines: list[str]) -> None:
        """Keeps the beginning of a record that the next block goes on with."""
        self._cut = lines

    def begin(self) -> None:
        """Forgets the lines of the record before."""
        self.record = []
        self.chars = 0

    def keep_first(self) -> str:
        """Gives the lines after the record's first back, and returns the first."""
        self.give_back(self.record[1:])
        del self.record[1:]
        return self.record[0]


def read_delimited(blocks: Iterator[list[str]], dialect: Dialect, *, source: str, settings: ListenSettings) -> RawTable:
    """Reads the rows below the header.

    Args:
        blocks: The whole file's lines with their ends, in blocks.
        dialect: How it is written.
        source: Name of the file, for rejects.
        settings: Limits.

    Returns:
        The table. A row that lacks cells at its end is filled up; one with too many is a reject
        unless the extra cells are blank or a stray quote explains them.
    """
    reader = _Reader(blocks, dialect, settings)
    store = ColumnStore(dialect.columns)
    rejects: list[Reject] = []
    while reader.feed.fill():
        rows, numbers = reader.clean_block()
        if not rows:
            for number, row in reader.records():
                reason = reader.fault(row)
                if reason:
                    rejects.append(reject(source, number, reason, "".join(reader.feed.record)[:1000]))
                else:
                    rows.append(row)
                    numbers.append(number)
        if rows:
            store.add(dict(zip(store.names, zip(*rows, strict=True), strict=True)), numbers)
    return store.table(rejects)


class _Reader:
    """Reads records: block by block where they are clean, else one by one, mending those that quotes have broken."""

    def __init__(self, blocks: Iterator[list[str]], dialect: Dialect, settings: ListenSettings) -> None:
        csv.field_size_limit(_NO_LIMIT)
        self._dialect = dialect
        self._width = len(dialect.columns)
        self._max_chars = settings.max_cell_chars
        self._number = dialect.skip_rows
        self.feed = _LineFeed(blocks, dialect.skip_lines, settings.max_cell_chars)
        self._reader = csv.reader(self.feed, strict=True, **dialect.arguments())

    def clean_block(self) -> tuple[list[list[str]], list[int]]:
        """Reads the lines that wait at once, up to the first record that needs a look; that and the rest wait on."""
        lines = self.feed.take_all()
        rows: list[list[str]] = []
        reader = csv.reader(lines, strict=True, **self._dialect.arguments())
        with contextlib.suppress(csv.Error):
            rows.extend(reader)
        is_one_a_line = len(rows) == len(lines)
        breaks = [] if is_one_a_line else [_line_breaks(row) for row in rows]
        used = len(rows) + sum(breaks)
        is_clean = (
            set(map(len, rows)) <= {0, self._width}
            and max(map(len, lines)) <= self._max_chars
            and max(breaks, default=0) < _MAX_LINES
            and all(max(map(len, row)) <= self._max_chars for row, count in zip(rows, breaks, strict=False) if count)
        )
        if not is_clean or not rows:
            self.feed.give_back(lines)
            return [], []
        rest = lines[used:]
        if reader.line_num == len(lines) and len(rest) < _MAX_LINES:
            self.feed.hold(rest)
        else:
            self.feed.give_back(rest)
        first = self._number + 1
        self._number += len(rows)
        numbers = [number for number, row in enumerate(rows, first) if row]
        return (rows if len(numbers) == len(rows) else [row for row in rows if row]), numbers

    def records(self) -> Iterator[tuple[int, list[str]]]:
        """Yields each row that is not blank, with its number, until no line waits."""
        width, feed, reader = self._width, self.feed, self._reader
        while not feed.is_drained:
            feed.begin()
            try:
                row = next(reader)
            except StopIteration:
                return
            except _RunawayError:
                row = self._split(feed.keep_first())
            except csv.Error:
                row = self._mend()
            self._number += 1
            if len(row) == width:
                yield self._number, row
            elif row:
                yield self._number, self._fit(row)

    def fault(self, row: list[str]) -> str:
        """Returns why a row cannot be placed, or an empty string."""
        if len(row) != self._width:
            return f"{len(row)} cells where the header has {self._width}"
        if self.feed.chars > self._max_chars:
            longest = max(map(len, row))
            if longest > self._max_chars:
                return f"a cell of {longest:,} characters is over max_cell_chars ({self._max_chars:,})"
        return ""

    def _fit(self, row: list[str]) -> list[str]:
        """Fills up a short row, cuts blank extra cells, and mends a row of another width where quotes explain it."""
        if len(row) > self._width and not any(row[self._width :]):
            return row[: self._width]
        if '"' in "".join(self.feed.record):
            mended = self._mend()
            if len(mended) == self._width:
                return mended
            row = mended
        return row + [""] * (self._width - len(row))

    def _mend(self) -> list[str]:
        """Reads a record anew whose quotes are wrong: its first line alone if that gives a row, else all lines."""
        lines = list(self.feed.record)
        first = self._split(lines[0])
        if len(first) == self._width or len(lines) == 1:
            self.feed.keep_first()
            return first
        whole = self._split("".join(lines))
        if len(whole) == self._width:
            return whole
        self.feed.keep_first()
        return first

    def _split(self, line: str) -> list[str]:
        """Splits a record where a quote ends a cell only before a delimiter or the record's end."""
        line = line.rstrip("\r\n")
        if not line:
            return []
        if len(line) > self._max_chars:
            return line.split(self._dialect.delimiter)
        cells = [_unquoted(match, self._dialect.quote) for match in _cell_pattern(self._dialect).finditer(line)]
        if len(cells) == self._width:
            return cells
        plain = [cell.strip(self._dialect.quote) for cell in line.split(self._dialect.delimiter)]
        return plain if len(plain) == self._width else cells


def _line_breaks(row: list[str]) -> int:
    text = "\x1f".join(row)
    return text.count("\n") + text.count("\r") - text.count("\r\n")


def _cell_pattern(dialect: Dialect) -> re.Pattern[str]:
    mark, quote = re.escape(dialect.delimiter), re.escape(dialect.quote)
    if not quote:
        return re.compile(rf"(?:^|{mark})(?:(?!)(?P<quoted>)|(?P<plain>[^{mark}]*))")
    end = rf"(?:{mark}|$)" if dialect.skip_blanks else rf"(?:{mark}(?! )|$)"
    quoted = rf"{quote}(?P<quoted>(?:[^{quote}]|{quote}{quote}|{quote}(?!\s*{end}))*+){quote}\s*(?={mark}|\Z)"
    return re.compile(rf"(?:^|{mark})(?:{quoted}|(?P<plain>(?:(?!{mark}).)*))", re.DOTALL)


def _unquoted(match: re.Match[str], quote: str) -> str:
    quoted: Any = match["quoted"]
    return match["plain"] if quoted is None else str(quoted).replace(quote * 2, quote)
