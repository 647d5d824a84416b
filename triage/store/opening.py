"""Opens a store, or says why it cannot be trusted."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import inspect, select
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from triage.model.errors import OutputError, UsageError
from triage.store.engines import busy, driver_of, file_engine, is_locked, is_url, server_engine, shown
from triage.store.fresh import new_file
from triage.store.integrity import PUT_BACK, check_file, check_seal, file_url, journal_of
from triage.store.key import fingerprint, read_key, read_or_make_key
from triage.store.migrations import check_not_newer, migrate
from triage.store.schema import APPLICATION_ID, VERSION, about, metadata
from triage.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Connection, Engine

    from triage.model.settings import StoreSettings

#: SQLite's words for a file that is not what it should be.
_DAMAGED: Final = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_FORMAT: Final = "unsupported file format"  # has no number of its own


@contextlib.contextmanager
def open_store(settings: StoreSettings, *, writing: bool, on_wait: Callable[[], None] | None = None) -> Iterator[Store]:
    """Opens a store within one transaction, which ends with `Store.commit` or leaves everything as it was.

    Args:
        settings: Where the store is.
        writing: Whether to write; then a missing store is made, and another writer is waited for.
        on_wait: Called once if that takes longer than a moment, so that the user can be told.

    Yields:
        The store.

    Raises:
        UsageError: There is no store to read, or its URL or key is wrong.
        OutputError: It is no store, is of a newer version, is damaged, is locked, or cannot be written.
    """
    settings = replace(settings, key=settings.key or _usual_key(settings.path))
    with _told(settings):
        engine = _engine(settings, writing=writing, on_wait=on_wait)
        try:
            with engine.connect() as connection:
                if is_url(settings.path):
                    _prepare_server(connection, settings, writing=writing)
                else:
                    connection.begin()
                    check_seal(driver_of(connection), settings.path)
                key = _check_about(connection, settings, writing=writing)
                yield Store(connection, key)
        finally:
            engine.dispose()


def _usual_key(path: str) -> str:
    return "triage.key" if is_url(path) else f"{path}.key"


def _engine(settings: StoreSettings, *, writing: bool, on_wait: Callable[[], None] | None) -> Engine:
    if is_url(settings.path):
        return server_engine(settings.path, writing=writing, wait_seconds=settings.wait_seconds, on_wait=on_wait)
    path = Path(settings.path)
    if not check_file(path):
        if not writing:
            raise _missing(settings)
        _make_file(path, Path(settings.key))
    if writing:
        _check_writable(path)
    return file_engine(path, writing=writing, wait_seconds=settings.wait_seconds, on_wait=on_wait)


def _missing(settings: StoreSettings) -> UsageError:
    return UsageError("there is no such store", where=shown(settings.path), hint="`triage run --store` makes one")


def _make_file(path: Path, key_path: Path) -> None:
    """Makes a store of no night, unless another process is quicker."""
    if not path.parent.is_dir():
        raise OutputError("cannot be made, for its folder is missing", where=str(path), hint="make the folder first")
    if journal_of(path).exists():  # SQLite would write what is in it into the new file
        hint = f"put the store back that it belongs to, or delete {journal_of(path).name}"
        raise OutputError("is missing, but has the journal of a night that was cut short", where=str(path), hint=hint)
    key = read_or_make_key(key_path)
    try:
        with contextlib.suppress(FileExistsError), new_file(path) as aside:
            _begin_file(aside)
            engine = file_engine(aside, writing=True, wait_seconds=0, on_wait=None)
            with engine.begin() as connection:
                connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
                _make_tables(connection, key)
    except OSError as error:
        hint = "name a file that can be written"
        raise OutputError(f"cannot be made: {error.strerror or error}", where=str(path), hint=hint) from error


def _begin_file(path: Path) -> None:
    """Makes a file whose room can be given back within a transaction, which only an empty one can become."""
    with contextlib.closing(sqlite3.connect(file_url(path, "rw"), uri=True)) as connection:
        connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
        connection.execute("VACUUM")


def _check_writable(path: Path) -> None:
    for each, what in ((path, "is read-only"), (path.parent, "stands in a folder that is read-only")):
        if not os.access(each, os.W_OK):
            hint = "allow to write there, or copy the store and its key to another folder"
            raise OutputError(what, where=str(path), hint=hint)


def _prepare_server(connection: Connection, settings: StoreSettings, *, writing: bool) -> None:
    """Makes the tables in a database without any."""
    tables = inspect(connection).get_table_names()
    if about.name in tables:
        return
    if tables:
        hint = "name an empty database; this one is left as it is"
        raise OutputError("is a database with other tables than a store's", where=shown(settings.path), hint=hint)
    if not writing:
        raise _missing(settings)
    _make_tables(connection, read_or_make_key(Path(settings.key)))
    connection.commit()


def _make_tables(connection: Connection, key: bytes) -> None:
    metadata.create_all(connection)
    rows = [{"name": "schema", "value": str(VERSION)}, {"name": "key", "value": fingerprint(key)}]
    connection.execute(about.insert(), rows)


def _check_about(connection: Connection, settings: StoreSettings, *, writing: bool) -> bytes:
    """Returns the key, once schema and key are those of the store."""
    found, where = {row.name: row.value for row in connection.execute(select(about)).all()}, shown(settings.path)
    schema = int(found["schema"])
    check_not_newer(schema, where)
    if schema < VERSION and not writing:
        hint = "`triage run` brings it to this version's; keep a copy if an older triage has to read it"
        raise OutputError(f"is of an older schema ({schema}, expected {VERSION})", where=where, hint=hint)
    key = read_key(Path(settings.key))
    if found["key"] != fingerprint(key):
        hint = "name the key that it was made with by [store] key; without it names cannot be known again"
        raise OutputError("was made with another key", where=where, hint=hint)
    migrate(connection, schema, where)
    return key


@contextlib.contextmanager
def _told(settings: StoreSettings) -> Iterator[None]:
    """Turns what the database says into what a user can do."""
    where = shown(settings.path)
    try:
        yield
    except DBAPIError as error:
        raise _said(error.orig, settings) from error
    except sqlite3.Error as error:
        raise _said(error, settings) from error
    except SQLAlchemyError as error:
        raise OutputError(f"cannot be used: {error}", where=where) from error


def _said(error: BaseException | None, settings: StoreSettings) -> OutputError:
    where, told = shown(settings.path), " ".join(str(error).split())
    if is_locked(error):
        return busy(where, settings.wait_seconds)
    code = getattr(error, "sqlite_errorcode", 0)
    if code & 0xFF in _DAMAGED or told == _FORMAT:
        return OutputError(f"is damaged: {told}", where=where, hint=PUT_BACK)
    if code & 0xFF == sqlite3.SQLITE_READONLY or code == sqlite3.SQLITE_CANTOPEN:
        hint = "a run was cut short: whoever may write there should run `triage list` once, which mends it"
        return OutputError(f"cannot be read here: {told}", where=where, hint=hint)
    return OutputError(f"cannot be used: {told}", where=where, hint="nothing of it was changed")
