"""The first run, four questions: where, which trade, who, and the recovery key put away."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from bizet_core.access.operations import SignedIn, SignIn, sign_in
from bizet_core.describe.language import N_, _, isolate, reader, regional, speak
from bizet_core.first_run.operations import NewBusiness, add_trade, set_up
from bizet_core.refusals import Refused
from bizet_core.settings.queries import TheBusiness, business
from bizet_core.store import SYSTEM, Done
from bizet_desk.desk import Desk
from resources.sample import TRADES
from resources.sample.requests import trade_request
from ui import theme
from ui.described import Form
from ui.first_run.answers import Owner, Where, setting_up
from ui.first_run.recovery import RecoveryStep
from ui.widgets import Button, Label

WIDTH = 560


class FirstRun(QWidget):
    """`done(actor)` when the owner is at a desk that can open. `recovery` is the key as it is typed, in groups."""

    done = Signal(object)
    join_asked = Signal()  # the business has a server already

    def __init__(self, desk: Desk, recovery: str) -> None:
        super().__init__()
        self.setObjectName("root")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._desk, self._recovery = desk, recovery
        self._where: Where | None = None
        self._owner: Owner | None = None
        self._trade = ""
        self.where: Form[Where] = Form(
            Where, {"language": reader().language, "country": reader().region}, save=N_("Go on")
        )
        self.owner: Form[Owner] = Form(Owner, save=N_("Begin"))
        self.fill = QCheckBox(_("Fill in what such a business usually offers"))
        self.fill.setChecked(True)
        self.steps = QStackedWidget()
        self._lay_out()

    # ------------------------------------------------------------------------------------------------------ answers

    def _take_where(self, answer: Where) -> None:
        """From here on in the chosen language, with the money and the week of the place."""
        self._where = answer
        speak(regional(answer.language, answer.country))
        theme_direction = Qt.LayoutDirection.RightToLeft if reader().is_rtl else Qt.LayoutDirection.LeftToRight
        self.window().setLayoutDirection(theme_direction)
        self._show_step(self._trade_step())

    def _take_trade(self, key: str) -> None:
        self._trade = key
        self._show_step(self._titled(_("Who are you?"), _("You can do everything. Add others later."), self.owner))
        self.owner.focus_first()

    def _take_owner(self, answer: Owner) -> None:
        assert self._where is not None
        self._owner = answer
        self.owner.set_busy(True)
        asked = setting_up(self._where, self._trade, answer)
        self._desk.do(set_up, asked, then=self._began, refused=self._refuse, actor=SYSTEM)

    def _refuse(self, refusal: Refused) -> None:
        self.owner.set_busy(False)
        self.owner.show_refusal(refusal)

    def _began(self, done: Done) -> None:
        made: NewBusiness = done.result
        if self._trade in TRADES and self.fill.isChecked():
            then = partial(self._offer, made)
            self._desk.ask(business, TheBusiness(), then=then, actor=SYSTEM, asker=(id(self), "business"))
        else:
            self._enter(made)

    def _offer(self, made: NewBusiness, house: object) -> None:
        asked = trade_request(TRADES[self._trade], made.location, getattr(house, "currency", "EUR"))
        self._desk.do(add_trade, asked, then=lambda _done: self._enter(made), refused=self._refuse, actor=SYSTEM)

    def _enter(self, made: NewBusiness) -> None:
        assert self._owner is not None
        asked = SignIn(staff=made.owner, pin=self._owner.pin)
        self._desk.do(sign_in, asked, then=self._entered, refused=self._refuse)

    def _entered(self, done: Done) -> None:
        assert isinstance(done.result, SignedIn)
        actor = done.result.actor
        assert self._owner is not None
        today = self._desk.store.clock().date()
        step = RecoveryStep(self._recovery, self._owner.business, today)
        step.confirmed.connect(lambda: self.done.emit(actor))
        words = _("Without it nobody can open a backup. Keep it on paper, away from the till.")
        self._show_step(self._titled(_("Your recovery key"), words, step))
        step.take_focus()

    # ------------------------------------------------------------------------------------------------------ drawing

    def _trade_step(self) -> QWidget:
        grid, tiles = QGridLayout(), QWidget()
        grid.setSpacing(theme.px(10))
        for place, trade in enumerate(TRADES.values()):
            tile = Button(_(trade.name), "quiet")
            tile.setMinimumHeight(theme.px(64))
            tile.clicked.connect(partial(self._take_trade, trade.key))
            grid.addWidget(tile, place // 2, place % 2)
        column = QVBoxLayout(tiles)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(grid)
        self.fill.setText(_("Fill in what such a business usually offers"))
        column.addWidget(self.fill)
        other = Button(_("Something else"), "ghost")
        other.clicked.connect(partial(self._take_trade, ""))
        column.addWidget(other, 0, Qt.AlignmentFlag.AlignLeading)
        column.addStretch(1)
        return self._titled(
            _("What do you do?"), _("Services, prices and hours to begin with; all can be changed."), tiles
        )

    def _show_step(self, step: QWidget) -> None:
        self.steps.addWidget(step)
        self.steps.setCurrentWidget(step)
        self.count.setText(_("Step {n} of {all}").format(n=isolate(str(self.steps.count())), all=isolate("4")))

    def _titled(self, title: str, words: str, page: QWidget) -> QWidget:
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setSpacing(theme.px(12))
        column.addWidget(Label(title, "display"))
        column.addWidget(Label(words, "muted", wrap=True))
        column.addWidget(page, 1)
        return whole

    def _first(self) -> QWidget:
        """The first question, and the way out for whoever has a business already."""
        page, join = QWidget(), Button(_("This business has a server already"), "ghost", "cloud")
        join.clicked.connect(self.join_asked)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.where, 1)
        column.addWidget(join, 0, Qt.AlignmentFlag.AlignLeading)
        return page

    def _lay_out(self) -> None:
        self.count = Label("", "caption")
        for form, take in ((self.where, self._take_where), (self.owner, self._take_owner)):
            form.cancel.hide()
            form.submitted.connect(take)
        self.steps.setFixedWidth(theme.px(WIDTH))
        self.steps.setMaximumHeight(theme.px(620))
        row, column = QHBoxLayout(), QVBoxLayout(self)
        row.addStretch(1)
        row.addWidget(self.steps)
        row.addStretch(1)
        column.addStretch(1)
        column.addLayout(row, 8)
        column.addWidget(self.count, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        welcome = _("Language and country decide words, money, taxes and the week.")
        self._show_step(self._titled(_("Welcome to Bizet"), welcome, self._first()))
