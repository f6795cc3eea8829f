"""The first run, four questions: where, which trade, who, and the recovery key put away."""

from functools import cached_property, partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QVBoxLayout, QWidget

from bizet_core.base.refusals import Refused
from bizet_core.business.access.operations import SignedIn, SignIn, sign_in
from bizet_core.business.settings.queries import TheBusiness, business
from bizet_core.describe.languages.language import N_, _, reader, regional, speak
from bizet_core.setup.first_run.operations import NewBusiness, add_trade, set_up
from bizet_core.store import SYSTEM, Done
from bizet_desk.desk import Desk
from resources.sample import TRADES
from resources.sample.requests import trade_request
from ui.kit import theme
from ui.kit.fields import Form
from ui.kit.widgets import Button
from ui.setup.first_run.answers import Owner, Where, setting_up
from ui.setup.first_run.steps import Steps


class FirstRun(Steps):
    """All four. `recovery` is the key as it is typed, in groups."""

    join_asked = Signal()  # the business has a server already

    def __init__(self, desk: Desk, recovery: str) -> None:
        super().__init__(desk)
        self._recovery = recovery
        self._where: Where | None = None
        self._owner: Owner | None = None
        self._trade = ""
        self.where: Form[Where] = Form(
            Where, {"language": reader().language, "country": reader().region}, save=N_("Go on")
        )
        self.where.cancel.hide()
        self.where.submitted.connect(self._take_where)
        welcome = _("Language and country decide words, money, taxes and the week.")
        self._show(_("Welcome to Bizet"), welcome, self._first())

    @cached_property
    def owner(self) -> Form[Owner]:
        """The form of whoever begins, in the language that has been chosen by then."""
        form: Form[Owner] = Form(Owner, save=N_("Begin"))
        form.cancel.hide()
        form.submitted.connect(self._take_owner)
        return form

    @cached_property
    def fill(self) -> QCheckBox:
        """Whether what such a business usually offers is filled in."""
        box = QCheckBox(_("Fill in what such a business usually offers"))
        box.setChecked(True)
        return box

    # ------------------------------------------------------------------------------------------------------ answers

    def _take_where(self, answer: Where) -> None:
        """From here on in the chosen language, with the money and the week of the place."""
        self._where = answer
        speak(regional(answer.language, answer.country))
        theme_direction = Qt.LayoutDirection.RightToLeft if reader().is_rtl else Qt.LayoutDirection.LeftToRight
        self.window().setLayoutDirection(theme_direction)
        words = _("Services, prices and hours to begin with; all can be changed.")
        self._show(_("What do you do?"), words, self._trades())

    def _take_trade(self, key: str) -> None:
        self._trade = key
        self._show(_("Who are you?"), _("You can do everything. Add others later."), self.owner)
        self.owner.focus_first()

    def _take_owner(self, answer: Owner) -> None:
        assert self._where is not None
        self._owner = answer
        self.owner.set_busy(True)
        asked = setting_up(self._where, self._trade, answer)
        self._desk.do(set_up, asked, owner=self, then=self._began, refused=self._refuse, actor=SYSTEM)

    def _refuse(self, refusal: Refused) -> None:
        self.owner.set_busy(False)
        self.owner.show_refusal(refusal)

    def _began(self, done: Done) -> None:
        made: NewBusiness = done.result
        if self._trade in TRADES and self.fill.isChecked():
            then = partial(self._offer, made)
            self._desk.ask(business, TheBusiness(), owner=self, then=then, actor=SYSTEM)
        else:
            self._enter(made)

    def _offer(self, made: NewBusiness, house: object) -> None:
        asked = trade_request(TRADES[self._trade], made.location, getattr(house, "currency", "EUR"))
        self._desk.do(
            add_trade, asked, owner=self, then=lambda _done: self._enter(made), refused=self._refuse, actor=SYSTEM
        )

    def _enter(self, made: NewBusiness) -> None:
        assert self._owner is not None
        asked = SignIn(staff=made.owner, pin=self._owner.pin)
        self._desk.do(sign_in, asked, owner=self, then=self._entered, refused=self._refuse)

    def _entered(self, done: Done) -> None:
        assert isinstance(done.result, SignedIn)
        assert self._owner is not None
        self.hand_over_key(self._recovery, self._owner.business, done.result.actor)

    # ------------------------------------------------------------------------------------------------------ drawing

    def _trades(self) -> QWidget:
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
        column.addWidget(self.fill)
        other = Button(_("Something else"), "ghost")
        other.clicked.connect(partial(self._take_trade, ""))
        column.addWidget(other, 0, Qt.AlignmentFlag.AlignLeading)
        column.addStretch(1)
        return tiles

    def _first(self) -> QWidget:
        """The first question, and the way out for whoever has a business already."""
        page, join = QWidget(), Button(_("This business has a server already"), "ghost", "cloud")
        join.clicked.connect(self.join_asked)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.where, 1)
        column.addWidget(join, 0, Qt.AlignmentFlag.AlignLeading)
        return page

    def _show(self, title: str, words: str, page: QWidget) -> None:
        self.show_step(title, words, page, self.steps.count() + 1)
