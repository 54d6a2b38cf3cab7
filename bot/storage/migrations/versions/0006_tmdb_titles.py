"""How far the titles of TMDB are fetched."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "tmdb_titles",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("tmdb_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("votes", sa.Integer(), nullable=False),
        sa.Column("listed_at", sa.DateTime(timezone=True)),
        sa.Column("asked_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint("kind IN ('film', 'series')", name=op.f("ck_tmdb_titles_kind")),
        sa.PrimaryKeyConstraint("kind", "tmdb_id", name="pk_tmdb_titles"),
    )
