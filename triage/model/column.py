"""How a noun declares its columns: `Annotated[type, Column(...)]` on the fields of a dataclass."""

from __future__ import annotations

import dataclasses
import difflib
import functools
import types
import typing
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Final, get_args, get_origin, get_type_hints

#: The plain types that a column may hold, as written in the annotation of its field.
PLAIN_TYPES: Final = (str, int, float, bool, datetime)


@dataclass(frozen=True, slots=True)
class Column:
    """What one column holds.

    Attributes:
        about: One sentence for the README and for error messages.
        unit: Unit of a number ("people", "share 0..1", "points"), empty for text.
        required: Whether a source must give it; everything else may be missing.
        digits: Decimals that outputs show; None for numbers shown whole.
    """

    about: str
    unit: str = ""
    required: bool = False
    digits: int | None = None


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """One declared column of a noun: its name, plain type, whether it may be empty, and its `Column`."""

    name: str
    kind: type
    nullable: bool
    column: Column


@functools.cache
def columns_of(noun: type) -> tuple[ColumnSpec, ...]:
    """Returns the declared columns of a noun, in the order of its fields.

    Args:
        noun: A dataclass whose fields are `Annotated[type, Column(...)]`.

    Returns:
        One `ColumnSpec` a field.

    Raises:
        TypeError: A field has no `Column`, or a type outside `PLAIN_TYPES`.

    >>> from triage.model.mention import Mention
    >>> [spec.name for spec in columns_of(Mention)][:3]
    ['mention_id', 'text', 'created_at']
    """
    hints = get_type_hints(noun, include_extras=True)
    return tuple(_spec(noun, field.name, hints[field.name]) for field in dataclasses.fields(noun))


def _spec(noun: type, name: str, hint: object) -> ColumnSpec:
    if get_origin(hint) is not Annotated:
        message = f"{noun.__name__}.{name} declares no Column"
        raise TypeError(message)
    annotated, *extras = get_args(hint)
    column = next((extra for extra in extras if isinstance(extra, Column)), None)
    options = set(get_args(annotated)) if _is_union(annotated) else {annotated}
    kinds = options - {type(None)}
    if column is None or len(kinds) != 1 or not kinds <= set(PLAIN_TYPES):
        message = f"{noun.__name__}.{name} must be Annotated[one of {PLAIN_TYPES}, Column(...)]"
        raise TypeError(message)
    return ColumnSpec(name=name, kind=kinds.pop(), nullable=type(None) in options, column=column)


def _is_union(annotated: object) -> bool:
    return get_origin(annotated) in {typing.Union, types.UnionType}


def names_of(noun: type) -> tuple[str, ...]:
    """Returns the column names of a noun, in order."""
    return tuple(spec.name for spec in columns_of(noun))


def did_you_mean(word: str, known: typing.Iterable[str]) -> str:
    """Returns ", did you mean 'x'?" for the known word nearest to `word`, or an empty string.

    >>> did_you_mean("txet", ["text", "author"])
    ", did you mean 'text'?"
    """
    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f", did you mean '{near[0]}'?" if near else ""
