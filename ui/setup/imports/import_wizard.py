"""What both imports share: a file is chosen, shown as it would come in, taken over in batches, and taken back."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QListWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from bizet_core.base.refusals import Refused
from bizet_core.describe.languages.language import NN_, _, ngettext
from bizet_core.describe.languages.sentences import word
from bizet_core.setup.customer_import.queries import OfGroup, operations_of
from bizet_core.store import Undo, undo
from bizet_core.store.operations.operation import Operation
from bizet_core.store.tables.ids import new_id
from bizet_desk.background.batches import BulkDone
from ui.kit import theme
from ui.kit.background import BackgroundTask
from ui.kit.forms.form_context import FormContext
from ui.kit.shell.progress import Progress
from ui.kit.widgets import Button, Label, Note

Work = Iterable[tuple[Operation[Any, Any], msgspec.Struct]]
PROBLEMS_SHOWN = 1000
LEFT = NN_("{n} part was changed since and stays: {why}", "{n} parts were changed since and stay: {why}")
LEAST = 200  # pixels before zoom of the table; with less room the page scrolls


class ImportWizard(QWidget):
    """The frame of an import. Whoever uses it reads the file, shows what is in it, and gives the work."""

    def __init__(self, office: FormContext, choose: str, ending: str) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        self.office, self._ending = office, ending
        self.path: Path | None = None
        self._group: UUID | None = None
        self._left, self._size = 0, 1
        self._cancelled = False
        self.aside = BackgroundTask(self)
        self.aside.refused.connect(self.refuse)
        self.choose = Button(choose, "primary", "package")
        self.choose.clicked.connect(self._ask)
        self.file, self.summary = Label("", "strong"), Label("", "muted", wrap=True)
        self.problem = Note("", "triangle-alert", "danger")
        self.problems = QListWidget()
        self.problems.setAccessibleName(_("What cannot be imported"))
        self.problems.setWordWrap(True)
        self.go = Button(_("Import"), "primary")
        self.go.clicked.connect(self.begin)
        self.back = Button(_("Undo import"), "quiet", "undo-2")
        self.back.clicked.connect(self._take_back)
        self.progress = Progress()
        self.progress.cancelled.connect(self._cancel)
        self.middle = QVBoxLayout()
        self._lay_out()

    def take(self, path: Path) -> None:
        """Read this file."""
        self.path = path
        self.file.setText(path.name)
        self.problem.hide()
        self.problems.hide()
        self.go.setEnabled(False)
        self.back.hide()
        self.summary.setText(_("Reading…"))
        self.read(path)

    def read(self, path: Path) -> None:
        """Read the file and show what is in it."""
        raise NotImplementedError

    def begin(self) -> None:
        """Take it over."""
        raise NotImplementedError

    def show_problems(self, told: Iterable[str]) -> None:
        """What cannot be imported, a line each."""
        self.problems.clear()
        self.problems.addItems(list(told)[:PROBLEMS_SHOWN])
        self.problems.setVisible(self.problems.count() > 0)

    def refuse(self, refusal: Refused) -> None:
        """Why the file cannot be read."""
        self.summary.setText("")
        self.problem.say(word(refusal))
        self.problem.show()

    def run(self, work: Work, things: str, total: int, size: int, done: Callable[[BulkDone], None]) -> None:
        """Do the work in batches of `size`; `total` things in all."""
        self._group, self._cancelled, self._size, self._left = new_id(), False, size, total
        self.go.setEnabled(False)
        self.progress.begin(things, can_cancel=True)
        self.progress.advance(0, total)

        def then(result: BulkDone) -> None:
            self.progress.finish()
            self.back.setVisible(result.count > 0)
            if result.refused:
                self.refuse(result.refused[0][1])
            done(result)

        self.office.desk.run_chunks(
            work, owner=self, then=then, progress=self._tell, cancelled=lambda: self._cancelled, group=self._group
        )

    def tell(self, words: str, result: BulkDone) -> None:
        """Say what came of it, here and where everything is said; what came in can be taken back from there too."""
        self.summary.setText(words)
        if result.count:
            self.office.toast.offer(words, self._take_back_if_here)
        else:
            self.office.toast.say(words)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            self.take(Path(paths[0]))

    def _tell(self, batches: int) -> None:
        self.progress.advance(min(batches * self._size, self._left), self._left)

    def _cancel(self) -> None:
        self._cancelled = True

    def _take_back_if_here(self) -> None:
        """The toast may outlive this page."""
        if isValid(self):
            self._take_back()

    def _take_back(self) -> None:
        """The batches newest first: each can only be undone while what it wrote still stands so."""
        if self._group is not None:
            self.back.setEnabled(False)
            asked = OfGroup(group=self._group)
            self.office.desk.ask(operations_of, asked, owner=self, then=self._undo, refused=self.office.tell)

    def _undo(self, ops: tuple[UUID, ...]) -> None:
        self._cancelled, self._size, self._left = False, 1, len(ops)
        self.progress.begin(_("Taking the import back"))
        work = ((undo, Undo(op=op)) for op in ops)
        self.office.desk.run_chunks(work, owner=self, then=self._undone, progress=self._tell)

    def _undone(self, result: BulkDone) -> None:
        self.progress.finish()
        self.back.setEnabled(True)
        self.back.setVisible(bool(result.refused))
        if result.refused:
            left = len(result.refused)
            words = ngettext(*LEFT, left).format(n=left, why=word(result.refused[0][1]))
        else:
            words = _("The import was taken back.")
            self.go.setEnabled(True)
        self.summary.setText(words)
        self.office.toast.say(words)

    def _ask(self) -> None:
        path, _filter = QFileDialog.getOpenFileName(self, self.choose.text(), "", self._ending)
        if path:
            self.take(Path(path))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(10))
        head = QHBoxLayout()
        head.addWidget(self.choose)
        head.addWidget(self.file, 1)
        column.addLayout(head)
        column.addLayout(self.middle, 2)
        for part in (self.summary, self.problem):
            column.addWidget(part)
        column.addWidget(self.problems, 1)
        column.addWidget(self.progress)
        buttons = QHBoxLayout()
        buttons.addWidget(self.back)
        buttons.addStretch(1)
        buttons.addWidget(self.go)
        column.addLayout(buttons)
        for part in (self.problem, self.problems, self.back):
            part.hide()
        self.go.setEnabled(False)
        self.choose.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
