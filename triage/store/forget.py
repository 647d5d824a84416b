"""Takes an author or a mention out of every table, and keeps it out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from sqlalchemy import bindparam, delete, func, or_, select, update

from triage.store.cleansing import Words, cleanse
from triage.store.merges import root_of, roots
from triage.store.naming import unname
from triage.store.schema import action, apart, change, listed, memory, mention, quote, theme
from triage.store.shrink import give_back_room
from triage.store.targets import keep_out

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from sqlalchemy import Connection

    from triage.store.store import Store
    from triage.store.targets import Target

#: Values of one statement; SQLite takes 32,766.
_CHUNK: Final = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Removed:
    """What was taken out.

    Attributes:
        mentions: Rows of mentions.
        quotes: Texts that were kept.
        themes: Themes of which nothing is left, with their lists, actions and changes.
        words: Words by which themes are known again.
        cells: Titles, topics, terms and notes that were changed.
    """

    mentions: int
    quotes: int
    themes: int
    words: int
    cells: int


def forget(store: Store, target: Target, *, common: Collection[str] = frozenset()) -> Removed:
    """Takes a target out of every table; `Store.commit` makes it last.

    What is left of a theme keeps no word that may be the target's alone: such a word is in no more texts than the
    target has mentions. Counts in lists of earlier nights stay as they were.

    Args:
        store: The open store.
        target: Who or what.
        common: Words that are nobody's own, in lower case.
    """
    connection = store.connection
    columns = (mention.c.id_key, mention.c.content_key, mention.c.theme_id)
    rows = connection.execute(select(*columns).where(target.spoken())).all()
    family = _Families(connection)
    voices = family.added(_voices(connection))
    keep_out(connection, target, rows, store.key)
    quotes = _drop_quotes(connection, target, [row.id_key for row in rows])
    connection.execute(delete(mention).where(target.spoken()))
    said = Counter(row.theme_id for row in rows if row.theme_id)  # what was set aside has none
    _lower_totals(connection, said)
    gone = [root for root in sorted({family.of(each) for each in said}) if family.is_silent(root)]
    for root in gone:
        _drop_themes(connection, family.members(root))
    left = family.added(Counter({each: n for each, n in said.items() if family.of(each) not in gone}))
    found = cleanse(connection, Words(left, family.roots(), voices, frozenset(common)))
    cells = found.cells + (unname(connection, target.name) if target.name else 0)
    give_back_room(connection)
    return Removed(mentions=len(rows), quotes=quotes, themes=len(gone), words=found.words, cells=cells)


def _drop_quotes(connection: Connection, target: Target, id_keys: Sequence[int]) -> int:
    """Deletes the target's texts; the next one of a row takes the first place."""
    ids = set(id_keys)
    rows = connection.execute(
        select(quote.c.night, quote.c.action_id, quote.c.place, quote.c.id_key, quote.c.author)
    ).all()
    everywhere = target.author is not None and not target.channel
    meant = {
        (row.night, row.action_id, row.place)
        for row in rows
        if row.id_key in ids or row.id_key == target.id_key or (everywhere and row.author == target.author)
    }
    shorter = {place[:2] for place in meant}
    here = (quote.c.night == bindparam("n"), quote.c.action_id == bindparam("a"), quote.c.place == bindparam("p"))
    moved, next_place = [], Counter[tuple[int, str]]()
    for row in sorted(rows, key=lambda row: row.place):
        which = (row.night, row.action_id)
        if which in shorter and (*which, row.place) not in meant:
            if row.place != next_place[which]:
                moved.append({"n": row.night, "a": row.action_id, "p": row.place, "to": next_place[which]})
            next_place[which] += 1
    if meant:
        connection.execute(delete(quote).where(*here), [{"n": n, "a": a, "p": p} for n, a, p in sorted(meant)])
    if moved:
        connection.execute(update(quote).where(*here).values(place=bindparam("to")), moved)
    return len(meant)


def _voices(connection: Connection) -> dict[str, int]:
    """Returns how many distinct texts were counted in each theme."""
    query = select(mention.c.theme_id, func.sum(mention.c.voice)).group_by(mention.c.theme_id)
    return {theme_id: int(voices) for theme_id, voices in connection.execute(query)}


def _lower_totals(connection: Connection, said: Counter[str]) -> None:
    """Takes the target's mentions off what was counted of each theme, and tells anew since when it is spoken of."""
    for row in connection.execute(select(theme.c.theme_id, theme.c.mentions_total)).all():
        if row.theme_id in said:
            times = select(func.min(mention.c.created_at), func.max(mention.c.created_at))
            first, last = connection.execute(times.where(mention.c.theme_id == row.theme_id)).one()
            values = {
                "mentions_total": max(0, row.mentions_total - said[row.theme_id]),
                "first_seen": _instant(first),
                "last_seen": _instant(last),
            }
            connection.execute(update(theme).where(theme.c.theme_id == row.theme_id).values(**values))


def _instant(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


class _Families:
    """Themes, with those that were merged into them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._roots = roots(connection)
        self._members: dict[str, list[str]] = {}
        for theme_id in connection.execute(select(theme.c.theme_id).order_by(theme.c.theme_id)).scalars():
            self._members.setdefault(root_of(theme_id, self._roots), []).append(theme_id)

    def of(self, theme_id: str) -> str:
        """Returns the theme that a theme is part of now."""
        return root_of(theme_id, self._roots)

    def roots(self) -> dict[str, str]:
        """Returns what each theme is part of now."""
        return {member: root for root, members in self._members.items() for member in members}

    def added(self, counts: Mapping[str, int]) -> Counter[str]:
        """Adds counts of themes up to counts of families."""
        found: Counter[str] = Counter()
        for theme_id, count in counts.items():
            found[self.of(theme_id)] += count
        return found

    def members(self, root: str) -> list[str]:
        """Returns the themes of a family; none for the other voices, which are no theme."""
        return self._members.get(root, [])

    def is_silent(self, root: str) -> bool:
        """Tells whether it is a theme of which no mention is left."""
        members = self.members(root)
        query = select(mention.c.id_key).where(mention.c.theme_id.in_(members)).limit(1)
        return bool(members) and self._connection.execute(query).first() is None


def _drop_themes(connection: Connection, members: Sequence[str]) -> None:
    for start in range(0, len(members), _CHUNK):
        ids = members[start : start + _CHUNK]
        for table in (theme, action, listed, quote, change):
            name = "theme_id" if table is theme else "action_id"
            connection.execute(delete(table).where(table.c[name].in_(ids)))
        connection.execute(delete(memory).where(memory.c.born_id.in_(ids)))
        connection.execute(delete(apart).where(or_(apart.c.theme_id.in_(ids), apart.c.other_id.in_(ids))))
