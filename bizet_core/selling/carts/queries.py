"""The open cart after a restart, and what is parked."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from bizet_core.selling.carts.model import carts, parked_carts
from bizet_core.selling.carts.operations import SELL, CartContent, content_of
from bizet_core.store import Read, Request, query


@dataclass(frozen=True, slots=True)
class OpenCart:
    """A cart that was being filled."""

    id: UUID
    customer: UUID | None
    content: CartContent


@dataclass(frozen=True, slots=True)
class ParkedCart:
    """A cart put aside."""

    id: UUID
    label: str
    customer: UUID | None
    booking: UUID | None  # the visit it was about to check out
    lines: int
    parked_at: datetime
    parked_by: str


class Carts(Request):
    """All of them."""


@query(needs=SELL)
def open_cart(read: Read, asked: Carts) -> OpenCart | None:
    """The cart that was open when the desk last stopped, or None."""
    found = read.first(select(carts).order_by(carts.c.changed_at.desc()))
    return None if found is None else OpenCart(found.id, found.customer_id, content_of(found.content))


@query(needs=SELL)
def parked(read: Read, asked: Carts) -> tuple[ParkedCart, ...]:
    """What is parked, oldest first."""
    rows = read.all(select(parked_carts).order_by(parked_carts.c.parked_at, parked_carts.c.id))
    return tuple(map(_parked, rows))


def _parked(row: Any) -> ParkedCart:
    """Listed also where only a newer version can take it up."""
    content = row.content if isinstance(row.content, dict) else {}
    lines = content.get("lines")
    return ParkedCart(
        id=row.id,
        label=row.label,
        customer=row.customer_id,
        booking=_id(content.get("booking")),
        lines=len(lines) if isinstance(lines, list) else 0,
        parked_at=row.parked_at,
        parked_by=row.parked_by,
    )


def _id(value: Any) -> UUID | None:
    try:
        return UUID(value) if isinstance(value, str) else None
    except ValueError:
        return None
