"""Whole requests: what was typed or sent, read by the described fields, every wrong one told at once."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Annotated, Literal, NewType
from uuid import UUID, uuid4

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import UNSET, UnsetType

from bizet_core.base.instants import Instant
from bizet_core.base.refusals import Refused
from bizet_core.describe.fields import Field
from bizet_core.describe.formats.money import Money
from bizet_core.describe.introspection import fields_of
from bizet_core.describe.invalid import Invalid
from bizet_core.describe.languages.language import Locale
from bizet_core.describe.languages.sentences import word
from bizet_core.describe.validator import json_schema, parse, shown, validate
from bizet_core.store import Request
from tests.core.describe.readers import BERLIN, CAIRO, LONDON

RoomId = NewType("RoomId", UUID)


class Status(StrEnum):
    PENDING = "pending"
    IN_SERVICE = "in_service"


class Line(Request):
    what: Annotated[str, Field("What")]
    units: Annotated[int, Field("How many", min=1)] = 1


class Book(Request):
    """Book a room."""

    room: Annotated[RoomId, Field("Room")]
    starts_at: Annotated[Instant, Field("Start", help="In the shop's time")]
    name: Annotated[str, Field("Name", max_length=80)]
    length: Annotated[timedelta, Field("Length", min=5)] = timedelta(minutes=30)
    deposit: Annotated[Money | None, Field("Deposit", min=0)] = None
    price: Annotated[int, Field("Price", kind="money", min=0)] = 0
    status: Annotated[Status, Field("Status")] = Status.PENDING
    channel: Annotated[Literal["web", "desk"], Field("From", choices={"web": "The web", "desk": "This desk"})] = "desk"
    phone: Annotated[str, Field("Phone", kind="phone")] = ""
    lines: Annotated[tuple[Line, ...], Field("Lines")] = ()
    days: Annotated[tuple[int, ...], Field("Days", kind="weekday")] = ()
    hours: Annotated[tuple[tuple[int, int], ...], Field("Hours", kind="day_range")] = ()
    device: UUID | None = None
    counts: dict[int, int] = {}


class Edit(Request):
    room: UUID
    name: Annotated[str | UnsetType, Field("Name", min_length=1)] = UNSET
    zone: Annotated[str | UnsetType | None, Field("Time zone", kind="zone")] = UNSET
    phone: Annotated[str | UnsetType, Field("Phone", kind="phone")] = UNSET


ROOM = RoomId(uuid4())
TYPED = {"room": str(ROOM), "starts_at": "12/03/2026 14:30", "name": " Ana "}


def test_what_was_typed_becomes_a_request() -> None:
    given = TYPED | {
        "length": "1 h 30",
        "deposit": "£5",
        "price": "12.50",
        "status": "In service",
        "channel": "the web",
        "phone": "07700 900142",
        "days": "Monday; 2",
        "hours": "9–12; 13–17:30",
        "lines": [{"what": "Chair", "units": "2"}],
    }
    assert parse(Book, given, LONDON) == Book(
        room=ROOM,
        starts_at=datetime(2026, 3, 12, 14, 30, tzinfo=UTC),
        name="Ana",
        length=timedelta(minutes=90),
        deposit=Money(500, "GBP"),
        price=1250,
        status=Status.IN_SERVICE,
        channel="web",
        phone="+447700900142",
        days=(0, 2),
        hours=((540, 720), (780, 1050)),
        lines=(Line(what="Chair", units=2),),
    )


def test_what_a_program_sends_is_the_value_itself() -> None:
    sent = msgspec.json.decode(
        b'{"room":"%s","starts_at":"2026-03-12T14:30:00Z","name":"Ana","price":1250,"length":90,'
        b'"deposit":{"amount":500,"currency":"GBP"},"status":"in_service","days":[0,2],"hours":[[540,720]],'
        b'"counts":{"500":2}}' % str(ROOM).encode()
    )
    booked = parse(Book, sent, BERLIN)
    assert (booked.price, booked.deposit, booked.days) == (1250, Money(500, "GBP"), (0, 2))
    assert (booked.hours, booked.counts, booked.length) == (((540, 720),), {500: 2}, timedelta(minutes=90))


def test_all_wrong_fields_are_told_at_once() -> None:
    with pytest.raises(Invalid) as caught:
        parse(
            Book,
            {
                "starts_at": "soon",
                "name": "x" * 81,
                "price": "-1",
                "phone": "ring me",
                "colour": "red",
                "lines": [{"what": "Chair"}, {"units": 0}],
            },
            LONDON,
        )
    assert caught.value.code == "invalid"
    assert caught.value.errors == {
        "colour": "Nothing here is called “colour”.",
        "room": "Fill this in.",
        "starts_at": "“soon” is not a date and time. Write both, like 28/03/2026, 14:30.",
        "name": "Keep this to 80 characters; it has 81.",
        "price": "Enter £0.00 or more.",
        "phone": "“ring me” has letters in it. A phone number has digits only.",
        "lines.1.what": "Fill this in.",
        "lines.1.units": "Enter 1 or more.",
    }


def test_an_invalid_request_names_its_fields_in_one_sentence() -> None:
    with pytest.raises(Invalid) as caught:
        parse(Book, TYPED | {"price": "x", "phone": "x"}, LONDON)
    assert word(caught.value) == "Look at Price and Phone: they cannot be saved like this."


def test_left_out_is_not_emptied() -> None:
    room = str(ROOM)
    assert parse(Edit, {"room": room}, LONDON) == Edit(room=ROOM)
    assert parse(Edit, {"room": room, "zone": None}, LONDON).zone is None
    assert parse(Edit, {"room": room, "zone": ""}, LONDON).zone is None
    assert parse(Edit, {"room": room, "phone": ""}, LONDON).phone == ""
    assert parse(Edit, {"room": room, "name": UNSET}, LONDON).name is UNSET


def test_what_must_be_there_cannot_be_emptied() -> None:
    for emptied in ("", "  ", None):
        with pytest.raises(Invalid) as caught:
            parse(Edit, {"room": str(ROOM), "name": emptied}, LONDON)
        assert caught.value.errors == {"name": "Fill this in."}


def test_a_program_may_check_what_it_built() -> None:
    made = Line(what=" e\u0301 ", units=2)
    assert validate(made) == Line(what="é", units=2)
    with pytest.raises(Invalid) as caught:
        validate(Line(what="", units=0))
    assert set(caught.value.causes) == {"what", "units"}


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(Invalid) as caught:
        parse(Book, TYPED | {"starts_at": datetime(2026, 3, 12, 14, 30)}, LONDON)  # noqa: DTZ001
    assert caught.value.causes["starts_at"].code == "no_offset"


def test_digits_of_other_scripts_are_read() -> None:
    given = TYPED | {"price": "١٢٫٥", "phone": "٠١٠٠١٢٣٤٥٦٧", "starts_at": "١٢/٣/٢٠٢٦ ١٤:٣٠"}
    booked = parse(Book, given, CAIRO)
    assert (booked.price, booked.phone) == (1250, "+201001234567")
    assert booked.starts_at == datetime(2026, 3, 12, 12, 30, tzinfo=UTC)


def test_a_request_is_shown_as_it_would_be_typed_and_read_back() -> None:
    booked = parse(
        Book, TYPED | {"price": "12.50", "deposit": "5", "days": [0, 6], "hours": [[540, 720]]}, BERLIN_TYPED
    )
    again = parse(Book, {name: text for name, text in shown(booked, BERLIN_TYPED).items() if text}, BERLIN_TYPED)
    assert again == booked


BERLIN_TYPED = Locale("en", "GB", "EUR", "Europe/Berlin")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30) | st.sampled_from(["12.50", "9-17"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
names = st.sampled_from([field.name for field in fields_of(Book)])


@given(st.dictionaries(names | st.text(max_size=5), json_values))
def test_whatever_is_sent_is_read_or_told_in_words(sent: dict[str, object]) -> None:
    try:
        parse(Book, sent, LONDON)
    except Invalid as invalid:
        told = list(invalid.errors.values())
        assert told  # either outcome is right, any other exception is not
        assert not any("no words for the reason" in sentence for sentence in told)


def test_an_operation_may_refuse_a_field_too() -> None:
    refused = Invalid({"ends_at": Refused("not_chosen")}, {"ends_at": "End"})
    assert refused.errors == {"ends_at": "Choose one."}


def test_rows_are_described_as_requests_are() -> None:
    @dataclass(frozen=True)
    class Row:
        id: UUID
        name: Annotated[str, Field("Name")]
        spent: Annotated[Money | None, Field("Spent")] = None

    assert [(field.name, field.label) for field in fields_of(Row)] == [("id", ""), ("name", "Name"), ("spent", "Spent")]


def test_a_misspelt_kind_is_found_when_the_fields_are_read() -> None:
    class Wrong(Request):
        name: Annotated[str, Field("Name", kind="fone")]

    with pytest.raises(TypeError, match="no kind is called 'fone'"):
        fields_of(Wrong)


def test_the_schema_of_a_request_says_what_the_validator_accepts() -> None:
    schema = json_schema(Book)
    assert (schema["title"], schema["description"]) == ("Book", "Book a room.")
    assert schema["required"] == ["room", "starts_at", "name"]
    assert schema["additionalProperties"] is False
    said = schema["properties"]
    assert said["room"] == {"type": "string", "format": "uuid", "title": "Room"}
    assert said["starts_at"]["description"] == "In the shop's time"
    assert said["price"] == {"type": "integer", "minimum": 0, "title": "Price", "default": 0}
    assert said["length"] == {"type": "integer", "minimum": 5, "title": "Length", "default": 30}
    assert said["status"] == {"enum": ["pending", "in_service"], "title": "Status", "default": "pending"}
    assert said["deposit"]["anyOf"][1] == {"type": "null"}
    assert said["lines"]["items"]["required"] == ["what"]
    assert said["device"] == {"anyOf": [{"type": "string", "format": "uuid"}, {"type": "null"}]}
