"""What departs from the usual week: time off, other hours, closures. Listed, added, taken back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Annotated, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from bizet_core.booking.day_view.overlaps import InException, Overlaps, overlaps
from bizet_core.catalogue.timetable.operations import (
    ABSENCES,
    Absence,
    AddClosure,
    AddOverride,
    AddTimeOff,
    RemoveException,
    add_closure,
    add_override,
    add_time_off,
    remove_exception,
)
from bizet_core.catalogue.timetable.queries import Departure, Departures, departures
from bizet_core.catalogue.timetable.rules import Layer
from bizet_core.describe.fields import Field
from bizet_core.describe.formats import times
from bizet_core.describe.formats.dates import show_part
from bizet_core.describe.languages.language import N_, NN_, _, isolate, ngettext, reader
from bizet_core.store import Done
from bizet_core.store.operations.operation import Operation
from ui.kit.fields import Rows
from ui.kit.forms.form_context import Editing, FormContext
from ui.kit.widgets import Button, Note

BACK, AHEAD = timedelta(days=31), timedelta(days=731)  # what is listed
KINDS = {
    Layer.TIME_OFF: N_("Time off"),
    Layer.OVERRIDE: N_("Other hours"),
    Layer.CLOSURE: N_("Closed"),
    Layer.BLOCK: N_("Blocked"),
}

STAYING = NN_(
    "{n} booking lies in this time and stays as it is: {first}",
    "{n} bookings lie in this time and stay as they are: {first}",
)


@dataclass(frozen=True, slots=True)
class ExceptionLine:
    """One line of the list."""

    id: UUID
    first_day: Annotated[date, Field(N_("From"))]
    last_day: Annotated[date, Field(N_("Until"))]
    what: Annotated[str, Field(N_("What"))]
    when: Annotated[str, Field(N_("Times"))]
    note: Annotated[str, Field(N_("Note"))]


@dataclass(frozen=True, slots=True)
class Way:
    """One way to depart from the week."""

    label: str
    operation: Operation[Any, Any]
    made: type[Any]


OFF = Way(N_("Add time off"), add_time_off, AddTimeOff)
OTHER = Way(N_("Add other hours"), add_override, AddOverride)
CLOSED = Way(N_("Close on some days"), add_closure, AddClosure)


class ExceptionsEditor(QWidget):
    """The exceptions of one resource, with a form for each way to add one."""

    def __init__(self, office: FormContext, resource: UUID, ways: tuple[Way, ...]) -> None:
        super().__init__()
        self._office, self._resource = office, resource
        self.rows = Rows(ExceptionLine, N_("Days unlike the others"), N_("Every week is like the other."))
        self.away = Button(_("Take it back"), "danger")
        self.away.clicked.connect(self._remove)
        self.rows.chosen.connect(lambda line: self.away.setEnabled(line is not None))
        self.away.setEnabled(False)
        self.booked = Note("", "triangle-alert", "warn")
        self.booked.hide()
        self._stack = QStackedWidget()
        self._stack.addWidget(self._list(ways))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        office.desk.watch(self, departures, self._asked, self._show)

    def begin(self, way: Way) -> None:
        """An empty form for one more."""
        self.booked.hide()
        today = self._today()
        initial = {"resource": self._resource, "first_day": today, "last_day": today}
        editing = Editing(
            self._office, way.made, way.operation, initial=initial, words=N_("Added."), save=way.label,
            leave_out=("resource",), then=self._added,
        )  # fmt: skip
        editing.form.cancelled.connect(self._end)
        self._stack.addWidget(editing)
        self._stack.setCurrentWidget(editing)
        editing.form.focus_first()

    def _added(self, done: Done) -> None:
        self._end()
        asked = InException(exception=done.result)
        self._office.desk.ask(overlaps, asked, owner=self, then=self._tell_booked, refused=lambda _refusal: None)

    def _tell_booked(self, found: Overlaps) -> None:
        """What is booked in the time that was just closed: it stays, for somebody to move or to talk to people."""
        if found.count:
            self.booked.say(_booked_words(found))
            self.booked.show()

    def _end(self) -> None:
        page = self._stack.currentWidget()
        self._stack.setCurrentIndex(0)
        if page is not None and page is not self._stack.widget(0):
            self._stack.removeWidget(page)
            page.deleteLater()

    def _asked(self) -> Departures:
        today = self._today()
        return Departures(first_day=today - BACK, last_day=today + AHEAD, resource=self._resource)

    def _today(self) -> date:
        return self._office.desk.store.clock().astimezone(ZoneInfo(reader().zone)).date()

    def _show(self, found: tuple[Departure, ...]) -> None:
        self.rows.show_rows([_line(each) for each in found if each.kind is not Layer.BLOCK])

    def _remove(self) -> None:
        line = self.rows.selected()
        if line is not None:
            self.booked.hide()
            request = RemoveException(exception=line.id)
            self._office.act(self, remove_exception, request, _("{what} taken back.").format(what=line.what))

    def _list(self, ways: tuple[Way, ...]) -> QWidget:
        page = QWidget()
        buttons = QHBoxLayout()
        for way in ways:
            button = Button(_(way.label), "quiet", "plus")
            button.clicked.connect(partial(self.begin, way))
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self.away)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(buttons)
        column.addWidget(self.booked)
        column.addWidget(self.rows, 1)
        return page


def exceptions_of(*ways: Way) -> Callable[[FormContext, Any], QWidget]:
    """A tab for these ways."""
    return lambda office, row: ExceptionsEditor(office, row.id, ways)


def _booked_words(found: Overlaps) -> str:
    first = [
        f"{isolate(each.customer or _('Walk-in'))}, {isolate(show_part(each.starts_at, '', reader()))}"
        for each in found.first
    ]
    more = ["…"] if found.count > len(first) else []
    words = ngettext(*STAYING, found.count)
    return words.format(n=isolate(str(found.count)), first=" · ".join([*first, *more]))


def _line(each: Departure) -> ExceptionLine:
    reason = ABSENCES.get(Absence(each.reason)) if each.reason else None
    spans = [isolate(times.show_range(*span, reader())) for span in each.times]
    whole = each.kind is not Layer.OVERRIDE and all(end - start >= times.DAY for start, end in each.times)
    return ExceptionLine(
        id=each.id,
        first_day=each.first_day,
        last_day=each.last_day,
        what=_(reason or KINDS[each.kind]),
        when=_("Whole day") if whole else ", ".join(spans),
        note=each.note,
    )
