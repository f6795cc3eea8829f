"""What narrows the activity log: the days, a person, a sort of thing, words, and one record it is about."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QWidget

from bizet_core.base.refusals import Refused
from bizet_core.business.staff.queries import Person
from bizet_core.describe.fields import Field as About
from bizet_core.describe.introspection import fields_of
from bizet_core.describe.kinds.structs import Described
from bizet_core.describe.languages.language import N_, _, isolate, reader
from bizet_core.describe.validator import parse
from bizet_core.oversight.activity.queries import Activity
from bizet_core.oversight.activity.rules import Topic
from bizet_core.store import Request
from ui.kit import theme
from ui.kit.fields.field_set import FieldBox, input_for
from ui.kit.widgets import Button, Field, Label

WAIT_MS = 200  # after the last key
NARROW, TIGHT = 1120, 640  # pixels before zoom
AT_FIRST = timedelta(days=6)  # today and the six days before
OF_ONE = timedelta(days=365)  # of one record little is done in a week
TOPICS: Mapping[Topic, str] = {
    Topic.SESSIONS: N_("Signing in and out"),
    Topic.PEOPLE: N_("People, roles and hours"),
    Topic.BOOKINGS: N_("Bookings"),
    Topic.SALES: N_("Sales and till"),
    Topic.CUSTOMERS: N_("Customers"),
    Topic.OFFER: N_("Services and products"),
    Topic.HOUSE: N_("Business, places and settings"),
    Topic.DEVICES: N_("Devices and Inbox"),
}


class Days(Request):
    """From the first to the last, both included."""

    first: Annotated[date, About(N_("From"))]
    last: Annotated[date, About(N_("Until"))]


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is asked for, as far as a person chooses it."""

    days: Days
    staff: UUID | None
    topic: Topic | None
    words: str
    about: UUID | None

    def question(self, limit: int) -> Activity:
        """The question, in the reader's zone."""
        return Activity(
            since=_midnight(self.days.first),
            until=_midnight(self.days.last + timedelta(days=1)),
            staff=self.staff,
            topic=self.topic,
            words=self.words,
            about=self.about,
            limit=limit,
        )


class ActivityFilter(QWidget):
    """`changed` once something else is chosen that can be read; what cannot is said at its field."""

    changed = Signal()

    def __init__(self, today: date) -> None:
        super().__init__()
        self._today = today
        self.days = Days(first=today - AT_FIRST, last=today)
        self._only: UUID | None = None
        self._about: UUID | None = None
        self._timer = QTimer(self, singleShot=True, interval=WAIT_MS)
        self._timer.timeout.connect(self._read)
        self._boxes = {about.name: self._box(about) for about in fields_of(Days)}
        self.person = QComboBox()
        self.person.setAccessibleName(_("Person"))
        self.person.addItem(_("Everybody"), None)
        self.person.activated.connect(self.changed)
        self.topic = QComboBox()
        self.topic.setAccessibleName(_("Sort of thing"))
        self.topic.addItem(_("Everything"), None)
        for topic, label in TOPICS.items():
            self.topic.addItem(_(label), topic)
        self.topic.activated.connect(self.changed)
        for box in (self.person, self.topic):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.about = Button("", "quiet", "x")
        self.about.clicked.connect(self._widen)
        self.about.hide()
        self.words = Field(_("Search what was done"), "search")
        self.words.textChanged.connect(lambda _text: self._timer.start())
        self._lay_out()

    @property
    def chosen(self) -> Chosen:
        """What is chosen now."""
        staff = self._only or self.person.currentData()
        topic = self.topic.currentData()
        return Chosen(self.days, staff, Topic(topic) if topic else None, self.words.text().strip(), self._about)

    def narrow(self, about: UUID, name: str) -> None:
        """Ask for all that was done to one record within a year, whatever was chosen before."""
        self._about = about
        self.about.say(_("Only about {name}").format(name=isolate(name)))
        self.about.show()
        self.person.setCurrentIndex(0)
        self.topic.setCurrentIndex(0)
        self.words.clear()
        self._put_days(Days(first=self._today - OF_ONE, last=self._today))
        self.changed.emit()

    def _widen(self) -> None:
        """All records again, and the days of the beginning."""
        self._about = None
        self.about.hide()
        self._put_days(Days(first=self._today - AT_FIRST, last=self._today))
        self.changed.emit()

    def _put_days(self, days: Days) -> None:
        self.days = days
        for name, box in self._boxes.items():
            box.entry.put(getattr(days, name))
        self._timer.stop()  # there is nothing to read that is not known

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
        self._person_label, self._topic_label = Label(_("Person"), "label"), Label(_("Sort of thing"), "label")
        self._person_label.setBuddy(self.person)
        self._topic_label.setBuddy(self.topic)
        top = Qt.AlignmentFlag.AlignTop
        for place, box in enumerate(self._boxes.values()):
            self._grid.addWidget(box, 0, place, 2, 1, top)
        self._below = QHBoxLayout()
        self._below.addWidget(self.about)
        self._below.addStretch(1)
        self._grid.addLayout(self._below, 6, 0, 1, 5)
        self._grid.setColumnStretch(4, 1)
        theme.on_change(self._dress)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._dress()

    def _dress(self) -> None:
        """Where there is little room, words are typed below the days."""
        is_narrow, is_tight = self.width() < theme.px(NARROW), self.width() < theme.px(TIGHT)
        self._arrange(2 if is_tight else 4, is_narrow)
        self._grid.setHorizontalSpacing(theme.px(12))
        self._grid.setVerticalSpacing(theme.px(4))  # as between the dates and their labels
        self._grid.setRowMinimumHeight(2, theme.px(4) if is_narrow else 0)
        self._below.setContentsMargins(0, theme.px(4), 0, 0)
        for place in range(4):
            self._grid.setColumnMinimumWidth(place, 0 if is_tight and place > 1 else theme.px(150))

    def _arrange(self, abreast: int, is_narrow: bool) -> None:
        """Who and what beside the days, or below them; the words at the end, or in a line of their own."""
        top = Qt.AlignmentFlag.AlignTop
        for part in (self._person_label, self.person, self._topic_label, self.topic, self.words):
            self._grid.removeWidget(part)
        for place, (label, box) in enumerate(((self._person_label, self.person), (self._topic_label, self.topic))):
            line, column = divmod(place + 2, abreast)
            self._grid.addWidget(label, 3 * line, column)
            self._grid.addWidget(box, 3 * line + 1, column, top)
        self._grid.addWidget(self.words, *((5, 0, 1, 5) if is_narrow else (1, 4, 1, 1)), top)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(reader().zone)).astimezone(UTC)
