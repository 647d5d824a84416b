"""Puts mentions in the order in which somebody who works through the list would read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from triage.understand.particulars import is_grave, is_specific

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from triage.frames import ScoredFrame


def reading_order(mentions: ScoredFrame, action_ids: Sequence[str]) -> NDArray[np.int64]:
    """Orders mentions by the list, and within an action the most telling first.

    Telling is: a grave risk, then what can be acted on and is no praise; the first of several copies before the others;
    then what most people may have seen or reacted to. What is equal in all that stays in the order it had.

    Args:
        mentions: The night's scored mentions.
        action_ids: The list's actions, first to last.

    Returns:
        Positions of the mentions in their new order; shape (mentions,).
    """
    place = pd.Series(range(len(action_ids)), index=list(action_ids))
    rank = mentions["action_id"].map(place).fillna(len(action_ids)).to_numpy(float)
    copies = mentions.duplicated(["action_id", "duplicate_group"]).to_numpy(bool)
    seen = mentions["reach"].fillna(mentions["followers"]).fillna(0).to_numpy(float)
    reacted = mentions["engagement"].fillna(0).to_numpy(float)
    known = np.log1p(np.maximum(seen, 0)) + np.log1p(np.maximum(reacted, 0))
    pleased = mentions["positive"].fillna(0).to_numpy(float) > 1 / 2
    telling = is_specific(mentions) & ~pleased
    order = np.lexsort((-np.round(known, 6), copies, ~telling, ~is_grave(mentions), rank))
    return np.asarray(order, np.int64)
