"""Writes and reads many rows at once, without the cost that SQLAlchemy has for each."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection, Select, Table

#: Rows that are handed to the driver at once.
_CHUNK: Final = 50_000


def insert_columns(connection: Connection, table: Table, columns: Mapping[str, Sequence[Any]]) -> None:
    """Inserts rows that are given by columns.

    Args:
        connection: Of the store.
        table: Where they go.
        columns: Name -> values as the driver takes them, None for a missing one; each of the same length.
    """
    mark = "?" if connection.dialect.paramstyle == "qmark" else "%s"
    names = ", ".join(table.c[name].name for name in columns)
    insert = f"INSERT INTO {table.name} ({names}) VALUES ({', '.join([mark] * len(columns))})"  # noqa: S608 - own names
    rows = zip(*columns.values(), strict=True)
    while chunk := list(islice(rows, _CHUNK)):
        connection.exec_driver_sql(insert, chunk)


def select_columns(connection: Connection, query: Select[Any]) -> list[list[Any]]:
    """Returns what a query finds, one list a column, with the values as the driver gives them."""
    result = connection.execute(query)
    width = len(result.keys())
    rows = result.cursor.fetchall() if result.cursor else []
    return [[row[place] for row in rows] for place in range(width)]
