"""Draws a row of numbers as one line of text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

#: A number of 0, then eighths of the largest.
BARS: Final = "·▁▂▃▄▅▆▇█"


def sparkline(counts: Sequence[int]) -> str:
    """Returns one sign a number, the largest at full height; a dot is 0.

    >>> sparkline([0, 1, 4, 8])
    '·▁▄█'
    """
    most = max(counts, default=0)
    return "".join(BARS[-(-count * 8 // most)] if count > 0 else BARS[0] for count in counts)
