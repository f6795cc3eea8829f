"""The public page of a business: all that anybody may know of it, and no more."""

from dataclasses import asdict
from datetime import date

import pytest

from bizet_core.booking.public_page.queries import PublicPage, ThePage, public_page
from bizet_core.business.access.outsiders import hook_actor, page_visitor
from bizet_core.catalogue.services.operations import RemoveService, remove_service
from bizet_core.catalogue.timetable.operations import AddClosure, add_closure
from bizet_core.people.customers.queries import Customers, all_customers
from bizet_core.store import Actor, ActorKind, Store
from tests.support.makers import Salon, a_salon, refused

THURSDAY = date(2026, 3, 12)


@pytest.fixture
def salon(store: Store) -> Salon:
    return a_salon(store)


def page(salon: Salon) -> PublicPage:
    return salon.store.ask(public_page, ThePage(), actor=page_visitor())


def test_it_tells_name_place_hours_and_services(salon: Salon) -> None:
    told = page(salon)
    (place,) = told.places
    assert (told.business.name, place.zone) == ("Salon Carmen", "Europe/Lisbon")
    assert place.opening is not None
    assert place.opening.days[0].hours == ((540, 1140),)
    assert [(c.name, [s.name for s in c.services]) for c in told.categories] == [
        ("Hair", ["Colour", "Cut & finish"]),
        ("", ["Massage"]),
    ]


def test_a_service_tells_each_of_its_lengths(salon: Salon) -> None:
    cut = page(salon).categories[0].services[1]
    assert [(length.minutes, length.price.amount) for length in cut.lengths] == [(45, 3500), (60, 4500)]


def test_a_service_that_is_removed_is_told_no_more(salon: Salon) -> None:
    salon.store.do(remove_service, RemoveService(service=salon.cut))
    assert "Cut & finish" not in str(page(salon))


def test_a_closed_day_is_closed_and_says_nothing_of_why(salon: Salon) -> None:
    salon.store.do(
        add_closure, AddClosure(resource=salon.location, first_day=THURSDAY, last_day=THURSDAY, note="Tax raid")
    )
    told = page(salon)
    assert told.places[0].opening is not None
    assert told.places[0].opening.days[0].hours == ()
    assert "raid" not in str(asdict(told))


def test_it_tells_nothing_of_people(salon: Salon) -> None:
    told = str(asdict(page(salon)))
    for secret in ("Inês", "Bea", "Olivia", "olivia@example.com"):
        assert secret not in told


def test_a_visitor_may_ask_for_nothing_else(salon: Salon) -> None:
    with refused("not_permitted"):
        salon.store.ask(all_customers, Customers(), actor=page_visitor())


@pytest.mark.parametrize("nobody", [Actor(None, "Nobody"), hook_actor("bank")])
def test_whoever_is_neither_visitor_nor_staff_is_refused(salon: Salon, nobody: Actor) -> None:
    with refused("not_permitted"):
        salon.store.ask(public_page, ThePage(), actor=nobody)


def test_a_kind_of_actor_grants_nothing_by_itself(salon: Salon) -> None:
    with refused("not_permitted"):
        salon.store.ask(public_page, ThePage(), actor=Actor(None, "", kind=ActorKind.VISITOR))


def test_before_the_first_run_there_is_no_page(store: Store) -> None:
    with refused("not_set_up"):
        store.ask(public_page, ThePage(), actor=page_visitor())
