"""The head of a booking in the panel: when, with whom, its status and what may become of it, its note."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from bizet_core.base.refusals import Refused
from bizet_core.booking.bookings.messages import STATUS_WORDS
from bizet_core.booking.bookings.model import Status
from bizet_core.booking.bookings.operations import SetBookingNote, SetStatus, set_booking_note, set_status
from bizet_core.booking.day_view.booking_details import BookingRow
from bizet_core.describe.formats.dates import show_part
from bizet_core.describe.languages.language import _, isolate, reader
from bizet_core.describe.languages.sentences import word
from bizet_core.store import Done
from bizet_desk.desk import Desk
from ui.kit import theme
from ui.kit.forms.undo_offer import offer_undo
from ui.kit.shell.toast import Toast
from ui.kit.widgets import Button, Chip, Field, IconButton, Label, Note, line_of

ICONS = {
    Status.HOLD: "hourglass",
    Status.PENDING: "clock",
    Status.CONFIRMED: "check",
    Status.ARRIVED: "user-check",
    Status.IN_SERVICE: "play",
    Status.COMPLETED: "check-check",
    Status.CANCELLED: "ban",
    Status.NO_SHOW: "user-x",
}
TONES = {Status.HOLD: "warn", Status.NO_SHOW: "danger", Status.ARRIVED: "info", Status.IN_SERVICE: "info"}
NEXT = {
    Status.HOLD: Status.CONFIRMED,
    Status.PENDING: Status.CONFIRMED,
    Status.CONFIRMED: Status.ARRIVED,
    Status.ARRIVED: Status.IN_SERVICE,
    Status.IN_SERVICE: Status.COMPLETED,
}
"""The step that most bookings take next; the others are in the menu."""


class VisitHead(QWidget):
    """Shown above the cart when a booking is open. `changed` after each step; `reschedule` asks for other times."""

    changed = Signal()
    reschedule = Signal(object)  # BookingRow

    def __init__(self, desk: Desk, toast: Toast, row: BookingRow) -> None:
        super().__init__()
        self._desk, self._toast, self.row = desk, toast, row
        self.setAccessibleName(_("Booking"))
        self._build()

    def _build(self) -> None:
        row = self.row
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        when = isolate(show_part(row.starts_at, "", reader()))
        until = isolate(show_part(row.ends_at, "time", reader()))
        head = QHBoxLayout()
        head.addLayout(
            line_of(Label(_("{when} to {until}").format(when=when, until=until), "strong", wrap=True), self._people()),
            1,
        )
        head.addWidget(Chip(TONES.get(row.status, "plain"), ICONS[row.status], _(STATUS_WORDS[row.status])))
        column.addLayout(head)
        if row.provisional:
            column.addWidget(Note(_("Not confirmed yet: this desk could not ask the others."), "hourglass", "warn"))
        if row.overbooked:
            column.addWidget(Note(_("Overbooked on purpose."), "triangle-alert", "warn"))
        column.addLayout(self._steps())
        column.addWidget(self._note())

    def _people(self) -> Label:
        names = dict.fromkeys(name for part in self.row.parts for name in (part.staff_name, *part.rooms) if name)
        return Label(" · ".join(names), "label", wrap=True)

    def _steps(self) -> QHBoxLayout:
        steps = QHBoxLayout()
        usual = NEXT.get(self.row.status)
        if usual is not None:
            button = Button(_(STATUS_WORDS[usual]), "quiet", ICONS[usual])
            button.setAccessibleName(_("Mark as: {status}").format(status=_(STATUS_WORDS[usual])))
            button.clicked.connect(partial(self._step, usual))
            steps.addWidget(button, 1)
        if self.row.movable:
            move = Button(_("Move"), "quiet", "calendar-days", _("Offer other times"))
            move.clicked.connect(lambda: self.reschedule.emit(self.row))
            steps.addWidget(move, 1)
        others = [status for status in self.row.next_steps if status is not usual]
        if others:
            steps.addWidget(self._more(others))
        return steps

    def _more(self, others: list[Status]) -> IconButton:
        more = IconButton("ellipsis", _("More"))
        menu = QMenu(more)
        for status in others:
            menu.addAction(theme.icon(ICONS[status], "text"), _(STATUS_WORDS[status]), partial(self._step, status))
        more.setMenu(menu)
        return more

    def _note(self) -> Field:
        note = Field(_("Note for this visit"), "sticky-note")
        note.setText(self.row.note)
        note.setMaxLength(2000)
        note.editingFinished.connect(lambda: self._write(note.text()))
        return note

    def _step(self, status: Status) -> None:
        asked = SetStatus(booking=self.row.id, status=status)
        self._desk.do(set_status, asked, owner=self, then=self._stepped, refused=self._refuse)

    def _stepped(self, done: Done) -> None:
        offer_undo(self._desk, self._toast, done, _("The booking was changed."))
        self.changed.emit()

    def _write(self, words: str) -> None:
        if words != self.row.note:
            asked = SetBookingNote(booking=self.row.id, note=words)
            self._desk.do(
                set_booking_note, asked, owner=self, then=lambda _done: self.changed.emit(), refused=self._refuse
            )

    def _refuse(self, refusal: Refused) -> None:
        self._toast.say(word(refusal), "triangle-alert")
