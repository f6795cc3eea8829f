"""The lock screen: who is at the desk? A face and a PIN. It knows no desk: it stands before there is one."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from bizet_core.describe.languages.language import _
from ui.kit import theme
from ui.kit.widgets import Avatar, Button, IconButton, Label, Note, empty

PAD = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "", "0", "⌫")
SHORTEST, LONGEST = 4, 8
PER_ROW = 6

Answer = Callable[[UUID, str], None]


class Person(Protocol):
    """Somebody who may sign in."""

    @property
    def id(self) -> UUID: ...
    @property
    def name(self) -> str: ...
    @property
    def colour(self) -> str: ...


class LockScreen(QWidget):
    """Whoever answers gets the person and the PIN. `hint` stands below, for a sample business."""

    def __init__(self, business: str, hint: str = "") -> None:
        super().__init__()
        self.setObjectName("root")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._chosen = UUID(int=0)
        self._answer: Answer | None = None
        self._was_tried = False
        self.faces = QGridLayout()
        self.shown: list[Face] = []
        self.who = Label("", "title")
        self.pin = PinField()
        self.told = Note("", "lock", "warn")
        self.told.hide()
        self._lay_out(business, hint)
        self.pin.returnPressed.connect(self._try)

    def answer_by(self, answer: Answer) -> None:
        """From now on `answer` is asked. A PIN that was entered before anybody could answer is tried now."""
        self._answer = answer
        if self._was_tried:
            self._try()

    def forget(self) -> None:
        """Forget what was typed and told."""
        self._was_tried = False
        self.pin.clear()
        self.told.hide()

    def take_focus(self) -> None:
        """The keyboard begins in the PIN."""
        self.pin.setFocus(Qt.FocusReason.OtherFocusReason)

    def tell(self, sentence: str) -> None:
        """Say why nobody is let in."""
        self.told.say(sentence)
        self.told.show()
        self.take_focus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text().isdigit():
            self.pin.setFocus(Qt.FocusReason.OtherFocusReason)
            self.pin.insert(event.text())
        else:
            super().keyPressEvent(event)

    def show_people(self, people: Sequence[Person]) -> None:
        """Show who may sign in. Where they are the same as before, a PIN that is being typed is left alone."""
        if _looks(people) == _looks([face.person for face in self.shown]):
            return
        empty(self.faces)
        self.shown = [Face(person) for person in people]
        for i, face in enumerate(self.shown):
            face.pressed.connect(partial(self._choose, face.person))
            self.faces.addWidget(face, i // PER_ROW, i % PER_ROW)
        chosen = next((p for p in people if p.id == self._chosen), people[0] if people else None)
        if chosen is not None:
            self._choose(chosen)

    def _choose(self, person: Person) -> None:
        self._chosen, self._was_tried = person.id, False
        self.who.setText(person.name)
        self.pin.setAccessibleName(_("PIN of {name}").format(name=person.name))
        self.pin.clear()
        self.take_focus()
        for face in self.shown:
            face.mark(face.person.id == person.id)

    def _press(self, key: str) -> None:
        self.take_focus()
        if key == "⌫":
            self.pin.backspace()
        elif len(self.pin.text()) < LONGEST:
            self.pin.insert(key)

    def _try(self) -> None:
        pin = self.pin.text()
        if len(pin) < SHORTEST:
            return
        if self._answer is None:
            self._was_tried = True
            return
        self._was_tried = False
        self.pin.clear()
        self._answer(self._chosen, pin)

    def _lay_out(self, business: str, hint: str) -> None:
        column = QVBoxLayout(self)
        column.setSpacing(theme.px(16))
        column.addStretch(2)
        column.addWidget(_centred(Label(business, "display")), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(_centred(Label(_("Who is at the desk?"), "muted")), 0, Qt.AlignmentFlag.AlignHCenter)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addLayout(self.faces)
        row.addStretch(1)
        self.faces.setSpacing(theme.px(12))
        column.addLayout(row)
        column.addWidget(self.who, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.pin, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addLayout(self._in_the_middle(self.told))
        column.addLayout(self._pad())
        if hint:
            column.addWidget(Label(hint, "caption"), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)

    def _in_the_middle(self, note: Note) -> QHBoxLayout:
        """A note of one width in as many lines as it needs, which an alignment would not give it."""
        note.setFixedWidth(theme.px(360))
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(note)
        row.addStretch(1)
        return row

    def _pad(self) -> QHBoxLayout:
        """Digits to touch. They stand as on a telephone, in every language."""
        holder = QWidget()
        holder.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        pad = QGridLayout(holder)
        pad.setSpacing(theme.px(8))
        for i, key in enumerate(PAD):
            if not key:
                continue
            button = (
                IconButton("chevron-left", _("Delete a digit"), "bare", "text2", 64)
                if key == "⌫"
                else Button(key, "quiet")
            )
            button.setFixedSize(theme.px(72), theme.px(56))
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(partial(self._press, key))
            pad.addWidget(button, i // 3, i % 3)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(holder)
        row.addStretch(1)
        self.enter = IconButton("check", _("Sign in"), "primary", "onPrimary", 72)
        self.enter.setFixedSize(theme.px(72), theme.px(56))
        self.enter.clicked.connect(self._try)
        pad.addWidget(self.enter, 3, 0)
        return row


class PinField(QLineEdit):
    """Dots; digits of any script count as digits, nothing else gets in."""

    def __init__(self) -> None:
        super().__init__()
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setMaxLength(LONGEST)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setAccessibleName(_("PIN"))
        self.setPlaceholderText(_("PIN"))
        self.textEdited.connect(self._only_digits)
        theme.on_change(self._dress)

    def _dress(self) -> None:
        self.setFixedWidth(theme.px(232))

    def _only_digits(self, text: str) -> None:
        digits = "".join(str(int(ch)) for ch in text if ch.isdecimal())
        if digits != text:
            self.setText(digits)


class Face(QWidget):
    """One person to choose: avatar and name."""

    pressed = Signal()

    def __init__(self, person: Person) -> None:
        super().__init__()
        self.person = person
        column = QVBoxLayout(self)
        column.setSpacing(theme.px(6))
        column.addWidget(Avatar(person.name, person.colour, 64), 0, Qt.AlignmentFlag.AlignHCenter)
        self.button = Button(person.name, "slot")
        self.button.setCheckable(True)
        self.button.clicked.connect(self.pressed)
        column.addWidget(self.button)

    def mark(self, chosen: bool) -> None:
        """Show whether it is this one's PIN that is asked."""
        self.button.setChecked(chosen)


def _looks(people: Sequence[Person]) -> list[tuple[UUID, str, str]]:
    return [(person.id, person.name, person.colour) for person in people]


def _centred(label: Label) -> Label:
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return label
