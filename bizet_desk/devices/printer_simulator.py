"""A receipt printer made of software: takes ESC/POS on 127.0.0.1, tells its status, and fails as printers fail.

    with PrinterSimulator(paper_lines=20) as printer:
        NetworkPrinter("127.0.0.1", printer.port).print(job)
    printer.paper.text, printer.picture()

As with the real ones: whoever writes is not told that paper has run out, and what comes after is lost; a status
question is answered out of turn, even inside a picture; `GS r` is answered in its turn, so its answer says that all
before it has been done; a second caller waits until the first has gone; a picture cut off with the cable is completed
by the first bytes of the next caller.
"""

import re
import socket
import struct
import threading
from dataclasses import dataclass
from types import TracebackType

from PIL import Image

from bizet_desk.devices.escpos_commands import Command, Commands
from bizet_desk.devices.escpos_picture import picture_of
from bizet_desk.devices.escpos_reader import FeedRow, PictureRow, Printed, Reader, TextRow

_OUT_OF_TURN = re.compile(rb"\x10\x04([\x01-\x04])|\x10\x14\x01([\x00\x01])[\x01-\x08]")
_ALWAYS = 0x12  # bits 1 and 4 are set in every answer to DLE EOT


@dataclass(slots=True)
class Faults:
    """What is wrong with the printer. May be changed while it runs."""

    paper_lines: int | None = None  # that many lines of paper are left; None for a full roll
    paper_low: bool = False
    drop_after: int | None = None  # bytes until the cable is pulled, once
    cover_open: bool = False
    offline: bool = False
    cutter_jammed: bool = False
    mute: bool = False  # prints, but never answers
    chinese: bool = False  # powers up in Chinese mode
    national: int = 0  # a national set of letters chosen by its switches


class PrinterSimulator:
    """Starts listening when entered; `port` is where."""

    def __init__(self, *, dots: int = 576, **faults: int | bool | None) -> None:
        self.faults = Faults(**faults)  # type: ignore[arg-type]
        self.dots = dots
        self.received = b""  # everything that came over the cable
        self.paper = Reader(chinese=self.faults.chinese, national=self.faults.national)
        self._paper_left = _dots_of(self.faults.paper_lines)
        self._commands = Commands()
        self._calls = 0
        self._state = threading.Condition()
        self._reading = threading.Event()
        self._reading.set()
        self._listener = socket.socket()
        self._caller: socket.socket | None = None
        self._stopped = False

    def __enter__(self) -> "PrinterSimulator":
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._listener.getsockname()[1])

    def start(self, port: int = 0) -> None:
        """Switch on; 0 takes any free port."""
        self._listener.bind(("127.0.0.1", port))
        self._listener.listen()
        self._thread = threading.Thread(target=self._serve, name="printer-simulator", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Switch off, also in the middle of a job."""
        self._stopped = True
        self._reading.set()
        with socket.socket() as knock:  # wakes `accept`
            knock.connect_ex(("127.0.0.1", self.port))
        with self._state:
            if self._caller is not None:
                _shut(self._caller)
        self._thread.join(5)
        self._listener.close()

    def load_paper(self, lines: int | None = None) -> None:
        """Put in a new roll."""
        with self._state:
            self.faults.paper_lines, self._paper_left = lines, _dots_of(lines)

    def hold(self) -> None:
        """Stop reading, as a printer whose buffer is full."""
        self._reading.clear()

    def go_on(self) -> None:
        """Read again."""
        self._reading.set()

    def wait_for_calls(self, count: int, seconds: float = 5) -> bool:
        """Wait until so many connections have come and gone."""
        with self._state:
            return self._state.wait_for(lambda: self._calls >= count, seconds)

    def picture(self) -> Image.Image:
        """The paper as it hangs out of the printer."""
        with self._state:
            return picture_of(self.paper.rows, self.dots)

    @property
    def is_out_of_paper(self) -> bool:
        """Whether the roll has ended."""
        return self._paper_left is not None and self._paper_left <= 0

    @property
    def _can_print(self) -> bool:
        faults = self.faults
        return not (self.is_out_of_paper or faults.cover_open or faults.offline or faults.cutter_jammed)

    def _serve(self) -> None:
        while not self._stopped:
            caller, _ = self._listener.accept()
            with self._state:
                self._caller = caller
            with caller:
                if not self._stopped:
                    self._attend(caller)
            with self._state:
                self._caller = None
                self._calls += 1
                self._state.notify_all()

    def _attend(self, caller: socket.socket) -> None:
        """One connection, until either side hangs up."""
        seen = b""
        while self._reading.wait() and not self._stopped:
            try:
                data = caller.recv(4096)
            except OSError:
                return
            if not data or self._stopped:
                return
            with self._state:
                data, dropped = self._until_drop(data)
                self.received += data
                seen = self._answer_out_of_turn(caller, seen + data)
                for command in self._commands.feed(data):
                    self._obey(caller, command)
            if dropped:
                _reset(caller)
                return

    def _until_drop(self, data: bytes) -> tuple[bytes, bool]:
        limit = self.faults.drop_after
        if limit is None:
            return data, False
        self.faults.drop_after = None if len(data) >= limit else limit - len(data)
        return data[:limit], len(data) >= limit

    def _answer_out_of_turn(self, caller: socket.socket, data: bytes) -> bytes:
        """Status and drawer commands are obeyed wherever they stand; returns what may be the beginning of one."""
        end = 0
        for found in _OUT_OF_TURN.finditer(data):
            end = found.end()
            if found[1]:
                self._say(caller, self._status(found[1][0]))
            else:
                self.paper.drawer.append(5 if found[2][0] else 2)
        return data[end:][-4:]

    def _status(self, question: int) -> int:
        faults, out = self.faults, self.is_out_of_paper
        if question == 1:
            return _ALWAYS | (0 if self._can_print else 0x08)
        if question == 2:
            return _ALWAYS | 0x04 * faults.cover_open | 0x20 * out | 0x40 * faults.cutter_jammed
        if question == 3:
            return _ALWAYS | 0x08 * faults.cutter_jammed
        return _ALWAYS | 0x0C * (faults.paper_low or out) | 0x60 * out

    def _obey(self, caller: socket.socket, command: Command) -> None:
        """A command in its turn; one that finds no paper is lost."""
        if not self._can_print or command.name in ("DLE EOT", "DLE DC4"):
            return
        if command.name == "GS r":
            self._say(caller, 0x03 * self.faults.paper_low)
            return
        before = len(self.paper.rows)
        self.paper.obey(command)
        if self._paper_left is not None:
            self._feed(before)

    def _feed(self, before: int) -> None:
        """Use up paper; the row that the roll did not reach is not printed."""
        assert self._paper_left is not None
        for row in self.paper.rows[before:]:
            self._paper_left -= _height(row)
            if self._paper_left < 0:
                del self.paper.rows[before:]
                return

    def _say(self, caller: socket.socket, byte: int) -> None:
        if not self.faults.mute:
            try:
                caller.sendall(bytes([byte]))
            except OSError:
                return  # it has hung up already


def _dots_of(lines: int | None) -> int | None:
    return None if lines is None else lines * 30


def _height(row: Printed) -> int:
    match row:
        case TextRow():
            return max(row.spacing, 24 * max(look.high for _, look in row.spans) + 6)
        case PictureRow():
            return row.image.height
        case FeedRow():
            return row.dots
        case _:
            return 0


def _shut(caller: socket.socket) -> None:
    try:
        caller.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # gone by itself


def _reset(caller: socket.socket) -> None:
    """Hang up as a pulled cable and a switch that notices do: what is under way is lost."""
    caller.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
