"""Writes the action list as Markdown for chats and tickets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from triage.model.action import Action
from triage.model.column import columns_of
from triage.present.cells import cell_texts, typed_table
from triage.present.digest import counts_of, night_of, other_voices, percent, split_by_owner, themes_only, undone
from triage.present.safe import markdown_text, shorten, web_link

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from triage.frames import ActionFrame
    from triage.model.column import ColumnSpec

#: Actions that get a paragraph under the table.
PARAGRAPHS: Final = 10

_TABLE_COLUMNS: Final = ("rank", "priority", "theme", "action", "owner", "mentions", "negative", "trend")
_LONGEST_CELL: Final = 300
_LONGEST_QUOTE: Final = 500


def markdown(actions: ActionFrame, night: Mapping[str, Any], columns: Sequence[ColumnSpec] | None = None) -> str:
    """Returns the night's heading, a table of all actions, then a paragraph for each of the first.

    Args:
        actions: The action list.
        night: The night's counts.
        columns: Columns of the table; None takes those that a chat has room for.

    Returns:
        GitHub's Markdown; every text of a customer is escaped, and only http and https are linked.
    """
    shown = pd.concat([*split_by_owner(themes_only(actions)), other_voices(actions)])
    blocks = [f"# Actions of {markdown_text(night_of(night) or 'the night')}"]
    blocks += [markdown_text(line) for line in (counts_of(night), undone(themes_only(actions), night)) if line]
    blocks.append("\n".join(_table(shown, columns)))
    blocks += [_paragraph(row) for row in shown.head(PARAGRAPHS).to_dict("records")]
    return "\n\n".join(blocks) + "\n"


def _table(actions: pd.DataFrame, columns: Sequence[ColumnSpec] | None) -> Iterator[str]:
    declared = {spec.name: spec for spec in columns_of(Action)}
    specs = columns or [declared[name] for name in _TABLE_COLUMNS]
    percents = columns is None
    table = typed_table(actions, specs)
    cells = {
        spec.name: [_cell(text, spec) for text in cell_texts(table.column(index).combine_chunks(), spec).to_pylist()]
        for index, spec in enumerate(specs)
    }
    heads = list(cells)
    if percents:
        cells["negative"] = [percent(share) for share in actions["negative"]]
        heads[heads.index("negative")] = "negative %"
    yield _row(heads)
    yield _row(["---" if spec.kind is str else "---:" for spec in specs])
    yield from (_row(row) for row in zip(*cells.values(), strict=True))


def _cell(text: str, spec: ColumnSpec) -> str:
    # A chat shows a pasted table in a spreadsheet's cells too: the mark of safe_cell stays on.
    return markdown_text(shorten(text, _LONGEST_CELL)) if spec.kind is str else text


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _paragraph(row: Mapping[Any, Any]) -> str:
    title = f"**{row['rank']}\\. {markdown_text(shorten(row['theme'], _LONGEST_CELL))}**"
    lines = [f"{title} {markdown_text(row['why'])}".rstrip()]
    link = web_link(row["url"])
    if row["quote"]:
        lines.append(f"> {markdown_text(shorten(row['quote'], _LONGEST_QUOTE))}")
    if link:
        lines.append(f"[link](<{link}>)")
    if row["next_step"]:
        lines.append(f"Next: {markdown_text(row['next_step'])}")
    return "\n\n".join(lines)
