"""What a visit takes of people and rooms: parts in a row, processing time, and buffers that belong to the visit."""

from bizet_core.base.instants import MINUTE
from bizet_core.booking.availability.demand import Need, Part, Taken, length_of, reach_of, roles_of, taken_by

ANA, BEN = Need("ana", ("ana",), rests=True), Need("ben", ("ben",), rests=True)
CHAIR = Need("chair", ("chair",))


def part(minutes: int, *needs: Need, before: int = 0, after: int = 0, rest: tuple[int, int] | None = None) -> Part:
    processing = ((rest[0] * MINUTE, rest[1] * MINUTE),) if rest else ()
    return Part(minutes * MINUTE, needs, before * MINUTE, after * MINUTE, processing)


def taken(*parts: Part) -> list[tuple[str, int, int, int]]:
    """Resource, from minute, to minute, units."""
    roles = roles_of(parts)
    pieces = taken_by(roles, {role.key: role.choices[0] for role in roles}, 0)
    return [(str(t.resource), t.starts_at // MINUTE, t.ends_at // MINUTE, t.units) for t in pieces]


def test_a_service_takes_its_time_and_its_buffers() -> None:
    assert taken(part(45, ANA, before=5, after=15)) == [("ana", -5, 60, 1)]


def test_during_processing_the_person_is_free_and_the_chair_is_not() -> None:
    colour = part(90, ANA, CHAIR, before=5, after=10, rest=(30, 60))
    assert taken(colour) == [("ana", -5, 30, 1), ("ana", 60, 100, 1), ("chair", -5, 100, 1)]


def test_parts_follow_each_other() -> None:
    assert taken(part(60, ANA), part(30, BEN)) == [("ana", 0, 60, 1), ("ben", 60, 90, 1)]
    assert length_of((part(60, ANA), part(30, BEN))) == 90 * MINUTE


def test_each_part_brings_its_own_buffers_to_its_own_people() -> None:
    assert taken(part(60, ANA, after=10), part(30, BEN, before=5)) == [("ana", 0, 70, 1), ("ben", 55, 90, 1)]


def test_buffers_between_parts_of_one_person_are_taken_up_by_the_visit() -> None:
    assert taken(part(60, ANA, after=15), part(30, ANA, before=15, after=5)) == [("ana", 0, 95, 1)]


def test_a_room_is_taken_once_for_all_parts() -> None:
    assert ("chair", 0, 90, 1) in taken(part(60, ANA, CHAIR), part(30, BEN, CHAIR))


def test_units_at_the_same_time_add_up_and_a_buffer_adds_none() -> None:
    one, two = Need("one", ("bikes",), units=1), Need("two", ("bikes",), units=2)
    assert taken(part(60, one, two)) == [("bikes", 0, 60, 3)]
    assert taken(part(60, one, after=10), part(30, two)) == [("bikes", 0, 60, 1), ("bikes", 60, 90, 2)]


def test_a_role_of_several_parts_can_be_filled_by_those_who_can_do_them_all() -> None:
    first, second = Need("staff", ("ana", "ben", "cleo")), Need("staff", ("cleo", "ben"))
    (role,) = roles_of((part(60, first), part(30, second)))
    assert role.choices == ("ben", "cleo")


def test_a_visit_reaches_as_far_as_its_widest_buffers() -> None:
    visit = (part(60, ANA, before=5), part(30, BEN, before=70, after=20))
    assert reach_of(roles_of(visit)) == (-10 * MINUTE, 110 * MINUTE)


def test_pieces_are_placed_from_the_start_of_the_visit() -> None:
    roles = roles_of((part(60, ANA),))
    assert taken_by(roles, {"ana": "ana"}, 1000) == (Taken("ana", 1000, 1000 + 60 * MINUTE, 1),)
