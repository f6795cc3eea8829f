"""A second look before something that cannot be taken back: a sentence, and a button that says what it does."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from bizet_core.describe.languages.language import _
from ui.kit import theme
from ui.kit.widgets import Button, Label


class Confirm(QFrame):
    """Hidden until `ask`; stands where it was asked for, and is over when something else is chosen."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("card", "true")
        self._act: Callable[[], None] | None = None
        self.words = Label("", wrap=True)
        self.yes, self.no = Button("", "danger"), Button(_("Keep it as it is"), "quiet")
        self.yes.clicked.connect(self._do)
        self.no.clicked.connect(self.forget)
        column, row = QVBoxLayout(self), QHBoxLayout()
        column.setContentsMargins(*(theme.px(16),) * 4)
        column.setSpacing(theme.px(12))
        row.addWidget(self.yes)
        row.addWidget(self.no)
        row.addStretch(1)
        column.addWidget(self.words)
        column.addLayout(row)
        self.hide()

    def ask(self, words: str, yes: str, act: Callable[[], None]) -> None:
        """Ask; `act` is done when somebody says yes. The keyboard stands on the harmless answer."""
        self._act = act
        self.words.setText(words)
        self.yes.say(yes)
        self.show()
        self.no.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        """Nothing is done."""
        self._act = None
        self.hide()

    def _do(self) -> None:
        act = self._act
        self.forget()
        if act is not None:
            act()
