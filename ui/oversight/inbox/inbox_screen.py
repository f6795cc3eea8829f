"""The Inbox: the newest card first. J and K move, 1 and 2 keep, C calls, O opens, U takes back."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from bizet_core.base.refusals import Refused
from bizet_core.describe.formats.dates import show_part
from bizet_core.describe.languages.language import _, isolate, ngettext, reader
from bizet_core.describe.languages.sentences import word
from bizet_core.oversight.inbox.operations import call_about_card, reopen_card, settle_card
from bizet_core.oversight.inbox.queries import Card, LastAgreed, OpenCards, last_agreed, open_cards
from bizet_core.oversight.inbox.requests import Choice, OfCard, SettleCard
from bizet_core.store import Done
from bizet_core.store.journal.cards import CardState
from bizet_desk.desk import Desk
from ui.kit import theme
from ui.kit.forms.undo_offer import offer_undo
from ui.kit.shell.toast import Toast
from ui.kit.widgets import Icon, Label
from ui.kit.widgets.scrolling import Scrolled
from ui.oversight.inbox.card_view import InboxCard

if TYPE_CHECKING:
    from ui.main.main_window import MainWindow

WIDEST = 900  # pixels before zoom: longer lines are hard to read


class InboxScreen(QWidget):
    """`opened(subject, id)` when what a card is about should be shown."""

    opened = Signal(str, object)

    def __init__(self, desk: Desk, toast: Toast) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(_("Inbox"))
        self._desk, self._toast = desk, toast
        self._cards: dict[UUID, InboxCard] = {}
        self._order: list[UUID] = []
        self._at = 0
        self._lay_out()
        self._keys()
        desk.watch(self, open_cards, OpenCards, self._show)
        desk.watch(self, last_agreed, LastAgreed, self._show_agreed, lambda _refusal: None)

    # ------------------------------------------------------------------------------------------------- as a screen

    def widget(self) -> QWidget:
        """Itself."""
        return self

    def take_focus(self) -> None:
        """On the card where the keyboard was last; where none waits, on what says so."""
        (self.current or self.caught_up).setFocus(Qt.FocusReason.OtherFocusReason)

    def scanned(self, code: str) -> bool:
        """Cards have no codes."""
        return False

    @property
    def current(self) -> InboxCard | None:
        """The card that keys are for."""
        return self._cards[self._order[self._at]] if self._order else None

    # ------------------------------------------------------------------------------------------------ what it shows

    def _show(self, rows: tuple[Card, ...]) -> None:
        focused, at = self.focusWidget(), self._at  # a card that goes hands the keyboard on, and `_at` with it
        had_focus = focused is not None and self.isAncestorOf(focused)
        stays = {row.id for row in rows if row.id in self._cards and self._cards[row.id].card == row}
        for id in [id for id in self._cards if id not in stays]:
            gone = self._cards.pop(id)
            gone.hide()
            gone.deleteLater()
        for place, row in enumerate(rows):
            self._list.insertWidget(place, self._card(row))
        self._order = [row.id for row in rows]
        self._at = max(0, min(at, len(rows) - 1))
        self._say_how_many(len(rows))
        if had_focus and self.isVisible():
            self.take_focus()

    def _card(self, row: Card) -> InboxCard:
        if row.id not in self._cards:
            card = InboxCard(row)
            card.chosen.connect(self._settle)
            card.call.connect(self._call)
            card.opened.connect(self._open)
            card.focused.connect(self._go_to)
            self._cards[row.id] = card
        return self._cards[row.id]

    def _say_how_many(self, many: int) -> None:
        self.count.setText(ngettext("{n} waiting", "{n} waiting", many).format(n=many) if many else "")
        self.keys.setVisible(bool(many))
        self._empty.setVisible(not many)
        self._scrolled.setVisible(bool(many))

    def _show_agreed(self, at: datetime | None) -> None:
        when = "" if at is None else isolate(show_part(at, "", reader()))
        self.agreed.setText(_("The server last answered {when}.").format(when=when) if when else "")
        self.agreed.setVisible(bool(when))

    # ------------------------------------------------------------------------------------------------- what is done

    def _settle(self, card: Card, choice: Choice) -> None:
        words = _("Settled: {what}.").format(what=dict(card.choices)[choice])
        asked = SettleCard(card=card.id, choice=choice)
        self._desk.do(settle_card, asked, owner=self, then=lambda done: self._told(done, words), refused=self._refused)

    def _call(self, card: Card) -> None:
        is_calling = card.state is CardState.CALLING
        act, words = (
            (reopen_card, _("Waiting again."))
            if is_calling
            else (call_about_card, _("Somebody is asking the customer."))
        )
        then = lambda done: self._told(done, words)  # noqa: E731
        self._desk.do(act, OfCard(card=card.id), owner=self, then=then, refused=self._refused)

    def _open(self, card: Card) -> None:
        self.opened.emit(card.subject, card.subject_id)

    def _told(self, done: Done, words: str) -> None:
        offer_undo(self._desk, self._toast, done, words)

    def _refused(self, refusal: Refused) -> None:
        self._toast.say(word(refusal), "triangle-alert")

    # ------------------------------------------------------------------------------------------------------- moving

    def _move(self, step: int) -> None:
        if self._order:
            self._at = max(0, min(self._at + step, len(self._order) - 1))
            self.take_focus()

    def _go_to(self, card: InboxCard) -> None:
        if card.card.id in self._order:
            self._at = self._order.index(card.card.id)
            self._scrolled.ensureWidgetVisible(card, 0, theme.px(12))

    def _on_current(self, act: Callable[[InboxCard], None]) -> None:
        if self.current is not None:
            act(self.current)

    def _keys(self) -> None:
        acts: dict[str, Callable[[], None]] = {
            "J": lambda: self._move(1),
            "K": lambda: self._move(-1),
            "1": lambda: self._on_current(lambda card: card.choose(Choice.OURS)),
            "2": lambda: self._on_current(lambda card: card.choose(Choice.THEIRS)),
            "C": lambda: self._on_current(lambda card: self._call(card.card)),
            "O": lambda: self._on_current(lambda card: self._open(card.card) if card.card.subject else None),
            "U": self._toast.undo,
        }
        for key, act in acts.items():
            QShortcut(QKeySequence(key), self, act, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)

    # ------------------------------------------------------------------------------------------------------- parts

    def _lay_out(self) -> None:
        self.count, self.agreed = Label("", "muted"), Label("", "muted")
        self.keys = Label(_("J and K move · 1 and 2 keep · C call · O open · U undo"), "caption")
        head = QHBoxLayout()
        head.addWidget(Label(_("Inbox"), "heading"))
        head.addWidget(self.count)
        head.addStretch(1)
        head.addWidget(self.keys)
        inside = QWidget()
        self._list = QVBoxLayout(inside)
        self._list.addStretch(1)
        self._scrolled = Scrolled(inside)
        self._empty = self._nothing()
        self._column = QVBoxLayout(self)
        self._column.addLayout(head)
        self._column.addWidget(self._scrolled, 1)
        self._column.addWidget(self._empty, 1)
        self._scrolled.hide()
        self.keys.hide()
        theme.on_change(self._dress)

    def _nothing(self) -> QWidget:
        """What stands where no card does."""
        self.caught_up = QWidget()
        self.caught_up.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.caught_up.setProperty("focusRadius", 12)
        self.caught_up.setAccessibleName(_("All caught up."))
        words, middle = QVBoxLayout(self.caught_up), Qt.AlignmentFlag.AlignHCenter
        words.setContentsMargins(*(theme.px(n) for n in (24, 16, 24, 16)))
        words.addWidget(Icon("check-check", "ok", 32), 0, middle)
        words.addWidget(Label(_("All caught up."), "title"), 0, middle)
        words.addWidget(self.agreed, 0, middle)
        empty = QWidget()
        column = QVBoxLayout(empty)
        column.addStretch(1)
        column.addWidget(self.caught_up, 0, middle)
        column.addStretch(2)
        return empty

    def _dress(self) -> None:
        self._column.setContentsMargins(*(theme.px(n) for n in (24, 16, 24, 16)))
        self._column.setSpacing(theme.px(12))
        self._list.setContentsMargins(0, 0, theme.px(6), 0)
        self._list.setSpacing(theme.px(10))
        self._scrolled.setMaximumWidth(theme.px(WIDEST))


def inbox_page(front: "MainWindow") -> InboxScreen:
    """The Inbox as a destination; what a card is about is shown beside it."""
    screen = InboxScreen(front.desk, front.toast)
    screen.opened.connect(front.open_subject)
    return screen
