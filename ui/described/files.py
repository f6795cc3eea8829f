"""Inputs for files and pictures: chosen from a dialog or dropped, shown with name and size, taken away again."""

from collections.abc import Callable
from pathlib import Path

from msgspec import UNSET
from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QPixmap
from PySide6.QtWidgets import QFileDialog

from bizet_core.describe.content import Attached
from bizet_core.describe.kinds.attached import ImageKind
from bizet_core.describe.kinds.nested import Described
from bizet_core.describe.language import _
from bizet_core.describe.sentences import word
from bizet_core.refusals import Refused
from ui import theme
from ui.described.input import Input
from ui.widgets import Button, IconButton, Label

Attach = Callable[[Attached, Callable[[str], None]], None]
"""Keeps a picture and then tells its hash; the screen runs the operation."""
PREVIEW = 48


class FileInput(Input):
    """A file that goes with the request. What is wrong with it is said at once."""

    def __init__(self, about: Described) -> None:
        super().__init__(about)
        self.setAcceptDrops(True)
        self._chosen: object = None
        self.button = Button("")
        self.button.clicked.connect(self._ask)
        self.name = Label(role="muted")
        self.away = IconButton("x", _("Take the file away"), "bare")
        self.away.clicked.connect(lambda: self.take(None))
        self.adopt(self.button)
        self._row.setStretchFactor(self.button, 0)
        self._row.addWidget(self.name)
        self._row.addWidget(self.away)
        self._row.addStretch(1)
        self.start()

    def take(self, chosen: object) -> None:
        """Let the person choose this file (a path), or none. One that cannot be stays chosen, and is told."""
        self._chosen = chosen
        self.changed.emit()
        try:
            self._chosen = None if chosen is None else self.about.kind.read(chosen, self.reader)
        except Refused as refused:
            self.complained.emit(word(refused, self.reader))
        self._say()

    def display(self, value: object) -> None:
        self._chosen = None if value is UNSET else value
        self._say()

    def typed(self) -> object:
        return self._chosen

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            self.take(Path(paths[0]))

    def _ask(self) -> None:
        path, _filter = QFileDialog.getOpenFileName(self, _(self.about.label))
        if path:
            self.take(Path(path))

    def _say(self) -> None:
        has = self._chosen not in (None, "")
        self.button.say(_("Choose another…") if has else _("Choose a file…"))
        self.button.setAccessibleName(f"{_(self.about.label)}: {self.button.text()}")
        self.name.setText(self._named())
        self.away.setVisible(has)

    def _named(self) -> str:
        if isinstance(self._chosen, Attached):
            return self._chosen.name
        return self._chosen.name if isinstance(self._chosen, Path) else ""


class PictureInput(FileInput):
    """A picture of a row. It is attached as soon as it is chosen; the field holds its hash."""

    def __init__(self, about: Described, attach: Attach) -> None:
        self._attach = attach
        self.preview = Label()
        self.preview.setFixedSize(theme.px(PREVIEW), theme.px(PREVIEW))
        self.preview.hide()
        super().__init__(about)
        self._row.insertWidget(0, self.preview)

    def take(self, chosen: object) -> None:
        """Attach what is a picture; the hash comes when it is kept."""
        self.preview.hide()
        self._chosen = picture = None
        self.changed.emit()
        try:
            picture = None if chosen is None else ImageKind(self.about.kind.field).read(chosen, self.reader)
        except Refused as refused:
            self.complained.emit(word(refused, self.reader))
        self._say()
        if picture is not None:
            self._show(picture)
            self._attach(picture, self._keep)

    def _keep(self, digest: str) -> None:
        self._chosen = digest
        self._say()
        self.changed.emit()

    def _show(self, picture: Attached) -> None:
        drawn = QPixmap()
        drawn.loadFromData(QByteArray(picture.content))
        side = theme.px(PREVIEW)
        mode = Qt.AspectRatioMode.KeepAspectRatio
        self.preview.setPixmap(drawn.scaled(side, side, mode, Qt.TransformationMode.SmoothTransformation))
        self.preview.setVisible(not drawn.isNull())

    def _named(self) -> str:
        return _("Picture chosen") if self._chosen else ""
