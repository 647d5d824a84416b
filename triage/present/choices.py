"""Tells which output and which columns were asked for; light, so that a wrong option is told before any work."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from triage.model.action import SHORT_COLUMNS, Action
from triage.model.column import did_you_mean, names_of
from triage.model.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

#: What an action list can be written as; the ending of a file is the name with a dot.
FORMATS: Final = ("csv", "tsv", "json", "jsonl", "md", "parquet")
#: What mentions can be written as: Markdown is for people, who do not read a million rows.
MENTION_FORMATS: Final = ("csv", "tsv", "json", "jsonl", "parquet")


def format_of(path: str, formats: Iterable[str] = FORMATS) -> str:
    """Returns the format that a file's ending names.

    Raises:
        UsageError: The ending is unknown.

    >>> format_of("out/actions.CSV")
    'csv'
    """
    known = tuple(formats)
    ending = PurePath(path).suffix[1:].lower()
    if ending in known:
        return ending
    given = f"the ending .{ending} is unknown" if ending else "a file needs an ending that tells its format"
    message = f"{given}{did_you_mean('.' + ending, _dotted(known))}"
    raise UsageError(message, where=path, hint=f"known are {' '.join(_dotted(known))}")


def _dotted(formats: Iterable[str]) -> list[str]:
    return [f".{name}" for name in formats]


def choose_columns(spec: str) -> tuple[str, ...]:
    """Returns the columns of the action list that `all`, `short` or `NAME,...` asks for, in the order asked.

    Raises:
        UsageError: A name is unknown, or there is none.

    >>> choose_columns("rank, theme")
    ('rank', 'theme')
    """
    known = names_of(Action)
    if spec in {"all", "short"}:
        return known if spec == "all" else SHORT_COLUMNS
    chosen = tuple(dict.fromkeys(name.strip() for name in spec.split(",") if name.strip()))
    unknown = next((name for name in chosen if name not in known), None)
    if unknown is not None:
        message = f"there is no column {unknown!r}{did_you_mean(unknown, known)}"
        raise UsageError(message, where="--columns", hint=f"known are all, short, {', '.join(known)}")
    if not chosen:
        raise UsageError("no column is named", where="--columns", hint="say all, short or NAME,...")
    return chosen
