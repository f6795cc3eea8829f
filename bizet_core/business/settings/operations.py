"""Begin the business, change what is printed about it, and change settings."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import UNSET, UnsetType
from sqlalchemy import Table

from bizet_core.base.refusals import Refused
from bizet_core.business.settings.checking import checked
from bizet_core.business.settings.model import businesses, device_settings, settings
from bizet_core.business.settings.queries import house_settings_of
from bizet_core.business.settings.rules import DRAWERS, PAPERS, THEMES, Drawer, Theme
from bizet_core.describe.fields import Field
from bizet_core.describe.languages.language import N_
from bizet_core.store import Edit, Permission, Request, Work, apply, derive, edit_of, operation

CHANGE = Permission("settings.change")


class BeginBusiness(Request):
    """The one row about the business itself. Country and currency stay what they are from then on."""

    name: Annotated[str, Field(N_("Name of the business"), min_length=1, max_length=120)]
    country: Annotated[str, Field(N_("Country"), kind="country")]
    language: Annotated[str, Field(N_("Language"), kind="language")]
    currency: Annotated[str, Field(N_("Currency"), kind="currency")]
    zone: Annotated[str, Field(N_("Time zone"), kind="zone")]
    legal_name: Annotated[str, Field(N_("Legal name"), max_length=200)] = ""
    tax_number: Annotated[str, Field(N_("Tax number"), max_length=40)] = ""
    trade: Annotated[str, Field(N_("Trade"), max_length=40)] = ""
    tax_inclusive: Annotated[bool, Field(N_("Prices include tax"))] = True
    tax_per_line: Annotated[bool, Field(N_("Round tax on each line"))] = False
    cash_rounding: Annotated[int, Field(N_("Smallest amount of cash"), kind="money", min=1)] = 1


@operation(needs=CHANGE, undo=False, said=N_("Business set up"))
def begin_business(work: Work, given: BeginBusiness) -> UUID:
    """Write the business's row; there is only ever one, with the business's own id."""
    if work.find(businesses, work.business) is not None:
        raise Refused("business_exists")
    work.insert(businesses, id=work.business, **msgspec.structs.asdict(given))
    work.note(businesses, work.business)
    return work.business


class EditBusiness(Request):
    """What to change; what is left out stays."""

    name: Annotated[str | UnsetType, Field(N_("Name of the business"), min_length=1, max_length=120)] = UNSET
    legal_name: Annotated[str | UnsetType, Field(N_("Legal name"), max_length=200)] = UNSET
    tax_number: Annotated[str | UnsetType, Field(N_("Tax number"), max_length=40)] = UNSET
    trade: Annotated[str | UnsetType, Field(N_("Trade"), max_length=40)] = UNSET
    language: Annotated[str | UnsetType, Field(N_("Language"), kind="language")] = UNSET
    zone: Annotated[str | UnsetType, Field(N_("Time zone"), kind="zone")] = UNSET
    tax_inclusive: Annotated[bool | UnsetType, Field(N_("Prices include tax"))] = UNSET
    tax_per_line: Annotated[bool | UnsetType, Field(N_("Round tax on each line"))] = UNSET
    cash_rounding: Annotated[int | UnsetType, Field(N_("Smallest amount of cash"), kind="money", min=1)] = UNSET
    receipt_footer: Annotated[
        str | UnsetType, Field(N_("Last lines of a receipt"), kind="long_text", max_length=500)
    ] = UNSET
    logo: Annotated[str | UnsetType | None, Field(N_("Logo"), kind="picture")] = UNSET


@operation(needs=CHANGE, undo=True, said=N_("Business details changed"))
def edit_business(work: Work, given: Edit) -> None:
    """Change what the business is called, prints and reckons by."""
    apply(work, businesses, given)
    work.note(businesses, given.id)


@edit_business.prepare
def _pin_business(work: Work, asked: EditBusiness) -> Edit:
    return edit_of(work, businesses, work.business, checked(work, asked))


class EditHouseSettings(Request):
    """Settings that all desks share; what is left out stays."""

    slot_interval: Annotated[int | UnsetType, Field(N_("Start times every"), min=1, max=240, unit=N_("minutes"))] = (
        UNSET
    )
    first_weekday: Annotated[int | UnsetType, Field(N_("The week begins on"), kind="weekday", min=0, max=6)] = UNSET
    tip_percents: Annotated[tuple[int, ...] | UnsetType, Field(N_("Suggested tips"), min=1, max=100, unit="%")] = UNSET
    undo_seconds: Annotated[int | UnsetType, Field(N_("Offer to undo for"), min=3, max=60, unit=N_("seconds"))] = UNSET
    blind_count: Annotated[bool | UnsetType, Field(N_("Count the drawer without seeing what is expected"))] = UNSET
    refund_limit: Annotated[
        int | UnsetType,
        Field(
            N_("Refunds above this need a manager"),
            kind="money",
            min=0,
            help=N_("All that is given back of one sale counts together. 0: every refund needs a manager."),
        ),
    ] = UNSET
    lock_after: Annotated[
        int | UnsetType, Field(N_("Lock the desk when unused for"), min=1, max=240, unit=N_("minutes"))
    ] = UNSET


class HouseSettingsEdited(Request):
    """Args: what each changed setting was and is to be."""

    changes: dict[str, tuple[Any, Any]]


@operation(needs=CHANGE, undo=True, said=N_("Settings changed"), detail="{settings}")
def edit_house_settings(work: Work, given: HouseSettingsEdited) -> None:
    """Change settings for all desks."""
    now = _plain(house_settings_of(work))
    for key, (was, wanted) in given.changes.items():
        if now[key] not in (was, wanted):
            raise Refused("changed_meanwhile", field=key, now=now[key])
        _put(work, settings, key, wanted)
    work.note(businesses, work.business, settings=sorted(given.changes))


@edit_house_settings.prepare
def house_settings_edit(work: Work, asked: EditHouseSettings) -> HouseSettingsEdited:
    """Pin what a request's set fields change."""
    now, wanted = _plain(house_settings_of(work)), _plain(checked(work, asked))
    return HouseSettingsEdited(changes={key: (now[key], v) for key, v in wanted.items() if now[key] != v})


class EditDeviceSettings(Request):
    """Settings of this device; what is left out stays."""

    location: Annotated[
        UUID | UnsetType | None,
        Field(N_("This desk stands at"), choices="bizet_core.business.locations.queries:all_locations"),
    ] = UNSET
    theme: Annotated[Theme | UnsetType, Field(N_("Colours"), choices=THEMES)] = UNSET
    zoom: Annotated[int | UnsetType, Field(N_("Size of everything"), min=90, max=200, unit="%")] = UNSET
    language: Annotated[str | UnsetType, Field(N_("Language"), kind="language")] = UNSET
    printer: Annotated[str | UnsetType, Field(N_("Receipt printer"), max_length=200, example="192.168.1.40:9100")] = (
        UNSET
    )
    paper: Annotated[int | UnsetType, Field(N_("Paper width"), choices=PAPERS)] = UNSET
    code_page: Annotated[str | UnsetType, Field(N_("Code page of the printer"), max_length=20, example="CP858")] = UNSET
    print_receipts: Annotated[bool | UnsetType, Field(N_("Print a receipt for every sale"))] = UNSET
    drawer: Annotated[Drawer | UnsetType, Field(N_("Cash drawer"), choices=DRAWERS)] = UNSET
    keep_hours: Annotated[
        int | UnsetType, Field(N_("Keep the next hours of the calendar for this desk"), min=0, max=72, unit=N_("hours"))
    ] = UNSET
    single_keys: Annotated[bool | UnsetType, Field(N_("Single letters work as shortcuts in the calendar"))] = UNSET


@operation(needs=Permission("settings.device"), local=True)
def edit_device_settings(work: Work, given: EditDeviceSettings) -> None:
    """Change how this device looks, prints and opens its drawer."""
    for key, value in _plain(given).items():
        _put(work, device_settings, key, value)


@edit_device_settings.prepare
def _pin_device(work: Work, asked: EditDeviceSettings) -> EditDeviceSettings:
    return checked(work, asked)


def _put(work: Work, table: Table, key: str, value: Any) -> None:
    """Settings are found by their key; the id is derived from it, so that two desks write the same row."""
    work.save(table, derive(work.business, table.name, key), key=key, value=value)


def _plain(struct: msgspec.Struct) -> dict[str, Any]:
    """The set fields as JSON has them: tuples as lists, ids as text."""
    return dict(msgspec.json.decode(msgspec.json.encode(struct)))
