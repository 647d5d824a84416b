"""Splits from a theme what carries a grave risk, because it needs another owner than the rest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from triage.model.vocabulary import JOINER, Risk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

#: Risks that are split off; who threatens to leave is part of the issue that drives them away.
GRAVE: Final = tuple(risk for risk in Risk if risk is not Risk.CHURN)
#: So many texts with one risk make a theme of their own, whatever share of the theme they are.
SEVERAL_TEXTS: Final = 3
#: Fewer do where they are less than this share: then they are strays in a theme about something else.
STRAY_SHARE: Final = 0.2
#: A theme of which more than this share carries the risk is about it, and stays whole.
LARGEST_SHARE: Final = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class RiskSplit:
    """Themes after grave risks were split off.

    Attributes:
        theme: Theme of each text; new ones follow the old ones. Shape (texts,).
        of: The theme that each new one was split from, with the risk; the first is the first new one.
        first_new: Number of the first new one.
    """

    theme: NDArray[np.int64]
    of: list[tuple[int, Risk]]
    first_new: int


def split_risks(theme: NDArray[np.int64], risks: Sequence[str], keys: NDArray[np.uint64]) -> RiskSplit:
    """Splits texts that carry a grave risk from themes that are about something else.

    A single report among hundreds neither gives the theme its risk nor is lost in it: it has a theme of its own.

    Args:
        theme: Theme of each text; shape (texts,).
        risks: Risks of each text, joined by |.
        keys: What each text says, without its marks; copies count once.

    Returns:
        The `RiskSplit`. A text goes with the gravest of its risks.
    """
    gravest = np.array([gravest_risk(cell) for cell in risks], np.int64)
    split = theme.copy()
    before = int(theme.max(initial=-1)) + 1
    of: list[tuple[int, Risk]] = []
    order = np.argsort(theme, kind="stable")
    numbers = np.unique(theme[gravest >= 0])
    starts = np.searchsorted(theme[order], numbers)
    ends = np.searchsorted(theme[order], numbers, side="right")
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        members = order[start:end]
        size = len(np.unique(keys[members]))
        for risk in range(len(GRAVE)):
            chosen = members[gravest[members] == risk]
            if _is_apart(len(np.unique(keys[chosen])), size):
                split[chosen] = before + len(of)
                of.append((int(theme[members[0]]), GRAVE[risk]))
    return RiskSplit(split, of, before)


def _is_apart(texts: int, size: int) -> bool:
    """Tells whether so many texts with a risk leave a theme of so many."""
    return 0 < texts <= LARGEST_SHARE * size and (texts >= SEVERAL_TEXTS or texts < STRAY_SHARE * size)


def gravest_risk(cell: str) -> int:
    """Returns the place in `GRAVE` of the gravest of some risks, -1 for none.

    >>> [gravest_risk("churn"), gravest_risk("safety|legal")]
    [-1, 1]
    """
    found = cell.split(JOINER) if cell else ()
    return next((place for place, risk in enumerate(GRAVE) if risk in found), -1)
