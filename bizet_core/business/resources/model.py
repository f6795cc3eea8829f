"""Resources: locations, staff, rooms and equipment are rows of one table, so that time is claimed in one way."""

from enum import StrEnum

from bizet_core.describe.languages.language import N_
from bizet_core.store import Kind, boolean, index, integer, ref, table, text


class ResourceKind(StrEnum):
    """What a resource is; it picks words and icons, never rules."""

    LOCATION = "location"
    STAFF = "staff"
    ROOM = "room"
    EQUIPMENT = "equipment"
    VEHICLE = "vehicle"


resources = table(
    "resource",
    Kind.REFERENCE,
    text("kind"),
    text("name"),
    ref("parent_id", "resource", null=True),
    integer("capacity", default=1),  # units that can be claimed at the same instant
    text("zone", null=True),  # None: the parent's
    text("colour", default="slate"),
    integer("position", default=0),
    boolean("active", default=True),
    boolean("in_calendar", default=True),
    indexes=[index("parent_id", "kind", "position")],
    checks=["capacity > 0"],
    scope="all",
    called=N_("Room or equipment"),
    changed_by="resources.change",
    shown_by="name",
)
