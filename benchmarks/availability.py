"""Free times of 1, 10 and 50 people over 30 days, with and without 250 days of history; the database included.

A day has 20 bookings per person, around lunch, in one of six shifts. Asked for is a service of 45 minutes with 15 after
it, on a 15-minute grid, through the store as a screen asks, from the encrypted file. *Cold*: the reading connection has
given up every page, so that services, rules and claims are read and decrypted anew; no answer is kept anywhere.
*First*: that, on a connection which has never been asked anything, its statements included. *Engine*: without the
database, on the same diaries; also with everybody's hours unlike everybody else's.
"""

import random
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine, Table, insert

from bizet_core.base.instants import DAY, MINUTE, from_ms, to_ms
from bizet_core.booking.availability.slots import Ask, ResourceCalendar, free_starts
from bizet_core.booking.bookings.model import Status, bookings, claims
from bizet_core.booking.bookings.requests import PartAsked
from bizet_core.booking.free_times.queries import FreeTimes, free_times, question
from bizet_core.business.locations.model import locations
from bizet_core.business.resources.model import ResourceKind, resources
from bizet_core.business.settings.model import businesses
from bizet_core.business.staff.model import staff
from bizet_core.catalogue.services.model import service_lengths, services
from bizet_core.catalogue.timetable.model import timetable_rules
from bizet_core.catalogue.timetable.rules import Layer, Weekly
from bizet_core.store import SYSTEM, Read, Store
from bizet_core.store.database.engines import desk_engine, suspend
from bizet_core.store.store import Identity
from bizet_core.store.tables.ids import new_id
from bizet_core.store.tables.schema import create

NOW = datetime(2026, 6, 1, 0, 0, tzinfo=UTC)
ZONE = "Europe/Lisbon"
DAYS, HISTORY, RUNS = 30, 250, 25
BEFORE_LUNCH, AFTER_LUNCH = 7, 13
ONE_GOAL, FIFTY_GOAL, GROWTH_GOAL = 1.0, 20.0, 1.2  # ms, ms, times
KEY = bytes(32)


@dataclass(frozen=True)
class World:
    """A business to ask."""

    engine: Engine
    identity: Identity
    asked: FreeTimes

    def store(self) -> Store:
        """Its store, at the time of the benchmark."""
        return Store(self.engine, self.identity, clock=lambda: NOW)


def run() -> dict[str, object]:
    """Milliseconds: the best of the runs, which other work disturbs least, and of the cold ones the median."""
    with tempfile.TemporaryDirectory() as folder:
        figures = {
            f"{people}{' with history' if history else ''}": _measured(Path(folder), people, history)
            for people in (1, 10, 50)
            for history in (0, HISTORY)
        }
    one, fifty = figures["1 with history"]["cold_ms"], figures["50 with history"]["cold_ms"]
    growth = round(fifty / figures["50"]["cold_ms"], 2)
    return {
        "people": figures,
        "growth": growth,
        "goals": {"one_ms": ONE_GOAL, "fifty_ms": FIFTY_GOAL, "growth": GROWTH_GOAL},
        "met": one <= ONE_GOAL and fifty <= FIFTY_GOAL and growth <= GROWTH_GOAL,
    }


def _measured(folder: Path, people: int, history: int) -> dict[str, float]:
    world = a_world(folder / f"{people}-{history}.bizet", people, history)
    found = world.store().ask(free_times, world.asked)
    cold = [_cold(world) for _ in range(RUNS)]
    first = [_first(world) for _ in range(RUNS)]
    warm = [_time(lambda: world.store().ask(free_times, world.asked)) for _ in range(RUNS)]
    ask, diaries = _question(world)
    alone = [_time(lambda: free_starts(ask, diaries)) for _ in range(RUNS)]
    different = _all_different(diaries)
    apart = [_time(lambda: free_starts(ask, different)) for _ in range(RUNS)]
    world.engine.dispose()
    return {
        "cold_ms": round(min(cold), 2),
        "cold_median_ms": round(median(cold), 2),
        "first_ms": round(min(first), 2),
        "warm_ms": round(min(warm), 2),
        "engine_ms": round(min(alone), 2),
        "engine_all_hours_different_ms": round(min(apart), 2),
        "slots": sum(len(person.starts) for person in found),
    }


def _cold(world: World) -> float:
    with world.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA shrink_memory")
    return _time(lambda: world.store().ask(free_times, world.asked))


def _first(world: World) -> float:
    world.engine.dispose()
    with world.engine.connect() as connection:
        connection.exec_driver_sql("SELECT count(*) FROM sqlite_master")  # the schema is read
    return _time(lambda: world.store().ask(free_times, world.asked))


def _time(act: Callable[[], object]) -> float:
    begun = perf_counter()
    act()
    return (perf_counter() - begun) * 1000


def _question(world: World) -> tuple[Ask, dict[UUID, ResourceCalendar]]:
    asked = world.asked
    with world.engine.connect() as connection:
        read = Read(connection, world.identity.business, SYSTEM, NOW)
        ask, diaries, _ = question(
            read, asked.location, asked.parts, (to_ms(asked.first), to_ms(asked.until)), terms=True
        )
    return ask, diaries


def _all_different(diaries: dict[UUID, ResourceCalendar]) -> dict[UUID, ResourceCalendar]:
    """The same with an early minute more for each person, so that no shift is like another."""
    return {
        id: diary
        if diary.place is None
        else replace(diary, rules=[*diary.rules, Weekly(Layer.HOURS, True, ZONE, 300 - i, 301)])
        for i, (id, diary) in enumerate(diaries.items())
    }


def a_world(path: Path, people: int, history: int) -> World:
    """A salon with so many people, `DAYS` booked days before it and `history` behind."""
    engine = desk_engine(path, KEY)
    create(engine)
    identity = Identity(new_id(), new_id())
    chance = random.Random(people)
    with engine.begin() as connection:
        suspend(connection)
        house = _House(connection, identity.business)
        location, service = house.place(), house.service()
        for number in range(people):
            house.person(location, number, (-history, DAYS), chance)
    engine.dispose()
    parts = (PartAsked(service=service),)
    asked = FreeTimes(location=location, parts=parts, first=NOW, until=NOW + timedelta(days=DAYS))
    return World(engine, identity, asked)


@dataclass(frozen=True)
class _House:
    """Rows straight into the tables: 300,000 of them as operations would take minutes."""

    connection: Connection
    business: UUID

    def add(self, table: Table, *rows: dict[str, Any]) -> UUID:
        """Insert rows alike; returns the id of the last."""
        made = [{"business_id": self.business, "id": new_id(), "last_op": self.business, **row} for row in rows]
        self.connection.execute(insert(table), made)
        id: UUID = made[-1]["id"]
        return id

    def place(self) -> UUID:
        """The business and its one location, open from seven to half past ten."""
        self.add(
            businesses,
            {"id": self.business, "name": "Salon", "country": "PT", "language": "en", "currency": "EUR", "zone": ZONE},
        )
        id = self.add(resources, {"kind": ResourceKind.LOCATION, "name": "Salon", "zone": ZONE})
        self.add(locations, {"id": id})
        self.weekly(id, Layer.HOURS, True, 7 * 60, 22 * 60 + 30)
        return id

    def service(self) -> UUID:
        """45 minutes and 15 after."""
        id = self.add(services, {"name": "Cut", "after_min": 15, "step_min": 15})
        self.add(service_lengths, {"service_id": id, "minutes": 45, "price": 3500})
        return id

    def person(self, location: UUID, number: int, days: tuple[int, int], chance: random.Random) -> None:
        """Somebody in one of six shifts, with their bookings."""
        id = self.add(resources, {"kind": ResourceKind.STAFF, "name": f"Person {number}", "parent_id": location})
        self.add(staff, {"id": id, "role": "staff"})
        opens, lunch = 510 + number % 3 * 45, 750 + number % 2 * 30
        self.weekly(id, Layer.HOURS, True, opens, opens + 660)
        self.weekly(id, Layer.BREAK, False, lunch, lunch + 30, label="Lunch")
        spans = [
            span
            for day in range(*days)
            for half, count in (((opens, lunch), BEFORE_LUNCH), ((lunch + 30, opens + 660), AFTER_LUNCH))
            for span in _bookings(to_ms(NOW) + day * DAY, half, count, chance)
        ]
        made = [new_id() for _ in spans]
        common = {"location_id": location, "status": Status.CONFIRMED, "zone": ZONE, "tzdata": "2026f"}
        instants = [{"starts_at": from_ms(a), "ends_at": from_ms(b)} for a, b in spans]
        self.add(
            bookings,
            *(
                {"id": i, "wall_start": "", "created_at": NOW, **common, **at}
                for i, at in zip(made, instants, strict=True)
            ),
        )
        self.add(claims, *({"resource_id": id, "booking_id": i, **at} for i, at in zip(made, instants, strict=True)))

    def weekly(self, id: UUID, layer: Layer, opens: bool, start: int, end: int, **more: str) -> None:
        """One rule for every day of the week."""
        self.add(
            timetable_rules,
            {
                "resource_id": id,
                "layer": layer,
                "opens": opens,
                "weekdays": 127,
                "start_min": start,
                "end_min": end,
                **more,
            },
        )


def _bookings(midnight: int, half: tuple[int, int], count: int, chance: random.Random) -> Iterator[tuple[int, int]]:
    """Bookings of 15 to 30 minutes over half a day, with what is left between them here and there."""
    lengths = [chance.choice((15, 20, 25, 30)) for _ in range(count)]
    left = half[1] - half[0] - sum(lengths)
    while left < 0:
        lengths = [length - 5 for length in lengths]
        left = half[1] - half[0] - sum(lengths)
    pauses = sorted(chance.randrange(0, left + 1, 5) for _ in range(count))
    at = half[0]
    for length, pause, before in zip(lengths, pauses, [0, *pauses], strict=False):
        at += pause - before
        yield midnight + at * MINUTE, midnight + (at + length) * MINUTE
        at += length
