"""What a message answers, and the token by which it can be mended after a restart."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; older messages have neither."""
    op.add_column("messages", sa.Column("request", sa.JSON()))
    op.add_column("messages", sa.Column("token", sa.Text()))
