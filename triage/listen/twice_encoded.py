"""Mends text that was encoded in UTF-8 twice."""

from __future__ import annotations

import re
from typing import Final


def _seen_as(code: int) -> str:
    """Returns the characters that Windows-1252 or ISO 8859-1 makes of a byte."""
    return bytes([code]).decode("cp1252", "ignore") + chr(code)


_FIRST_LEAD: Final = 0xC0
_BYTES: Final = {letter: code for code in range(0x80, 0x100) for letter in _seen_as(code)}
_FOLLOWING: Final = "".join(re.escape(letter) for letter, code in _BYTES.items() if code < _FIRST_LEAD)
_SEQUENCE: Final = re.compile(
    f"[\u00c2-\u00df][{_FOLLOWING}]|[\u00e0-\u00ef][{_FOLLOWING}]{{2}}|[\u00f0-\u00f4][{_FOLLOWING}]{{3}}"
)
_NOT_ASCII: Final = re.compile("[^\0-\x7f]")
#: Fewer sequences are a quotation rather than a fault of the file; so is a single line.
_LEAST_SEQUENCES, _LEAST_LINES = 3, 2
_MOST_OTHERS: Final = 0.05


def is_twice_encoded(text: str) -> bool:
    r"""Whether nearly all characters above ASCII are those that UTF-8 encoded twice leaves.

    >>> is_twice_encoded("GrÃ¼ÃŸe\nKÃ¶ln"), is_twice_encoded("Grüße\nKÃ¶ln"), is_twice_encoded("GrÃ¼ÃŸe")
    (True, False, False)
    """
    if text.isascii():
        return False
    found = list(_SEQUENCE.finditer(text))
    if len(found) < _LEAST_SEQUENCES:
        return False
    in_sequences = sum(one.end() - one.start() for one in found)
    others = len(_NOT_ASCII.findall(text)) - in_sequences
    lines = 1 + len(re.findall("[\r\n]+", text[found[0].start() : found[-1].start()]))
    return others <= len(found) * _MOST_OTHERS and lines >= _LEAST_LINES


def mend(text: str) -> str:
    """Returns the text decoded once more, where it holds such sequences.

    >>> mend("GrÃ¼ÃŸe")
    'Grüße'
    """
    return _SEQUENCE.sub(_decoded, text)


def _decoded(found: re.Match[str]) -> str:
    try:
        return bytes(_BYTES[letter] for letter in found[0]).decode()
    except UnicodeDecodeError:
        return found[0]
