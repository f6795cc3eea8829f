"""Receipt printers: one that hangs on the network, one that is a file. They print a whole job or say why not.

A printer tells nothing by itself: bytes sent to one without paper are lost without an error, and a cable pulled out
shows only some writes later, after the system's own buffer has swallowed the receipt. So it is asked before, and at
the end `GS r` is sent behind the job: its answer comes in its turn and proves that everything before it was done.
"""

import errno
import re
import stat
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

from bizet_core.base.refusals import Refused
from bizet_core.paper.escpos import library
from bizet_core.selling.printing.rules import NotPrintedError

_PATH = re.compile(r"[/~.]|[A-Za-z]:[\\/]|\\\\")
_ADDRESS = re.compile(r"(?:\[(?P<six>[0-9A-Fa-f:.%\w]+)\]|(?P<host>[\w.-]+))(?::(?P<port>\d{1,5}))?")


class Status(StrEnum):
    """How a printer is; the words stand in `receipts.messages.STATUSES`."""

    READY = "ready"
    PAPER_LOW = "paper_low"
    OUT_OF_PAPER = "printer_out_of_paper"
    COVER_OPEN = "printer_cover_open"
    FAULT = "printer_error"
    OFFLINE = "printer_offline"
    NOT_FOUND = "printer_not_found"
    SILENT = "printer_silent"

    @property
    def can_print(self) -> bool:
        """Whether a job sent now comes out on paper."""
        return self in (Status.READY, Status.PAPER_LOW)


class Printer(Protocol):
    """What the queue needs of a printer. Calls may take seconds and never come from the window's thread."""

    def print(self, job: bytes) -> None:
        """Put a whole job on paper, or raise `NotPrintedError`."""
        ...

    def status(self) -> Status:
        """How the printer is now."""
        ...


@dataclass(frozen=True, slots=True)
class Waits:
    """Seconds that a printer is given: for the cable, for one answer, for a receipt to come out."""

    connect: float = 3.0
    answer: float = 1.0
    receipt: float = 20.0


class NetworkPrinter:
    """A printer at an address, port 9100. One job at a time: most printers know only one caller.

    Some printers and print servers never answer; then nothing can be proved. `tells_status` None finds out: silence
    before any answer means such a one. False also suits a Star printer that always says it is off-line.
    """

    def __init__(
        self, host: str, port: int = 9100, *, tells_status: bool | None = None, waits: Waits | None = None
    ) -> None:
        self.host, self.port = host, port
        self.tells_status = tells_status
        self.waits = waits or Waits()
        self._one_at_a_time = threading.Lock()

    def print(self, job: bytes) -> None:
        """Ask, send, and wait until the printer has done it."""
        with self._one_at_a_time:
            talk = self._call()
            try:
                self._print(talk, job)
            finally:
                talk.hang_up()

    def status(self) -> Status:
        """Ask how the printer is."""
        with self._one_at_a_time:
            try:
                talk = self._call()
            except NotPrintedError:
                return Status.NOT_FOUND
            try:
                return self._asked(talk)
            except OSError:
                return Status.NOT_FOUND
            finally:
                talk.hang_up()

    def _call(self) -> "_Talk":
        try:
            return _Talk(self.host, self.port, self.waits)
        except OSError as error:
            raise NotPrintedError("printer_not_found", reached_paper=False, place=self.host) from error

    def _print(self, talk: "_Talk", job: bytes) -> None:
        self._must_be_ready(talk)
        try:
            talk.send(job, self.waits.receipt)
            confirmed = self._confirmed(talk) if self.tells_status else talk.is_still_there()
        except TimeoutError:
            confirmed = False
        except OSError as error:
            raise NotPrintedError("printer_vanished", reached_paper=True) from error
        if not confirmed:
            raise NotPrintedError("printer_stalled", reached_paper=True)

    def _must_be_ready(self, talk: "_Talk") -> None:
        try:
            status = self._asked(talk)
        except OSError as error:
            raise NotPrintedError("printer_not_found", reached_paper=False, place=self.host) from error
        if not status.can_print:
            raise NotPrintedError(status.value, reached_paper=False)

    def _asked(self, talk: "_Talk") -> Status:
        """How the printer is, as far as it tells."""
        if self.tells_status is False:
            return Status.READY
        status = talk.status()
        if self.tells_status is None:
            self.tells_status = status is not Status.SILENT
        return status if self.tells_status else Status.READY

    def _confirmed(self, talk: "_Talk") -> bool:
        """Whether the printer says in time that it has done everything; raises when it says why it will not."""
        talk.send(b"\x1dr\x01", self.waits.answer)
        until = time.monotonic() + self.waits.receipt
        while time.monotonic() < until:
            if talk.has_done_all(within=self.waits.answer / 2):
                return True
            status = talk.status()
            if not (talk.done or status.can_print or status is Status.SILENT):
                raise NotPrintedError(status.value, reached_paper=True)
        return talk.done


def printer_at(place: str) -> Printer:
    """The printer at `192.168.1.40`, `till-printer:9100`, `[fe80::1]:9100` or the path of a file or device."""
    if _PATH.match(place):
        return FilePrinter(Path(place).expanduser())
    found = _ADDRESS.fullmatch(place.strip())
    if found is None or int(found["port"] or 9100) > 65535:
        raise Refused("printer_place_unclear", place=place)
    return NetworkPrinter(found["six"] or found["host"], int(found["port"] or 9100))


class FilePrinter:
    """A printer that is a file: a device such as `/dev/usb/lp0`, or a file that collects jobs."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._one_at_a_time = threading.Lock()

    def print(self, job: bytes) -> None:
        """Append the whole job, or nothing where it is a real file."""
        with self._one_at_a_time:
            try:
                _append(self.path, job)
            except OSError as error:
                raise self._not_printed(error) from error

    def status(self) -> Status:
        """Whether the file can be there."""
        return Status.READY if self.path.exists() or self.path.parent.is_dir() else Status.NOT_FOUND

    def _not_printed(self, error: OSError) -> NotPrintedError:
        if _is_device(self.path) and error.errno == errno.ENOSPC:  # Linux's word for a printer without paper
            return NotPrintedError("printer_out_of_paper", reached_paper=True)
        return NotPrintedError("printer_file_trouble", reached_paper=_is_device(self.path), place=str(self.path))


def _append(path: Path, job: bytes) -> None:
    with path.open("r+b" if path.exists() else "xb", buffering=0) as file:
        if _is_device(path):
            _write_all(file, job)
            return
        before = file.seek(0, 2)
        try:
            _write_all(file, job)
        except OSError:
            file.truncate(before)
            raise


def _write_all(file: Any, job: bytes) -> None:
    rest = memoryview(job)
    while rest:
        rest = rest[file.write(rest) :]


def _is_device(path: Path) -> bool:
    return path.exists() and not stat.S_ISREG(path.stat().st_mode)


class _Talk:
    """One connection, by python-escpos's network printer.

    An answer to DLE EOT has bits 1 and 4 set and bits 0 and 7 clear, one to GS r has bits 4 and 7 clear.
    """

    def __init__(self, host: str, port: int, waits: Waits) -> None:
        self._answer = waits.answer
        self._printer = _network()(host, port, timeout=waits.connect)
        self._printer.open()
        self.done = False

    def send(self, data: bytes, seconds: float) -> None:
        """Send, in so many seconds at most."""
        self._printer.device.settimeout(seconds)
        self._printer._raw(data)

    def hang_up(self) -> None:
        """Close; unread answers are taken first, since closing over them would take back what is still on its way."""
        with suppress(OSError):
            self._printer.device.settimeout(0)
            while self._printer._read():
                pass
        self._printer.close()

    def status(self) -> Status:
        """Asked three ways: on-line, paper, why not. A printer that leaves out one of them is not blamed."""
        online, paper = self._asked(1), self._asked(4)
        if online is None and paper is None:
            return Status.SILENT
        cause, paper = self._asked(2) or 0, paper or 0
        if cause & 0x04:
            return Status.COVER_OPEN
        if paper & 0x60 or cause & 0x20:
            return Status.OUT_OF_PAPER
        if cause & 0x40:
            return Status.FAULT
        if online is not None and online & 0x08:
            return Status.OFFLINE
        return Status.PAPER_LOW if paper & 0x0C else Status.READY

    def has_done_all(self, within: float) -> bool:
        """Whether the answer to GS r has come; waits so many seconds for it."""
        if not self.done:
            self._listen(within)
        return self.done

    def is_still_there(self) -> bool:
        """Whether a printer that tells nothing has at least not hung up; raises an OSError when it has."""
        self._listen(self._answer / 4)
        return True

    def _asked(self, question: int) -> int | None:
        """The answer to a DLE EOT question, or None when none comes in time."""
        self.send(b"\x10\x04" + bytes([question]), self._answer)
        until = time.monotonic() + self._answer
        while (left := until - time.monotonic()) > 0:
            if answers := self._listen(left):
                return answers[-1]
        return None

    def _listen(self, seconds: float) -> list[int]:
        """Answers to status questions that come in so many seconds; an answer to GS r is noted."""
        self._printer.device.settimeout(seconds)
        try:
            heard = self._printer._read()
        except TimeoutError:
            return []
        if not heard:
            raise ConnectionResetError
        self.done = self.done or any(byte & 0x90 == 0 for byte in heard)
        return [byte for byte in heard if byte & 0x93 == 0x12]


@lru_cache(maxsize=1)
def _network() -> Any:
    """python-escpos's `Network`, connecting so that IPv6 works and a refused connection leaves no open socket."""
    import socket

    class Network(library().Network):  # type: ignore[misc]
        def open(self, raise_not_found: bool = True) -> None:
            self._device = socket.create_connection((self.host, self.port), self.timeout)

    return Network
