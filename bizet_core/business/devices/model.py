"""Devices that speak to the server, and invitations for new ones."""

from enum import StrEnum

from sqlalchemy import BigInteger, Column, PrimaryKeyConstraint, Table, Text

from bizet_core.describe.languages.language import N_
from bizet_core.store import Kind, at, digest, identifier, index, integer, table, text
from bizet_core.store.tables.columns import METADATA, Id


class DeviceRole(StrEnum):
    """What a device is for; `rules` says what each may do and see."""

    DESK = "desk"
    KIOSK = "kiosk"
    SERVER = "server"


class DeviceState(StrEnum):
    """The life of a device."""

    ASKING = "asking"  # it has shown its code; somebody has to compare the six words
    ACTIVE = "active"
    LOCKED = "locked"  # two copies of it have spoken: a manager has to look
    REVOKED = "revoked"


devices = table(
    "device",
    Kind.REFERENCE,
    text("name"),
    text("role"),
    text("state"),
    identifier("location_id", null=True),
    digest("key"),  # its public Ed25519 key
    integer("inc", default=1),  # the incarnation it is in
    integer("scope_rev", default=1),
    identifier("invitation", null=True),
    at("joined_at"),
    undo=False,
    scope="all",
    called=N_("Device"),
    topic="devices",
    shown_by="name",
    lost="told",
)

invitations = table(
    "invitation",
    Kind.REFERENCE,
    digest("verifier"),  # SHA-256 of the code: who reads the database cannot join with it
    text("role"),
    text("name"),
    identifier("location_id", null=True),
    at("expires_at"),
    identifier("used_by", null=True),
    indexes=[index("verifier", unique=True)],
    undo=False,
    called=N_("Invitation of a device"),
    topic="devices",
    shown_by="name",
    lost="untold",
)

returned = Table(
    "returned",
    METADATA,
    Column("business_id", Id(), nullable=False),
    Column("epoch", Text, nullable=False),
    Column("device", Id(), nullable=False),
    Column("reported_at", BigInteger, nullable=False),  # which leases it holds
    Column("offered_at", BigInteger),  # all that it has of what the backup lacks
    PrimaryKeyConstraint("business_id", "epoch", "device"),
    info={"kind": Kind.LOCAL, "own": True},
)
"""Devices that have spoken since the server was restored."""
