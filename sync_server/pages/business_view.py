"""The business's page in words: all that its template shows, ready to be shown. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from urllib.parse import quote
from zoneinfo import ZoneInfo

from babel.dates import format_skeleton, get_day_names
from babel.numbers import format_currency, get_currency_precision

from bizet_core.base.instants import from_ms
from bizet_core.booking.public_page.queries import PublicCategory, PublicPage, PublicPlace, PublicService
from bizet_core.booking.public_page.rules import Day, Minutes, Opening
from bizet_core.describe.formats.money import Money
from bizet_core.describe.formats.times import show_range, show_span, show_wall
from bizet_core.describe.languages.language import Locale, _, reading

WEEK = 7
_MAP = "https://www.openstreetmap.org/search?query="


@dataclass(frozen=True, slots=True)
class LengthShown:
    """One way to have a service."""

    label: str
    span: str
    price: str


@dataclass(frozen=True, slots=True)
class ServiceShown:
    """A service."""

    name: str
    description: str
    colour: str
    lengths: tuple[LengthShown, ...]


@dataclass(frozen=True, slots=True)
class CategoryShown:
    """Services under a heading, and the mark that its tab jumps to."""

    mark: str
    name: str
    services: tuple[ServiceShown, ...]


@dataclass(frozen=True, slots=True)
class DayShown:
    """One day's hours; no hours where it is closed."""

    name: str
    hours: tuple[str, ...]
    is_today: bool
    is_usual: bool


@dataclass(frozen=True, slots=True)
class PlaceShown:
    """A place of business."""

    name: str
    address: tuple[str, ...]
    map: str
    phone: str
    dial: str
    email: str
    is_open: bool
    state: str  # whether it is open, in words; empty where nobody has said any hours
    week: tuple[DayShown, ...]
    later: tuple[DayShown, ...]  # days further on that are not as usual
    elsewhere: str  # today's hours in the reader's own zone, where they have said that it is another


@dataclass(frozen=True, slots=True)
class PageShown:
    """All of it."""

    name: str
    letter: str
    trade: str
    subtitle: str
    places: tuple[PlaceShown, ...]
    categories: tuple[CategoryShown, ...]
    taxes: str


def shown(page: PublicPage, locale: Locale, now: int, zone: str = "") -> PageShown:
    """The page as this reader reads it; `zone` is where they say they are."""
    with reading(locale):
        places = tuple(_place(each, locale, now, zone) for each in page.places)
        is_whole = _all_whole(page.categories)
        return PageShown(
            name=page.business.name,
            letter=page.business.name[:1].upper(),
            trade=page.business.trade,
            subtitle=" · ".join(_subtitle(place, page.business.name) for place in places),
            places=places,
            categories=tuple(_category(each, i, locale, is_whole) for i, each in enumerate(page.categories, 1)),
            taxes=_("Prices include tax.") if page.business.tax_inclusive else _("Prices do not include tax."),
        )


def _subtitle(place: PlaceShown, business: str) -> str:
    return ", ".join(place.address) or (place.name if place.name != business else "")


def _place(place: PublicPlace, locale: Locale, now: int, zone: str) -> PlaceShown:
    address = tuple(line.strip() for line in place.address.splitlines() if line.strip())
    opening = place.opening
    days = opening.days if opening else ()
    today = days[0].day if days else None
    return PlaceShown(
        name=place.name,
        address=address,
        map=_MAP + quote(", ".join(address)) if address else "",
        phone=_spaced(place.phone),
        dial=place.phone,
        email=place.email,
        is_open=bool(opening and opening.is_open),
        state=_state(opening, place.zone, locale) if opening else "",
        week=tuple(_day(day, today, locale) for day in days[:WEEK]),
        later=tuple(_day(day, today, locale, dated=True) for day in days[WEEK:] if not day.is_usual),
        elsewhere=_elsewhere(opening, place.zone, zone, locale),
    )


def _spaced(phone: str) -> str:
    import phonenumbers

    if not phone:
        return ""
    try:
        return phonenumbers.format_number(phonenumbers.parse(phone), phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    except phonenumbers.NumberParseException:
        return phone


def _state(opening: Opening, zone: str, locale: Locale) -> str:
    """Whether it is open, and until or from when."""
    if opening.is_open:
        until = opening.until
        return _("Open until {time}").format(time=_clock(until, zone, locale)) if until else _("Open now")
    if opening.opens_at is None:
        return _("Closed")
    at = from_ms(opening.opens_at).astimezone(ZoneInfo(zone))
    time = _clock(opening.opens_at, zone, locale)
    ahead = (at.date() - opening.days[0].day).days
    if ahead == 0:
        return _("Closed · opens at {time}").format(time=time)
    if ahead == 1:
        return _("Closed · opens tomorrow at {time}").format(time=time)
    return _("Closed · opens on {day} at {time}").format(day=_date(at.date(), locale), time=time)


def _day(day: Day, today: date | None, locale: Locale, *, dated: bool = False) -> DayShown:
    name = _date(day.day, locale) if dated or not day.is_usual else _weekday(day.day, locale)
    if day.day == today:
        name = _("{day}, today").format(day=name)
    return DayShown(name, tuple(_hours(each, locale) for each in day.hours), day.day == today, day.is_usual)


def _hours(minutes: Minutes, locale: Locale) -> str:
    return _("Open all day") if minutes == (0, 1440) else show_range(*minutes, locale)


def _elsewhere(opening: Opening | None, zone: str, readers: str, locale: Locale) -> str:
    """Today's hours by the reader's own clock, where that shows another time."""
    if opening is None or not readers or not opening.days[0].hours:
        return ""
    midnight = datetime.combine(opening.days[0].day, datetime.min.time(), ZoneInfo(zone))
    ahead = midnight.astimezone(ZoneInfo(readers)).utcoffset(), midnight.utcoffset()
    assert ahead[0] is not None
    assert ahead[1] is not None
    shift = int((ahead[0] - ahead[1]).total_seconds() // 60)
    if shift == 0:
        return ""
    there = ", ".join(_shifted(each, shift, locale) for each in opening.days[0].hours)
    return _("Times are those in {place}. In {yours} today’s are {times}.").format(
        place=_city(zone), yours=_city(readers), times=there
    )


def _shifted(minutes: Minutes, shift: int, locale: Locale) -> str:
    return f"{show_wall((minutes[0] + shift) % 1440, locale)}–{show_wall((minutes[1] + shift) % 1440, locale)}"


def _city(zone: str) -> str:
    return zone.rpartition("/")[2].replace("_", " ")


def _clock(instant: int, zone: str, locale: Locale) -> str:
    local = from_ms(instant).astimezone(ZoneInfo(zone))
    return show_wall(local.hour * 60 + local.minute, locale)


def _weekday(day: date, locale: Locale) -> str:
    return str(get_day_names("wide", "stand-alone", locale.cldr)[day.weekday()])


def _date(day: date, locale: Locale) -> str:
    return str(format_skeleton("MMMEd", day, locale=locale.cldr))


def _category(category: PublicCategory, place: int, locale: Locale, is_whole: bool) -> CategoryShown:
    services = tuple(_service(each, locale, is_whole) for each in category.services)
    return CategoryShown(f"services-{place}", category.name or _("More"), services)


def _service(service: PublicService, locale: Locale, is_whole: bool) -> ServiceShown:
    lengths = tuple(
        LengthShown(length.label, show_span(length.minutes * 60, locale), _price(length.price, locale, is_whole))
        for length in service.lengths
    )
    return ServiceShown(service.name, service.description, service.colour, lengths)


def _all_whole(categories: Sequence[PublicCategory]) -> bool:
    """Whether no price has cents: then none shows any."""
    prices = [x.price for category in categories for service in category.services for x in service.lengths]
    return all(price.amount % 10 ** get_currency_precision(price.currency) == 0 for price in prices)


@lru_cache(maxsize=4096)
def _price(price: Money, locale: Locale, is_whole: bool) -> str:
    if price.amount == 0:
        return _("Free of charge")
    digits = get_currency_precision(price.currency)
    pattern = str(locale.cldr.currency_formats["standard"].pattern)
    shown = pattern.replace(".00", "") if is_whole else pattern
    value = price.amount // 10**digits if is_whole else price.amount / 10**digits
    return str(format_currency(value, price.currency, shown, locale=locale.cldr, currency_digits=not is_whole))
