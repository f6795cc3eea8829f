"""The sample businesses are sound: nobody is in two places, and the salon's day is the one in the pictures."""

import unicodedata
from collections.abc import Iterator
from itertools import combinations

import phonenumbers
import pytest

from bizet_core.booking.bookings.model import Status
from bizet_core.business.staff.model import Role
from bizet_core.catalogue.taxes.classes import TAX_CLASSES
from bizet_core.describe.formats.money import exponent
from bizet_core.describe.kinds.choices import COLOURS
from bizet_core.people.customers.rules import customer_key, search_words
from resources.sample import CUSTOMERS, TRADES, Trade
from resources.sample.money import price_in
from resources.sample.shape import Booked, Service, hm, in_shop

EACH = pytest.mark.parametrize("trade", TRADES.values(), ids=list(TRADES))


def service_of(trade: Trade, booked: Booked) -> Service:
    return next(service for service in trade.services if service.name == booked.service)


def length_of(trade: Trade, booked: Booked) -> int:
    service = service_of(trade, booked)
    minutes = booked.minutes or service.lengths[0].minutes
    assert minutes in [length.minutes for length in service.lengths]
    return minutes + sum(addon.minutes for addon in service.addons if addon.name in booked.addons)


def price_of(trade: Trade, booked: Booked) -> int:
    service = service_of(trade, booked)
    lengths = {length.minutes: length.price for length in service.lengths}
    price = lengths[booked.minutes] if booked.minutes else service.lengths[0].price
    return price + sum(addon.price for addon in service.addons if addon.name in booked.addons)


def days_of(booked: Booked) -> set[int]:
    return {booked.day - booked.every * i for i in range(booked.times)}


def clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


# ------------------------------------------------------------------------------------------------- every trade


@EACH
def test_names_are_unique_and_refer_to_something(trade: Trade) -> None:
    for named in (trade.services, trade.products, trade.people, trade.places):
        names = [thing.name for thing in named]
        assert len(set(names)) == len(names)
    people, places = {p.name for p in trade.people}, {p.name for p in trade.places}
    customers = {c.name for c in CUSTOMERS}
    for service in trade.services:
        assert service.category in trade.categories
        assert set(service.by) <= people
        assert {place for pool in service.needs for place in pool} <= places
    for booked in trade.bookings:
        assert booked.staff in people | {""}
        assert booked.customer in customers | {""}
        assert set(booked.addons) <= {addon.name for addon in service_of(trade, booked).addons}
    assert {block.who for block in trade.blocks} <= people | places


@EACH
def test_values_are_those_that_the_program_knows(trade: Trade) -> None:
    things = [*trade.services, *trade.products, *trade.people, *trade.places]
    assert {thing.colour for thing in things} <= COLOURS.keys()
    assert {thing.tax_class for thing in (*trade.services, *trade.products)} <= TAX_CLASSES.keys()
    assert {person.role for person in trade.people} <= set(Role)
    assert [person.role for person in trade.people].count("owner") == 1
    assert {booked.status for booked in trade.bookings} <= set(Status)
    assert all((booked.status == "hold") == (booked.hold > 0) for booked in trade.bookings)


@EACH
def test_a_service_is_done_by_people_and_in_places_that_suit(trade: Trade) -> None:
    for booked in trade.bookings:
        service = service_of(trade, booked)
        assert not service.by or booked.staff in service.by
        assert booked.staff or service.needs
        assert not booked.place or any(booked.place in pool for pool in service.needs)
        if service.processing:
            assert sum(service.processing) <= min(length.minutes for length in service.lengths)


@EACH
def test_bookings_lie_within_hours_and_beside_breaks(trade: Trade) -> None:
    people = {person.name: person for person in trade.people}
    for booked in trade.bookings:
        ends = booked.at + length_of(trade, booked)
        assert any(hours.start <= booked.at and ends <= hours.end for hours in trade.opening), booked
        if booked.staff:
            person = people[booked.staff]
            assert any(hours.start <= booked.at and ends <= hours.end for hours in person.hours), booked
            assert all(ends <= lunch.start or lunch.end <= booked.at for lunch in person.breaks), booked


def taken(trade: Trade) -> Iterator[tuple[str, int, int, int, Booked]]:
    """Who or what is taken from when until when, buffers included, on which day."""
    for booked in trade.bookings:
        if booked.status in ("cancelled", "no_show"):
            continue
        service = service_of(trade, booked)
        start, end = booked.at - service.before, booked.at + length_of(trade, booked) + service.after
        for day in days_of(booked):
            for one in filter(None, (booked.staff, booked.place)):
                yield one, day, start, end, booked


@EACH
def test_nobody_and_no_room_is_in_two_bookings_at_once(trade: Trade) -> None:
    alone = {person.name for person in trade.people} | {place.name for place in trade.places if place.capacity == 1}
    everything = [row for row in taken(trade) if row[0] in alone]
    for (who, day, start, end, one), (other_who, other_day, other_start, other_end, other) in combinations(
        everything, 2
    ):
        if (who, day) == (other_who, other_day):
            assert end <= other_start or other_end <= start, (one, other)


@EACH
def test_a_blocked_time_holds_no_booking(trade: Trade) -> None:
    for block in trade.blocks:
        for who, day, start, end, booked in taken(trade):
            if (who, day) == (block.who, 0):
                assert end <= block.start or block.end <= start, booked


@EACH
def test_a_place_is_named_where_there_is_a_choice_today(trade: Trade) -> None:
    counted = {place.name for place in trade.places if place.capacity > 1}
    for booked in trade.bookings:
        pools = [pool for pool in service_of(trade, booked).needs if not set(pool) <= counted]
        if booked.day == 0 and pools:
            assert booked.place


@EACH
def test_today_is_lively(trade: Trade) -> None:
    today = [booked for booked in trade.bookings if booked.day == 0]
    assert {"completed", "in_service", "arrived", "confirmed", "pending", "cancelled"} <= {b.status for b in today}
    assert len(today) >= 10
    for booked in today:  # what is over, runs or is to come fits the time at which the day is looked at
        assert booked.status != "completed" or booked.at < trade.now
        assert booked.status != "in_service" or booked.at <= trade.now
        assert booked.status not in ("confirmed", "pending") or booked.at > trade.now


@EACH
def test_barcodes_are_ean_13_of_the_shops_own_range(trade: Trade) -> None:
    for product in trade.products:
        digits = [int(digit) for digit in product.barcode]
        assert len(digits) == 13
        assert product.barcode.startswith("20")
        assert sum(digits[::2]) % 10 == -3 * sum(digits[1::2]) % 10


def test_barcodes_differ_between_trades() -> None:
    barcodes = [product.barcode for trade in TRADES.values() for product in trade.products]
    assert len(set(barcodes)) == len(barcodes)
    assert in_shop(1) == "2000000000015"


# --------------------------------------------------------------------------------------------------- customers


def test_customers_can_be_told_apart_and_found() -> None:
    phones = [customer.phone for customer in CUSTOMERS if customer.phone]
    assert len(set(phones)) == len(phones)
    for customer in CUSTOMERS:
        key = customer_key(customer.name, customer.given, customer.family, customer.phone, customer.email)
        assert all(word in key for word in search_words(customer.name))
        assert customer.phone or customer.email
        assert not customer.phone or phonenumbers.is_possible_number(phonenumbers.parse(customer.phone))


def test_customers_write_in_many_scripts() -> None:
    scripts = {
        unicodedata.name(letter).split()[0] for customer in CUSTOMERS for letter in customer.name if letter.isalpha()
    }
    assert {"LATIN", "CJK", "HANGUL", "ARABIC", "HEBREW", "THAI", "CYRILLIC", "GREEK", "DEVANAGARI", "TAMIL"} <= scripts
    assert {"BENGALI", "GEORGIAN", "ETHIOPIC"} <= scripts


# ------------------------------------------------------------------------------------------------------- money


@pytest.mark.parametrize(
    ("currency", "amount"),
    [
        ("EUR", 58_00),
        ("GBP", 58_00),
        ("JPY", 7_500),
        ("KWD", 58_000),
        ("SEK", 650_00),
        ("VND", 1_040_000),
        ("XXX", 58_00),
    ],
)
def test_prices_are_of_the_countrys_size(currency: str, amount: int) -> None:
    assert price_in(currency, 58_00) == amount


@pytest.mark.parametrize("currency", ["EUR", "JPY", "KWD", "HUF", "INR", "IDR", "CHF"])
def test_what_is_free_stays_free_and_nothing_else_becomes_so(currency: str) -> None:
    cents = [length.price for trade in TRADES.values() for service in trade.services for length in service.lengths]
    cents += [product.price for trade in TRADES.values() for product in trade.products]
    for price in cents:
        assert (price_in(currency, price) == 0) == (price == 0)
    assert price_in(currency, 1_000_00) > 10 ** exponent(currency)


# ----------------------------------------------------------------------------------------- the day in the pictures

SALON = TRADES["salon"]
PICTURE = """
    Inês Duarte  09:00–09:45  Helena Costa    Cut & finish     completed
    Inês Duarte  10:00–11:15  Priya Nair      Balayage refresh in_service
    Inês Duarte  11:30–12:30  Olivia Hart     Cut & finish     arrived
    Inês Duarte  13:30–14:15  Tomasz Lis      Cut              confirmed
    Inês Duarte  14:30–16:00  Grace Okafor    Silk press       confirmed
    Anna Nowak   09:15–11:15  Maya Lindqvist  Full colour + cut in_service
    Anna Nowak   11:45–12:15  Noor Haddad     Patch test       pending
    Anna Nowak   13:00–15:30  Sofia Ricci     Balayage & tone  confirmed
    Anna Nowak   16:00–17:00                  Root touch-up    hold
    Marcus Bell  10:00–10:30  Dan Whitaker    Fade             completed
    Marcus Bell  10:30–11:00  Leo Marsh       Skin fade        no_show
    Marcus Bell  11:15–12:00                  Beard + fade     in_service
    Marcus Bell  12:45–13:15  Ben Sayers      Fade             confirmed
    Marcus Bell  13:30–14:00  Ari Cohen       Kids cut         confirmed
    Marcus Bell  15:00–16:00  Paul Marsh      Father & son     pending
    Chloé Petit  09:30–10:30  Kim Soo-ah      Gel manicure     completed
    Chloé Petit  11:00–11:45  Beth Aylward    Brow lamination  arrived
    Chloé Petit  12:00–13:00  Zara Malik      Gel + art        confirmed
    Chloé Petit  13:45–14:30  Ruth Adeyemi    Pedicure         cancelled
    Chloé Petit  14:45–15:45  Ruth Adeyemi    Pedicure         pending
    Jin Park     13:00–14:30  Sam O’Neill     Deep-tissue massage confirmed
    Jin Park     15:30–16:30                  Yoga basics      pending
"""


def test_the_salons_day_is_the_one_in_the_picture() -> None:
    today = [booked for booked in SALON.bookings if booked.day == 0]
    shown = [
        f"{b.staff} {clock(b.at)}–{clock(b.at + length_of(SALON, b))} {b.customer} {b.service} {b.status}"
        for b in today
    ]
    assert [" ".join(line.split()) for line in shown] == [
        " ".join(line.split()) for line in PICTURE.strip().splitlines()
    ]


def test_the_salons_columns_and_lunches_are_those_in_the_picture() -> None:
    columns = [
        (p.name, p.colour, clock(p.hours[0].start), clock(p.hours[0].end), clock(p.breaks[0].start))
        for p in SALON.people
        if p.in_calendar
    ]
    assert columns == [
        ("Inês Duarte", "teal", "09:00", "17:00", "12:30"),
        ("Anna Nowak", "violet", "09:00", "18:00", "12:15"),
        ("Marcus Bell", "blue", "10:00", "18:00", "14:00"),
        ("Chloé Petit", "rose", "09:00", "16:00", "13:00"),
    ]
    assert [(b.who, b.start, b.end, b.label) for b in SALON.blocks] == [
        ("Room 2", hm(16, 30), hm(17, 30), "Deep clean")
    ]


def test_room_2_is_taken_as_in_the_picture() -> None:
    room = [(clock(b.at), b.service) for b in SALON.bookings if b.day == 0 and b.place == "Room 2"]
    assert room == [("10:00", "Balayage refresh"), ("13:00", "Deep-tissue massage"), ("15:30", "Yoga basics")]


def test_the_day_is_worth_what_the_picture_expects() -> None:
    counted = [b for b in SALON.bookings if b.day == 0 and b.status not in ("hold", "cancelled", "no_show")]
    places = {"Yoga basics"}  # paid by each of those who come
    assert sum(price_of(SALON, b) * (b.people if b.service in places else 1) for b in counted) == 1_284_00


def test_olivia_is_as_in_the_panel() -> None:
    olivia = next(customer for customer in CUSTOMERS if customer.name == "Olivia Hart")
    assert (olivia.phone, olivia.favourite) == ("+447700900142", True)
    assert "PPD" in olivia.alert
    visits = [b for b in SALON.bookings if b.customer == "Olivia Hart" and b.service == "Cut & finish" and b.day < 0]
    assert sum(b.times for b in visits) == 14
    assert max(max(days_of(b)) for b in visits) == -35  # from 12 March back to 5 February
    today = next(b for b in SALON.bookings if b.customer == "Olivia Hart" and b.day == 0)
    shampoo = next(p for p in SALON.products if p.barcode == in_shop(1))
    assert (price_of(SALON, today), shampoo.price, shampoo.stock) == (83_00, 19_00, 6)
