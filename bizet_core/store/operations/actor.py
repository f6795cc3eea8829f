"""Actor: who asks, of which kind, with what they may do."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from uuid import UUID


class Scope(IntEnum):
    """How far a permission reaches."""

    OWN = 1
    ANY = 2


OWN, ANY = Scope.OWN, Scope.ANY


class ActorKind(StrEnum):
    """Who somebody is to the house. It grants nothing: what an actor may do stands in its grants alone."""

    STAFF = "staff"  # somebody at a desk: whoever works here, or nobody yet while nobody has signed in
    SYSTEM = "system"  # the house itself
    VISITOR = "visitor"  # somebody at a kiosk or on a public page, whom nobody knows
    CUSTOMER = "customer"  # a customer who has shown who they are
    HOOK = "hook"  # another service that tells us of something


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody at this device or server. `staff` is whoever works here, `customer` whoever comes; both may be None."""

    staff: UUID | None
    name: str
    grants: Mapping[str, Scope] = field(default_factory=dict)
    everything: bool = False
    kind: ActorKind = ActorKind.STAFF
    customer: UUID | None = None

    def scope(self, permission: str) -> Scope | None:
        """How far this person's permission reaches, or None where they have none."""
        return ANY if self.everything else self.grants.get(permission)


SYSTEM = Actor(staff=None, name="Bizet", everything=True, kind=ActorKind.SYSTEM)
"""The house itself: first run, the pump, imports of sample data."""
