"""Places of business."""

from bizet_core.business.locations.operations import AddLocation, EditLocation, add_location, edit_location
from bizet_core.business.locations.queries import Locations, OneLocation, all_locations, location
from bizet_core.business.resources.queries import OneResource, resource
from bizet_core.business.settings.operations import EditBusiness, edit_business
from bizet_core.store import Undo, undo
from tests.support.makers import Salon, invalid, refused


def test_a_place_is_a_resource_with_the_same_id(salon: Salon) -> None:
    asked = AddLocation(name="Porto", address="Rua A 1\n4000 Porto", phone="222 000 111", email="porto@salon.pt")
    porto = salon.store.do(add_location, asked).result
    found = salon.store.ask(location, OneLocation(location=porto))
    assert (found.name, found.address, found.phone) == ("Porto", "Rua A 1\n4000 Porto", "+351222000111")
    assert salon.store.ask(resource, OneResource(resource=porto)).kind == "location"


def test_a_place_keeps_its_zone_when_the_business_moves(salon: Salon) -> None:
    salon.store.do(edit_business, EditBusiness(zone="Asia/Tokyo"))
    assert salon.store.ask(location, OneLocation(location=salon.location)).zone == "Europe/Lisbon"


def test_name_and_address_change_in_one_step_and_one_undo(salon: Salon) -> None:
    done = salon.store.do(edit_location, EditLocation(location=salon.location, name="Baixa", address="Rua B 2"))
    assert salon.store.ask(all_locations, Locations())[0].name == "Baixa"
    salon.store.do(undo, Undo(op=done.op_id))
    assert salon.store.ask(all_locations, Locations())[0].name == "Salon Carmen"


def test_the_last_place_in_use_stays_in_use(salon: Salon) -> None:
    with refused("last_location"):
        salon.store.do(edit_location, EditLocation(location=salon.location, active=False))
    salon.store.do(add_location, AddLocation(name="Porto"))
    salon.store.do(edit_location, EditLocation(location=salon.location, active=False))
    assert [place.name for place in salon.store.ask(all_locations, Locations())] == ["Porto"]


def test_a_phone_of_letters_and_an_address_without_end_are_refused(salon: Salon) -> None:
    with invalid("phone", "address"):
        salon.store.do(add_location, AddLocation(name="Porto", phone="ring twice", address="x" * 10_000))
    assert len(salon.store.ask(all_locations, Locations())) == 1


def test_a_manager_sees_places_but_does_not_change_them(salon: Salon) -> None:
    ines = salon.actor(salon.ines)
    assert salon.store.ask(all_locations, Locations(), actor=ines)
    with refused("not_permitted"):
        salon.store.do(edit_location, EditLocation(location=salon.location, name="Mine"), actor=ines)
