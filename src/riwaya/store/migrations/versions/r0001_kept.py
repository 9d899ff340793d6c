"""What was read is kept: pages, reports, revisions, stories, what happened; and the shadow text that search reads."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "pages",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_pages"),
    )
    op.create_table(
        "reports",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("outlet", sa.Text(), nullable=True),
        sa.Column("outlet_key", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("language", sa.String(12), nullable=False),
        sa.Column("published", sa.String(40), nullable=True),
        sa.Column("seen", sa.String(32), nullable=False),
        sa.Column("latest", sa.Integer(), nullable=False),
        sa.Column("revisions", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_reports"),
        sa.UniqueConstraint("id", name="uq_reports_id"),
        sa.UniqueConstraint("key", name="uq_reports_key"),
    )
    op.create_index("ix_reports_latest", "reports", ["latest"])
    op.create_index("ix_reports_outlet_key", "reports", ["outlet_key"])
    op.create_index("ix_reports_published", "reports", ["published"])
    op.create_table(
        "revisions",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("report", sa.Integer(), nullable=False),
        sa.Column("nth", sa.Integer(), nullable=False),
        sa.Column("seen", sa.String(32), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("reading", sa.String(64), nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_revisions"),
        sa.ForeignKeyConstraint(["report"], ["reports.number"], name="fk_revisions_report"),
        sa.ForeignKeyConstraint(["sha256"], ["pages.sha256"], name="fk_revisions_sha256"),
    )
    op.create_index("ix_revisions_report", "revisions", ["report"])
    op.create_index("ix_revisions_sha256", "revisions", ["sha256"])
    op.create_table(
        "stories",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("seen", sa.String(32), nullable=False),
        sa.Column("changed", sa.String(32), nullable=False),
        sa.Column("first", sa.String(40), nullable=True),
        sa.Column("last", sa.String(40), nullable=True),
        sa.Column("reports", sa.Integer(), nullable=False),
        sa.Column("outlets", sa.Integer(), nullable=False),
        sa.Column("became", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("number", name="pk_stories"),
        sa.UniqueConstraint("id", name="uq_stories_id"),
        sa.ForeignKeyConstraint(["became"], ["stories.number"], name="fk_stories_became"),
    )
    op.create_index("ix_stories_changed", "stories", ["changed"])
    op.create_table(
        "members",
        sa.Column("story", sa.Integer(), nullable=False),
        sa.Column("report", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("seen", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("story", "report", name="pk_members"),
        sa.ForeignKeyConstraint(["story"], ["stories.number"], name="fk_members_story"),
        sa.ForeignKeyConstraint(["report"], ["reports.number"], name="fk_members_report"),
    )
    op.create_index("ix_members_report", "members", ["report"])
    op.create_table(
        "changes",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("story", sa.Text(), nullable=True),
        sa.Column("report", sa.Text(), nullable=True),
        sa.Column("others", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_changes"),
    )
    op.create_table(
        "states",
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("upto", sa.Integer(), nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_states"),
    )
    if op.get_bind().dialect.name == "sqlite":
        # Nothing is ever taken out of it (a revision stays), so it can do without the text itself; a revision's own
        # text is made again from what was published.
        op.execute("CREATE VIRTUAL TABLE shadow USING fts5(forms, stems, content='', "
                   "tokenize=\"unicode61 remove_diacritics 0 tokenchars '_'\")")  # fmt: skip
    else:
        op.execute("CREATE TABLE shadow (rowid integer PRIMARY KEY, words tsvector NOT NULL)")
        op.execute("CREATE INDEX ix_shadow_words ON shadow USING gin (words)")


def downgrade() -> None:
    """Not back: what was kept would be lost. Restore a dump instead."""
    raise NotImplementedError("a store is not taken back a step: load a dump of it with the riwaya that wrote it")
