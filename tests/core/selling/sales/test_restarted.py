"""A desk that was started again and opens Sell first: every kind of line has its whole effect there."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import keyring
import msgspec
import pytest
from keyring.backends import fail

from bizet_core.booking.bookings.model import Status
from bizet_core.business.settings.operations import EditDeviceSettings, edit_device_settings
from bizet_core.catalogue.sellable import SELLABLES
from bizet_core.selling.carts.operations import CartContent, CartLine
from bizet_core.selling.printing.queries import PrintQueue, open_jobs
from bizet_core.selling.printing.rules import JobKind
from bizet_core.selling.sales.operations import Sell, TenderAsked
from bizet_core.selling.till.operations import OpenTill, open_till
from bizet_desk.storage.opening import create, open_desk
from bizet_desk.storage.paths import places
from tests.core.selling.sales.test_effects import a_line, of_part, seen, shampoo, stock, visit
from tests.support.makers import Salon, a_salon

NOW = datetime(2026, 3, 12, 8, 0, tzinfo=UTC)
SELL_FIRST = """
import sys
from datetime import datetime
from pathlib import Path
from uuid import UUID
import ui.startup.application
import msgspec
from bizet_core.business.access.queries import actor_of
from bizet_core.base.refusals import Refused
from bizet_core.store import OPERATIONS, SYSTEM, Read
from bizet_desk.storage.opening import open_desk
from bizet_desk.storage.paths import places

home, now, staff, asked = Path(sys.argv[1]), datetime.fromisoformat(sys.argv[2]), UUID(sys.argv[3]), sys.argv[4]
opened = open_desk(places(home), clock=lambda: now)
with opened.store.reading() as connection:
    actor = actor_of(Read(connection, opened.store.identity.business, SYSTEM, now), staff)
sell = OPERATIONS["sales.sell"]
try:
    opened.store.do(sell, msgspec.json.decode(asked, type=sell.request_type), actor=actor)
    opened.store.pump()
    print("sold")
except Refused as refusal:
    print(refusal.code, *refusal.facts.values())
opened.close()
"""


class Restarted:
    """A salon's desk whose file another process opens: one that has imported the program's start alone."""

    def __init__(self, home: Path) -> None:
        self.home = home
        opened = create(places(home), clock=lambda: NOW)[0]
        self.salon = a_salon(opened.store)
        self.salon.store.do(open_till, OpenTill(float=0))
        self.salon.store.do(edit_device_settings, EditDeviceSettings(printer="192.168.1.40:9100"))
        self.visit = visit(self.salon, NOW + timedelta(hours=1), self.salon.cut)
        opened.close()

    def sells(self, line: CartLine, *, staff: UUID | None = None) -> str:
        """What the other process says: that it has sold the line, or why not."""
        paid = (TenderAsked(method="card", given=line.unit_price),)
        asked = Sell(content=CartContent(lines=(line,)), tenders=paid, location=self.salon.location)
        given = [str(self.home), NOW.isoformat(), str(staff or self.salon.ines), msgspec.json.encode(asked).decode()]
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
        told = subprocess.run(
            [sys.executable, "-c", SELL_FIRST, *given], capture_output=True, text=True, env=environment, check=False
        )
        assert told.returncode == 0, told.stderr
        return told.stdout.strip()

    @contextmanager
    def seen(self) -> Iterator[Salon]:
        """The salon as it is now."""
        opened = open_desk(places(self.home), clock=lambda: NOW)
        yield replace(self.salon, store=opened.store)
        opened.close()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Restarted]:
    """Its keys stand in a file, since the other process has no password store that this one has been given."""
    before = keyring.get_keyring()
    keyring.set_keyring(fail.Keyring())
    yield Restarted(tmp_path_factory.mktemp("desk"))
    keyring.set_keyring(before)


def test_a_product_leaves_the_shelf_and_its_receipt_is_queued(desk: Restarted) -> None:
    assert desk.sells(shampoo(desk.salon)) == "sold"
    with desk.seen() as salon:
        assert stock(salon) == 11
        assert [job.kind for job in salon.store.ask(open_jobs, PrintQueue())][-1] == JobKind.RECEIPT


def test_a_product_costs_what_the_catalogue_says(desk: Restarted) -> None:
    assert desk.sells(a_line("product", desk.salon.shampoo, 1)) == "not_permitted sales.price"


def test_the_visit_whose_part_is_paid_is_over(desk: Restarted) -> None:
    assert desk.sells(a_line("service", desk.salon.cut, 1, part=desk.visit.parts[0].id)) == "not_permitted sales.price"
    assert desk.sells(of_part(desk.visit)) == "sold"
    with desk.seen() as salon:
        assert seen(salon, desk.visit.id).status is Status.COMPLETED


def test_what_is_typed_by_hand_is_sold_at_any_price(desk: Restarted) -> None:
    assert desk.sells(a_line("custom", None, 7)) == "sold"


@pytest.mark.parametrize("who", ["ines", "owner"])
def test_a_kind_that_nobody_knows_is_refused(desk: Restarted, who: str) -> None:
    line = a_line("voyage", None, 7, name="Balloon ride")
    assert desk.sells(line, staff=getattr(desk.salon, who)) == "line_kind_unknown Balloon ride"


def test_every_kind_of_line_is_sold_above() -> None:
    assert set(SELLABLES) == {"product", "service", "custom"}
