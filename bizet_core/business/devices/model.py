"""Devices that speak to the server, and invitations for new ones."""

from enum import StrEnum

from bizet_core.describe.languages.language import N_
from bizet_core.store import Kind, at, digest, identifier, index, integer, table, text


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
