"""A receptionist's first hour, played by hands on the real program: what `make run` shows where there is no display.

Everything is real: the encrypted file, the screens, the print queue, and a receipt printer made of software on
127.0.0.1. Each step says how many touches it took; at the end stand the pictures, the receipts and the database.
"""

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from bizet_core.business.settings.operations import EditDeviceSettings, edit_device_settings
from bizet_core.describe.formats.money import Money
from bizet_core.describe.formats.numbers import plain
from bizet_core.paper.pdf import pdf_of
from bizet_core.selling.receipts.queries import SCAN_PREFIX, ReceiptOf, receipt_of
from bizet_core.selling.receipts.rules import lay_out
from bizet_core.selling.sales.queries import OfSale, SalesOn, SaleView, sale, sales_on
from bizet_core.selling.till.queries import OfDevice, till_state
from bizet_core.selling.till.rules import denominations
from bizet_core.store import SYSTEM
from bizet_desk.devices.escpos_picture import picture_of
from bizet_desk.devices.escpos_reader import CutRow, Printed, TextRow
from bizet_desk.devices.printer_simulator import PrinterSimulator
from bizet_desk.sample.sample_business import ZONE
from bizet_desk.sample.sample_pin import PIN
from bizet_desk.storage.paths import Places
from resources.sample.shape import in_shop

STARTS_AT = (11, 24)
SIZE = (1440, 900)
NOISE = ("propagateSizeHints", "OpenType support missing")
PARTS = ("sample-business", "pictures", "receipts")


def play(out: Path) -> int:
    """Play the morning in this folder and say where everything is. Returns 0, or 1 where it could not be played."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ.setdefault("BIZET_NO_MOTION", "1")
    try:
        folder = _made(out)
    except OSError as error:
        print(f"Nothing can be written to {out}: {error.strerror}. Choose another folder with --out.", file=sys.stderr)
        return 1
    hush()
    with PrinterSimulator() as printer:
        morning = Demo(folder, printer)
        try:
            morning.play()
        except Exception:
            morning.picture("stopped here")
            raise
        finally:
            morning.close()
    print(f"Pictures: {folder / 'pictures'}\nReceipts: {folder / 'receipts'}\nDatabase: {morning.database}")
    return 0


def _made(out: Path) -> Path:
    """The folder, with what the last morning left there gone."""
    folder = out.expanduser().absolute()
    for part in PARTS:
        shutil.rmtree(folder / part, ignore_errors=True)
    folders_in(folder)
    return folder


def folders_in(folder: Path) -> None:
    """Make the folders of what a morning leaves behind."""
    for part in PARTS:
        (folder / part).mkdir(parents=True, exist_ok=True)


def hush() -> None:
    """A screen that is not there talks about size hints and fonts; everything else may be said."""
    from PySide6.QtCore import qInstallMessageHandler

    def tell(_kind: object, _where: object, words: str) -> None:
        if not any(noise in words for noise in NOISE):
            print(words, file=sys.stderr)

    qInstallMessageHandler(tell)


def clock_from(start: datetime) -> Callable[[], datetime]:
    """A clock that says `start` now and goes on from there."""
    began = datetime.now(UTC)
    return lambda: start + (datetime.now(UTC) - began)


def this_morning() -> datetime:
    """11:24 of today where the sample business is."""
    return datetime.now(ZoneInfo(ZONE)).replace(hour=STARTS_AT[0], minute=STARTS_AT[1], second=0, microsecond=0)


def text_of(rows: Iterable[Printed]) -> str:
    """The letters on a piece of paper."""
    return "\n".join("".join(text for text, _look in row.spans) for row in rows if isinstance(row, TextRow))


class Demo:
    """The program with hands on it, and the steps of the first hour. Tests play the same steps."""

    def __init__(self, folder: Path, printer: PrinterSimulator, start: datetime | None = None) -> None:
        from ui.startup.application import Application
        from ui.tools.ui_driver import UiDriver  # Qt must not be there before the platform is chosen

        self.folder, self.printer = folder, printer
        self.start = start or this_morning()
        home = folder / "sample-business"
        self.program = Application(
            Places(home, home / "state"), is_sample=True, clock=clock_from(self.start.astimezone(UTC))
        )
        self.program.places.make()
        front = self.program.open()
        assert front is not None, "a sample business needs no first run"
        self.front = front
        self._set_printer()
        self.hands = UiDriver(self.front)
        self._numbers = count(1)
        self._before = {view.row.id for view in self.sales()}
        self.front.resize(*SIZE)
        self.front.show()
        self.front.activateWindow()

    @property
    def database(self) -> Path:
        """The encrypted file."""
        return self.program.places.desk

    def close(self) -> None:
        """Go home."""
        self.front.close()
        self.program.close()
        self.front.deleteLater()

    def play(self) -> None:
        """All steps, each told in a line, with a picture after it."""
        for words, step in self.steps():
            step()
            self.tell(words)
        self.front.lock()
        self.picture("locked")

    def steps(self) -> Iterator[tuple[str, Callable[[], None]]]:
        """What happens, in order."""
        yield "Marta Reis signs in", self.sign_in
        yield "Phone booking for Dan Whitaker", self.book_by_phone
        yield "Walk-in booked, paid by card, receipt printed", self.serve_walk_in
        yield "Tomasz Lis moved by dragging", self.move_by_dragging
        yield "The move undone", self.undo_the_move
        yield "Olivia Hart checked out with a tip, in cash, with change", self.check_out
        yield "One line of it refunded, receipt scanned", self.refund_a_line
        yield "The drawer counted and closed", self.close_the_drawer

    def tell(self, words: str) -> None:
        """Say a step with its touches, and keep a picture and the new receipts."""
        n = self.hands.counted()
        touches = f"{n} touch" if n == 1 else f"{n} touches"
        print(f"{self.program.clock().astimezone(self.start.tzinfo):%H:%M} {words}: {touches}", flush=True)
        self.picture(words)
        self.keep_receipts()

    # ----------------------------------------------------------------------------------------------------- the steps

    def sign_in(self) -> None:
        """A PIN and Enter."""
        self.hands.wait(lambda: self.front.lock_screen.who.text(), "people to sign in")
        self.front.lock_screen.take_focus()
        self.hands.write(PIN)
        self.hands.key("Return")
        self.hands.wait(lambda: self.front.window_ is not None and self.hands.day.scene.view, "the day")

    def book_by_phone(self) -> None:
        """Dan calls: what he had last, at the second free time."""
        hands = self.hands
        hands.key("Ctrl+K")
        hands.write("whit")
        hands.key("Return")
        hands.press("Book again")
        self.choose_time(1)
        hands.press("Book")
        hands.wait(lambda: hands.said.startswith("Booked"), "the booking")

    def choose_time(self, place: int) -> None:
        """Take one of the free times that are offered."""
        from ui.booking.new_booking_panel import NewBooking, time_words

        panel = self.front.shell.panel.content

        def offered() -> tuple[datetime, ...]:
            shown = panel()
            return shown.offered if isinstance(shown, NewBooking) else ()

        times = self.hands.wait(offered, "free times")
        self.hands.press(plain(time_words(times[place])))

    def serve_walk_in(self) -> None:
        """Somebody comes in; Anna is free at the line of now."""
        hands = self.hands
        hands.click_time("Anna Nowak", self.at(*STARTS_AT))
        hands.press("Patch test")
        hands.press("Book and take payment")
        hands.press("Charge €")
        hands.wait(lambda: hands.said.startswith("Sold"), "the sale")
        self.wait_for_paper()

    def move_by_dragging(self) -> None:
        """Tomasz would rather come at four."""
        self.hands.drag_card("Tomasz Lis", "Inês Duarte", self.at(16))
        self.hands.wait(lambda: self.hands.start_of("Tomasz Lis") == self.at(16), "the move")

    def undo_the_move(self) -> None:
        """No, it was all right."""
        self.hands.wait(lambda: self.front.toast.offers_undo, "an undo")
        self.hands.key("Ctrl+Z")
        self.hands.wait(lambda: self.hands.start_of("Tomasz Lis") == self.at(13, 30), "the undo")

    def check_out(self) -> None:
        """Olivia pays what she had and a shampoo, gives a tenth more, and gets change."""
        hands = self.hands
        hands.click_card("Olivia Hart")
        hands.wait(lambda: hands.button("Charge €83.00"), "her cart")
        hands.scan(in_shop(1))
        hands.wait(lambda: hands.button("Charge €102.00"), "the shampoo")
        hands.press("Add a tip")
        hands.press("10 %")
        hands.press("Cash")
        hands.press("€120.00 given")
        hands.press("Charge €")
        hands.wait(lambda: "Change" in hands.said, "the change")
        self.wait_for_paper()

    def refund_a_line(self) -> None:
        """The shampoo's pump is broken: its line comes back, in cash as it was paid."""
        hands = self.hands
        hands.scan(SCAN_PREFIX + self.sales()[-1].row.number)
        hands.tick("Repair shampoo")
        hands.press("Faulty")
        hands.press("Refund €")
        hands.wait(lambda: hands.said == "Refunded.", "the refund")
        self.wait_for_paper()

    def close_the_drawer(self) -> None:
        """Count what is there, piece by piece from the largest, and close."""
        hands = self.hands
        hands.press("Till open")
        hands.press("Count and close")
        for piece, many in self.drawer().items():
            hands.write(str(many), into=f"How many of {piece}")
        hands.press("Close the till")
        hands.wait(lambda: hands.said == "The till is closed.", "the closing")

    def drawer(self) -> dict[str, int]:
        """What lies in the drawer: as much as should, in as few pieces as can be."""
        from ui.selling.payment.payment_inputs import show_short

        desk = self.program.desk
        assert desk is not None
        state = desk.ask_now(till_state, OfDevice(device=desk.store.identity.device), actor=SYSTEM)
        assert state.expected is not None
        left, pieces = state.expected.amount, {}
        for piece in denominations("EUR", 2):
            many, left = divmod(left, piece)
            if many:
                pieces[plain(show_short(Money(piece, "EUR")))] = many
        return pieces

    # ------------------------------------------------------------------------------------------------- what it leaves

    def at(self, hour: int, minute: int = 0) -> datetime:
        """A time of today on the wall."""
        return self.start.replace(hour=hour, minute=minute, second=0, microsecond=0)

    def sales(self) -> list[SaleView]:
        """The documents of today, oldest first."""
        desk = self.program.desk
        assert desk is not None
        rows = desk.ask_now(sales_on, SalesOn(day=self.start.date(), zone=ZONE), actor=SYSTEM)
        return [desk.ask_now(sale, OfSale(sale=row.id), actor=SYSTEM) for row in reversed(rows)]

    def wait_for_paper(self) -> None:
        """Until the printer has cut off the last document of the day."""
        number = self.sales()[-1].row.number
        printed = lambda: any(number in text_of(piece) for piece in self.pieces())  # noqa: E731
        self.hands.wait(printed, f"receipt {number}")

    def pieces(self) -> list[list[Printed]]:
        """What the printer has cut off, piece by piece."""
        pieces: list[list[Printed]] = [[]]
        for row in list(self.printer.paper.rows):
            pieces[-1].append(row)
            if isinstance(row, CutRow):
                pieces.append([])
        return pieces[:-1]

    def keep_receipts(self) -> None:
        """Save each piece of paper as a picture, and each new document as a PDF."""
        for place, rows in enumerate(self.pieces(), 1):
            path = self.folder / "receipts" / f"paper-{place}.png"
            if not path.exists():
                picture_of(rows).save(path)
        for view in self.sales():
            path = self.folder / "receipts" / f"{view.row.number}.pdf"
            if view.row.id not in self._before and not path.exists():
                path.write_bytes(self._pdf(view.row.id))

    def picture(self, words: str) -> None:
        """Save what the window looks like."""
        self.hands.pause(0.2)
        name = "-".join("".join(ch if ch.isalnum() else " " for ch in words.lower()).split())
        self.front.grab().save(str(self.folder / "pictures" / f"{next(self._numbers)}-{name}.png"))

    def _pdf(self, id: UUID) -> bytes:
        desk = self.program.desk
        assert desk is not None
        receipt = desk.ask_now(receipt_of, ReceiptOf(sale=id), actor=SYSTEM)
        return pdf_of(lambda ruler: lay_out(receipt, ruler)).data

    def _set_printer(self) -> None:
        desk = self.program.desk
        assert desk is not None
        place = EditDeviceSettings(printer=f"127.0.0.1:{self.printer.port}", drawer="printer")
        desk.do_now(edit_device_settings, place, actor=SYSTEM)
