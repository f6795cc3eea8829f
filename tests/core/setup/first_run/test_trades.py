"""A trade fills a new business with what it usually offers."""

import pytest

from bizet_core.business.resources.model import ResourceKind
from bizet_core.business.resources.queries import Resources, all_resources
from bizet_core.catalogue.products.queries import Products, all_products
from bizet_core.catalogue.services.queries import (
    Categories,
    OneService,
    Services,
    all_services,
    categories,
    service_form,
)
from bizet_core.catalogue.timetable.queries import WeekOf, week
from bizet_core.setup.first_run.operations import FirstPerson, SetUp, add_trade, set_up
from bizet_core.store import Store, Undo, undo
from resources.sample import TRADES
from resources.sample.requests import opening_of, trade_request
from tests.support.makers import OWNER_PIN, sent_by


def begun(store: Store, trade: str, country: str = "PT", people: tuple[FirstPerson, ...] = ()) -> SetUp:
    opening = opening_of(TRADES[trade])
    return SetUp(
        name="New", country=country, owner_name="Ana", owner_pin=OWNER_PIN, trade=trade, hours=opening, people=people
    )


@pytest.mark.parametrize("trade", TRADES)
def test_every_trade_can_be_taken_over_and_taken_back(store: Store, trade: str) -> None:
    place = store.do(set_up, begun(store, trade)).result.location
    done = store.do(add_trade, trade_request(TRADES[trade], place, "EUR"))
    assert len(store.ask(all_services, Services())) == len(TRADES[trade].services)
    assert [one.name for one in store.ask(categories, Categories())] == list(TRADES[trade].categories)
    assert len(store.ask(all_products, Products())) == len(TRADES[trade].products)
    assert store.ask(week, WeekOf(resource=place)).hours == opening_of(TRADES[trade])
    store.do(undo, Undo(op=done.op_id))
    assert store.ask(all_services, Services()) == store.ask(all_products, Products()) == ()


def test_services_find_their_rooms_and_the_people_who_are_there(store: Store) -> None:
    place = store.do(set_up, begun(store, "salon", people=(FirstPerson(name="Anna Nowak"),))).result
    store.do(add_trade, trade_request(TRADES["salon"], place.location, "EUR"))
    rows = {row.name: row for row in store.ask(all_services, Services())}
    assert rows["Balayage & tone"].can == {place.people[1]}
    assert rows["Fade"].can == frozenset(), "its barber is not here, so everybody may"
    (room,) = store.ask(all_resources, Resources(kinds=(ResourceKind.ROOM,), parent=place.location))
    needs = store.ask(service_form, OneService(service=rows["Balayage refresh"].id)).needs
    assert [need.resource for need in needs or ()] == [room.id]


def test_prices_are_usual_ones_of_the_currency(store: Store) -> None:
    place = store.do(set_up, begun(store, "salon", country="JP")).result.location
    store.do(add_trade, trade_request(TRADES["salon"], place, "JPY"))
    cut = next(row for row in store.ask(all_services, Services()) if row.name == "Cut")
    assert cut.lengths[0].price.currency == "JPY"
    assert 3_000 <= cut.lengths[0].price.amount <= 8_000


def test_a_whole_trade_fits_into_one_operation(store: Store) -> None:
    place = store.do(set_up, begun(store, "salon")).result.location
    before = len(sent_by(store))
    store.do(add_trade, trade_request(TRADES["salon"], place, "EUR"))
    assert len(sent_by(store)) == before + 1
