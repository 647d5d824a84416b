"""Takes a person's name out of what others wrote."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import orjson
from sqlalchemy import select, update

from triage.store.records import as_json
from triage.store.schema import action, change, listed, memory, quote, theme

if TYPE_CHECKING:
    from sqlalchemy import Connection, Table

#: What stands where a name stood.
GONE: Final = "[forgotten]"
_CELLS: Final = ("topic", "theme", "note", "terms", "why", "next_step")
#: Columns that hold words, and what tells their rows apart.
_COLUMNS: Final[tuple[tuple[Table, tuple[str, ...], tuple[str, ...]], ...]] = (
    (theme, ("theme_id",), ("title", "topic")),
    (action, ("action_id",), ("note",)),
    (quote, ("night", "action_id", "place"), ("text", "url")),
    (change, ("number",), ("before", "after")),
)


def unname(connection: Connection, name: str) -> int:
    """Takes a name out of notes, and of titles, lists and quotes of others; returns how many cells had it.

    A single plain word may be anybody's or no name at all: it goes where it stands as a handle (@ann) or in a link.

    Args:
        connection: Of the store.
        name: As the export gave it, with or without @.
    """
    pattern = _pattern(name)
    changed = 0
    for table, keys, columns in _COLUMNS:
        for row in connection.execute(select(table)).mappings().all():
            new = {column: pattern.sub(GONE, row[column]) for column in columns}
            new = {column: value for column, value in new.items() if value != row[column]}
            if table is change and row["what"] != "note":
                continue
            if new:
                changed += len(new)
                which = [table.c[key] == row[key] for key in keys]
                connection.execute(update(table).where(*which).values(**new))
    return changed + _unname_lists(connection, pattern) + _unname_memory(connection, name)


def _unname_lists(connection: Connection, pattern: re.Pattern[str]) -> int:
    changed = 0
    for row in connection.execute(select(listed)).all():
        cells: dict[str, Any] = orjson.loads(row.cells)
        new = {name: pattern.sub(GONE, cells[name]) for name in _CELLS}
        new = {name: value for name, value in new.items() if value != cells[name]}
        if new:
            changed += len(new)
            which = (listed.c.night == row.night, listed.c.action_id == row.action_id)
            connection.execute(update(listed).where(*which).values(cells=as_json(cells | new)))
    return changed


def _unname_memory(connection: Connection, name: str) -> int:
    """Takes the words of a name out of what themes are known by, where all of them are."""
    said = {word for word in re.findall(r"[^\W\d_]+|\d+", name.lower()) if len(word) > 1}
    changed = 0
    for row in connection.execute(select(memory)).all():
        words: dict[str, float] = orjson.loads(row.words)
        if len(said) > 1 and said <= words.keys():
            changed += 1
            left = {word: texts for word, texts in words.items() if word not in said}
            connection.execute(update(memory).where(memory.c.entry == row.entry).values(words=as_json(left)))
    return changed


def _pattern(name: str) -> re.Pattern[str]:
    bare = name.strip().lstrip("@").split()
    said = r"\s+".join(map(re.escape, bare))
    is_telling = len(bare) > 1 or not all(map(str.isalpha, bare))
    before = r"(?<!\w)@?" if is_telling else r"(?:(?<!\w)@|(?<=/)@?)"
    return re.compile(rf"{before}{said}(?!\w)", re.IGNORECASE)
