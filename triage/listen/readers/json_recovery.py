"""Finds where to go on reading behind a broken JSON value, in time that grows no faster than the text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from triage.listen.readers.json_likeness import NAMED_TEXT, likeness
from triage.listen.readers.json_values import BrokenError, balanced_end, decode_near
from triage.listen.readers.json_window import MAX_CHARS

if TYPE_CHECKING:
    from triage.listen.readers.json_window import Window

_NEXT: Final = re.compile(r"[\]}\"'\w]\s*+[,\n]\s*+(?=[{\[])|\}(?=\{)")
_HOLDER: Final = re.compile(r"""["'\w]\s*+:\s*+[\[{]\s*+[\[{"]""")
_AFTER: Final = re.compile(r"\[\s*+([^\s])")
#: Looking at text again stops when this was looked at for each character of it, and for each file.
_PATIENCE: Final = 20
_PATIENCE_CHARS: Final = 20_000_000
#: What a try costs at least, in characters.
_TRY_CHARS: Final = 200
_DEEP_CHARS: Final = 5_000


class Recovery:
    """Looks ahead in a window."""

    def __init__(self, window: Window, max_depth: int) -> None:
        """Begins with all its patience."""
        self._window = window
        self._max_depth = max_depth
        self._spent = 0

    @property
    def _is_patient(self) -> bool:
        return self._spent < _PATIENCE_CHARS + _PATIENCE * self._window.position

    def next_mark(self) -> str:
        """Returns the first character in an array, at whose bracket the window stands."""
        match = _AFTER.match(self._window.text, self._window.place)
        return match[1] if match else " "

    def end(self) -> int:
        """Returns where the value at the place ends by its brackets, -1 where that cannot be told."""
        window = self._window
        while self._is_patient:
            end = balanced_end(window.text, window.place)
            self._spent += (end if end > 0 else len(window.text)) - window.place
            if end > 0 or window.text[window.place] not in "[{":
                return end
            if len(window.text) - window.place > MAX_CHARS or not window.more():
                break
        return -1

    def holds_arrays(self, end: int) -> bool:
        """Whether the broken value at the place holds arrays or objects that may be read one by one."""
        window = self._window
        stop = end if end > 0 else len(window.text)
        match = _HOLDER.search(window.text, window.place, stop) if self._is_patient else None
        self._spent += (match.end() if match else stop) - window.place
        return match is not None

    def holds_another(self, end: int, like: frozenset[str]) -> bool:
        """Whether before `end` another record begins: an open string may have hidden where this one ends."""
        return bool(like) and self._find(self._window.place, end, like) >= 0

    def resume(self, end: int, like: frozenset[str]) -> bool:
        """Goes to the next value.

        Args:
            end: Where the broken one ends by its brackets, or -1.
            like: Keys of the records before it.

        Returns:
            Whether there is one; else the window is at its end.
        """
        window = self._window
        found = self._find(window.place, end if end > 0 else len(window.text), like)
        while found < 0 and end < 0:
            window.place = max(window.place + 1, len(window.text) - _DEEP_CHARS)
            if not self._is_patient or not window.more():
                window.drain()
                return False
            found = self._find(window.place, len(window.text), like)
        window.place = found if found >= 0 else end
        return True

    def _find(self, start: int, stop: int, like: frozenset[str]) -> int:
        """Finds the first value that is whole and like the records before."""
        text = self._window.text
        for match in _NEXT.finditer(text, start, stop):
            place = match.end()
            if not self._is_patient:
                break
            try:
                value, after = decode_near(text, place)
            except BrokenError as error:
                self._spent += _DEEP_CHARS if error.is_deep else error.place - place + _TRY_CHARS
                continue
            self._spent += after - place
            if isinstance(value, dict) and self._is_like(value, like):
                return place
        self._spent += stop - start
        return -1

    def _is_like(self, value: dict[str, object], like: frozenset[str]) -> bool:
        if like:
            return len(like & value.keys()) * 2 > len(like)
        return likeness(value, self._max_depth)[0] >= NAMED_TEXT - 1
