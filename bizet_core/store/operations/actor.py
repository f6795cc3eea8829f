"""Who asks: a signed-in person, with what they may do."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from uuid import UUID


class Scope(IntEnum):
    """How far a permission reaches."""

    OWN = 1
    ANY = 2


OWN, ANY = Scope.OWN, Scope.ANY


@dataclass(frozen=True, slots=True)
class Actor:
    """A person at this device, or the house itself where `staff` is None."""

    staff: UUID | None
    name: str
    grants: Mapping[str, Scope] = field(default_factory=dict)
    everything: bool = False

    def scope(self, permission: str) -> Scope | None:
        """How far this person's permission reaches, or None where they have none."""
        return ANY if self.everything else self.grants.get(permission)


SYSTEM = Actor(staff=None, name="Bizet", everything=True)
"""The house itself: first run, the pump, imports of sample data."""
