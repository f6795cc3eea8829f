"""Keep what other services tell: webhook deliveries, each once."""

import sqlalchemy as sa
from alembic import op

from bizet_core.store.migrations.kinds import ID

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "hook_delivery",
        sa.Column("business_id", ID, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("delivery", sa.Text(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=True),
        sa.Column("last_op", ID, nullable=False),
        sa.PrimaryKeyConstraint("business_id", "id", name="pk_hook_delivery"),
    )
    op.create_index("ix_hook_delivery_at", "hook_delivery", ["business_id", "at"])
    named = ["business_id", "provider", "delivery"]
    op.create_index("uq_hook_delivery_provider_delivery", "hook_delivery", named, unique=True)
