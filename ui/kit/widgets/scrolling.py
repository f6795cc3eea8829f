"""Parts that scroll on the ground they lie on, without a frame or a colour of their own."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget


class Scrolled(QScrollArea):
    """Scrolls up and down; `put` shows a widget instead of the one before."""

    def __init__(self, inside: QWidget | None = None) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        if inside is not None:
            self.put(inside)

    def put(self, inside: QWidget) -> None:
        """Show this; Qt deletes what was shown."""
        self.setWidget(inside)
        inside.setAutoFillBackground(False)
