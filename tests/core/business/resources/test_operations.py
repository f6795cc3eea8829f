"""Rooms and equipment: one tree, with zones that come from above."""

from typing import Any

import pytest

from bizet_core.business.resources.model import ResourceKind
from bizet_core.business.resources.operations import AddResource, EditResource, add_resource, edit_resource
from bizet_core.business.resources.queries import OneResource, Resources, all_resources, resource
from bizet_core.store import Undo, undo
from tests.support.makers import Salon, a_resource, invalid, refused


def test_rooms_and_equipment_are_listed_in_their_order(salon: Salon) -> None:
    kinds = (ResourceKind.ROOM, ResourceKind.EQUIPMENT)
    found = salon.store.ask(all_resources, Resources(kinds=kinds))
    assert [(one.name, one.capacity) for one in found] == [("Room 1", 1), ("Washing chair", 2)]


def test_a_resource_goes_by_the_zone_of_its_place_or_its_own(salon: Salon) -> None:
    online = salon.store.do(add_resource, AddResource(name="Online", zone="Asia/Tokyo")).result
    assert salon.store.ask(resource, OneResource(resource=salon.room)).zone == "Europe/Lisbon"
    assert salon.store.ask(resource, OneResource(resource=online)).zone == "Asia/Tokyo"


def test_nothing_can_lie_inside_itself(salon: Salon) -> None:
    wing = a_resource(salon.store, "Wing", salon.location)
    closet = a_resource(salon.store, "Closet", wing)
    with refused("resource_in_itself"):
        salon.store.do(edit_resource, EditResource(resource=wing, parent_id=closet))
    with refused("resource_in_itself"):
        salon.store.do(edit_resource, EditResource(resource=wing, parent_id=wing))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("capacity", 0),
        ("capacity", -3),
        ("name", ""),
        ("name", "x" * 100_000),
        ("zone", "Moon/Base"),
        ("colour", "pink"),
    ],
)
def test_a_resource_that_cannot_be_is_refused(salon: Salon, field: str, value: Any) -> None:
    asked: dict[str, Any] = {"name": "Room 2", field: value}
    with invalid(field):
        salon.store.do(add_resource, AddResource(**asked))
    with invalid(field):
        salon.store.do(edit_resource, EditResource(resource=salon.room, **{field: value}))


def test_staff_and_places_are_not_added_this_way(salon: Salon) -> None:
    with refused("resource_elsewhere"):
        salon.store.do(add_resource, AddResource(name="Zoe", kind=ResourceKind.STAFF))


def test_a_room_out_of_use_is_shown_only_when_asked_for_and_comes_back_by_undo(salon: Salon) -> None:
    done = salon.store.do(edit_resource, EditResource(resource=salon.room, active=False))
    rooms = Resources(kinds=(ResourceKind.ROOM,))
    assert salon.store.ask(all_resources, rooms) == ()
    assert len(salon.store.ask(all_resources, Resources(kinds=rooms.kinds, inactive=True))) == 1
    salon.store.do(undo, Undo(op=done.op_id))
    assert len(salon.store.ask(all_resources, rooms)) == 1
