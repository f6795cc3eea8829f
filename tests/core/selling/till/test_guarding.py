"""A closing keeps the head of the chain that its device is writing, whatever lives the device had before."""

import dataclasses
from uuid import UUID

from sqlalchemy import select

from bizet_core.business.settings.operations import EditHouseSettings, edit_house_settings
from bizet_core.describe.formats.money import Money
from bizet_core.selling.sales.model import sales
from bizet_core.selling.till.model import till_closings
from bizet_core.selling.till.operations import CloseTill, close_till
from bizet_core.selling.till.queries import OfDevice, till_state
from bizet_core.store import Store
from tests.core.selling.sales.test_operations import Till, card, line
from tests.support.makers import Salon


def test_after_a_restore_the_closing_keeps_the_head_of_the_new_chain(salon: Salon) -> None:
    till, store = Till(salon), salon.store
    for life in range(2, 7):  # the names of series are in no order
        till.store = Store(store.engine, dataclasses.replace(store.identity, inc=life), clock=store.clock)
        till.sell(line(), tenders=(card(5800),))
    till.store.do(close_till, CloseTill(total=10_000))
    with store.engine.connect() as connection:
        last = connection.execute(select(sales.c.hash).order_by(sales.c.id.desc())).scalars().first()
        assert connection.execute(select(till_closings.c.chain_head)).scalar() == last


def test_where_the_drawer_is_counted_blind_only_some_are_told_what_it_should_hold(salon: Salon) -> None:
    till, store = Till(salon), salon.store
    asked = OfDevice(device=store.identity.device)

    def told(person: UUID) -> Money | None:
        state = store.ask(till_state, asked, actor=till.salon.actor(person))
        assert state is not None
        return state.expected

    assert told(till.salon.ines) is None
    assert told(till.salon.owner) == Money(10_000, "EUR")
    store.do(edit_house_settings, EditHouseSettings(blind_count=False))
    assert told(till.salon.ines) == Money(10_000, "EUR")
