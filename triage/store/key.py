"""The secret key that names are hashed with: read from its file, made where there is none."""

from __future__ import annotations

import os
import secrets
import stat
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

from triage.model.errors import OutputError, UsageError
from triage.store.fresh import new_file

if TYPE_CHECKING:
    from pathlib import Path

#: Bytes of a key; the file holds them as hexadecimal digits.
KEY_BYTES: Final = 32
_DIGITS: Final = 2 * KEY_BYTES
_FINGERPRINT: Final = b"triage: fingerprint of a store's key"
_LOST: Final = "put the key back that the store was made with; without it the store is of no use"


def read_or_make_key(path: Path) -> bytes:
    """Returns the key of a file, which is made where there is none.

    A new file appears whole, is readable by its owner alone whatever the umask, and never replaces one that another
    process made meanwhile: then that one's key is returned.

    Args:
        path: The file; its folder must be there.

    Raises:
        UsageError: There is a file, and it holds no key or others may read it.
        OutputError: The file cannot be read or made.
    """
    try:
        if not os.path.lexists(path):
            _make(path)
    except FileExistsError:
        pass  # another process was quicker
    except OSError as error:
        raise OutputError(
            f"the secret key could not be made: {error.strerror or error}",
            where=str(path),
            hint="let [store] key name a file that can be written",
        ) from error
    return read_key(path)


def read_key(path: Path) -> bytes:
    """Returns the key of a file that must be there.

    Raises:
        UsageError: It holds no key, or others may read it.
        OutputError: It is not there, or cannot be read.
    """
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            content = file.read(_DIGITS + 3).strip()
    except OSError as error:
        raise OutputError(
            f"the secret key cannot be read: {error.strerror or error}", where=str(path), hint=_LOST
        ) from error
    if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise UsageError(
            f"others than its owner may use this secret key (mode {stat.S_IMODE(mode):04o}, expected 0600)",
            where=str(path),
            hint=f"say chmod 600 {path}; where modes cannot be set, let [store] key name a file on another disk",
        )
    if len(content) != _DIGITS or not all(digit in b"0123456789abcdefABCDEF" for digit in content):
        raise UsageError(f"this is no key, which is {_DIGITS} hexadecimal digits", where=str(path), hint=_LOST)
    return bytes.fromhex(content.decode())


def fingerprint(key: bytes) -> str:
    """Returns what tells whether a store was made with a key, and nothing of the key itself.

    >>> fingerprint(bytes(32)) == fingerprint(bytes(32)), fingerprint(bytes(32)) == fingerprint(bytes([1] * 32))
    (True, False)
    """
    return blake2b(_FINGERPRINT, key=key, digest_size=16).hexdigest()


def _make(path: Path) -> None:
    with new_file(path) as aside:
        aside.write_bytes(secrets.token_hex(KEY_BYTES).encode() + b"\n")
