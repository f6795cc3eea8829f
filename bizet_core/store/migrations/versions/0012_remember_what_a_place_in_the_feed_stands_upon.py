"""Remember which operation a place in the feed stands upon, so that a desk knows a server that went back in time.

It is known from the next change on; until then such a server is known by its numbers alone.
"""

import sqlalchemy as sa
from alembic import op

from bizet_core.store.migrations.kinds import ID

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """At a server the last operation of all; at a desk that of its place."""
    op.add_column("feed_head", sa.Column("last_op", ID, nullable=True))
    op.add_column("upstream", sa.Column("last_op", ID, nullable=True))
