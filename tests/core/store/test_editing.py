"""Edits name their table: a line that says another one than its operation changes is refused, and changes nothing."""

import pytest
from msgspec.structs import replace

from bizet_core.base.refusals import Refused
from bizet_core.catalogue.products.model import products
from bizet_core.describe.languages.sentences import word
from bizet_core.people.customers.model import customers
from bizet_core.people.customers.operations import EditCustomer, edit_customer
from bizet_core.store import Edit, Store, Work, apply, edit_with, operation
from bizet_core.store.journal.journal import journal, pack
from bizet_core.store.operations.operation import NO_SUBJECT
from tests.support.makers import Salon, a_salon


@pytest.fixture
def salon(store: Store) -> Salon:
    return a_salon(store)


@operation(needs=None, about=NO_SUBJECT)
def take_edit(work: Work, given: Edit) -> None:
    """Apply to customers whatever an edit says."""
    apply(work, customers, given)


def test_an_edit_names_its_table_and_its_row(store: Store, salon: Salon) -> None:
    store.do(edit_customer, EditCustomer(customer=salon.olivia, alert="Allergic"))
    with store.engine.connect() as connection:
        body = connection.execute(journal.select().order_by(journal.c.n.desc()).limit(1)).one().body
    given = edit_customer.decode(body, edit_customer.ver)
    assert (given.table, given.id, given.changes) == ("customer", salon.olivia, {"alert": ("", "Allergic")})


def test_an_edit_of_another_table_is_refused(store: Store, salon: Salon) -> None:
    edit = Edit(table="customer", id=salon.olivia, changes={"alert": ("", "Allergic")})
    with pytest.raises(Refused) as refused:
        store.do(take_edit, replace(edit, table="product"))
    assert refused.value.code == "edit_of_other_table"
    assert "Customer" in word(refused.value)
    store.do(take_edit, edit)


def test_one_of_before_edits_named_their_table_is_not_understood() -> None:
    old = pack({"id": b"1" * 16, "changes": {}})
    with pytest.raises(Exception, match="missing required field `table`"):
        edit_customer.decode(old, edit_customer.ver)


def test_it_is_pinned_for_the_table_that_is_asked_for(store: Store, salon: Salon) -> None:
    pinned = []

    @operation(needs=None, local=True)
    def look(work: Work, given: EditCustomer) -> None:
        """Pin an edit of a product."""
        pinned.append(edit_with(work, products, salon.shampoo, {"name": "Soap"}))

    store.do(look, EditCustomer(customer=salon.olivia))
    assert (pinned[0].table, pinned[0].changes["name"][1]) == ("product", "Soap")
