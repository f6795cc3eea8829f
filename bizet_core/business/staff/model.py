"""Staff members; their name, colour and zone are the resource with the same id."""

from enum import StrEnum

from bizet_core.describe.languages.language import N_
from bizet_core.store import Kind, index, integer, picture, table, text


class Role(StrEnum):
    """Who may do what; `access.rules` says it (catalog 3.1.2)."""

    OWNER = "owner"
    ADMIN = "admin"
    MANAGER = "manager"
    STAFF = "staff"
    CONTRACTOR = "contractor"


staff = table(
    "staff",
    Kind.REFERENCE,
    text("role"),
    text("title", default=""),
    text("email", default=""),
    text("phone", default=""),
    text("bio", default=""),
    picture("photo"),
    text("pin", default="", secret=True),  # argon2id verifier over the peppered PIN; empty: cannot sign in
    integer("daily_limit", null=True),  # most bookings on one day
    indexes=[index("role")],
    called=N_("Person"),
    changed_by="staff.change",
    gives_rights=True,
    topic="people",
    same_as="resource",
)
