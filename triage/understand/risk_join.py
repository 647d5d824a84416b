"""Joins reports of one danger that were split from several themes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from triage.model.vocabulary import Risk
from triage.understand.risk_split import GRAVE, LARGEST_SHARE, SEVERAL_TEXTS, RiskSplit, gravest_risk
from triage.understand.vectors import make_space, telling_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from triage.understand.tokens import Tokens
    from triage.understand.vectors import Space

#: Least cosine for reports to be of one issue. Dangers are of many kinds; of the other risks there are few kinds, and
#: one owner for all.
_NEAR: Final = {Risk.SAFETY: 0.25}
_NEAR_ELSE: Final = 0.1


class _Reports(NamedTuple):
    """The texts of one theme that carry one risk; `moves` tells whether they may leave their theme for another."""

    theme: int
    risk: Risk
    texts: NDArray[np.int64]
    moves: bool


def join_reports(split: RiskSplit, risks: Sequence[str], tokens: Tokens) -> RiskSplit:
    """Joins what was split from themes where it tells of the same.

    A danger that is new is told in many words, so its reports are scattered over the themes whose words they share.

    Args:
        split: The themes, with what was split from them.
        risks: Risks of each text, joined by |.
        tokens: Tokens of the texts.

    Returns:
        The `RiskSplit`; what joins the reports of another theme is counted there.
    """
    reports = _reports(split, risks, tokens.keys())
    if len(reports) < 2:  # noqa: PLR2004 - two make a pair
        return split
    _, _, middles = reports_space([report.texts for report in reports], tokens)
    theme = split.theme.copy()
    for risk in GRAVE:
        numbers = [number for number, report in enumerate(reports) if report.risk is risk]
        for number, lead in _join(numbers, middles, [report.moves for report in reports], nearness_of(risk)):
            theme[reports[number].texts] = reports[lead].theme
    return _without_gaps(RiskSplit(theme, split.of, split.first_new))


def _reports(split: RiskSplit, risks: Sequence[str], keys: NDArray[np.uint64]) -> list[_Reports]:
    """Returns the reports of each theme about a risk, the most first; equal ones in the order of what they say."""
    gravest = np.array([gravest_risk(cell) for cell in risks], np.int64)
    sizes = np.bincount(split.theme)
    found = []
    for number in np.unique(split.theme[gravest >= 0]).tolist():
        members = np.flatnonzero(split.theme == number)
        risk = int(np.bincount(gravest[members][gravest[members] >= 0]).argmax())
        texts = members[gravest[members] == risk]
        if len(texts) > LARGEST_SHARE * sizes[number]:
            moves = number >= split.first_new or (len(texts) == sizes[number] and len(texts) < SEVERAL_TEXTS)
            found.append(_Reports(number, GRAVE[risk], texts, moves))
    return sorted(found, key=lambda report: (report.moves, -len(report.texts), int(keys[report.texts].min())))


def reports_space(reports: Sequence[NDArray[np.int64]], tokens: Tokens) -> tuple[Tokens, Space, NDArray[np.float64]]:
    """Makes a space from reports alone.

    Args:
        reports: The texts of each.
        tokens: Tokens of all texts.

    Returns:
        Tokens of the reports, their space, and the sum of the vectors of each one's texts; shape (reports, dimensions).
    """
    keys = tokens.keys()
    texts = np.concatenate(reports)
    texts = texts[np.argsort(keys[texts], kind="stable")]
    told = tokens.only(texts)
    weight = np.isin(told.words, _telling(tokens)).astype(np.float32)
    space = make_space(told, np.arange(len(told)), weight)
    placed = space.place(told.counts(weight))
    place = np.empty(len(tokens), np.int64)
    place[texts] = np.arange(len(texts))
    return told, space, np.stack([placed[place[report]].sum(axis=0, dtype=np.float64) for report in reports])


def _telling(tokens: Tokens) -> list[str]:
    """Returns the words that say something about an issue; one that all mentions share does not."""
    return [tokens.words[i] for i in np.flatnonzero(telling_words(tokens)).tolist()]


def nearness_of(risk: Risk) -> float:
    """Returns the least cosine for reports of a risk to be of one issue."""
    return _NEAR.get(risk, _NEAR_ELSE)


def _join(numbers: list[int], middles: NDArray[np.float64], moves: list[bool], near: float) -> list[tuple[int, int]]:
    """Returns pairs of reports and those that they join: the nearest before them, if it is near enough."""
    leads: list[int] = []
    sums = np.zeros((len(numbers), middles.shape[1]))
    joined: list[tuple[int, int]] = []
    for number in numbers:
        if leads and moves[number]:
            lengths = np.linalg.norm(sums[: len(leads)], axis=1) * np.linalg.norm(middles[number])
            cosines = np.round(sums[: len(leads)] @ middles[number] / np.maximum(lengths, 1e-12), 6)
            best = int(cosines.argmax())
            if cosines[best] >= near:
                sums[best] += middles[number]
                joined.append((number, leads[best]))
                continue
        sums[len(leads)] = middles[number]
        leads.append(number)
    return joined


def _without_gaps(split: RiskSplit) -> RiskSplit:
    """Numbers the new themes that still hold something one after the other; old ones keep their numbers."""
    first_new = split.first_new
    left = np.unique(split.theme[split.theme >= first_new])
    theme = split.theme.copy()
    theme[theme >= first_new] = first_new + np.searchsorted(left, theme[theme >= first_new])
    return RiskSplit(theme, [split.of[number - first_new] for number in left.tolist()], first_new)
