"""The search index: what it finds is what reading every key would find, the shortest keys first."""

from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from bizet_core.people.customers.model import customers
from bizet_core.people.customers.operations import AddCustomer, EditCustomer, add_customer, edit_customer
from bizet_core.people.customers.rules import search_words
from bizet_core.store import SYSTEM, Read, Store, Undo, undo
from bizet_core.store.database.engines import suspend
from bizet_core.store.tables.ids import new_id
from bizet_core.store.tables.search_index import matches

EVERYBODY = 1000
_LETTERS = some.text("ab\"'%_王é", min_size=1, max_size=9)
KEYS = some.lists(some.lists(_LETTERS, min_size=1, max_size=4).map(" ".join), min_size=1, max_size=30)
WORDS = some.lists(some.text('ab"%_王é', min_size=1, max_size=7), min_size=1, max_size=3)


def put(store: Store, keys: list[str]) -> None:
    """Customers with exactly these keys, and no others."""
    number = count()
    with store.engine.begin() as connection:
        suspend(connection)
        connection.execute(customers.delete())
        own = {"business_id": store.identity.business, "created_at": store.clock(), "last_op": new_id()}
        rows = [{"id": new_id(), "name": f"{next(number)}", "search_key": key, **own} for key in keys]
        connection.execute(customers.insert(), rows)


def found(store: Store, words: tuple[str, ...], limit: int = EVERYBODY) -> list[str]:
    with store.reading() as connection:
        read = Read(connection, store.identity.business, SYSTEM, store.clock())
        ids = matches(read, words, customers, limit)
        return [read.get(customers, id).search_key for id in ids]


def holds(key: str, word: str) -> bool:
    return word in key if len(word) >= 3 else f" {word}" in f" {key}"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(keys=KEYS, words=WORDS)
def test_it_finds_what_reading_every_key_finds(store: Store, keys: list[str], words: list[str]) -> None:
    put(store, keys)
    expected = [key for key in keys if all(holds(key, word) for word in words)]
    assert found(store, tuple(words)) == sorted(expected, key=len)  # of equal length the older first
    assert found(store, tuple(words), 2) == sorted(expected, key=len)[:2]


@pytest.mark.parametrize("typed", ["o", "ol", "oli", "livia", "a1", "olivia a"])
def test_a_changed_key_is_found_by_what_it_is_now(store: Store, typed: str) -> None:
    olivia = store.do(add_customer, AddCustomer(name="Olivia Hart")).result.id
    edited = store.do(edit_customer, EditCustomer(customer=olivia, name="Ada Olivia A1"))
    words = search_words(typed)
    assert len(found(store, words)) == 1
    assert found(store, ("hart",)) == []
    store.do(undo, Undo(op=edited.op_id))
    assert len(found(store, ("hart",))) == 1
    assert found(store, ("a1",)) == []
