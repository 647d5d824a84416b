from __future__ import annotations

import io
import json
import re
import unicodedata
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from rich.cells import cell_len
from rich.console import Console

from triage.model.past import History, Listed, Quote
from triage.model.standing import Change, Measures, Standing
from triage.model.vocabulary import Status
from triage.present.brief import Brief, Part, brief
from triage.present.brief_records import brief_json

if TYPE_CHECKING:
    from triage.model.action import Action

NIGHT = datetime(2026, 11, 19, 23, tzinfo=UTC)
NASTY = (
    "\x1b]0;owned\x07\x1b[31m",
    "[bold red]x[/]",
    "日本語" * 90,
    "a" * 900,
    "\u202egpj.exe\n\r\t",
    "\ud800",
    "word " * 300,
)
PARTS = (
    ("volume_points", "31 voices", "18 * LN(32) / LN(121)", 13.0),
    ("negativity_points", "negative_low 0.21", "18 * 0.21 / 0.7", 5.4),
    ("momentum_points", "surprise 7.5", "14", 14.0),
    ("reach_points", "reach 35,874", "10 * LN(35875) / LN(1000001)", 7.6),
    ("risk_points", "1 speaks of safety", "26 * 1 * (0.2 + 0.8 * LN(1) / LN(8))", 5.2),
    ("benefit_points", "21 could be helped", "14 * LN(22) / LN(61)", 10.5),
)


def a_brief(action: Action, **changes: Any) -> Brief:
    parts = tuple(Part(*part) for part in PARTS)
    points: dict[str, Any] = {part.name: part.points for part in parts}
    row = replace(action, **points, score=55.7)
    measures = Measures(
        rule="mend and tell", level="professional", roles=("employee", "lead"), minutes=36,
        refusals={"Anna Beck": "", "Jonas Wolter": "language"},
    )  # fmt: skip
    history = History(
        nights=(Listed(night=1, as_of=NIGHT - timedelta(days=2), mentions=2, score=9.0),
                Listed(night=3, as_of=NIGHT, mentions=33, score=55.7)),
        voices=(0,) * 25 + (2, 27, 31),
        quotes=(Quote(text="it is bricked", url="https://x.example/1", language="en"),
                Quote(text="bricked here too", url="javascript:alert(1)", language="en")),
        changes=tuple(a_change(number) for number in range(changes.pop("changed", 1))),
    )  # fmt: skip
    standing = Standing(action_id=row.action_id, status=row.status, row=row, measures=measures)
    found = Brief(action=row, standing=standing, scored="P2", parts=parts, history=history, last_night=3)
    return replace(found, **changes)


def a_change(number: int) -> Change:
    return Change(
        action_id="t1", what="status", before="open" if number else "", after="done" if number else "open",
        at=NIGHT + timedelta(hours=number), by="anna", whence="update",
    )  # fmt: skip


def shown(found: Brief, width: int = 80, height: int | None = None, *, terminal: bool = False) -> str:
    console = Console(
        file=io.StringIO(), width=width, force_terminal=terminal, color_system="truecolor" if terminal else None
    )
    console.print(brief(found, width=width, height=height))
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.splitlines()]


def test_one_action_as_eighty_columns_show_it(stored_action: Action) -> None:
    assert lines(shown(a_brief(stored_action))) == [
        "P2 !  firmware bricks machine                                       t1aaaa000001",
        "stands      fix · open · Anna Beck, due 2026-11-21 · in updates",
        "heard       33 mentions in night 3, 64 in all · x, reddit · en, de · risk:",
        "            safety",
        "sentiment   46 % negative (21 to 72), 30 % neutral, 24 % positive",
        "trend       ↑ rising · 9.4 times the usual · ····▁▇█ most 31 a day",
        "why         31 people in 3 days, 9.4 times the usual; Anna Beck may, in English",
        "next step   Reproduce it.",
        "quotes      it is bricked",
        "            bricked here too",
        "score       55.7 = 13.0 + 5.4 + 14.0 + 7.6 + 5.2 + 10.5",
        "volume      13.0  31 voices: 18 * LN(32) / LN(121)",
        "negativity   5.4  negative_low 0.21: 18 * 0.21 / 0.7",
        "momentum    14.0  surprise 7.5: 14",
        "reach        7.6  reach 35,874: 10 * LN(35875) / LN(1000001)",
        "risk         5.2  1 speaks of safety: 26 * 1 * (0.2 + 0.8 * LN(1) / LN(8))",
        "benefit     10.5  21 could be helped: 14 * LN(22) / LN(61)",
        "may         Anna Beck (36 minutes; mend and tell: employee or lead, professional",
        "            or above)",
        "may not     language: Jonas Wolter",
        "history     first said 2026-11-17 14:00, in 2 lists (nights 1 to 3)",
        "            2026-11-19 23:00 anna: opened (update)",
    ]


@pytest.mark.parametrize("text", ["", *NASTY])
def test_a_large_action_fits_a_terminal_of_24_lines(stored_action: Action, text: str) -> None:
    action = replace(stored_action, theme=text, why=text, next_step=text, note=text, owner="Anna " * 3)
    found = a_brief(action, changed=40)
    quotes = tuple(Quote(text=text, url="", language="en") for _ in range(5))
    found = replace(found, history=replace(found.history, quotes=quotes))
    assert len(shown(found, 80, 23).splitlines()) <= 24
    assert len(shown(found, 200, 50).splitlines()) <= 50


@pytest.mark.parametrize("width", [40, 80, 200])
@pytest.mark.parametrize("text", NASTY)
def test_hostile_text_neither_steers_the_terminal_nor_leaves_the_line(
    stored_action: Action, width: int, text: str
) -> None:
    action = replace(
        stored_action, theme=text, why=text, next_step=text, note=text, owner=text, topic=text, channels=text,
        due=text, action_id=text[:20],
    )  # fmt: skip
    found = a_brief(action)
    quote = Quote(text=text, url=f"https://x.example/{text[:20]}", language="en")
    change = replace(a_change(1), what="note", before=text, after=text, by=text)
    history = replace(found.history, quotes=(quote,), changes=(change,), members=((text, text),))
    measures = replace(found.standing.measures, refusals={text: "", f"{text}2": "language"})
    found = replace(found, history=history, standing=replace(found.standing, measures=measures))
    assert all(cell_len(line) <= width for line in shown(found, width).splitlines())
    output = shown(found, width, terminal=True)
    ours = re.compile(r"\x1b\[[0-9;]*m|\x1b\]8;(?:id=[0-9]+)?;(?:https://x\.example/[!-~]*)?\x1b\\")
    left = ours.sub("", output)
    assert not [letter for letter in left if unicodedata.category(letter) in {"Cc", "Cf", "Cs"} and letter != "\n"]


def test_what_is_cut_is_said_to_be_in_the_json(stored_action: Action) -> None:
    found = a_brief(stored_action, changed=30)
    assert "-f json has all" not in shown(found)
    assert shown(found).count("anna: status open → done") == 29
    assert re.search(r"\d+ earlier changes; -f json has all", shown(found, height=24))
    assert len(json.loads(brief_json(found))["changes"]) == 30


def test_the_latest_changes_are_the_ones_that_stay(stored_action: Action) -> None:
    assert f"{NIGHT + timedelta(hours=29):%Y-%m-%d %H:%M}" in shown(a_brief(stored_action, changed=30), height=24)


def test_a_person_sees_what_they_set(stored_action: Action) -> None:
    until = NIGHT + timedelta(days=9)
    found = a_brief(replace(stored_action, status=Status.SNOOZED, note="waits for 4.2.1", priority="P1"))
    text = shown(replace(found, standing=replace(found.standing, until=until, priority="P1")), 200)
    assert "snoozed until 2026-11-28 23:00" in text
    assert "P1 by a person, P2 by its score" in text
    assert "note        waits for 4.2.1" in text


def test_what_the_settings_changed_since_is_said(stored_action: Action) -> None:
    found = a_brief(stored_action)
    other = found.parts[0]._replace(points=9.0)
    text = shown(replace(found, parts=(other, *found.parts[1:])), 120)
    assert "51.7 = 9.0 + 5.4 + 14.0 + 7.6 + 5.2 + 10.5; the list has 55.7, from other settings" in text


def test_what_is_unknown_is_said(stored_action: Action) -> None:
    unscored: dict[str, Any] = dict.fromkeys(("negative", "negative_low", "negative_high", "neutral", "positive"))
    found = a_brief(replace(stored_action, **unscored, growth=None, owner="", due=""), last_night=7)
    standing = replace(found.standing, measures=Measures())
    text = shown(replace(found, history=replace(found.history, quotes=(), voices=(0, 0)), standing=standing), 120)
    assert "not scored" in text
    assert "no owner" in text
    assert "in night 3 and nobody since" in text
    assert "no words of customers are kept any more" in text
    assert "trend       ↑ rising\n" in re.sub(" +\n", "\n", text)
    assert "who " not in text
    assert "may " not in text


def test_what_was_pruned_is_not_told(stored_action: Action) -> None:
    found = a_brief(replace(stored_action, first_seen=None))
    history = replace(found.history, nights=found.history.nights[1:], changes=())
    assert "history     in 1 list (night 3)" in shown(replace(found, history=history))
    text = shown(replace(found, history=replace(history, nights=())))
    assert "33 mentions, 64 in all" in text
    assert text.splitlines()[-1].rstrip() == "history     no list is kept any more"


def test_what_was_merged_is_named(stored_action: Action) -> None:
    found = a_brief(stored_action)
    history = replace(found.history, members=(("t2", "app logs out"),))
    assert "includes    app logs out (t2)" in shown(replace(found, history=history))


def test_json_holds_everything_as_lists_write_it(stored_action: Action) -> None:
    told = json.loads(brief_json(a_brief(stored_action)))
    assert told["schema"] == "triage-action/1"
    assert told["action"]["theme"] == "firmware bricks machine"
    assert told["action"]["last_seen"] == "2026-11-19T23:00:00Z"
    assert told["score"]["sum"] == round(sum(part["points"] for part in told["score"]["parts"]), 1) == 55.7
    assert told["score"]["parts"][0] == dict(zip(("name", "measure", "formula", "points"), PARTS[0], strict=True))
    assert told["who"]["may"] == ["Anna Beck"]
    assert told["who"]["may_not"] == {"Jonas Wolter": "language"}
    assert told["voices_a_day"][-3:] == [2, 27, 31]
    assert told["nights"][0] == {"night": 1, "as_of": "2026-11-17T23:00:00Z", "mentions": 2, "score": 9.0}
    assert told["changes"] == [
        {
            "what": "status",
            "before": "",
            "after": "open",
            "at": "2026-11-19T23:00:00Z",
            "by": "anna",
            "whence": "update",
        }
    ]


def test_json_holds_hostile_text_as_text(stored_action: Action) -> None:
    told = json.loads(brief_json(a_brief(replace(stored_action, theme="\x00\x1b[31m", note="=1+1"))))
    assert (told["action"]["theme"], told["action"]["note"]) == ("��[31m", "=1+1")
