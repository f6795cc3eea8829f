"""The real desk, its threads and a printer on a cable: a sale ends as a receipt on paper."""

import pytest
from pytestqt.qtbot import QtBot

from bizet_core.base.refusals import Refused
from bizet_desk.desk import Desk
from bizet_desk.devices.printer_simulator import PrinterSimulator
from bizet_desk.printing.print_queue import PrintQueue
from tests.conftest import Clock
from tests.core.selling.printing.makers import Counter, patient
from tests.support.makers import a_salon


@pytest.mark.feature("36.1.5")
def test_a_sale_at_the_desk_comes_out_of_the_printer(desk: Desk, clock: Clock, qtbot: QtBot) -> None:
    told: list[Refused] = []
    with PrinterSimulator() as printer:
        counter = Counter(a_salon(desk.store), clock, printer)
        queue = PrintQueue(desk, told.append, patient)
        queue.start()
        counter.sell("Cut & finish")
        qtbot.waitUntil(lambda: bool(printer.paper.cuts and printer.paper.drawer))  # two jobs
        assert queue.stop()
        assert (printer.paper.cuts, printer.paper.drawer) == (1, [2])
        assert "Cut & finish" in printer.paper.text
    assert told == []


def test_a_desk_that_closes_first_ends_the_printing_quietly(desk: Desk, clock: Clock) -> None:
    told: list[Refused] = []
    with PrinterSimulator() as printer:
        counter = Counter(a_salon(desk.store), clock, printer)
        queue = PrintQueue(desk, told.append, patient)
        counter.sell()
        assert desk.close()
        queue.start()
        assert queue.stop()
    assert told == []
