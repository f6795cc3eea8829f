"""Requests checked as this business writes: its country code, its currency, its week."""

from typing import TypeVar

from bizet_core.business.settings.queries import TheBusiness, business, house_settings_of
from bizet_core.describe.languages.language import Locale
from bizet_core.describe.validator import validate
from bizet_core.store import Read

T = TypeVar("T")


def checked(read: Read, asked: T) -> T:
    """The request in normal form: text composed, phones in E.164; `Invalid` names every field that cannot be."""
    return validate(asked, locale_of(read))


def locale_of(read: Read) -> Locale:
    """How the business reads and writes; before the first run, how Bizet does."""
    house = business.answer(read, TheBusiness())
    if house is None:
        return Locale()
    return Locale(house.language, house.country, house.currency, house.zone, house_settings_of(read).first_weekday)
