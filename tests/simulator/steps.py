"""What can happen: people's acts, the wire's faults, crashes, disks that go back in time.

Each is data with its own chance, so that a history can be shrunk by leaving steps out.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import select

from bizet_core.base.refusals import Refused
from bizet_core.booking.bookings.model import Status, bookings
from bizet_core.booking.bookings.operations import SetStatus, book, move_booking, set_status
from bizet_core.booking.bookings.requests import Book, MoveBooking, PartAsked
from bizet_core.business.leases.model import LeaseKind, LeaseState, leases
from bizet_core.business.leases.operations import OfLease, TakeBack, force_lease, return_lease
from bizet_core.catalogue.products.operations import EditProduct, edit_product
from bizet_core.catalogue.services.operations import RemoveCategory, remove_category
from bizet_core.oversight.inbox.operations import Choice, SettleCard, settle_card
from bizet_core.people.customers.model import customers
from bizet_core.people.customers.operations import (
    AddCustomer,
    AddNote,
    EditCustomer,
    add_customer,
    add_note,
    edit_customer,
)
from bizet_core.selling.carts.operations import CartContent
from bizet_core.selling.sales.operations import Sell, TenderAsked, sell
from bizet_core.store import Undo, undo
from bizet_core.store.journal.cards import CardKind, CardState, inbox_cards
from bizet_core.store.journal.journal import Header, append, head_of, journal, pack
from bizet_core.store.operations.work import Read
from bizet_core.store.tables.ids import new_id
from bizet_core.sync.wire.lease_messages import LeaseAsked
from sync_server.sync.lease_grants import grant
from tests.simulator.tickets import SellTickets, sell_tickets
from tests.support.makers import cart_line


@dataclass(frozen=True)
class Step:
    """Something that happens at a desk (or on the way, or at the server), with its own chance."""

    what: str
    desk: int
    chance: int

    def __str__(self) -> str:
        return f"{self.what}@{self.desk}#{self.chance}"


WEIGHTS = {
    "sell": 9, "book": 8, "edit": 6, "customer": 3, "note": 2, "status": 4, "move": 3, "undo": 3, "product": 2,
    "tickets": 10, "lease": 5, "hand_back": 2, "force": 1, "sync": 26, "cut": 3, "mend": 4, "lose_reply": 4,
    "lose_request": 2, "twice": 2, "crash": 4, "crash_server": 3, "clock": 2, "time": 6, "image": 2, "restore": 1,
    "clone": 1, "restore_server": 2, "web": 3, "settle": 2,
}  # fmt: skip


def steps_of(seed: int, many: int) -> list[Step]:
    """The steps of a history."""
    chance = Random(seed)
    names, weights = zip(*WEIGHTS.items(), strict=True)
    return [
        Step(name, chance.randrange(3), chance.randrange(1 << 30)) for name in chance.choices(names, weights, k=many)
    ]


Act = Callable[[Any, Any, Random], Any]


def do_sell(world: Any, desk: Any, chance: Random) -> Any:
    line = cart_line(
        id=new_id(), kind="product", item=world.made.product, name="Shampoo", unit_price=1450, tax_class="standard"
    )
    paid = (TenderAsked(method="cash", given=1450),)
    asked = Sell(content=CartContent(lines=(line,)), tenders=paid, location=world.made.location)
    return desk.do(sell, asked)


def do_book(world: Any, desk: Any, chance: Random) -> Any:
    at = world.clock.now.replace(hour=9, minute=0) + timedelta(days=chance.randrange(2), hours=chance.randrange(8))
    part = PartAsked(service=world.made.service, staff=chance.choice(world.made.staff))
    customer = chance.choice([None, *world.made.customers])
    return desk.do(book, Book(location=world.made.location, starts_at=at, parts=(part,), customer=customer))


def do_edit(world: Any, desk: Any, chance: Random) -> Any:
    field = chance.choice(["alert", "given_name", "family_name", "language"])
    words = chance.choice(["de", "fr", "pt"]) if field == "language" else f"{field} {chance.randrange(9)}"
    changes: dict[str, Any] = {field: words}
    return desk.do(edit_customer, EditCustomer(customer=chance.choice(world.made.customers), **changes))


def do_customer(world: Any, desk: Any, chance: Random) -> Any:
    return desk.do(add_customer, AddCustomer(name=f"Somebody {chance.randrange(99)}"))


def do_note(world: Any, desk: Any, chance: Random) -> Any:
    people = _ids(desk, select(customers.c.id).order_by(customers.c.id))
    return desk.do(add_note, AddNote(customer=_one(chance, people), words=f"Note {chance.randrange(99)}"))


def do_status(world: Any, desk: Any, chance: Random) -> Any:
    visit = _one(chance, _ids(desk, select(bookings.c.id).order_by(bookings.c.id)))
    status = chance.choice([Status.ARRIVED, Status.CANCELLED, Status.CONFIRMED, Status.NO_SHOW])
    return desk.do(set_status, SetStatus(booking=visit, status=status))


def do_move(world: Any, desk: Any, chance: Random) -> Any:
    visit = _one(chance, _ids(desk, select(bookings.c.id).order_by(bookings.c.id)))
    at = world.clock.now.replace(hour=9, minute=0) + timedelta(days=chance.randrange(2), hours=chance.randrange(8))
    return desk.do(move_booking, MoveBooking(booking=visit, starts_at=at))


def do_undo(world: Any, desk: Any, chance: Random) -> Any:
    mine = (journal.c.device == desk.device) & (journal.c.name != "store.undo")
    last = _ids(desk, select(journal.c.op_id).where(mine).order_by(journal.c.inc.desc(), journal.c.n.desc()).limit(3))
    return desk.do(undo, Undo(op=_one(chance, last)))


def do_product(world: Any, desk: Any, chance: Random) -> Any:
    done = desk.do(edit_product, EditProduct(product=world.made.product, category=f"Shelf {chance.randrange(5)}"))
    if chance.random() < 0.3:
        desk.do(remove_category, RemoveCategory(category=chance.choice(world.made.groups)))
    return done


def journal_something_newer(world: Any, desk: Any, chance: Random) -> None:
    """A line of a later version of this desk, which nobody here understands: money, for all one knows."""
    me, seen = desk.store.identity, desk.store.seen
    with desk.store.engine.begin() as connection:
        last, previous = head_of(connection, me.business, me.device, me.inc)
        header = Header(
            op_id=new_id(),
            business=me.business,
            device=me.device,
            inc=me.inc,
            n=last + 1,
            name="vouchers.sell_voucher",
            ver=1,
            actor=desk.actor.staff,
            actor_name=desk.actor.name,
            at=desk.clock(),
            mono_ms=0,
            boot="",
            epoch=seen.epoch,
            seen_seq=seen.seq,
            money=(500, "EUR"),
        )
        append(connection, header, pack({"total": 500, "currency": "EUR"}), previous, "pending")
    world.ledger.operations[header.op_id] = world.desks.index(desk)


def do_tickets(world: Any, desk: Any, chance: Random) -> Any:
    return desk.do(sell_tickets, SellTickets(pool=world.made.pool, many=chance.randrange(1, 4)))


def do_lease(world: Any, desk: Any, chance: Random) -> None:
    """The server gives this desk tickets, or an hour of somebody's time."""
    store = world.server_store()
    if chance.random() < 0.6:
        grant(store, desk.device, LeaseAsked(kind=LeaseKind.AMOUNT, pool=world.made.pool, many=chance.randrange(1, 6)))
        return
    at = world.clock.now.replace(hour=9, minute=0) + timedelta(days=chance.randrange(2), hours=chance.randrange(8))
    time = {"starts_at": at, "ends_at": at + timedelta(hours=2), "resource": chance.choice(world.made.staff)}
    grant(store, desk.device, LeaseAsked(kind=LeaseKind.TIME, **time))


def do_web(world: Any, desk: Any, chance: Random) -> None:
    """Somebody books on the web: the house itself does it, on the server alone. It may remove something as well."""
    at = world.clock.now.replace(hour=9, minute=0) + timedelta(days=chance.randrange(2), hours=chance.randrange(8))
    part = PartAsked(service=world.made.service, staff=chance.choice(world.made.staff))
    if chance.random() < 0.6:
        with suppress(Refused):
            world.server_store().do(remove_category, RemoveCategory(category=chance.choice(world.made.groups)))
    done = world.server_store().do(book, Book(location=world.made.location, starts_at=at, parts=(part,)))
    world.ledger.of_the_web[done.op_id] = done.result


def do_settle(world: Any, desk: Any, chance: Random) -> None:
    """Somebody at a desk decides about what a restored server has lost."""
    lost = (inbox_cards.c.kind == CardKind.LOST) & (inbox_cards.c.state != CardState.DONE)
    card = _one(chance, _ids(desk, select(inbox_cards.c.id).where(lost).order_by(inbox_cards.c.id)))
    return desk.do(settle_card, SettleCard(card=card, choice=chance.choice(list(Choice))))


def do_hand_back(world: Any, desk: Any, chance: Random) -> Any:
    mine = (leases.c.device == desk.device) & (leases.c.inc == desk.store.identity.inc)
    held = _ids(desk, select(leases.c.id).where(mine, leases.c.state == LeaseState.ACTIVE).order_by(leases.c.id))
    return desk.do(return_lease, OfLease(lease=_one(chance, held)))


def do_force(world: Any, desk: Any, chance: Random) -> None:
    store = world.server_store()
    with store.reading() as connection:
        read = Read(connection, store.identity.business, desk.actor, world.clock.now)
        held = read.all(select(leases.c.id).where(leases.c.state == LeaseState.ACTIVE).order_by(leases.c.id))
    lease = _one(chance, [row.id for row in held])
    world.ledger.forced.add(lease)
    store.do(force_lease, TakeBack(lease=lease, reason="It was lost"))


ACTS: dict[str, Act] = {
    "sell": do_sell,
    "book": do_book,
    "edit": do_edit,
    "customer": do_customer,
    "note": do_note,
    "status": do_status,
    "move": do_move,
    "undo": do_undo,
    "product": do_product,
    "tickets": do_tickets,
    "lease": do_lease,
    "hand_back": do_hand_back,
    "force": do_force,
    "web": do_web,
    "settle": do_settle,
}


def _ids(desk: Any, asked: Any) -> list[UUID]:
    with desk.store.reading() as connection:
        read = Read(connection, desk.business, desk.actor, desk.clock())
        return [row[0] for row in read.all(asked)]


def _one(chance: Random, of: list[UUID]) -> UUID:
    """One of them; where there is none, nothing can be done."""
    if not of:
        raise Refused("gone", what="anything")
    return chance.choice(of)
