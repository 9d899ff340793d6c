"""PostgreSQL's index tells of each report in which block of reports it came, so that the newest with words that are
frequent are found without all others. The shadow is emptied and made anew from what is kept (riwaya.store.reindexing).
SQLite reads its index from the newest on, and needs nothing of it."""

from __future__ import annotations

from alembic import op
from sqlalchemy import text

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Empty the shadow of reports, and note that it is to be made anew."""
    connection = op.get_bind()
    if connection.dialect.name == "sqlite":
        return
    if connection.execute(text("SELECT 1 FROM revisions LIMIT 1")).first() is None:
        return
    op.execute("TRUNCATE shadow")
    op.execute("DELETE FROM states WHERE name = 'indexing reports'")
    op.execute("INSERT INTO states (name, upto, packed) VALUES ('indexing reports', 0, '')")


def downgrade() -> None:
    """Not back: what was kept would be lost. Restore a dump instead."""
    raise NotImplementedError("a store is not taken back a step: load a dump of it with the riwaya that wrote it")
