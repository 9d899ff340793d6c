"""What was found is kept: traces, whole and as flat tables, when each thing was first found, and corrections."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "corrections",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("story", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("seen", sa.String(32), nullable=False),
        sa.Column("undone", sa.String(32), nullable=True),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_corrections"),
        sa.UniqueConstraint("id", name="uq_corrections_id"),
    )
    op.create_index("ix_corrections_story", "corrections", ["story"])
    op.create_table(
        "corrected",
        sa.Column("correction", sa.Integer(), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("correction", "report", name="pk_corrected"),
        sa.ForeignKeyConstraint(["correction"], ["corrections.number"], name="fk_corrected_correction"),
    )
    op.create_index("ix_corrected_report", "corrected", ["report"])
    op.create_table(
        "attributions",
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_attributions"),
    )
    op.create_table(
        "traces",
        sa.Column("story", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("made_of", sa.String(64), nullable=False),
        sa.Column("corrected_of", sa.String(64), nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.Column("corrected", sa.LargeBinary(), nullable=True),
        sa.Column("before", sa.LargeBinary(), nullable=True),
        sa.Column("claims", sa.Integer(), nullable=False),
        sa.Column("conflicts", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("story", name="pk_traces"),
        sa.ForeignKeyConstraint(["story"], ["stories.number"], name="fk_traces_story"),
    )
    op.create_table(
        "seen",
        sa.Column("key", sa.String(40), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_seen"),
    )
    op.create_table(
        "sources",
        sa.Column("story", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("seen", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("story", "id", name="pk_sources"),
        sa.ForeignKeyConstraint(["story"], ["stories.number"], name="fk_sources_story"),
    )
    op.create_index("ix_sources_key", "sources", ["key"])
    op.create_table(
        "statements",
        sa.Column("story", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("report", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("voice", sa.String(12), nullable=False),
        sa.Column("stance", sa.String(12), nullable=False),
        sa.Column("seen", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("story", "id", name="pk_statements"),
        sa.ForeignKeyConstraint(["story"], ["stories.number"], name="fk_statements_story"),
        sa.ForeignKeyConstraint(["report"], ["reports.number"], name="fk_statements_report"),
    )
    op.create_index("ix_statements_report", "statements", ["report"])
    op.create_table(
        "chains",
        sa.Column("story", sa.Integer(), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("inferred", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("story", "statement", "place", name="pk_chains"),
        sa.ForeignKeyConstraint(["story"], ["stories.number"], name="fk_chains_story"),
    )
    op.create_table(
        "claims",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("story", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("low", sa.Integer(), nullable=False),
        sa.Column("high", sa.Integer(), nullable=False),
        sa.Column("bottleneck", sa.Text(), nullable=False),
        sa.Column("statements", sa.Integer(), nullable=False),
        sa.Column("reports", sa.Integer(), nullable=False),
        sa.Column("outlets", sa.Integer(), nullable=False),
        sa.Column("versions", sa.Integer(), nullable=False),
        sa.Column("conflicts", sa.Integer(), nullable=False),
        sa.Column("published", sa.String(40), nullable=True),
        sa.Column("seen", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_claims"),
        sa.ForeignKeyConstraint(["story"], ["stories.number"], name="fk_claims_story"),
    )
    op.create_index("ix_claims_outlets_low", "claims", ["outlets", "low"])
    op.create_index("ix_claims_story", "claims", ["story"])
    op.create_table(
        "versions",
        sa.Column("claim", sa.Integer(), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("nth", sa.Integer(), nullable=False),
        sa.Column("report", sa.Integer(), nullable=False),
        sa.Column("seen", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("claim", "statement", name="pk_versions"),
        sa.ForeignKeyConstraint(["claim"], ["claims.number"], name="fk_versions_claim"),
        sa.ForeignKeyConstraint(["report"], ["reports.number"], name="fk_versions_report"),
    )
    op.create_index("ix_versions_report", "versions", ["report"])
    op.create_table(
        "differences",
        sa.Column("claim", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("one", sa.Text(), nullable=False),
        sa.Column("other", sa.Text(), nullable=False),
        sa.Column("conflict", sa.Boolean(), nullable=False),
        sa.Column("update", sa.Boolean(), nullable=False),
        sa.Column("seen", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("claim", "place", name="pk_differences"),
        sa.ForeignKeyConstraint(["claim"], ["claims.number"], name="fk_differences_claim"),
    )
    op.create_index("ix_differences_kind", "differences", ["kind"])
    op.create_table(
        "derivations",
        sa.Column("story", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("report", sa.Integer(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("how", sa.String(12), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("sure", sa.Boolean(), nullable=False),
        sa.Column("seen", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("story", "place", name="pk_derivations"),
        sa.ForeignKeyConstraint(["story"], ["stories.number"], name="fk_derivations_story"),
        sa.ForeignKeyConstraint(["report"], ["reports.number"], name="fk_derivations_report"),
    )
    op.create_index("ix_derivations_report", "derivations", ["report"])
    op.create_table(
        "counts",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("story", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(40), nullable=False),
        sa.Column("low", sa.Integer(), nullable=False),
        sa.Column("high", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_counts"),
        sa.ForeignKeyConstraint(["story"], ["stories.number"], name="fk_counts_story"),
    )
    op.create_index("ix_counts_key", "counts", ["key"])
    op.create_index("ix_counts_story", "counts", ["story"])
    if op.get_bind().dialect.name == "sqlite":
        op.execute("CREATE VIRTUAL TABLE claim_shadow USING fts5(forms, stems, "
                   "tokenize=\"unicode61 remove_diacritics 0 tokenchars '_'\")")  # fmt: skip
    else:
        op.execute("CREATE TABLE claim_shadow (rowid integer PRIMARY KEY, words tsvector NOT NULL)")
        op.execute("CREATE INDEX ix_claim_shadow_words ON claim_shadow USING gin (words)")


def downgrade() -> None:
    """Not back: what was kept would be lost. Restore a dump instead."""
    raise NotImplementedError("a store is not taken back a step: load a dump of it with the riwaya that wrote it")
