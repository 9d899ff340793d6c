"""What search needs to answer every kind of question from an index: numbers of claims that sort as they were first
seen, and the words of sources' names. The shadows are emptied: they hold more now, and are made anew from what is kept
once all steps are done (riwaya.store.reindexing)."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Widen numbers of claims, empty what is made anew, add the words of names."""
    for table in ("differences", "versions", "claims"):
        op.execute(f"DELETE FROM {table}")
    if op.get_bind().dialect.name == "sqlite":
        op.execute("INSERT INTO shadow (shadow) VALUES ('delete-all')")
        op.execute("DELETE FROM claim_shadow")
    else:
        for table, column in (("claims", "number"), ("versions", "claim"), ("differences", "claim")):
            op.alter_column(table, column, type_=sa.BigInteger())
        op.execute("ALTER TABLE claim_shadow ALTER rowid TYPE bigint")
        op.execute("TRUNCATE shadow, claim_shadow")
    op.drop_index("ix_claims_outlets_low", "claims")
    op.create_index("ix_claims_published", "claims", ["published"])
    op.create_index("ix_chains_story_source", "chains", ["story", "source"])
    op.create_table(
        "named",
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("story", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("word", "story", "source", name="pk_named"),
        sa.ForeignKeyConstraint(["story"], ["stories.number"], name="fk_named_story"),
    )
    op.create_index("ix_named_story", "named", ["story"])


def downgrade() -> None:
    """Not back: what was kept would be lost. Restore a dump instead."""
    raise NotImplementedError("a store is not taken back a step: load a dump of it with the riwaya that wrote it")
