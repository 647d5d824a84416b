from __future__ import annotations

from typing import Any

from markdown_it import MarkdownIt

from triage.frames import action_frame
from triage.model.action import Action
from triage.model.column import columns_of
from triage.present.markdown import markdown

UNDONE = {"actions": 1, "earlier": 0, "people": 34, "minutes": 60}
NIGHT = {"as_of": "2015-02-24T11:35:00Z", "mentions": 14640, "themes": 2, "undone": UNDONE}
GOLDEN = """\
# Actions of 2015-02-24 11:35 UTC

14,640 mentions, 2 themes

left undone tonight: 1 action, 34 people, 60 minutes

| rank | priority | theme | action | owner | mentions | negative % | trend |
| ---: | --- | --- | --- | --- | ---: | ---: | --- |
| 2 | P1 | no refund | respond | Anna | 1234 | 88 | rising |
| 1 | P2 | late flight | respond |  | 1234 |  | rising |

**2\\. no refund** 34 people in 2 days, nobody has answered

> still waiting, nobody answers

[link](<https://x.example/1>)

Next: Answer in public first.

**1\\. late flight** 34 people in 2 days, nobody has answered
"""


def kinds(source: str) -> list[str]:
    tokens = MarkdownIt("commonmark").enable("table").parse(source)
    return [token.type for block in tokens for token in [block, *(block.children or [])]]


def test_a_list_reads_as_agreed(make_action: Any) -> None:
    frame = action_frame(
        [
            make_action(1, negative=None, quote="", url="javascript:alert(1)", next_step=""),
            make_action(2, theme="no refund", priority="P1", owner="Anna"),
        ]
    )
    assert markdown(frame, NIGHT) == GOLDEN


def test_hostile_text_changes_no_structure(make_action: Any, hostile: list[str]) -> None:
    plain = kinds(markdown(action_frame([make_action(theme="x", quote="x", why="x", owner="x", next_step="x")]), NIGHT))
    for text in hostile[::67]:
        if not text.strip("\ufeff \t\u200b"):
            continue
        action = make_action(theme=text, quote=text, why=text, owner=text, next_step=text)
        found = kinds(markdown(action_frame([action]), NIGHT | {"as_of": text or "x"}))
        assert {kind for kind in found if kind != "text_special"} == set(plain), text
        assert found.count("tr_open") == plain.count("tr_open"), text


def test_the_first_ten_get_a_paragraph_and_all_a_row(make_action: Any, others: Action) -> None:
    text = markdown(action_frame([*(make_action(rank) for rank in range(1, 31)), others]), NIGHT)
    assert text.count("\n> ") == 10
    assert text.count("\n| ") == 2 + 31
    assert text.index("| 99 | P2 | other voices |") > text.index("| 30 | P2 |")


def test_chosen_columns_are_the_columns(make_action: Any) -> None:
    specs = [spec for spec in columns_of(Action) if spec.name in {"theme", "negative"}]
    assert "| theme | negative |\n| --- | ---: |\n| late flight | 0.876 |\n" in markdown(
        action_frame([make_action()]), {}, specs
    )


def test_an_empty_night_has_its_heading_and_header() -> None:
    assert markdown(action_frame([]), {}).startswith("# Actions of the night\n\n| rank | priority |")
