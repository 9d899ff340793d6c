"""Indexes from which search reads which reports are of an outlet or a time without looking at the reports."""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Put indexes of several columns in the place of those of one."""
    for columns in (["outlet_key", "latest"], ["published", "latest"], ["latest", "outlet_key", "published"]):
        op.drop_index(f"ix_reports_{columns[0]}", "reports")
        op.create_index(f"ix_reports_{'_'.join(columns)}", "reports", columns)


def downgrade() -> None:
    """Not back: what was kept would be lost. Restore a dump instead."""
    raise NotImplementedError("a store is not taken back a step: load a dump of it with the riwaya that wrote it")
