"""Holds end by the server's clock, before it decides a claim; a desk never ends one that is not its own."""

from sqlalchemy import select

from bizet_core.booking.bookings.model import Status, bookings
from bizet_core.booking.bookings.operations import EndHolds, end_holds
from bizet_core.store import Store


def end_holds_over(store: Store) -> bool:
    """End holds whose time is over by the server's clock; whether there were any."""
    with store.reading() as connection:
        over = (bookings.c.business_id == store.identity.business) & (bookings.c.status == Status.HOLD)
        due = connection.execute(select(bookings.c.id).where(over, bookings.c.hold_until <= store.clock())).first()
    if due is not None:
        store.do(end_holds, EndHolds())
    return due is not None
