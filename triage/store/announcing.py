"""Keeps which lists a night is about to write, so that one which was cut off before it was kept is known again."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, Final

import orjson
from sqlalchemy import delete, select

from triage.model.errors import OutputError
from triage.store.schema import about

if TYPE_CHECKING:
    from collections.abc import Iterable

    from triage.store.store import Store

_NAME: Final = "announced"
_BYTES: Final = 16


def digest_of(content: bytes) -> str:
    """Returns what a file is known again by."""
    return blake2b(content, digest_size=_BYTES).hexdigest()


def announce(store: Store, digests: Iterable[str]) -> None:
    """Says which lists will be written, and makes that last before the night is kept.

    Args:
        store: A store open for writing, in which nothing else was written yet.
        digests: What each list will be known by.

    Raises:
        OutputError: Another run came between, so that the lists no longer are what they should be.
    """
    before = store.last()
    store.connection.execute(delete(about).where(about.c.name == _NAME))
    store.connection.execute(about.insert(), [{"name": _NAME, "value": orjson.dumps(sorted(digests)).decode()}])
    store.commit()
    if store.last() != before:
        raise OutputError("another run was quicker", where="the store", hint="run again; nothing was written")


def announced(store: Store) -> frozenset[str]:
    """Returns what the lists that were announced last are known by."""
    found = store.connection.execute(select(about.c.value).where(about.c.name == _NAME)).scalar()
    return frozenset(orjson.loads(found) if found else ())
