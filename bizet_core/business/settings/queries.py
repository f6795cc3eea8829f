"""The business and its settings, typed, with what holds until somebody chooses."""

from dataclasses import dataclass
from typing import TypeVar

import msgspec
from sqlalchemy import Table, select

from bizet_core.base.refusals import Refused
from bizet_core.business.settings.model import businesses, device_settings, settings
from bizet_core.business.settings.rules import DeviceSettings, HouseSettings
from bizet_core.store import Permission, Read, Request, query

S = TypeVar("S", bound=msgspec.Struct)


@dataclass(frozen=True, slots=True)
class Business:
    """What the business is called, where it is and how it reckons. Amounts in minor units of `currency`."""

    name: str
    legal_name: str
    tax_number: str
    trade: str
    country: str
    language: str
    currency: str
    zone: str
    tax_inclusive: bool
    tax_per_line: bool
    cash_rounding: int
    receipt_footer: str
    logo: str | None


class TheBusiness(Request):
    """There is one."""


@query(needs=None)
def business(read: Read, asked: TheBusiness) -> Business | None:
    """The business, or None before the first run; the lock screen shows its name, so anybody may ask."""
    row = read.find(businesses, read.business)
    return None if row is None else Business(**{f: row._mapping[f] for f in Business.__dataclass_fields__})


class TheSettings(Request):
    """All of them."""


@query(needs=Permission("settings.see"))
def house(read: Read, asked: TheSettings) -> HouseSettings:
    """What all desks share."""
    return house_settings_of(read)


@query(needs=None)
def device(read: Read, asked: TheSettings) -> DeviceSettings:
    """What belongs to this device; its colours and size are needed before anybody has signed in."""
    return device_settings_of(read)


def business_of(read: Read) -> Business:
    """The business, for operations and queries that need its currency or zone; refuses before the first run."""
    found = business.answer(read, TheBusiness())
    if found is None:
        raise Refused("not_set_up")
    return found


def house_settings_of(read: Read) -> HouseSettings:
    """What all desks share, typed."""
    return _settings(read, settings, HouseSettings)


def device_settings_of(read: Read) -> DeviceSettings:
    """What belongs to this device, typed."""
    return _settings(read, device_settings, DeviceSettings)


def _settings(read: Read, table: Table, shape: type[S]) -> S:
    rows = read.all(select(table.c.key, table.c.value).order_by(table.c.key))
    return msgspec.convert({row.key: row.value for row in rows if row.key in shape.__struct_fields__}, shape)
