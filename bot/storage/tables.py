"""The relational tables, the same for SQLite and PostgreSQL.

Changing one means adding a migration under `migrations/versions`: a test compares the two.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Column,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

from bot.domain.title import Kind
from bot.domain.verdict import VerdictKind


class UtcTime(TypeDecorator[datetime]):
    """An aware UTC time. SQLite keeps no zone, so UTC is stored and the zone put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn any aware time into UTC; a naive one is refused, because it could mean any zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("times are stored with their zone; this one has none")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give every stored time back as aware UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


_NOT_STORABLE = re.compile("[\0\ud800-\udfff]")


def storable(words: str) -> str:
    """Return text with the sign for what cannot be shown in the place of what some database takes no text with.

    That is NUL in PostgreSQL, and in both half a character, as it is left by who breaks off within an escape.
    """
    return _NOT_STORABLE.sub("\N{REPLACEMENT CHARACTER}", words)


class Words(TypeDecorator[str]):
    """Text as people, models and files have it, made storable."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Mark what cannot be stored."""
        return storable(value) if value else value


# SQLite counts by itself only in columns declared exactly INTEGER.
Counter = BigInteger().with_variant(Integer, "sqlite")

MESSAGE_STATES = ("writing", "done", "stopped", "failed")

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)


def _one_of(column: str, values: Iterable[str]) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


# Append-only: the newest row of a person and title that is not retracted is the current verdict.
# Numbers are never used twice (AUTOINCREMENT): after a deletion an old number must not mean new data.
verdicts = Table(
    "verdicts",
    metadata,
    Column("id", Counter, primary_key=True),
    Column("user_id", BigInteger, nullable=False),
    Column("title_id", Words, nullable=False),
    Column("title", Words, nullable=False),
    Column("year", Integer, nullable=False),
    Column("verdict", Words, nullable=False),
    Column("note", Words, nullable=False, server_default=""),
    Column("at", UtcTime, nullable=False),
    Column("retracted_at", UtcTime),
    _one_of("verdict", VerdictKind),
    Index(None, "user_id", "title_id", "id"),
    sqlite_autoincrement=True,
)

# One row per change that Chroma has not been told yet, written with the change itself. Rows are only
# appended, so that whoever reports a change as told cannot wipe out a newer one (see outbox.py).
memory_outbox = Table(
    "memory_outbox",
    metadata,
    Column("id", Counter, primary_key=True),
    Column("user_id", BigInteger, nullable=False),
    Column("title_id", Words, nullable=False),
    Column("at", UtcTime, nullable=False),
    Index(None, "user_id", "title_id", "id"),
    sqlite_autoincrement=True,
)

recommendations = Table(
    "recommendations",
    metadata,
    Column("id", Counter, primary_key=True),
    Column("user_id", BigInteger),
    Column("guild_id", BigInteger),
    Column("channel_id", BigInteger),
    Column("request", Words, nullable=False),
    Column("status", Words, nullable=False),
    Column("engine", Words, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("at", UtcTime, nullable=False),
    Index(None, "user_id", "at"),
    sqlite_autoincrement=True,
)

recommended_titles = Table(
    "recommended_titles",
    metadata,
    Column(
        "recommendation_id",
        Counter,
        ForeignKey("recommendations.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("title_id", Words, nullable=False),
    Column("title", Words, nullable=False),
    Column("year", Integer, nullable=False),
    Column("why", Words, nullable=False),
    Column("confidence", Float, nullable=False),
)

# The bot's Discord messages that show a recommendation; those still 'writing' at a start were cut off.
messages = Table(
    "messages",
    metadata,
    Column("message_id", BigInteger, primary_key=True, autoincrement=False),
    Column("channel_id", BigInteger, nullable=False),
    Column("guild_id", BigInteger),
    Column("user_id", BigInteger, nullable=False),
    Column("recommendation_id", Counter, ForeignKey("recommendations.id", ondelete="SET NULL")),
    Column("state", Words, nullable=False),
    # What was asked, so that it can be asked again after a restart.
    Column("request", JSON(none_as_null=True)),
    # The interaction's token while the message is written: the only way to what one person alone sees.
    Column("token", Words),
    Column("at", UtcTime, nullable=False),
    Column("updated_at", UtcTime, nullable=False),
    _one_of("state", MESSAGE_STATES),
    Index(None, "user_id"),
    Index(None, "state"),
    Index(None, "recommendation_id"),
)

# What a person means to watch. Numbered, so that taking a title off again can mean this very entry.
watchlist = Table(
    "watchlist",
    metadata,
    Column("id", Counter, primary_key=True),
    Column("user_id", BigInteger, nullable=False),
    Column("title_id", Words, nullable=False),
    Column("title", Words, nullable=False),
    Column("year", Integer, nullable=False),
    Column("at", UtcTime, nullable=False),
    UniqueConstraint("user_id", "title_id"),
    sqlite_autoincrement=True,
)

# Entries that were taken off: by the person, or by the verdict that came of watching, which takes them back with it.
left_watchlist = Table(
    "left_watchlist",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("user_id", BigInteger, nullable=False),
    Column("title_id", Words, nullable=False),
    Column("title", Words, nullable=False),
    Column("year", Integer, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("left_at", UtcTime, nullable=False),
    Column("verdict_id", BigInteger),
    Index(None, "user_id"),
)

# What weighs less than a verdict, such as a thumb up for a whole set: from -1 to 1 per title.
signals = Table(
    "signals",
    metadata,
    Column("id", Counter, primary_key=True),
    Column("user_id", BigInteger, nullable=False),
    Column("title_id", Words, nullable=False),
    Column("weight", Float, nullable=False),
    Column("at", UtcTime, nullable=False),
    Index(None, "user_id"),
    sqlite_autoincrement=True,
)

# What each reaction to a message of the bot's did, so that taking it away undoes exactly that.
reactions = Table(
    "reactions",
    metadata,
    Column("message_id", BigInteger, primary_key=True, autoincrement=False),
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("emoji", Words, primary_key=True),
    Column("done", JSON, nullable=False),
    Column("at", UtcTime, nullable=False),
    Index(None, "user_id"),
)

# Where a conversation stands: the wish that the next message may refine, and the last turns.
conversations = Table(
    "conversations",
    metadata,
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("channel_id", BigInteger, primary_key=True, autoincrement=False),
    Column("standing", JSON(none_as_null=True)),
    Column("turns", JSON, nullable=False),
    Column("updated_at", UtcTime, nullable=False),
)

# Who does not want to be counted in what the community likes.
uncounted_people = Table(
    "uncounted_people",
    metadata,
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("at", UtcTime, nullable=False),
)

# Imported catalogue rows: every field of bot.domain.title.Title. A film and a series may share a TMDB number.
titles = Table(
    "titles",
    metadata,
    Column("title_id", Words, primary_key=True),
    Column("source", Words, nullable=False),
    Column("title", Words, nullable=False),
    Column("year", Integer, nullable=False),
    Column("kind", Words, nullable=False),
    Column("genres", JSON, nullable=False),
    Column("description", Words, nullable=False),
    Column("keywords", JSON, nullable=False),
    Column("original_title", Words, nullable=False),
    Column("other_titles", JSON, nullable=False),
    Column("runtime", Integer),
    Column("directors", JSON, nullable=False),
    Column("actors", JSON, nullable=False),
    Column("countries", JSON, nullable=False),
    Column("languages", JSON, nullable=False),
    Column("fame", Float, nullable=False),
    Column("tmdb_id", Integer),
    Column("poster_path", Words, nullable=False),
    Column("votes", Integer),
    Column("rating", Float),
    Column("imdb_id", Words, nullable=False, server_default="", index=True),
    Column("at", UtcTime, nullable=False),
    _one_of("kind", Kind),
    UniqueConstraint("kind", "tmdb_id"),
    Index(None, "at", "title_id"),
)

catalogue_state = Table(
    "catalogue_state",
    metadata,
    Column("name", Words, primary_key=True),
    Column("value", JSON, nullable=False),
)

# The titles of TMDB by its numbers: when a list named them (with so many votes), when their details were asked for.
tmdb_titles = Table(
    "tmdb_titles",
    metadata,
    Column("kind", Words, primary_key=True),
    Column("tmdb_id", Integer, primary_key=True, autoincrement=False),
    Column("votes", Integer, nullable=False),
    Column("listed_at", UtcTime),
    Column("asked_at", UtcTime),
    _one_of("kind", Kind),
)

# Embeddings by the hash of their text: float32, little-endian.
vectors = Table(
    "vectors",
    metadata,
    Column("model", Words, primary_key=True),
    Column("text_hash", LargeBinary(16), primary_key=True),
    Column("vector", LargeBinary, nullable=False),
)
