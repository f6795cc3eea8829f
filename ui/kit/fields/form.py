"""A form drawn from a request: what is typed stays typed until it can be saved, and each error stands at its field."""

from collections.abc import Mapping, Sequence
from typing import Generic, TypeVar

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from bizet_core.base.refusals import Refused
from bizet_core.describe.introspection import fields_of
from bizet_core.describe.invalid import Invalid
from bizet_core.describe.kinds.kind import Option
from bizet_core.describe.languages.language import N_, _
from bizet_core.describe.languages.sentences import word
from bizet_core.describe.validator import parse
from ui.kit import theme
from ui.kit.fields.field_set import FieldSet
from ui.kit.fields.file_inputs import Attach
from ui.kit.widgets import Button, Note

SAVE = N_("Save")
T = TypeVar("T")


class FormSignals(QWidget):
    """Qt's signals cannot stand in a generic class."""

    submitted = Signal(object)
    """The request, read and valid."""
    cancelled = Signal()
    changed = Signal()


class Form(FormSignals, Generic[T]):
    """The fields of a request type with a button to save. Enter saves (Ctrl+Enter in a note), Esc cancels.

    `initial` is a request, or values by field; those of fields that are not drawn are carried into the request.
    Fields whose rows come from a query are filled by `offer` when the answer is there.
    """

    def __init__(
        self,
        made: type[T],
        initial: Mapping[str, object] | msgspec.Struct | None = None,
        *,
        save: str = SAVE,
        leave_out: Sequence[str] = (),
        attach: Attach | None = None,
    ) -> None:
        super().__init__()
        self.made = made
        self.fields = FieldSet(fields_of(made), attach, leave_out)
        self.fields.changed.connect(self.changed)
        self.save = Button(_(save), "primary")
        self.save.setDefault(True)
        self.save.clicked.connect(self.submit)
        self.cancel = Button(_("Cancel"), "quiet")
        self.cancel.clicked.connect(self.cancelled)
        self._notes = QVBoxLayout()
        self._lay_out()
        if initial is not None:
            self.put(initial)

    def put(self, initial: Mapping[str, object] | msgspec.Struct) -> None:
        """Show these values in place of what stands there."""
        values = msgspec.structs.asdict(initial) if isinstance(initial, msgspec.Struct) else dict(initial)
        self.fields.put(values)

    def offer(self, name: str, options: Sequence[Option]) -> None:
        """The rows a field chooses from."""
        self.fields.offer(name, options)

    @property
    def queries(self) -> dict[str, str]:
        """Field → the query whose rows it chooses from, as `describe.choosing.asking` takes it, for the screen."""
        drawn = {name: box.about.kind.field.choices for name, box in self.fields.boxes.items()}
        return {name: choices for name, choices in drawn.items() if isinstance(choices, str)}

    def values(self) -> dict[str, object]:
        """What stands in the fields, as typed."""
        return self.fields.values()

    def request(self) -> T | None:
        """The request that stands in the fields; None if something is wrong, which is then said at its field."""
        self.show_refusal(None)
        try:
            return parse(self.made, self.values())
        except Refused as refused:
            self.show_refusal(refused)
            return None

    def submit(self) -> None:
        """Send the request on, if it can be."""
        if self.save.isEnabled() and (request := self.request()) is not None:
            self.submitted.emit(request)

    def show_refusal(self, refused: Refused | None) -> None:
        """Say what is wrong: at the fields it names, else above the buttons. None takes it all away."""
        self._forget_notes()
        errors = _by_field(refused, set(self.fields.boxes))
        homeless = self.fields.say(errors)
        for sentence in homeless:
            self._notes.addWidget(Note(sentence, "triangle-alert", "danger"))
        self.fields.focus_first_wrong()

    def set_busy(self, busy: bool) -> None:
        """Take no second click while the first is being done."""
        self.save.setEnabled(not busy)

    def focus_first(self) -> None:
        """Put the keyboard into the first field."""
        if boxes := list(self.fields.boxes.values()):
            boxes[0].entry.take_focus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        elif event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)

    def _enter(self) -> None:
        """Enter on a button presses it, anywhere else it saves."""
        focused = QApplication.focusWidget()
        if isinstance(focused, QPushButton) and self.isAncestorOf(focused):
            focused.click()
        else:
            self.submit()

    def _forget_notes(self) -> None:
        while (item := self._notes.takeAt(0)) is not None:
            if (note := item.widget()) is not None:
                note.setParent(None)
                note.deleteLater()

    def _lay_out(self) -> None:
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        inside = QWidget()
        self._inside = QVBoxLayout(inside)
        self._inside.addWidget(self.fields)
        self._inside.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidget(inside)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        self._column.addWidget(self._scroll, 1)
        self._column.addLayout(self._notes)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.save)
        self._column.addLayout(buttons)
        theme.on_change(self._dress)

    def _dress(self) -> None:
        self._column.setSpacing(theme.px(12))
        self._inside.setContentsMargins(theme.px(4), theme.px(4), theme.px(4), theme.px(4))


def _by_field(refused: Refused | None, drawn: set[str]) -> dict[str, str]:
    """Field → sentence; a refusal that names no field drawn here stands under the empty name."""
    if refused is None:
        return {}
    if isinstance(refused, Invalid):
        return refused.errors
    field = refused.facts.get("field")
    return {field if field in drawn else "": word(refused)}
