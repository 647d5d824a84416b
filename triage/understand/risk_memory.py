"""Knows what was split from themes for its risk again on the nights after."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from triage.model.memory import KnownTheme
from triage.understand.graph import DECIMALS
from triage.understand.memory import SaidWords, moved_by, place_known
from triage.understand.risk_join import nearness_of, reports_space
from triage.understand.theme_ids import name_risk

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from triage.understand.risk_split import RiskSplit
    from triage.understand.tokens import Tokens


def name_reports(
    split: RiskSplit, ids: Sequence[str], tokens: Tokens, known: Sequence[KnownTheme]
) -> tuple[list[str], list[KnownTheme]]:
    """Returns the id of each theme that was split off for its risk, and what is to be remembered of such themes.

    Args:
        split: The themes, with what was split from them.
        ids: Ids of the themes that it was split from.
        tokens: Tokens of the texts.
        known: What was split off on earlier nights.

    Returns:
        The id of what is known to be the same, else one that the theme it was split from gives; and `known`, moved by
        what was said tonight, with an entry for each new one.
    """
    texts = [np.flatnonzero(split.theme == split.first_new + place) for place in range(len(split.of))]
    matched = dict(_matches(split, texts, tokens, known))
    taken = {theme.theme_id for theme in known}
    names: list[str] = []
    said = SaidWords(tokens)
    remembered = list(known)
    for place, (base, risk) in enumerate(split.of):
        if place in matched:
            entry = remembered[matched[place]]
        else:
            theme_id = name_risk(ids[base], risk)
            while theme_id in taken:
                theme_id = name_risk(theme_id, risk)
            taken.add(theme_id)
            entry = KnownTheme(theme_id=theme_id, born_id=theme_id, risk=risk.value, words={}, texts=0.0)
            matched[place] = len(remembered)
            remembered.append(entry)
        names.append(entry.theme_id)
        remembered[matched[place]] = moved_by(entry, said.of(texts[place]), float(len(texts[place])))
    return names, remembered


def _matches(
    split: RiskSplit, texts: list[NDArray[np.int64]], tokens: Tokens, known: Sequence[KnownTheme]
) -> Iterator[tuple[int, int]]:
    """Yields which new theme is which known one: the nearest pairs first, each once."""
    if not known or not texts:
        return
    told, space, middles = reports_space(texts, tokens)
    anchors = place_known(known, told, space).astype(np.float64)
    lengths = np.linalg.norm(middles, axis=1)[:, None] * np.linalg.norm(anchors, axis=1)[None, :]
    cosines = np.round(middles @ anchors.T / np.maximum(lengths, np.finfo(float).tiny), DECIMALS)
    near = np.array([[nearness_of(risk) if theme.risk == risk else np.inf for theme in known] for _, risk in split.of])
    pairs = np.argwhere(cosines >= near)
    used: tuple[set[int], set[int]] = (set(), set())
    for new, old in sorted(pairs.tolist(), key=lambda pair: (-cosines[pair[0], pair[1]], pair[1], pair[0])):
        if new not in used[0] and old not in used[1]:
            used[0].add(new)
            used[1].add(old)
            yield new, old
