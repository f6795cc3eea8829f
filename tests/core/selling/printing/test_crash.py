"""`kill -9` in the middle of a receipt: nothing is lost, nothing is an original twice."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bizet_core.selling.printing.rules import State
from bizet_desk.devices.printer_simulator import PrinterSimulator
from tests.conftest import Clock
from tests.core.selling.printing.makers import Counter
from tests.core.selling.printing.test_operations import copies
from tests.support.makers import Salon
from tests.support.patience import PATIENCE


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9")
def test_a_desk_killed_while_it_prints_prints_a_copy_when_it_is_back(
    salon: Salon, clock: Clock, tmp_path: Path
) -> None:
    with PrinterSimulator() as printer:
        counter = Counter(salon, clock, printer)
        counter.sell("Cut & finish", method="card")
        me = salon.store.identity
        asked = [str(tmp_path / "desk.bizet"), str(me.business), str(me.device), str(printer.port)]
        died = subprocess.run(
            [sys.executable, "-m", "tests.core.selling.printing.dying", *asked], cwd=Path(__file__).parents[4]
        )
        assert died.returncode == -signal.SIGKILL
        assert printer.wait_for_calls(1, PATIENCE)
        assert "Cut & finish" in printer.paper.text
        assert printer.paper.cuts == 0
        assert [job.state for job in counter.jobs] == [State.PRINTING]
        counter.queue.recover()
        counter.print_all()
        assert (printer.paper.cuts, copies(printer), counter.jobs) == (1, 1, ())
