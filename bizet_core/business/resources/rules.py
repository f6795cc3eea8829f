"""Decisions about the tree of resources."""

from collections.abc import Mapping
from uuid import UUID

OWN_CAPABILITY = frozenset({"location", "staff"})
"""Kinds that have a capability of their own, with its own permissions; rooms and equipment are changed here."""


def is_inside(parent: UUID | None, child: UUID, parents: Mapping[UUID, UUID | None]) -> bool:
    """Whether `parent` lies within `child` or is it: then `child` cannot be put under it."""
    while parent is not None:
        if parent == child:
            return True
        parent = parents.get(parent)
    return False


def zone_in(id: UUID | None, parents: Mapping[UUID, UUID | None], zones: Mapping[UUID, str | None], house: str) -> str:
    """The IANA zone of a resource: its own, else the nearest above it, else the house's."""
    while id is not None:
        if zone := zones.get(id):
            return zone
        id = parents.get(id)
    return house
