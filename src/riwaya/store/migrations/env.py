"""What Alembic runs: the steps on the connection that it was handed, in that connection's transaction."""

from __future__ import annotations

from alembic import context

from riwaya.store.tables import Base

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Base.metadata, transactional_ddl=True, render_as_batch=True)
context.run_migrations()
