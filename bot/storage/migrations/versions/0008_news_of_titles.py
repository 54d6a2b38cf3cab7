"""What was stored last among the titles, found without reading them all: the running bot asks again and again."""

from __future__ import annotations

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the index."""
    op.create_index("ix_titles_at_title_id", "titles", ["at", "title_id"])
