"""Inputs that are typed: lines, notes, dates, and boxes to tick."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPlainTextEdit

from bizet_core.base.refusals import Refused
from bizet_core.describe.formats import dates, times
from bizet_core.describe.kinds.structs import Described
from bizet_core.describe.languages.language import _
from bizet_core.describe.languages.sentences import word
from ui.kit import theme
from ui.kit.fields.input import Input
from ui.kit.widgets import IconButton, Label
from ui.kit.widgets.date_picker import DatePicker

_LEFT_TO_RIGHT = {"phone", "email", "figure", "secret"}  # `1 234,56 €` is drawn `€ 234,56 1` in a right-to-left line
LINES_SHOWN = 4


class LineInput(Input):
    """One line. On leaving, what can be read is written as the reader writes it, `12.5` as `£12.50`; else why not."""

    def __init__(self, about: Described) -> None:
        super().__init__(about)
        field = about.kind.field
        self.line = QLineEdit()
        self.line.setPlaceholderText(_(field.example))
        if field.secret or about.kind.widget == "secret":
            self.line.setEchoMode(QLineEdit.EchoMode.Password)
        if about.kind.widget in _LEFT_TO_RIGHT:
            self.line.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.adopt(self.line)
        if field.unit:
            self._row.addWidget(Label(_(field.unit), "muted"))
        self.line.textEdited.connect(self.changed)
        self.line.editingFinished.connect(self._tidy)
        self.start()

    def display(self, value: object) -> None:
        self.line.setText("" if self._is_secret else self.about.show(value, self.reader))

    def typed(self) -> object:
        return self.line.text()

    @property
    def _is_secret(self) -> bool:
        return self.line.echoMode() == QLineEdit.EchoMode.Password

    def _tidy(self) -> None:
        text = self.line.text()
        if self._is_secret or not self.touched or not text.strip():
            return
        try:
            self.line.setText(self.about.show(self.about.read(text, self.reader), self.reader))
        except Refused as refused:
            self.complained.emit(word(refused, self.reader))  # what was typed stays


class DateInput(LineInput):
    """A date, or a date and time, typed or picked from a month."""

    def __init__(self, about: Described) -> None:
        super().__init__(about)
        self._button = IconButton("calendar-days", _("Pick a day"))
        self._button.clicked.connect(self._open)
        self._picker: DatePicker | None = None
        self._row.addWidget(self._button)

    def _open(self) -> None:
        if self._picker is None:
            self._picker = DatePicker(self)
            self._picker.picked.connect(self._take)
        today = datetime.now(ZoneInfo(self.reader.zone)).date()
        corner = self._button.mapToGlobal(QPoint(0, self._button.height() + theme.px(4)))
        self._picker.open_at(self._day() or today, today, corner)

    def _day(self) -> date | None:
        moment = self._moment()
        return moment.astimezone(ZoneInfo(self.reader.zone)).date() if isinstance(moment, datetime) else moment

    def _moment(self) -> date | None:
        try:
            found: date = self.about.kind.read(self.line.text(), self.reader)
        except Refused:
            return None
        return found

    def _take(self, day: date) -> None:
        """Another day, at the time of day that stood there, else nine in the morning."""
        moment = self._moment()
        text = dates.show_date(day, self.reader)
        if self.about.kind.widget == "instant":
            local = moment.astimezone(ZoneInfo(self.reader.zone)) if isinstance(moment, datetime) else None
            minutes = local.hour * 60 + local.minute if local else 9 * 60
            text = f"{text} {times.show_wall(minutes, self.reader)}"
        self.line.setText(text)
        self._tidy()
        self.changed.emit()
        self.line.setFocus(Qt.FocusReason.PopupFocusReason)


class NoteInput(Input):
    """A note of several lines. Tab leaves it, Ctrl+Enter saves the form."""

    def __init__(self, about: Described) -> None:
        super().__init__(about)
        self.note = QPlainTextEdit()
        self.note.setTabChangesFocus(True)
        self.note.setPlaceholderText(_(about.kind.field.example))
        self.adopt(self.note)
        self.note.textChanged.connect(self.changed)
        theme.on_change(self._dress)
        self.start()

    def display(self, value: object) -> None:
        self.note.setPlainText(self.about.show(value, self.reader))

    def typed(self) -> object:
        return self.note.toPlainText()

    def _dress(self) -> None:
        self.note.setFixedHeight(self.note.fontMetrics().lineSpacing() * LINES_SHOWN + theme.px(24))


class CheckInput(Input):
    """Yes or no, the label beside the box."""

    says_its_name = True

    def __init__(self, about: Described) -> None:
        super().__init__(about)
        self.box = QCheckBox(_(about.label).replace("&", "&&"))
        self.adopt(self.box)
        self.box.toggled.connect(self.changed)
        self.start()

    def display(self, value: object) -> None:
        self.box.setTristate(value is None)
        state = Qt.CheckState.PartiallyChecked if value is None else Qt.CheckState.Unchecked
        self.box.setCheckState(Qt.CheckState.Checked if value is True else state)

    def raw(self) -> object:
        """Yes or no; a box is an answer even if nobody touched it, unless the field may be left out."""
        return self.typed() if self.about.required else super().raw()

    def typed(self) -> object:
        return None if self.box.checkState() == Qt.CheckState.PartiallyChecked else self.box.isChecked()
