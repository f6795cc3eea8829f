"""What the register asks of paper: everything goes through the print queue, so that a crash loses no receipt.

The first receipt of a sale and the drawer are queued by the sale itself (`printing.operations`), after its commit.
"""

from uuid import UUID

from bizet_core.printing.operations import PrintAgain, QueueJob, print_again, queue_job
from bizet_core.receipts.queue import JobKind
from bizet_desk.desk import Desk


class DeskPaper:
    """The queue of this desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def receipt(self, sale: UUID, *, copy: bool = False) -> None:
        """Print a document's receipt once more; the first one comes by itself."""
        if copy:
            self._desk.do(print_again, PrintAgain(sale=sale))

    def open_drawer(self) -> None:
        """Open the drawer without a sale."""
        self._desk.do(queue_job, QueueJob(kind=JobKind.DRAWER))

    def z_report(self, closing: UUID) -> None:
        """Print what a closed day came to."""
        self._desk.do(queue_job, QueueJob(kind=JobKind.Z_REPORT, subject=closing))
