"""One card: what happened, both versions side by side, and what can be done about it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from bizet_core.describe.formats.dates import show_part
from bizet_core.describe.formats.money import show
from bizet_core.describe.languages.language import _, isolate, reader
from bizet_core.oversight.inbox.queries import Card, Shown
from bizet_core.oversight.inbox.requests import Choice
from bizet_core.store.journal.cards import CardKind, CardState
from ui.kit import theme
from ui.kit.widgets import Button, Icon, Label, Note

SIGNS = {
    CardKind.CONCERN: ("triangle-alert", "warn"),
    CardKind.REFUSED: ("ban", "danger"),
    CardKind.HELD: ("hourglass", "info"),
    CardKind.LOST: ("history", "warn"),
}
KEYS = {Choice.OURS: "1", Choice.THEIRS: "2"}


class InboxCard(QFrame):
    """`chosen(card, choice)`, `call(card)`, `opened(card)`; `focused(self)` when the keyboard comes to it."""

    chosen = Signal(object, object)
    call = Signal(object)
    opened = Signal(object)
    focused = Signal(object)

    def __init__(self, card: Card) -> None:
        super().__init__()
        self.card = card
        self.setProperty("card", "true")
        self.setProperty("focusRadius", 12)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(". ".join(part for part in (card.title, _named(card), card.sentence()) if part))
        self.setAccessibleDescription(_told_by(card))
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._head())
        self._column.addWidget(Label(card.sentence(), wrap=True))
        if card.amount is not None:
            self._column.addWidget(Label(_unposted(card), "strong", wrap=True))
        if card.ours or card.theirs:
            self._column.addLayout(self._versions())
        if card.state is CardState.CALLING:
            self._column.addWidget(Note(_whom(card), "phone", "info"))
        self._column.addLayout(self._acts())
        theme.on_change(self._dress)

    def choose(self, choice: Choice) -> None:
        """Keep this version, where the card offers to."""
        if choice in dict(self.card.choices):
            self.chosen.emit(self.card, choice)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self.focused.emit(self)
        return super().event(event)

    # ------------------------------------------------------------------------------------------------------- parts

    def _head(self) -> QHBoxLayout:
        icon, colour = SIGNS[self.card.kind]
        row = QHBoxLayout()
        row.addWidget(Icon(icon, colour, 18))
        row.addWidget(Label(self.card.title, "title"))
        row.addWidget(Label(isolate(_named(self.card)), "strong"))
        row.addStretch(1)
        row.addWidget(Label(_told_by(self.card), "caption"))
        return row

    def _versions(self) -> QHBoxLayout:
        row = QHBoxLayout()
        if self.card.is_again:
            row.addWidget(_Version(_("What is there again"), self._lines(self.card.theirs)), 1)
            return row
        is_lost = self.card.kind is CardKind.LOST
        ours = _("As a computer here still had it") if is_lost else _("Ours: what was wanted")
        row.addWidget(_Version(ours, self._lines(self.card.ours)), 1)
        row.addWidget(_Version(_("Theirs: what stands"), self._lines(self.card.theirs)), 1)
        return row

    def _lines(self, lines: Sequence[Shown]) -> list[tuple[str, str]]:
        return [self.card.words(line) for line in lines]

    def _acts(self) -> QHBoxLayout:
        row = QHBoxLayout()
        for place, (choice, words) in enumerate(self.card.choices):
            kind = "primary" if place == 0 else ""
            row.addWidget(_act(words, KEYS[choice], kind, "", lambda choice=choice: self.choose(choice)))
        if self.card.customer:
            words = _("Not calling any more") if self.card.state is CardState.CALLING else _("Call")
            row.addWidget(_act(words, "C", "quiet", "phone", lambda: self.call.emit(self.card)))
        row.addStretch(1)
        if self.card.subject:
            row.addWidget(_act(_open_words(self.card), "O", "ghost", "", lambda: self.opened.emit(self.card)))
        return row

    def _dress(self) -> None:
        self._column.setContentsMargins(*(theme.px(n) for n in (16, 12, 16, 12)))
        self._column.setSpacing(theme.px(10))


class _Version(QWidget):
    """One side: its name, and its lines."""

    def __init__(self, title: str, lines: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(Label(title, "caption"))
        for name, value in lines:
            column.addWidget(_line(name, value))
        if not lines:
            column.addWidget(Label(_("Nothing of it stands."), "muted", wrap=True))
        column.addStretch(1)


def _line(name: str, value: str) -> QLabel:
    words = f"{name}: {isolate(value)}" if name else isolate(value)
    return Label(words, "strong", wrap=True)


def _act(words: str, key: str, kind: str, icon: str, act: Callable[[], None]) -> Button:
    button = Button(words, kind, icon, tip=f"{words} ({key})")
    button.clicked.connect(lambda: act())
    return button


def _told_by(card: Card) -> str:
    """When, who, and at which device."""
    when = isolate(show_part(card.at, "", reader()))
    return " · ".join(part for part in (when, isolate(card.actor), isolate(card.device)) if part)


def _named(card: Card) -> str:
    """Whom or what it is about."""
    return card.about or card.customer


def _unposted(card: Card) -> str:
    assert card.amount is not None
    return _("{amount} is in no total until this is accepted.").format(amount=isolate(show(card.amount)))


def _whom(card: Card) -> str:
    """Whom to call, and the number."""
    if not card.phone:
        return _("{name} is to be asked, but no phone number is known.").format(name=isolate(card.customer))
    return _("Call {name}: {phone}").format(name=isolate(card.customer), phone=isolate(card.phone))


def _open_words(card: Card) -> str:
    if card.subject == "booking":
        return _("Open the booking")
    return _("Open {what}").format(what=isolate(card.about))
