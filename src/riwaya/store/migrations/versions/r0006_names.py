"""Words of names are kept once a name, not once a source of each story, so that a name of several words is found by
looking at names alone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Put the words of names in the place of the words of sources."""
    op.execute(
        "CREATE TABLE names_kept AS SELECT DISTINCT named.word, sources.key FROM named JOIN sources ON "
        "sources.story = named.story AND sources.id = named.source WHERE named.word <> '=' || sources.key"
    )
    op.drop_table("named")
    op.create_table(
        "named",
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("word", "key", name="pk_named"),
    )
    op.create_index("ix_named_key", "named", ["key"])
    op.execute("INSERT INTO named (word, key) SELECT word, key FROM names_kept")
    op.drop_table("names_kept")


def downgrade() -> None:
    """Not back: what was kept would be lost. Restore a dump instead."""
    raise NotImplementedError("a store is not taken back a step: load a dump of it with the riwaya that wrote it")
