"""The numbers that IMDb gives titles; one row per title, whichever source told of it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TOLD_AGAIN = """
    DELETE FROM titles WHERE tmdb_id IS NOT NULL AND EXISTS (
        SELECT 1 FROM titles AS other WHERE other.kind = titles.kind AND other.tmdb_id = titles.tmdb_id
        AND (other.at > titles.at OR (other.at = titles.at AND other.title_id < titles.title_id))
    )
"""


def upgrade() -> None:
    """Add the column; of rows of several sources about one title keep the newest."""
    op.execute(TOLD_AGAIN)
    with op.batch_alter_table("titles") as table:
        table.add_column(sa.Column("imdb_id", sa.Text(), server_default="", nullable=False))
        table.drop_constraint("uq_titles_source_kind_tmdb_id", type_="unique")
        table.create_unique_constraint("uq_titles_kind_tmdb_id", ["kind", "tmdb_id"])
    op.create_index("ix_titles_imdb_id", "titles", ["imdb_id"])
