"""The recovery key: shown once, saved as a page to print, and confirmed by typing a part of it from paper."""

import secrets
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from bizet_core.describe.languages.language import _, isolate
from bizet_desk.backups.recovery_sheet import recovery_pdf
from bizet_desk.storage.recovery_key import READ_AS, read_recovery_key
from ui.kit import theme
from ui.kit.widgets import Button, Label, Note


class RecoveryStep(QWidget):
    """`confirmed` once a group that is asked for was typed as it stands on the paper."""

    confirmed = Signal()

    def __init__(self, words: str, business: str, today: date) -> None:
        super().__init__()
        self._key, self._business, self._today = read_recovery_key(words), business, today
        self._asked = secrets.randbelow(len(self._key.groups))
        self.save = Button(_("Save as PDF to print…"), "quiet", "printer")
        self.save.clicked.connect(self._ask_where)
        self.hide_key = Button(_("I have it on paper"), "primary")
        self.hide_key.clicked.connect(self._ask_group)
        self.told = Note("", "triangle-alert", "danger")
        self.saved = Label("", "caption", wrap=True)
        self.question = Label("", "strong", wrap=True)
        self.typed = QLineEdit()
        self.typed.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.typed.returnPressed.connect(self._confirm)
        self.confirm = Button(_("Confirm"), "primary")
        self.confirm.clicked.connect(self._confirm)
        self.again = Button(_("Show the key again"), "ghost")
        self.again.clicked.connect(self._show_key)
        self._lay_out()
        self._show_key()

    def take_focus(self) -> None:
        """On what comes next."""
        (self.hide_key if self._card.isVisible() else self.typed).setFocus(Qt.FocusReason.OtherFocusReason)

    def save_to(self, path: Path) -> None:
        """Write the page; a disk that refuses is told."""
        self.told.hide()
        try:
            path.write_bytes(recovery_pdf(self._key, self._business, self._today))
        except OSError:
            self.told.say(_("This cannot be written there. Choose another folder, such as a USB stick."))
            self.told.show()
            return
        self.saved.setText(_("Saved as {file}. Print it, then delete the file.").format(file=isolate(path.name)))

    def _ask_where(self) -> None:
        path, _filter = QFileDialog.getSaveFileName(self, self.save.text(), "bizet-recovery-key.pdf", "PDF (*.pdf)")
        if path:
            self.save_to(Path(path))

    def _ask_group(self) -> None:
        self._turn(asking=True)
        words = _("Type group {n} of your recovery key from the paper.").format(n=isolate(str(self._asked + 1)))
        self.question.setText(words)
        self.typed.setAccessibleName(words)
        self.typed.setFocus(Qt.FocusReason.OtherFocusReason)

    def _confirm(self) -> None:
        typed = "".join(ch for ch in self.typed.text().upper() if ch.isalnum()).translate(READ_AS)
        if typed == self._key.groups[self._asked]:
            self.confirmed.emit()
            return
        self.told.say(_("That is not group {n}. Look at the paper once more.").format(n=isolate(str(self._asked + 1))))
        self.told.show()
        self.typed.selectAll()

    def _show_key(self) -> None:
        self._turn(asking=False)

    def _turn(self, *, asking: bool) -> None:
        self.told.hide()
        for part in (self._card, self.save, self.saved, self.hide_key):
            part.setVisible(not asking)
        for part in (self.question, self.typed, self.confirm, self.again):
            part.setVisible(asking)

    def _lay_out(self) -> None:
        self._card = QFrame()
        self._card.setProperty("card", "true")
        self._card.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        grid = QGridLayout(self._card)
        grid.setContentsMargins(*(theme.px(16),) * 4)
        for place, group in enumerate(self._key.groups):
            box = Label(group, "heading")
            box.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
            grid.addWidget(Label(str(place + 1), "caption"), place // 4 * 2, place % 4)
            grid.addWidget(box, place // 4 * 2 + 1, place % 4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(12))
        for part in (self._card, self.save, self.saved, self.hide_key, self.question, self.typed, self.told):
            column.addWidget(part)
        column.addWidget(self.confirm)
        column.addWidget(self.again, 0, Qt.AlignmentFlag.AlignLeading)
        column.addStretch(1)
