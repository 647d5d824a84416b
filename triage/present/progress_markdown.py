"""Writes what became of the actions as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from triage.present.progress_words import sections
from triage.present.safe import markdown_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from triage.model.headway import Headway
    from triage.present.progress_section import Section

#: Charts and bars are as wide as on a terminal of so many columns.
_WIDTH: Final = 100


def progress_markdown(told: Headway) -> str:
    """Returns the report in GitHub's Markdown; every text of a customer is escaped.

    Args:
        told: What became of the actions.
    """
    return "\n".join(line for section in sections(told, width=_WIDTH) for line in _lines(section))


def _lines(section: Section) -> Iterator[str]:
    yield f"## {markdown_text(section.title)}\n"
    if section.rows:
        yield _row(section.heads)
        yield _row(["---:" if head in section.numbers else "---" for head in section.heads], escaped=False)
        yield from map(_row, section.rows)
        yield ""
    yield from (f"{markdown_text(line)}\n" for line in section.lines)


def _row(cells: Sequence[str], *, escaped: bool = True) -> str:
    return f"| {' | '.join(markdown_text(cell) if escaped else cell for cell in cells)} |"
