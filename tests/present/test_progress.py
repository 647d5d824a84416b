from __future__ import annotations

import dataclasses
import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from rich.cells import cell_len
from rich.console import Console

from triage.model.headway import (
    Answered,
    CameBack,
    Carried,
    Difference,
    Effect,
    Gap,
    Headway,
    Missing,
    NightLine,
    WhatIf,
)
from triage.present.progress import progress_table
from triage.present.progress_markdown import progress_markdown
from triage.present.progress_words import nothing_yet, sections

AS_OF = datetime(2026, 1, 2, 5, tzinfo=UTC)
VOICES = Difference(
    themes=32, baseline=42, before=3.4, after=1.4, baseline_before=3.4, baseline_after=3.0, effect=-0.52, low=-0.6,
    high=-0.44,
)  # fmt: skip
MOOD = Difference(
    themes=31, baseline=37, before=0.57, after=0.53, baseline_before=0.55, baseline_after=0.56, effect=-0.05,
    low=-0.11, high=0.01,
)  # fmt: skip
EFFECT = Effect(
    group="acted on", days=7, themes=55, observed=40, compared=32, later=0.41, least=10, voices=VOICES, negative=MOOD
)
EVERY = Answered(
    priority="all", listed=143, acted_on=55, done=50, dismissed=4, share=0.385, timed=140, waiting=85,
    median_hours=7.25, p90_hours=None,
)  # fmt: skip
ANNA = Carried(
    name="Anna", role="employee", owned=22, acted_on=9, done=7, minutes=203, minutes_done=73, share_of_actions=0.68,
    share_of_minutes=0.671, median_hours=0.5,
)  # fmt: skip
PAUL = dataclasses.replace(ANNA, name="Paul", role="press", owned=0)
EMPLOYEES = dataclasses.replace(ANNA, name="employee")
CLASS = WhatIf(
    change="level", members=("Eva", "Flo"), value="professional", hours=12.0, minutes=0, actions=14, people=310,
    voices=400, people_an_hour=25.8,
)  # fmt: skip
NEWCOMER = WhatIf(
    change="newcomer", members=(), value="de", hours=8.0, minutes=60, actions=3, people=20, voices=30,
    people_an_hour=2.5,
)  # fmt: skip
MISSING = Missing(
    nights=7, has_team=True, actions=31, minutes=620, people=330, voices=500, taken_now=0,
    gaps=(
        Gap(rule="level too low", detail="", actions=14, minutes=300, people=310, voices=400),
        Gap(rule="language", detail="de on x", actions=3, minutes=60, people=20, voices=30),
    ),
    what_ifs=(CLASS, NEWCOMER),
)  # fmt: skip
BACK = CameBack(
    action_id="a", theme="bricked after the update", owner="Anna", done_at=AS_OF, back_at=AS_OF + timedelta(days=4),
    nights=4,
)  # fmt: skip


def nights(count: int) -> tuple[NightLine, ...]:
    return tuple(
        NightLine(
            night=n, as_of=AS_OF + timedelta(days=n), voices=100 + n, negative=0.4, listed=20, without_owner=5,
            acted_on=n % 20,
        )
        for n in range(1, count + 1)
    )  # fmt: skip


def headway(**changes: Any) -> Headway:
    values: dict[str, Any] = {
        "nights": nights(30), "answered": (EVERY,), "done": 50, "came_back": (BACK,), "effects": (EFFECT,),
        "owners": (ANNA, PAUL), "roles": (EMPLOYEES,), "volunteers": ANNA, "missing": MISSING,
    }  # fmt: skip
    return Headway(**(values | changes))


def shown(told: Headway, width: int, *, color: bool = False) -> str:
    file = io.StringIO()
    Console(file=file, width=width, force_terminal=color, color_system="standard" if color else None).print(
        progress_table(told, width=width)
    )
    return file.getvalue()


def plain(told: Headway, width: int = 200) -> str:
    """The report with single blanks."""
    return " ".join(shown(told, width).split())


@pytest.mark.parametrize("width", [80, 120, 200])
@pytest.mark.parametrize("count", [1, 30, 400])
def test_no_line_is_wider_than_the_terminal(width: int, count: int) -> None:
    lines = shown(headway(nights=nights(count)), width).splitlines()
    assert max(map(cell_len, lines)) <= width
    assert not [line for line in lines if "…" in line], "nothing of this needs to be cut"


def test_all_figures_are_there() -> None:
    text = plain(headway())
    for told in (
        "30 nights: 2026-01-03 to 2026-02-01",
        "voices a day: ▼ -52 % beyond the baseline (90 % interval -60 to -44)",
        "negative: → -5 points beyond the baseline, which may be chance (90 % interval -11 to +1)",
        "on 41 % of it somebody acted later",
        "What came back: 1 of 50 done, 2 %",
        "bricked after the update Anna 2026-01-02 2026-01-06 4",
        "volunteers carry 68 % of the owned actions and 67 % of the minutes; they did 7 in 73 minutes",
        "owned nothing: Paul",
        "Left without an owner in the last 7 nights: 31 actions, 620 minutes, 330 people to be helped",
        "language: German on x 3 60 20 30",
        "Eva, Flo trained as professional 12 14 310 25.8",
        "one more volunteer who speaks German, 60 minutes a night 8 3 20 2.5",
    ):
        assert told in text
    assert "50 4 7.2 h not yet 85" in text


def test_an_action_that_came_back_twice_is_one_of_those_done() -> None:
    assert "What came back: 1 of 50 done, 2 % (2 times)" in plain(headway(came_back=(BACK, BACK)))


def test_that_nothing_came_back_is_said_where_something_was_done() -> None:
    assert "What came back: 0 of 50 done, 0 % nothing so far" in plain(headway(came_back=()))
    assert "What came back" not in plain(headway(came_back=(), done=0))


def test_more_voices_are_told_by_another_sign() -> None:
    worse = dataclasses.replace(VOICES, effect=0.3, low=0.1, high=0.5)
    text = plain(headway(effects=(dataclasses.replace(EFFECT, voices=worse),)))
    assert "voices a day: ▲ +30 % beyond the baseline (90 % interval +10 to +50)" in text


def test_too_few_themes_are_told_without_a_number_of_effect() -> None:
    few = dataclasses.replace(EFFECT, themes=6, observed=4, compared=2, voices=None, negative=None)
    text = plain(headway(effects=(few,)))
    assert "too few to tell: of 6 themes 4 had enough voices before and all days after, 2 of these a baseline" in text
    assert "beyond the baseline" not in text


def test_what_was_done_is_told_apart_where_it_is_less_than_what_was_acted_on() -> None:
    same = dataclasses.replace(EFFECT, group="done")
    fewer = dataclasses.replace(same, themes=20)
    assert plain(headway(effects=(EFFECT, same))).count("Did it help?") == 1
    assert plain(headway(effects=(EFFECT, fewer))).count("Did it help?") == 2


def test_signs_stand_without_colour_and_colour_adds_nothing_else() -> None:
    told = headway()
    assert "\x1b[" not in shown(told, 100)
    assert "\x1b[" in shown(told, 100, color=True)


def test_hostile_titles_stay_text() -> None:
    told = headway(came_back=(dataclasses.replace(BACK, theme="[red]\x1b[31m|<b>x</b>|\u202e`"),))
    text = shown(told, 120)
    assert "\x1b" not in text
    assert "[red]" in text
    lines = [line for line in progress_markdown(told).splitlines() if "red" in line]
    assert "<b>" not in lines[0]
    assert lines[0].replace("\\|", "").count("|") == 6


def test_markdown_has_the_parts_of_the_terminal() -> None:
    told = headway()
    text = progress_markdown(told)
    assert text.count("## ") == len(sections(told, width=100)) == 7
    assert "| Eva, Flo trained as professional | 12 | 14 | 310 | 25.8 |" in text.replace("\\", "")


def test_without_a_team_only_owners_are_told() -> None:
    alone = dataclasses.replace(MISSING, has_team=False)
    text = plain(headway(volunteers=None, missing=alone))
    assert "without a team file nobody has a role; say --team FILE" in text
    assert "all employees" not in text
    assert "Left without" not in text


def test_nothing_left_without_an_owner_is_said() -> None:
    fine = dataclasses.replace(MISSING, actions=0, gaps=(), what_ifs=())
    assert "Left without an owner in the last 7 nights: nothing" in plain(headway(missing=fine))


def test_a_team_that_would_take_it_now_is_said() -> None:
    text = plain(headway(missing=dataclasses.replace(MISSING, taken_now=2)))
    assert "the team file as it is now would have given 2 actions an owner" in text


def test_only_what_is_new_is_said_to_be_timed() -> None:
    assert "of 140 first listed in these nights" in plain(headway())
    everything = dataclasses.replace(EVERY, timed=143)
    assert "first listed in these nights" not in plain(headway(answered=(everything,)))


def test_nothing_yet_is_one_line() -> None:
    none = dataclasses.replace(EVERY, listed=12, acted_on=0, done=0, share=0.0)
    assert nothing_yet(headway()) == ""
    assert "no night is in the store yet" in nothing_yet(headway(nights=()))
    assert "any of the 12 actions of 1 night yet" in nothing_yet(headway(nights=nights(1), answered=(none,)))
