"""What truly happened, written down by an observer who misses nothing: the invariants compare everybody with it."""

from collections import defaultdict
from dataclasses import dataclass, field
from uuid import UUID


@dataclass
class Ledger:
    """Facts as they were committed at some desk, and those that only a destroyed disk held."""

    sales: dict[UUID, tuple[str, int]] = field(default_factory=dict)  # document → series, number
    operations: dict[UUID, int] = field(default_factory=dict)  # op → desk
    tickets: dict[UUID, tuple[int, UUID | None]] = field(default_factory=dict)  # op → how many, under which lease
    answered: set[UUID] = field(default_factory=set)  # operations of which a desk has heard what became of them
    lost: set[UUID] = field(default_factory=set)  # operations that no disk holds any more
    forced: set[UUID] = field(default_factory=set)  # leases taken back, or left behind by a life that ended
    given: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))  # numbers printed, by series
    rotten: set[UUID] = field(default_factory=set)  # devices whose rows were changed behind our back
    has_forked: bool = False
    server_went_back: bool = False
    untold: int = 0  # how often it did, and nobody said so
    silent: set[UUID] = field(default_factory=set)  # devices that did not tell a restored server in time what they hold
    of_the_web: dict[UUID, UUID] = field(default_factory=dict)  # operation of the house → its booking
    removed: dict[UUID, set[int]] = field(default_factory=dict)  # groups that a restore has again → desks without them
    shown: dict[UUID, set[int]] = field(default_factory=dict)  # of those that the server lost: desks that have them

    def living(self) -> set[UUID]:
        """Operations that must be on the server in the end."""
        return self.operations.keys() - self.lost
