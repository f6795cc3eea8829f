"""The lines of the cart as rows that can be stepped, reduced and taken out, by hand or by keyboard."""

from collections.abc import Callable
from decimal import Decimal
from uuid import UUID

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from bizet_core.describe.formats.money import show
from bizet_core.describe.formats.numbers import show as show_number
from bizet_core.describe.languages.language import _, isolate, reader
from bizet_core.selling.carts.operations import CartLine
from bizet_core.selling.pricing.rules import QuotedLine
from ui.kit import theme
from ui.kit.widgets import Amount, Label, Stepper, breakable, rule
from ui.selling.cart.open_cart import Cart

EDGE = 6  # between the words and the edge, where the ring of the keyboard goes


class LineRows(QWidget):
    """All lines, as high as they are; `discount_asked` names the line somebody wants to reduce."""

    discount_asked = Signal(object)  # the line's id

    def __init__(self, cart: Cart) -> None:
        super().__init__()
        self._cart = cart
        self._rows: dict[UUID, LineRow] = {}
        self.setAccessibleName(_("Cart"))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        cart.changed.connect(self._show_lines)
        cart.quoted.connect(self._show_amounts)
        self._show_lines()

    def row(self, id: UUID) -> "LineRow | None":
        """The row of a line."""
        return self._rows.get(id)

    def _show_lines(self) -> None:
        lines = self._cart.content.lines
        for id in self._rows.keys() - {line.id for line in lines}:
            gone = self._rows.pop(id)
            self._column.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        for place, line in enumerate(lines):
            if line.id not in self._rows:
                self._rows[line.id] = self._made(line)
                self._column.insertWidget(place, self._rows[line.id])
            self._rows[line.id].show_line(line)
        self._show_amounts()

    def _show_amounts(self) -> None:
        quote = self._cart.quote
        if quote is None:
            return
        for quoted in quote.lines:
            row = self._rows.get(quoted.line.id)
            if row is not None:
                row.show_quote(quoted)

    def _made(self, line: CartLine) -> "LineRow":
        made = LineRow(line, self._cart)
        made.discount_asked.connect(self.discount_asked)
        return made


class LineRow(QFrame):
    """One line. Press it (or Enter) for what can be done with it; Delete takes it out, + and − count."""

    discount_asked = Signal(object)

    def __init__(self, line: CartLine, cart: Cart) -> None:
        super().__init__()
        self._line, self._cart = line, cart
        self.setAccessibleName(line.name)  # until its price is known
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._name, self._below = Label(breakable(line.name), "strong", wrap=True), Label("", "label", wrap=True)
        self._amount = Amount(cart.money(line.unit_price))
        self._was = Amount(role="label", struck=True)
        self._was.setProperty("role", "label")
        self._stepper = self._made_stepper()
        self._lay_out()

    @property
    def stepper(self) -> Stepper | None:
        """− and +, where whole things are counted."""
        return self._stepper

    def show_line(self, line: CartLine) -> None:
        """Show the line as it is now; its amount follows with the quote."""
        self._line = line
        self._name.setText(breakable(line.name))
        self._say_below(line.discount.label if line.discount else "")
        if self._stepper is not None and self._stepper.value != line.quantity // 1000:
            self._stepper.set_value(line.quantity // 1000)

    def show_quote(self, quoted: QuotedLine) -> None:
        """Show what the line costs, and what it would without its own discounts."""
        own = [r for r in quoted.reductions if r.scope != "order"]
        now, listed = quoted.amount - sum(r.amount for r in own), quoted.amount
        self._amount.show_money(self._cart.money(now))
        self._was.show_money(self._cart.money(listed))
        self._was.setVisible(now != listed)
        self._say_below(", ".join(r.label for r in own))
        self.setAccessibleName(f"{self._line.name}, {show(self._cart.money(now))}")

    def open_menu(self) -> None:
        """Offer what can be done with the line."""
        menu = QMenu(self)
        acts: tuple[tuple[str, Callable[[], None]], ...] = (
            (_("Discount…"), self._ask_discount),
            (_("Remove discount"), lambda: self._cart.set_line_discount(self._line.id, None)),
            (_("Take out"), lambda: self._cart.remove(self._line.id)),
        )
        for words, act in acts:
            menu.addAction(words, act)
        menu.actions()[1].setVisible(self._line.discount is not None)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.mapToGlobal(QPoint(theme.px(12), self.height() - 4)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.open_menu()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._cart.remove(self._line.id)
        elif key == Qt.Key.Key_Percent:
            self._ask_discount()
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Minus) and self._stepper is not None:
            self._stepper.set_value(self._stepper.value + (1 if key == Qt.Key.Key_Plus else -1))
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.open_menu()

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()

    def leaveEvent(self, event: object) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.underMouse():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("surface2"))
            painter.drawRoundedRect(self.rect().adjusted(0, 1, 0, -2), 8, 8)
            painter.end()

    def _ask_discount(self) -> None:
        self.discount_asked.emit(self._line.id)

    def _say_below(self, why: str) -> None:
        count = "" if self._line.quantity % 1000 == 0 else self._weight()
        words = " · ".join(word for word in (count, self._line.detail, why) if word)
        self._below.setText(words)
        self._below.setVisible(bool(words))

    def _weight(self) -> str:
        return isolate(show_number(Decimal(self._line.quantity) / 1000, reader()))

    def _made_stepper(self) -> Stepper | None:
        if self._line.part is not None or self._line.kind == "service" or self._line.quantity % 1000:
            return None
        stepper = Stepper(self._line.quantity // 1000, least=0, most=999, of=self._line.name)
        stepper.changed.connect(self._count)
        return stepper

    def _count(self, number: int) -> None:
        if number == 0:
            self._cart.remove(self._line.id)
        elif number * 1000 != self._line.quantity:
            self._cart.set_quantity(self._line.id, number * 1000)

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self._name)
        words.addWidget(self._below)
        amounts = QVBoxLayout()
        amounts.setSpacing(1)
        amounts.addWidget(self._amount)
        amounts.addWidget(self._was)
        self._was.hide()
        row = QHBoxLayout()
        row.setContentsMargins(EDGE, 9, EDGE, 9)
        row.setSpacing(10)
        row.addLayout(words, 1)
        if self._stepper is not None:
            row.addWidget(self._stepper, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(amounts)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(rule())
