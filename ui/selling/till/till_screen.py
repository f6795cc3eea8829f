"""The Till screen: open it, put cash in or take it out, look at the day so far, count and close, and past closings."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from bizet_core.base.refusals import Refused
from bizet_core.business.settings.queries import TheSettings, house
from bizet_core.business.settings.rules import HouseSettings
from bizet_core.describe.formats.dates import show_instant, show_part
from bizet_core.describe.formats.money import show
from bizet_core.describe.languages.language import _, isolate, ngettext, reader
from bizet_core.oversight.inbox.queries import TheUnposted, Unposted, unposted
from bizet_core.oversight.inbox.wording import unposted_words
from bizet_core.selling.till.queries import Closed, OfDevice, TillState, XReport, closings, till_state, x_report
from bizet_core.selling.till.rules import Totals
from ui.kit import theme
from ui.kit.fields.flow_layout import Flow
from ui.kit.widgets import Button, Label, Note
from ui.kit.widgets.scrolling import Scrolled
from ui.selling.cart.choice_list import Choice, ChoiceList
from ui.selling.cart.discounts import InlineForm
from ui.selling.till.cash_movements import MoveForm
from ui.selling.till.day_reports import ReportCard, x_card, z_card
from ui.selling.till.drawer_count import CountingPage
from ui.selling.till.till_opening import OpeningForm
from ui.selling.till_context import Counter

if TYPE_CHECKING:
    from ui.main.main_window import MainWindow


class TillScreen(QWidget):
    """A screen of the shell: the drawer of this device on the left, its closings on the right."""

    def __init__(self, counter: Counter) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(_("Till"))
        self._counter = counter
        self._blind = True
        self.state: TillState | None = None
        self.opening: OpeningForm | None = None
        self.counting: CountingPage | None = None
        self.form: InlineForm | None = None
        self.so_far: ReportCard | None = None
        self.z_report: ReportCard | None = None
        self._closed: tuple[Closed, ...] = ()
        self._make_parts()
        self._lay_out()
        self._connect()
        self._watch()

    def widget(self) -> QWidget:
        """What is shown between top bar and panel."""
        return self

    def take_focus(self) -> None:
        """Put the keyboard on what comes next: opening while it is closed, counting while it is open."""
        first = self.opening or self.counting or self.close_button
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def scanned(self, code: str) -> bool:
        """The till takes no codes."""
        return False

    # ------------------------------------------------------------------------------------------------ what it shows

    def _watch(self) -> None:
        desk, device = self._counter.desk, self._counter.device
        desk.ask(house, TheSettings(), owner=self, then=self._know_house, refused=self._ignore)
        desk.watch(self, till_state, lambda: OfDevice(device=device), self._show_state)
        desk.watch(self, x_report, lambda: XReport(device=device), self._show_x, self._hide_x)
        desk.watch(self, unposted, TheUnposted, self._show_unposted, self._ignore)
        desk.watch(self, closings, lambda: OfDevice(device=device), self._show_closings, self._ignore)

    def _know_house(self, settings: HouseSettings) -> None:
        self._blind = settings.blind_count

    def _show_state(self, state: TillState | None) -> None:
        was, self.state = self.state, state
        if state is None:
            self._show_closed()
            return
        if was is None or was.opening != state.opening:
            self._show_open()
        since = isolate(show_instant(state.opened_at, reader()))
        self.since.setText(_("Open since {when}, by {name}").format(when=since, name=state.opened_by))
        sales = ngettext("{n} document", "{n} documents", state.sales).format(n=state.sales)
        facts = [_("Float {amount}").format(amount=isolate(show(state.float))), sales]
        if not self._blind and state.expected is not None:
            facts.append(_("{amount} in the drawer").format(amount=isolate(show(state.expected))))
        self.facts.setText(" · ".join(facts))

    def _show_closed(self) -> None:
        if self.opening is not None or (self.counting is not None and self.counting.is_closing):
            return  # the till may be known to be closed before whoever closed it has been answered
        self._drop_parts()
        self.opening = OpeningForm(self._counter, _("Count what lies in the drawer, or take what the last count left."))
        self._closed_column.insertWidget(1, self.opening)
        self.pages.setCurrentWidget(self._closed_page)
        if self.isVisible():
            self.opening.show()
            self.opening.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_open(self) -> None:
        self._drop_parts()
        self.pages.setCurrentWidget(self._open_page)

    def _drop_parts(self) -> None:
        for part in (self.opening, self.counting, self.form):
            if part is not None:
                part.hide()
                part.deleteLater()
        self.opening, self.counting, self.form = None, None, None

    def _show_x(self, totals: Totals | None) -> None:
        self._hide_x()
        if totals is not None:
            self.so_far = x_card(totals, self._counter.currency)
            self._open_column.insertWidget(self._open_column.count() - 1, self.so_far)

    def _hide_x(self, _refusal: Refused | None = None) -> None:
        if self.so_far is not None:
            self.so_far.hide()
            self.so_far.deleteLater()
            self.so_far = None

    def _show_unposted(self, rows: tuple[Unposted, ...]) -> None:
        """What is in none of these totals, because the server has not accepted it yet."""
        self.unposted.say("\n".join(unposted_words(row.amount, row.documents) for row in rows))
        self.unposted.setVisible(bool(rows))

    def _ignore(self, _refusal: Refused) -> None:
        """Who may not see what the drawer holds sees the rest of the screen."""

    # ------------------------------------------------------------------------------------------------- what is done

    def move_cash(self, kind: str) -> None:
        """Ask how much and why: `pay_in`, `pay_out` or `no_sale`."""
        if self.form is not None:
            self.form.hide()
            self.form.deleteLater()
        self.form = MoveForm(self._counter, kind)
        self.form.closed.connect(self._form_closed)
        self._open_column.insertWidget(self._open_column.indexOf(self._acts) + 1, self.form)
        self.form.show()
        self.form.setFocus(Qt.FocusReason.OtherFocusReason)

    def count(self) -> None:
        """Count and close."""
        if self.state is None:
            return
        self.counting = CountingPage(self._counter, self.state, blind=self._blind)
        self.counting.left.connect(self._show_open)
        self.counting.closed.connect(self._drop_count)
        self._count_column.insertWidget(0, self.counting)
        self.pages.setCurrentWidget(self._count_page)
        self.counting.show()
        self.counting.setFocus(Qt.FocusReason.OtherFocusReason)

    def _drop_count(self, _closing: object) -> None:
        self.list.setCurrentRow(0)
        if self.state is None:
            self._show_closed()

    def _form_closed(self) -> None:
        if self.form is not None:
            self.form.hide()
            self.form.deleteLater()
            self.form = None

    # --------------------------------------------------------------------------------------------- past closings

    def _show_closings(self, rows: tuple[Closed, ...]) -> None:
        self._closed = rows
        self.list.fill([self._choice(row) for row in rows])
        self.past.setVisible(bool(rows))
        if rows:
            self.list.setCurrentRow(0)

    def _choice(self, row: Closed) -> Choice:
        when = isolate(show_part(row.closed_at, "date", reader()))
        wrong = _("differs by {amount}").format(amount=isolate(show(row.difference))) if row.difference.amount else ""
        detail = " · ".join(fact for fact in (when, row.closed_by, wrong) if fact)
        return Choice(row, _("Z {number}").format(number=row.number), detail, isolate(show(row.counted)))

    def _pick(self, place: int) -> None:
        choice = self.list.choice_at(place)
        if self.z_report is not None:
            self.z_report.hide()
            self.z_report.deleteLater()
            self.z_report = None
        if choice is not None:
            self.z_report = z_card(self._counter, choice.value)
            self._past_column.insertWidget(2, self.z_report)
            self.z_report.show()

    # --------------------------------------------------------------------------------------------------- the parts

    def _make_parts(self) -> None:
        self.since, self.facts = Label("", "heading", wrap=True), Label("", "muted", wrap=True)
        self.unposted = Note("", "hourglass", "info")
        self.unposted.hide()
        self.pay_in = Button(_("Put cash in"), "", "plus")
        self.pay_out = Button(_("Take cash out"), "", "minus")
        self.no_sale = Button(_("Open the drawer"), "", "wallet")
        self.close_button = Button(_("Count and close"), "", "lock")
        self.list = ChoiceList(_("Past closings"))
        self.pages = QStackedWidget()

    def _lay_out(self) -> None:
        self._closed_page, self._closed_column = _page()
        self._closed_column.insertWidget(0, Label(_("The till is closed"), "heading"))
        self._open_page, self._open_column = _page()
        self._acts = Flow()
        for act in (self.pay_in, self.pay_out, self.no_sale):
            self._acts.add(act)
        for place, part in enumerate((self.since, self.facts, self.unposted, self._acts, self.close_button)):
            self._open_column.insertWidget(place, part)
        self._count_page, self._count_column = _page()
        for page in (self._closed_page, self._open_page, self._count_page):
            self.pages.addWidget(page)
        self.past = QWidget()
        self._past_column = QVBoxLayout(self.past)
        self._past_column.addWidget(Label(_("Past closings"), "title"))
        self._past_column.addWidget(self.list, 1)
        self._past_column.addStretch(0)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.pages, 3)
        row.addWidget(self.past, 2)
        self.past.hide()
        theme.on_change(self._dress)

    def _connect(self) -> None:
        self.pay_in.clicked.connect(lambda: self.move_cash("pay_in"))
        self.pay_out.clicked.connect(lambda: self.move_cash("pay_out"))
        self.no_sale.clicked.connect(lambda: self.move_cash("no_sale"))
        self.close_button.clicked.connect(self.count)
        self.list.currentRowChanged.connect(self._pick)

    def _dress(self) -> None:
        self._past_column.setContentsMargins(theme.px(12), theme.px(20), theme.px(20), theme.px(20))


def _page() -> tuple[Scrolled, QVBoxLayout]:
    """A column of readable width that scrolls when it must."""
    inside, middle = QWidget(), QWidget()
    column, row = QVBoxLayout(middle), QHBoxLayout(inside)
    column.setContentsMargins(24, 20, 24, 20)
    column.setSpacing(12)
    column.addStretch(1)
    middle.setMaximumWidth(620)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(middle, 1)
    row.addStretch(0)
    return Scrolled(inside), column


def till_page(front: "MainWindow") -> TillScreen:
    """The till as a destination."""
    return TillScreen(front.counter)
