"""What is known from earlier nights, read from an open store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import orjson
import pandas as pd
from sqlalchemy import bindparam, func, select

from triage.model.memory import KnownTheme
from triage.model.standing import PROGRAM, Measures, Standing
from triage.store import schema
from triage.store.bulk import select_columns
from triage.store.changes import apply_changes, undo_batch
from triage.store.merges import root_of, roots
from triage.store.records import read_action, read_measures
from triage.store.targets import stay_out

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from numpy.typing import NDArray
    from sqlalchemy import Connection

    from triage.model.action import Action
    from triage.model.standing import Change

#: Keys that are looked for at once; SQLite takes 32,766 values a statement.
_CHUNK: Final = 20_000


class LastNight(NamedTuple):
    """The last night that was kept.

    Attributes:
        night: Its number; 0 before the first.
        as_of: Its instant; None where no mention had a date.
    """

    night: int
    as_of: datetime | None


class Store:
    """An open store.

    Attributes:
        connection: A connection within the transaction.
        key: The secret key that hashes names.
    """

    def __init__(self, connection: Connection, key: bytes) -> None:
        """Keeps both."""
        self.connection, self.key = connection, key

    def commit(self) -> None:
        """Makes what was written lasting; what is done next begins a transaction, for which a writer waits again."""
        self.connection.commit()

    def last(self) -> LastNight:
        """Returns the last night."""
        number = self.connection.execute(select(func.max(schema.night.c.night))).scalar() or 0
        instants = select(func.max(schema.night.c.as_of))
        return LastNight(number, self.connection.execute(instants).scalar())

    def known(self) -> list[KnownTheme]:
        """Returns the themes that nights know again, in the order in which they were first kept."""
        root = roots(self.connection)
        pairs = self.connection.execute(select(schema.apart)).all()
        apart: dict[str, set[str]] = {}
        for one, other in pairs:
            apart.setdefault(root_of(one, root), set()).add(root_of(other, root))
            apart.setdefault(root_of(other, root), set()).add(root_of(one, root))
        found = []
        for row in self.connection.execute(select(schema.memory).order_by(schema.memory.c.entry)):
            theme_id = root_of(row.born_id, root)
            kept_apart = frozenset(apart.get(theme_id, ()))
            found.append(
                KnownTheme(
                    theme_id=theme_id,
                    words=orjson.loads(row.words),
                    texts=row.texts,
                    apart=kept_apart,
                    born_id=row.born_id,
                    risk=row.risk,
                )
            )
        return found

    def standing(self) -> dict[str, Standing]:
        """Returns where each action stands, whatever its status, by its id; merged ones are no more."""
        totals = self._totals()
        instants = {
            row.night: row.as_of for row in self.connection.execute(select(schema.night.c.night, schema.night.c.as_of))
        }
        rows = self._heard()
        return {
            row.action_id: Standing(
                action_id=row.action_id,
                status=row.status,
                until=row.until,
                owner=row.owner,
                owner_by_person=row.owner_by not in {"", PROGRAM},
                due=row.due,
                due_by_person=row.due_by not in {"", PROGRAM},
                note=row.note,
                priority=row.priority,
                since=instants.get(row.since_night),
                row=rows[row.action_id][0] if row.action_id in rows else None,
                measures=rows[row.action_id][1] if row.action_id in rows else Measures(),
                **totals[row.action_id],
            )
            for row in self.connection.execute(select(schema.action).order_by(schema.action.c.action_id))
            if row.action_id in totals
        }

    def listed(self, night: int) -> list[tuple[Action, Measures]]:
        """Returns the list of a night as it was, by rank; quotes as far as they are kept."""
        rows = self.connection.execute(select(schema.listed).where(schema.listed.c.night == night)).all()
        quotes = self._quotes([(row.night, row.action_id) for row in rows])
        found = [_read(row, quotes) for row in rows]
        return sorted(found, key=lambda pair: pair[0].rank)

    def seen(self, id_keys: NDArray[np.int64], content_keys: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Tells which mentions an earlier night counted; see `triage.listen.keys.mention_keys`. Shape (mentions,)."""
        mention = schema.mention.c
        by_id = self._among(mention.id_key, id_keys)
        return by_id | self._among(mention.content_key, content_keys)

    def forgotten(
        self, authors: Sequence[int | None], channels: Sequence[str], keys: Sequence[NDArray[np.int64]]
    ) -> NDArray[np.bool_]:
        """Tells which mentions stay out; see `triage.store.targets.stay_out`. Shape (mentions,)."""
        return stay_out(self.connection, self.key, authors, channels, keys)

    def voices(self, since: datetime) -> pd.DataFrame:
        """Returns who spoke of which theme from an instant on.

        Returns:
            One row a voice with theme_id, author (keyed hash, 0 where unknown), channel and created_at, in the
            order of created_at, author, theme_id and channel.
        """
        mention = schema.mention.c
        columns = (mention.theme_id, mention.author, mention.channel, mention.created_at)
        query = select(*columns).where(mention.voice == 1, mention.created_at >= int(since.timestamp()))
        theme, author, channel, created_at = select_columns(self.connection, query)
        root = roots(self.connection)
        themes, theme_names = pd.factorize(np.array(theme, dtype=object), sort=True)
        channels, channel_names = pd.factorize(np.array(channel, dtype=object), sort=True)
        authors, seconds = np.array([each or 0 for each in author], np.int64), np.array(created_at, np.int64)
        order = np.lexsort((channels, themes, authors, seconds))
        now = pd.Series([root_of(each, root) for each in theme_names], dtype="str")
        return pd.DataFrame(
            {
                "theme_id": now.take(themes[order]).array,
                "author": authors[order],
                "channel": pd.Series(channel_names, dtype="str").take(channels[order]).array,
                "created_at": pd.to_datetime(seconds[order], unit="s", utc=True),
            }
        )

    def apply(self, changes: Sequence[Change]) -> int:
        """Changes actions, and keeps who changed what; see `triage.store.changes.apply_changes`."""
        return apply_changes(self.connection, changes, self.last().night)

    def undo(self, batch: int, *, at: datetime, by: str) -> list[Change]:
        """Takes back what one command changed; see `triage.store.changes.undo_batch`."""
        return undo_batch(self.connection, batch, at=at, by=by)

    def _among(self, column: Any, keys: NDArray[np.int64]) -> NDArray[np.bool_]:  # noqa: ANN401 - a column
        found: list[int] = []
        if self.connection.execute(select(schema.mention.c.id_key).limit(1)).first() is not None:
            query = select(column).where(column.in_(bindparam("keys", expanding=True)))
            for start in range(0, len(keys), _CHUNK):
                chunk = keys[start : start + _CHUNK].tolist()
                found += self.connection.execute(query, {"keys": chunk}).scalars().all()
        return np.isin(keys, np.array(found, np.int64))

    def _totals(self) -> dict[str, dict[str, Any]]:
        """Returns when each theme was first and last spoken of and how often, those that were merged into it too."""
        root = roots(self.connection)
        found: dict[str, dict[str, Any]] = {}
        for row in self.connection.execute(select(schema.theme).order_by(schema.theme.c.theme_id)):
            each = found.setdefault(
                root_of(row.theme_id, root), {"first_seen": None, "last_seen": None, "mentions_total": 0}
            )
            each["mentions_total"] += row.mentions_total
            first, last = each["first_seen"], each["last_seen"]
            each["first_seen"] = min(filter(None, (first, row.first_seen)), default=None)
            each["last_seen"] = max(filter(None, (last, row.last_seen)), default=None)
        return {theme_id: each for theme_id, each in found.items() if theme_id not in root}

    def _heard(self) -> dict[str, tuple[Action, Measures]]:
        """Returns each action's row in the last list in which somebody spoke of it."""
        listed, action = schema.listed, schema.action
        heard = (action.c.action_id == listed.c.action_id) & (action.c.heard_night == listed.c.night)
        query = select(listed).join(action, heard)
        rows = self.connection.execute(query).all()
        quotes = self._quotes([(row.night, row.action_id) for row in rows])
        return {row.action_id: _read(row, quotes) for row in rows}

    def _quotes(self, wanted: Sequence[tuple[int, str]]) -> dict[tuple[int, str], tuple[str, str]]:
        nights = sorted({night for night, _ in wanted})
        quote = schema.quote.c
        query = select(quote.night, quote.action_id, quote.text, quote.url)
        query = query.where(quote.place == 0, quote.night.in_(bindparam("nights", expanding=True)))
        rows = self.connection.execute(query, {"nights": nights}).all()
        return {(row.night, row.action_id): (row.text, row.url) for row in rows}


def _read(row: Any, quotes: dict[tuple[int, str], tuple[str, str]]) -> tuple[Action, Measures]:  # noqa: ANN401 - a row
    text, url = quotes.get((row.night, row.action_id), ("", ""))
    return read_action(row.cells, quote=text, url=url), read_measures(row.measures)
