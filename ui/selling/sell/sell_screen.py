"""The Sell screen: tiles on the left, the cart on the right, carts that wait, and the way to past sales."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from bizet_core.describe.formats.dates import show_part
from bizet_core.describe.languages.language import _, isolate, ngettext, reader
from bizet_core.selling.carts.queries import Carts, ParkedCart, parked
from ui.kit import theme
from ui.kit.entries import entries_of
from ui.kit.thumbnails import thumbnails_of
from ui.kit.widgets import Button, Icon, Label
from ui.kit.widgets.scrolling import Scrolled
from ui.selling.cart.offers import Offer, OfferSource
from ui.selling.receipts.receipts_screen import ReceiptsPage
from ui.selling.register import Register
from ui.selling.sell.tiles import TileBoard, grouped

if TYPE_CHECKING:
    from ui.main.main_window import MainWindow


class SellScreen(QWidget):
    """A screen of the shell. `manage` opens the page where products are added; without it the way is only told."""

    def __init__(self, register: Register, manage: Callable[[], object] | None = None) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(_("Sell"))
        self._register = register
        self._offers: dict[str, list[Offer]] = {}  # by their source, in the order of the tiles
        self._group = ""
        self.board, self.waiting = TileBoard(thumbnails_of(register.counter.desk)), ParkedCarts(register)
        self.receipts = ReceiptsPage(register.counter)
        self.empty = _Empty(manage)
        self._lay_out()
        self._watch()
        self.board.chosen.connect(register.add)
        register.receipt_asked.connect(self.show_receipt)

    def widget(self) -> QWidget:
        """What is shown between top bar and panel."""
        return self

    def take_focus(self) -> None:
        """Put the keyboard where things are added, and the cart beside the tiles."""
        self._register.open_cart()
        self._register.panel.take_focus()

    def scanned(self, code: str) -> bool:
        """What the scanner read goes into the cart; a receipt opens."""
        return self._register.scanned(code)

    def show_receipt(self, sale: object) -> None:
        """Show a past sale."""
        self._go(1)
        self.receipts.open_sale(sale)

    def _go(self, place: int) -> None:
        self.pages.setCurrentIndex(place)
        self.segments[place].setChecked(True)

    # ------------------------------------------------------------------------------------------------ the tiles

    def _watch(self) -> None:
        desk, say = self._register.counter.desk, self._register.counter.say
        for entry in entries_of("tiles"):
            source: OfferSource = entry.resolve()
            self._offers[entry.id] = []
            desk.watch(self, source.query, source.asked, partial(self._know, entry.id, source), say)

    def _know(self, id: str, source: OfferSource, rows: tuple[Any, ...]) -> None:
        self._offers[id] = source.of_rows(rows)
        self._show()

    def _show(self) -> None:
        groups = grouped([offer for offers in self._offers.values() for offer in offers])
        self.board.show_offers(groups)
        self._tiles.setCurrentWidget(self._scroll if groups else self.empty)
        names = [name for name, _offers in groups]
        self._group = self._group if self._group in names else ""
        self._fill_chips(names)
        self.board.show_group(self._group)

    def _fill_chips(self, names: list[str]) -> None:
        for chip in self.chips:
            self._chip_row.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self.chips = [self._chip(name, words) for name, words in [("", _("All")), *((n, n) for n in names)]]
        for chip in self.chips:
            self._chip_row.insertWidget(self._chip_row.count() - 1, chip)

    def _chip(self, name: str, words: str) -> Button:
        chip = Button(words, "seg")
        chip.setCheckable(True)
        chip.setChecked(name == self._group)
        chip.clicked.connect(partial(self._narrow, name))
        self._chip_group.addButton(chip)
        return chip

    def _narrow(self, name: str) -> None:
        self._group = name
        self.board.show_group(name)

    # --------------------------------------------------------------------------------------------------- the parts

    def _lay_out(self) -> None:
        self.pages = QStackedWidget()
        self.pages.addWidget(self._selling())
        self.pages.addWidget(self.receipts)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head())
        column.addWidget(self.pages, 1)

    def _head(self) -> QWidget:
        head, row = QWidget(), QHBoxLayout()
        self.segments = [Button(_("Sell"), "seg"), Button(_("Receipts"), "seg")]
        frame, inside, group = QFrame(), QHBoxLayout(), QButtonGroup(head)
        frame.setProperty("kind", "seg")
        for place, button in enumerate(self.segments):
            button.setCheckable(True)
            group.addButton(button)
            button.clicked.connect(partial(self._go, place))
            inside.addWidget(button)
        inside.setContentsMargins(3, 3, 3, 3)
        inside.setSpacing(2)
        frame.setLayout(inside)
        self.segments[0].setChecked(True)
        row.addWidget(frame)
        row.addStretch(1)
        row.addWidget(self.waiting)
        self._head_row = row
        head.setLayout(row)
        theme.on_change(self._dress)
        return head

    def _selling(self) -> QWidget:
        self.chips: list[Button] = []
        self._chip_group = QButtonGroup(self)
        chips = QWidget()
        self._chip_row = QHBoxLayout(chips)
        self._chip_row.setContentsMargins(20, 0, 20, 8)
        self._chip_row.addStretch(1)
        strip = Scrolled(chips)
        strip.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        strip.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        strip.setFixedHeight(theme.px(48))
        self._scroll = Scrolled(self.board)
        self._tiles = QStackedWidget()
        for part in (self._scroll, self.empty):
            self._tiles.addWidget(part)
        page, column = QWidget(), QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(strip)
        column.addWidget(self._tiles, 1)
        page.setLayout(column)
        return page

    def _dress(self) -> None:
        self._head_row.setContentsMargins(theme.px(20), theme.px(12), theme.px(20), theme.px(12))


class ParkedCarts(QWidget):
    """Carts that wait, as buttons; a press takes one up."""

    def __init__(self, register: Register) -> None:
        super().__init__()
        self._register = register
        self.buttons: list[Button] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        register.counter.desk.watch(self, parked, Carts, self._show, register.counter.say)

    def _show(self, carts: tuple[ParkedCart, ...]) -> None:
        for button in self.buttons:
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = [self._button(cart) for cart in carts[:4]]
        for button in self.buttons:
            self._row.addWidget(button)

    def _button(self, cart: ParkedCart) -> Button:
        button = Button(cart.label[:24], "quiet", "shopping-bag")
        lines = ngettext("{n} line", "{n} lines", cart.lines).format(n=cart.lines)
        when = isolate(show_part(cart.parked_at, "time", reader()))
        button.setToolTip(f"{lines} · {when} · {cart.parked_by}")
        button.setAccessibleName(_("Take up {label}, {lines}").format(label=cart.label, lines=lines))
        button.clicked.connect(lambda: self._register.cart.take_up(cart.id, cart.customer))
        return button


class _Empty(QWidget):
    """There is nothing to sell yet: how to get something."""

    def __init__(self, manage: Callable[[], object] | None) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.addStretch(2)
        column.addWidget(Icon("shopping-bag", "text3", 40), 0, Qt.AlignmentFlag.AlignHCenter)
        title, words = Label(_("Nothing to sell yet"), "heading"), Label("", "muted", wrap=True)
        words.setText(_("Add services and products in the settings, or import a price list from a CSV file."))
        for label in (title, words):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(label)
        if manage is not None:
            button = Button(_("Add a product"), "primary", "plus")
            button.clicked.connect(manage)
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)


def sell_page(front: "MainWindow") -> SellScreen:
    """Sell as a destination."""
    return SellScreen(front.register, manage=lambda: front.go("settings"))
