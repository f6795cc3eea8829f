"""The calendar's screen: the bar with the date and its totals, and the day below it."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_skeleton
from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from bizet_core.booking.day_view.day_rows import DayView
from bizet_core.describe.formats.money import show
from bizet_core.describe.languages.language import _, isolate, ngettext, reader
from ui.booking.calendar.input.drop_rules import DropRules
from ui.booking.calendar.surface import DaySurface, utc_now
from ui.kit import theme
from ui.kit.widgets import Button, IconButton, Label, line_of
from ui.kit.widgets.date_picker import DatePicker


class CalendarScreen(QWidget):
    """Asks for a day by `day_wanted(date)`, is given it by `show_day(view)`; `surface` has the signals of its cards."""

    day_wanted = Signal(object)  # date

    def __init__(self, zone: str, referee: DropRules | None = None, now: Callable[[], datetime] = utc_now) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._zone, self._now = ZoneInfo(zone), now
        self.day = self.today()
        self.surface = DaySurface(referee, now)
        self.head = DayHead()
        self.picker = DatePicker(self)
        self._connect()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.surface, 1)
        self._show_title(None)

    def today(self) -> date:
        """The date it is in the location's zone."""
        return self._now().astimezone(self._zone).date()

    def go(self, day: date) -> None:
        """Ask for another day; its title stands at once, its bookings when they have come."""
        self.day = day
        self._show_title(None)
        self.surface.loading()
        self.day_wanted.emit(day)

    def show_day(self, view: DayView) -> None:
        """Show a day that was asked for; an answer for a day left meanwhile is dropped."""
        if view.day == self.day:
            self._show_title(view)
            self.surface.show_day(view)

    def pick_date(self) -> None:
        """Open the month under the date."""
        title = self.head.title
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        corner = title.rect().bottomRight() if rtl else title.rect().bottomLeft()
        self.picker.open_at(self.day, self.today(), title.mapToGlobal(corner + QPoint(0, 4)))

    # what the shell asks of a screen

    def widget(self) -> QWidget:
        """The screen itself."""
        return self

    def take_focus(self) -> None:
        """The keyboard begins on the day."""
        self.surface.setFocus(Qt.FocusReason.TabFocusReason)

    def scanned(self, code: str) -> bool:
        """The calendar has no use for codes; the program looks them up."""
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_G and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.pick_date()
        else:
            super().keyPressEvent(event)

    def _show_title(self, view: DayView | None) -> None:
        year = "" if self.day.year == self.today().year else "y"
        date_text = format_skeleton(f"{year}EEEEMMMMd", self.day, locale=reader().cldr)
        self.head.title.show_date(date_text, totals(view) if view else "")

    def _connect(self) -> None:
        self.head.stepped.connect(self._step)
        self.head.title.clicked.connect(self.pick_date)
        self.surface.day_requested.connect(self._step)
        self.picker.picked.connect(self.go)

    def _step(self, days: int) -> None:
        self.go(self.day + timedelta(days=days) if days else self.today())


class DayHead(QWidget):
    """Today, the day before and after, and the date with its totals, which opens the month."""

    stepped = Signal(int)  # days; 0 for today

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page_head")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._today = Button(_("Today"), "quiet", tip="T")
        self._before = IconButton("chevron-left", _("Previous day"))
        self._after = IconButton("chevron-right", _("Next day"))
        for button, step in ((self._today, 0), (self._before, -1), (self._after, 1)):
            button.clicked.connect(lambda _checked=False, step=step: self.stepped.emit(step))
        self.title = DateTitle()
        self._row = QHBoxLayout(self)
        for part in (self._today, self._before, self._after, self.title):
            self._row.addWidget(part)
        self._row.addStretch(1)
        theme.on_change(self._dress)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._dress()
        super().changeEvent(event)

    def _dress(self) -> None:
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        self._before.show_icon("chevron-right" if rtl else "chevron-left")
        self._after.show_icon("chevron-left" if rtl else "chevron-right")
        self.setFixedHeight(theme.px(64))
        self._row.setContentsMargins(theme.px(16), 0, theme.px(16), 0)
        self._row.setSpacing(theme.px(8))


class DateTitle(QPushButton):
    """The date in large type over the day's totals; pressing it opens the month."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "title")
        self.setToolTip(_("Go to date (G)"))
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self._date, self._totals = Label(role="heading"), Label(role="label")
        for label in (self._date, self._totals):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._lines = line_of(self._date, self._totals)
        self._lines.setContentsMargins(6, 2, 6, 2)
        self.setLayout(self._lines)

    def show_date(self, day: str, day_totals: str) -> None:
        """Show a date and what there is on it."""
        self._date.setText(day)
        self._totals.setText(day_totals)
        said = f"{day}, {day_totals}" if day_totals else day
        self.setAccessibleName(_("{date}. Go to date").format(date=said))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return self._lines.sizeHint()


def totals(view: DayView) -> str:
    """`23 bookings · 81% full · €1,284 expected`."""
    bookings = ngettext("{n} booking", "{n} bookings", view.bookings).format(n=view.bookings)
    full = _("{percent}% full").format(percent=view.full)
    expected = _("{amount} expected").format(amount=show(view.expected))
    return isolate(f"{bookings} · {full} · {expected}")
