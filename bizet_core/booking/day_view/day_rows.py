"""What a calendar day looks like: the frozen rows that the day query returns and the calendar draws."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from bizet_core.describe.formats.money import Money


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the day: a staff member, a room or a piece of equipment."""

    resource: UUID
    name: str
    kind: str  # staff | room | equipment | vehicle
    colour: str  # a category of resources/theme/tokens.json
    booked: int  # percent of open time that is claimed


@dataclass(frozen=True, slots=True)
class Card:
    """One part of a booking in one column. A visit with two parts, or with a room, has several cards."""

    part: UUID
    booking: UUID
    resource: UUID
    starts_at: datetime
    ends_at: datetime
    who: str
    what: str
    colour: str
    status: str  # hold | pending | confirmed | arrived | in_service | completed | cancelled | no_show
    customer: UUID | None = None
    icons: tuple[str, ...] = ()  # lucide names: alerts, notes, web, group …
    own: bool = True  # False on the room's card of a booking whose staff card is elsewhere
    paid: bool = False
    provisional: bool = False
    overbooked: bool = False
    hold_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Shade:
    """Time in a column that cannot be booked."""

    resource: UUID
    starts_at: datetime
    ends_at: datetime
    kind: str  # closed | break | time_off | busy | block
    label: str = ""


@dataclass(frozen=True, slots=True)
class DayView:
    """Everything the day calendar draws, for one location and one date in its zone."""

    day: date
    zone: str
    starts_at: datetime  # first instant worth showing
    ends_at: datetime
    columns: tuple[Column, ...]
    cards: tuple[Card, ...]
    shades: tuple[Shade, ...]
    bookings: int
    full: int  # percent
    expected: Money
