"""What a line is about and the money it carries: as its operation declares; the header says it of unknown ones."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from bizet_core.people.customers.operations import EditCustomer, edit_customer
from bizet_core.store import Store, all_capabilities
from bizet_core.store.journal.journal import Header, lines, pack
from bizet_core.store.tables.ids import new_id
from bizet_core.sync.server.card_facts import money_in, subject_of
from tests.support.makers import a_salon

all_capabilities.load()
ROW = new_id()
NOON = datetime(2026, 3, 12, 12, tzinfo=UTC)


def header(name: str, **more: Any) -> Header:
    who = {"op_id": new_id(), "business": new_id(), "device": new_id(), "actor": None, "actor_name": ""}
    return Header(**{**who, "inc": 1, "n": 1, "name": name, "ver": 1, "at": NOON, "mono_ms": 0, "boot": "", **more})


def edit(table: str, id: UUID = ROW) -> dict[str, Any]:
    return {"table": table, "id": id, "changes": {}}


ABOUT: tuple[tuple[str, dict[str, Any], tuple[str, UUID | None]], ...] = (
    ("bookings.move_booking", {"booking": ROW, "id": new_id(), "total": 5}, ("booking", ROW)),
    ("bookings.book", {"id": new_id(), "customer_id": ROW}, ("customer", ROW)),
    ("customers.edit_customer", edit("customer"), ("customer", ROW)),
    ("services.edit_category", edit("service_category"), ("service_category", ROW)),
    ("services.edit_service", {"service": edit("service"), "staff": []}, ("service", ROW)),
    ("services.edit_service", {"service": edit("customer"), "staff": []}, ("", None)),
    ("services.add_service", {"id": ROW, "row": {}, "total": 900}, ("service", ROW)),
    ("products.count_stock", {"product": ROW, "total": 12}, ("product", ROW)),
    ("staff.set_pin", {"staff": ROW}, ("resource", ROW)),
    ("staff.edit_staff", {"person": edit("staff"), "resource": edit("resource")}, ("resource", ROW)),
    ("sales.sell", {"id": ROW, "customer_id": new_id(), "total": 100}, ("sale", ROW)),
    ("sales.sell", {"id": "not an id"}, ("", None)),
    ("customer_import.import_customers", {"customer": ROW, "id": ROW}, ("", None)),
)


@pytest.mark.parametrize(("name", "args", "about"), ABOUT, ids=[f"{name}-{i}" for i, (name, *_) in enumerate(ABOUT)])
def test_a_line_is_about_what_its_operation_declares(name: str, args: Any, about: Any) -> None:
    lying = header(name, about=("booking", new_id()))
    assert subject_of(lying, pack(args)) == about


@pytest.mark.parametrize("body", [b"", b"\xc1", pack([1, 2]), pack({"id": 3}), b"\x81" * 5000])
def test_a_body_that_is_none_is_about_nothing(body: bytes) -> None:
    assert subject_of(header("sales.sell"), body) == ("", None)
    assert money_in(header("sales.sell", money=(100, "EUR")), body) == (None, "")


def test_only_documents_carry_money() -> None:
    money = {"id": ROW, "total": 1000, "tip": 200, "rounding": -1, "currency": "EUR"}
    assert money_in(header("sales.sell"), pack(money)) == (1199, "EUR")
    assert money_in(header("products.count_stock", money=(5, "EUR")), pack(money)) == (None, "")


@pytest.mark.parametrize("odd", [{"total": 2**60}, {"total": True}, {"currency": "E\0R"}, {"currency": 3}])
def test_money_that_is_none_is_not_shown(odd: dict[str, Any]) -> None:
    money = {"id": ROW, "total": 1000, "tip": 0, "rounding": 0, "currency": "EUR"}
    assert money_in(header("sales.sell"), pack(money | odd)) == (None, "")


def test_of_an_operation_that_nobody_here_knows_the_header_says_both() -> None:
    newer = header("vouchers.sell_voucher", about=("customer", ROW), money=(1400, "EUR"))
    assert subject_of(newer, pack({"total": 5})) == ("customer", ROW)
    assert money_in(newer, pack({"total": 5, "currency": "EUR"})) == (1400, "EUR")
    assert subject_of(header("vouchers.sell_voucher", about=("voucher", ROW)), b"") == ("", None)
    assert subject_of(header("vouchers.sell_voucher"), pack({"id": ROW})) == ("", None)
    assert money_in(header("vouchers.sell_voucher"), pack({"total": 5, "currency": "EUR"})) == (None, "")
    assert money_in(header("vouchers.sell_voucher", money=(2**60, "EUR")), b"") == (None, "")


def test_so_it_is_with_a_later_form_of_one_that_is_known() -> None:
    later = header("sales.sell", ver=99, about=("sale", ROW), money=(700, "USD"))
    assert subject_of(later, pack({"sale": {"id": new_id()}})) == ("sale", ROW)
    assert money_in(later, pack({"total": 5, "currency": "EUR"})) == (700, "USD")


def test_every_line_says_in_its_header_what_it_is_about(store: Store) -> None:
    salon = a_salon(store)
    store.do(edit_customer, EditCustomer(customer=salon.olivia, alert="Allergic to ammonia"))
    me = store.identity
    with store.engine.connect() as connection:
        newest = list(lines(connection, me.business, me.device, me.inc))[-1]
    assert newest.read.about == ("customer", salon.olivia)
    assert newest.read.money is None
