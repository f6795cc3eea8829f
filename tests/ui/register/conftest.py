"""A counter in a salon, with its panel in a window, a printer's queue that writes down what it is told, and touches."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget
from pytestqt.qtbot import QtBot

from bizet_core.booking.bookings.operations import book
from bizet_core.booking.bookings.requests import Book, PartAsked
from bizet_core.booking.day_view.booking_details import BookingRow, OfBooking, booking
from bizet_core.business.settings.operations import EditDeviceSettings, edit_device_settings
from bizet_core.describe.formats.numbers import plain
from bizet_core.describe.languages.language import Locale, speak
from bizet_core.selling.printing import operations as _printing  # noqa: F401  # what follows a sale
from bizet_core.selling.printing.queries import PrintQueue, open_jobs
from bizet_core.selling.sales.queries import OfSale, SalesOn, SaleView, sale, sales_on
from bizet_core.selling.till.operations import OpenTill, open_till
from bizet_core.store import Store
from bizet_desk.desk import Desk
from tests.desk.conftest import desk, desk_store, problems  # noqa: F401
from tests.desk.furnished import ground, salon  # noqa: F401
from tests.support.makers import Salon
from ui.kit import theme
from ui.kit.shell.toast import Toast
from ui.selling.cart.cart_panel import RegisterPanel
from ui.selling.cart.open_cart import Cart
from ui.selling.register import Register
from ui.selling.till_context import Counter


class Papers:
    """What the printer's queue was told, in order."""

    def __init__(self) -> None:
        self.told: list[tuple[Any, ...]] = []

    def copy(self, sale: UUID) -> None:
        self.told.append(("copy", sale))

    def z_report(self, closing: UUID) -> None:
        self.told.append(("z", closing))


@dataclass
class Touches:
    """Counts what a hand does: a tap, a key, a scan; typing into a field is one."""

    qtbot: QtBot
    count: int = 0

    def tap(self, widget: QWidget) -> None:
        assert widget.isVisible(), f"{widget.accessibleName()} cannot be seen"
        assert widget.isEnabled(), f"{widget.accessibleName()} is switched off"
        self.qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)
        self.count += 1

    def press(
        self, widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        QTest.keyClick(widget, key, modifier)
        self.count += 1

    def write(self, widget: QWidget, text: str) -> None:
        QTest.keyClicks(widget, text)
        self.count += 1

    def scan(self, take: Callable[[str], object], code: str) -> None:
        take(code)
        self.count += 1


@dataclass
class Shop:
    """A salon with a register on its desk, at 8 in the morning of Thursday 12 March 2026 in Lisbon."""

    salon: Salon
    desk: Desk
    register: Register
    papers: Papers
    window: QWidget
    page: QStackedWidget
    toast: Toast
    touch: Touches
    qtbot: QtBot

    @property
    def cart(self) -> Cart:
        return self.register.cart

    @property
    def panel(self) -> RegisterPanel:
        return self.register.panel

    @property
    def store(self) -> Store:
        return self.salon.store

    def wait(self, holds: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(holds)

    def priced(self) -> None:
        self.wait(lambda: self.cart.quote is not None)

    def open_till(self, float: int = 10_000) -> None:
        self.desk.do_now(open_till, OpenTill(float=float))

    def booked(self, start: datetime, *services: UUID) -> BookingRow:
        parts = tuple(PartAsked(service=service, staff=self.salon.ines) for service in services)
        asked = Book(location=self.salon.location, starts_at=start, parts=parts, customer=self.salon.olivia)
        return self.seen(self.desk.do_now(book, asked).result)

    def seen(self, id: UUID) -> BookingRow:
        row: BookingRow = self.desk.ask_now(booking, OfBooking(booking=id))
        return row

    def sales(self) -> list[SaleView]:
        rows = self.desk.ask_now(sales_on, SalesOn(day=self.store.clock().date(), zone="Europe/Lisbon"))
        return [self.desk.ask_now(sale, OfSale(sale=row.id)) for row in reversed(rows)]

    def type_in(self, field: QWidget, text: str) -> None:
        field.setFocus()
        QTest.keyClicks(field, text)

    def add(self, typed: str) -> None:
        """Type and take the first that is found, as a person would."""
        lines = len(self.cart.content.lines)
        self.type_in(self.panel.add.field, typed)
        self.wait(lambda: not self.panel.add.list.isHidden())
        QTest.keyClick(self.panel.add.field, Qt.Key.Key_Return)
        self.wait(lambda: len(self.cart.content.lines) > lines)
        self.priced()

    def jobs(self) -> list[str]:
        """What waits for the printer, in order."""
        return [job.kind for job in self.desk.ask_now(open_jobs, PrintQueue())]

    def said(self) -> str:
        return plain(self.toast.accessibleName())


@pytest.fixture
def shop(desk: Desk, salon: Salon, qtbot: QtBot) -> Shop:  # noqa: F811
    speak(Locale("en", "GB", "EUR", "Europe/Lisbon"))
    theme.apply("light")
    desk.do_now(edit_device_settings, EditDeviceSettings(printer="192.0.2.1:9100", drawer="printer"))
    made = a_shop(desk, salon, qtbot)
    qtbot.addWidget(made.window)
    made.register.open_cart()
    with qtbot.waitActive(made.window):
        made.window.show()
        made.window.activateWindow()
    return made


def a_shop(desk: Desk, salon: Salon, qtbot: QtBot) -> Shop:  # noqa: F811
    """The register in a window of its own: a page on the left, the panel on the right."""
    window, papers = QWidget(), Papers()
    window.setObjectName("root")
    page, panel = QStackedWidget(), QStackedWidget()
    panel.setFixedWidth(392)
    row = QHBoxLayout(window)
    row.addWidget(page, 1)
    row.addWidget(panel)
    window.resize(1280, 800)
    toast = Toast(window)

    def show_panel(content: QWidget) -> None:
        if panel.indexOf(content) < 0:
            panel.addWidget(content)
        panel.setCurrentWidget(content)

    counter = Counter(desk, toast, salon.location, "EUR", "Europe/Lisbon", papers)
    register = Register(counter, show_panel, lambda: None)
    register.setParent(window)
    return Shop(salon, desk, register, papers, window, page, toast, Touches(qtbot), qtbot)
