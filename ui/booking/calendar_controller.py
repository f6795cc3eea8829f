"""The calendar wired to the desk: what a hand does on the day becomes operations, with undo and with reasons."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QEvent, QObject, QTimer, Signal, SignalInstance

from bizet_core.base.refusals import Refused
from bizet_core.booking.bookings.model import Status
from bizet_core.booking.bookings.operations import SetStatus, move_booking, resize_booking, set_status
from bizet_core.booking.bookings.requests import MoveBooking, ResizeBooking
from bizet_core.booking.bookings.status_flow import next_steps
from bizet_core.booking.day_view.day_rows import Card, DayView
from bizet_core.booking.day_view.queries import OfDay, day
from bizet_core.booking.free_times.queries import MoveTerms, OfMove, move_terms
from bizet_core.business.resources.model import ResourceKind
from bizet_core.describe.formats.dates import show_part
from bizet_core.describe.languages.language import N_, _, reader
from bizet_core.describe.languages.sentences import word
from bizet_core.store import Done
from bizet_desk.desk import Desk
from ui.booking.calendar.input.drop_rules import DropRules
from ui.booking.calendar.screen import CalendarScreen
from ui.kit.forms.undo_offer import offer_undo
from ui.kit.shell.toast import Toast

if TYPE_CHECKING:
    from ui.main.main_window import MainWindow

SAID = {
    Status.PENDING: N_("{who} is pending."),
    Status.CONFIRMED: N_("{who} is confirmed."),
    Status.ARRIVED: N_("{who} has arrived."),
    Status.IN_SERVICE: N_("{who} is being served."),
    Status.COMPLETED: N_("{who} is done."),
    Status.CANCELLED: N_("The booking of {who} is cancelled."),
    Status.NO_SHOW: N_("{who} did not come."),
}


class CalendarController(QObject):
    """Asks for the shown day again whenever it changes; `booking_chosen` and `time_chosen` open the panel."""

    booking_chosen = Signal(object)  # booking
    pay_chosen = Signal(object)  # booking
    time_chosen = Signal(object, object, object)  # resource, starts_at, ends_at or None

    def __init__(self, desk: Desk, toast: Toast, location: UUID, zone: str, now: Callable[[], datetime]) -> None:
        self.screen = CalendarScreen(zone, self._referee(), now)
        super().__init__(self.screen)
        self._desk, self._toast, self._location = desk, toast, location
        self._view: DayView | None = None
        self._terms: tuple[UUID, MoveTerms] | None = None
        self._waits_for_hand: UUID | None = None
        self._watch = desk.watch(self.screen, day, self._asked, self._show)
        self._connect()

    # ----------------------------------------------------------------------------------------------- what is shown

    def _asked(self) -> OfDay:
        return OfDay(location=self._location, day=self.screen.day)

    def _show(self, view: DayView) -> None:
        self._view = view
        self._terms = None  # somebody may have booked where a hand would let go
        self.screen.show_day(view)

    def card_of(self, part: UUID) -> Card | None:
        """The card of a part, in its own column first."""
        cards = self._view.cards if self._view else ()
        mine = [card for card in cards if card.part == part]
        return next((card for card in mine if card.own), mine[0] if mine else None)

    def is_person(self, column: UUID) -> bool:
        """Whether a column of the shown day is somebody, not a room."""
        return self._kind_of(column) == ResourceKind.STAFF

    # ------------------------------------------------------------------------------------------------ what is done

    def _connect(self) -> None:
        surface = self.screen.surface
        self.screen.day_wanted.connect(lambda _day: self._watch.ask())
        surface.selected.connect(self._pick_up)
        surface.viewport().installEventFilter(self)
        surface.opened.connect(lambda part: self._tell(self.booking_chosen, part))
        surface.pay_requested.connect(lambda part: self._tell(self.pay_chosen, part))
        surface.create_requested.connect(self.time_chosen)
        surface.move_requested.connect(self._move)
        surface.resize_requested.connect(self._resize)
        surface.status_requested.connect(self._step)

    def _tell(self, signal: SignalInstance, part: UUID) -> None:
        card = self.card_of(part)
        if card is not None:
            signal.emit(card.booking)

    def _pick_up(self, part: UUID | None) -> None:
        """What a drag needs to know is asked when a card is chosen, so that it is there when the hand moves."""
        card = self.card_of(part) if part else None
        if card is None:
            return
        self._show_when_let_go(card.booking)
        asked = OfMove(booking=card.booking, part=card.part, around=card.starts_at)
        self._desk.ask(move_terms, asked, owner=self, then=lambda terms: self._keep(card.part, terms))

    def _show_when_let_go(self, booking: UUID) -> None:
        """The panel takes room from the day, so it opens when the hand has let go: nothing moves under a drag."""
        if self.screen.surface.is_pressed:
            self._waits_for_hand = booking
        else:
            self.booking_chosen.emit(booking)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.MouseButtonRelease and self._waits_for_hand is not None:
            booking, self._waits_for_hand = self._waits_for_hand, None
            QTimer.singleShot(0, self, lambda: self.booking_chosen.emit(booking))
        return False

    def _keep(self, part: UUID, terms: MoveTerms) -> None:
        self._terms = (part, terms)
        self.screen.surface.ask_again()

    def _move(self, part: UUID, resource: UUID, starts_at: datetime) -> None:
        card = self.card_of(part)
        if card is None:
            return
        on_staff = self.is_person(resource)
        asked = MoveBooking(
            booking=card.booking,
            part=part,
            starts_at=starts_at,
            staff=resource if on_staff else None,
            resource=None if on_staff else resource,
        )
        moved = _("{who} moved to {time}.").format(who=_who(card), time=show_part(starts_at, "time", reader()))
        self._desk.do(move_booking, asked, owner=self, then=lambda done: self._done(done, moved), refused=self._refuse)

    def _resize(self, part: UUID, starts_at: datetime, ends_at: datetime) -> None:
        card = self.card_of(part)
        if card is None:
            return
        asked = ResizeBooking(booking=card.booking, part=part, starts_at=starts_at, ends_at=ends_at)
        resized = _("{who} now ends at {time}.").format(who=_who(card), time=show_part(ends_at, "time", reader()))
        self._desk.do(
            resize_booking, asked, owner=self, then=lambda done: self._done(done, resized), refused=self._refuse
        )

    def _step(self, part: UUID, status: str) -> None:
        card = self.card_of(part)
        if card is None:
            return
        asked = SetStatus(booking=card.booking, status=Status(status))
        said = _(SAID[Status(status)]).format(who=_who(card))
        self._desk.do(set_status, asked, owner=self, then=lambda done: self._done(done, said), refused=self._refuse)

    def _done(self, done: Done, words: str) -> None:
        offer_undo(self._desk, self._toast, done, words)

    def _refuse(self, refusal: Refused) -> None:
        self.screen.surface.put_back()
        self._toast.say(word(refusal), "triangle-alert")

    # ----------------------------------------------------------------------------------------- what is asked before

    def _referee(self) -> DropRules:
        return DropRules(
            why_not=self._why_not,
            why_not_until=self._why_not_until,
            steps=lambda status: tuple(step.value for step in next_steps(Status(status))),
        )

    def _why_not(self, part: UUID, resource: UUID, starts_at: datetime) -> str | None:
        terms = self._terms_of(part)
        return _worded(terms.why_not(resource, starts_at)) if terms else None

    def _why_not_until(self, part: UUID, starts_at: datetime, ends_at: datetime) -> str | None:
        terms, card = self._terms_of(part), self.card_of(part)
        if terms is None or card is None:
            return None
        minutes = int((ends_at - starts_at).total_seconds()) // 60
        return _worded(terms.why_not(card.resource, starts_at, minutes))

    def _terms_of(self, part: UUID) -> MoveTerms | None:
        return self._terms[1] if self._terms and self._terms[0] == part else None

    def _kind_of(self, resource: UUID) -> str:
        columns = self._view.columns if self._view else ()
        return next((column.kind for column in columns if column.resource == resource), "")


def _who(card: Card) -> str:
    return card.who or _("Walk-in")


def _worded(refusal: Refused | None) -> str | None:
    return None if refusal is None else word(refusal)


def calendar_page(front: "MainWindow") -> CalendarScreen:
    """The calendar as a destination; its diary is there from the beginning."""
    return front.diary.screen
