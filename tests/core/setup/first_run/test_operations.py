"""The first run: a few answers make a business that can open tomorrow."""

from typing import Any

import pytest
from sqlalchemy import Table, select

from bizet_core.business.access.operations import SignedIn, SignIn, sign_in
from bizet_core.business.locations.queries import Locations, all_locations
from bizet_core.business.settings.queries import TheBusiness, TheSettings, business, house
from bizet_core.business.staff.model import Role
from bizet_core.business.staff.queries import People, people
from bizet_core.catalogue.products.queries import Products, all_products
from bizet_core.catalogue.taxes.operations import AddRate
from bizet_core.catalogue.taxes.queries import Rates, rates
from bizet_core.catalogue.timetable.operations import Hours
from bizet_core.catalogue.timetable.queries import WeekOf, week
from bizet_core.setup.first_run.operations import FirstPerson, SetUp, set_up
from bizet_core.setup.first_run.rules import COUNTRIES
from bizet_core.store import Store, Undo, undo
from bizet_core.store.tables.all_tables import whole
from bizet_core.store.tables.columns import is_synced
from tests.support.makers import OWNER_PIN, a_salon, invalid, refused, sent_by
from tests.sync.desks.replaying import replay

ANSWERS = SetUp(name="Salon Carmen", country="PT", owner_name="Carmen Reis", owner_pin=OWNER_PIN)


def test_four_answers_make_a_business_that_can_open(store: Store) -> None:
    began = store.do(set_up, ANSWERS).result
    made = store.ask(business, TheBusiness())
    assert made is not None
    assert (made.currency, made.zone, made.language, made.tax_inclusive) == ("EUR", "Europe/Lisbon", "pt", True)
    assert [(place.id, place.name) for place in store.ask(all_locations, Locations())] == [
        (began.location, "Salon Carmen")
    ]
    opening = Hours(weekdays=(0, 1, 2, 3, 4, 5), time=(540, 1080))
    assert store.ask(week, WeekOf(resource=began.location)).hours == (opening,)
    assert isinstance(store.do(sign_in, SignIn(staff=began.owner, pin=OWNER_PIN)).result, SignedIn)


def test_a_country_brings_its_taxes_and_small_coins(store: Store) -> None:
    asked = SetUp(name="Haar & Hut", country="CH", owner_name="Urs", owner_pin=OWNER_PIN)
    store.do(set_up, asked)
    made = store.ask(business, TheBusiness())
    assert made is not None
    assert made.cash_rounding == 5
    assert {(rate.tax_class, rate.name, rate.rate) for rate in store.ask(rates, Rates())} == {
        ("standard", "MWST 8.1 %", 81_000),
        ("second_reduced", "MWST 3.8 %", 38_000),
        ("reduced", "MWST 2.6 %", 26_000),
    }


def test_the_united_states_have_no_rate_until_the_owner_enters_one(store: Store) -> None:
    asked = SetUp(name="Curls", country="US", owner_name="Ann", owner_pin=OWNER_PIN, zone="America/Chicago")
    store.do(set_up, asked)
    made = store.ask(business, TheBusiness())
    assert made is not None
    assert (made.currency, made.zone, made.tax_inclusive) == ("USD", "America/Chicago", False)
    assert store.ask(rates, Rates()) == ()
    assert store.ask(house, TheSettings()).tip_percents == (18, 20, 25)
    assert store.ask(house, TheSettings()).first_weekday == 6


def test_an_unlisted_country_still_has_its_currency_and_zone(store: Store) -> None:
    store.do(
        set_up, SetUp(name="Salón", country="MX", owner_name="Ana", owner_pin=OWNER_PIN, zone="America/Mexico_City")
    )
    made = store.ask(business, TheBusiness())
    assert made is not None
    assert (made.currency, made.zone) == ("MXN", "America/Mexico_City")


def test_the_owner_may_answer_otherwise_than_the_country_suggests(store: Store) -> None:
    vat = AddRate(tax_class="standard", name="VAT 19 %", rate=190_000)
    asked = SetUp(
        name="Barber", country="GB", owner_name="Joe", owner_pin=OWNER_PIN, rates=(vat,), tax_inclusive=False,
        people=(FirstPerson(name="Kim", role=Role.MANAGER, pin="998877"), FirstPerson(name="Lou")),
    )  # fmt: skip
    store.do(set_up, asked)
    assert [(rate.name, rate.rate) for rate in store.ask(rates, Rates())] == [("VAT 19 %", 190_000)]
    team = [(person.name, person.role, person.has_pin) for person in store.ask(people, People())]
    assert team == [("Joe", Role.OWNER, True), ("Kim", Role.MANAGER, True), ("Lou", Role.STAFF, False)]


def test_a_business_is_set_up_once_and_not_undone(store: Store) -> None:
    done = store.do(set_up, ANSWERS)
    with refused("business_exists"):
        store.do(set_up, ANSWERS)
    with refused("undo_not_for_this"):
        store.do(undo, Undo(op=done.op_id))


def test_answers_that_cannot_be_are_refused_together_and_nothing_is_kept(store: Store) -> None:
    with invalid("country", "owner_pin", "name"):
        store.do(set_up, SetUp(name=" ", country="Atlantis", owner_name="Ana", owner_pin="12"))
    assert store.ask(business, TheBusiness()) is None


def test_two_people_with_one_pin_are_refused(store: Store) -> None:
    asked = SetUp(
        name="Salon", country="PT", owner_name="Ana", owner_pin="1234", people=(FirstPerson(name="Bea", pin="1234"),)
    )
    with refused("pin_taken"):
        store.do(set_up, asked)


def test_no_pin_is_ever_written_down(store: Store) -> None:
    store.do(set_up, ANSWERS)
    assert all(OWNER_PIN.encode() not in line.body for line in sent_by(store))


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_country_can_begin(store: Store, country: str) -> None:
    store.do(set_up, SetUp(name="Shop", country=country, owner_name="Ana", owner_pin=OWNER_PIN))
    classes = [rate.tax_class for rate in store.ask(rates, Rates())]
    assert len(classes) == len(COUNTRIES[country].rates)
    assert "standard" in classes or country == "US"


def test_the_whole_salon_is_the_same_on_the_server(store: Store, server_store: Store) -> None:
    a_salon(store)
    for line in sent_by(store):
        replay(server_store, line)
    assert _rows(store) == _rows(server_store)


def _rows(store: Store) -> dict[str, list[tuple[object, ...]]]:
    with store.engine.connect() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(*_but_seq(table)).order_by(table.c.id))]
            for table in whole().sorted_tables
            if is_synced(table) and table.name != "device"  # the server knows who brought the business
        }


def _but_seq(table: Table) -> list[Any]:
    return [column for column in table.c if column.name != "seq"]


def test_before_the_first_run_questions_say_so(store: Store) -> None:
    with refused("not_set_up"):
        store.ask(all_products, Products())
