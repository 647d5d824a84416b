"""The tables of a store."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import BigInteger, Column, Float, Index, Integer, MetaData, SmallInteger, Table, Text
from sqlalchemy.types import TypeDecorator

if TYPE_CHECKING:
    from sqlalchemy import Dialect

#: The schema that this version writes; `migrations.py` leads there from every earlier one.
VERSION: Final = 1
#: How SQLite files of triage are told from others: "TRIA".
APPLICATION_ID: Final = 0x54524941


class Instant(TypeDecorator[datetime]):
    """An instant in UTC as ISO 8601 text, which sorts by time and reads the same in every database."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - the type's interface
        """Writes 2026-11-25T06:00:00.000000Z."""
        return None if value is None else value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:  # noqa: ANN401, ARG002 - as above
        """Reads it."""
        return None if value is None else datetime.fromisoformat(value)

    @staticmethod
    def read(text: str) -> datetime | None:
        """Reads an instant as lists and changes show it, in UTC unless it says otherwise; "" is none."""
        if not text:
            return None
        found = datetime.fromisoformat(text)
        return found if found.tzinfo else found.replace(tzinfo=UTC)


metadata = MetaData()

#: What the store is: schema, fingerprint of the key.
about = Table("about", metadata, Column("name", Text, primary_key=True), Column("value", Text, nullable=False))

#: One row a night, numbered from 1.
night = Table(
    "night",
    metadata,
    Column("night", Integer, primary_key=True, autoincrement=False),
    Column("as_of", Instant),
    Column("summary", Text, nullable=False),  # JSON of the night's counts, without timings
)

#: One row a theme; of those that were merged too.
theme = Table(
    "theme",
    metadata,
    Column("theme_id", Text, primary_key=True),
    Column("title", Text, nullable=False),
    Column("topic", Text, nullable=False),
    Column("first_seen", Instant),
    Column("last_seen", Instant),
    Column("mentions_total", Integer, nullable=False),
    Column("first_night", Integer, nullable=False),
    Column("last_night", Integer, nullable=False),  # the last in which somebody spoke of it
    Column("merged_into", Text, nullable=False),  # "" where it stands for itself
    Column("merged_by", Text, nullable=False),  # "triage" or a person
)

#: How themes are known again; the entries of `triage.model.memory.KnownTheme`, in their order. An entry belongs to what
#: its theme was merged into.
memory = Table(
    "memory",
    metadata,
    Column("entry", Integer, primary_key=True, autoincrement=False),
    Column("born_id", Text, nullable=False),  # the theme that the entry was made for
    Column("words", Text, nullable=False),  # JSON: word -> texts
    Column("texts", Float, nullable=False),
    Column("risk", Text, nullable=False),  # the grave risk that it was split off for, else ""
)

#: Themes that a person keeps apart.
apart = Table("apart", metadata, Column("theme_id", Text, primary_key=True), Column("other_id", Text, primary_key=True))

#: One row a mention, without its text: keyed hashes and counts.
mention = Table(
    "mention",
    metadata,
    Column("id_key", BigInteger, primary_key=True, autoincrement=False),
    Column("content_key", BigInteger, nullable=False),
    Column("night", Integer, nullable=False),
    Column("theme_id", Text, nullable=False),  # "other-voices" where it stands alone
    Column("created_at", BigInteger),  # seconds since 1970
    Column("author", BigInteger),  # keyed hash of the name; NULL where unknown or pruned
    Column("channel", Text, nullable=False),
    Column("voice", SmallInteger, nullable=False),  # 1 for the first of its copies in its theme that night
    Column("negative", Float),
    Column("positive", Float),
    Index("mention_content", "content_key"),
)

#: Where each action stands.
action = Table(
    "action",
    metadata,
    Column("action_id", Text, primary_key=True),
    Column("status", Text, nullable=False),
    Column("until", Instant),
    Column("owner", Text, nullable=False),
    Column("owner_by", Text, nullable=False),  # "", "triage" or a person
    Column("due", Text, nullable=False),
    Column("due_by", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("priority", Text, nullable=False),  # a person's own, else ""
    Column("since_night", Integer, nullable=False),  # the last night before the status was set
    Column("heard_night", Integer, nullable=False),  # the last night in whose list it had mentions; 0 for none
)

#: The lists of the nights: each row without the words of a customer.
listed = Table(
    "listed",
    metadata,
    Column("night", Integer, primary_key=True, autoincrement=False),
    Column("action_id", Text, primary_key=True),
    Column("cells", Text, nullable=False),  # JSON of the columns of `Action`, quote and url left out
    Column("measures", Text, nullable=False),  # JSON of `triage.model.standing.Measures`
)

#: What customers said, the first being the list's quote; kept only as long as the settings say.
quote = Table(
    "quote",
    metadata,
    Column("night", Integer, primary_key=True, autoincrement=False),
    Column("action_id", Text, primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("id_key", BigInteger, nullable=False),
    Column("author", BigInteger),
    Column("text", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("language", Text, nullable=False),
)

#: Every change of an action, by nights and by people.
change = Table(
    "change",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("batch", Integer, nullable=False),  # the same for all that one command changed
    Column("night", Integer, nullable=False),  # the last night when it was made
    Column("action_id", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("by", Text, nullable=False),
    Column("whence", Text, nullable=False),
    Column("undone", SmallInteger, nullable=False),
)

#: Keyed hashes of authors and mentions that stay out.
forgotten = Table(
    "forgotten",
    metadata,
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),  # "author" or "mention"
)
