"""Take money in ways that the house names.

No house is older: files of before this format are refused (`revisions.py`), and a first run writes the usual ways.
"""

import sqlalchemy as sa
from alembic import op

from bizet_core.store.migrations.kinds import ID

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """The house's methods, and what a tender says of the one that it was paid by."""
    op.create_table(
        "payment_method",
        sa.Column("business_id", ID, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("opens_drawer", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("needs_reference", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("position", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("active", sa.Boolean(), server_default=sa.text("(true)"), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=True),
        sa.Column("last_op", ID, nullable=False),
        sa.PrimaryKeyConstraint("business_id", "id", name="pk_payment_method"),
    )
    op.create_index("ix_payment_method_position", "payment_method", ["business_id", "position"], unique=False)
    op.add_column("tender", sa.Column("method_id", ID, nullable=True))
    for name, usual in (("name", ""), ("provider", ""), ("state", "captured")):
        op.add_column("tender", sa.Column(name, sa.Text(), server_default=usual, nullable=False))
