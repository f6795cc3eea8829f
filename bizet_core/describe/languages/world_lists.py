"""The lists of the world in the reader's language: countries, languages, currencies, time zones, days of the week."""

import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from zoneinfo import available_timezones

import babel
from babel.core import get_global
from babel.dates import get_timezone_location

from bizet_core.describe.kinds.kind import Option
from bizet_core.describe.languages.language import Locale
from bizet_core.describe.languages.language_names import kept_names

_NOT_COUNTRIES = {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"}  # unions and codes for tests


@lru_cache(maxsize=16)
def countries(locale: Locale) -> tuple[Option, ...]:
    """ISO 3166 codes with names."""
    names = locale.cldr.territories.items()
    return _sorted(Option(code, name, code) for code, name in names if len(code) == 2 and code not in _NOT_COUNTRIES)


@lru_cache(maxsize=16)
def languages(locale: Locale) -> tuple[Option, ...]:
    """The languages Unicode has data for, each also in its own words."""
    shown = locale.cldr
    return _sorted(Option(code, _language_name(shown, code), own) for code, own in _languages())


@lru_cache(maxsize=16)
def currencies(locale: Locale) -> tuple[Option, ...]:
    """ISO 4217 codes of the money that is legal tender somewhere now."""
    return _sorted(Option(code, locale.cldr.currencies.get(code, code), code) for code in _tender())


@lru_cache(maxsize=16)
def zones(locale: Locale) -> tuple[Option, ...]:
    """The IANA zones of tzdata's zone.tab by their city, with the country beside it, and UTC."""
    found = [Option("UTC", "UTC")]
    for country, zone in _zone_table():
        city = get_timezone_location(zone, locale=locale.cldr, return_city=True)
        found.append(Option(zone, city, locale.cldr.territories.get(country, country)))
    return _sorted(found)


def is_zone(name: str) -> bool:
    """Whether it is any zone name of tzdata, old names such as `Asia/Calcutta` too."""
    return name in _all_zones()


@lru_cache(maxsize=16)
def weekdays(locale: Locale) -> tuple[Option, ...]:
    """Monday = 0 to Sunday = 6, beginning where the reader's week begins."""
    names = locale.cldr.days["stand-alone"]["wide"]
    return tuple(Option(day % 7, names[day % 7]) for day in range(locale.first_weekday, locale.first_weekday + 7))


@lru_cache(maxsize=1)
def _all_zones() -> frozenset[str]:
    return frozenset(available_timezones())


@lru_cache(maxsize=1)
def _zone_table() -> tuple[tuple[str, str], ...]:
    rows = (files("tzdata") / "zoneinfo" / "zone.tab").read_text("utf-8").splitlines()
    columns = (row.split("\t") for row in rows if not row.startswith("#"))
    return tuple((column[0], column[2]) for column in columns)


@lru_cache(maxsize=1)
def _languages() -> tuple[tuple[str, str], ...]:
    return tuple(kept_names().items())


def _language_name(shown: babel.Locale, code: str) -> str:
    """As `babel.Locale.get_display_name` words it for a language and a script, without reading that language's file."""
    language, _, script = code.partition("_")
    name = shown.languages.get(language)
    details = shown.scripts.get(script) if script else ""
    if not name:
        return code
    return f"{name} ({details})" if details else name


@lru_cache(maxsize=1)
def _tender() -> tuple[str, ...]:
    histories = get_global("territory_currencies").values()
    current = {code for history in histories for code, _since, until, tender in history if tender and not until}
    return tuple(sorted(current))


def _sorted(options: Iterable[Option]) -> tuple[Option, ...]:
    """By name, accents aside; a name that is also another's name or code (Ga and ga, Irish) shows its code."""
    found = list(options)
    names = Counter(option.label.casefold() for option in found)
    codes = {str(option.value).casefold(): option for option in found}
    told = [
        _with_code(option)
        if names[option.label.casefold()] > 1 or codes.get(option.label.casefold(), option) is not option
        else option
        for option in found
    ]
    return tuple(sorted(told, key=lambda option: (_without_accents(option.label), option.value)))


def _with_code(option: Option) -> Option:
    return Option(option.value, f"{option.label} ({option.value})", option.note)


def _without_accents(name: str) -> str:
    return unicodedata.normalize("NFKD", name).casefold()
