"""Remember the lives of a desk file: which device it belongs to, and which incarnation of it."""

import sqlalchemy as sa
from alembic import op

from bizet_core.store.migrations.kinds import ID

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the table; a file that has a journal has lived since its first line."""
    op.create_table(
        "incarnation",
        sa.Column("business_id", ID, nullable=False),
        sa.Column("device", ID, nullable=False),
        sa.Column("inc", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.BigInteger(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("lost_from", sa.BigInteger(), nullable=True),
        sa.Column("lost_to", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("business_id", "device", "inc"),
    )
    op.execute(
        """
        INSERT INTO incarnation (business_id, device, inc, begun_at, why)
        SELECT h.business_id, h.device, h.inc, min(j.at), 'first' FROM journal_head h
        JOIN journal j ON j.business_id = h.business_id AND j.device = h.device AND j.inc = h.inc
        GROUP BY h.business_id, h.device, h.inc
        """
    )
