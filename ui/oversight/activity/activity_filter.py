"""What narrows the activity log: the days, a person, a sort of thing, words, and one record it is about."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from bizet_core.describe.fields import Field as About
from bizet_core.describe.languages.language import N_, _, isolate, reader
from bizet_core.oversight.activity.queries import Activity
from bizet_core.oversight.activity.rules import Topic
from bizet_core.store import Request
from bizet_desk.desk import Desk
from ui.kit.entries import entries_of
from ui.kit.filter_bar import FilterBar
from ui.kit.widgets import Button

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


class ByPerson(Request):
    """One person's lines; nobody chosen: everybody's."""

    staff: Annotated[
        UUID | None, About(N_("Person"), choices="bizet_core.business.staff.queries:EVERYBODY", example=N_("Everybody"))
    ] = None


class ByTopic(Request):
    """Lines of one sort; none chosen: all."""

    topic: Annotated[Topic | None, About(N_("Sort of thing"), choices=TOPICS, example=N_("Everything"))] = None


class ActivityFilter(QWidget):
    """`changed` once something else is chosen that can be read; what cannot is said at its field."""

    changed = Signal()

    def __init__(self, desk: Desk, today: date) -> None:
        super().__init__()
        self._today = today
        self._only: UUID | None = None
        self._about: UUID | None = None
        self.bar = FilterBar(
            desk,
            [entry.resolve() for entry in entries_of("filters", "activity")],
            words=_("Search what was done"),
            initial={"first": today - AT_FIRST, "last": today},
        )
        self.bar.changed.connect(self.changed)
        assert self.bar.words is not None
        self.words = self.bar.words
        self.about = Button("", "quiet", "x")
        self.about.clicked.connect(self._widen)
        self.about.hide()
        self.bar.below.insertWidget(0, self.about)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.bar)

    @property
    def days(self) -> Days:
        """The days that are asked for."""
        known = self.bar.values()
        return Days(first=known["first"], last=known["last"])

    @property
    def chosen(self) -> Chosen:
        """What is chosen now."""
        known = self.bar.values()
        return Chosen(self.days, self._only or known["staff"], known["topic"], self.bar.typed, self._about)

    def narrow(self, about: UUID, name: str) -> None:
        """Ask for all that was done to one record within a year, whatever was chosen before."""
        self._about = about
        self.about.say(_("Only about {name}").format(name=isolate(name)))
        self.about.show()
        self._put(OF_ONE, words="", staff=None, topic=None)

    def _widen(self) -> None:
        """All records again, and the days of the beginning."""
        self._about = None
        self.about.hide()
        self._put(AT_FIRST)

    def _put(self, back: timedelta, words: str | None = None, **values: object) -> None:
        """Ask for so many days back; what it is about is no part of the bar, so that it is told in any case."""
        with QSignalBlocker(self.bar):
            self.bar.put({"first": self._today - back, "last": self._today, **values}, words)
        self.changed.emit()

    def only(self, staff: UUID | None) -> None:
        """Show nobody else's lines; None lets a person be chosen."""
        self._only = staff
        self.bar.show_field("staff", staff is None)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(reader().zone)).astimezone(UTC)
