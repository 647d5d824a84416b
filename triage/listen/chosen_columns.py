"""Checks the columns that a person chose with --map."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from triage.listen.generic import Combination, Table
from triage.listen.names import fold
from triage.model.column import did_you_mean, names_of
from triage.model.errors import UsageError
from triage.model.mention import Mention

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

#: Fields that a column can be mapped to; the title is put before the text.
FIELDS: Final = ("title", *(name for name in names_of(Mention) if name not in ("source", "row")))


def check_map(chosen: Mapping[str, str]) -> None:
    """Checks the fields of --map.

    Raises:
        UsageError: A field is none of a mention's.
    """
    for name in chosen:
        if name not in FIELDS:
            message = f"{name!r} is no field of a mention{did_you_mean(name, FIELDS)}"
            raise UsageError(message, where="--map", hint=f"fields are {', '.join(FIELDS)}")


def check_map_columns(chosen: Mapping[str, str], seen: Iterable[list[str]]) -> None:
    """Checks that each column of --map is in one of the tables at least.

    Raises:
        UsageError: A column is in none.
    """
    tables = list(seen)
    columns = list(dict.fromkeys(name for table in tables for name in table))
    for field_name, column in chosen.items():
        if tables and not any(_columns(column, table) for table in tables):
            message = f"{field_name}={column}: no source has a column {column!r}{did_you_mean(column, columns)}"
            raise UsageError(message, where="--map", hint=f"there are {', '.join(columns[:60])}")


def by_fold(names: Iterable[str]) -> dict[str, str]:
    """Returns each column by its own name and by its folded one; of columns alike the first."""
    columns: dict[str, str] = {}
    for name in names:
        columns.setdefault(fold(name), name)
        columns[name] = name
    return columns


def _columns(entry: str, names: list[str]) -> Combination:
    return Table(pd.DataFrame(), by_fold(names)).combination(entry)
