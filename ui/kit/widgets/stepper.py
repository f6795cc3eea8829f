"""A small number with − and +, as for the quantity of a cart line."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from bizet_core.describe.languages.language import _
from ui.kit import theme
from ui.kit.widgets.buttons import IconButton
from ui.kit.widgets.labels import Label


class Stepper(QFrame):
    """− value +. `of` names what is counted, for screen readers; `changed` carries the new value."""

    changed = Signal(int)

    def __init__(self, value: int, least: int = 1, most: int = 99, of: str = "") -> None:
        super().__init__()
        self.setProperty("kind", "seg")
        self._least, self._most = least, most
        self._fewer = IconButton("minus", _("Fewer {thing}").format(thing=of).strip(), "step", "text2", 30)
        self._more = IconButton("plus", _("More {thing}").format(thing=of).strip(), "step", "text2", 30)
        self._number = Label(role="strong")
        self._number.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._fewer.clicked.connect(self._step_down)
        self._more.clicked.connect(self._step_up)
        self._lay_out(self._fewer, self._number, self._more)
        theme.on_change(self._dress)
        self.value = value
        self._show()

    def set_value(self, value: int) -> None:
        """Show another value, kept within least and most; tells `changed` only if it is another one."""
        kept = min(max(value, self._least), self._most)
        if kept != self.value:
            self.value = kept
            self._show()
            self.changed.emit(kept)

    def _step_down(self) -> None:
        self.set_value(self.value - 1)

    def _step_up(self) -> None:
        self.set_value(self.value + 1)

    def _lay_out(self, *parts: QWidget) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(0)
        for part in parts:
            row.addWidget(part)

    def _show(self) -> None:
        self._number.setText(str(self.value))
        self._fewer.setEnabled(self.value > self._least)
        self._more.setEnabled(self.value < self._most)

    def _dress(self) -> None:
        self._number.setFixedWidth(theme.px(24))
        self.setFixedHeight(theme.px(36))
