"""Say which device it was: in a line of the history, and of what was brought to a server beside the operations.

What was there before does not know it.
"""

import sqlalchemy as sa
from alembic import op

from bizet_core.store.migrations.kinds import ID

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Three columns, and an index that tells what one device has brought."""
    for name in ("history", "attachment", "attachment_part"):
        op.add_column(name, sa.Column("device", ID, nullable=True))
    op.create_index(
        "ix_attachment_device_size",
        "attachment",
        ["business_id", "device", "size"],
        unique=False,
        sqlite_where=sa.text("device IS NOT NULL"),
        postgresql_where=sa.text("device IS NOT NULL"),
    )
