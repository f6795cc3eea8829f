"""What a sample business consists of. Lengths are minutes, times of day wall minutes, prices euro cents."""

from dataclasses import dataclass, field

EVERY_DAY = (0, 1, 2, 3, 4, 5, 6)  # Monday = 0
MONDAY_TO_SATURDAY = EVERY_DAY[:6]
MONDAY_TO_FRIDAY = EVERY_DAY[:5]


def hm(hour: int, minute: int = 0) -> int:
    """A time of day: `hm(11, 30)` is half past eleven; 24 and more is the next day."""
    return hour * 60 + minute


def in_shop(number: int) -> str:
    """An EAN-13 of the range that shops may use as they like (20 to 29), with its check digit."""
    digits = f"20{number:010}"
    weighted = sum(int(digit) * (3 if i % 2 else 1) for i, digit in enumerate(digits))
    return f"{digits}{-weighted % 10}"


@dataclass(frozen=True, slots=True)
class Hours:
    """Open, at work or on a break from `start` until `end` on these weekdays."""

    start: int
    end: int
    weekdays: tuple[int, ...] = EVERY_DAY
    label: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """What the trade calls things; each has its plural where people see one."""

    customer: str
    customers: str
    staff: str
    booking: str
    bookings: str
    service: str


@dataclass(frozen=True, slots=True)
class Length:
    """One way to book a service."""

    minutes: int
    price: int
    label: str = ""


@dataclass(frozen=True, slots=True)
class AddOn:
    """An extra to a service."""

    name: str
    price: int
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class Service:
    """Something to book. `by` names those who do it (empty: everybody), `needs` are pools of alternative places."""

    name: str
    category: str
    lengths: tuple[Length, ...]
    colour: str = "teal"
    description: str = ""
    addons: tuple[AddOn, ...] = ()
    by: tuple[str, ...] = ()
    needs: tuple[tuple[str, ...], ...] = ()
    before: int = 0
    after: int = 0
    processing: tuple[int, int] | None = None  # from so many minutes after the start, for so many minutes
    tax_class: str = "standard"


@dataclass(frozen=True, slots=True)
class Product:
    """Something to sell over the counter. Barcodes are EAN-13 of the range for use within a shop."""

    name: str
    category: str
    price: int
    barcode: str
    stock: int | None = None
    colour: str = "slate"
    favourite: bool = False
    tax_class: str = "standard"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who works there. Without hours they are not booked."""

    name: str
    title: str
    role: str = "staff"  # owner | admin | manager | staff | contractor
    colour: str = "teal"
    hours: tuple[Hours, ...] = ()
    breaks: tuple[Hours, ...] = ()
    in_calendar: bool = True
    email: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A room, chair, court or vehicle; without hours it follows the location."""

    name: str
    kind: str = "room"  # room | equipment | vehicle
    capacity: int = 1
    colour: str = "slate"
    hours: tuple[Hours, ...] = ()
    in_calendar: bool = True


@dataclass(frozen=True, slots=True)
class Customer:
    """Somebody who comes."""

    name: str
    given: str = ""
    family: str = ""
    phone: str = ""  # E.164
    email: str = ""
    language: str = ""
    alert: str = ""
    favourite: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Booked:
    """A booking. `day` counts from today; `times` repeats it `every` so many days further back."""

    at: int
    service: str
    staff: str = ""  # empty for a booking of a place alone
    customer: str = ""  # empty for a walk-in or a class
    status: str = "confirmed"
    minutes: int = 0  # which length; 0 is the first
    addons: tuple[str, ...] = ()
    place: str = ""  # which of the places it needs; empty: the first free one
    day: int = 0
    note: str = ""
    source: str = "desk"  # desk | web
    people: int = 1
    hold: int = 0  # seconds that a web hold lasts from now
    times: int = 1
    every: int = 7


@dataclass(frozen=True, slots=True)
class Block:
    """Time of today in which a place or person cannot be booked."""

    who: str
    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Trade:
    """One kind of business."""

    key: str
    name: str  # of the trade
    business: str  # of the sample business
    words: Words
    opening: tuple[Hours, ...]  # as usual in the trade; on a day off the sample day opens as on the first day named
    categories: tuple[str, ...]
    services: tuple[Service, ...]
    products: tuple[Product, ...]
    people: tuple[Person, ...]
    places: tuple[Place, ...]
    bookings: tuple[Booked, ...]
    blocks: tuple[Block, ...] = field(default=())
    opening_float: int = 20_000  # cash in the drawer in the morning
    now: int = hm(11, 24)  # the time at which the day looks as it is written here
