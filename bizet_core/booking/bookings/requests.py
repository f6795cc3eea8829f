"""What can be asked of the calendar, and what is pinned of it: the requests and args of booking and moving."""

from typing import Annotated, Any
from uuid import UUID

from bizet_core.base.instants import Instant
from bizet_core.booking.bookings.model import Status
from bizet_core.booking.bookings.time_claims import ClaimMade
from bizet_core.describe.fields import Field
from bizet_core.describe.languages.language import N_
from bizet_core.store import Request


class PartAsked(Request):
    """One service of a visit. Without `starts_at` it follows the part before it."""

    service: Annotated[UUID, Field(N_("Service"))]
    length: Annotated[UUID | None, Field(N_("Length"))] = None
    staff: Annotated[UUID | None, Field(N_("With"))] = None
    addons: Annotated[tuple[UUID, ...], Field(N_("Add-ons"))] = ()
    minutes: Annotated[int | None, Field(N_("Minutes"), min=1, max=1440)] = None


class Book(Request):
    """What a person chooses when booking a visit."""

    location: UUID
    starts_at: Annotated[Instant, Field(N_("Start"))]
    parts: Annotated[tuple[PartAsked, ...], Field(N_("Services"))]
    customer: Annotated[UUID | None, Field(N_("Customer"))] = None
    status: Annotated[Status, Field(N_("Status"))] = Status.CONFIRMED
    note: Annotated[str, Field(N_("Note"), max_length=2000)] = ""
    source: str = "desk"
    hold_until: Instant | None = None
    overbook_reason: Annotated[str, Field(N_("Why overbook"), max_length=200)] = ""
    sample: bool = False


class PartMade(Request):
    """Args of one part, priced and placed."""

    id: UUID
    service_id: UUID | None
    staff_id: UUID | None
    length_id: UUID | None
    position: int
    name: str
    colour: str
    starts_at: Instant
    ends_at: Instant
    before_min: int
    after_min: int
    processing_from: int | None
    processing_min: int | None
    price: int
    tax_class: str
    addons: tuple[dict[str, Any], ...]
    any_staff: bool


class BookingMade(Request):
    """Args of a booking: everything that chance, time and price decide is pinned."""

    id: UUID
    location_id: UUID
    customer_id: UUID | None
    status: Status
    starts_at: Instant
    ends_at: Instant
    zone: str
    wall_start: str
    tzdata: str
    source: str
    note: str
    provisional: bool
    sample: bool
    hold_until: Instant | None
    outside_id: str
    parts: tuple[PartMade, ...]
    claims: tuple[ClaimMade, ...]
    ended_holds: tuple[UUID, ...] = ()


class MoveBooking(Request):
    """Another start, and perhaps another person, for the part that was dragged; the other parts keep their distance."""

    booking: UUID
    starts_at: Annotated[Instant, Field(N_("New start"))]
    part: UUID | None = None  # None: the first
    staff: Annotated[UUID | None, Field(N_("With"))] = None
    resource: UUID | None = None  # another room, when its card was dragged
    overbook_reason: Annotated[str, Field(N_("Why overbook"), max_length=200)] = ""


class PartPlaced(Request):
    """Args: where one part lies now."""

    id: UUID
    staff_id: UUID | None
    starts_at: Instant
    ends_at: Instant


class BookingPlaced(Request):
    """Args of a booking that lies elsewhere now."""

    booking: UUID
    starts_at: Instant
    ends_at: Instant
    wall_start: str
    tzdata: str
    parts: tuple[PartPlaced, ...]
    claims: tuple[ClaimMade, ...]
    ended_holds: tuple[UUID, ...] = ()


class ResizeBooking(Request):
    """Another end for one part; what follows it in the visit moves along."""

    booking: UUID
    part: UUID
    ends_at: Annotated[Instant, Field(N_("New end"))]
    starts_at: Annotated[Instant | None, Field(N_("New start"))] = None
    overbook_reason: Annotated[str, Field(N_("Why overbook"), max_length=200)] = ""
