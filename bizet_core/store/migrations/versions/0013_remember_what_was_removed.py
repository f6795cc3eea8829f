"""Remember which rows a server has said to be removed: where it is restored from a backup, they are there again."""

import sqlalchemy as sa
from alembic import op

from bizet_core.store.migrations.kinds import ID

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Make the table, and tell offered rows that are there again from rows that are lost."""
    op.create_table(
        "removed_row",
        sa.Column("business_id", ID, nullable=False),
        sa.Column("tbl", sa.Text(), nullable=False),
        sa.Column("pk", ID, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("business_id", "tbl", "pk"),
    )
    op.add_column("lost_row", sa.Column("again", sa.Boolean(), nullable=False, server_default=sa.text("(false)")))
