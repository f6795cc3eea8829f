"""What a device asks to be given, so that it can sell and promise while it is alone; and what it says that it holds."""

from typing import Annotated
from uuid import UUID

import msgspec

from bizet_core.base.instants import Instant
from bizet_core.business.leases.model import LeaseKind


class LeaseAsked(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """So many of a pool, these units of it, or a stretch of somebody's time."""

    kind: LeaseKind
    pool: UUID | None = None
    many: Annotated[int, msgspec.Meta(ge=0, le=1_000_000)] = 0
    units: Annotated[tuple[UUID, ...], msgspec.Meta(max_length=500)] = ()
    resource: UUID | None = None
    starts_at: Instant | None = None
    ends_at: Instant | None = None


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """What one device holds: of whom or what, how much is left, since when, and when the device was last heard."""

    lease: UUID
    device: UUID
    holder: str
    kind: LeaseKind
    name: str = ""
    size: int = 0
    left: int = 0
    starts_at: Instant | None = None
    ends_at: Instant | None = None
    since: Instant | None = None
    heard_at: Instant | None = None


class AllKept(msgspec.Struct, frozen=True, kw_only=True):
    """What all devices hold, by the server's clock at this moment."""

    at: Instant
    kept: tuple[Kept, ...]


class Granted(msgspec.Struct, frozen=True, kw_only=True):
    """Which lease it is now part of, and how many were given. The lease itself comes with the next pull."""

    lease: UUID
    many: int


class LeaseHeld(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A lease as it was given, whatever of it is used."""

    id: UUID
    inc: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)]
    kind: LeaseKind
    pool: UUID | None = None
    size: Annotated[int, msgspec.Meta(ge=0, le=1_000_000)] = 0
    units: Annotated[tuple[UUID, ...], msgspec.Meta(max_length=500)] = ()
    resource: UUID | None = None
    starts_at: Instant | None = None
    ends_at: Instant | None = None


class LeasesHeld(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All that a device holds: the first it says to a server that was restored."""

    leases: Annotated[tuple[LeaseHeld, ...], msgspec.Meta(max_length=500)]


class Regained(msgspec.Struct, frozen=True, kw_only=True):
    """How many of them the server knows again; and its epoch."""

    known: int
    epoch: str
