"""A business whose desks are real files and whose server is real too: reached through its door, or over HTTP.

Everything is what a shop would have: SQLCipher files at `synchronous = FULL`, keys of their own, invitations, signed
requests. `Direct` leaves out the web; `reached` is the product's HTTP carrier.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Any
from uuid import UUID

import msgspec

from bizet_core.base.refusals import Refused
from bizet_core.business.devices.operations import InviteDevice, OfDevice, admit_device, invite_device
from bizet_core.catalogue.products.operations import AddProduct, add_product
from bizet_core.selling.carts.about import ProductSold
from bizet_core.selling.carts.operations import CartContent, CartLine
from bizet_core.selling.sales.operations import Sell, TenderAsked, sell
from bizet_core.selling.till.operations import OpenTill, open_till
from bizet_core.setup.first_run.operations import SetUp, set_up
from bizet_core.store import Actor
from bizet_core.store.operations.operation import Operation
from bizet_core.store.tables.ids import new_id
from bizet_core.sync.desk.server_state import Upstream
from bizet_core.sync.wire.protocol import encode
from bizet_desk.background import gc_control
from bizet_desk.storage.opening import Opened, create, open_desk
from bizet_desk.storage.paths import Places
from bizet_desk.syncing.engine import Engine
from bizet_desk.syncing.joining import linking
from bizet_desk.syncing.joining.invitation import Invitation, new_code
from bizet_desk.syncing.joining.joining import Joining
from bizet_desk.syncing.joining.linking import Introduction
from bizet_desk.syncing.transport.carrier import Carrier, UnreachableError
from sync_server.sync.dispatch import Door, Request, problem_of
from tests.support.makers import a_service

Reach = Callable[[], Carrier]
PRICE = 1450
ADDRESS = "http://127.0.0.1"


class CutError(UnreachableError):
    """The line is cut on purpose: only what comes before is looked at."""


def now() -> datetime:
    """Everybody's clock."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Direct:
    """A carrier without a web between: bytes in at the door, bytes out."""

    door: Door

    def post(self, path: str, headers: Mapping[str, str], body: bytes) -> tuple[int, bytes]:
        """As the web application would answer."""
        try:
            return 200, self.door.answer(Request("POST", path, headers, body))
        except Refused as refusal:
            return 409, encode(problem_of(refusal))

    def close(self) -> None:
        """There is no connection."""


@dataclass
class Stopwatch:
    """A carrier that notes how long each kind of request took, and when the first of it was sent."""

    inner: Carrier
    until: str = ""  # the line is cut before the first request of this kind
    took: dict[str, list[float]] = field(default_factory=dict)
    begun: dict[str, float] = field(default_factory=dict)
    ended: float = 0.0  # when the last answer came

    def post(self, path: str, headers: Mapping[str, str], body: bytes) -> tuple[int, bytes]:
        """The same answer."""
        verb, began = path.rpartition("/")[2], perf_counter()
        self.begun.setdefault(verb, began)
        if verb == self.until:
            raise CutError(verb)
        answer = self.inner.post(path, headers, body)
        self.ended = perf_counter()
        self.took.setdefault(verb, []).append(self.ended - began)
        return answer

    def close(self) -> None:
        """Let go of the connection."""
        self.inner.close()


@dataclass(frozen=True)
class Net:
    """A network in which every address is one server."""

    reach: Reach

    def carrier(self, address: str) -> Carrier:
        """What brings messages there."""
        return self.reach()

    def listen(self, address: str, server: object, heard: Callable[[], None]) -> Callable[[], None]:
        """Nobody calls."""
        return lambda: None


@dataclass(frozen=True)
class Shop:
    """Who sells what, and where."""

    owner: Actor
    location: UUID
    products: tuple[UUID, ...]


@dataclass
class Computer:
    """A computer of the business, with its desk open."""

    opened: Opened
    shop: Shop

    def engine(self, carrier: Carrier) -> Engine:
        """What keeps it agreed with the server behind this carrier."""
        store = self.opened.store
        with store.reading() as connection:
            known = Upstream.of(connection)
        return Engine(store, linking.server_of(store, carrier, known), lives=self.opened.go_on_as)

    def do(self, operation: Operation[Any, Any], request: msgspec.Struct) -> Any:
        """What the owner does here."""
        return self.opened.store.do(operation, request, actor=self.shop.owner).result

    def open_till(self, reach: Reach) -> None:
        """Begin the day, and let the server know."""
        self.do(open_till, OpenTill(float=0))
        self.engine(reach()).round()

    def sell(self, product: int = 0) -> UUID:
        """A product over the counter, for cash."""
        return UUID(str(self.do(sell, self.a_sale(product))))

    def a_sale(self, product: int = 0) -> Sell:
        """What the till asks for."""
        items = self.shop.products
        line = CartLine(
            id=new_id(), about=ProductSold(product=items[product % len(items)]), name="Shampoo", unit_price=PRICE,
            tax_class="standard",
        )  # fmt: skip
        paid = (TenderAsked(method="cash", given=2000),)
        return Sell(content=CartContent(lines=(line,)), tenders=paid, location=self.shop.location)


@contextmanager
def at_work(folder: Path, shop: Shop) -> Iterator[Computer]:
    """A computer that is switched on again, until it is switched off."""
    opened = open_desk(at(folder), clock=now)
    gc_control.hold()  # as a desk does
    try:
        yield Computer(opened, shop)
    finally:
        gc_control.release()
        opened.close()


def at(folder: Path) -> Places:
    """A computer's folder."""
    return Places(folder, folder / "state")


def first_computer(
    folder: Path, reach: Reach, code: str, products: int = 1, address: str = "http://127.0.0.1"
) -> Computer:
    """A new business at one desk, taken in by the server, its till open."""
    opened, _ = create(at(folder), clock=now)
    store = opened.store
    asked = SetUp(name="Salon", country="PT", language="en", trade="salon", owner_name="Carmen", owner_pin="246810")
    made = store.do(set_up, asked).result
    owner = Actor(made.owner, "Carmen", everything=True)
    added = [AddProduct(name=f"Shampoo {i}", price=PRICE, stock=1_000_000) for i in range(products)]
    ids = tuple(store.do(add_product, each, actor=owner).result for each in added)
    a_service(store, "Cut", 30, 3500)
    carrier = reach()
    linking.remember(store, linking.begin(store, opened.keys, carrier, Introduction(address, code, "Front desk")))
    computer = Computer(opened, Shop(owner, made.location, ids))
    computer.engine(carrier).round()
    computer.open_till(reach)
    return computer


def another_computer(first: Computer, folder: Path, reach: Reach, address: str = ADDRESS) -> Computer:
    """One more desk: invited, admitted, not yet filled."""
    code = new_code()
    sync = first.engine(reach())
    first.do(invite_device, InviteDevice(code=code, name="Another desk"))
    sync.round()
    joining = Joining(Invitation(address, first.opened.keys.business, code), Net(reach), now)
    joining.ask()
    sync.round()
    first.do(admit_device, OfDevice(device=joining.keys.device))
    sync.round()
    joined = joining.look()
    assert joined is not None
    return Computer(joining.settle(at(folder), joined), first.shop)
