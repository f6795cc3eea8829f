"""A salon with an open till, a printer made of software and a queue between them."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec

from bizet_core.base.refusals import Refused
from bizet_core.business.settings.operations import EditDeviceSettings, edit_device_settings
from bizet_core.selling.carts.operations import CartContent, CartLine
from bizet_core.selling.printing.queries import JobRow, PrintQueue, open_jobs
from bizet_core.selling.sales.operations import Sell, TenderAsked, sell
from bizet_core.selling.till.operations import OpenTill, open_till
from bizet_core.store import Actor, Done, Store
from bizet_core.store.operations.operation import Operation, Query
from bizet_core.store.tables.ids import new_id
from bizet_desk.devices.printer_simulator import PrinterSimulator
from bizet_desk.devices.receipt_printer import NetworkPrinter, Printer, Waits
from bizet_desk.printing.print_queue import PrintQueue as Printing
from tests.conftest import Clock
from tests.support.makers import Salon


class Direct:
    """A desk without threads."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def do_now(self, operation: Operation[Any, Any], request: msgspec.Struct, *, actor: Actor) -> Done:
        return self.store.do(operation, request, actor=actor)

    def ask_now(self, query: Query[Any, Any], asked: msgspec.Struct, *, actor: Actor) -> Any:
        return self.store.ask(query, asked, actor=actor)


class Counter:
    """The counter of a shop: sell, and look at what the printer did."""

    def __init__(
        self, salon: Salon, clock: Clock, printer: PrinterSimulator, settings: Mapping[str, Any] | None = None
    ) -> None:
        self.salon, self.store, self.clock, self.printer = salon, salon.store, clock, printer
        self.told: list[Refused] = []
        self.queue = Printing(Direct(self.store), self.told.append, patient)
        self.store.do(open_till, OpenTill(float=10_000))
        place = f"127.0.0.1:{printer.port}"
        self.store.do(
            edit_device_settings, EditDeviceSettings(**{"printer": place, "drawer": "printer", **(settings or {})})
        )

    def sell(self, name: str = "Cut", method: str = "cash", given: int = 5000) -> UUID:
        """Sell something for 45.00 and let what follows follow."""
        line = CartLine(
            id=new_id(), kind="custom", item=None, name=name, unit_price=4500, tax_class="standard", quantity=1000
        )
        paid = TenderAsked(method=method, given=given if method == "cash" else 4500, reference="")
        asked = Sell(content=CartContent(lines=(line,)), tenders=(paid,), location=self.salon.location)
        sale: UUID = self.store.do(sell, asked).result
        self.store.pump()
        return sale

    def print_all(self) -> float | None:
        """Print what is due; the seconds until more is."""
        while (wait := self.queue.step()) == 0.0:
            pass
        return wait

    def later(self, seconds: float) -> float | None:
        self.clock.now += timedelta(seconds=seconds)
        return self.print_all()

    @property
    def jobs(self) -> tuple[JobRow, ...]:
        return self.store.ask(open_jobs, PrintQueue())

    @property
    def codes(self) -> list[str]:
        return [refusal.code for refusal in self.told]


def patient(place: str) -> Printer:
    """The printer at a place, which a busy computer may keep waiting."""
    host, _, port = place.partition(":")
    return NetworkPrinter(host, int(port), waits=Waits(connect=10, answer=10, receipt=10))
