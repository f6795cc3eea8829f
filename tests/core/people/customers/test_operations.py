"""Customers: added with a warning, found while typing, changed, and written about at any length."""

from typing import Any
from uuid import UUID

import pytest

from bizet_core.people.customers.operations import (
    AddCustomer,
    AddNote,
    EditCustomer,
    add_customer,
    add_note,
    edit_customer,
)
from bizet_core.people.customers.queries import (
    AlikeCustomers,
    Customers,
    FindCustomers,
    OneCustomer,
    OneNote,
    alike_customers,
    all_customers,
    customer,
    find_customers,
    notes,
    whole_note,
)
from bizet_core.store import Store, Undo, undo
from bizet_core.store.journal.journal import LARGEST_OPERATION
from bizet_core.store.tables.ids import new_id
from tests.support.makers import Salon, a_customer, invalid, refused, sent_by
from tests.sync.desks.replaying import replay


def found(salon: Salon, typed: str) -> list[tuple[str, str | None]]:
    return [(one.name, one.because) for one in salon.store.ask(find_customers, FindCustomers(typed=typed))]


def named(store: Store, id: UUID) -> str:
    return store.ask(customer, OneCustomer(customer=id)).name


def test_a_customer_is_found_by_part_of_name_phone_or_address(salon: Salon) -> None:
    olivia = "Olivia Hart"
    assert found(salon, "oli") == found(salon, "HART oli") == [(olivia, "name")]
    assert found(salon, "900142") == found(salon, "07700 900") == found(salon, "+44 7700") == [(olivia, "phone")]
    assert found(salon, "olivia@ex") == [(olivia, "email")]
    assert found(salon, "王伟") == found(salon, "伟") == [("王伟", "name")]
    assert found(salon, "nobody") == found(salon, "") == []


def test_the_nearest_name_comes_first(salon: Salon) -> None:
    for name in ("Anabela Sol", "Joana Reis", "Ana"):
        a_customer(salon.store, name)
    assert [name for name, _ in found(salon, "ana")] == ["Ana", "Anabela Sol", "Joana Reis"]


@pytest.mark.parametrize("name", ["محمد علي", "สมชาย ใจดี", "🌸 Hana 🌸", "Zoë-Ångström O’Neil", "नेहा"])
def test_names_of_any_script_are_kept_and_found(salon: Salon, name: str) -> None:
    assert named(salon.store, a_customer(salon.store, name)) == name
    assert name in [hit for hit, _ in found(salon, name)]


def test_a_phone_number_is_kept_in_one_form_however_it_is_typed(salon: Salon) -> None:
    for typed in ("912 345 678", "+351 912-345-678", "00351912345678"):
        id = a_customer(salon.store, "Rui", phone=typed)
        assert salon.store.ask(customer, OneCustomer(customer=id)).phone == "+351912345678"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"phone": "call my mother"}, "phone"),
        ({"phone": "12"}, "phone"),
        ({"email": "ana at home"}, "email"),
        ({"name": "x" * 10_000}, "name"),
        ({"alert": "x" * 10_000}, "alert"),
        ({"language": "Klingon"}, "language"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(salon: Salon, given: dict[str, Any], field: str) -> None:
    with invalid(field):
        salon.store.do(add_customer, AddCustomer(**{"name": "Ana", **given}))
    with invalid(field):
        salon.store.do(edit_customer, EditCustomer(customer=salon.olivia, **given))
    assert len(salon.store.ask(all_customers, Customers())) == 2


def test_a_customer_without_anything_is_refused_but_a_phone_is_enough(salon: Salon) -> None:
    with refused("customer_empty"):
        salon.store.do(add_customer, AddCustomer(name="  "))
    assert named(salon.store, a_customer(salon.store, "", phone="912345678")) == "+351912345678"


def test_first_and_last_name_make_the_name_and_a_changed_one_changes_it(salon: Salon) -> None:
    id = a_customer(salon.store, "", given_name="Ana", family_name="Reis")
    assert named(salon.store, id) == "Ana Reis"
    salon.store.do(edit_customer, EditCustomer(customer=id, family_name="Sol"))
    assert named(salon.store, id) == "Ana Sol"
    salon.store.do(edit_customer, EditCustomer(customer=id, name="Aninhas"))
    assert named(salon.store, id) == "Aninhas"


def test_a_duplicate_is_told_of_and_not_refused(salon: Salon) -> None:
    asked = AddCustomer(name="Olivia Hart", phone="+447700900142")
    new = salon.store.do(add_customer, asked).result
    assert [(one.id, one.name) for one in new.alike] == [(salon.olivia, "Olivia Hart")]
    assert new.id != salon.olivia
    assert salon.store.do(add_customer, AddCustomer(name="Somebody else")).result.alike == ()


def test_while_typing_the_form_is_told_who_may_be_the_same(salon: Salon) -> None:
    alike = salon.store.ask(alike_customers, AlikeCustomers(name="Hart, Olivia", phone="+447700900142"))
    assert [(one.id, one.percent, one.because) for one in alike] == [(salon.olivia, 95, ("phone", "name"))]
    mother = salon.store.ask(alike_customers, AlikeCustomers(name="Ruth Hart", phone="+447700900142"))
    assert mother[0].percent < 90, "families share a phone"
    assert salon.store.ask(alike_customers, AlikeCustomers(name="Olivia Hart", but=salon.olivia)) == ()


def test_a_changed_customer_is_found_anew_and_undo_restores_both(salon: Salon) -> None:
    done = salon.store.do(edit_customer, EditCustomer(customer=salon.olivia, name="Olivia Sol", alert="Nut allergy"))
    assert (found(salon, "sol"), found(salon, "hart")) == ([("Olivia Sol", "name")], [])
    assert salon.store.ask(find_customers, FindCustomers(typed="sol"))[0].alert == "Nut allergy"
    salon.store.do(undo, Undo(op=done.op_id))
    assert (found(salon, "sol"), found(salon, "hart")) == ([], [("Olivia Hart", "name")])


def test_a_customer_added_by_mistake_goes_by_undo_unless_changed_since(salon: Salon) -> None:
    done = salon.store.do(add_customer, AddCustomer(name="Mistake"))
    salon.store.do(edit_customer, EditCustomer(customer=done.result.id, alert="Hm"), actor=salon.actor(salon.ines))
    with refused("undo_changed_since") as told:
        salon.store.do(undo, Undo(op=done.op_id))
    assert told[0].facts["by"] == "Inês Duarte"
    other = salon.store.do(add_customer, AddCustomer(name="Another"))
    salon.store.do(undo, Undo(op=other.op_id))
    assert found(salon, "another") == []


def test_phone_and_name_changed_on_two_desks_both_hold_and_are_found(salon: Salon, server_store: Store) -> None:
    for line in sent_by(salon.store):
        replay(server_store, line)
    salon.store.do(edit_customer, EditCustomer(customer=salon.olivia, phone="+351912345678"))
    server_store.do(edit_customer, EditCustomer(customer=salon.olivia, name="Olivia Sol"))
    replay(server_store, sent_by(salon.store)[-1])
    assert [one.name for one in server_store.ask(find_customers, FindCustomers(typed="912345678"))] == ["Olivia Sol"]


def test_two_new_phones_for_one_customer_clash(salon: Salon, server_store: Store) -> None:
    for line in sent_by(salon.store):
        replay(server_store, line)
    salon.store.do(edit_customer, EditCustomer(customer=salon.olivia, phone="+351912345678"))
    server_store.do(edit_customer, EditCustomer(customer=salon.olivia, phone="+351960000000"))
    with refused("changed_meanwhile"):
        replay(server_store, sent_by(salon.store)[-1])


def test_notes_are_listed_newest_first_with_their_author(salon: Salon) -> None:
    ines = salon.actor(salon.ines)
    salon.store.do(add_note, AddNote(customer=salon.olivia, words="Likes it short.\nNo wax."), actor=ines)
    done = salon.store.do(add_note, AddNote(customer=salon.olivia, words="Moved to Porto"))
    told = salon.store.ask(notes, OneCustomer(customer=salon.olivia))
    assert [(one.author_name, one.words) for one in told] == [
        ("Bizet", "Moved to Porto"),
        ("Inês Duarte", "Likes it short.\nNo wax."),
    ]
    salon.store.do(undo, Undo(op=done.op_id))
    assert len(salon.store.ask(notes, OneCustomer(customer=salon.olivia))) == 1


def test_a_note_of_ten_megabytes_is_kept_whole(salon: Salon) -> None:
    words = "Schwarzes Haar, 短髪 🌸\n" * (10 * 1024 * 1024 // 27)
    assert len(words.encode()) > 10 * 1024 * 1024
    written = salon.store.do(add_note, AddNote(customer=salon.olivia, words=words)).result
    (told,) = salon.store.ask(notes, OneCustomer(customer=salon.olivia))
    assert told.is_long
    assert words.startswith(told.words)
    assert salon.store.ask(whole_note, OneNote(note=written)) == words.strip()
    assert len(sent_by(salon.store)[-1].body) < LARGEST_OPERATION


def test_an_empty_note_and_one_about_nobody_are_refused(salon: Salon) -> None:
    with invalid("words"):
        salon.store.do(add_note, AddNote(customer=salon.olivia, words=" \n "))
    with refused("gone"):
        salon.store.do(add_note, AddNote(customer=new_id(), words="Hello"))


def test_the_list_goes_on_page_by_page_even_among_equal_names(salon: Salon) -> None:
    for _ in range(5):
        a_customer(salon.store, "Maria Silva")
    names, last = [], None
    while page := salon.store.ask(all_customers, Customers(after=last, limit=2)):
        names += [one.name for one in page]
        last = page[-1].id
    assert names == ["Maria Silva"] * 5 + ["Olivia Hart", "王伟"]
