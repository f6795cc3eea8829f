"""What a person chooses about a service: all of it in one request, which is also the form."""

from typing import Annotated
from uuid import UUID

from msgspec import UNSET, UnsetType

from bizet_core.catalogue.services.rules import DAY_MIN, LARGEST_BUFFER
from bizet_core.catalogue.taxes.classes import TAX_CLASSES
from bizet_core.describe.fields import Field
from bizet_core.describe.languages.language import N_
from bizet_core.store import Request

ASSIGNMENTS = {
    "least_busy": N_("Whoever has the least to do"),
    "round_robin": N_("In turn"),
    "preference": N_("In order of preference"),
}
BUFFERS, LIMITS, WHO = N_("Time around it"), N_("When it can be booked"), N_("Who does it")


class LengthGiven(Request):
    """One way to book a service. Without an id it is new."""

    minutes: Annotated[int, Field(N_("Length"), kind="minutes", min=1, max=DAY_MIN)]
    price: Annotated[int, Field(N_("Price"), kind="money", min=0)]
    label: Annotated[str, Field(N_("Name of this length"), max_length=60)] = ""
    id: UUID | None = None


class AddonGiven(Request):
    """An extra that adds time, money or both. Without an id it is new."""

    name: Annotated[str, Field(N_("Name"), min_length=1, max_length=80)]
    price: Annotated[int, Field(N_("Price"), kind="money", min=0)] = 0
    minutes: Annotated[int, Field(N_("Extra time"), kind="minutes", min=0, max=DAY_MIN)] = 0
    id: UUID | None = None


class PersonGiven(Request):
    """Somebody who does the service, or is kept from it."""

    staff: Annotated[UUID, Field(N_("Who"), choices="bizet_core.business.staff.queries:people")]
    can: Annotated[bool, Field(N_("Does it"))] = True


class NeedGiven(Request):
    """A room or thing that is taken for the whole visit. Those of one pool are alternatives."""

    resource: Annotated[UUID, Field(N_("Room or thing"), choices="bizet_core.business.resources.queries:THINGS")]
    units: Annotated[int, Field(N_("How many"), min=1)] = 1
    pool: Annotated[int, Field(N_("One of group"), min=1, max=20)] = 1


class AddService(Request):
    """A new service with everything that belongs to it. Prices in minor units of the business's currency."""

    name: Annotated[str, Field(N_("Name"), min_length=1, max_length=80)]
    lengths: Annotated[tuple[LengthGiven, ...], Field(N_("Lengths and prices"), min_length=1, max_length=20)]
    addons: Annotated[tuple[AddonGiven, ...], Field(N_("Add-ons"), max_length=50)] = ()
    category_id: Annotated[
        UUID | None, Field(N_("Category"), choices="bizet_core.catalogue.services.queries:categories")
    ] = None
    description: Annotated[str, Field(N_("Description"), kind="rich_text", max_length=20_000)] = ""
    photo: Annotated[str | None, Field(N_("Photo"), kind="picture")] = None
    colour: Annotated[str, Field(N_("Colour"), kind="colour")] = "teal"
    tax_class: Annotated[str, Field(N_("Tax"), choices=TAX_CLASSES)] = "standard"
    position: int = 0
    people: Annotated[int, Field(N_("Places taken by one booking"), min=1, max=1000, section=WHO)] = 1
    staff: Annotated[tuple[PersonGiven, ...], Field(N_("Who does it"), section=WHO)] = ()
    assign: Annotated[str, Field(N_("“Anybody” means"), choices=ASSIGNMENTS, section=WHO)] = "least_busy"
    needs: Annotated[tuple[NeedGiven, ...], Field(N_("Rooms and things it needs"), section=WHO)] = ()
    before_min: Annotated[int, Field(N_("Before"), kind="minutes", min=0, max=LARGEST_BUFFER, section=BUFFERS)] = 0
    after_min: Annotated[int, Field(N_("After"), kind="minutes", min=0, max=LARGEST_BUFFER, section=BUFFERS)] = 0
    buffer_must_fit: Annotated[bool, Field(N_("Must fit into working hours"), section=BUFFERS)] = False
    processing_from: Annotated[int | None, Field(N_("Staff free after"), kind="minutes", min=0, section=BUFFERS)] = None
    processing_min: Annotated[int | None, Field(N_("for"), kind="minutes", min=1, section=BUFFERS)] = None
    step_min: Annotated[
        int | None, Field(N_("Start times every"), kind="minutes", min=1, max=DAY_MIN, section=LIMITS)
    ] = None
    notice_min: Annotated[int, Field(N_("At least ahead"), kind="minutes", min=0, max=525_600, section=LIMITS)] = 0
    window_days: Annotated[int, Field(N_("At most ahead"), min=1, max=3650, unit=N_("days"), section=LIMITS)] = 365
    same_day: Annotated[bool, Field(N_("Can be booked for today"), section=LIMITS)] = True
    cutoff_min: Annotated[
        int | None, Field(N_("For today until"), kind="wall_time", min=0, max=DAY_MIN, section=LIMITS)
    ] = None
    min_length: Annotated[int | None, Field(N_("Shortest"), kind="minutes", min=1, max=DAY_MIN, section=LIMITS)] = None
    max_length: Annotated[int | None, Field(N_("Longest"), kind="minutes", min=1, max=DAY_MIN, section=LIMITS)] = None
    gap_min: Annotated[
        int, Field(N_("Time between two of these"), kind="minutes", min=0, max=DAY_MIN, section=LIMITS)
    ] = 0
    back_to_back: Annotated[bool, Field(N_("May follow directly on another"), section=LIMITS)] = True


class EditService(Request):
    """What to change; what is left out stays. A list that is given takes the place of the whole list."""

    service: UUID
    name: Annotated[str | UnsetType, Field(N_("Name"), min_length=1, max_length=80)] = UNSET
    lengths: Annotated[
        tuple[LengthGiven, ...] | UnsetType, Field(N_("Lengths and prices"), min_length=1, max_length=20)
    ] = UNSET
    addons: Annotated[tuple[AddonGiven, ...] | UnsetType, Field(N_("Add-ons"), max_length=50)] = UNSET
    category_id: Annotated[
        UUID | UnsetType | None, Field(N_("Category"), choices="bizet_core.catalogue.services.queries:categories")
    ] = UNSET
    description: Annotated[str | UnsetType, Field(N_("Description"), kind="rich_text", max_length=20_000)] = UNSET
    photo: Annotated[str | UnsetType | None, Field(N_("Photo"), kind="picture")] = UNSET
    colour: Annotated[str | UnsetType, Field(N_("Colour"), kind="colour")] = UNSET
    tax_class: Annotated[str | UnsetType, Field(N_("Tax"), choices=TAX_CLASSES)] = UNSET
    position: int | UnsetType = UNSET
    active: Annotated[bool | UnsetType, Field(N_("Can be booked"))] = UNSET
    people: Annotated[int | UnsetType, Field(N_("Places taken by one booking"), min=1, max=1000, section=WHO)] = UNSET
    staff: Annotated[tuple[PersonGiven, ...] | UnsetType, Field(N_("Who does it"), section=WHO)] = UNSET
    assign: Annotated[str | UnsetType, Field(N_("“Anybody” means"), choices=ASSIGNMENTS, section=WHO)] = UNSET
    needs: Annotated[tuple[NeedGiven, ...] | UnsetType, Field(N_("Rooms and things it needs"), section=WHO)] = UNSET
    before_min: Annotated[
        int | UnsetType, Field(N_("Before"), kind="minutes", min=0, max=LARGEST_BUFFER, section=BUFFERS)
    ] = UNSET
    after_min: Annotated[
        int | UnsetType, Field(N_("After"), kind="minutes", min=0, max=LARGEST_BUFFER, section=BUFFERS)
    ] = UNSET
    buffer_must_fit: Annotated[bool | UnsetType, Field(N_("Must fit into working hours"), section=BUFFERS)] = UNSET
    processing_from: Annotated[
        int | UnsetType | None, Field(N_("Staff free after"), kind="minutes", min=0, section=BUFFERS)
    ] = UNSET
    processing_min: Annotated[int | UnsetType | None, Field(N_("for"), kind="minutes", min=1, section=BUFFERS)] = UNSET
    step_min: Annotated[
        int | UnsetType | None, Field(N_("Start times every"), kind="minutes", min=1, max=DAY_MIN, section=LIMITS)
    ] = UNSET
    notice_min: Annotated[
        int | UnsetType, Field(N_("At least ahead"), kind="minutes", min=0, max=525_600, section=LIMITS)
    ] = UNSET
    window_days: Annotated[
        int | UnsetType, Field(N_("At most ahead"), min=1, max=3650, unit=N_("days"), section=LIMITS)
    ] = UNSET
    same_day: Annotated[bool | UnsetType, Field(N_("Can be booked for today"), section=LIMITS)] = UNSET
    cutoff_min: Annotated[
        int | UnsetType | None, Field(N_("For today until"), kind="wall_time", min=0, max=DAY_MIN, section=LIMITS)
    ] = UNSET
    min_length: Annotated[
        int | UnsetType | None, Field(N_("Shortest"), kind="minutes", min=1, max=DAY_MIN, section=LIMITS)
    ] = UNSET
    max_length: Annotated[
        int | UnsetType | None, Field(N_("Longest"), kind="minutes", min=1, max=DAY_MIN, section=LIMITS)
    ] = UNSET
    gap_min: Annotated[
        int | UnsetType, Field(N_("Time between two of these"), kind="minutes", min=0, max=DAY_MIN, section=LIMITS)
    ] = UNSET
    back_to_back: Annotated[bool | UnsetType, Field(N_("May follow directly on another"), section=LIMITS)] = UNSET
