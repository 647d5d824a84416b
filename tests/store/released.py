"""Keeps the schema of each version as SQL, with a small store in it, so that later versions are tested on it.

Run by hand when a version of the schema is new: python -m tests.store.released
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.store.nights import night_of, theme_ids
from triage.model.settings import StoreSettings
from triage.model.standing import Change
from triage.store.integrity import seal
from triage.store.keeping import keep_night
from triage.store.opening import open_store
from triage.store.schema import APPLICATION_ID, VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator

SCHEMAS: Final = Path(__file__).parent / "schemas"
#: The key of all these stores.
KEY: Final = "00" * 32


def restore(number: int, folder: Path) -> StoreSettings:
    """Makes a store as that version wrote it."""
    path, key = folder / f"schema-{number}.db", folder / "key"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript((SCHEMAS / f"{number}.sql").read_text(encoding="utf-8"))
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        seal(connection)
    key.write_text(KEY, encoding="ascii")
    key.chmod(0o600)
    return StoreSettings(path=str(path), key=str(key))


def tables_of(path: Path) -> list[str]:
    """Returns what makes the tables and indexes of a file, without white space that means nothing."""
    query = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name"
    with closing(sqlite3.connect(path)) as connection:
        return [" ".join(sql.split()) for (sql,) in connection.execute(query)]


def fresh(folder: Path) -> StoreSettings:
    """Makes a store of this version, of two small nights and a change."""
    key = folder / "key"
    key.write_text(KEY, encoding="ascii")
    key.chmod(0o600)
    settings = StoreSettings(path=str(folder / "fresh.db"), key=str(key))
    with open_store(settings, writing=True) as store:
        for number in (1, 2):
            keep_night(store, night_of(number, 6, themes=3, listed=2))
        at = datetime(2026, 1, 4, tzinfo=UTC)
        store.apply(
            [
                Change(
                    action_id=theme_ids(1)[0],
                    what="status",
                    before="open",
                    after="done",
                    at=at,
                    by="Ines",
                    whence="update",
                )
            ]
        )
        store.commit()
    return settings


def _written(path: Path) -> Iterator[str]:
    with closing(sqlite3.connect(path)) as connection:
        for line in connection.iterdump():
            yield "\n".join(part.rstrip() for part in line.splitlines()) + "\n"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        text = "".join(_written(Path(fresh(Path(name)).path)))
    (SCHEMAS / f"{VERSION}.sql").write_text(text, encoding="utf-8")
    sys.stdout.write(f"wrote {SCHEMAS / f'{VERSION}.sql'}\n")
