"""Opening a day among 10,000 and among a million bookings; finding a customer among 100,000; their card.

All through the store, as a screen asks, on the desk's encrypted file. Cold: each time a fresh connection, with no page
of rows in memory; warm: the same question again. Small and large take turns. Finding types the names, numbers and
addresses of customers drawn by lot, whole and in part, down to one letter.
"""

import random
from collections.abc import Callable
from functools import partial
from statistics import median
from time import perf_counter

from sqlalchemy import Row, select

from benchmarks.support.large_business import a_desk, busy_day
from bizet_core.booking.day_view.queries import OfDay, day
from bizet_core.business.locations.queries import Locations, all_locations
from bizet_core.oversight.customer_timeline.queries import card
from bizet_core.people.customers.model import customers
from bizet_core.people.customers.queries import FindCustomers, OneCustomer, find_customers
from bizet_core.store import Store
from bizet_desk.storage.opening import open_desk
from bizet_desk.storage.paths import Places

SMALL, LARGE, PEOPLE, ROUNDS = 10_000, 1_000_000, 100_000, 40
DAY_GOAL, FIND_GOAL = 1.3, 100.0  # times; milliseconds at the 99th percentile
Act = Callable[[], object]
Figures = dict[str, float]


def run() -> dict[str, object]:
    """Milliseconds, and how much slower the large file is."""
    places = [a_desk(PEOPLE, bookings) for bookings in (SMALL, LARGE)]
    desks = [open_desk(each) for each in places]
    stores = [desk.store for desk in desks]
    open_day = [_opening(store, place) for store, place in zip(stores, places, strict=True)]
    cold, cold_large = _in_turns(open_day, [partial(_forget, store) for store in stores])
    warm, warm_large = _in_turns(open_day, [lambda: None] * 2)
    known = _drawn_by_lot(stores[1])
    found = _figures([_took(_finding(stores[1], typed)) for row in known for typed in _typed(row)])
    cards = _figures([_took(_card(stores[1], row)) for row in known])
    for desk in desks:
        desk.close()
    growth, warm_growth = cold_large["p50"] / cold["p50"], warm_large["p50"] / warm["p50"]
    return {
        "day_10k_cold_ms": cold,
        "day_1m_cold_ms": cold_large,
        "day_10k_warm_ms": warm,
        "day_1m_warm_ms": warm_large,
        "growth_cold": round(growth, 2),
        "growth_warm": round(warm_growth, 2),
        "find_in_100k_ms": found,
        "card_ms": cards,
        "goals": {"growth": DAY_GOAL, "find_p99_ms": FIND_GOAL},
        "met": max(growth, warm_growth) <= DAY_GOAL and found["p99"] <= FIND_GOAL,
    }


def _opening(store: Store, place: Places) -> Act:
    asked = OfDay(location=store.ask(all_locations, Locations())[0].id, day=busy_day(place))
    assert store.ask(day, asked).cards
    return lambda: store.ask(day, asked)


def _forget(store: Store) -> None:
    """A fresh connection, which has read the schema and nothing else."""
    store.readers.dispose()
    with store.readers.connect() as connection:
        connection.exec_driver_sql("SELECT count(*) FROM sqlite_master")


def _in_turns(acts: list[Act], before: list[Act]) -> list[Figures]:
    """Each once a round, after what is not timed."""
    taken: list[list[float]] = [[] for _ in acts]
    for _ in range(ROUNDS):
        for act, prepare, times in zip(acts, before, taken, strict=True):
            prepare()
            times.append(_took(act))
    return [_figures(times) for times in taken]


def _took(act: Act) -> float:
    begun = perf_counter()
    act()
    return (perf_counter() - begun) * 1000


def _figures(taken: list[float]) -> Figures:
    in_order = sorted(taken)
    return {"p50": round(median(in_order), 2), "p99": round(in_order[int(len(in_order) * 0.99)], 2)}


def _drawn_by_lot(store: Store) -> list[Row[*tuple[object, ...]]]:
    with store.readers.connect() as connection:
        rows = connection.execute(select(customers).order_by(customers.c.id)).all()
    return random.Random(1).sample(rows, 100)


def _typed(row: Row[*tuple[object, ...]]) -> list[str]:
    """What somebody might type to find this customer, on the way and at the end."""
    name, phone = row._mapping["name"], row._mapping["phone"]
    return [name[:1], name[:2], name[:3], name, phone[-4:], phone, row._mapping["email"][:12], "zzzzq"]


def _finding(store: Store, typed: str) -> Act:
    return lambda: store.ask(find_customers, FindCustomers(typed=typed))


def _card(store: Store, row: Row[*tuple[object, ...]]) -> Act:
    return lambda: store.ask(card, OneCustomer(customer=row._mapping["id"]))
