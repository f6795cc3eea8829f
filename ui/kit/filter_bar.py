"""Filter bar above a list: words, dates, choices and chips, drawn from described fields that features contribute.

    self.filter = FilterBar(desk, filters_of("customers"), words=_("Find a customer"))
    self.filter.changed.connect(self._watch.ask)
    asked = self.filter.narrowed(Customers(limit=100))

A filter is a request type; its fields have the names of the question's. One that nobody has touched narrows nothing.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, TypeVar

import msgspec
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from bizet_core.base.refusals import Refused
from bizet_core.describe.choosing import asking, rows_as_options
from bizet_core.describe.introspection import fields_of
from bizet_core.describe.kinds.kind import Option
from bizet_core.describe.kinds.structs import Described, Several
from bizet_core.describe.languages.language import _
from bizet_core.describe.validator import parse
from bizet_core.store import Request
from bizet_desk.desk import Desk
from ui.kit import theme
from ui.kit.entries import entries_of, permitted
from ui.kit.fields.choice_inputs import ChoiceInput, options_of
from ui.kit.fields.field_set import TICKED, FieldBox, input_for
from ui.kit.fields.flow_layout import Flow
from ui.kit.fields.input import Input
from ui.kit.widgets import Button, Field, Label

Asked = TypeVar("Asked", bound=msgspec.Struct)
WAIT_MS = 200  # after the last key
COLUMN = 150  # pixels before zoom
GAP = 12


def filters_of(desk: Desk, group: str) -> list[type[Request]]:
    """The filters that features contribute to a list, as far as whoever is at the desk may use them."""
    return [entry.resolve() for entry in permitted(entries_of("filters", group), desk.actor)]


class ChipsInput(Input):
    """Any of a few, as chips that stay pressed; Space and Enter press the one the keyboard is on."""

    def __init__(self, about: Described) -> None:
        super().__init__(about)
        assert isinstance(about.kind, Several)
        self.chips: list[tuple[Button, object]] = []
        self._flow = Flow()
        self.adopt(self._flow)
        self.offer(options_of(about, about.kind.item))
        self.start()

    def offer(self, options: Sequence[Option]) -> None:
        """Show these; what is pressed stays so, as long as it is offered."""
        pressed = self.typed()
        self._flow.clear()
        self.chips = [(self._chip(option), option.value) for option in options]
        self.display(pressed)

    def display(self, value: object) -> None:
        pressed = value if isinstance(value, list | tuple) else ()
        for chip, option in self.chips:
            chip.setChecked(option in pressed)

    def typed(self) -> object:
        return [value for chip, value in self.chips if chip.isChecked()]

    def take_focus(self) -> None:
        if self.chips:
            self.chips[0][0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _chip(self, option: Option) -> Button:
        chip = Button(option.label, "slot")
        chip.setCheckable(True)
        chip.toggled.connect(self.changed)
        self._flow.add(chip)
        return chip


class FilterBar(QWidget):
    """`changed` once something else is asked for that can be read; what cannot is said at its field.

    `words` is what the field for words is called; without it there is none. `initial` is what stands at the
    beginning and after Clear, where a field has no default of its own.
    """

    changed = Signal()

    def __init__(
        self,
        desk: Desk,
        filters: Sequence[type[Request]],
        *,
        words: str = "",
        initial: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__()
        self._desk, self._filters, self._initial = desk, filters, dict(initial or {})
        self._timer = QTimer(self, singleShot=True, interval=WAIT_MS)
        self._timer.timeout.connect(self._read)
        self.boxes: dict[str, FieldBox] = {}
        self._chips: list[FieldBox] = []
        for about in (about for made in filters for about in fields_of(made)):
            self._add(about)
        self.words = Field(words, "search") if words else None
        if self.words is not None:
            self.words.textChanged.connect(lambda _text: self._timer.start())
        self.clear_button = Button(_("Clear filters"), "ghost", "x")
        self.clear_button.clicked.connect(self.clear)
        self._known: dict[str, object] = {}  # by field, as far as it can be read
        self._lay_out()
        self._put_initial()
        self._follow_queries()

    # ------------------------------------------------------------------------------------------------ what is asked

    @property
    def typed(self) -> str:
        """The words."""
        return self.words.text().strip() if self.words is not None else ""

    def values(self) -> dict[str, Any]:
        """What is asked for, field by field."""
        return dict(self._known)

    def narrowed(self, asked: Asked) -> Asked:
        """The question with what is chosen here."""
        return msgspec.structs.replace(asked, **self._known)

    @property
    def is_narrowed(self) -> bool:
        """Whether anything stands otherwise than at the beginning."""
        return bool(self.typed) or self._known != self._beginning

    def put(self, values: Mapping[str, object], words: str | None = None) -> None:
        """Show and ask for these; `changed` is told at once."""
        for name, value in values.items():
            self.boxes[name].entry.put(value)
        if words is not None and self.words is not None:
            self.words.setText(words)
        self._read()

    def clear(self) -> None:
        """Ask as at the beginning; the keyboard goes where filtering begins."""
        for box in self.boxes.values():
            box.say("")
        self._show_beginning()
        if self.words is not None:
            self.words.clear()
        self._read()
        self.take_focus()

    def take_focus(self) -> None:
        """In the field for words, or in the first there is."""
        if self.words is not None:
            self.words.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif self.boxes:
            next(iter(self.boxes.values())).entry.take_focus()

    def show_field(self, name: str, is_shown: bool) -> None:
        """Show a field, or hide one that whoever is at the desk cannot use."""
        self.boxes[name].setVisible(is_shown)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.is_narrowed:
            self.clear()
        else:
            super().keyPressEvent(event)

    # --------------------------------------------------------------------------------------------------- reading

    def _read(self) -> None:
        """Take what stands there; of a filter that is not whole, what was read before."""
        self._timer.stop()
        found = dict(self._known)
        for made in self._filters:
            raw = {about.name: self.boxes[about.name].entry.raw() for about in fields_of(made)}
            try:
                read = parse(made, raw)
            except Refused:
                continue  # the field says so itself when it is left
            found |= msgspec.structs.asdict(read)
        was, self._known = (self._known, self._last_typed), found
        self._last_typed = self.typed
        self.clear_button.setVisible(self.is_narrowed)
        if was != (found, self.typed):
            self.changed.emit()

    def _put_initial(self) -> None:
        self._last_typed = ""
        self._show_beginning()
        self._read()
        self._timer.stop()
        self._beginning = dict(self._known)
        self.clear_button.hide()

    _beginning: Mapping[str, object] = {}

    def _show_beginning(self) -> None:
        for name, box in self.boxes.items():
            if name in self._initial:
                box.entry.put(self._initial[name])
            else:
                box.entry.start()

    def _follow_queries(self) -> None:
        """What is chosen from changes while the list is open: a person is added, a tag renamed."""
        for box in self.boxes.values():
            choices = box.about.kind.field.choices
            entry: Any = box.entry
            if isinstance(choices, str):
                query, asked = asking(choices)
                self._desk.watch(entry, query, lambda asked=asked: asked, partial(_offer, entry), lambda _refusal: None)

    def _add(self, about: Described) -> None:
        is_several = isinstance(about.kind, Several) and about.kind.item.widget in TICKED
        entry = ChipsInput(about) if is_several else input_for(about, None)
        assert entry is not None
        at_once = isinstance(entry, ChoiceInput | ChipsInput)
        entry.changed.connect(self._read if at_once else self._timer.start)
        self.boxes[about.name] = box = FieldBox(about, entry)
        if is_several:
            self._chips.append(box)

    # -------------------------------------------------------------------------------------------------- the look

    def _lay_out(self) -> None:
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._above = Label("\u00a0", "label")  # so that the words stand in line with the other inputs
        self._worded = QWidget(self)
        self._worded_column = QVBoxLayout(self._worded)
        self._worded_column.setContentsMargins(0, 0, 0, 0)
        self._worded_column.addWidget(self._above)
        if self.words is not None:
            self._worded_column.addWidget(self.words)
        self._worded.setVisible(self.words is not None)
        self.below = QHBoxLayout()
        self.below.addWidget(self.clear_button)
        self.below.addStretch(1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addLayout(self._grid)
        for box in self._chips:
            self._column.addWidget(box)
        self._column.addLayout(self.below)
        theme.on_change(self._arrange)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """All in one line where there is room, the words at its end; else as many lines as it takes."""
        boxes = [box for box in self.boxes.values() if box not in self._chips]
        columns = max(1, (self.width() + theme.px(GAP)) // theme.px(COLUMN + GAP))
        is_wide = len(boxes) + 2 <= columns
        per_line = len(boxes) if is_wide else min(columns, max(1, len(boxes)))
        for part in (*boxes, self._worded):
            self._grid.removeWidget(part)
        for place, box in enumerate(boxes):
            row, column = divmod(place, max(1, per_line))
            self._grid.addWidget(box, row, column, Qt.AlignmentFlag.AlignTop)
        lines = -(-len(boxes) // max(1, per_line))
        label = boxes[0].label if boxes else None
        self._above.setVisible(is_wide and label is not None)
        if label is not None:
            self._above.setFixedHeight(label.sizeHint().height())
        self._worded_column.setSpacing(theme.px(4))
        row, column, span = (0, per_line, 1) if is_wide else (lines, 0, per_line)
        self._grid.addWidget(self._worded, row, column, 1, max(1, span), Qt.AlignmentFlag.AlignTop)
        for place in range(max(self._grid.columnCount(), per_line + 1)):
            is_box = place < len(boxes) and place < per_line
            self._grid.setColumnMinimumWidth(place, theme.px(COLUMN) if is_box and is_wide else 0)
            self._grid.setColumnStretch(place, int(not is_box if is_wide else is_box or not boxes))
        self._grid.setHorizontalSpacing(theme.px(GAP))
        self._grid.setVerticalSpacing(theme.px(8))
        self._column.setSpacing(theme.px(4))


def _offer(entry: Any, rows: tuple[Any, ...]) -> None:
    entry.offer(rows_as_options(rows))
