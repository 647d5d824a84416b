"""Joining reports of one danger from several themes."""

from __future__ import annotations

import numpy as np

from triage.understand.risk_join import join_reports
from triage.understand.risk_split import RiskSplit, split_risks
from triage.understand.tokens import split_texts

SMOKE = (
    "smoke in the cabin of flight 882, smell of burning plastic",
    "flight 882: the cabin smells of burning plastic and smoke",
    "burning plastic smell and smoke in the cabin, flight 882 turns back",
)
ICE = ("slipped on the icy steps at your shop entrance and broke my wrist",)
OTHER = tuple(f"my bag number {number} is still not at the carousel in terminal {number}" for number in range(30))


def joined(reports: tuple[str, ...], theme_of: list[int], risk: str = "safety") -> RiskSplit:
    """Puts each report into a theme of other texts, splits, and joins."""
    texts = [*reports, *OTHER]
    theme = np.array([*theme_of, *np.arange(len(OTHER)) % 3], np.int64)
    risks = [risk] * len(reports) + [""] * len(OTHER)
    tokens = split_texts(texts)
    return join_reports(split_risks(theme, risks, tokens.keys()), risks, tokens)


def test_reports_of_one_danger_in_three_themes_become_one_theme() -> None:
    found = joined(SMOKE, [0, 1, 2])
    assert found.theme[:3].tolist() == [3, 3, 3]
    assert len(found.of) == 1


def test_another_danger_stays_apart() -> None:
    found = joined((*SMOKE[:2], *ICE), [0, 1, 2])
    assert found.theme[0] == found.theme[1] != found.theme[2]
    assert sorted(set(found.theme.tolist())) == [0, 1, 2, 3, 4]
    assert len(found.of) == 2


def test_a_report_joins_the_theme_that_is_about_the_danger() -> None:
    found = joined(SMOKE, [3, 3, 1])
    assert found.theme[:3].tolist() == [3, 3, 3]
    assert found.of == []


def test_what_is_about_other_things_stays_where_it_is() -> None:
    assert joined(SMOKE, [0, 1, 2]).theme[3:].tolist() == [number % 3 for number in range(30)]


def test_without_reports_nothing_is_changed() -> None:
    assert joined((), []).theme.tolist() == [number % 3 for number in range(30)]


def test_the_order_of_the_texts_does_not_matter() -> None:
    forth, back = joined((*SMOKE, *ICE), [0, 1, 2, 2]), joined((*SMOKE, *ICE)[::-1], [2, 2, 1, 0])
    same = forth.theme[:4, None] == forth.theme[:4]
    assert (same == (back.theme[:4, None] == back.theme[:4])[::-1, ::-1]).all()
