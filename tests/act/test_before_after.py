from __future__ import annotations

import dataclasses
import math
import tracemalloc
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.act.histories import START, done, simulated
from triage.act.before_after import LEAST_THEMES, effects
from triage.act.first_actions import courses
from triage.model.history import History, ListedRow, NightHeard, ThemeDay

if TYPE_CHECKING:
    from triage.model.headway import Effect

SEEDS = range(8)
DAY = int(START.timestamp()) // 86_400


def effect_of(history: History, *, days: int = 7) -> Effect:
    every = courses(history)
    return effects(history, every, every, days=days)[0]


@pytest.fixture(scope="module")
def unhelped() -> list[Effect]:
    """Nights in which acting changes nothing: what is loud is acted on, and is less loud later by itself."""
    return [effect_of(simulated(seed), days=3) for seed in SEEDS]


@pytest.fixture(scope="module")
def helped() -> list[Effect]:
    """Nights in which acting halves a theme's voices and takes a fifth off its negative share."""
    return [effect_of(simulated(seed, voices_left=0.5, negative_less=0.2)) for seed in SEEDS]


def test_what_goes_quiet_by_itself_is_no_effect(unhelped: list[Effect]) -> None:
    voices = [effect.voices for effect in unhelped if effect.voices]
    assert len(voices) == len(SEEDS)
    plain = sum(math.log(one.after / one.before) for one in voices) / len(voices)
    beyond = sum(math.log1p(one.effect) for one in voices) / len(voices)
    assert plain < -0.15, "without regression to the mean this test shows nothing"
    assert abs(beyond) < 0.06


def test_an_interval_of_no_effect_holds_none_in_most_nights(unhelped: list[Effect]) -> None:
    found = [one for effect in unhelped for one in (effect.voices, effect.negative) if one]
    assert sum(not one.low <= 0 <= one.high for one in found) <= 0.2 * len(found)


def test_an_effect_is_found_and_about_as_large_as_it_is(helped: list[Effect]) -> None:
    voices = [effect.voices for effect in helped if effect.voices]
    assert len(voices) == len(SEEDS)
    assert all(one.high < 0 for one in voices)
    # somewhat smaller than it is, because some of the baseline was acted on too
    assert -0.53 < sum(one.effect for one in voices) / len(voices) < -0.40


def test_a_better_mood_is_found(helped: list[Effect]) -> None:
    moods = [effect.negative for effect in helped if effect.negative]
    assert len(moods) == len(SEEDS)
    assert -0.25 < sum(one.effect for one in moods) / len(moods) < -0.14


def test_the_effect_can_be_redone_with_a_calculator(helped: list[Effect]) -> None:
    voices, mood = helped[0].voices, helped[0].negative
    assert voices is not None
    assert mood is not None
    ratio = (voices.after / voices.before) / (voices.baseline_after / voices.baseline_before)
    assert voices.effect == pytest.approx(ratio - 1)
    assert mood.effect == pytest.approx((mood.after - mood.before) - (mood.baseline_after - mood.baseline_before))
    assert voices.low < voices.effect < voices.high


def test_the_same_history_gives_the_same_interval() -> None:
    assert effect_of(simulated(1)) == effect_of(simulated(1))


def made(acted: int, others: int, *, nights: int = 20) -> History:
    """Themes with two voices a day, some of which are done after the eighth night and then silent."""
    names = [f"t{number:02}" for number in range(acted + others)]
    heard = [NightHeard(night=n, as_of=START + timedelta(days=n)) for n in range(1, nights + 1)]
    rows = [
        ListedRow(night=night.night, action_id=name, theme=name, kind="respond", priority="P2")
        for night in heard
        for name in names
    ]
    changes = [done(name, night=8, at=START + timedelta(days=8, hours=4)) for name in names[:acted]]
    days = [
        ThemeDay(theme_id=name, day=DAY + day, voices=2, scored=2, negative=1.0)
        for place, name in enumerate(names)
        for day in range(nights)
        if place >= acted or day <= 8
    ]
    return History(nights=tuple(heard), rows=tuple(rows), changes=tuple(changes), days=tuple(days))


def test_fourteen_voices_before_and_none_after_are_counted_by_days() -> None:
    found = effect_of(made(LEAST_THEMES, LEAST_THEMES))
    assert found.voices is not None
    assert found.voices.before == pytest.approx(14.5 / 7)
    assert found.voices.after == pytest.approx(0.5 / 7)
    assert found.voices.baseline_after == found.voices.baseline_before == pytest.approx(14.5 / 7)
    assert found.negative is None, "of silent themes no share is known after"


@pytest.mark.parametrize(("acted", "others"), [(LEAST_THEMES - 1, LEAST_THEMES), (LEAST_THEMES, LEAST_THEMES - 1)])
def test_too_few_themes_tell_no_number(acted: int, others: int) -> None:
    found = effect_of(made(acted, others))
    assert (found.themes, found.observed, found.compared) == (acted, acted, acted)
    assert found.voices is None


def test_themes_whose_days_after_are_not_over_are_not_compared() -> None:
    found = effect_of(made(LEAST_THEMES, LEAST_THEMES, nights=15))
    assert (found.themes, found.observed) == (LEAST_THEMES, 0)
    assert effect_of(made(LEAST_THEMES, LEAST_THEMES, nights=16)).observed == LEAST_THEMES


def test_fewer_days_can_be_compared_sooner() -> None:
    assert effect_of(made(LEAST_THEMES, LEAST_THEMES, nights=15), days=3).voices is not None


def test_themes_of_another_priority_are_no_baseline() -> None:
    history = made(LEAST_THEMES, LEAST_THEMES)
    rows = tuple(
        dataclasses.replace(row, priority="P3") if row.action_id >= f"t{LEAST_THEMES:02}" else row
        for row in history.rows
    )
    assert effect_of(dataclasses.replace(history, rows=rows)).compared == 0


def test_what_was_merged_away_is_left_out() -> None:
    history = made(LEAST_THEMES, LEAST_THEMES)
    assert effect_of(dataclasses.replace(history, merged=frozenset({"t00", "t15"}))).themes == LEAST_THEMES - 1


def test_a_stray_date_of_long_ago_changes_nothing_and_costs_nothing() -> None:
    history = made(LEAST_THEMES, LEAST_THEMES)
    stray = ThemeDay(theme_id="t00", day=0, voices=1_000)
    strayed = dataclasses.replace(history, days=(stray, *history.days))
    tracemalloc.start()
    found = effect_of(strayed)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found == effect_of(history)
    assert most < 2_000_000


def test_nothing_at_all_divides_by_nothing() -> None:
    found = effects(History(), [], [], days=7)
    assert [(one.group, one.themes, one.voices, one.negative) for one in found] == [
        ("acted on", 0, None, None),
        ("done", 0, None, None),
    ]
