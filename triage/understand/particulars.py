"""Tells which mentions say something that can be acted on: they ask, request, warn, or name a particular."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from triage.model.vocabulary import Intent, Risk

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

#: What is named in figures can be looked up: a flight, an order, a time, an amount. Links, handles and tags are none.
_FIGURE: Final = re.compile(r"(?:^|\s)[^\s@#:/]*\d")
_ASKING: Final = f"{Intent.QUESTION.value}|{Intent.REQUEST.value}"


def is_grave(mentions: pd.DataFrame) -> NDArray[np.bool_]:
    """Tells which mentions carry a risk other than that somebody leaves."""
    return (~mentions["risk"].isin(["", Risk.CHURN])).to_numpy(bool)


def is_specific(mentions: pd.DataFrame) -> NDArray[np.bool_]:
    """Tells which mentions can be acted on; "worst airline ever" cannot, "flight 1028 delayed again" can.

    Args:
        mentions: With text, intent and risk.
    """
    asks = mentions["intent"].str.contains(_ASKING).to_numpy(bool)
    return asks | mentions["text"].str.contains(_FIGURE).to_numpy(bool) | is_grave(mentions)
