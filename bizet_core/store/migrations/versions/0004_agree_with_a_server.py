"""Agree with a server."""

import sqlalchemy as sa
from alembic import op

from bizet_core.store.migrations.kinds import ID

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the feed, devices, leases, the Inbox, and what a desk knows of its server."""
    op.create_table(
        "device",
        sa.Column("business_id", ID, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("location_id", ID, nullable=True),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("inc", sa.BigInteger(), server_default=sa.text("1"), nullable=False),
        sa.Column("scope_rev", sa.BigInteger(), server_default=sa.text("1"), nullable=False),
        sa.Column("invitation", ID, nullable=True),
        sa.Column("joined_at", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=True),
        sa.Column("last_op", ID, nullable=False),
        sa.PrimaryKeyConstraint("business_id", "id", name="pk_device"),
    )
    op.create_table(
        "feed",
        sa.Column("business_id", ID, nullable=False),
        sa.Column("tbl", sa.Text(), nullable=False),
        sa.Column("pk", ID, nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("gone", sa.Boolean(), server_default="false", nullable=False),
        sa.PrimaryKeyConstraint("business_id", "tbl", "pk", "scope"),
        sa.UniqueConstraint("business_id", "seq"),
    )
    op.create_index("ix_feed_scope", "feed", ["business_id", "scope", "seq"], unique=False)
    op.create_table(
        "feed_head",
        sa.Column("business_id", ID, nullable=False),
        sa.Column("epoch", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("floor", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("business_id"),
    )
    op.create_table(
        "inbox_card",
        sa.Column("business_id", ID, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("op", ID, nullable=False),
        sa.Column("device", ID, nullable=False),
        sa.Column("actor", ID, nullable=True),
        sa.Column("actor_name", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("subject", sa.Text(), server_default="", nullable=False),
        sa.Column("subject_id", ID, nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.Text(), server_default="", nullable=False),
        sa.Column("state", sa.Text(), server_default="open", nullable=False),
        sa.Column("choice", sa.Text(), server_default="", nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=True),
        sa.Column("last_op", ID, nullable=False),
        sa.PrimaryKeyConstraint("business_id", "id", name="pk_inbox_card"),
    )
    op.create_index("ix_inbox_card_op", "inbox_card", ["business_id", "op"], unique=False)
    op.create_index("ix_inbox_card_state_at", "inbox_card", ["business_id", "state", "at"], unique=False)
    op.create_table(
        "invitation",
        sa.Column("business_id", ID, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("verifier", sa.LargeBinary(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("location_id", ID, nullable=True),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("used_by", ID, nullable=True),
        sa.Column("seq", sa.BigInteger(), nullable=True),
        sa.Column("last_op", ID, nullable=False),
        sa.PrimaryKeyConstraint("business_id", "id", name="pk_invitation"),
    )
    op.create_index("uq_invitation_verifier", "invitation", ["business_id", "verifier"], unique=True)
    op.create_table(
        "pool",
        sa.Column("business_id", ID, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sold", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("leased", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("over", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=True),
        sa.Column("last_op", ID, nullable=False),
        sa.CheckConstraint("leased >= 0", name="ck_pool_1"),
        sa.CheckConstraint("over >= 0", name="ck_pool_2"),
        sa.CheckConstraint("sold + leased <= size", name="ck_pool_3"),
        sa.CheckConstraint("sold >= 0", name="ck_pool_0"),
        sa.PrimaryKeyConstraint("business_id", "id", name="pk_pool"),
    )
    op.create_table(
        "pool_unit",
        sa.Column("business_id", ID, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("pool_id", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), server_default="free", nullable=False),
        sa.Column("lease_id", ID, nullable=True),
        sa.Column("sold_by", ID, nullable=True),
        sa.Column("seq", sa.BigInteger(), nullable=True),
        sa.Column("last_op", ID, nullable=False),
        sa.PrimaryKeyConstraint("business_id", "id", name="pk_pool_unit"),
    )
    op.create_index("ix_pool_unit_lease_id", "pool_unit", ["business_id", "lease_id"], unique=False)
    op.create_index("uq_pool_unit_pool_id_name", "pool_unit", ["business_id", "pool_id", "name"], unique=True)
    op.create_table(
        "upstream",
        sa.Column("business_id", ID, nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("server_key", sa.LargeBinary(), nullable=False),
        sa.Column("role", sa.Text(), server_default="desk", nullable=False),
        sa.Column("epoch", sa.Text(), nullable=False),
        sa.Column("cursor", sa.BigInteger(), nullable=False),
        sa.Column("scope_rev", sa.Integer(), nullable=False),
        sa.Column("schema_rev", sa.Text(), nullable=False),
        sa.Column("partial", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("offset_ms", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("spoken_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("business_id"),
    )
    op.create_table(
        "lease",
        sa.Column("business_id", ID, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("device", ID, nullable=False),
        sa.Column("inc", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("pool_id", ID, nullable=True),
        sa.Column("resource_id", ID, nullable=True),
        sa.Column("size", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("used", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("starts_at", sa.BigInteger(), nullable=True),
        sa.Column("ends_at", sa.BigInteger(), nullable=True),
        sa.Column("state", sa.Text(), server_default="active", nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=True),
        sa.Column("last_op", ID, nullable=False),
        sa.CheckConstraint("kind <> 'time' OR ends_at > starts_at", name="ck_lease_2"),
        sa.CheckConstraint("used <= size", name="ck_lease_1"),
        sa.CheckConstraint("used >= 0", name="ck_lease_0"),
        sa.ForeignKeyConstraint(
            ["business_id", "resource_id"],
            ["resource.business_id", "resource.id"],
            name="fk_lease_resource_id",
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("business_id", "id", name="pk_lease"),
    )
    op.create_index("ix_lease_device_state", "lease", ["business_id", "device", "state"], unique=False)
    op.create_index(
        "ix_lease_resource_id_ends_at",
        "lease",
        ["business_id", "resource_id", "ends_at"],
        unique=False,
        sqlite_where=sa.text("kind = 'time' AND state = 'active'"),
        postgresql_where=sa.text("kind = 'time' AND state = 'active'"),
    )
    op.create_table(
        "attachment_part",
        sa.Column("business_id", ID, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("began_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("business_id", "id", name="pk_attachment_part"),
    )
    op.add_column("attachment", sa.Column("uploaded", sa.Boolean(), server_default=sa.text("(false)"), nullable=False))
    op.add_column("claim", sa.Column("lease_id", ID, nullable=True))
    op.add_column("journal", sa.Column("outcome", sa.Text(), nullable=True))
    op.add_column("journal", sa.Column("why", sa.Text(), nullable=True))
    op.add_column("journal", sa.Column("seq", sa.BigInteger(), nullable=True))
    op.create_index(
        "ix_journal_outcome",
        "journal",
        ["business_id", "device", "seq"],
        unique=False,
        sqlite_where=sa.text("outcome != 'ok'"),
    )
    op.create_index(
        "ix_journal_state",
        "journal",
        ["business_id", "device", "state", "inc", "n"],
        unique=False,
        sqlite_where=sa.text("state != 'acked'"),
    )
    op.add_column("sale", sa.Column("copy", sa.BigInteger(), server_default=sa.text("0"), nullable=False))
    op.drop_index(op.f("uq_sale_series_number"), table_name="sale")
    op.create_index("uq_sale_series_number_copy", "sale", ["business_id", "series", "number", "copy"], unique=True)
