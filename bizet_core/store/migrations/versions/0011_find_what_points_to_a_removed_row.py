"""Find what points to a row that is removed by an index: a database otherwise reads the whole table for each.

Undoing a booking read every claim, and rolling back a sale every tender.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Two indexes."""
    kept = sa.text("of_id IS NOT NULL")
    op.create_index("ix_tender_of_id", "tender", ["business_id", "of_id"], sqlite_where=kept, postgresql_where=kept)
    op.create_index("ix_claim_part_id", "claim", ["business_id", "part_id"])
