"""Shows the action list in a terminal; imported only there, because Rich takes a fifth of a second."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pandas as pd
from rich.cells import cell_len, set_cell_size
from rich.console import Group
from rich.style import Style
from rich.table import Table
from rich.text import Text

from triage.model.vocabulary import Priority, Trend
from triage.present.digest import counts_of, night_of, other_voices, percent, split_by_owner, themes_only, undone
from triage.present.safe import terminal_text, web_link

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from triage.frames import ActionFrame

#: Rows shown at most: Rich needs 2 ms a row, and nobody reads more in a terminal.
MOST_ROWS: Final = 50

_GAP: Final = 2
_NARROWEST: Final = 40
_THEME_WIDTHS: Final = (26, 48)
_MOST_LINES: Final = 3
_ONE_LINE: Final = ("action_id", "action", "due", "status")

# A sign beside each colour: it reads the same in grey, in print and to the colour-blind.
_PRIORITIES: Final[dict[str, tuple[str, Style]]] = {
    Priority.P1: ("!!", Style(color="red", bold=True)),
    Priority.P2: ("!", Style(color="yellow", bold=True)),
    Priority.P3: ("", Style()),
    Priority.P4: ("", Style(dim=True)),
}
_TRENDS: Final = {Trend.NEW: "+", Trend.RISING: "↑", Trend.STEADY: "→", Trend.FALLING: "↓", Trend.BACK: "↺"}


class _Shown(NamedTuple):
    """A column as the terminal shows it."""

    name: str
    head: str
    width: int
    right: bool = False


# In the order of their importance: a narrow terminal shows the first of them, a wide one all, with the trend's word.
_WANTED: Final = (
    _Shown("rank", "#", 4, right=True),
    _Shown("priority", "P", 5),
    _Shown("mentions", "mentions", 8, right=True),
    _Shown("action", "action", 8),
    _Shown("negative", "neg %", 5, right=True),
    _Shown("score", "score", 5, right=True),
    _Shown("trend", "trend", 5),
    _Shown("owner", "owner", 16),
    _Shown("due", "due", 16),
    _Shown("trend", "trend", 9),
    _Shown("why", "why", 36),
    _Shown("quote", "quote", 36),
)
_ORDER: Final = (
    "rank", "priority", "score", "action", "theme", "mentions", "negative", "trend", "owner", "due", "why", "quote",
)  # fmt: skip

# The same for actions as they stand, of which people want to know the id, to change them.
_WANTED_STANDING: Final = (
    _Shown("priority", "P", 5),
    _Shown("status", "status", 12),
    _Shown("owner", "owner", 16),
    _Shown("due", "due", 10),
    _Shown("mentions", "mentions", 8, right=True),
    _Shown("negative", "neg %", 5, right=True),
    _Shown("action", "action", 8),
    _Shown("score", "score", 5, right=True),
    _Shown("trend", "trend", 5),
    _Shown("trend", "trend", 9),
    _Shown("why", "why", 36),
    _Shown("note", "note", 36),
)
_ORDER_STANDING: Final = (
    "action_id", "priority", "status", "theme", "owner", "due", "action", "mentions", "negative", "score", "trend",
    "why", "note",
)  # fmt: skip


def action_table(actions: ActionFrame, *, width: int, night: Mapping[str, Any]) -> Group:
    """Returns what the terminal shows: what the night was, the actions with an owner, the others, and how many more.

    Args:
        actions: The action list.
        width: Columns of the terminal.
        night: The night's counts: as_of, mentions, themes, sources, duplicates, rejects, as far as known.

    Returns:
        A Rich renderable of which no line is wider than `width`, if that is at least 40.
    """
    layout = _layout(max(width, _NARROWEST), _WANTED, _ORDER)
    themes, rest = themes_only(actions), other_voices(actions)
    with_owner, without = split_by_owner(themes)
    room = MOST_ROWS - len(rest)
    tops = with_owner.head(room), without.head(max(room - len(with_owner), 0))
    parts: list[Text | Table] = [_headline(night)]
    line = undone(themes)
    if line:
        parts += [_table(tops[0], layout, heads=True), Text(line, style="bold")]
        parts.append(_table(pd.concat([tops[1], rest]), layout, heads=False))
    else:
        parts.append(_table(pd.concat([*tops, rest]), layout, heads=True))
    hidden = len(themes) - len(tops[0]) - len(tops[1])
    if hidden:
        parts.append(Text(f"and {hidden:,} more; -o actions.csv has them all", style="italic"))
    return Group(*parts)


def standing_table(actions: ActionFrame, *, width: int, night: Mapping[str, Any], id_chars: int) -> Group:
    """Returns what the terminal shows of actions as they stand: the night they are of, then a row each, as ordered.

    Args:
        actions: The actions.
        width: Columns of the terminal.
        night: The last night's instant, as_of.
        id_chars: Characters that tell the ids apart.

    Returns:
        A Rich renderable of which no line is wider than `width`, if that is at least 40.
    """
    wanted = (_Shown("action_id", "id", id_chars), *_WANTED_STANDING)
    layout = _layout(max(width, _NARROWEST), wanted, _ORDER_STANDING)
    parts: list[Text | Table] = [_headline(night)] if night.get("as_of") else []
    parts.append(_table(actions.head(MOST_ROWS), layout, heads=True))
    if len(actions) > MOST_ROWS:
        parts.append(Text(f"and {len(actions) - MOST_ROWS:,} more; -o actions.csv has them all", style="italic"))
    return Group(*parts)


def _headline(night: Mapping[str, Any]) -> Text:
    words = ": ".join(part for part in (night_of(night), counts_of(night)) if part)
    return Text(terminal_text(words), style="bold", overflow="fold")


def _layout(width: int, wanted: Sequence[_Shown], order: Sequence[str]) -> list[_Shown]:
    """Chooses the columns that fit, and gives what is left to the theme, then to those of sentences."""
    least, most = _THEME_WIDTHS
    least = min(least, width // 2)
    chosen: dict[str, _Shown] = {}
    left = width
    for shown in wanted:
        narrower = chosen.get(shown.name)
        cost = shown.width - narrower.width if narrower else shown.width + _GAP
        if left - cost < least:
            break
        chosen[shown.name] = shown
        left -= cost
    wide = [name for name in ("why", "quote", "note") if name in chosen]
    theme = left if left <= most or not wide else most
    chosen["theme"] = _Shown("theme", "theme", theme)
    for name in wide:
        chosen[name] = chosen[name]._replace(width=chosen[name].width + (left - theme) // len(wide))
    return [chosen[name] for name in order if name in chosen]


def _table(actions: pd.DataFrame, layout: Sequence[_Shown], *, heads: bool) -> Table:
    table = Table(box=None, show_header=heads, padding=(0, _GAP, 0, 0), pad_edge=False, header_style="bold underline")
    for shown in layout:
        table.add_column(
            Text(shown.head), justify="right" if shown.right else "left", width=shown.width, overflow="fold"
        )
    linked = "quote" if any(shown.name == "quote" for shown in layout) else "theme"
    for row in actions.to_dict("records"):
        link = web_link(row["url"])
        cells = [_cell(row, shown) for shown in layout]
        if link:
            cells[[shown.name for shown in layout].index(linked)].stylize(Style(link=link))
        table.add_row(*cells)
    return table


def _cell(row: Mapping[Any, Any], shown: _Shown) -> Text:
    value = row[shown.name]
    if shown.name == "priority":
        text, style = priority_sign(value)
        return Text(fitted(text, shown.width, lines=1), style=style)
    if shown.name == "trend":
        return Text(fitted(trend_sign(value, shown.width), shown.width, lines=1))
    if shown.name == "negative":
        return Text(percent(value))
    if shown.name == "score":
        return Text(f"{value:.1f}")
    if shown.name == "mentions":
        return Text(_short_count(value, shown.width))
    if shown.name == "action_id":
        value = value[: shown.width]
    if shown.name == "due":
        value = value[: len("2015-02-24T11:35")].replace("T", " ")
    return Text(fitted(str(value), shown.width, lines=1 if shown.name in _ONE_LINE else _MOST_LINES))


def priority_sign(priority: str) -> tuple[str, Style]:
    """Returns a priority with its sign, and how it is coloured."""
    sign, style = _PRIORITIES.get(priority, ("", Style()))
    return f"{priority} {sign}".rstrip(), style


def trend_sign(value: str, width: int) -> str:
    """Returns a trend with its sign, or the sign alone where there is no more room."""
    word = f"{_TRENDS[Trend(value)]} {value}" if value in set(Trend) else value
    return word if len(word) <= width else word[:1]


def _short_count(count: int, width: int) -> str:
    text = f"{count:,}"
    return text if len(text) <= width else f"{count:.1e}"


def fitted(text: str, width: int, *, lines: int) -> str:
    """Makes a text harmless and cuts it to the cells of some lines; wrapping loses a few, so a line may be added."""
    line = " ".join(terminal_text(text).split())
    return line if cell_len(line) <= width * lines else set_cell_size(line, width * lines - 1).rstrip() + "…"
