"""Fields below each other, each with its label, help and error: the whole of a form, or one line inside it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from msgspec import UNSET
from PySide6.QtCore import Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from bizet_core.describe.kinds.kind import Option
from bizet_core.describe.kinds.structs import Described, Parts, Several
from bizet_core.describe.languages.language import _
from ui.kit import theme
from ui.kit.fields.choice_inputs import ChoiceInput, ColourInput, SeveralInput
from ui.kit.fields.file_inputs import Attach, FileInput, PictureInput
from ui.kit.fields.input import Input
from ui.kit.fields.line_inputs import CheckInput, DateInput, LineInput, NoteInput
from ui.kit.fields.rich_text import RichInput
from ui.kit.widgets import Label

INPUTS: dict[str, Callable[[Described], Input]] = {
    "line": LineInput, "phone": LineInput, "email": LineInput, "figure": LineInput, "secret": LineInput,
    "time": LineInput, "range": LineInput, "date": DateInput, "instant": DateInput,
    "lines": NoteInput, "rich": RichInput, "check": CheckInput, "colour": ColourInput, "file": FileInput,
    "choice": ChoiceInput, "search": ChoiceInput, "pick": ChoiceInput,
}  # fmt: skip
"""Which input asks for a kind, by the kind's `widget`."""
TICKED = {"choice", "pick", "colour", "search"}


def input_for(about: Described, attach: Attach | None) -> Input | None:
    """The input for a field; None if only programs fill it, or if it needs a picture kept and nobody can."""
    kind = about.kind
    if not about.label or kind.widget == "none":
        return None
    if kind.widget == "picture":
        return PictureInput(about, attach) if attach else None
    if isinstance(kind, Parts) or (isinstance(kind, Several) and isinstance(kind.item, Parts)):
        from ui.kit.fields.struct_inputs import OnePartInput, PartsInput

        return OnePartInput(about, attach) if isinstance(kind, Parts) else PartsInput(about, attach)
    if isinstance(kind, Several):
        return SeveralInput(about) if kind.item.widget in TICKED else LineInput(about)
    return INPUTS[kind.widget](about)


class FieldBox(QWidget):
    """A label, its input, and below it the help or what is wrong."""

    def __init__(self, about: Described, entry: Input) -> None:
        super().__init__()
        self.about, self.entry = about, entry
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.label = None if entry.says_its_name else self._label()
        if self.label is not None:
            self._column.addWidget(self.label)
        self._column.addWidget(entry)
        self.help = Label(_(about.kind.field.help), "caption", wrap=True)
        self.help.setVisible(bool(about.kind.field.help))
        self.error = Label(role="caption", wrap=True)
        self.error.setProperty("tone", "danger")
        self.error.hide()
        self._column.addWidget(self.help)
        self._column.addWidget(self.error)
        entry.changed.connect(lambda: self.say(""))
        entry.complained.connect(self.say)
        theme.on_change(self._dress)

    def say(self, sentence: str) -> None:
        """Show what is wrong, or that nothing is."""
        self.error.setText(sentence)
        self.error.setVisible(bool(sentence))
        self.help.setVisible(bool(self.help.text()) and not sentence)
        self.entry.mark(sentence)

    @property
    def has_parts(self) -> bool:
        """Whether its input has fields of its own, which show their own errors."""
        return hasattr(self.entry, "say_inside")

    def say_inside(self, errors: Mapping[str, str]) -> list[str]:
        """Show errors at the fields of its input, if it has any."""
        entry: Any = self.entry
        return list(entry.say_inside(errors)) if self.has_parts else []

    def is_wrong(self) -> bool:
        """Whether it or a field inside it shows an error."""
        entry: Any = self.entry
        return bool(self.error.text()) or (self.has_parts and entry.is_wrong_inside())

    def _label(self) -> Label:
        words, needed = _(self.about.label), self.about.required and self.about.kind.widget != "check"
        label = Label(words.replace("&", "&&") + ("\u00a0*" if needed else ""), "label")
        label.setBuddy(self.entry.editor)
        if needed:
            self.entry.editor.setAccessibleName(_("{label}, required").format(label=words))
        return label

    def _dress(self) -> None:
        self._column.setSpacing(theme.px(4))


class FieldSet(QWidget):
    """The fields of a struct, by sections."""

    changed = Signal()

    def __init__(
        self, fields: Sequence[Described], attach: Attach | None = None, leave_out: Sequence[str] = ()
    ) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._names = {about.name for about in fields}
        self._carried: dict[str, object] = {}
        self.boxes: dict[str, FieldBox] = {}
        section = ""
        for about in fields:
            entry = None if about.name in leave_out else input_for(about, attach)
            if entry is None:
                continue
            if about.kind.field.section not in ("", section):
                section = about.kind.field.section
                self._column.addWidget(Label(_(section), "strong"))
            self._add(about, entry)
        theme.on_change(self._dress)

    def _add(self, about: Described, entry: Input) -> None:
        box = self.boxes[about.name] = FieldBox(about, entry)
        entry.changed.connect(self.changed)
        self._column.addWidget(box)

    def put(self, values: Mapping[str, object]) -> None:
        """Show these values and carry those of fields that are not drawn; one that is not given shows its default."""
        self._carried = {name: value for name, value in values.items() if name in self._names - set(self.boxes)}
        for name, box in self.boxes.items():
            if name in values:
                box.entry.put(values[name])

    def values(self) -> dict[str, object]:
        """What stands in each field; an untouched one gives back what was put in, `UNSET` is left out."""
        found = self._carried | {name: box.entry.raw() for name, box in self.boxes.items()}
        return {name: value for name, value in found.items() if value is not UNSET}

    def offer(self, name: str, options: Sequence[Option]) -> None:
        """Give a field the rows to choose from, when the query has answered."""
        entry: Any = self.boxes[name].entry
        entry.offer(options)

    def say(self, errors: Mapping[str, str]) -> list[str]:
        """Show what is wrong at its field and take away the rest; returns the sentences that have no field here."""
        homeless = [told for name, told in errors.items() if name.partition(".")[0] not in self.boxes]
        for name, box in self.boxes.items():
            inside = {field[len(name) + 1 :]: told for field, told in errors.items() if field.startswith(f"{name}.")}
            homeless += box.say_inside(inside)
            box.say(errors.get(name, "") or "; ".join(inside.values() if not box.has_parts else ()))
        return homeless

    def first_wrong(self) -> FieldBox | None:
        """The topmost field with an error."""
        return next((box for box in self.boxes.values() if box.is_wrong()), None)

    def focus_first_wrong(self) -> None:
        """Put the keyboard on the topmost error and read it out."""
        if (box := self.first_wrong()) is None:
            return
        box.entry.take_focus()
        if sentence := box.error.text():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(box, sentence))

    def _dress(self) -> None:
        self._column.setSpacing(theme.px(16))
