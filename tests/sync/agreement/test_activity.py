"""What was done at one desk is read at the other, with who did it, and where."""

from datetime import UTC, datetime

import msgspec
import pytest

from bizet_core.oversight.activity.queries import Activity, activity
from bizet_core.people.customers.operations import EditCustomer, edit_customer
from tests.simulator.world import DeskSide
from tests.support.makers import Salon

YEAR = Activity(since=datetime(2026, 1, 1, tzinfo=UTC), until=datetime(2027, 1, 1, tzinfo=UTC), words="details")


@pytest.mark.feature("17.2.2", "31.1.2")
def test_what_was_done_at_one_desk_is_read_at_the_other(first: DeskSide, second: DeskSide, salon: Salon) -> None:
    first.actor = salon.actor(salon.ines)
    first.do(edit_customer, EditCustomer(customer=salon.olivia, alert="PPD allergy"))
    second.do(edit_customer, EditCustomer(customer=salon.wang, alert="Latex"))
    for desk in (first, second, first):
        desk.sync()
    here, there = (desk.store.ask(activity, YEAR).deeds for desk in (first, second))
    assert here == there
    assert {(deed.actor, deed.about) for deed in there} == {("Inês Duarte", "Olivia Hart"), (second.actor.name, "王伟")}
    assert {(deed.device, deed.about) for deed in there} == {("Front desk", "Olivia Hart"), ("Another desk", "王伟")}


def test_what_was_done_is_found_by_the_device_where_it_was(first: DeskSide, second: DeskSide, salon: Salon) -> None:
    second.do(edit_customer, EditCustomer(customer=salon.wang, alert="Latex"))
    (deed,) = second.store.ask(activity, msgspec.structs.replace(YEAR, words="details another desk")).deeds
    assert deed.about == "王伟"


def test_a_desk_that_is_the_only_one_is_not_named(first: DeskSide, salon: Salon) -> None:
    first.do(edit_customer, EditCustomer(customer=salon.wang, alert="Latex"))
    assert {deed.device for deed in first.store.ask(activity, YEAR).deeds} == {""}
