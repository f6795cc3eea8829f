"""A desk with many customers and bookings: the sample business, and as many rows as are asked for, kept between runs.

The rows go straight into the tables, past the operations, which would take an hour for them; the search index fills by
its triggers. They end before the sample's own bookings begin, so that today is the sample's day. The folder's name
tells the sizes and the schema, so that a changed schema makes it anew.
"""

import random
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import blake2b
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, func, select
from sqlalchemy.schema import CreateTable

from bizet_core.base.instants import DAY, HOUR, MINUTE, to_ms
from bizet_core.booking.bookings.model import claims
from bizet_core.business.locations.model import locations
from bizet_core.business.staff.model import staff
from bizet_core.catalogue.services.model import services
from bizet_core.people.customers.rules import customer_key
from bizet_core.store.database.engines import suspend
from bizet_core.store.tables.all_tables import whole
from bizet_core.store.tables.ids import new_id
from bizet_core.store.tables.search_index import SQLITE_INDEX
from bizet_desk.sample.sample_business import fill_with_sample
from bizet_desk.storage.opening import create
from bizet_desk.storage.paths import Places

GIVEN = ("Olivia", "Noah", "Inês", "Tomás", "Aoife", "Søren", "Zoë", "王", "Fatima", "José", "Agnieszka", "Liam", "Ada")
FAMILY = ("Hart", "Murphy", "Costa", "Ní Bhriain", "Kowalska", "伟", "Haddad", "Silva", "Nielsen", "García", "O'Neill")
EACH_DAY = 20  # bookings of one person


@dataclass(frozen=True)
class Ids:
    """What the rows point at, as the database keeps it."""

    business: bytes
    location: bytes
    service: bytes
    people: tuple[bytes, ...]


def a_desk(customers: int, bookings: int) -> Places:
    """Where a desk with so many of each is; made on the first call."""
    folder = Path(tempfile.gettempdir()) / f"bizet-benchmark-{customers}-{bookings}-{_schema()}"
    if not folder.exists():
        draft = folder.with_name(f"{folder.name}.new")
        shutil.rmtree(draft, ignore_errors=True)
        _make(Places(draft, draft / "state"), customers, bookings)
        draft.rename(folder)
    return Places(folder, folder / "state")


def busy_day(places: Places) -> date:
    """The last of the days that were filled."""
    return date.fromisoformat((places.data / "busy-day").read_text())


def _schema() -> str:
    words = "".join(str(CreateTable(t)) for t in whole().sorted_tables)
    return blake2b((words + SQLITE_INDEX).encode(), digest_size=4).hexdigest()


def _make(places: Places, customers: int, bookings: int) -> None:
    opened, _ = create(places)
    fill_with_sample(opened.store)
    engine = opened.store.engine
    with engine.begin() as connection:
        suspend(connection)
        ids = _ids(connection, opened.store.identity.business)
        last_day = connection.execute(select(func.min(claims.c.starts_at))).scalar_one().date() - timedelta(days=1)
        known = put_rows(connection, "customer", CUSTOMER, customer_rows(ids, customers))
        days = booked_days(ids, known, bookings, last_day)
        for booking, part, claim in days:
            put_rows(connection, "booking", BOOKING, booking)
            put_rows(connection, "booking_part", PART, part)
            put_rows(connection, "claim", CLAIM, claim)
    opened.close()
    (places.data / "busy-day").write_text(last_day.isoformat())


def _ids(connection: Connection, business: UUID) -> Ids:
    def first(table: Any) -> list[bytes]:
        return [id.bytes for id in connection.execute(select(table.c.id).order_by(table.c.id)).scalars()]

    return Ids(business.bytes, first(locations)[0], first(services)[0], tuple(first(staff)))


def put_rows(
    connection: Connection, table: str, columns: str, rows: Iterator[tuple[Any, ...]] | list[Any]
) -> list[bytes]:
    """Insert rows by the driver; returns their ids."""
    kept = list(rows)
    marks = ", ".join("?" * len(columns.split(",")))
    driver: Any = connection.connection.dbapi_connection
    driver.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", kept)
    return [row[1] for row in kept]


CUSTOMER = "business_id, id, name, phone, email, created_at, search_key, last_op"


def customer_rows(ids: Ids, count: int) -> Iterator[tuple[Any, ...]]:
    """Customers of invented names, as `CUSTOMER` lists their columns."""
    chance = random.Random(count)
    for i in range(count):
        name = f"{chance.choice(GIVEN)} {chance.choice(FAMILY)}{'' if i % 3 else ' ' + chance.choice(FAMILY)}"
        phone, email = f"+35387{i:07}", f"customer{i}@example.com"
        key = customer_key(name, phone=phone, email=email)
        yield ids.business, new_id().bytes, name, phone, email, 0, key, ids.business


SPAN = "starts_at, ends_at, last_op"
BOOKING = f"business_id, id, location_id, customer_id, status, zone, wall_start, tzdata, created_at, {SPAN}"
PART = f"business_id, id, booking_id, service_id, staff_id, name, colour, price, tax_class, {SPAN}"
CLAIM = f"business_id, id, resource_id, booking_id, part_id, {SPAN}"
Day = tuple[list[Any], list[Any], list[Any]]


def booked_days(ids: Ids, customers: list[bytes], count: int, last_day: date) -> Iterator[Day]:
    """Bookings, parts and claims of a day, from the first day to the last."""
    chance = random.Random(count)
    each_day = EACH_DAY * len(ids.people)
    days = -(-count // each_day)
    midnight = to_ms(datetime.combine(last_day, datetime.min.time(), UTC))
    for day in range(days):
        made: Day = ([], [], [])
        morning = midnight - (days - 1 - day) * DAY + 8 * HOUR
        for i in range(min(each_day, count - day * each_day)):
            start = morning + i % EACH_DAY * 30 * MINUTE
            _book(ids, made, chance.choice(customers), ids.people[i // EACH_DAY], (start, start + 25 * MINUTE))
        yield made


def _book(ids: Ids, made: Day, customer: bytes, person: bytes, span: tuple[int, int]) -> None:
    booked, parts, claimed = made
    booking, part, me = new_id().bytes, new_id().bytes, ids.business
    booked.append((me, booking, ids.location, customer, "completed", "Europe/Dublin", "", "2026a", 0, *span, me))
    parts.append((me, part, booking, ids.service, person, "Cut & finish", "teal", 3500, "standard", *span, me))
    claimed.append((me, new_id().bytes, person, booking, part, *span, me))
