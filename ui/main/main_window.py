"""The front of house on one screen: rail, calendar, register, panel. Here the screens are put together."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from bizet_core.base.refusals import Refused
from bizet_core.booking.bookings.operations import SetBookingCustomer, set_booking_customer
from bizet_core.booking.day_view.booking_details import BookingRow, OfBooking, booking
from bizet_core.business.access.rules import Happened
from bizet_core.business.settings.queries import TheSettings, device, house
from bizet_core.business.settings.rules import DeviceSettings, HouseSettings
from bizet_core.describe.formats.money import show
from bizet_core.describe.languages.language import _, isolate
from bizet_core.describe.languages.sentences import word
from bizet_core.oversight.customer_timeline.queries import CustomerCard, card
from bizet_core.oversight.inbox.queries import HowMany, waiting_cards
from bizet_core.people.customers.queries import OneCustomer
from bizet_core.selling.till.queries import OfDevice, TillState, till_state
from bizet_core.store import Actor, Done
from bizet_desk.backups.backup_schedule import Safe
from bizet_desk.desk import NOBODY, Desk, Problem
from bizet_desk.session_log import tell
from bizet_desk.syncing.status import Status
from bizet_desk.syncing.sync_thread import KeepingUp
from ui.booking.booking_header import VisitHead
from ui.booking.calendar_controller import CalendarController
from ui.booking.new_booking_panel import NewBooking
from ui.business.devices.connection_chip import LOOKS, ConnectionPanel
from ui.kit.forms.undo_offer import offer_undo
from ui.kit.shell import Screen, Window
from ui.main.idle_lock import IdleLock
from ui.main.lock_screen import LockScreen
from ui.main.navigation import pages_of, permitted_pages
from ui.main.search import Search
from ui.main.sign_in import SignInController
from ui.people.customers.customer_panel import CustomerPanel
from ui.selling.cart.cart_panel import RegisterPanel
from ui.selling.cart.open_cart import Paid
from ui.selling.register import Register
from ui.selling.till_context import Approve, Counter, Paper


@dataclass(frozen=True, slots=True)
class Place:
    """Where this desk stands, and what it is told from outside."""

    business: str
    location: UUID
    zone: str
    currency: str
    now: Callable[[], datetime]
    hint: str = ""  # on the lock screen of a sample business


class MainWindow(QStackedWidget):
    """The whole program: locked, or at work. `safe` is what backups are made with, `sync` what keeps the desk agreed.

    `lock_screen` is the one that people see already; what they have typed there stays.
    """

    locked = Signal()

    def __init__(
        self,
        desk: Desk,
        place: Place,
        *,
        paper: Paper | None = None,
        approve: Approve | None = None,
        safe: Safe | None = None,
        sync: KeepingUp | None = None,
        lock_screen: LockScreen | None = None,
    ) -> None:
        super().__init__()
        self.setWindowTitle(f"{place.business} · Bizet")
        self.desk, self.place, self.safe, self.sync = desk, place, safe, sync
        self.lock_screen = lock_screen or LockScreen(place.business, place.hint)
        self._paper, self._approve = paper, approve
        self.addWidget(self.lock_screen)
        self.porter = SignInController(desk, self.lock_screen)
        self.porter.signed_in.connect(self.enter)
        desk.broke.connect(self._tell_problem)
        self.window_: Window | None = None
        self._opening: UUID | None = None  # the booking that is on its way into the panel

    # --------------------------------------------------------------------------------------------- coming and going

    def enter(self, actor: Actor) -> None:
        """Somebody is at the desk. What was open stays open for the next person, with what that one may do."""
        self.desk.sign_in(actor)
        if self.window_ is None:
            self._build()
        self.shell.top_bar.show_user(actor.name)
        self.shell.show_only(permitted_pages(actor))
        self.setCurrentWidget(self.shell)
        self.shell.focus_page()
        tell(self.desk, actor, Happened.SIGNED_IN)

    def lock(self, why: Happened = Happened.LOCKED) -> None:
        """Ask for a PIN again; nothing that was begun is lost."""
        if self.currentWidget() is self.lock_screen:
            return
        left = self.desk.actor
        self.desk.sign_out()
        self.porter.ask()
        self.setCurrentWidget(self.lock_screen)
        self.lock_screen.take_focus()
        self.locked.emit()
        tell(self.desk, left, why)

    def leave(self) -> None:
        """The program ends: whoever is at the desk is there no more."""
        tell(self.desk, self.desk.actor, Happened.CLOSED)

    @property
    def shell(self) -> Window:
        """The window, once somebody has entered."""
        assert self.window_ is not None
        return self.window_

    def _build(self) -> None:
        self.pages = pages_of(self)
        self.window_ = Window(self.pages)
        self.addWidget(self.window_)
        self.toast = self.window_.toast
        self.counter = Counter(
            self.desk,
            self.toast,
            self.place.location,
            self.place.currency,
            self.place.zone,
            self._paper,
            self._approve,
        )
        panel = self.window_.panel
        self.register = Register(self.counter, panel.show_content, panel.close_panel)
        self.diary = CalendarController(self.desk, self.toast, self.place.location, self.place.zone, self.place.now)
        self.search = Search(self)
        self._connect()
        self._follow_settings()
        self.window_.go("calendar")
        self._follow_connection()

    def _connect(self) -> None:
        self.shell.page_changed.connect(self._turn)
        top = self.shell.top_bar
        top.new_pressed.connect(lambda: self.new_booking())
        top.lock_pressed.connect(lambda: self.lock())
        top.till_pressed.connect(lambda: self.go("till"))
        top.connection_pressed.connect(self.show_connection)
        self.diary.booking_chosen.connect(self.open_booking)
        self.diary.pay_chosen.connect(self.open_booking)
        self.diary.time_chosen.connect(self._book_at)
        self.search.nobody.connect(self._book_somebody_new)
        self.register.rebook_asked.connect(self._rebook)
        self.register.customer_chosen.connect(self._give_booking)
        self.register.receipt_asked.connect(self.show_receipt)
        self.register.cart.sold.connect(self._follow_sale)
        self.shell.scanned.connect(self.register.scanned)
        self.desk.refused.connect(self._tell_refusal)
        asked = OfDevice(device=self.counter.device)
        self.desk.watch(self.shell, till_state, lambda: asked, self._show_till)
        self.desk.watch(self.shell, waiting_cards, HowMany, self._show_waiting, lambda _refusal: None)

    def _follow_settings(self) -> None:
        """What the house and this desk have chosen, from now on and whenever they choose anew."""
        self.idle = IdleLock(self)
        self.idle.left_alone.connect(lambda: self.lock(Happened.LOCKED_ITSELF))
        self.desk.watch(self.shell, house, TheSettings, self._know_house, lambda _refusal: None)
        self.desk.watch(self.shell, device, TheSettings, self._know_device)

    def _follow_connection(self) -> None:
        if self.sync is not None:
            self.sync.changed.connect(self._show_status)
        self._show_status(self.sync.status if self.sync is not None else Status())

    def _know_house(self, settings: HouseSettings) -> None:
        self.toast.seconds = settings.undo_seconds
        self.idle.wait(settings.lock_after)

    def _know_device(self, settings: DeviceSettings) -> None:
        self.diary.screen.surface.keyboard.remap({}, letters=settings.single_keys)

    def go(self, page: str) -> Screen:
        """Show a page of the rail."""
        return self.shell.go(page)

    def show_receipt(self, sale: UUID) -> None:
        """Show a past sale, where there is a page for them."""
        showing = getattr(self.go("sell"), "show_receipt", None)
        if showing is not None:
            showing(sale)

    def open_subject(self, subject: str, id: UUID) -> None:
        """Show what a card of the Inbox is about: beside it, or the page of receipts."""
        showing = {"booking": self.open_booking, "customer": self.show_customer, "sale": self.show_receipt}
        showing[subject](id)

    def _turn(self, page: str) -> None:
        """The panel belongs to what is selected: the cart beside the tiles, nothing beside other pages."""
        if page == "sell":
            self.register.open_cart()
        elif page != "calendar":
            self.shell.panel.close_panel()

    # -------------------------------------------------------------------------------------------------- in the panel

    def open_booking(self, id: UUID) -> None:
        """Show a booking: its customer, what may become of it, what it owes."""
        self._opening = id
        self.desk.ask(booking, OfBooking(booking=id), owner=self, then=self._show_booking, refused=self._tell_refusal)

    def new_booking(self) -> NewBooking:
        """Begin a booking."""
        panel = NewBooking(self.desk, self.place.location, self.place.currency)
        panel.booked.connect(self._booked)
        panel.cancelled.connect(self.shell.panel.close_panel)
        self._put(panel)
        panel.begin()
        return panel

    def show_customer(self, id: UUID) -> None:
        """Show who somebody is, with what they had last."""
        peek = CustomerPanel(self.desk, id)
        peek.again.connect(self._book_again)
        peek.book.connect(self._book_for)
        peek.visit.connect(self.open_booking)
        peek.profile.connect(self._open_profile)
        peek.closed.connect(self.shell.panel.close_panel)
        self._put(peek)

    def _put(self, panel: QWidget) -> None:
        self._opening = None
        self.shell.panel.show_content(panel)

    def _show_booking(self, row: BookingRow) -> None:
        if row.id != self._opening:
            return  # something else was put into the panel while this was on its way
        head = VisitHead(self.desk, self.toast, row)
        head.changed.connect(lambda: self.open_booking(row.id))
        head.reschedule.connect(self._reschedule)
        self.register.open_booking(row, head)

    def _follow_sale(self, paid: Paid) -> None:
        """The visit that was paid stays open with its customer, its new status and its change."""
        panel = self.shell.panel.content()
        if paid.booking is not None and isinstance(panel, RegisterPanel) and panel.booking == paid.booking:
            self.open_booking(paid.booking)

    def _give_booking(self, id: UUID, customer: UUID | None) -> None:
        asked = SetBookingCustomer(booking=id, customer=customer)
        self.desk.do(set_booking_customer, asked, owner=self, then=self._told, refused=self._tell_refusal)

    def _told(self, done: Done) -> None:
        offer_undo(self.desk, self.toast, done, _("The booking was changed."))

    # ------------------------------------------------------------------------------------------------------- booking

    def _book_at(self, column: UUID, starts_at: datetime, ends_at: datetime | None) -> None:
        """An empty place of the calendar was chosen: whose it is and when is known."""
        self.new_booking().begin(column if self.diary.is_person(column) else None, starts_at)

    def _book_somebody_new(self, typed: str) -> None:
        self.new_booking().customer.bar.set_text(typed)

    def _book_for(self, found: CustomerCard) -> None:
        self.new_booking().begin_for(found.customer.id, found.customer.name)

    def book_again_for(self, customer: UUID) -> None:
        """What somebody had last, once more, beside the calendar."""
        self.go("calendar")
        self.desk.ask(card, OneCustomer(customer=customer), owner=self, then=self._book_again)

    def _book_again(self, found: CustomerCard) -> None:
        if found.last_visit is not None:
            self._repeat(found.last_visit.booking)
        else:
            self._book_for(found)

    def _rebook(self, customer: UUID | None, of: UUID | None) -> None:
        if of is None:
            panel = self.new_booking()
            panel.draft.set_customer(customer)
            return
        self.desk.ask(booking, OfBooking(booking=of), owner=self, then=self._repeat_row)

    def _repeat(self, of: UUID) -> None:
        self.desk.ask(booking, OfBooking(booking=of), owner=self, then=self._repeat_row)

    def _repeat_row(self, row: BookingRow) -> None:
        """The same services by the same people, at the first free time."""
        panel = self.new_booking()
        services = [part.service for part in row.parts if part.service is not None]
        staff = row.parts[0].staff if row.parts and not row.parts[0].any_staff else None
        panel.begin_again(row.customer, row.customer_name, services, staff)

    def _reschedule(self, row: BookingRow) -> None:
        panel = self.new_booking()
        panel.begin_move(row)

    def _booked(self, done: Done, pay: bool) -> None:
        offer_undo(self.desk, self.toast, done, _("Booked."))
        booked: UUID = done.result
        if pay:
            self.open_booking(booked)
        else:
            self.shell.panel.close_panel()
            self.shell.focus_page()

    def _open_profile(self, customer: UUID) -> None:
        screen = self.go("customers")
        opening = getattr(screen, "open_customer", None)
        if opening is not None:
            opening(customer)

    # -------------------------------------------------------------------------------------------------- what is told

    def _show_till(self, state: TillState | None) -> None:
        if state is None:
            self.shell.top_bar.show_till(_("Till closed"), "warn")
        elif state.expected is None:
            self.shell.top_bar.show_till(_("Till open"))
        else:
            self.shell.top_bar.show_till(_("Till open · {cash}").format(cash=isolate(show(state.expected))))

    def _show_waiting(self, many: int) -> None:
        self.shell.rail.show_count("inbox", many)

    def show_connection(self) -> None:
        """How this computer stands with its server, in the panel."""
        if self.sync is None:
            return
        panel = ConnectionPanel(self.sync)
        panel.devices.connect(self._open_devices)
        panel.closed.connect(self.shell.panel.close_panel)
        self._put(panel)

    def _open_devices(self) -> None:
        opening = getattr(self.go("settings"), "open_section", None)
        if opening is not None:
            opening("devices")

    def _show_status(self, status: Status) -> None:
        """A desk without a server is complete in itself: it says so, calmly."""
        self.shell.top_bar.show_connection(*LOOKS[status.state], status.chip())

    def _tell_refusal(self, refusal: Refused) -> None:
        if self.desk.actor is not NOBODY:
            self.toast.say(word(refusal), "triangle-alert")

    def _tell_problem(self, problem: Problem) -> None:
        """Our own fault: said plainly, with nothing lost. The log has the rest."""
        if self.window_ is not None:
            QTimer.singleShot(
                0, lambda: self.toast.say(_("Something went wrong here. It is in the log."), "triangle-alert")
            )
