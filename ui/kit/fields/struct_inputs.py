"""Structs inside a form: one, or a list that grows and shrinks, such as the lengths and prices of a service."""

from collections.abc import Mapping, Sequence

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from bizet_core.describe.kinds.kind import Option
from bizet_core.describe.kinds.structs import Described, Parts, Several
from bizet_core.describe.languages.language import _
from ui.kit import theme
from ui.kit.fields.field_set import FieldSet
from ui.kit.fields.file_inputs import Attach
from ui.kit.fields.input import Input
from ui.kit.widgets import Button, IconButton


class OnePartInput(Input):
    """The fields of one struct, framed."""

    def __init__(self, about: Described, attach: Attach | None) -> None:
        super().__init__(about)
        assert isinstance(about.kind, Parts)
        self.fields = FieldSet(about.kind.fields, attach)
        self.fields.changed.connect(self.changed)
        self.adopt(_framed(self.fields))
        self.start()

    def display(self, value: object) -> None:
        self.fields.put(_by_name(value))

    def typed(self) -> object:
        return self.fields.values()

    def say_inside(self, errors: Mapping[str, str]) -> list[str]:
        """Show errors at its fields: `price`."""
        return self.fields.say(errors)

    def is_wrong_inside(self) -> bool:
        """Whether any of its fields shows an error."""
        return self.fields.first_wrong() is not None

    def mark(self, sentence: str) -> None:
        """Its fields mark themselves."""

    def take_focus(self) -> None:
        _focus(self.fields)


class PartsInput(Input):
    """A frame for each struct, with a button to take it away, and one to add another."""

    def __init__(self, about: Described, attach: Attach | None) -> None:
        super().__init__(about)
        assert isinstance(about.kind, Several)
        assert isinstance(about.kind.item, Parts)
        self._parts, self._attach = about.kind.item.fields, attach
        self.sets: list[FieldSet] = []
        self._offered: dict[str, Sequence[Option]] = {}
        whole = QWidget()
        self._column = QVBoxLayout(whole)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.add_button = Button(_("Add"), "quiet", "plus")
        self.add_button.setAccessibleName(_("Add to {label}").format(label=_(about.label)))
        self.add_button.clicked.connect(self.add)
        self._column.addWidget(self.add_button)
        self.adopt(whole)
        self.setFocusProxy(self.add_button)
        self.start()
        theme.on_change(self._dress)

    def add(self) -> FieldSet:
        """One more, empty, with the keyboard in it."""
        fields = self._insert()
        self.changed.emit()
        _focus(fields)
        return fields

    def offer_inside(self, name: str, options: Sequence[Option]) -> None:
        """The rows that a field of each of them chooses from, those to come included."""
        self._offered[name] = options
        for fields in self.sets:
            fields.offer(name, options)

    def display(self, value: object) -> None:
        for fields in list(self.sets):
            self._remove(fields)
        for part in value if isinstance(value, list | tuple) else ():
            self._insert().put(_by_name(part))

    def typed(self) -> object:
        return [fields.values() for fields in self.sets]

    def say_inside(self, errors: Mapping[str, str]) -> list[str]:
        """Show errors at the fields of each of them: `1.price`."""
        homeless = []
        for place, fields in enumerate(self.sets):
            mine = {name.partition(".")[2]: told for name, told in errors.items() if name.startswith(f"{place}.")}
            homeless += fields.say(mine)
        return homeless

    def is_wrong_inside(self) -> bool:
        """Whether any field of any of them shows an error."""
        return any(fields.first_wrong() for fields in self.sets)

    def mark(self, sentence: str) -> None:
        """Read the sentence out with the button; the frames have no edge to redden."""
        self.add_button.setAccessibleDescription(sentence)

    def take_focus(self) -> None:
        wrong = next((fields for fields in self.sets if fields.first_wrong()), None)
        if wrong is not None:
            _focus(wrong)
        else:
            self.add_button.setFocus()

    def _insert(self) -> FieldSet:
        fields = FieldSet(self._parts, self._attach)
        fields.changed.connect(self.changed)
        for name, options in self._offered.items():
            fields.offer(name, options)
        away = IconButton("x", _("Take this away"), "bare")
        frame = _framed(fields, away)
        away.clicked.connect(lambda: self._drop(fields))
        self.sets.append(fields)
        self._column.insertWidget(self._column.count() - 1, frame)
        return fields

    def _drop(self, fields: FieldSet) -> None:
        self._remove(fields)
        self.add_button.setFocus()
        self.changed.emit()

    def _remove(self, fields: FieldSet) -> None:
        self.sets.remove(fields)
        if (frame := fields.parentWidget()) is not None:
            frame.setParent(None)
            frame.deleteLater()

    def _dress(self) -> None:
        self._column.setSpacing(theme.px(8))


def _framed(fields: FieldSet, beside: QWidget | None = None) -> QFrame:
    frame = QFrame()
    frame.setProperty("card", "true")
    row = QHBoxLayout(frame)
    row.setContentsMargins(12, 12, 12, 12)
    row.addWidget(fields, 1)
    if beside is not None:
        row.addWidget(beside)
        row.setAlignment(beside, Qt.AlignmentFlag.AlignTop)
    return frame


def _by_name(value: object) -> dict[str, object]:
    if isinstance(value, msgspec.Struct):
        return msgspec.structs.asdict(value)
    return dict(value) if isinstance(value, dict) else {}


def _focus(fields: FieldSet) -> None:
    box = fields.first_wrong() or next(iter(fields.boxes.values()), None)
    if box is not None:
        box.entry.take_focus()
