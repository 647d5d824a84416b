"""Opens a store, so that one writes at a time while others read."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, event, inspect, select, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from triage.model.errors import OutputError, UsageError
from triage.store.key import fingerprint, read_or_make_key
from triage.store.schema import APPLICATION_ID, VERSION, about, metadata
from triage.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine

    from triage.model.settings import StoreSettings

_MAGIC = b"SQLite format 3\x00"
#: Readers wait this long for the instant in which a night is written.
_READER_SECONDS = 30.0


@contextlib.contextmanager
def open_store(settings: StoreSettings, *, writing: bool) -> Iterator[Store]:
    """Opens a store within one transaction, which ends with `Store.commit` or leaves everything as it was.

    Args:
        settings: Where the store is.
        writing: Whether to write; then a missing store is made, and another writer is waited for.

    Yields:
        The store.

    Raises:
        UsageError: There is no store to read.
        OutputError: It is no store, is of a newer version, is damaged, is locked, or cannot be written.
    """
    is_file = "://" not in settings.path
    if is_file:
        _check_file(Path(settings.path), writing=writing)
    key = read_or_make_key(Path(settings.key))
    engine = _engine(settings, is_file=is_file, writing=writing)
    try:
        with _told(settings), engine.connect() as connection:
            _prepare(connection, settings.path, key, is_file=is_file, writing=writing)
            yield Store(connection, key)
    finally:
        engine.dispose()


def _check_file(path: Path, *, writing: bool) -> None:
    if not path.exists():
        if not writing:
            raise UsageError("there is no such store", where=str(path), hint="`triage run --store` makes one")
        with contextlib.suppress(FileExistsError):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        return
    with path.open("rb") as file:
        head = file.read(len(_MAGIC))
    if head and head != _MAGIC:
        raise OutputError("is no store", where=str(path), hint="name another file; this one is left as it is")


def _engine(settings: StoreSettings, *, is_file: bool, writing: bool) -> Engine:
    wait = settings.wait_seconds if writing else _READER_SECONDS
    if is_file:
        engine = create_engine(f"sqlite:///{settings.path}", connect_args={"timeout": wait})
        event.listen(engine, "connect", _set_pragmas)
        begin = "BEGIN IMMEDIATE" if writing else "BEGIN"
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(begin))
        return engine
    return create_engine(settings.path)


def _set_pragmas(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own
    connection.isolation_level = None  # the driver would begin transactions of its own
    for pragma in ("synchronous = EXTRA", "cache_spill = OFF", "secure_delete = ON", "temp_store = MEMORY"):
        connection.execute(f"PRAGMA {pragma}")


def _prepare(connection: Connection, where: str, key: bytes, *, is_file: bool, writing: bool) -> None:
    """Makes the tables of a new store, and refuses what is none of ours."""
    tables = inspect(connection).get_table_names()
    if not tables and writing:
        metadata.create_all(connection)
        rows = [{"name": "schema", "value": str(VERSION)}, {"name": "key", "value": fingerprint(key)}]
        connection.execute(about.insert(), rows)
        if is_file:
            connection.execute(text(f"PRAGMA application_id = {APPLICATION_ID}"))
        return
    if about.name not in tables:
        raise OutputError("is a database, but no store", where=where, hint="name another; this one is left as it is")
    found = dict(connection.execute(select(about.c.name, about.c.value)).all())
    if int(found.get("schema", "0")) > VERSION:
        hint = "take that version, or another store"
        raise OutputError(f"was written by a newer triage (schema {found['schema']})", where=where, hint=hint)
    if found.get("key") != fingerprint(key):
        hint = "name the key that it was made with by [store] key; without it names cannot be known again"
        raise OutputError("was made with another key", where=where, hint=hint)


@contextlib.contextmanager
def _told(settings: StoreSettings) -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        told = " ".join(str(error.orig).split())
        if "locked" in told:
            hint = f"another run writes to it; waited {settings.wait_seconds:g} seconds"
            raise OutputError("is locked", where=settings.path, hint=hint) from error
        raise OutputError(f"cannot be used: {told}", where=settings.path) from error
    except SQLAlchemyError as error:
        raise OutputError(f"cannot be used: {error}", where=settings.path) from error
