from __future__ import annotations

import io
import re
import unicodedata
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from triage.frames import ActionFrame, action_frame
from triage.present.table import MOST_ROWS, action_table, standing_table

if TYPE_CHECKING:
    from triage.model.action import Action

NIGHT = {
    "as_of": "2015-02-24T11:35:00Z", "mentions": 14640, "themes": 210, "sources": 3, "duplicates": 12, "rejects": 4,
}  # fmt: skip
NASTY = {
    "closing tag": "[/]",
    "tag": "[bold red]urgent[/]",
    "tag with a link": "[link=https://evil.example]x[/link]",
    "clipboard": "\x1b[2J\x1b]52;c;cm0=\x07",
    "C1": "\x9b31m",
    "Japanese": "日本語の題名がとても長い場合はどうなりますか" * 4,
    "families": "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466\U0001f3f3\ufe0f\u200d\U0001f308" * 20,
    "one long word": "a" * 500,
    "direction": "\u202egpj.exe",
    "accents": "e\u0301\u0302\u0303" * 40,
    "Arabic": "مرحبا بالعالم" * 10,
    "line ends": "tab\tand\r\nline\u2028end",
    "full width": "ｆｕｌｌ　ｗｉｄｔｈ" * 9,
    "nothing": "",
    "flags": "\U0001f1e9\U0001f1ea" * 40,
}


def shown(actions: ActionFrame, width: int, *, terminal: bool = False) -> str:
    console = Console(
        file=io.StringIO(), width=width, force_terminal=terminal, color_system="truecolor" if terminal else None
    )
    console.print(action_table(actions, width=width, night=NIGHT))
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def width_of(line: str) -> int:
    """Counts cells by Unicode's own table, whatever Rich thinks."""
    return sum(
        2 if unicodedata.east_asian_width(letter) in {"W", "F"} else 1
        for letter in line
        if unicodedata.category(letter) not in {"Mn", "Me"}
    )


@pytest.mark.parametrize("width", [40, 60, 80, 81, 100, 120, 160, 200, 320])
@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY)
def test_no_line_is_longer_than_the_terminal(make_action: Any, width: int, text: str) -> None:
    action = make_action(1, theme=text, owner=text, due=text, why=text, quote=text, action=text, mentions=10**12)
    for line in shown(action_frame([action, make_action(2)]), width).split("\n"):
        assert cell_len(line) <= width
        assert width_of(line) <= width


@settings(max_examples=60)
@given(st.text(), st.sampled_from([80, 200]))
def test_any_text_fits(make_action: Any, text: str, width: int) -> None:
    action = make_action(1, theme=text, owner=text, why=text, quote=text, trend=text[:9], priority=text[:3])
    assert all(cell_len(line) <= width for line in shown(action_frame([action]), width).split("\n"))


@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY)
def test_only_our_own_escape_sequences_reach_the_terminal(make_action: Any, text: str) -> None:
    action = make_action(1, theme=text, owner=text, why=text, quote=text, url="https://x.example/\u202e?q=1")
    output = shown(action_frame([action]), 200, terminal=True)
    ours = re.compile(r"\x1b\[[0-9;]*m|\x1b\]8;(?:id=[0-9]+)?;(?:https://x\.example/[!-~]*)?\x1b\\")
    left = ours.sub("", output)
    assert not [letter for letter in left if unicodedata.category(letter) in {"Cc", "Cf"} and letter != "\n"]


def test_markup_is_shown_as_it_was_said(make_action: Any) -> None:
    assert "[bold red]urgent[/]" in shown(action_frame([make_action(theme="[bold red]urgent[/]")]), 80)


def test_eighty_columns_show_what_matters(make_action: Any, others: Action) -> None:
    text = shown(action_frame([make_action(1, priority="P1", theme="late flight again"), others]), 80)
    assert text == (
        "2015-02-24 11:35 UTC: 14,640 mentions, 210 themes, 3 sources, 12 duplicates, 4 \n"
        "rejects\n"
        "   #  P      score  action    theme                       mentions  neg %  trend\n"
        "   1  P1 !!   61.2  respond   late flight again              1,234     88  ↑    \n"
        "  99  P2 !    61.2  watch     other voices                   1,234     88  ↑    \n"
    )


def test_wider_terminals_show_owner_due_and_then_why_and_quote(make_action: Any) -> None:
    frame = action_frame([make_action(1, owner="Anna", due="2015-02-24T15:35:00Z")])
    assert "owner" not in shown(frame, 80)
    assert "trend      owner             due" in shown(frame, 125)
    assert "2015-02-24 15:35" in shown(frame, 125)
    assert "↑ rising" in shown(frame, 125)
    assert "nobody has" not in shown(frame, 125)
    assert "nobody has" in shown(frame, 160)
    assert "still waiting" not in shown(frame, 160)
    assert "still waiting" in shown(frame, 200)


def test_rows_with_an_owner_come_first_and_what_is_undone_is_said(make_action: Any, others: Action) -> None:
    actions = [make_action(1), make_action(2, owner="Anna"), make_action(3), make_action(4, owner="Ben"), others]
    lines = shown(action_frame(actions), 80).split("\n")
    order = [line.split()[0] for line in lines[1:] if line[:4].strip().isdigit() or line.startswith("left")]
    assert order == ["2", "4", "left", "1", "3", "99"]
    assert "left undone tonight: 2 actions, 68 people" in lines


def test_fifty_rows_at_most_then_where_the_rest_is(make_action: Any, others: Action) -> None:
    actions = [make_action(rank, owner="Anna" if rank % 2 else "") for rank in range(1, 81)]
    text = shown(action_frame([*actions, others]), 80)
    assert len(re.findall(r"^ *\d+  P2", text, re.MULTILINE)) == MOST_ROWS
    assert "other voices" in text
    assert text.endswith("and 31 more; -o actions.csv has them all\n")


def test_an_empty_night_has_its_header() -> None:
    assert "theme" in shown(action_frame([]), 80)


def test_only_web_addresses_are_linked(make_action: Any) -> None:
    assert "\x1b]8;" in shown(action_frame([make_action()]), 80, terminal=True)
    assert "\x1b]8;" not in shown(action_frame([make_action(url="file:///etc/passwd")]), 80, terminal=True)


def standing(actions: ActionFrame, width: int) -> str:
    console = Console(file=io.StringIO(), width=width)
    console.print(standing_table(actions, width=width, night={"as_of": NIGHT["as_of"]}, id_chars=6))
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_actions_as_they_stand_show_id_status_and_owner_in_eighty_columns(make_action: Any) -> None:
    rows = [make_action(1, owner="Anna Beck", status="acknowledged", action_id="t928d70c6d3b6"), make_action(2)]
    assert [line.rstrip() for line in standing(action_frame(rows), 80).splitlines()] == [
        "2015-02-24 11:35 UTC",
        "id      P      status        theme                              owner",
        "t928d7  P2 !   acknowledged  late flight                        Anna Beck",
        "a2      P2 !   open          late flight",
    ]


def test_wider_terminals_show_when_it_is_due_then_why_and_the_note(make_action: Any) -> None:
    frame = action_frame([make_action(1, owner="Anna", due="2015-02-25", note="waits for 4.2.1")])
    assert "2015-02-25" not in standing(frame, 80)
    assert "2015-02-25" in standing(frame, 100)
    assert "nobody has" in standing(frame, 180)
    assert "waits for" not in standing(frame, 180)
    assert "waits for 4.2.1" in standing(frame, 220)


@pytest.mark.parametrize("width", [40, 80, 120, 200, 320])
@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY)
def test_actions_as_they_stand_fit_the_terminal(make_action: Any, width: int, text: str) -> None:
    action = make_action(1, theme=text, owner=text, due=text, why=text, note=text, status=text, action_id=text)
    for line in standing(action_frame([action]), width).split("\n"):
        assert max(cell_len(line), width_of(line)) <= width


def test_of_many_actions_fifty_are_shown_in_the_order_given(make_action: Any) -> None:
    actions = [make_action(rank, owner="Anna" if rank % 2 else "") for rank in range(80, 0, -1)]
    text = standing(action_frame(actions), 80)
    assert re.findall(r"^a(\d+) ", text, re.MULTILINE) == [str(rank) for rank in range(80, 80 - MOST_ROWS, -1)]
    assert text.endswith("and 30 more; -o actions.csv has them all\n")
