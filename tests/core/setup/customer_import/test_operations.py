"""Importing customers into a real store."""

from datetime import date

from bizet_core.people.customers.queries import (
    Customers,
    FindCustomers,
    OneCustomer,
    all_customers,
    find_customers,
    notes,
)
from bizet_core.setup.customer_import.operations import Imported, batches, import_customers
from bizet_core.setup.customer_import.proposing import propose
from bizet_core.setup.customer_import.queries import OfGroup, operations_of
from bizet_core.setup.customer_import.rules import read_rows
from bizet_core.store import Store, Undo, undo
from bizet_core.store.tables.ids import new_id
from tests.support.makers import Salon, refused

TODAY = date(2026, 3, 12)
LIST = """Name;Telefon;Zweittelefon;E-Mail;Geburtstag;Notiz
Ana Silva;912 345 678;213 456 789;ana@example.com;04.05.1990;mag Tee
Olivia Hart;+44 7700 900142;;olivia@example.com;;
Zoë Blanc;;;zoe@example.com;;
Zoë Blanc;;;zoe@example.com;;
kaputt;keine Nummer;;;;
""".encode()


def take_over(store: Store, data: bytes, **how: object) -> list[Imported]:
    mapping = propose(data, "de", "PT", TODAY).mapping
    requests = batches(read_rows(data, mapping, TODAY))
    return [store.do(import_customers, request, **how).result for request in requests]  # type: ignore[arg-type]


def test_good_rows_become_customers_and_what_has_no_field_a_note(salon: Salon) -> None:
    (done,) = take_over(salon.store, LIST)
    assert (done.added, done.known) == (2, (3, 5))
    (ana,) = salon.store.ask(find_customers, FindCustomers(typed="ana silva"))
    assert (ana.phone, ana.email) == ("+351912345678", "ana@example.com")
    (note,) = salon.store.ask(notes, OneCustomer(customer=ana.id))
    assert "mag Tee" in note.words
    assert "+351213456789" in note.words
    assert "1990" in note.words


def test_the_same_list_twice_adds_nobody_again(salon: Salon) -> None:
    take_over(salon.store, LIST)
    before = salon.store.ask(all_customers, Customers())
    (again,) = take_over(salon.store, LIST)
    assert again.added == 0
    assert salon.store.ask(all_customers, Customers()) == before


def test_a_whole_import_is_taken_back_newest_first(salon: Salon) -> None:
    before, group = salon.store.ask(all_customers, Customers(limit=500)), new_id()
    rows = "\n".join(f"Guest {n};+35191{n:07}" for n in range(130))
    done = take_over(salon.store, f"Name;Telefon\n{rows}\n".encode(), group=group)
    assert [one.added for one in done] == [50, 50, 30]
    for op in salon.store.ask(operations_of, OfGroup(group=group)):
        salon.store.do(undo, Undo(op=op))
    assert salon.store.ask(all_customers, Customers(limit=500)) == before
    assert salon.store.ask(operations_of, OfGroup(group=group)) == ()


def test_staff_may_not_import(salon: Salon) -> None:
    with refused("not_permitted"):
        take_over(salon.store, LIST, actor=salon.actor(salon.ines))
