"""A field that chooses from the rows of a query: offered, read by name, and refused where it is none of them."""

from typing import Annotated
from uuid import UUID

import pytest

from bizet_core.catalogue.services.requests import AddService
from bizet_core.describe.choosing import asking, offers, options_for
from bizet_core.describe.fields import Field
from bizet_core.describe.introspection import fields_of
from bizet_core.describe.invalid import Invalid
from bizet_core.describe.languages.language import Locale, speak
from bizet_core.describe.validator import json_schema, parse
from bizet_core.store import Request, Store
from bizet_core.store.tables.ids import new_id
from tests.support.makers import Salon, a_salon

PEOPLE = "bizet_core.business.staff.queries:people"


class Pick(Request):
    """Who, and with whom."""

    staff: Annotated[UUID | None, Field("Who", choices=PEOPLE)] = None
    others: Annotated[tuple[UUID, ...], Field("With", choices=PEOPLE)] = ()
    colour: Annotated[str, Field("Colour", kind="colour")] = "teal"
    note: Annotated[str, Field("Note")] = ""


@pytest.fixture
def salon(store: Store) -> Salon:
    speak(Locale("en", "PT", "EUR", "Europe/Lisbon"))
    return a_salon(store)


def test_the_options_of_a_field_are_the_rows_its_query_gives(store: Store, salon: Salon) -> None:
    staff, others, colour, note = fields_of(Pick)
    options = options_for(staff.kind, store.ask)
    assert salon.ines in {one.value for one in options}
    assert "Inês Duarte" in {one.label for one in options}
    assert options_for(others.kind, store.ask) == options
    assert len(options_for(colour.kind, store.ask)) == 8
    assert options_for(note.kind, store.ask) == ()


def test_a_row_is_read_by_its_id_and_where_options_are_at_hand_by_its_name(store: Store, salon: Salon) -> None:
    at_hand = offers(store.ask)
    by_name = parse(Pick, {"staff": "inês duarte", "others": "Bea Costa; Inês Duarte"}, options=at_hand)
    assert (by_name.staff, by_name.others) == (salon.ines, (salon.bea, salon.ines))
    assert parse(Pick, {"staff": str(salon.ines)}, options=at_hand).staff == salon.ines
    assert parse(Pick, {"staff": str(salon.ines)}).staff == salon.ines
    assert parse(Pick, {"staff": ""}, options=at_hand).staff is None


def test_a_row_that_is_not_offered_is_refused_where_options_are_at_hand(store: Store, salon: Salon) -> None:
    stranger = new_id()
    assert parse(Pick, {"staff": stranger}).staff == stranger, "the operation looks itself"
    for given in (stranger, "Nobody"):
        with pytest.raises(Invalid) as refused:
            parse(Pick, {"staff": given}, options=offers(store.ask))
        assert refused.value.causes["staff"].code == "unknown_choice"
    with pytest.raises(Invalid) as refused:
        parse(Pick, {"staff": "Inês Duarte"})
    assert refused.value.causes["staff"].code == "not_chosen"


def test_the_schema_says_which_query_lists_them() -> None:
    staff = json_schema(Pick)["properties"]["staff"]
    assert staff["anyOf"][0] == {"type": "string", "format": "uuid", "x-choices": "staff.people"}
    assert json_schema(AddService)["properties"]["category_id"]["anyOf"][0]["x-choices"] == "services.categories"


def test_each_query_is_asked_once_for_one_reading() -> None:
    asked: list[str] = []
    at_hand = offers(lambda query, _request: asked.append(query.name) or [])
    for _ in range(3):
        assert at_hand(PEOPLE) == ()
    assert asked == ["staff.people"]
    assert asking("bizet_core.business.resources.queries:THINGS")[1].kinds
