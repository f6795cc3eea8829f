"""Inputs for files and pictures: chosen from a dialog or dropped, shown with name and size, taken away again."""

from collections.abc import Callable
from pathlib import Path

from msgspec import UNSET
from PySide6.QtCore import QBuffer, QByteArray, QSize, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImageReader, QPixmap
from PySide6.QtWidgets import QFileDialog

from bizet_core.base.refusals import Refused
from bizet_core.describe.formats.file_types import Attached
from bizet_core.describe.kinds.files import ImageKind
from bizet_core.describe.kinds.structs import Described
from bizet_core.describe.languages.language import _
from bizet_core.describe.languages.sentences import word
from ui.kit import theme
from ui.kit.fields.input import Input
from ui.kit.thumbnails import rounded
from ui.kit.widgets import Button, IconButton, Label

Attach = Callable[[Attached, Callable[[str], None]], None]
"""Keeps a picture and then tells its hash; the screen runs the operation."""
Look = Callable[[str, Callable[[QPixmap], None]], None]
"""Gives the picture of a hash as a square, now or when it comes; nothing where it cannot be had."""
PREVIEW = 72


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
    """A picture of a row. It is attached as soon as it is chosen; the field holds its hash, and shows the picture."""

    def __init__(self, about: Described, attach: Attach) -> None:
        self._attach = attach
        self._look: Look | None = None
        self.preview = Label()
        self.preview.hide()
        super().__init__(about)
        self._row.insertWidget(0, self.preview)
        self.away.setToolTip(_("Take the picture away"))
        self.away.setAccessibleName(self.away.toolTip())
        theme.on_change(self._dress)

    def see_with(self, look: Look) -> None:
        """Show pictures that were kept before, which only a screen can ask for."""
        self._look = look
        self._show_kept()

    def display(self, value: object) -> None:
        super().display(value)
        self.preview.hide()
        self._show_kept()

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

    def _show_kept(self) -> None:
        if self._look is not None and isinstance(hash := self._chosen, str) and hash:
            self._look(hash, lambda picture: self._preview(picture) if self._chosen == hash else None)

    def _show(self, picture: Attached) -> None:
        drawn = _square_of(picture.content)
        if not drawn.isNull():
            self._preview(drawn)

    def _preview(self, picture: QPixmap) -> None:
        self.preview.setPixmap(rounded(picture, PREVIEW))
        self.preview.show()

    def _dress(self) -> None:
        self.preview.setFixedSize(theme.px(PREVIEW), theme.px(PREVIEW))

    def _named(self) -> str:
        return _("Picture chosen") if self._chosen else ""


def _square_of(content: bytes) -> QPixmap:
    """The middle of a picture that was just chosen, decoded no larger than it is shown."""
    held = QBuffer()
    held.setData(QByteArray(content))
    reader = QImageReader(held)
    reader.setAutoTransform(True)
    side = theme.px(PREVIEW) * 2
    size = reader.size()
    if size.isValid():
        reader.setScaledSize(size.scaled(QSize(side, side), Qt.AspectRatioMode.KeepAspectRatioByExpanding))
    drawn = QPixmap.fromImage(reader.read())
    edge = min(drawn.width(), drawn.height())
    return drawn.copy((drawn.width() - edge) // 2, (drawn.height() - edge) // 2, edge, edge)
