"""An invitation to scan or type, and six words to compare."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from bizet_core.describe.languages.language import _
from bizet_core.paper.barcodes import Matrix, qr_matrix
from bizet_desk.syncing.joining.invitation import PREFIX, Invitation
from ui.kit import theme
from ui.kit.widgets import Label

SIDE, QUIET = 232, 4  # pixels before zoom; modules of white around it
IN_A_ROW = 4


class QrCode(QWidget):
    """Black on white in every theme: cameras want it so. `name` is what a screen reader says."""

    def __init__(self, content: str, name: str) -> None:
        super().__init__()
        self._matrix: Matrix = qr_matrix(content) or ()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.on_change(self.updateGeometry)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(SIDE), theme.px(SIDE))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor("white"))
        module = self.width() / (len(self._matrix) + 2 * QUIET)
        for y, row in enumerate(self._matrix):
            for x, is_black in enumerate(row):
                if is_black:
                    place = QRectF((x + QUIET) * module, (y + QUIET) * module, module, module)
                    painter.fillRect(place.toAlignedRect(), QColor("black"))
        painter.end()


class TypedForm(QWidget):
    """An invitation as it is typed: always left to right, in rows of groups that the eye can hold."""

    def __init__(self, invitation: Invitation) -> None:
        super().__init__()
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        groups = invitation.groups
        rows = [groups[i : i + IN_A_ROW] for i in range(0, len(groups), IN_A_ROW)]
        self.words = QLabel("\n".join([f"{PREFIX}:", *(" - ".join(row) for row in rows)]))
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.words.setAccessibleName(_("The invitation as text"))
        self.words.setFont(theme.font("bodyStrong"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.words)


class SixWords(QFrame):
    """The words, numbered, as they stand on the other screen too."""

    def __init__(self, words: Sequence[str]) -> None:
        super().__init__()
        self.setProperty("card", "true")
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # so that a screen reader reads them
        self.setAccessibleName(_("Six words: {words}").format(words=", ".join(words)))
        grid = QGridLayout(self)
        grid.setContentsMargins(*(theme.px(16),) * 4)
        grid.setVerticalSpacing(theme.px(16))
        for place, word in enumerate(words):
            grid.addLayout(_numbered(place + 1, word), place // 3, place % 3)


def _numbered(n: int, word: str) -> QVBoxLayout:
    both = QVBoxLayout()
    both.setSpacing(1)
    both.addWidget(Label(str(n), "caption"))
    both.addWidget(Label(word, "heading"))
    return both
