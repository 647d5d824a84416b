"""Keeps which lists a night is about to write, so that one which was cut off before it was kept is known again.

It stands in a file beside the key, because the store itself must not change before the list is written.
"""

from __future__ import annotations

import os
import tempfile
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Final

from triage.model.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterable

_ENDING: Final = ".lists"
_BYTES: Final = 16


def digest_of(content: bytes) -> str:
    """Returns what a file is known again by."""
    return blake2b(content, digest_size=_BYTES).hexdigest()


def announce(key: str, digests: Iterable[str]) -> None:
    """Says which lists will be written.

    Args:
        key: File of the store's key.
        digests: What each list will be known by.

    Raises:
        OutputError: It could not be written.
    """
    path = Path(f"{key}{_ENDING}")
    try:
        descriptor, name = tempfile.mkstemp(prefix=".triage-", suffix=".tmp", dir=path.parent)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.writelines(f"{digest}\n" for digest in sorted(digests))
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except OSError as error:
        raise OutputError(f"it could not be written: {error.strerror or error}", where=str(path)) from error


def announced(key: str) -> frozenset[str]:
    """Returns what the lists that were announced last are known by."""
    try:
        return frozenset(Path(f"{key}{_ENDING}").read_text(encoding="ascii").split())
    except FileNotFoundError:
        return frozenset()
