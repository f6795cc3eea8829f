"""Read the activity of the house by time: history had an index by what it is about alone."""

from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Index history by its instant."""
    op.create_index("ix_history_at", "history", ["business_id", "at"])
