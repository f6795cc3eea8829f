"""Let journals begin after forgotten lines, feeds know how old they are, and desks when they compared their rows."""

import sqlalchemy as sa
from alembic import op

from bizet_core.store.migrations.kinds import ID

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """A desk's acknowledged lines count as acknowledged when its newest line was written."""
    op.add_column("journal", sa.Column("acked_at", sa.BigInteger(), nullable=True))
    op.add_column("journal_head", sa.Column("base_n", sa.BigInteger(), nullable=True))
    op.add_column("journal_head", sa.Column("base_hash", sa.LargeBinary(), nullable=True))
    op.add_column("upstream", sa.Column("compared_at", sa.BigInteger(), nullable=True))
    op.add_column("upstream", sa.Column("differed", sa.BigInteger(), server_default="0", nullable=False))
    op.add_column("upstream", sa.Column("differed_at", sa.BigInteger(), nullable=True))
    op.create_table(
        "feed_night",
        sa.Column("business_id", ID, nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("business_id", "seq"),
    )
    op.execute(
        """
        UPDATE journal SET acked_at = (SELECT max(at) FROM journal)
        WHERE state <> 'pending' AND EXISTS (SELECT 1 FROM upstream)
        """
    )
