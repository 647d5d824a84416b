"""Lets a window slide over a text, so that no more of it is held than one value needs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from triage.listen.readers.json_values import BrokenError, decode, decode_near

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: A value of more characters is not held at once: its parts are read one by one.
MAX_CHARS: Final = 16 * 1024 * 1024
_STEP_CHARS: Final = 1024 * 1024
_GAP: Final = re.compile(r"(?:[\s,;\ufeff]|//[^\n\r]*+|/\*[^*]*+(?:\*(?!/)[^*]*+)*+\*/)*+")
#: A comment of more characters than this may be cut by the window's end.
_COMMENT_CHARS: Final = 4096


class TooLargeError(ValueError):
    """A value does not end within the window."""


class Window:
    """A part of a text that slides forward once.

    Attributes:
        text: What is held.
        place: Where reading stands in it.
    """

    def __init__(self, blocks: Iterator[str]) -> None:
        """Begins before the first block."""
        self.text = ""
        self.place = 0
        self._blocks = blocks
        self._dropped = 0
        self._is_last = False
        self._decode: Callable[[str, int], tuple[Any, int]] = decode

    @property
    def position(self) -> int:
        """Characters of the whole text before the place."""
        return self._dropped + self.place

    def more(self) -> bool:
        """Drops what was read, and makes what is held at least twice as long; returns whether any text came."""
        rest = self.text[self.place :]
        parts, wanted, count = [rest], max(_STEP_CHARS, len(rest)), 0
        while count < wanted and not self._is_last:
            block = next(self._blocks, None)
            self._is_last = block is None
            parts.append(block or "")
            count += len(parts[-1])
        self._dropped += self.place
        self.text, self.place = "".join(parts), 0
        return count > 0

    def skip_gap(self) -> str:
        """Goes to the next character that is neither blank, comma nor comment; returns it, or "" at the end."""
        while True:
            self.place = _GAP.match(self.text, self.place).end()  # type: ignore[union-attr]  # matches the empty string
            left = len(self.text) - self.place
            if left > 1 and not (self.text[self.place] == "/" and left < _COMMENT_CHARS):
                return self.text[self.place]
            if not self.more():
                return self.text[self.place : self.place + 1]

    def value(self) -> tuple[Any, int]:
        """Decodes the value at the place, taking as much text as it needs.

        Returns:
            The value and where it ends in the text; the place stays at its beginning.

        Raises:
            BrokenError: It is broken, or cut off by the end of the text.
            TooLargeError: It does not end within MAX_CHARS.
        """
        while True:
            try:
                value, end = self._decode(self.text, self.place)
            except BrokenError as error:
                self._decode = decode_near
                if not error.is_cut:
                    raise
                if len(self.text) - self.place > MAX_CHARS:
                    raise TooLargeError from None
                before = self.place
                if not self.more():
                    error.place -= before
                    raise
            else:
                if end < len(self.text) or self.text[end - 1] in '"]}' or not self.more():
                    return value, end

    def drain(self) -> None:
        """Goes to the end of the text."""
        for block in self._blocks:
            self._dropped += len(block)
        self._is_last = True
        self.place = len(self.text)
