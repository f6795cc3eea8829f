"""Waiting, told honestly: nothing for 150 ms, then a spinner, after a second a bar with count, rate and Cancel."""

from collections.abc import Callable
from time import monotonic

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from bizet_core.describe.languages.language import _
from ui.kit import theme
from ui.kit.widgets import Button, Label

SPINNER_AFTER, BAR_AFTER = 0.15, 1.0  # seconds


def stage(waited: float) -> str:
    """What to show after so many seconds: `nothing`, `spinner` or `bar`."""
    return "nothing" if waited < SPINNER_AFTER else "spinner" if waited < BAR_AFTER else "bar"


def seconds_left(done: int, total: int, waited: float) -> int | None:
    """Seconds that the rest will take at the rate so far; None while that cannot be told."""
    if done <= 0 or total <= 0 or waited < BAR_AFTER:
        return None
    return max(0, round(waited * (total - done) / done))


def words(done: int, total: int, waited: float, things: str) -> str:
    """`4,210 of 100,000 customers, 38 s left`."""
    if total <= 0:
        return things
    count = _("{done} of {total} {things}").format(done=f"{done:,}", total=f"{total:,}", things=things)
    left = seconds_left(done, total, waited)
    return count if left is None else _("{count}, {seconds} s left").format(count=count, seconds=left)


class Spinner(QWidget):
    """A turning arc; still, when the person asked for less motion."""

    def __init__(self, size: int = 18) -> None:
        super().__init__()
        self._size, self._angle = size, 0
        self._timer = QTimer(self)
        self._timer.setInterval(33)
        self._timer.timeout.connect(self._turn)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("Please wait"))

    def sizeHint(self) -> QSize:
        return QSize(theme.px(self._size), theme.px(self._size))

    def showEvent(self, event: object) -> None:
        if theme.moving():
            self._timer.start()

    def hideEvent(self, event: object) -> None:
        self._timer.stop()

    def _turn(self) -> None:
        self._angle = (self._angle + 24) % 360
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        painter.setPen(QPen(theme.colour("surface3"), 2.4))
        painter.drawEllipse(box)
        painter.setPen(QPen(theme.colour("primary"), 2.4, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawArc(box, -self._angle * 16, 100 * 16)
        painter.end()


class Progress(QFrame):
    """Shows how one job goes on. `begin`, any number of `advance`, `finish`; hidden while there is nothing to say."""

    cancelled = Signal()

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        super().__init__()
        self.setProperty("kind", "pop")
        self._clock = clock
        self._began: float | None = None
        self._done = self._total = 0
        self._things = ""
        self.spinner, self.words, self.bar = Spinner(), Label(role="label"), QProgressBar()
        self.bar.setTextVisible(False)
        self.cancel = Button(_("Cancel"), "ghost")
        self.cancel.clicked.connect(self.cancelled)
        self._lay_out()
        self._timer = QTimer(self)
        self._timer.setInterval(50)
        self._timer.timeout.connect(self.show_state)
        self.hide()

    def begin(self, things: str, can_cancel: bool = False) -> None:
        """A job begins; `things` names what is counted, or what is done when nothing is."""
        self._began, self._done, self._total, self._things = self._clock(), 0, 0, things
        self.cancel.setVisible(can_cancel)
        self._timer.start()

    def begin_counting(self, things: str) -> None:
        """The job that runs counts these from now on."""
        self._things = things

    def advance(self, done: int, total: int) -> None:
        """So much of it is done."""
        self._done, self._total = done, total

    def finish(self) -> None:
        """The job has ended, one way or the other."""
        self._began = None
        self._timer.stop()
        self.hide()

    def show_state(self) -> None:
        """Show what the time that has passed calls for."""
        if self._began is None:
            return
        waited = self._clock() - self._began
        now = stage(waited)
        self.setVisible(now != "nothing")
        self.spinner.setVisible(now == "spinner")
        self.bar.setVisible(now == "bar")
        self.bar.setRange(0, self._total)
        self.bar.setValue(self._done)
        self.words.setText(words(self._done, self._total, waited, self._things))
        self.bar.setAccessibleName(self.words.text())

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 10, 10)
        row.setSpacing(12)
        row.addWidget(self.spinner)
        column = QVBoxLayout()
        column.addWidget(self.words)
        column.addWidget(self.bar)
        row.addLayout(column, 1)
        row.addWidget(self.cancel)
