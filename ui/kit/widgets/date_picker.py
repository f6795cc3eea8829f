"""A month to pick a day from; opens under the date, by click or G."""

from datetime import date, timedelta

from babel.dates import format_date, format_skeleton
from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from bizet_core.describe.languages.language import _, reader
from ui.kit import theme
from ui.kit.widgets import Button, IconButton, Label

WEEKS = 6
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}


class _DayButton(QPushButton):
    """A day. Qt's buttons take the arrow keys for themselves; here they belong to the month."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "day")
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(40), theme.px(36))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if Qt.Key(event.key()) in _STEPS:
            event.ignore()
        else:
            super().keyPressEvent(event)


class DatePicker(QWidget):
    """A popup. Arrows move by days, PgUp and PgDn by months, Enter picks, Esc closes."""

    picked = Signal(object)  # date

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)  # round corners
        self.setAccessibleName(_("Pick a day"))
        self._today = self._day = date.min
        self._title = Label(role="title")
        self._earlier = IconButton("chevron-left", _("Month before"), "bare")
        self._later = IconButton("chevron-right", _("Month after"), "bare")
        self._earlier.clicked.connect(lambda: self._turn(-1))
        self._later.clicked.connect(lambda: self._turn(1))
        self._buttons = [self._button(place) for place in range(WEEKS * 7)]
        self._heads = [Label(role="caption") for _day in range(7)]
        to_today = Button(_("Today"), "ghost")
        to_today.clicked.connect(lambda: self._pick(self._today))
        self._lay_out(to_today)
        theme.on_change(self._dress)

    def open_at(self, day: date, today: date, corner: QPoint) -> None:
        """Show the month of a day under a point of the screen; the keyboard starts on that day."""
        self._today = today
        self._mirror()
        self._show_month(day)
        self.adjustSize()
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            corner = QPoint(corner.x() - self.width(), corner.y())
        self.move(corner)
        self.show()
        self._focus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        step = _STEPS.get(key)
        if step is not None:
            mirrored = abs(step) == 1 and self.layoutDirection() == Qt.LayoutDirection.RightToLeft
            self._show_month(self._day + timedelta(days=-step if mirrored else step))
            self._focus()
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self._turn(-1 if key == Qt.Key.Key_PageUp else 1)
            self._focus()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._pick(self._day)
        else:
            super().keyPressEvent(event)

    def _button(self, place: int) -> QPushButton:
        button = _DayButton()
        button.clicked.connect(lambda: self._pick(self._first + timedelta(days=place)))
        return button

    def _show_month(self, day: date) -> None:
        """Show the six weeks around a day's month, and mark the day."""
        self._day = day
        locale = reader()
        first = day.replace(day=1)
        self._first = first - timedelta(days=(first.weekday() - locale.first_weekday) % 7)
        self._title.setText(format_skeleton("yMMMM", day, locale=locale.cldr))
        for i, head in enumerate(self._heads):
            head.setText(format_date(self._first + timedelta(days=i), "EEEEEE", locale=locale.cldr))
        for i, button in enumerate(self._buttons):
            self._show_day(button, self._first + timedelta(days=i))

    def _show_day(self, button: QPushButton, day: date) -> None:
        button.setText(str(day.day))
        button.setAccessibleName(format_date(day, "full", locale=reader().cldr))
        button.setChecked(day == self._day)
        for name, meant in (("other", day.month != self._day.month), ("today", day == self._today)):
            value = "true" if meant else "false"
            if button.property(name) != value:
                button.setProperty(name, value)
                button.style().unpolish(button)
                button.style().polish(button)

    def _focus(self) -> None:
        self._buttons[(self._day - self._first).days].setFocus(Qt.FocusReason.TabFocusReason)

    def _turn(self, months: int) -> None:
        """Another month, the same day of it or its last."""
        index = self._day.year * 12 + self._day.month - 1 + months
        first = date(index // 12, index % 12 + 1, 1)
        after = date((index + 1) // 12, (index + 1) % 12 + 1, 1)
        self._show_month(first.replace(day=min(self._day.day, (after - first).days)))

    def _pick(self, day: date) -> None:
        self.close()
        self.picked.emit(day)

    def _mirror(self) -> None:
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        self._earlier.show_icon("chevron-right" if rtl else "chevron-left")
        self._later.show_icon("chevron-left" if rtl else "chevron-right")

    def _lay_out(self, to_today: QWidget) -> None:
        sheet = QFrame()
        sheet.setProperty("kind", "pop")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(sheet)
        self._column = column = QVBoxLayout(sheet)
        top = QHBoxLayout()
        top.addWidget(self._title, 1)
        for part in (to_today, self._earlier, self._later):
            top.addWidget(part)
        column.addLayout(top)
        self._grid = QGridLayout()
        for i, head in enumerate(self._heads):
            self._grid.addWidget(head, 0, i, Qt.AlignmentFlag.AlignCenter)
        for i, button in enumerate(self._buttons):
            self._grid.addWidget(button, 1 + i // 7, i % 7)
        column.addLayout(self._grid)

    def _dress(self) -> None:
        self._grid.setSpacing(theme.px(2))
        self._column.setContentsMargins(theme.px(16), theme.px(12), theme.px(16), theme.px(16))
        for button in self._buttons:
            button.updateGeometry()
