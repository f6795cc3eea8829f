"""Fill a server's file with customers and bookings, past its operations, and put each row into the feed."""

from typing import Any

from sqlalchemy import Connection, func, select

from benchmarks.support.large_business import BOOKING, CLAIM, CUSTOMER, PART, Ids, booked_days, customer_rows, put_rows
from bizet_core.base.instants import from_ms
from bizet_core.business.locations.model import locations
from bizet_core.business.staff.model import staff
from bizet_core.catalogue.services.model import services
from bizet_core.store import Store
from bizet_core.store.database.engines import mark, suspend
from bizet_core.sync.model import feed

ROWS_OF_BOOKING = 3
FED = {"customer": "desk", "booking": "desk", "booking_part": "desk", "claim": "all"}
"""Tables and the scopes of their rows, parents first."""


def fill(store: Store, until: int) -> int:
    """Add customers and as many bookings until the feed holds so many rows; how many it holds then."""
    with store.transaction() as connection:
        suspend(connection)
        there = _count(connection)
        each = (until - there) // (1 + ROWS_OF_BOOKING)
        ids = _ids(connection, store)
        known = put_rows(connection, "customer", CUSTOMER, customer_rows(ids, until - there - ROWS_OF_BOOKING * each))
        for booking, part, claim in booked_days(ids, known, each, from_ms(0).date().replace(year=2025)):
            put_rows(connection, "booking", BOOKING, booking)
            put_rows(connection, "booking_part", PART, part)
            put_rows(connection, "claim", CLAIM, claim)
        _feed(connection)
        mark(connection, None)
        return _count(connection)


def _count(connection: Connection) -> int:
    return int(connection.execute(select(func.count()).select_from(feed).where(~feed.c.gone)).scalar_one())


def _ids(connection: Connection, store: Store) -> Ids:
    def all_of(table: Any) -> tuple[bytes, ...]:
        return tuple(id.bytes for id in connection.execute(select(table.c.id).order_by(table.c.id)).scalars())

    return Ids(store.identity.business.bytes, all_of(locations)[0], all_of(services)[0], all_of(staff))


def _feed(connection: Connection) -> None:
    """Every row that has no number yet gets one, parents first."""
    driver: Any = connection.connection.dbapi_connection
    for table, scope in FED.items():
        driver.execute(
            "INSERT INTO feed (business_id, tbl, pk, scope, seq, gone) SELECT t.business_id, ?, t.id, ?, "
            "(SELECT seq FROM feed_head) + row_number() OVER (ORDER BY t.id), 0 FROM "
            f"{table} t LEFT JOIN feed f ON f.tbl = ? AND f.pk = t.id AND f.business_id = t.business_id "
            "WHERE f.pk IS NULL",
            (table, scope, table),
        )
        driver.execute("UPDATE feed_head SET seq = (SELECT max(seq) FROM feed)")
