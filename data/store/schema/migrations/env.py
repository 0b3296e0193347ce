"""Alembic's entry: migrations run on the connection that the program gives, inside its transaction."""

from __future__ import annotations

from alembic import context

from data.store.schema.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,
    transaction_per_migration=False,
)
context.run_migrations()
