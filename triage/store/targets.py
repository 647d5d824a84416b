"""Says whom or what to forget, and keeps it out of the nights to come."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from sqlalchemy import ColumnElement, and_, select

from triage.store.schema import forgotten, mention

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray
    from sqlalchemy import Connection

_AUTHOR: Final = "author"
_AUTHOR_ON_CHANNEL: Final = "author on a channel"
_MENTION: Final = "mention"
_MINUTE: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Who or what is to be forgotten: an author, or one mention.

    Attributes:
        author: Keyed hash of the author's name; None for a mention.
        id_key: Keyed hash of a mention by its id; None for an author.
        channel: Only what was said there; "" for everywhere.
        name: The author's name as it may stand in words of others; "" where it is not known.
    """

    author: int | None = None
    id_key: int | None = None
    channel: str = ""
    name: str = ""

    def spoken(self) -> ColumnElement[bool]:
        """Returns which rows of mentions are meant."""
        who = mention.c.id_key == self.id_key if self.author is None else mention.c.author == self.author
        return and_(who, mention.c.channel == self.channel) if self.channel else who

    def mark(self, secret: bytes) -> tuple[int, str]:
        """Returns the row by which it stays out: a keyed hash, and of what."""
        if self.author is None:
            return self.id_key or 0, _MENTION
        if self.channel:
            return _on_channel(self.author, self.channel, secret), _AUTHOR_ON_CHANNEL
        return self.author, _AUTHOR


def is_forgotten(connection: Connection, target: Target, secret: bytes) -> bool:
    """Tells whether it stays out already."""
    key, kind = target.mark(secret)
    query = select(forgotten.c.key).where(forgotten.c.key == key, forgotten.c.kind == kind)
    return connection.execute(query).first() is not None


def is_known(connection: Connection, target: Target, secret: bytes) -> bool:
    """Tells whether something of it is in the store, or it stays out already."""
    query = select(mention.c.id_key).where(target.spoken()).limit(1)
    return connection.execute(query).first() is not None or is_forgotten(connection, target, secret)


def spoken_when(connection: Connection, channel: str) -> list[tuple[str, int, int]]:
    """Returns channel, minute since 1970 and keyed hash by id of each mention whose time is known.

    Args:
        connection: Of the store.
        channel: Only those of this one; "" for all.
    """
    query = select(mention.c.channel, mention.c.created_at, mention.c.id_key).where(mention.c.created_at.is_not(None))
    if channel:
        query = query.where(mention.c.channel == channel)
    rows = connection.execute(query.order_by(mention.c.id_key))
    return [(row.channel, row.created_at // _MINUTE, row.id_key) for row in rows]


def keep_out(connection: Connection, target: Target, rows: Iterable[Any], secret: bytes) -> None:
    """Keeps the target out of the nights to come, and each mention that was its, whatever name an export gives it."""
    marks = dict([target.mark(secret)])
    marks |= {key: _MENTION for row in rows for key in (row.id_key, row.content_key) if key not in marks}
    there = set(connection.execute(select(forgotten.c.key)).scalars())
    new = [{"key": key, "kind": kind} for key, kind in sorted(marks.items()) if key not in there]
    if new:
        connection.execute(forgotten.insert(), new)


def stay_out(
    connection: Connection,
    secret: bytes,
    authors: Sequence[int | None],
    channels: Sequence[str],
    keys: Sequence[NDArray[np.int64]],
) -> NDArray[np.bool_]:
    """Tells which mentions stay out, because they or their authors are to be forgotten.

    Args:
        connection: Of the store.
        secret: Its key.
        authors: Keyed hash of each mention's author, None where unknown.
        channels: Its channel.
        keys: Its keyed hashes, by id and by content; shape (mentions,) each.

    Returns:
        Shape (mentions,).
    """
    marks: dict[str, set[int]] = {}
    for row in connection.execute(select(forgotten.c.kind, forgotten.c.key)):
        marks.setdefault(row.kind, set()).add(row.key)
    out = np.zeros(len(authors), bool)
    if _AUTHOR in marks:
        out |= np.fromiter((author in marks[_AUTHOR] for author in authors), bool, len(authors))
    if _AUTHOR_ON_CHANNEL in marks:
        gone, hashed = marks[_AUTHOR_ON_CHANNEL], _Remembered(secret)
        pairs = zip(authors, channels, strict=True)
        out |= np.fromiter((a is not None and hashed[a, c] in gone for a, c in pairs), bool, len(authors))
    for each in keys:
        out |= np.isin(each, np.array(sorted(marks.get(_MENTION, ())), np.int64))
    return out


class _Remembered(dict[tuple[int, str], int]):
    """Hashes an author on a channel once."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def __missing__(self, pair: tuple[int, str]) -> int:
        self[pair] = _on_channel(*pair, self._secret)
        return self[pair]


def _on_channel(author: int, channel: str, secret: bytes) -> int:
    hashed = blake2b(author.to_bytes(8, "big", signed=True), key=secret[:64], digest_size=8, person=b"channel")
    hashed.update(channel.encode("utf-8", "surrogatepass"))
    return int.from_bytes(hashed.digest(), "big", signed=True)
