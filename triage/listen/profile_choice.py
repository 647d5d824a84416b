"""Chooses the vendor profile that explains a table's columns best."""

from __future__ import annotations

import functools
from collections import Counter
from typing import TYPE_CHECKING, Final

from triage.listen.names import fold
from triage.listen.vendors import GENERIC, PLUS, Profile, load_profiles

if TYPE_CHECKING:
    from collections.abc import Collection

#: A profile that explains at least this share of what the best one does is a near tie.
NEAR: Final = 0.9
#: What a group of required names is worth beside the names themselves.
_REQUIRED: Final = 0.5


def choose_profile(names: Collection[str]) -> tuple[Profile | None, str]:
    """Returns the profile that fits a header best, and the name of another that fits nearly as well.

    Of the profiles whose required columns are all there, the one wins whose known columns explain most of the header;
    a name that many profiles know explains little.

    Args:
        names: The folded names of the columns.

    Returns:
        None where no profile fits; "" where no other is near.
    """
    fitting = [
        profile
        for profile in load_profiles().values()
        if profile.name != GENERIC and all(any(fold(name) in names for name in group) for group in profile.requires)
    ]
    ranked = sorted(((_explained(profile, names), profile.name, profile) for profile in fitting), key=_rank)
    if not ranked:
        return None, ""
    best = ranked[0]
    near = ranked[1][1] if len(ranked) > 1 and ranked[1][0] >= NEAR * best[0] else ""
    return best[2], near


def _rank(entry: tuple[float, str, Profile]) -> tuple[float, str]:
    return -entry[0], entry[1]


def _explained(profile: Profile, names: Collection[str]) -> float:
    rarity = _rarity()
    found = sorted(_names_of(profile) & set(names))
    return sum(rarity[name] for name in found) + _REQUIRED * len(profile.requires)


@functools.cache
def _rarity() -> dict[str, float]:
    """Returns for each known name one part of the profiles that know it."""
    counts = Counter(name for profile in load_profiles().values() for name in _names_of(profile))
    return {name: 1 / count for name, count in counts.items()}


def _names_of(profile: Profile) -> frozenset[str]:
    entries = [entry for entries in profile.fields.values() for entry in entries if not entry.startswith("=")]
    parts = [part for entry in entries for part in entry.split(PLUS)]
    listed = [name for group in (*profile.requires, *profile.parts) for name in group]
    return frozenset(fold(name) for name in (*parts, *listed))
