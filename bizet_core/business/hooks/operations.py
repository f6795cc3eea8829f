"""Take in what another service sends, once however often it comes."""

from uuid import UUID

from sqlalchemy import select

from bizet_core.base.refusals import Refused
from bizet_core.business.hooks.model import hook_deliveries
from bizet_core.business.hooks.rules import LARGEST_BODY, LONGEST_ID, event_of, is_provider
from bizet_core.business.settings.model import businesses
from bizet_core.store import Permission, Request, Work, derive, operation


class ReceiveDelivery(Request):
    """A delivery whose signature was right."""

    provider: str
    delivery: str
    body: bytes


class DeliveryReceived(Request):
    """Args: the row. Its id follows from the provider's own, so that the same delivery is the same row everywhere."""

    id: UUID
    provider: str
    delivery: str
    event: str
    body: bytes


@operation(
    needs=Permission("hooks.receive"),
    silent="another service tells the server; its own list shows what came",
    server=True,
)
def receive_delivery(work: Work, given: DeliveryReceived) -> UUID:
    """Keep a delivery as it came."""
    work.insert(
        hook_deliveries, id=given.id, provider=given.provider, delivery=given.delivery, event=given.event,
        size=len(given.body), raw=given.body, at=work.now,
    )  # fmt: skip
    return given.id


@receive_delivery.prepare
def _pin_delivery(work: Work, asked: ReceiveDelivery) -> DeliveryReceived:
    if not is_provider(asked.provider) or not 0 < len(asked.delivery) <= LONGEST_ID:
        raise Refused("delivery_unnamed")
    if len(asked.body) > LARGEST_BODY:
        raise Refused("delivery_too_large", most=LARGEST_BODY // 1024)
    work.hold_if_there(businesses, work.business)  # the same delivery at the same moment waits, and then finds this one
    mine = (hook_deliveries.c.provider == asked.provider) & (hook_deliveries.c.delivery == asked.delivery)
    if work.first(select(hook_deliveries.c.id).where(mine)) is not None:
        raise Refused("delivery_known")
    return DeliveryReceived(
        id=derive(work.business, "hook", asked.provider, asked.delivery),
        provider=asked.provider,
        delivery=asked.delivery,
        event=event_of(asked.body),
        body=asked.body,
    )
