"""Connects to a store's database, so that one writes at a time while others read."""

from __future__ import annotations

import sqlite3
import time
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import create_engine, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import NullPool

from triage.model.errors import OutputError, UsageError
from triage.store.integrity import file_url, seal
from triage.store.schema import APPLICATION_ID

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sqlalchemy import URL, Connection, Engine

#: Readers wait this long for the instant in which a night is written, and that instant for those who read.
_PATIENCE: Final = 60.0
#: SQLite waits without hearing of an interrupt, so it waits in pieces.
_PIECE: Final = 0.2
_PRAGMAS: Final = (
    "synchronous = EXTRA",  # a night that was told to be kept outlasts a power cut
    "cache_spill = OFF",  # readers are kept out only while a night is committed
    "secure_delete = ON",  # what is forgotten leaves the file too
    "temp_store = MEMORY",
)
#: Both of them: one lock a schema of PostgreSQL.
_LOCK: Final = f"({APPLICATION_ID}, hashtext(current_schema()))"


def is_url(path: str) -> bool:
    """Tells a database's URL from the path of a file."""
    return "://" in path


def shown(path: str) -> str:
    """Returns the store as messages name it, without a password.

    >>> shown("postgresql://triage:secret@db/nights"), shown("nights.db")
    ('postgresql://triage:***@db/nights', 'nights.db')
    """
    if not is_url(path):
        return path
    try:
        return make_url(path).render_as_string()
    except (ArgumentError, ValueError):
        return "the store's URL"


def server_url(path: str) -> URL:
    """Returns the URL of a PostgreSQL database, with the driver that triage uses where it names none.

    Raises:
        UsageError: It is the URL of something else.
    """
    wrong = UsageError(
        "is no database that a store can be in",
        where=shown(path),
        hint="name a file, or postgresql://user@host/name",
    )
    try:
        url = make_url(path)
    except (ArgumentError, ValueError):
        raise wrong from None  # its message may show a password
    if url.drivername not in {"postgres", "postgresql", "postgresql+psycopg"}:
        raise wrong
    return url.set(drivername="postgresql+psycopg")


def file_engine(path: Path, *, writing: bool, wait_seconds: float, on_wait: Callable[[], None] | None) -> Engine:
    """Returns what connects to a file.

    Args:
        path: The file, which is there.
        writing: Whether transactions write.
        wait_seconds: How long one waits for another that writes.
        on_wait: Called once when it has to.
    """

    def connect() -> sqlite3.Connection:
        # without an isolation level the driver begins no transactions of its own
        connection = sqlite3.connect(file_url(path, "rw"), uri=True, timeout=_PATIENCE, isolation_level=None)
        try:
            for pragma in _PRAGMAS:
                connection.execute(f"PRAGMA {pragma}")
        except UnicodeDecodeError as error:  # SQLite quotes the damaged words of a schema in its message
            connection.close()
            damaged = sqlite3.DatabaseError("malformed database schema")
            damaged.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
            raise damaged from error
        return connection

    engine = create_engine("sqlite://", creator=connect, poolclass=NullPool)
    if writing:
        event.listen(engine, "begin", lambda each: _begin_writing(each, str(path), wait_seconds, on_wait))
        event.listen(engine, "commit", lambda each: seal(driver_of(each)))
    else:
        event.listen(engine, "begin", lambda each: each.exec_driver_sql("BEGIN"))
    return engine


def server_engine(path: str, *, writing: bool, wait_seconds: float, on_wait: Callable[[], None] | None) -> Engine:
    """Returns what connects to a PostgreSQL database; the arguments are those of `file_engine`.

    Raises:
        UsageError: It is the URL of something else, or the driver is not installed.
    """
    try:
        # a reader's transaction sees one instant; a writer's first has to wait, then sees what the other one wrote
        level = "READ COMMITTED" if writing else "REPEATABLE READ"
        engine = create_engine(server_url(path), poolclass=NullPool, isolation_level=level)
    except ModuleNotFoundError as error:
        hint = "install it: pip install 'triage-mentions[postgres]'"
        raise UsageError("a store in PostgreSQL needs psycopg", where=shown(path), hint=hint) from error
    if writing:
        event.listen(engine, "begin", lambda each: _lock_server(each, wait_seconds, on_wait))
    return engine


def driver_of(connection: Connection) -> Any:  # noqa: ANN401 - sqlite3.Connection for a file
    """Returns the driver's own connection."""
    return connection.connection.driver_connection


def busy(where: str, wait_seconds: float) -> OutputError:
    """Returns what is said when another one writes for too long."""
    return OutputError(
        f"is being written to by another run, for which this one waited {wait_seconds:g} seconds",
        where=where,
        hint="run it again when the other one is done, or raise [store] wait_seconds",
    )


def _begin_writing(connection: Connection, where: str, seconds: float, on_wait: Callable[[], None] | None) -> None:
    raw: sqlite3.Connection = driver_of(connection)
    raw.execute(f"PRAGMA busy_timeout = {int(1000 * min(_PIECE, seconds))}")
    end = time.monotonic() + seconds
    while True:
        try:
            raw.execute("BEGIN IMMEDIATE")
            break
        except sqlite3.OperationalError as error:
            if not is_locked(error):
                raise
            if time.monotonic() >= end:
                raise busy(where, seconds) from error
            if on_wait:
                on_wait()
                on_wait = None
    raw.execute(f"PRAGMA busy_timeout = {int(1000 * _PATIENCE)}")


def is_locked(error: BaseException | None) -> bool:
    """Tells whether a driver's error says that another one holds the database."""
    codes = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
    if isinstance(error, sqlite3.Error):
        return getattr(error, "sqlite_errorcode", 0) & 0xFF in codes
    return getattr(error, "sqlstate", "") == "55P03"  # lock_not_available


def _lock_server(connection: Connection, seconds: float, on_wait: Callable[[], None] | None) -> None:
    connection.exec_driver_sql(f"SET LOCAL lock_timeout = {max(1, int(1000 * seconds))}")
    if connection.exec_driver_sql(f"SELECT pg_try_advisory_xact_lock{_LOCK}").scalar():
        return
    if on_wait:
        on_wait()
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock{_LOCK}")
