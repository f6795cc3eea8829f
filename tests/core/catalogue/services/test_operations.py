"""Services: added whole, edited whole, shown, hidden, and refused where they cannot be."""

from typing import Any

import pytest
from msgspec import UNSET

from bizet_core.catalogue.services.operations import (
    AddCategory,
    EditCategory,
    RemoveCategory,
    RemoveService,
    add_category,
    add_service,
    edit_category,
    edit_service,
    remove_category,
    remove_service,
)
from bizet_core.catalogue.services.queries import (
    Categories,
    OneService,
    ServiceRow,
    Services,
    all_services,
    categories,
    service_form,
)
from bizet_core.catalogue.services.requests import (
    AddonGiven,
    AddService,
    EditService,
    LengthGiven,
    NeedGiven,
    PersonGiven,
)
from bizet_core.describe.formats.money import Money
from bizet_core.store import Store, Undo, undo
from bizet_core.store.tables.ids import new_id
from tests.support.makers import Salon, a_service, invalid, refused, sent_by
from tests.sync.desks.replaying import replay

HOUR = (LengthGiven(minutes=60, price=5000),)


def form(salon: Salon) -> EditService:
    return salon.store.ask(service_form, OneService(service=salon.cut))


def lengths_of(form: EditService) -> tuple[LengthGiven, ...]:
    assert form.lengths is not UNSET
    return form.lengths


def listed(store: Store, name: str) -> ServiceRow:
    return next(row for row in store.ask(all_services, Services()) if row.name == name)


def test_a_service_has_several_lengths_and_add_ons_with_prices(salon: Salon) -> None:
    cut = listed(salon.store, "Cut & finish")
    assert [(one.label, one.minutes, one.price) for one in cut.lengths] == [
        ("", 45, Money(3500, "EUR")),
        ("Long hair", 60, Money(4500, "EUR")),
    ]
    assert [(one.name, one.minutes, one.price) for one in cut.addons] == [("Gloss", 15, Money(1200, "EUR"))]


def test_services_are_listed_by_category_and_those_without_one_last(salon: Salon) -> None:
    nails = salon.store.do(add_category, AddCategory(name="Nails", position=-1)).result
    a_service(salon.store, "Manicure", 40, 3000, category_id=nails)
    rows = salon.store.ask(all_services, Services())
    assert [(row.category, row.name) for row in rows] == [
        ("Nails", "Manicure"),
        ("Hair", "Colour"),
        ("Hair", "Cut & finish"),
        ("", "Massage"),
    ]


def test_a_category_is_renamed_and_removed_and_its_services_stay(salon: Salon) -> None:
    (hair,) = salon.store.ask(categories, Categories())
    salon.store.do(edit_category, EditCategory(category=hair.id, name="Hair & beard"))
    done = salon.store.do(remove_category, RemoveCategory(category=hair.id))
    assert listed(salon.store, "Colour").category_id is None
    salon.store.do(undo, Undo(op=done.op_id))
    assert listed(salon.store, "Colour").category == "Hair & beard"


def test_the_form_of_a_service_saved_unchanged_changes_nothing(salon: Salon) -> None:
    before = form(salon)
    salon.store.do(edit_service, before)
    assert form(salon) == before


def test_one_edit_changes_lengths_add_ons_people_and_needs_and_one_undo_takes_it_back(salon: Salon) -> None:
    before = form(salon)
    short = lengths_of(before)[0]
    done = salon.store.do(
        edit_service,
        EditService(
            service=salon.cut,
            name="Cut",
            lengths=(LengthGiven(id=short.id, minutes=45, price=3900), LengthGiven(minutes=30, price=2500)),
            addons=(AddonGiven(name="Beard", price=1000, minutes=10),),
            staff=(PersonGiven(staff=salon.bea), PersonGiven(staff=salon.ines, can=False)),
            needs=(NeedGiven(resource=salon.chair),),
        ),
    )
    row = listed(salon.store, "Cut")
    assert [(one.minutes, one.price.amount) for one in row.lengths] == [(45, 3900), (30, 2500)]
    assert row.lengths[0].id == short.id, "what is booked keeps its length"
    assert [one.name for one in row.addons] == ["Beard"]
    assert (row.can, row.blocked) == (frozenset({salon.bea}), frozenset({salon.ines}))
    assert form(salon).needs == (NeedGiven(resource=salon.chair),)
    salon.store.do(undo, Undo(op=done.op_id))
    assert form(salon) == before


def test_what_is_left_out_of_an_edit_stays(salon: Salon) -> None:
    before = form(salon)
    salon.store.do(edit_service, EditService(service=salon.cut, colour="rose"))
    after = form(salon)
    assert (after.colour, after.lengths, after.addons) == ("rose", before.lengths, before.addons)


def test_a_person_sees_only_what_they_do(salon: Salon) -> None:
    assert "Colour" in [row.name for row in salon.store.ask(all_services, Services(staff=salon.ines))]
    assert "Colour" not in [row.name for row in salon.store.ask(all_services, Services(staff=salon.bea))]


def test_a_description_keeps_its_format_and_loses_what_runs(salon: Salon) -> None:
    wicked = "<p>Wash, <b>cut</b><script>alert(1)</script><img src=x onerror=y></p>"
    salon.store.do(edit_service, EditService(service=salon.cut, description=wicked))
    assert listed(salon.store, "Cut & finish").description == "<p>Wash, <b>cut</b></p>"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"lengths": (LengthGiven(minutes=0, price=100),)}, "lengths.0.minutes"),
        ({"lengths": (LengthGiven(minutes=60, price=-1),)}, "lengths.0.price"),
        ({"lengths": (LengthGiven(minutes=2000, price=1),)}, "lengths.0.minutes"),
        ({"lengths": ()}, "lengths"),
        ({"addons": (AddonGiven(name="", price=1),)}, "addons.0.name"),
        ({"addons": (AddonGiven(name="Gloss", price=-1),)}, "addons.0.price"),
        ({"name": ""}, "name"),
        ({"name": "x" * 100_000}, "name"),
        ({"description": "x" * 100_000}, "description"),
        ({"before_min": -5}, "before_min"),
        ({"after_min": 10_000}, "after_min"),
        ({"assign": "by_mood"}, "assign"),
        ({"tax_class": "magic"}, "tax_class"),
    ],
)
def test_a_service_that_cannot_be_is_refused_and_nothing_is_lost(
    salon: Salon, change: dict[str, Any], field: str
) -> None:
    before = form(salon)
    with invalid(field):
        salon.store.do(edit_service, EditService(service=salon.cut, **change))
    with invalid(field):
        salon.store.do(add_service, AddService(**{"name": "New", "lengths": HOUR, **change}))
    assert form(salon) == before
    assert len(salon.store.ask(all_services, Services())) == 3


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"processing_from": 50, "processing_min": 30}, "processing_outside"),
        ({"processing_from": 10}, "processing_half"),
        ({"min_length": 60, "max_length": 30}, "limits_crossed"),
    ],
)
def test_times_that_do_not_fit_each_other_are_refused(salon: Salon, change: dict[str, Any], code: str) -> None:
    with refused(code):
        salon.store.do(edit_service, EditService(service=salon.cut, **change))


def test_a_processing_time_must_fit_the_shortest_length_when_a_shorter_one_is_added(salon: Salon) -> None:
    short = (LengthGiven(minutes=40, price=1000),)
    with refused("processing_outside"):
        salon.store.do(edit_service, EditService(service=salon.colour, lengths=short))


def test_people_and_rooms_are_named_once_and_must_be_there(salon: Salon) -> None:
    twice = (PersonGiven(staff=salon.bea), PersonGiven(staff=salon.bea, can=False))
    changes: tuple[tuple[dict[str, Any], str], ...] = (
        ({"staff": twice}, "person_twice"),
        ({"needs": (NeedGiven(resource=new_id()),)}, "need_gone"),
        ({"needs": (NeedGiven(resource=salon.chair, units=3),)}, "need_too_large"),
        ({"needs": (NeedGiven(resource=salon.room), NeedGiven(resource=salon.room, pool=2))}, "need_twice"),
    )
    for change, code in changes:
        with refused(code):
            salon.store.do(edit_service, EditService(service=salon.cut, **change))


def test_a_service_removed_is_offered_no_more_until_undone(salon: Salon) -> None:
    done = salon.store.do(remove_service, RemoveService(service=salon.cut))
    assert len(salon.store.ask(all_services, Services())) == 2
    assert len(salon.store.ask(all_services, Services(inactive=True))) == 3
    salon.store.do(undo, Undo(op=done.op_id))
    assert len(salon.store.ask(all_services, Services())) == 3


def test_price_and_name_edited_on_two_desks_both_hold_and_two_prices_clash(salon: Salon, server_store: Store) -> None:
    for line in sent_by(salon.store):
        replay(server_store, line)
    short, long = lengths_of(form(salon))
    dearer = LengthGiven(id=short.id, minutes=45, price=4000)
    salon.store.do(edit_service, EditService(service=salon.cut, lengths=(dearer, long)))
    server_store.do(edit_service, EditService(service=salon.cut, name="Cut"))
    replay(server_store, sent_by(salon.store)[-1])
    row = listed(server_store, "Cut")
    assert row.lengths[0].price.amount == 4000
    dearest = LengthGiven(id=short.id, minutes=45, price=5000)
    server_store.do(edit_service, EditService(service=salon.cut, lengths=(dearest, long)))
    salon.store.do(
        edit_service,
        EditService(service=salon.cut, lengths=(LengthGiven(id=short.id, minutes=45, price=3000), long)),
    )
    with refused("changed_meanwhile"):
        replay(server_store, sent_by(salon.store)[-1])


def test_a_new_service_is_the_same_on_the_server(salon: Salon, server_store: Store) -> None:
    hair = salon.store.ask(categories, Categories())[0].id
    asked = AddService(
        name="Perm", lengths=HOUR, category_id=hair, addons=(AddonGiven(name="Mask"),),
        staff=(PersonGiven(staff=salon.ines),), needs=(NeedGiven(resource=salon.chair, units=2),),
    )  # fmt: skip
    salon.store.do(add_service, asked)
    for line in sent_by(salon.store):
        replay(server_store, line)
    assert listed(server_store, "Perm") == listed(salon.store, "Perm")


def test_staff_do_not_change_services(salon: Salon) -> None:
    with refused("not_permitted"):
        salon.store.do(edit_service, EditService(service=salon.cut, name="Mine"), actor=salon.actor(salon.ines))
