"""The score, as a law and as an example that a calculator repeats."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.act.score import explain, priority_of, score_themes
from triage.frames import ThemeFrame, theme_frame
from triage.model.action import POINTS
from triage.model.settings import ScoreSettings
from triage.model.standing import Measures
from triage.model.vocabulary import Risk
from triage.understand.shares import estimate_shares

SETTINGS = ScoreSettings()
MEASURES = {
    "voices": st.integers(0, 10**6),
    "reach": st.integers(0, 10**9),
    "surprise": st.floats(0, 300),
    "negative_low": st.floats(0, 1),
    "helpable": st.integers(0, 10**6),
    "specific_low": st.floats(0, 1),
    "risk_voices": st.integers(1, 10**5),
}


def themes(*rows: dict[str, Any]) -> ThemeFrame:
    plain = {"theme_id": "t1", "title": "lost bags", "risk": "", "risk_voices": "", "trend": "steady", "rest": False}
    return theme_frame(pd.DataFrame([plain | row | {"risk_voices": str(row.get("risk_voices", ""))} for row in rows]))


def points(*rows: dict[str, Any]) -> pd.DataFrame:
    return score_themes(themes(*rows), np.ones(len(rows)), SETTINGS)


def test_a_calculator_comes_to_the_same_score() -> None:
    settings = ScoreSettings(
        volume=18, negativity=12, momentum=16, reach=6, risk=28, benefit=20, volume_full=250, negativity_full=0.45,
        momentum_full=4, reach_full=300_000, risk_first=0.8, risk_full=8, benefit_full=120, specific_full=0.6,
        risk_weights={"churn": 0.2},
    )  # fmt: skip
    row = {
        "voices": 34, "negative_low": 0.36, "surprise": 3.0, "reach": 50_000, "helpable": 20, "specific_low": 0.3,
        "risk": "churn", "risk_voices": 3,
    }  # fmt: skip
    scored = score_themes(themes(row), np.ones(1), settings).iloc[0]
    assert scored["volume_points"] == round(18 * math.log(35) / math.log(251), 1)
    assert scored["negativity_points"] == round(12 * 0.36 / 0.45, 1)
    assert scored["momentum_points"] == round(16 * 3 / 4, 1)
    assert scored["reach_points"] == round(6 * math.log(50_001) / math.log(300_001), 1)
    assert scored["risk_points"] == round(28 * 0.2 * (0.8 + 0.2 * math.log(3) / math.log(8)), 1)
    assert scored["benefit_points"] == round(20 * 0.3 / 0.6 * math.log(21) / math.log(121), 1)
    assert scored["score"] == pytest.approx(sum(scored[name] for name in POINTS), abs=1e-9)


def test_nothing_known_scores_nothing_and_everything_full_scores_a_hundred() -> None:
    full = {"voices": 10**6, "negative_low": 1.0, "surprise": 99.0, "reach": 10**9, "helpable": 10**6, "specific_low": 1.0, "risk": "safety", "risk_voices": 500}  # fmt: skip # noqa: E501
    assert [points(row)["score"].item() for row in ({}, full)] == [0.0, 100.0]


def test_two_of_two_never_beats_four_hundred_of_six_hundred() -> None:
    """The score sees lower ends, and those of few are low: here by the prior of a night of such themes."""
    sums = np.array([[2, 0, 0], [400, 0, 200], *[[3, 3, 4]] * 20], float)
    low = estimate_shares(sums, sums[:, 0], sums.sum(axis=1).astype(np.int64)).low.round(3)
    same = {"voices": 50, "helpable": 50}
    few, many = ({"negative_low": share, "specific_low": share} for share in low[:2].tolist())
    scored = points(same | few, same | many)
    assert (
        scored.loc[0, ["negativity_points", "benefit_points"]] < scored.loc[1, ["negativity_points", "benefit_points"]]
    ).all()


def test_volume_goes_by_voices_and_not_by_copies_or_authors() -> None:
    scored = points({"voices": 5, "mentions": 5, "authors": 5}, {"voices": 5, "mentions": 500, "authors": 400})
    assert scored.iloc[0].equals(scored.iloc[1])


def test_moods_are_worth_less_than_what_can_be_acted_on() -> None:
    scored = points({"helpable": 50, "specific_low": 0.15}, {"helpable": 50, "specific_low": 0.6}, {"helpable": 50})
    assert scored["benefit_points"].tolist()[0] < scored["benefit_points"].tolist()[1]
    assert scored["benefit_points"].tolist()[1] == scored["benefit_points"].tolist()[2]


def test_the_other_voices_score_nothing() -> None:
    assert points({"voices": 900, "negative_low": 0.9, "rest": True})["score"].tolist() == [0.0]


def test_nobody_who_may_act_means_no_benefit() -> None:
    scored = score_themes(themes({"helpable": 50}, {"helpable": 50}), np.array([1.0, 0.0]), SETTINGS)
    assert scored["benefit_points"].tolist()[1] == 0 < scored["benefit_points"].tolist()[0]


@pytest.mark.parametrize("name", sorted(MEASURES))
@given(data=st.data())
def test_no_measure_that_rises_lowers_the_score(name: str, data: st.DataObject) -> None:
    row = {other: data.draw(values) for other, values in MEASURES.items()} | {"risk": "safety"}
    less, more = sorted([data.draw(MEASURES[name]), data.draw(MEASURES[name])])
    scored = points(row | {name: less}, row | {name: more})
    assert scored["score"].iloc[0] <= scored["score"].iloc[1]
    assert (scored[list(POINTS)].iloc[0] <= scored[list(POINTS)].iloc[1]).all()


@given(st.lists(st.fixed_dictionaries(MEASURES), min_size=1, max_size=5))
def test_the_parts_always_add_up_to_the_score(rows: list[dict[str, Any]]) -> None:
    scored = points(*rows)
    assert np.allclose(scored[list(POINTS)].sum(axis=1), scored["score"], atol=1e-9)
    assert scored["score"].between(0, 100).all()


def test_priorities_begin_at_their_limits() -> None:
    assert [priority_of(score, SETTINGS) for score in (75.0, 74.9, 50.0, 25.0, 24.9)] == ["P1", "P2", "P2", "P3", "P4"]


MEASURED = st.builds(
    Measures,
    voices=st.integers(0, 10**6),
    negative_low=st.none() | st.floats(0, 1).map(lambda share: round(share, 3)),
    surprise=st.floats(0, 300).map(lambda surprise: round(surprise, 2)),
    reach=st.none() | st.integers(0, 10**9),
    helpable=st.integers(0, 10**6),
    specific_low=st.none() | st.floats(0, 1).map(lambda share: round(share, 3)),
    can_act=st.booleans(),
    risks=st.dictionaries(st.sampled_from([risk.value for risk in Risk]), st.integers(1, 10**5)),
)
OTHER_SETTINGS = st.builds(
    ScoreSettings,
    volume=st.integers(0, 50).map(float),
    volume_full=st.sampled_from([0.0, 1.0, 120.0, 10**6]),
    negativity_full=st.sampled_from([0.0, 0.35, 1.0]),
    risk_full=st.sampled_from([0.0, 1.0, 8.0]),
    specific_full=st.sampled_from([0.0, 0.6]),
)


@given(MEASURED, OTHER_SETTINGS)
def test_the_formulas_come_to_the_points_in_any_spreadsheet(measures: Measures, settings: ScoreSettings) -> None:
    for line in explain(measures, settings):
        worked = eval(line.formula, {"LN": math.log})  # noqa: S307 - what the program wrote
        assert worked == pytest.approx(line.points, abs=0.050001)


def test_an_explanation_says_what_was_measured() -> None:
    measures = Measures(voices=31, surprise=4.33, reach=35_874, helpable=21, can_act=True, risks={"safety": 1})
    settings = ScoreSettings(volume=18, volume_full=120, momentum=14, momentum_full=6, risk=26, risk_first=0.2, risk_full=8)  # fmt: skip # noqa: E501
    lines = explain(measures, settings)
    assert [line.name for line in lines] == list(POINTS)
    assert (lines[0].measure, lines[0].formula) == ("31 voices", "18 * LN(32) / LN(121)")
    assert (lines[1].measure, lines[1].points) == ("negative_low unknown", 0)
    assert (lines[2].measure, lines[2].formula) == ("surprise 4.33", "14 * 4.33 / 6")
    assert (lines[4].measure, lines[4].formula) == ("1 speaks of safety", "26 * 1 * (0.2 + 0.8 * LN(1) / LN(8))")
