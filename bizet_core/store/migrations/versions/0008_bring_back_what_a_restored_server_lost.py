"""Bring back what a restored server lost, ask leases back, and keep pages that have come."""

import sqlalchemy as sa
from alembic import op

from bizet_core.store.migrations.kinds import ID

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Make the three tables, and let a feed say when a restore began it."""
    op.add_column("feed_head", sa.Column("restored_at", sa.BigInteger(), nullable=True))
    op.add_column("feed_head", sa.Column("restored_seq", sa.BigInteger(), nullable=True))
    op.create_table(
        "returned",
        sa.Column("business_id", ID, nullable=False),
        sa.Column("epoch", sa.Text(), nullable=False),
        sa.Column("device", ID, nullable=False),
        sa.Column("reported_at", sa.BigInteger(), nullable=False),
        sa.Column("offered_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("business_id", "epoch", "device"),
    )
    op.create_table(
        "lost_row",
        sa.Column("business_id", ID, nullable=False),
        sa.Column("tbl", sa.Text(), nullable=False),
        sa.Column("pk", ID, nullable=False),
        sa.Column("op", ID, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("device", ID, nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("card", ID, nullable=True),
        sa.PrimaryKeyConstraint("business_id", "tbl", "pk", "op"),
    )
    op.create_index("ix_lost_row_card", "lost_row", ["business_id", "card"], unique=False)
    op.create_index("ix_lost_row_op", "lost_row", ["business_id", "op"], unique=False)
    op.create_table(
        "staged_page",
        sa.Column("business_id", ID, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("business_id", "n"),
    )
