"""A service as the rules need it: one value with its lengths, add-ons, people and needs."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Table, bindparam, select

from bizet_core.catalogue.services.model import service_addons, service_lengths, service_needs, service_staff, services
from bizet_core.store import Prepared, Read


@dataclass(frozen=True, slots=True)
class Length:
    """One way to book a service: so many minutes for so much."""

    id: UUID
    label: str
    minutes: int
    price: int


@dataclass(frozen=True, slots=True)
class Addon:
    """An extra that adds time, money or both."""

    id: UUID
    name: str
    minutes: int
    price: int


@dataclass(frozen=True, slots=True)
class Need:
    """One resource out of `any_of` for the whole visit."""

    any_of: tuple[tuple[UUID, int], ...]  # resource and the units taken of it


@dataclass(frozen=True, slots=True)
class Service:
    """A service with everything that belongs to it."""

    row: Any  # the service's own row
    lengths: tuple[Length, ...]
    addons: tuple[Addon, ...]
    can: frozenset[UUID]  # empty: everybody who is not blocked
    blocked: frozenset[UUID]
    preferred: tuple[UUID, ...]  # most preferred first
    needs: tuple[Need, ...]

    def done_by(self, staff: UUID) -> bool:
        """Whether this person does it."""
        return staff not in self.blocked and (not self.can or staff in self.can)


def load_services(read: Read, ids: set[UUID] | None = None) -> dict[UUID, Service]:
    """Services by id (all of them where none are named), in five queries however many."""
    rows = _of(read, services, "id", ids)
    lengths = _grouped(_of(read, service_lengths, "service_id", ids, "position"))
    addons = _grouped(_of(read, service_addons, "service_id", ids, "position"))
    people = _grouped(_of(read, service_staff, "service_id", ids, "preference"))
    needs = _grouped(_of(read, service_needs, "service_id", ids, "pool"))
    return {
        r.id: Service(
            row=r,
            lengths=tuple(Length(x.id, x.label, x.minutes, x.price) for x in lengths[r.id]),
            addons=tuple(Addon(x.id, x.name, x.minutes, x.price) for x in addons[r.id] if x.active),
            can=frozenset(x.staff_id for x in people[r.id] if x.can),
            blocked=frozenset(x.staff_id for x in people[r.id] if not x.can),
            preferred=tuple(x.staff_id for x in people[r.id] if x.can),
            needs=_pools(needs[r.id]),
        )
        for r in rows
    }


def _of(read: Read, table: Table, column: str, ids: set[UUID] | None, order: str = "id") -> Sequence[Any]:
    all_of_them, one, some = _prepared(table, column, order)
    if ids is None:
        return read.rows(all_of_them)
    return read.rows(one, id=next(iter(ids))) if len(ids) == 1 else read.rows(some, ids=tuple(ids))


@cache
def _prepared(table: Table, column: str, order: str) -> tuple[Prepared, Prepared, Prepared]:
    """For every service, for one (most visits have one, and a list cannot be compiled ahead) and for some."""
    asked, of = select(table).order_by(table.c[order], table.c.id), table.c[column]
    one, some = asked.where(of == bindparam("id")), asked.where(of.in_(bindparam("ids", expanding=True)))
    return Prepared(asked), Prepared(one), Prepared(some)


def _grouped(rows: Iterable[Any]) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.service_id].append(row)
    return found


def _pools(rows: list[Any]) -> tuple[Need, ...]:
    pools: dict[int, list[tuple[UUID, int]]] = defaultdict(list)
    for row in rows:
        pools[row.pool].append((row.resource_id, row.units))
    return tuple(Need(tuple(pools[pool])) for pool in sorted(pools))
