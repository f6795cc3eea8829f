"""What is set aside for a desk in the story of everything."""

from bizet_core.business.leases.model import LeaseKind
from bizet_core.business.leases.operations import (
    GrantLease,
    MakePool,
    OfLease,
    RegainLease,
    TakeBack,
    force_lease,
    grant_lease,
    make_pool,
    regain_lease,
    return_lease,
)
from bizet_core.store.tables.ids import new_id
from tests.stories.parts import Chapter, Part
from tests.support.makers import Salon


def set_aside(salon: Salon) -> None:
    """A pool of seats and one of places: leased, handed back, taken back."""
    store, me = salon.store, salon.store.identity
    seats, places, kept, forced = (new_id() for _ in range(4))
    row = {new_id(): name for name in ("A1", "A2", "A3")}
    store.do(make_pool, MakePool(id=seats, size=3, units=row))
    store.do(make_pool, MakePool(id=places, size=10))
    holder = {"device": me.device, "inc": me.inc}
    some = tuple(sorted(row))[:2]
    store.do(grant_lease, GrantLease(id=kept, kind=LeaseKind.UNITS, pool=seats, units=some, **holder))
    store.do(grant_lease, GrantLease(id=forced, kind=LeaseKind.AMOUNT, pool=places, many=4, **holder))
    store.do(return_lease, OfLease(lease=kept))
    lost = {"id": new_id(), "device": me.device, "inc": me.inc}
    store.do(regain_lease, RegainLease(kind=LeaseKind.AMOUNT, pool=places, size=2, **lost))
    store.do(force_lease, TakeBack(lease=forced, reason="It was lost"))


STORY = (Chapter(Part.SERVER, set_aside),)
