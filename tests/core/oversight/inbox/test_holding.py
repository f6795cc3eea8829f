"""A sale that the server could not accept is kept, said to be unposted, and released: done exactly once everywhere."""

from collections.abc import Callable

import pytest

from bizet_core.base.refusals import Refused
from bizet_core.business.devices.model import DeviceRole, DeviceState
from bizet_core.business.devices.operations import JoinDevice, join_device
from bizet_core.business.staff.model import Role
from bizet_core.business.staff.operations import EditStaff, edit_staff
from bizet_core.catalogue.sellable import SELLABLES, Sellable
from bizet_core.describe.formats.money import Money
from bizet_core.oversight.inbox.operations import settle_card
from bizet_core.oversight.inbox.queries import Card, OpenCards, TheUnposted, open_cards, unposted
from bizet_core.oversight.inbox.requests import Choice, SettleCard
from bizet_core.oversight.inbox.retry_after_upgrade import retry_unknown
from bizet_core.selling.carts.operations import CartContent, CartLine
from bizet_core.selling.sales.operations import Sell, TenderAsked, sell
from bizet_core.selling.till.operations import MoveCash, OpenTill, move_cash, open_till
from bizet_core.store import OPERATIONS, SYSTEM, Actor, Store, Undo, undo
from bizet_core.store.journal.cards import CardKind
from bizet_core.store.tables.ids import new_id
from tests.core.oversight.inbox.worlds import TwoDesks, two_desks
from tests.simulator.rows import rows
from tests.support.makers import Salon, a_salon, refused, sent_by
from tests.sync.desks.replaying import KEY, know_feed, replay

Send = Callable[[], tuple[int, bytes]]


@pytest.fixture
def world() -> TwoDesks:
    """The second desk has sold a shampoo, which an older server does not know how to sell."""
    world = two_desks()
    world.second.do(open_till, OpenTill(float=10_000))
    world.second.sync()
    sell_shampoo(world)
    world.second.wire.fault = without("sales.sell")
    world.second.sync()
    world.second.wire.fault = lambda send: send()
    world.first.sync()
    return world


def sell_shampoo(world: TwoDesks) -> None:
    sell_one(world.second.store, world.salon, world.second.actor)


def sell_one(store: Store, salon: Salon, actor: Actor = SYSTEM) -> None:
    line = CartLine(
        id=new_id(), kind="product", item=salon.shampoo, name="Shampoo", unit_price=1450, tax_class="standard"
    )
    paid = (TenderAsked(method="cash", given=1450),)
    store.do(sell, Sell(content=CartContent(lines=(line,)), tenders=paid, location=salon.location), actor=actor)


def without(name: str) -> Callable[[Send], tuple[int, bytes]]:
    """A server that does not know an operation."""

    def older(send: Send) -> tuple[int, bytes]:
        known = OPERATIONS.pop(name)
        try:
            return send()
        finally:
            OPERATIONS[name] = known

    return older


def many_sales(world: TwoDesks) -> list[int]:
    return [len(rows(store)["sale"]) for store in (world.first.store, world.second.store, world.at_server)]


def ours(card: Card) -> SettleCard:
    return SettleCard(card=card.id, choice=Choice.OURS)


def test_a_sale_that_is_not_understood_is_kept_and_told(world: TwoDesks) -> None:
    card = world.card()
    assert card.sentence() == "This was done by a newer version of Bizet. It is kept until the server is as new."
    assert (card.title, card.amount) == ("Kept, not counted yet", Money(1450, "EUR"))
    assert card.choices == ((Choice.OURS, "Keep ours"),)
    assert many_sales(world) == [0, 1, 0]


def test_a_sale_of_a_kind_that_the_server_does_not_know_is_kept_with_its_reason() -> None:
    world = two_desks()
    world.second.do(open_till, OpenTill(float=10_000))
    world.second.sync()
    line = CartLine(id=new_id(), kind="voyage", item=None, name="Balloon ride", unit_price=1450, tax_class="standard")
    paid = (TenderAsked(method="cash", given=1450),)
    asked = Sell(content=CartContent(lines=(line,)), tenders=paid, location=world.salon.location)
    with SELLABLES.having("voyage", Sellable()):  # a newer desk
        world.second.do(sell, asked)
    world.second.sync()
    world.first.sync()
    assert world.card().sentence().startswith("This version of Bizet cannot sell “Balloon ride”.")
    assert (world.card().title, world.card().amount) == ("Kept, not counted yet", Money(1450, "EUR"))
    assert many_sales(world)[2] == 0


def test_held_money_is_unposted_where_its_document_does_not_stand(world: TwoDesks) -> None:
    (there,) = world.first.store.ask(unposted, TheUnposted())
    assert (there.amount, there.documents) == (Money(1450, "EUR"), 1)
    assert world.second.store.ask(unposted, TheUnposted()) == ()


def test_a_released_sale_stands_exactly_once_everywhere(world: TwoDesks) -> None:
    world.first.do(settle_card, ours(world.card()))
    world.agree()
    assert world.cards() == ()
    assert many_sales(world) == [1, 1, 1]
    assert world.first.store.ask(unposted, TheUnposted()) == ()
    assert world.is_agreed()


def test_the_desk_that_sold_it_may_release_it_too(world: TwoDesks) -> None:
    world.second.do(settle_card, ours(world.card()))
    world.agree()
    assert many_sales(world) == [1, 1, 1]
    assert world.is_agreed()


def test_a_release_is_not_undone(world: TwoDesks) -> None:
    done = world.first.do(settle_card, ours(world.card()))
    with refused("undo_not_for_this"):
        world.first.do(undo, Undo(op=done.op_id))


def test_money_is_never_dropped(world: TwoDesks) -> None:
    with refused("held_stays"):
        world.first.do(settle_card, SettleCard(card=world.card().id, choice=Choice.THEIRS))


def test_what_still_cannot_be_done_comes_back(world: TwoDesks) -> None:
    world.first.do(settle_card, ours(world.card()))
    world.first.wire.fault = without("sales.sell")
    world.first.sync()
    world.first.wire.fault = lambda send: send()
    world.agree()
    assert world.card().code == "operation_unknown"
    assert many_sales(world) == [0, 1, 0]
    world.first.do(settle_card, ours(world.card()))
    world.agree()
    assert many_sales(world) == [1, 1, 1]


def test_a_newer_server_does_by_itself_what_it_understands(world: TwoDesks) -> None:
    world.server.restart()
    world.agree()
    assert world.cards() == ()
    assert many_sales(world) == [1, 1, 1]
    assert world.is_agreed()
    lines = len(rows(world.at_server)["history"])
    world.server.restart()
    world.agree()
    assert len(rows(world.at_server)["history"]) == lines


def test_whoever_was_not_allowed_to_sell_is_told_of_with_the_receipt(world: TwoDesks) -> None:
    world.first.do(edit_staff, EditStaff(staff=world.salon.bea, role=Role.CONTRACTOR))
    world.agree()
    sell_one(world.second.store, world.salon, Actor(world.salon.bea, "Bea Costa", everything=True))
    world.second.sync()
    world.first.sync()
    told = next(card for card in world.cards() if card.code == "not_permitted_there")
    assert (told.subject, told.actor) == ("sale", "Bea Costa")
    assert told.about.endswith("-000002")


def test_postgresql_releases_and_takes_back_what_it_could_not(store: Store, server_store: Store) -> None:
    """Its savepoints take the mark of the running operation along: what is written afterwards must have one again."""
    salon = a_salon(store)
    store.do(open_till, OpenTill(float=10_000))
    sell_one(store, salon)
    *before, last = sent_by(store)
    for line in before:
        replay(server_store, line)
    sale = OPERATIONS.pop("sales.sell")
    try:
        with pytest.raises(Refused, match="operation_unknown"):
            replay(server_store, last)
        (card,) = server_store.ask(open_cards, OpenCards())
        server_store.do(settle_card, ours(card))
        assert server_store.ask(open_cards, OpenCards())[0].code == "operation_unknown"
    finally:
        OPERATIONS["sales.sell"] = sale
    assert retry_unknown(server_store) == 1
    assert server_store.ask(open_cards, OpenCards()) == ()
    assert rows(server_store)["sale"] == rows(store)["sale"]
    assert rows(server_store)["product"] == rows(store)["product"]


def test_money_that_a_kiosk_may_not_move_is_held_until_a_person_decides(store: Store, server_store: Store) -> None:
    a_salon(store)
    store.do(open_till, OpenTill(float=10_000))
    store.do(move_cash, MoveCash(amount=-500, reason="milk"))
    *before, last = sent_by(store)
    me = store.identity.device
    kiosk = JoinDevice(id=me, key=bytes(KEY.verify_key), name="Kiosk", role=DeviceRole.KIOSK, state=DeviceState.ACTIVE)
    know_feed(server_store)
    server_store.do(join_device, kiosk)
    for line in before:
        replay(server_store, line)
    with pytest.raises(Refused, match="device_may_not"):
        replay(server_store, last, role=DeviceRole.KIOSK)
    (card,) = server_store.ask(open_cards, OpenCards())
    assert card.kind is CardKind.HELD
    assert retry_unknown(server_store) == 0
    server_store.do(settle_card, ours(card))
    assert rows(server_store)["drawer_move"] == rows(store)["drawer_move"]
