"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

COUNTER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make every table."""
    _people()
    _recommendations()
    _catalogue()


def _people() -> None:
    op.create_table(
        "verdicts",
        sa.Column("id", COUNTER, nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("title_id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("retracted_at", TIME),
        sa.PrimaryKeyConstraint("id", name="pk_verdicts"),
        sa.CheckConstraint("verdict IN ('liked', 'disliked', 'seen')", name=op.f("ck_verdicts_verdict")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_verdicts_user_id_title_id_id", "verdicts", ["user_id", "title_id", "id"])
    op.create_table(
        "memory_outbox",
        sa.Column("id", COUNTER, nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("title_id", sa.Text(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_memory_outbox"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_memory_outbox_user_id_title_id_id", "memory_outbox", ["user_id", "title_id", "id"])


def _recommendations() -> None:
    op.create_table(
        "recommendations",
        sa.Column("id", COUNTER, nullable=False),
        sa.Column("user_id", sa.BigInteger()),
        sa.Column("guild_id", sa.BigInteger()),
        sa.Column("channel_id", sa.BigInteger()),
        sa.Column("request", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("engine", sa.Text(), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_recommendations"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_recommendations_user_id_at", "recommendations", ["user_id", "at"])
    op.create_table(
        "recommended_titles",
        sa.Column("recommendation_id", COUNTER, autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("title_id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("recommendation_id", "position", name="pk_recommended_titles"),
        sa.ForeignKeyConstraint(
            ["recommendation_id"],
            ["recommendations.id"],
            name="fk_recommended_titles_recommendation_id_recommendations",
            ondelete="CASCADE",
        ),
    )
    op.create_table(
        "messages",
        sa.Column("message_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("guild_id", sa.BigInteger()),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("recommendation_id", COUNTER),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("updated_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("message_id", name="pk_messages"),
        sa.CheckConstraint(
            "state IN ('writing', 'done', 'stopped', 'failed')", name=op.f("ck_messages_state")
        ),
        sa.ForeignKeyConstraint(
            ["recommendation_id"],
            ["recommendations.id"],
            name="fk_messages_recommendation_id_recommendations",
            ondelete="SET NULL",
        ),
    )
    op.create_index("ix_messages_user_id", "messages", ["user_id"])
    op.create_index("ix_messages_state", "messages", ["state"])
    op.create_index("ix_messages_recommendation_id", "messages", ["recommendation_id"])


def _catalogue() -> None:
    op.create_table(
        "titles",
        sa.Column("title_id", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("genres", sa.JSON(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("keywords", sa.JSON(), nullable=False),
        sa.Column("original_title", sa.Text(), nullable=False),
        sa.Column("other_titles", sa.JSON(), nullable=False),
        sa.Column("runtime", sa.Integer()),
        sa.Column("directors", sa.JSON(), nullable=False),
        sa.Column("actors", sa.JSON(), nullable=False),
        sa.Column("countries", sa.JSON(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("fame", sa.Float(), nullable=False),
        sa.Column("tmdb_id", sa.Integer()),
        sa.Column("poster_path", sa.Text(), nullable=False),
        sa.Column("votes", sa.Integer()),
        sa.Column("rating", sa.Float()),
        sa.Column("at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("title_id", name="pk_titles"),
        sa.CheckConstraint("kind IN ('film', 'series')", name=op.f("ck_titles_kind")),
        sa.UniqueConstraint("source", "kind", "tmdb_id", name="uq_titles_source_kind_tmdb_id"),
    )
    op.create_table(
        "catalogue_state",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_catalogue_state"),
    )
    op.create_table(
        "vectors",
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("text_hash", sa.LargeBinary(16), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("model", "text_hash", name="pk_vectors"),
    )
