"""Chooses the vendor profile that explains a table's columns best."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from triage.listen.vendors import GENERIC, Profile, load_profiles

if TYPE_CHECKING:
    from collections.abc import Mapping

#: A profile that knows at least this share of the columns that the best one knows is a near tie.
_NEAR: Final = 0.9


def choose_profile(columns: Mapping[str, str]) -> tuple[Profile | None, str]:
    """Returns the profile that knows most columns of a table, and the name of another that knows nearly as many.

    Args:
        columns: Folded name -> name.

    Returns:
        None where no profile fits; "" where no other is near.
    """
    claims = [(profile.claim(columns), profile) for name, profile in load_profiles().items() if name != GENERIC]
    ranked = sorted(
        ((claim, profile) for claim, profile in claims if claim),
        key=lambda one: (not one[1].yields, one[0], len(one[1].requires), one[1].name),
        reverse=True,
    )
    if not ranked:
        return None, ""
    most, best = ranked[0]
    near = [profile.name for claim, profile in ranked[1:] if claim >= _NEAR * most and profile.yields == best.yields]
    return best, near[0] if near else ""
