"""Knows what was split from themes for its risk again on the nights after."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from triage.model.memory import KnownTheme
from triage.understand.graph import DECIMALS
from triage.understand.lang import SCORED_LANGUAGES, words
from triage.understand.memory import LEAST_TEXTS, SaidWords, moved_by, place_known
from triage.understand.risk_join import nearness_of, reports_space
from triage.understand.risk_split import GRAVE, LARGEST_SHARE, gravest_risk
from triage.understand.theme_ids import name_risk

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from triage.model.vocabulary import Risk
    from triage.understand.risk_split import RiskSplit
    from triage.understand.tokens import Tokens


class _Reports(NamedTuple):
    """The texts of a theme that is about a risk."""

    theme: int
    risk: Risk
    texts: NDArray[np.int64]


def name_reports(
    split: RiskSplit, ids: Sequence[str], fresh: Sequence[bool], risks: Sequence[str], tokens: Tokens,
    known: Sequence[KnownTheme],
) -> tuple[list[str], list[KnownTheme]]:  # fmt: skip
    """Returns the id of each theme, and what is to be remembered of those that were split off for their risk.

    A single report that is a theme of its own is remembered too.

    Args:
        split: The themes, with what was split from them.
        ids: Ids of the themes that it was split from.
        fresh: Which of these were not known before.
        risks: Risks of each text, joined by |.
        tokens: Tokens of the texts.
        known: What was split off on earlier nights.

    Returns:
        The ids, those of what was split off last. What tells of a known danger has its id; else what was split off has
        one that the theme it was split from gives. And `known`, moved by what was said tonight, with an entry for each
        new one.
    """
    reports = _split_off(split) + _about_a_risk(split, fresh, risks)
    matched = dict(_matches(reports, tokens, known))
    taken = {theme.theme_id for theme in known}
    names, remembered, said = [*ids, *([""] * len(split.of))], list(known), SaidWords(tokens)
    for place, report in enumerate(reports):
        is_split = report.theme >= split.first_new
        if place not in matched and not is_split and len(report.texts) >= LEAST_TEXTS:
            continue  # remembered as any theme is
        if place not in matched:
            theme_id = name_risk(ids[split.of[place][0]], report.risk) if is_split else ids[report.theme]
            while theme_id in taken:
                theme_id = name_risk(theme_id, report.risk)
            taken.add(theme_id)
            matched[place] = len(remembered)
            remembered.append(
                KnownTheme(theme_id=theme_id, born_id=theme_id, risk=report.risk.value, words={}, texts=0.0)
            )
        entry = remembered[matched[place]]
        names[report.theme] = entry.theme_id
        remembered[matched[place]] = moved_by(entry, said.of(report.texts), float(len(report.texts)))
    return names, remembered


def _split_off(split: RiskSplit) -> list[_Reports]:
    numbers = range(split.first_new, split.first_new + len(split.of))
    return [
        _Reports(number, risk, np.flatnonzero(split.theme == number))
        for number, (_, risk) in zip(numbers, split.of, strict=True)
    ]


def _about_a_risk(split: RiskSplit, fresh: Sequence[bool], risks: Sequence[str]) -> list[_Reports]:
    """Returns the new themes of which most texts carry one risk, so that nothing was split from them."""
    gravest = np.array([gravest_risk(cell) for cell in risks], np.int64)
    found = []
    for number in np.unique(split.theme[(gravest >= 0) & (split.theme < split.first_new)]).tolist():
        texts = np.flatnonzero(split.theme == number)
        counts = np.bincount(gravest[texts][gravest[texts] >= 0])
        if fresh[number] and counts.max() > LARGEST_SHARE * len(texts):
            found.append(_Reports(number, GRAVE[int(counts.argmax())], texts))
    return found


def _matches(reports: Sequence[_Reports], tokens: Tokens, known: Sequence[KnownTheme]) -> Iterator[tuple[int, int]]:
    """Yields which reports are of which known danger: the nearest pairs first, each once.

    A known one has a place only by its words that are said tonight; the fewer these are, the less that place says.
    """
    if not known or not reports:
        return
    stop = frozenset[str]().union(*(words(language, "stop_words") for language in SCORED_LANGUAGES))
    plain = [replace(theme, words={w: n for w, n in theme.words.items() if w not in stop}) for theme in known]
    told, space, middles = reports_space([report.texts for report in reports], tokens)
    anchors = place_known(plain, told, space).astype(np.float64)
    lengths = np.linalg.norm(middles, axis=1)[:, None] * np.linalg.norm(anchors, axis=1)[None, :]
    cosines = middles @ anchors.T / np.maximum(lengths, np.finfo(float).tiny)
    cosines = np.round(cosines * np.sqrt(_said_shares(plain, frozenset(told.words))), DECIMALS)
    near = np.array(
        [[nearness_of(report.risk) if theme.risk == report.risk else np.inf for theme in known] for report in reports]
    )
    pairs = np.argwhere(cosines >= near)
    used: tuple[set[int], set[int]] = (set(), set())
    for new, old in sorted(pairs.tolist(), key=lambda pair: (-cosines[pair[0], pair[1]], pair[1], pair[0])):
        if new not in used[0] and old not in used[1]:
            used[0].add(new)
            used[1].add(old)
            yield new, old


def _said_shares(known: Sequence[KnownTheme], said: frozenset[str]) -> NDArray[np.float64]:
    """Returns how much of what was said of each is said tonight too; shape (known,)."""
    again = [sum(count for word, count in theme.words.items() if word in said) for theme in known]
    return np.array(again) / np.maximum([sum(theme.words.values()) for theme in known], 1)
