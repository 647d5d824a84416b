"""Draws numbers with the characters of a line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

_STEPS: Final = "▁▂▃▄▅▆▇█"
_EIGHTHS: Final = "▏▎▍▌▋▊▉█"
#: Stands for a number that is not known.
_UNKNOWN: Final = "·"


def sparkline(values: Sequence[float | None]) -> str:
    """Returns one character a number, from 0 to the largest; a dot where it is not known.

    >>> sparkline([0, 1, 4, None, 8])
    '▁▁▄·█'
    """
    top = max((value for value in values if value is not None), default=0.0) or 1.0
    return "".join(_UNKNOWN if value is None else _step(value / top) for value in values)


def bar(value: float, top: float, width: int) -> str:
    """Returns a bar as long as a number's part of the largest one; what is more than nothing is seen.

    >>> bar(1, 4, 8), bar(0, 4, 8), bar(0.001, 4, 8)
    ('██', '', '▏')
    """
    if value <= 0 or top <= 0:
        return ""
    eighths = max(round(min(value / top, 1.0) * width * 8), 1)
    full, rest = divmod(eighths, 8)
    return "█" * full + (_EIGHTHS[rest - 1] if rest else "")


def _step(share: float) -> str:
    return _STEPS[max(min(round(share * len(_STEPS)), len(_STEPS)), 1) - 1]
