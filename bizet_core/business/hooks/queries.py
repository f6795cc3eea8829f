"""Webhook deliveries as a list shows them, and one as it came."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from bizet_core.business.hooks.model import hook_deliveries
from bizet_core.store import Permission, Read, Request, query

SEE = Permission("hooks.see")
_TOLD = (
    hook_deliveries.c.id, hook_deliveries.c.provider, hook_deliveries.c.delivery, hook_deliveries.c.event,
    hook_deliveries.c.size, hook_deliveries.c.at,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Delivery:
    """What has come, without its body."""

    id: UUID
    provider: str
    delivery: str
    event: str
    size: int
    at: datetime


class Deliveries(Request):
    """The last ones."""

    most: int = 100


@query(needs=SEE)
def deliveries(read: Read, asked: Deliveries) -> tuple[Delivery, ...]:
    """What other services have sent, the newest first."""
    newest = select(*_TOLD).order_by(hook_deliveries.c.at.desc(), hook_deliveries.c.id)
    return tuple(Delivery(**row._mapping) for row in read.all(newest.limit(asked.most)))


class OneDelivery(Request):
    """Which."""

    id: UUID


@query(needs=SEE)
def delivery_body(read: Read, asked: OneDelivery) -> bytes:
    """The bytes of one delivery exactly as they were signed; refuses with `gone`."""
    return bytes(read.get(hook_deliveries, asked.id).raw)
