"""What narrows the activity log: the days, a person, and words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QWidget

from bizet_core.activity.queries import Activity
from bizet_core.describe.described import fields_of
from bizet_core.describe.fields import Field as About
from bizet_core.describe.kinds.nested import Described
from bizet_core.describe.language import N_, _, reader
from bizet_core.describe.validator import parse
from bizet_core.refusals import Refused
from bizet_core.staff.queries import Person
from bizet_core.store import Request
from ui import theme
from ui.described.field_set import FieldBox, input_for
from ui.widgets import Field, Label

WAIT_MS = 200  # after the last key
NARROW = 760  # pixels before zoom
AT_FIRST = timedelta(days=6)  # today and the six days before


class Days(Request):
    """From the first to the last, both included."""

    first: Annotated[date, About(N_("From"))]
    last: Annotated[date, About(N_("Until"))]


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is asked for, as far as a person chooses it."""

    days: Days
    staff: UUID | None
    words: str

    def question(self, limit: int) -> Activity:
        """The question, in the reader's zone."""
        return Activity(
            since=_midnight(self.days.first),
            until=_midnight(self.days.last + timedelta(days=1)),
            staff=self.staff,
            words=self.words,
            limit=limit,
        )


class ActivityFilter(QWidget):
    """`changed` once something else is chosen that can be read; what cannot is said at its field."""

    changed = Signal()

    def __init__(self, today: date) -> None:
        super().__init__()
        self.days = Days(first=today - AT_FIRST, last=today)
        self._only: UUID | None = None
        self._timer = QTimer(self, singleShot=True, interval=WAIT_MS)
        self._timer.timeout.connect(self._read)
        self._boxes = {about.name: self._box(about) for about in fields_of(Days)}
        self.person = QComboBox()
        self.person.setAccessibleName(_("Person"))
        self.person.addItem(_("Everybody"), None)
        self.person.activated.connect(self.changed)
        self.words = Field(_("Search what was done"), "search")
        self.words.textChanged.connect(lambda _text: self._timer.start())
        self._lay_out()

    @property
    def chosen(self) -> Chosen:
        """What is chosen now."""
        staff = self._only or self.person.currentData()
        return Chosen(self.days, staff, self.words.text().strip())

    def only(self, staff: UUID | None) -> None:
        """Show nobody else's lines; None lets a person be chosen."""
        self._only = staff
        for part in (self.person, self._person_label):
            part.setVisible(staff is None)

    def offer(self, people: Iterable[Person]) -> None:
        """Who can be chosen; whoever is chosen stays so."""
        kept = self.person.currentData()
        self.person.clear()
        self.person.addItem(_("Everybody"), None)
        for one in people:
            self.person.addItem(one.name, one.id)
            if one.id == kept:  # `findData` compares by identity
                self.person.setCurrentIndex(self.person.count() - 1)

    def _read(self) -> None:
        """Take what was typed, once it is whole."""
        try:
            days = parse(Days, {name: box.entry.raw() for name, box in self._boxes.items()})
        except Refused:
            return  # the field says so itself when it is left
        self.days = days
        self.changed.emit()

    def _box(self, about: Described) -> FieldBox:
        entry = input_for(about, None)
        assert entry is not None
        box = FieldBox(about, entry)
        entry.put(getattr(self.days, about.name))
        entry.changed.connect(self._timer.start)
        return box

    def _lay_out(self) -> None:
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._person_label = Label(_("Person"), "label")
        self._person_label.setBuddy(self.person)
        top = Qt.AlignmentFlag.AlignTop
        for place, box in enumerate(self._boxes.values()):
            self._grid.addWidget(box, 0, place, 2, 1, top)
        self._grid.addWidget(self._person_label, 0, 2)
        self._grid.addWidget(self.person, 1, 2, top)
        self._grid.addWidget(self.words, 1, 3, top)
        self._grid.setColumnStretch(3, 1)
        theme.on_change(self._dress)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._dress()

    def _dress(self) -> None:
        """Where there is little room, words are typed below the days."""
        self._grid.removeWidget(self.words)
        is_narrow = self.width() < theme.px(NARROW)
        self._grid.addWidget(self.words, *((2, 0, 1, 4) if is_narrow else (1, 3, 1, 1)))
        self._grid.setHorizontalSpacing(theme.px(12))
        self._grid.setVerticalSpacing(theme.px(4))
        for place in range(3):
            self._grid.setColumnMinimumWidth(place, theme.px(150))


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(reader().zone)).astimezone(UTC)
