"""Tells by its names how much a value of a JSON document looks like a mention."""

from __future__ import annotations

import functools
from itertools import islice
from typing import Any, Final

from triage.listen.names import fold
from triage.listen.readers.flatten import NotARecordError, flatten, records_of
from triage.listen.readers.nesting import is_page
from triage.listen.vendors import GENERIC, PLUS, load_profiles

#: Text of some kind (3 named like a text, 2 like a title or description, 1 some prose, 0 none), fields of a mention.
Likeness = tuple[int, int]

NO_LIKENESS: Final[Likeness] = (0, 0)
NAMED_TEXT: Final = 3
_NAMED_TITLE: Final = 2
_PROSE: Final = 1
#: These name a text in one export and a detail of a user, a label or a column in the next.
_WEAK_NAMES: Final = ("description", "value", "name", "caption", "mention", "beschreibung", "summary")
#: A picture's text is called so; a detail of something else has no id and time of its own.
_CAPTION: Final = "caption"
_OF_A_POST: Final = frozenset({"mention_id", "created_at"})
_LEAST_PROSE_CHARS: Final = 12
_SAMPLE: Final = 20


def likeness(value: object, max_depth: int) -> Likeness:
    """Returns how much a value looks like a mention; one that only lists others is none.

    >>> likeness({"id": "1", "created_at": "2026-01-02", "text": "Late again"}, 9) > likeness({"text": "No"}, 9)
    True
    >>> likeness({"name": "Ann", "description": "Loves trains"}, 9)[0], likeness([], 9)
    (2, (0, 0))
    """
    if isinstance(value, dict) and "includes" not in value and is_page(value):
        return NO_LIKENESS
    try:
        records = list(islice(records_of(value), _SAMPLE))
        return max((_of_cells(flatten(record, max_depth)) for record in records), default=NO_LIKENESS)
    except NotARecordError:
        return NO_LIKENESS


def most(values: list[Any], max_depth: int) -> Likeness:
    """Returns the greatest likeness of the first values."""
    return max((likeness(value, max_depth) for value in values[:_SAMPLE]), default=NO_LIKENESS)


def _of_cells(cells: dict[str, str]) -> Likeness:
    known = fields_of_names()
    filled = {fold(name): cell for name, cell in cells.items() if cell.strip()}
    kinds = {known[name] for name in filled if name in known}
    strength = 0
    for name, cell in filled.items():
        kind = known.get(name)
        if kind in ("text", "title") and not cell.replace(".", "").isdigit():
            strength = max(strength, NAMED_TEXT if kind == "text" else _NAMED_TITLE)
    if strength == _NAMED_TITLE and _CAPTION in filled and kinds >= _OF_A_POST:
        strength = NAMED_TEXT
    if not strength:
        is_prose = any(len(cell) >= _LEAST_PROSE_CHARS and " " in cell.strip() for cell in filled.values())
        strength = _PROSE if is_prose else 0
    return strength, len(kinds)


@functools.cache
def fields_of_names() -> dict[str, str]:
    """Returns the folded names of columns, whoever wrote them, with the field that they hold."""
    fields: dict[str, str] = {}
    profiles = sorted(load_profiles().values(), key=lambda profile: profile.name != GENERIC)
    for wanted in ("text", "title", "created_at", "author", "mention_id", "url", "language", "source_sentiment"):
        for profile in profiles:
            for entry in profile.fields.get(wanted, ()):
                for name in entry.split(PLUS):
                    fields.setdefault(fold(name), wanted)
    return fields | dict.fromkeys(_WEAK_NAMES, "title")
