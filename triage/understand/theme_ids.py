"""Gives each theme an id that stays the same from night to night."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from triage.frames import MentionFrame
    from triage.model.vocabulary import Risk


def name_themes(
    mentions: MentionFrame, theme: NDArray[np.int64], known: Sequence[str], taken: frozenset[str] = frozenset()
) -> list[str]:
    """Returns the id of each theme.

    Args:
        mentions: The night's mentions, the earliest first.
        theme: Theme of each mention; shape (mentions,).
        known: Id of each theme that was known before, "" for a new one; shape (themes,).
        taken: Ids that no new theme may have.

    Returns:
        The known id, else one that the theme's earliest mention gives, which stays the same while the theme grows.
    """
    earliest = pd.Series(range(len(theme))).groupby(theme).first().reindex(range(len(known)))
    first = mentions.loc[earliest, ["channel", "mention_id", "text"]]
    names = []
    for known_id, row in zip(known, first.itertuples(index=False), strict=True):
        name = known_id or _hashed(*row)
        while not known_id and name in taken:
            name = _hashed(name)
        names.append(name)
    return names


def name_risk(theme_id: str, risk: Risk) -> str:
    """Returns the id of what carries a grave risk and was split from a theme.

    >>> from triage.model.vocabulary import Risk
    >>> name_risk("t00", Risk.SAFETY) == name_risk("t00", Risk.SAFETY) != name_risk("t00", Risk.LEGAL)
    True
    """
    return _hashed(theme_id, risk.value)


def _hashed(*parts: str) -> str:
    key = "\x00".join(parts)
    return "t" + hashlib.blake2b(key.encode("utf-8", "replace"), digest_size=6).hexdigest()
