"""Cuts delimited text into blocks whose quotes are in order, with single records between them that need a look."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import numpy.typing as npt

    from triage.listen.records import Marks

#: Text is gathered to at least so many bytes before it is looked at.
_GATHER: Final = 8 * 1024 * 1024
_SMALL_WINDOW: Final = 16 * 1024
#: Behind a suspicious record another one is likely: little is looked at, to be looked at again behind that.
_SMALLEST_WINDOW: Final = 512
#: A quoted cell of more line breaks than this began with a stray quote.
_MOST_BREAKS: Final = 1_000
_CR: Final = 13
_LF: Final = 10


class Blocks:
    """Gives the bytes of a delimited text, piece by piece.

    After a piece that is a suspicious record, `consume` says how much of it was used; the rest comes again.

    Attributes:
        size: Bytes that were gathered so far.
    """

    def __init__(self, parts: Iterable[bytes], marks: Marks, max_cell_bytes: int) -> None:
        """Begins at the first row of data.

        Args:
            parts: The text in UTF-8, each part ending with a line's end, except for the last.
            marks: How cells are told; each mark is one byte.
            max_cell_bytes: A quoted cell that is longer began with a stray quote.
        """
        self.size = 0
        self._parts = iter(parts)
        self._data = b""
        self._place = 0
        self._is_final = False
        self._window = _SMALL_WINDOW
        self._quote = ord(marks.quote) if marks.quote else -1
        self._delimiter = ord(marks.delimiter)
        self._escape = ord(marks.escape) if marks.escape else -1
        self._max_cell_bytes = max_cell_bytes

    def __iter__(self) -> Iterator[tuple[bytes, bool]]:
        """Yields pieces, each with whether its quotes are in order; else it begins with the suspicious record."""
        while self._fill():
            while self._place < len(self._data):
                end = min(len(self._data), self._place + self._window)
                clean, is_suspicious = self._clean_end(self._place, end)
                is_stuck = clean == self._place and not is_suspicious
                if not is_stuck and clean > self._place:
                    piece = self._data[self._place : clean]
                    self._place = clean
                    yield piece, True
                if is_suspicious:
                    self._window = _SMALLEST_WINDOW
                    yield self._record_piece(), False
                elif end == len(self._data) and not self._is_final:
                    break
                else:
                    self._window = self._window * 4 if is_stuck else min(self._window * 4, _GATHER)

    def consume(self, count: int) -> None:
        """Takes so many bytes of the piece that was yielded last."""
        self._place += count

    def _record_piece(self) -> bytes:
        """Returns the text that the suspicious record begins, at least its first line."""
        end = self._place + _SMALL_WINDOW
        line_end = self._data.find(b"\n", self._place)
        if line_end >= end or (line_end < 0 and self._data.find(b"\r", self._place) < 0):
            end = line_end + 1 if line_end >= 0 else len(self._data)
        piece = self._data[self._place : end]
        while piece and piece[-1] & 0xC0 == 0x80 and end < len(self._data):  # noqa: PLR2004 - the middle of a letter
            end -= 1
            piece = piece[:-1]
        return piece

    def _fill(self) -> bool:
        """Gathers the next bytes; returns whether there are any to look at."""
        if self._is_final:
            return False
        kept = [self._data[self._place :]]
        size = 0
        for part in self._parts:
            kept.append(part)
            size += len(part)
            if size >= max(_GATHER, len(kept[0])):
                break
        else:
            self._is_final = True
        self.size += size
        self._data = b"".join(kept)
        self._place = 0
        return bool(self._data)

    def _clean_end(self, begin: int, end: int) -> tuple[int, bool]:
        """Returns where the rows end whose quotes are in order, and whether a row follows whose quotes are not."""
        view = np.frombuffer(self._data, dtype=np.uint8, count=end - begin, offset=begin)
        is_end = end == len(self._data)
        quotes = self._quotes(view)
        if not len(quotes):
            return (end if is_end and self._is_final else self._last_break(view, quotes, begin)), False
        fault = self._first_fault(view, quotes, is_end=is_end)
        if fault < 0:
            if is_end and self._is_final and len(quotes) % 2 == 0:
                return end, False
            cut = self._last_break(view, quotes, begin)
            rest = view[cut - begin :]
            if len(quotes) % 2 and is_end and (self._is_final or self._is_runaway(rest)):
                return cut, True
            return cut, False
        before = view[:fault]
        cut = self._last_break(before, quotes[quotes < fault], begin)
        return cut, True

    def _quotes(self, view: npt.NDArray[np.uint8]) -> npt.NDArray[np.int64]:
        if self._quote < 0:
            return np.empty(0, dtype=np.int64)
        quotes = np.flatnonzero(view == self._quote)
        if self._escape >= 0 and len(quotes):
            quotes = quotes[(quotes == 0) | (view[quotes - 1] != self._escape)]
        return quotes

    def _first_fault(self, view: npt.NDArray[np.uint8], quotes: npt.NDArray[np.int64], *, is_end: bool) -> int:
        """Returns the place of the first opening quote that stands wrong or is closed wrong, or -1.

        Quotes open and close by turns. One that opens stands after a delimiter, a line's end, or the quote that
        closed just before it (a doubled quote); one that closes stands before such.
        """
        opens, closes = quotes[0::2], quotes[1::2]
        allowed = np.zeros(256, dtype=bool)
        allowed[[self._delimiter, _CR, _LF, self._quote]] = True
        before = view[np.maximum(opens - 1, 0)]
        opens_well = (opens == 0) | (allowed[before] & (before != self._quote))
        doubled = np.zeros(len(opens), dtype=bool)
        doubled[1:] = opens[1:] == closes[: len(opens) - 1] + 1
        opens_well |= doubled
        last = len(view) - 1
        after = view[np.minimum(closes + 1, last)]
        is_last = closes == last
        closes_well = is_last | (allowed[after] & (after != self._quote))
        closes_well[: len(opens) - 1] |= doubled[1:]
        if not (is_end and self._is_final) and len(closes) and is_last[-1]:
            closes_well[-1] = True
        bad = ~opens_well
        bad[: len(closes)] |= ~closes_well
        places = np.flatnonzero(bad)
        if not len(places):
            return -1
        first = int(places[0])
        while first and doubled[first]:
            first -= 1
        return int(opens[first])

    @staticmethod
    def _last_break(view: npt.NDArray[np.uint8], quotes: npt.NDArray[np.int64], begin: int) -> int:
        """Returns the place after the last line break outside quotes."""
        near = max(0, len(view) - _SMALL_WINDOW)
        for start in dict.fromkeys((near, 0)):
            tail: Any = view[start:]
            breaks = np.flatnonzero((tail == _LF) | (tail == _CR)) + start
            outside = breaks[np.searchsorted(quotes, breaks) % 2 == 0]
            if len(outside) and int(outside[-1]) == len(view) - 1 and view[-1] == _CR and begin >= 0:
                outside = outside[:-1] if len(outside) > 1 else outside
            if len(outside):
                return begin + int(outside[-1]) + 1
        return begin

    def _is_runaway(self, rest: npt.NDArray[np.uint8]) -> bool:
        return len(rest) > self._max_cell_bytes or int((rest == _LF).sum()) > _MOST_BREAKS
