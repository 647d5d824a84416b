"""Shows what became of the actions on a terminal; imported only there, because Rich takes a fifth of a second."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.console import Group
from rich.style import Style
from rich.table import Table
from rich.text import Text

from triage.present.progress_words import sections
from triage.present.safe import terminal_text

if TYPE_CHECKING:
    from triage.model.headway import Headway
    from triage.present.progress_section import Section

#: The first column keeps so many characters, if it has them.
_NARROWEST: Final = 24
#: The colours of a sign that is told by its form too.
_SIGNS: Final = {"▼": Style(color="green"), "▲": Style(color="red")}


def progress_table(told: Headway, *, width: int) -> Group:
    """Returns the report for a terminal.

    Args:
        told: What became of the actions.
        width: Columns of the terminal.

    Returns:
        A Rich renderable; no text of it is markup.
    """
    parts: list[Text | Table] = []
    for section in sections(told, width=width):
        if parts:
            parts.append(Text(""))
        parts.append(Text(terminal_text(section.title), style="bold"))
        if section.rows:
            parts.append(_table(section))
        parts += [_line(line) for line in section.lines]
    return Group(*parts)


def _table(section: Section) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
    for place, head in enumerate(section.heads):
        number = head in section.numbers
        widest = max(len(row[place]) for row in section.rows)
        table.add_column(
            Text(head),
            min_width=min(widest, _NARROWEST) if not place else None,
            justify="right" if number else "left",
            no_wrap=place > 0,
            overflow="ellipsis" if place else "fold",
        )
    for row in section.rows:
        table.add_row(*(Text(terminal_text(cell)) for cell in row))
    return table


def _line(line: str) -> Text:
    style = next((style for sign, style in _SIGNS.items() if sign in line), Style(dim=True))
    return Text(terminal_text(line), style=style)
