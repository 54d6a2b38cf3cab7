"""How Alembic runs the migrations: on the connection, and in the transaction, that it is handed."""

from __future__ import annotations

from alembic import context

from bot.storage.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # SQLite alters a table by building it anew; `op.batch_alter_table` writes that for both databases.
    render_as_batch=True,
    # Alembic thinks that SQLite cannot roll CREATE TABLE back. It can, where BEGIN is ours (sqlite_file.py).
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
