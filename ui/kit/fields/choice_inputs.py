"""Inputs that choose: from a short list, from a long one by typing, colours, and several at once."""

from collections.abc import Sequence

from msgspec import UNSET
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QComboBox, QCompleter, QHBoxLayout, QRadioButton, QWidget

from bizet_core.describe.kinds.kind import Option
from bizet_core.describe.kinds.structs import Described, Several
from bizet_core.describe.languages.language import _, reader
from ui.kit import theme
from ui.kit.fields.flow_layout import Flow
from ui.kit.fields.input import Input

SEARCHED = 12  # from so many on, the list is searched by typing


def options_of(about: Described, kind: object) -> list[Option]:
    """The options a kind knows by itself; rows of a query are offered later."""
    known = getattr(kind, "options", None)
    return known(reader()) if known else []


class ChoiceInput(Input):
    """One of a list. A long list is searched by any part of a name; a field that may be empty has an empty line."""

    def __init__(self, about: Described) -> None:
        super().__init__(about)
        self.box = QComboBox()
        self.box.setPlaceholderText(_("Choose…"))
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.adopt(self.box)
        self._options: list[Option] = []
        self._is_long = False
        self.box.activated.connect(self.changed)
        self.offer(options_of(about, about.kind))
        self.start()

    def offer(self, options: Sequence[Option]) -> None:
        """Show these options and keep the one that stands, if it is among them or not."""
        standing, touched = self.typed(), self._options and self.touched
        self._options = self._with_empty(list(options))
        self.box.clear()
        for option in self._options:
            self.box.addItem(f"{option.label} · {option.note}" if option.note else option.label)
        self._is_long = len(options) > SEARCHED
        if self.isVisible():
            self._make_searchable()
        self.display(standing if touched else self._given)
        if not touched:
            self._untouched = self.typed()

    def display(self, value: object) -> None:
        if value not in (None, UNSET, "") and all(option.value != value for option in self._options):
            self._options.append(Option(value, self.about.show(value, self.reader)))  # no longer on the list
            self.box.addItem(self._options[-1].label)
        values = [option.value for option in self._options]
        wanted = None if value in (UNSET, "") else value
        self.box.setCurrentIndex(values.index(wanted) if wanted in values else -1)

    def typed(self) -> object:
        at = self.box.currentIndex()
        if self.box.isEditable() and self.box.currentText() != self.box.itemText(at):
            return self.box.currentText()
        if not 0 <= at < len(self._options):
            return None
        return self._options[at].value

    def _with_empty(self, options: list[Option]) -> list[Option]:
        may_be_empty = self.about.nullable or self.about.blank == ""
        return [Option(None, _(self.about.kind.field.example) or "—"), *options] if may_be_empty else options

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._make_searchable()

    def _make_searchable(self) -> None:
        """Let a long list be typed into, not before it is shown: until then each move of its form into another widget
        would style its hundreds of lines anew."""
        if not self._is_long or self.box.isEditable():
            return
        self.box.setEditable(True)
        self.box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        line, completer = self.box.lineEdit(), self.box.completer()
        assert line is not None
        assert completer is not None
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        line.setAccessibleName(_(self.about.label))
        line.setPlaceholderText(_("Choose…"))
        line.textEdited.connect(self.changed)


class Swatch(QRadioButton):
    """A colour to choose, as a disc; its name is read out and shown as a tip."""

    def __init__(self, option: Option) -> None:
        super().__init__()
        self.value = str(option.value)
        self.setAccessibleName(option.label)
        self.setToolTip(option.label)
        self.setProperty("focusRadius", 16)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(32), theme.px(32))

    def hitButton(self, pos: object) -> bool:
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        disc = QRectF(self.rect()).adjusted(5, 5, -5, -5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(theme.hue_of(self.value).bar))
        painter.drawEllipse(disc)
        if self.isChecked():
            painter.setPen(QPen(theme.colour("text"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(disc.adjusted(-3, -3, 3, 3))
        painter.end()


class ColourInput(Input):
    """The eight categories in a row; arrows move, Space chooses."""

    def __init__(self, about: Described) -> None:
        super().__init__(about)
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        self._group = QButtonGroup(self)
        self.swatches = [Swatch(option) for option in options_of(about, about.kind)]
        for swatch in self.swatches:
            self._group.addButton(swatch)
            line.addWidget(swatch)
            swatch.toggled.connect(self.changed)
        line.addStretch(1)
        self.adopt(row)
        self.setFocusProxy(self.swatches[0])
        self.start()

    def display(self, value: object) -> None:
        self._group.setExclusive(False)
        for swatch in self.swatches:
            swatch.setChecked(swatch.value == value)
        self._group.setExclusive(True)

    def typed(self) -> object:
        return next((swatch.value for swatch in self.swatches if swatch.isChecked()), None)

    def take_focus(self) -> None:
        chosen = next((swatch for swatch in self.swatches if swatch.isChecked()), self.swatches[0])
        chosen.setFocus(Qt.FocusReason.OtherFocusReason)


class SeveralInput(Input):
    """Any of a list, a box for each."""

    def __init__(self, about: Described) -> None:
        super().__init__(about)
        assert isinstance(about.kind, Several)
        self._boxes: list[tuple[QCheckBox, object]] = []
        self.adopt(Flow())
        self.offer(options_of(about, about.kind.item))
        self.start()

    def offer(self, options: Sequence[Option]) -> None:
        """Show these options and keep those that stand."""
        standing = self.typed()
        flow = self.editor
        assert isinstance(flow, Flow)
        flow.clear()
        self._boxes = [(QCheckBox(option.label.replace("&", "&&")), option.value) for option in options]
        for box, _value in self._boxes:
            box.toggled.connect(self.changed)
            flow.add(box)
        self.display(standing or self._given)
        self._untouched = self.typed()

    def display(self, value: object) -> None:
        chosen = value if isinstance(value, list | tuple) else ()
        for box, option in self._boxes:
            box.setChecked(option in chosen)

    def typed(self) -> object:
        return [value for box, value in self._boxes if box.isChecked()]

    def take_focus(self) -> None:
        if self._boxes:
            self._boxes[0][0].setFocus(Qt.FocusReason.OtherFocusReason)
