"""Prints all that a store holds, in an order of its own, so that two stores can be compared.

Run by hand: python -m tests.store.dump nights.db [nights.db.key]
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from sqlalchemy import select

from triage.model.settings import StoreSettings
from triage.store.opening import open_store
from triage.store.schema import metadata

if TYPE_CHECKING:
    from sqlalchemy import Connection


def dump(connection: Connection) -> str:
    """Returns a line a row, by table; the key's fingerprint is left out, since each store has a key of its own."""
    lines = []
    for table in sorted(metadata.tables.values(), key=lambda each: each.name):
        rows = sorted(repr(tuple(row)) for row in connection.execute(select(table)))
        lines += [f"{table.name} {row}" for row in rows if not row.startswith("('key'")]
    return "\n".join(lines)


def dump_of(settings: StoreSettings) -> str:
    """Returns the dump of a store as a reader sees it."""
    with open_store(settings, writing=False) as store:
        return dump(store.connection)


if __name__ == "__main__":
    path, *key = sys.argv[1:]
    sys.stdout.write(dump_of(StoreSettings(path=path, key=key[0] if key else f"{path}.key")) + "\n")
