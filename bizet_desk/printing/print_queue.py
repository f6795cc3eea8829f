"""The thread that prints: takes jobs from the queue one after another, and keeps what became of them.

    queue = PrintQueue(desk, tell=desk.refused.emit)
    queue.start() … queue.stop()

Printing takes seconds and may hang, so it has a thread of its own; reading and writing go through the desk's.
"""

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Protocol
from uuid import UUID

import msgspec
import structlog

from bizet_core.base.refusals import Refused
from bizet_core.business.settings.queries import TheBusiness, TheSettings, business, device
from bizet_core.business.settings.rules import DeviceSettings
from bizet_core.describe.languages.language import Locale
from bizet_core.paper.blocks import Encoded, Paper
from bizet_core.paper.escpos import CODE_PAGES, PRESETS, PrinterSettings, after_a_break, encode
from bizet_core.selling.printing.operations import (
    GiveUpJob,
    OfJob,
    PutOffJob,
    RecoverJobs,
    Started,
    finish_job,
    give_up_job,
    put_off_job,
    recover_jobs,
    start_job,
)
from bizet_core.selling.printing.queries import PrintQueue as Queue
from bizet_core.selling.printing.queries import next_job
from bizet_core.selling.printing.rules import JobKind, NotPrintedError
from bizet_core.selling.receipts.queries import ReceiptOf, receipt_of
from bizet_core.selling.receipts.rules import drawer_pulse, lay_out
from bizet_core.selling.till.paper import lay_out_z
from bizet_core.selling.till.queries import OneClosing, closing
from bizet_core.store import SYSTEM, Actor, Done, Store
from bizet_core.store.operations.operation import Operation, Query
from bizet_desk.devices.receipt_printer import Printer, printer_at

SECONDS_AFTER_TROUBLE = 10.0
log = structlog.get_logger()


class Desk(Protocol):
    """What the queue needs of the desk."""

    store: Store

    def do_now(self, operation: Operation[Any, Any], request: msgspec.Struct, *, actor: Actor) -> Done:
        """Run an operation and wait for it."""
        ...

    def ask_now(self, query: Query[Any, Any], asked: msgspec.Struct, *, actor: Actor) -> Any:
        """Ask and wait for the answer."""
        ...


class PrintQueue:
    """Prints what this device has queued. `tell` gets what a person should know, called on the printing thread."""

    def __init__(
        self, desk: Desk, tell: Callable[[Refused], None], find: Callable[[str], Printer] = printer_at
    ) -> None:
        self._desk, self._tell, self._find = desk, tell, find
        self._printer: tuple[str, Printer] | None = None
        self._wake = threading.Event()
        self._stopped = False
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Print from now on, first what a crash has left."""
        self._desk.store.listeners.append(self._hear)
        self._thread = threading.Thread(target=self._run, name="bizet-printer", daemon=True)
        self._thread.start()

    def stop(self, seconds: float = 2.0) -> bool:
        """Print no more; whether the thread has ended in so many seconds. What it was at comes again as a copy."""
        self._stopped = True
        self._wake.set()
        if self._thread is None:
            return True
        self._desk.store.listeners.remove(self._hear)
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def recover(self) -> None:
        """Take up what a crash has left."""
        self._do(recover_jobs, RecoverJobs())

    def step(self) -> float | None:
        """Print one job if one is due. Returns the seconds until the next one is, None when none is queued."""
        found = self._desk.ask_now(next_job, Queue(), actor=SYSTEM)
        if found.job is not None:
            self._print(self._do(start_job, OfJob(job=found.job)))
            return 0.0
        return None if found.wait is None else float(found.wait.total_seconds())

    def _run(self) -> None:
        self._guarded(self.recover)
        while not self._stopped:
            self._wake.clear()
            wait = self._guarded(self.step)
            if wait != 0.0:
                self._wake.wait(wait)

    def _guarded(self, work: Callable[[], float | None]) -> float | None:
        """The queue itself may be out of reach: a full disk is told and tried again, a desk that closes is the end."""
        try:
            return work()
        except Refused as refusal:
            if refusal.code == "closing":
                self._stopped = True
            else:
                self._tell(refusal)
        except Exception as error:
            log.error("failed", name="print_queue", exc_info=error)
        return SECONDS_AFTER_TROUBLE

    def _hear(self, done: Done) -> None:
        """Called on the writer's thread after each commit."""
        if "print_job" in done.tables:
            self._wake.set()

    def _print(self, started: Started) -> None:
        try:
            settings = self._desk.ask_now(device, TheSettings(), actor=SYSTEM)
            job = self._job(started, printer_settings(settings))
            self._printer_of(settings).print(job.data)
        except NotPrintedError as refusal:
            request = PutOffJob(job=started.job, problem=refusal.code, reached_paper=refusal.reached_paper)
            self._do(put_off_job, request)
            self._tell_once(started, refusal)
        except Refused as refusal:
            self._give_up(started, refusal)
        except Exception as error:  # one bad job must not hold up the others
            log.error("failed", name="printing", exc_info=error)
            self._give_up(started, Refused("not_printable"))
        else:
            self._do(finish_job, OfJob(job=started.job))
            for trouble in job.troubles:
                self._tell(trouble)

    def _give_up(self, started: Started, refusal: Refused) -> None:
        if refusal.code == "closing":
            raise refusal
        self._do(give_up_job, GiveUpJob(job=started.job, problem=refusal.code))
        self._tell(refusal)

    def _tell_once(self, started: Started, refusal: Refused) -> None:
        """An empty roll is told once, not every three seconds; a drawer that stayed shut is told as such."""
        if started.kind is JobKind.DRAWER:
            self._tell(Refused("drawer_not_opened"))
        elif started.problem != refusal.code:
            self._tell(refusal)

    def _job(self, started: Started, settings: PrinterSettings) -> Encoded:
        """The bytes: a receipt is laid out anew, so that a copy is marked as one at both ends."""
        if started.kind is JobKind.DRAWER:
            return encode(drawer_pulse(), settings)
        if started.subject is None:
            return Encoded(started.data)
        if started.kind is JobKind.Z_REPORT:
            return encode(self._z_report(started.subject, settings), settings)
        receipt = self._desk.ask_now(receipt_of, ReceiptOf(sale=started.subject), actor=SYSTEM)
        if not started.copy:
            return encode(lay_out(receipt, settings.ruler), settings)
        job = encode(lay_out(receipt.as_copy(), settings.ruler), settings)
        return replace(job, data=after_a_break(settings) + job.data)

    def _z_report(self, subject: UUID, settings: PrinterSettings) -> Paper:
        """A closed day, in the business's language."""
        closed = self._desk.ask_now(closing, OneClosing(closing=subject), actor=SYSTEM)
        house = self._desk.ask_now(business, TheBusiness(), actor=SYSTEM)
        locale = Locale(house.language, house.country, house.currency, house.zone)
        return lay_out_z(closed, house.name, locale, settings.ruler)

    def _printer_of(self, settings: DeviceSettings) -> Printer:
        """The printer of the settings; the same one as before while its place is the same, for it remembers."""
        if not settings.printer:
            raise Refused("printer_not_set")
        if self._printer is None or self._printer[0] != settings.printer:
            self._printer = (settings.printer, self._find(settings.printer))
        return self._printer[1]

    def _do(self, operation: Operation[Any, Any], request: msgspec.Struct) -> Any:
        return self._desk.do_now(operation, request, actor=SYSTEM).result


def printer_settings(device: DeviceSettings) -> PrinterSettings:
    """What the device's settings mean for a printer; a code page that we do not know is no code page."""
    code_page = device.code_page.strip().upper()
    base = PRESETS["58mm" if device.paper == 58 else "80mm"]
    return replace(base, code_page=code_page if code_page in CODE_PAGES else "")
