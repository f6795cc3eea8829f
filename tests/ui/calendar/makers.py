"""A small salon day for tests, built by what a story needs."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from bizet_core.booking.day_view.day_rows import Card, Column, DayView, Shade
from bizet_core.describe.formats.money import Money

FAMILY = UUID("5b0f6c9a-5d7c-4a47-8d8d-3d2b1f6b9a01")
DAY = date(2026, 3, 12)
ANA, BEN, ROOM = "Ana", "Ben", "Room 1"
KINDS = {ROOM: "room"}


def named(name: str) -> UUID:
    return uuid5(FAMILY, name)


def at(clock: str, day: date = DAY) -> datetime:
    """`at("10:30")`: an instant of the day, in UTC as London is in March."""
    hour, minute = map(int, clock.split(":"))
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(hours=hour, minutes=minute)


def card(who: str, column: str, start: str, minutes: int = 60, status: str = "confirmed", **more: Any) -> Card:
    begins = at(start)
    return Card(
        part=named(who),
        booking=named(f"booking of {who}"),
        resource=named(column),
        starts_at=begins,
        ends_at=begins + timedelta(minutes=minutes),
        who=who,
        what=more.pop("what", "Cut & finish"),
        colour=more.pop("colour", "teal"),
        status=status,
        **more,
    )


def shade(column: str, start: str, end: str, kind: str = "break", label: str = "Lunch") -> Shade:
    return Shade(named(column), at(start), at(end), kind, label)


def a_day(*cards: Card, shades: tuple[Shade, ...] = (), **more: Any) -> DayView:
    """A day from 08:00 to 20:00 in London with two people and a room."""
    given: dict[str, Any] = {
        "day": DAY,
        "zone": "Europe/London",
        "starts_at": at("8:00"),
        "ends_at": at("20:00"),
        "columns": tuple(
            Column(named(name), name, KINDS.get(name, "staff"), hue, 50)
            for name, hue in ((ANA, "teal"), (BEN, "blue"), (ROOM, "slate"))
        ),
        "cards": cards,
        "shades": shades,
        "bookings": len(cards),
        "full": 50,
        "expected": Money(12_000, "EUR"),
    }
    return DayView(**(given | more))
