"""The ground: every table of the first version."""

import sqlalchemy as sa
from alembic import op

from bizet_core.store.migrations.kinds import ID

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make all of them; search index and triggers come from the code."""
    op.create_table(
        "after_run",
        sa.Column("business_id", ID, nullable=False),
        sa.Column("op_id", ID, nullable=False),
        sa.Column("handler", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("problem", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("business_id", "op_id", "handler"),
    )
    op.create_table(
        "approval",
        sa.Column("business_id", ID, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("approver", ID, nullable=False),
        sa.Column("permission", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("given_at", sa.BigInteger(), nullable=False),
        sa.Column("used_by", ID, nullable=True),
        sa.PrimaryKeyConstraint("business_id", "id", name="pk_approval"),
    )
    op.create_table(
        "attachment",
        sa.Column("business_id", ID, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("added_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("business_id", "id", name="pk_attachment"),
    )
    op.create_table(
        "before_image",
        sa.Column("k", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.Identity(always=False), nullable=False),
        sa.Column("business_id", ID, nullable=False),
        sa.Column("op_id", ID, nullable=False),
        sa.Column("tbl", sa.Text(), nullable=False),
        sa.Column("pk", ID, nullable=False),
        sa.Column("image", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("k"),
        sa.UniqueConstraint("business_id", "op_id", "tbl", "pk"),
    )
    op.create_table(
        "business",
        sa.Column("business_id", ID, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("legal_name", sa.Text(), server_default="", nullable=False),
        sa.Column("tax_number", sa.Text(), server_default="", nullable=False),
        sa.Column("trade", sa.Text(), server_default="", nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("tax_inclusive", sa.Boolean(), server_default=sa.text("(true)"), nullable=False),
        sa.Column("tax_per_line", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("cash_rounding", sa.BigInteger(), server_default=sa.text("1"), nullable=False),
        sa.Column("receipt_footer", sa.Text(), server_default="", nullable=False),
        sa.Column("logo", sa.Text(), nullable=True),
        sa.Column("seq", sa.BigInteger(), nullable=True),
        sa.Column("last_op", ID, nullable=False),
        sa.CheckConstraint("cash_rounding > 0", name="ck_business_0"),
        sa.PrimaryKeyConstraint("business_id", "id", name="pk_business"),
    )
    op.create_table(
        "cart",
        sa.Column("business_id", ID, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("customer_id", ID, nullable=True),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("business_id", "id", name="pk_cart"),
    )
    op.create_table(
        "customer",
        sa.Column("business_id", ID, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("given_name", sa.Text(), server_default="", nullable=False),
        sa.Column("family_name", sa.Text(), server_default="", nullable=False),
        sa.Column("phone", sa.Text(), server_default="", nullable=False),
        sa.Column("email", sa.Text(), server_default="", nullable=False),
        sa.Column("language", sa.Text(), server_default="", nullable=False),
        sa.Column("alert", sa.Text(), server_default="", nullable=False),
        sa.Column("favourite", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("sample", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("preferred_staff", ID, nullable=True),
        sa.Column("search_key", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=True),
        sa.Column("last_op", ID, nullable=False),
        sa.PrimaryKeyConstraint("business_id", "id", name="pk_customer"),
    )
    op.create_index("ix_customer_email", "customer", ["business_id", "email"], unique=False)
    op.create_index("ix_customer_phone", "customer", ["business_id", "phone"], unique=False)
    op.create_table(
        "device_setting",
        sa.Column("business_id", ID, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("business_id", "id", name="pk_device_setting"),
    )
    op.create_index("uq_device_setting_key", "device_setting", ["business_id", "key"], unique=True)
    op.create_table(
        "history",
        sa.Column("business_id", ID, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("actor", ID, nullable=True),
        sa.Column("actor_name", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("subject_id", ID, nullable=False),
        sa.Column("facts", sa.Text(), nullable=True),
        sa.Column("seq", sa.BigInteger(), nullable=True),
        sa.Column("last_op", ID, nullable=False),
        sa.PrimaryKeyConstraint("business_id", "id", name="pk_history"),
    )
    op.create_index(
        "ix_history_subject_subject_id_at", "history", ["business_id", "subject", "subject_id", "at"], unique=False
    )
    op.create_table(
        "journal",
        sa.Column("business_id", ID, nullable=False),
        sa.Column("op_id", ID, nullable=False),
        sa.Column("device", ID, nullable=False),
        sa.Column("inc", sa.Integer(), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("ver", sa.Integer(), nullable=False),
        sa.Column("actor", ID, nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("caused_by", ID, nullable=True),
        sa.Column("group_id", ID, nullable=True),
        sa.Column("header", sa.LargeBinary(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("undone_by", ID, nullable=True),
        sa.PrimaryKeyConstraint("business_id", "op_id"),
        sa.UniqueConstraint("business_id", "device", "inc", "n"),
    )
    op.create_index(
        "ix_journal_caused",
        "journal",
        ["business_id", "caused_by"],
        unique=False,
        sqlite_where=sa.text("caused_by IS NOT NULL"),
    )
    op.create_index(
        "ix_journal_group",
        "journal",
        ["business_id", "group_id"],
        unique=False,
        sqlite_where=sa.text("group_id IS NOT NULL"),
    )
    op.create_table(
        "journal_head",
        sa.Column("business_id", ID, nullable=False),
        sa.Column("device", ID, nullable=False),
        sa.Column("inc", sa.Integer(), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("business_id", "device", "inc"),
    )
    op.create_table(
        "location",
        sa.Column("business_id", ID, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("address", sa.Text(), server_default="", nullable=False),
        sa.Column("phone", sa.Text(), server_default="", nullable=False),
        sa.Column("email", sa.Text(), server_default="", nullable=False),
        sa.Column("photo", sa.Text(), nullable=True),
        sa.Column("seq", sa.BigInteger(), nullable=True),
        sa.Column("last_op", ID, nullable=False),
        sa.PrimaryKeyConstraint("business_id", "id", name="pk_location"),
    )
    op.create_table(
        "pin_attempt",
        sa.Column("business_id", ID, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("staff_id", ID, nullable=False),
        sa.Column("failed", sa.BigInteger(), nullable=False),
        sa.Column("locked_until", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("business_id", "id", name="pk_pin_attempt"),
    )
    op.create_index("uq_pin_attempt_staff_id", "pin_attempt", ["business_id", "staff_id"], unique=True)
    op.create_table(
        "print_job",
        sa.Column("business_id", ID, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject_id", ID, nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("copy", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("bytes", sa.LargeBinary(), nullable=False),
        sa.Column("tries", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("queued_at", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("done_at", sa.BigInteger(), nullable=True),
        sa.Column("problem", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("business_id", "id", name="pk_print_job"),
    )
    op.create_index("ix_print_job_state_due_at", "print_job", ["business_id", "state", "due_at"], unique=False)
    op.create_table(
        "product",
        sa.Column("business_id", ID, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), server_default="", nullable=False),
        sa.Column("sku", sa.Text(), server_default="", nullable=False),
        sa.Column("barcode", sa.Text(), server_default="", nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("tax_class", sa.Text(), server_default="standard", nullable=False),
        sa.Column("stock", sa.BigInteger(), nullable=True),
        sa.Column("photo", sa.Text(), nullable=True),
        sa.Column("colour", sa.Text(), server_default="slate", nullable=False),
        sa.Column("active", sa.Boolean(), server_default=sa.text("(true)"), nullable=False),
        sa.Column("favourite", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("position", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("search_key", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=True),
        sa.Column("last_op", ID, nullable=False),
        sa.CheckConstraint("price >= 0", name="ck_product_0"),
        sa.PrimaryKeyConstraint("business_id", "id", name="pk_product"),
    )
    op.create_index(
        "ix_product_barcode",
        "product",
        ["business_id", "barcode"],
        unique=False,
        sqlite_where=sa.text("barcode <> ''"),
        postgresql_where=sa.text("barcode <> ''"),
    )
    op.create_table(
        "resource",
        sa.Column("business_id", ID, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("parent_id", ID, nullable=True),
        sa.Column("capacity", sa.BigInteger(), server_default=sa.text("1"), nullable=False),
        sa.Column("zone", sa.Text(), nullable=True),
        sa.Column("colour", sa.Text(), server_default="slate", nullable=False),
        sa.Column("position", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("active", sa.Boolean(), server_default=sa.text("(true)"), nullable=False),
        sa.Column("in_calendar", sa.Boolean(), server_default=sa.text("(true)"), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=True),
        sa.Column("last_op", ID, nullable=False),
        sa.CheckConstraint("capacity > 0", name="ck_resource_0"),
        sa.ForeignKeyConstraint(
            ["business_id", "parent_id"],
            ["resource.business_id", "resource.id"],
            name="fk_resource_parent_id",
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("business_id", "id", name="pk_resource"),
    )
    op.create_index(
        "ix_resource_parent_id_kind_position",
        "resource",
        ["business_id", "parent_id", "kind", "position"],
        unique=False,
    )
    op.create_table(
        "search_text",
        sa.Column(
            "rid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.Identity(always=False), nullable=False
        ),
        sa.Column("business_id", ID, nullable=False),
        sa.Column("tbl", sa.Text(), nullable=False),
        sa.Column("pk", ID, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("rid"),
        sa.UniqueConstraint("business_id", "tbl", "pk"),
    )
    op.create_table(
        "series",
        sa.Column("business_id", ID, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("next", sa.BigInteger(), nullable=False),
        sa.Column("last_hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("business_id", "id", name="pk_series"),
    )
    op.create_index("uq_series_code", "series", ["business_id", "code"], unique=True)
    op.create_table(
        "service_category",
        sa.Column("business_id", ID, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("position", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=True),
        sa.Column("last_op", ID, nullable=False),
        sa.PrimaryKeyConstraint("business_id", "id", name="pk_service_category"),
    )
    op.create_table(
        "setting",
        sa.Column("business_id", ID, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=True),
        sa.Column("last_op", ID, nullable=False),
        sa.PrimaryKeyConstraint("business_id", "id", name="pk_setting"),
    )
    op.create_index("uq_setting_key", "setting", ["business_id", "key"], unique=True)
    op.create_table(
        "staff",
        sa.Column("business_id", ID, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), server_default="", nullable=False),
        sa.Column("email", sa.Text(), server_default="", nullable=False),
        sa.Column("phone", sa.Text(), server_default="", nullable=False),
        sa.Column("bio", sa.Text(), server_default="", nullable=False),
        sa.Column("photo", sa.Text(), nullable=True),
        sa.Column("pin", sa.Text(), server_default="", nullable=False),
        sa.Column("daily_limit", sa.BigInteger(), nullable=True),
        sa.Column("seq", sa.BigInteger(), nullable=True),
        sa.Column("last_op", ID, nullable=False),
        sa.PrimaryKeyConstraint("business_id", "id", name="pk_staff"),
    )
    op.create_index("ix_staff_role", "staff", ["business_id", "role"], unique=False)
    op.create_table(
        "tax_rate",
        sa.Column("business_id", ID, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("tax_class", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("rate", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("active", sa.Boolean(), server_default=sa.text("(true)"), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=True),
        sa.Column("last_op", ID, nullable=False),
        sa.CheckConstraint("rate >= 0", name="ck_tax_rate_0"),
        sa.PrimaryKeyConstraint("business_id", "id", name="pk_tax_rate"),
    )
    op.create_index(
        "ix_tax_rate_tax_class_position", "tax_rate", ["business_id", "tax_class", "position"], unique=False
    )
    op.create_table(
        "till_opening",
        sa.Column("business_id", ID, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("device", ID, nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("staff_id", ID, nullable=True),
        sa.Column("staff_name", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("float", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=True),
        sa.Column("last_op", ID, nullable=False),
        sa.PrimaryKeyConstraint("business_id", "id", name="pk_till_opening"),
    )
    op.create_index(
        "ix_till_opening_device_opened_at", "till_opening", ["business_id", "device", "opened_at"], unique=False
    )
    op.create_table(
        "booking",
        sa.Column("business_id", ID, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("location_id", ID, nullable=False),
        sa.Column("customer_id", ID, nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.BigInteger(), nullable=False),
        sa.Column("ends_at", sa.BigInteger(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("wall_start", sa.Text(), nullable=False),
        sa.Column("tzdata", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), server_default="desk", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("provisional", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("sample", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("hold_until", sa.BigInteger(), nullable=True),
        sa.Column("outside_id", sa.Text(), server_default="", nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=True),
        sa.Column("last_op", ID, nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name="ck_booking_0"),
        sa.ForeignKeyConstraint(
            ["business_id", "customer_id"],
            ["customer.business_id", "customer.id"],
            name="fk_booking_customer_id",
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["business_id", "location_id"],
            ["location.business_id", "location.id"],
            name="fk_booking_location_id",
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("business_id", "id", name="pk_booking"),
    )
    op.create_index(
        "ix_booking_customer_id_starts_at", "booking", ["business_id", "customer_id", "starts_at"], unique=False
    )
    op.create_index(
        "ix_booking_hold_until",
        "booking",
        ["business_id", "hold_until"],
        unique=False,
        sqlite_where=sa.text("hold_until IS NOT NULL"),
        postgresql_where=sa.text("hold_until IS NOT NULL"),
    )
    op.create_index(
        "ix_booking_location_id_starts_at", "booking", ["business_id", "location_id", "starts_at"], unique=False
    )
    op.create_index(
        "ix_booking_outside_id",
        "booking",
        ["business_id", "outside_id"],
        unique=False,
        sqlite_where=sa.text("outside_id <> ''"),
        postgresql_where=sa.text("outside_id <> ''"),
    )
    op.create_table(
        "customer_note",
        sa.Column("business_id", ID, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("customer_id", ID, nullable=False),
        sa.Column("written_at", sa.BigInteger(), nullable=False),
        sa.Column("author", ID, nullable=True),
        sa.Column("author_name", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("attachment", sa.Text(), server_default="", nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=True),
        sa.Column("last_op", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["business_id", "customer_id"],
            ["customer.business_id", "customer.id"],
            name="fk_customer_note_customer_id",
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("business_id", "id", name="pk_customer_note"),
    )
    op.create_index(
        "ix_customer_note_customer_id_written_at",
        "customer_note",
        ["business_id", "customer_id", "written_at"],
        unique=False,
    )
    op.create_table(
        "drawer_move",
        sa.Column("business_id", ID, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("opening_id", ID, nullable=False),
        sa.Column("moved_at", sa.BigInteger(), nullable=False),
        sa.Column("staff_id", ID, nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=True),
        sa.Column("last_op", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["business_id", "opening_id"],
            ["till_opening.business_id", "till_opening.id"],
            name="fk_drawer_move_opening_id",
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("business_id", "id", name="pk_drawer_move"),
    )
    op.create_index(
        "ix_drawer_move_opening_id_moved_at", "drawer_move", ["business_id", "opening_id", "moved_at"], unique=False
    )
    op.create_table(
        "parked_cart",
        sa.Column("business_id", ID, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("customer_id", ID, nullable=True),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("parked_at", sa.BigInteger(), nullable=False),
        sa.Column("parked_by", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=True),
        sa.Column("last_op", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["business_id", "customer_id"],
            ["customer.business_id", "customer.id"],
            name="fk_parked_cart_customer_id",
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("business_id", "id", name="pk_parked_cart"),
    )
    op.create_table(
        "sale",
        sa.Column("business_id", ID, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("issued_at", sa.BigInteger(), nullable=False),
        sa.Column("of_id", ID, nullable=True),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("location_id", ID, nullable=False),
        sa.Column("opening_id", ID, nullable=True),
        sa.Column("customer_id", ID, nullable=True),
        sa.Column("staff_id", ID, nullable=True),
        sa.Column("staff_name", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("exponent", sa.BigInteger(), nullable=False),
        sa.Column("inclusive", sa.Boolean(), nullable=False),
        sa.Column("goods", sa.BigInteger(), nullable=False),
        sa.Column("discount", sa.BigInteger(), nullable=False),
        sa.Column("tax", sa.BigInteger(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("tip", sa.BigInteger(), nullable=False),
        sa.Column("rounding", sa.BigInteger(), nullable=False),
        sa.Column("explained", sa.Text(), nullable=True),
        sa.Column("previous", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=True),
        sa.Column("last_op", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["business_id", "customer_id"],
            ["customer.business_id", "customer.id"],
            name="fk_sale_customer_id",
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["business_id", "location_id"],
            ["location.business_id", "location.id"],
            name="fk_sale_location_id",
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["business_id", "of_id"],
            ["sale.business_id", "sale.id"],
            name="fk_sale_of_id",
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["business_id", "opening_id"],
            ["till_opening.business_id", "till_opening.id"],
            name="fk_sale_opening_id",
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("business_id", "id", name="pk_sale"),
    )
    op.create_index("ix_sale_customer_id_issued_at", "sale", ["business_id", "customer_id", "issued_at"], unique=False)
    op.create_index("ix_sale_issued_at", "sale", ["business_id", "issued_at"], unique=False)
    op.create_index("ix_sale_of_id", "sale", ["business_id", "of_id"], unique=False)
    op.create_index("uq_sale_series_number", "sale", ["business_id", "series", "number"], unique=True)
    op.create_table(
        "service",
        sa.Column("business_id", ID, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("category_id", ID, nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), server_default="", nullable=False),
        sa.Column("photo", sa.Text(), nullable=True),
        sa.Column("colour", sa.Text(), server_default="teal", nullable=False),
        sa.Column("tax_class", sa.Text(), server_default="standard", nullable=False),
        sa.Column("position", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("active", sa.Boolean(), server_default=sa.text("(true)"), nullable=False),
        sa.Column("before_min", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("after_min", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("buffer_must_fit", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("processing_from", sa.BigInteger(), nullable=True),
        sa.Column("processing_min", sa.BigInteger(), nullable=True),
        sa.Column("step_min", sa.BigInteger(), nullable=True),
        sa.Column("notice_min", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("window_days", sa.BigInteger(), server_default=sa.text("(365)"), nullable=False),
        sa.Column("same_day", sa.Boolean(), server_default=sa.text("(true)"), nullable=False),
        sa.Column("cutoff_min", sa.BigInteger(), nullable=True),
        sa.Column("min_length", sa.BigInteger(), nullable=True),
        sa.Column("max_length", sa.BigInteger(), nullable=True),
        sa.Column("gap_min", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("back_to_back", sa.Boolean(), server_default=sa.text("(true)"), nullable=False),
        sa.Column("assign", sa.Text(), server_default="least_busy", nullable=False),
        sa.Column("people", sa.BigInteger(), server_default=sa.text("1"), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=True),
        sa.Column("last_op", ID, nullable=False),
        sa.CheckConstraint("after_min >= 0", name="ck_service_1"),
        sa.CheckConstraint("before_min >= 0", name="ck_service_0"),
        sa.ForeignKeyConstraint(
            ["business_id", "category_id"],
            ["service_category.business_id", "service_category.id"],
            name="fk_service_category_id",
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("business_id", "id", name="pk_service"),
    )
    op.create_index(
        "ix_service_category_id_position", "service", ["business_id", "category_id", "position"], unique=False
    )
    op.create_table(
        "till_closing",
        sa.Column("business_id", ID, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("opening_id", ID, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("closed_at", sa.BigInteger(), nullable=False),
        sa.Column("staff_id", ID, nullable=True),
        sa.Column("staff_name", sa.Text(), nullable=False),
        sa.Column("expected", sa.BigInteger(), nullable=False),
        sa.Column("counted", sa.BigInteger(), nullable=False),
        sa.Column("difference", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("counts", sa.Text(), nullable=True),
        sa.Column("totals", sa.Text(), nullable=False),
        sa.Column("perpetual", sa.Text(), nullable=False),
        sa.Column("chain_head", sa.LargeBinary(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=True),
        sa.Column("last_op", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["business_id", "opening_id"],
            ["till_opening.business_id", "till_opening.id"],
            name="fk_till_closing_opening_id",
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("business_id", "id", name="pk_till_closing"),
    )
    op.create_index("uq_till_closing_opening_id", "till_closing", ["business_id", "opening_id"], unique=True)
    op.create_table(
        "timetable_rule",
        sa.Column("business_id", ID, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("resource_id", ID, nullable=False),
        sa.Column("layer", sa.Text(), nullable=False),
        sa.Column("opens", sa.Boolean(), nullable=False),
        sa.Column("weekdays", sa.BigInteger(), nullable=True),
        sa.Column("first_day", sa.BigInteger(), nullable=True),
        sa.Column("last_day", sa.BigInteger(), nullable=True),
        sa.Column("start_min", sa.BigInteger(), nullable=True),
        sa.Column("end_min", sa.BigInteger(), nullable=True),
        sa.Column("starts_at", sa.BigInteger(), nullable=True),
        sa.Column("ends_at", sa.BigInteger(), nullable=True),
        sa.Column("label", sa.Text(), server_default="", nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("source", ID, nullable=True),
        sa.Column("seq", sa.BigInteger(), nullable=True),
        sa.Column("last_op", ID, nullable=False),
        sa.CheckConstraint("end_min > start_min", name="ck_timetable_rule_0"),
        sa.CheckConstraint("ends_at > starts_at", name="ck_timetable_rule_1"),
        sa.CheckConstraint("last_day >= first_day", name="ck_timetable_rule_2"),
        sa.ForeignKeyConstraint(
            ["business_id", "resource_id"],
            ["resource.business_id", "resource.id"],
            name="fk_timetable_rule_resource_id",
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("business_id", "id", name="pk_timetable_rule"),
    )
    op.create_index(
        "ix_timetable_rule_resource_id_layer", "timetable_rule", ["business_id", "resource_id", "layer"], unique=False
    )
    op.create_index(
        "ix_timetable_rule_source",
        "timetable_rule",
        ["business_id", "source"],
        unique=False,
        sqlite_where=sa.text("source IS NOT NULL"),
        postgresql_where=sa.text("source IS NOT NULL"),
    )
    op.create_table(
        "booking_part",
        sa.Column("business_id", ID, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("booking_id", ID, nullable=False),
        sa.Column("service_id", ID, nullable=True),
        sa.Column("staff_id", ID, nullable=True),
        sa.Column("length_id", ID, nullable=True),
        sa.Column("position", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("colour", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.BigInteger(), nullable=False),
        sa.Column("ends_at", sa.BigInteger(), nullable=False),
        sa.Column("before_min", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("after_min", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("processing_from", sa.BigInteger(), nullable=True),
        sa.Column("processing_min", sa.BigInteger(), nullable=True),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("tax_class", sa.Text(), nullable=False),
        sa.Column("addons", sa.Text(), nullable=True),
        sa.Column("any_staff", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=True),
        sa.Column("last_op", ID, nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name="ck_booking_part_0"),
        sa.ForeignKeyConstraint(
            ["business_id", "booking_id"],
            ["booking.business_id", "booking.id"],
            name="fk_booking_part_booking_id",
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["business_id", "service_id"],
            ["service.business_id", "service.id"],
            name="fk_booking_part_service_id",
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["business_id", "staff_id"],
            ["staff.business_id", "staff.id"],
            name="fk_booking_part_staff_id",
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("business_id", "id", name="pk_booking_part"),
    )
    op.create_index(
        "ix_booking_part_booking_id_position", "booking_part", ["business_id", "booking_id", "position"], unique=False
    )
    op.create_index(
        "ix_booking_part_staff_id_starts_at", "booking_part", ["business_id", "staff_id", "starts_at"], unique=False
    )
    op.create_index("ix_booking_part_starts_at", "booking_part", ["business_id", "starts_at"], unique=False)
    op.create_table(
        "service_addon",
        sa.Column("business_id", ID, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("service_id", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("minutes", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("price", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("position", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("active", sa.Boolean(), server_default=sa.text("(true)"), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=True),
        sa.Column("last_op", ID, nullable=False),
        sa.CheckConstraint("minutes >= 0", name="ck_service_addon_0"),
        sa.CheckConstraint("price >= 0", name="ck_service_addon_1"),
        sa.ForeignKeyConstraint(
            ["business_id", "service_id"],
            ["service.business_id", "service.id"],
            name="fk_service_addon_service_id",
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("business_id", "id", name="pk_service_addon"),
    )
    op.create_index(
        "ix_service_addon_service_id_position", "service_addon", ["business_id", "service_id", "position"], unique=False
    )
    op.create_table(
        "service_length",
        sa.Column("business_id", ID, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("service_id", ID, nullable=False),
        sa.Column("label", sa.Text(), server_default="", nullable=False),
        sa.Column("minutes", sa.BigInteger(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=True),
        sa.Column("last_op", ID, nullable=False),
        sa.CheckConstraint("minutes > 0", name="ck_service_length_0"),
        sa.CheckConstraint("price >= 0", name="ck_service_length_1"),
        sa.ForeignKeyConstraint(
            ["business_id", "service_id"],
            ["service.business_id", "service.id"],
            name="fk_service_length_service_id",
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("business_id", "id", name="pk_service_length"),
    )
    op.create_index(
        "ix_service_length_service_id_position",
        "service_length",
        ["business_id", "service_id", "position"],
        unique=False,
    )
    op.create_table(
        "service_need",
        sa.Column("business_id", ID, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("service_id", ID, nullable=False),
        sa.Column("pool", sa.BigInteger(), nullable=False),
        sa.Column("resource_id", ID, nullable=False),
        sa.Column("units", sa.BigInteger(), server_default=sa.text("1"), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=True),
        sa.Column("last_op", ID, nullable=False),
        sa.CheckConstraint("units > 0", name="ck_service_need_0"),
        sa.ForeignKeyConstraint(
            ["business_id", "resource_id"],
            ["resource.business_id", "resource.id"],
            name="fk_service_need_resource_id",
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["business_id", "service_id"],
            ["service.business_id", "service.id"],
            name="fk_service_need_service_id",
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("business_id", "id", name="pk_service_need"),
    )
    op.create_index(
        "ix_service_need_service_id_pool", "service_need", ["business_id", "service_id", "pool"], unique=False
    )
    op.create_table(
        "service_staff",
        sa.Column("business_id", ID, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("service_id", ID, nullable=False),
        sa.Column("staff_id", ID, nullable=False),
        sa.Column("can", sa.Boolean(), server_default=sa.text("(true)"), nullable=False),
        sa.Column("preference", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=True),
        sa.Column("last_op", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["business_id", "service_id"],
            ["service.business_id", "service.id"],
            name="fk_service_staff_service_id",
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["business_id", "staff_id"],
            ["staff.business_id", "staff.id"],
            name="fk_service_staff_staff_id",
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("business_id", "id", name="pk_service_staff"),
    )
    op.create_index(
        "uq_service_staff_service_id_staff_id", "service_staff", ["business_id", "service_id", "staff_id"], unique=True
    )
    op.create_table(
        "tender",
        sa.Column("business_id", ID, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("sale_id", ID, nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("of_id", ID, nullable=True),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("given", sa.BigInteger(), nullable=False),
        sa.Column("change", sa.BigInteger(), nullable=False),
        sa.Column("reference", sa.Text(), server_default="", nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=True),
        sa.Column("last_op", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["business_id", "of_id"],
            ["tender.business_id", "tender.id"],
            name="fk_tender_of_id",
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["business_id", "sale_id"],
            ["sale.business_id", "sale.id"],
            name="fk_tender_sale_id",
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("business_id", "id", name="pk_tender"),
    )
    op.create_index("ix_tender_sale_id_position", "tender", ["business_id", "sale_id", "position"], unique=False)
    op.create_table(
        "claim",
        sa.Column("business_id", ID, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("resource_id", ID, nullable=False),
        sa.Column("booking_id", ID, nullable=False),
        sa.Column("part_id", ID, nullable=True),
        sa.Column("starts_at", sa.BigInteger(), nullable=False),
        sa.Column("ends_at", sa.BigInteger(), nullable=False),
        sa.Column("units", sa.BigInteger(), server_default=sa.text("1"), nullable=False),
        sa.Column("live", sa.Boolean(), server_default=sa.text("(true)"), nullable=False),
        sa.Column("counted", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=True),
        sa.Column("last_op", ID, nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name="ck_claim_0"),
        sa.CheckConstraint("units > 0", name="ck_claim_1"),
        sa.ForeignKeyConstraint(
            ["business_id", "booking_id"],
            ["booking.business_id", "booking.id"],
            name="fk_claim_booking_id",
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["business_id", "part_id"],
            ["booking_part.business_id", "booking_part.id"],
            name="fk_claim_part_id",
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["business_id", "resource_id"],
            ["resource.business_id", "resource.id"],
            name="fk_claim_resource_id",
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("business_id", "id", name="pk_claim"),
    )
    op.create_index("ix_claim_booking_id", "claim", ["business_id", "booking_id"], unique=False)
    op.create_index(
        "ix_claim_resource_id_ends_at",
        "claim",
        ["business_id", "resource_id", "ends_at"],
        unique=False,
        sqlite_where=sa.text("live"),
        postgresql_where=sa.text("live"),
    )
    op.create_table(
        "sale_line",
        sa.Column("business_id", ID, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("sale_id", ID, nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("item_id", ID, nullable=True),
        sa.Column("of_id", ID, nullable=True),
        sa.Column("part_id", ID, nullable=True),
        sa.Column("staff_id", ID, nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("unit_price", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("discount", sa.BigInteger(), nullable=False),
        sa.Column("discounts", sa.Text(), nullable=True),
        sa.Column("net", sa.BigInteger(), nullable=False),
        sa.Column("tax", sa.BigInteger(), nullable=False),
        sa.Column("gross", sa.BigInteger(), nullable=False),
        sa.Column("tax_class", sa.Text(), nullable=False),
        sa.Column("taxes", sa.Text(), nullable=True),
        sa.Column("seq", sa.BigInteger(), nullable=True),
        sa.Column("last_op", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["business_id", "of_id"],
            ["sale_line.business_id", "sale_line.id"],
            name="fk_sale_line_of_id",
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["business_id", "part_id"],
            ["booking_part.business_id", "booking_part.id"],
            name="fk_sale_line_part_id",
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["business_id", "sale_id"],
            ["sale.business_id", "sale.id"],
            name="fk_sale_line_sale_id",
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("business_id", "id", name="pk_sale_line"),
    )
    op.create_index("ix_sale_line_of_id", "sale_line", ["business_id", "of_id"], unique=False)
    op.create_index("ix_sale_line_part_id", "sale_line", ["business_id", "part_id"], unique=False)
    op.create_index("ix_sale_line_sale_id_position", "sale_line", ["business_id", "sale_id", "position"], unique=False)
