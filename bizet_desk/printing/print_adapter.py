"""What the register asks of paper: everything goes through the print queue, so that a crash loses no receipt.

Drawer, first receipt and Z report are queued by what causes them (`printing.operations`), after its commit.
"""

from uuid import UUID

from bizet_core.selling.printing.operations import PrintAgain, QueueJob, print_again, queue_job
from bizet_core.selling.printing.rules import JobKind
from bizet_desk.desk import Desk


class PrintAdapter:
    """The queue of this desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def copy(self, sale: UUID) -> None:
        """Print a document's receipt once more, marked COPY."""
        self._desk.do(print_again, PrintAgain(sale=sale))

    def z_report(self, closing: UUID) -> None:
        """Print what a closed day came to once more."""
        self._desk.do(queue_job, QueueJob(kind=JobKind.Z_REPORT, subject=closing))
