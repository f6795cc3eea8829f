"""A location's address and contact; its name, zone and place in the tree are the resource with the same id."""

from bizet_core.describe.languages.language import N_
from bizet_core.store import Kind, picture, table, text

locations = table(
    "location",
    Kind.REFERENCE,
    text("address", default=""),
    text("phone", default=""),
    text("email", default=""),
    picture("photo"),
    scope="all",
    called=N_("Location"),
    changed_by="locations.change",
    gives_rights=True,
    topic="house",
    same_as="resource",
)
