"""Tells whether a file is a store, and whether it still is as it was written.

SQLite checks the shape of its pages, not what they hold. So each transaction writes a checksum of the whole file into
its header, in the field that SQLite leaves to programs (`user_version`), and whoever opens the store compares it. What
SQLite itself changes when it commits or copies is left out: two counters of changes, and its own version.
"""

from __future__ import annotations

import os
import sqlite3
import stat
import zlib
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from triage.model.errors import OutputError
from triage.store.schema import APPLICATION_ID

if TYPE_CHECKING:
    from pathlib import Path

#: Parts of the header, from and to, that belong to the checksum; all pages after it do.
_HEADER: Final = ((0, 24), (28, 40), (44, 60), (64, 92))
_HEADER_END: Final = 100
_LEFT_ALONE: Final = "name another file; this one is left as it is"
#: What to do with a damaged store.
PUT_BACK: Final = "put a copy of it back; this one is left as it is"


def check_file(path: Path) -> bool:
    """Looks at a file without changing it or waiting for anybody.

    Args:
        path: What the user named as a store.

    Returns:
        Whether it is there.

    Raises:
        OutputError: It is no file, or holds something other than a store, or cannot be read.
    """
    try:
        found = path.stat()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise OutputError(f"cannot be read: {error.strerror or error}", where=str(path)) from error
    if not stat.S_ISREG(found.st_mode):
        what = "a folder" if stat.S_ISDIR(found.st_mode) else "no ordinary file"
        raise OutputError(f"is {what}, and a store is one file", where=str(path), hint="name a file")
    if not os.access(path, os.R_OK):
        raise OutputError("cannot be read: permission denied", where=str(path), hint="allow to read it")
    if not found.st_size:
        raise OutputError(
            "is empty, which no store is", where=str(path), hint=f"delete it to begin anew, or {PUT_BACK}"
        )
    if not journal_of(path).exists():  # else a night was cut short, and SQLite has to mend the file
        _check_header(path)
    return True


def file_url(path: Path, mode: str) -> str:
    """Returns how SQLite is told to open a file in one of its modes: ro, rw, rwc or ro&immutable=1.

    >>> from pathlib import Path
    >>> file_url(Path("50%?.db"), "rw")
    'file:50%25%3F.db?mode=rw'
    """
    return f"file:{quote(str(path))}?mode={mode}"


def journal_of(path: Path) -> Path:
    """Returns where SQLite keeps what a transaction replaces until it is done."""
    return path.with_name(path.name + "-journal")


def seal(connection: sqlite3.Connection) -> None:
    """Writes the checksum, as the last thing before a commit."""
    connection.execute(f"PRAGMA user_version = {_checksum(connection)}")


def check_seal(connection: sqlite3.Connection, where: str) -> None:
    """Compares the checksum within a transaction.

    Raises:
        OutputError: The file is no store of ours, or not as a commit left it.
    """
    check_owner(connection, where)
    (told,) = connection.execute("PRAGMA user_version").fetchone()
    if told != _checksum(connection):
        raise OutputError("is damaged, or was changed by another program", where=where, hint=PUT_BACK)


def check_owner(connection: sqlite3.Connection, where: str) -> None:
    """Tells a store from the database of another program.

    Raises:
        OutputError: It is none of ours.
    """
    (owner,) = connection.execute("PRAGMA application_id").fetchone()
    if owner != APPLICATION_ID:
        raise OutputError("is an SQLite database, but no store of triage", where=where, hint=_LEFT_ALONE)


def _check_header(path: Path) -> None:
    # immutable: neither locks nor journals, and no lock of this process is lost, as with a file of our own
    connection = sqlite3.connect(file_url(path, "ro&immutable=1"), uri=True)
    try:
        check_owner(connection, str(path))
    except sqlite3.DatabaseError as error:
        raise OutputError(f"is no store: {error}", where=str(path), hint=_LEFT_ALONE) from error
    finally:
        connection.close()


def _checksum(connection: sqlite3.Connection) -> int:
    """Returns the CRC-32 of all pages as they would be committed, signed as `user_version` is."""
    pages = memoryview(connection.serialize())
    found = 0
    for start, end in (*_HEADER, (_HEADER_END, len(pages))):
        found = zlib.crc32(pages[start:end], found)
    return found - 2**32 if found >= 2**31 else found
