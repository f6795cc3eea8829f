"""Which settings there are, what they may be, and what holds until somebody chooses."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec

from bizet_core.describe.fields import Field
from bizet_core.describe.languages.language import N_

Theme = Literal["auto", "light", "dark", "contrast"]
THEMES = {"auto": N_("Like the system"), "light": N_("Light"), "dark": N_("Dark"), "contrast": N_("High contrast")}
Drawer = Literal["none", "printer"]
DRAWERS = {"none": N_("None"), "printer": N_("Opened by the receipt printer")}
PAPERS = {80: N_("80 mm"), 58: N_("58 mm")}


class HouseSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What all desks share."""

    slot_interval: Annotated[int, Field(N_("Start times every"), min=1, max=240, unit=N_("minutes"))] = 15
    first_weekday: Annotated[int, Field(N_("The week begins on"), kind="weekday", min=0, max=6)] = 0
    tip_percents: Annotated[tuple[int, ...], Field(N_("Suggested tips"), min=1, max=100, unit="%")] = (10, 15, 20)
    undo_seconds: Annotated[int, Field(N_("Offer to undo for"), min=3, max=60, unit=N_("seconds"))] = 10
    blind_count: Annotated[bool, Field(N_("Count the drawer without seeing what is expected"))] = True
    refund_limit: Annotated[int, Field(N_("Refunds above this need a manager"), kind="money", min=0)] = 0
    lock_after: Annotated[int, Field(N_("Lock the desk when unused for"), min=1, max=240, unit=N_("minutes"))] = 10


class DeviceSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What belongs to this device alone."""

    location: Annotated[
        UUID | None, Field(N_("This desk stands at"), choices="bizet_core.business.locations.queries:all_locations")
    ] = None
    theme: Annotated[Theme, Field(N_("Colours"), choices=THEMES)] = "auto"
    zoom: Annotated[int, Field(N_("Size of everything"), min=90, max=200, unit="%")] = 100
    language: Annotated[str, Field(N_("Language"), kind="language", help=N_("Empty: the business's language."))] = ""
    printer: Annotated[str, Field(N_("Receipt printer"), max_length=200, example="192.168.1.40:9100")] = ""
    paper: Annotated[int, Field(N_("Paper width"), choices=PAPERS)] = 80
    code_page: Annotated[str, Field(N_("Code page of the printer"), max_length=20, example="CP858")] = "CP858"
    print_receipts: Annotated[bool, Field(N_("Print a receipt for every sale"))] = True
    drawer: Annotated[Drawer, Field(N_("Cash drawer"), choices=DRAWERS)] = "none"
    keep_hours: Annotated[
        int,
        Field(
            N_("Keep the next hours of the calendar for this desk"),
            min=0,
            max=72,
            unit=N_("hours"),
            help=N_("So that it can promise times while it is offline. Others then ask this desk. 0: no time is kept."),
        ),
    ] = 0
    single_keys: Annotated[bool, Field(N_("Single letters work as shortcuts in the calendar"))] = True
