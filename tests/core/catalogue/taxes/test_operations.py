"""Tax rates: charged from now on, never on what was sold before."""

from typing import Any

import pytest

from bizet_core.catalogue.taxes.operations import AddRate, EditRate, RemoveRate, add_rate, edit_rate, remove_rate
from bizet_core.catalogue.taxes.queries import Rate, Rates, rates
from bizet_core.store import Undo, undo
from tests.support.makers import Salon, invalid, refused


def of_class(salon: Salon, name: str) -> list[Rate]:
    return [rate for rate in salon.store.ask(rates, Rates()) if rate.tax_class == name]


def test_a_class_may_bear_two_taxes(salon: Salon) -> None:
    salon.store.do(add_rate, AddRate(tax_class="standard", name="City tax 1 %", rate=10_000, position=9))
    assert [rate.name for rate in of_class(salon, "standard")] == ["IVA 23 %", "City tax 1 %"]


def test_a_rate_changes_and_comes_back(salon: Salon) -> None:
    (standard,) = of_class(salon, "standard")
    done = salon.store.do(edit_rate, EditRate(tax=standard.id, name="IVA 24 %", rate=240_000))
    assert of_class(salon, "standard")[0].rate == 240_000
    salon.store.do(undo, Undo(op=done.op_id))
    assert of_class(salon, "standard") == [standard]


def test_a_class_without_a_rate_in_use_is_exempt(salon: Salon) -> None:
    (standard,) = of_class(salon, "standard")
    salon.store.do(remove_rate, RemoveRate(tax=standard.id))
    assert of_class(salon, "standard") == []
    assert len(salon.store.ask(rates, Rates(inactive=True))) == 3


@pytest.mark.parametrize(("field", "value"), [("rate", -1), ("rate", 1_000_001), ("name", ""), ("tax_class", "magic")])
def test_a_rate_that_cannot_be_is_refused(salon: Salon, field: str, value: Any) -> None:
    asked: dict[str, Any] = {"tax_class": "standard", "name": "IVA", "rate": 1, field: value}
    with invalid(field):
        salon.store.do(add_rate, AddRate(**asked))


def test_only_owners_and_admins_change_taxes(salon: Salon) -> None:
    (standard,) = of_class(salon, "standard")
    with refused("not_permitted"):
        salon.store.do(edit_rate, EditRate(tax=standard.id, rate=0), actor=salon.actor(salon.ines))
