"""A receipt on the screen as the printer would print it, read back from the printer's own bytes."""

from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea

from bizet_core.describe.languages.language import _
from bizet_core.paper.escpos import PRESETS, encode
from bizet_core.selling.receipts.rules import Receipt, lay_out
from bizet_desk.devices.escpos_picture import picture_of
from bizet_desk.devices.escpos_reader import read
from ui.kit import theme

_PAPER = 288  # pixels before zoom: a roll of 80 mm, as large as on a good screen


class PaperPreview(QScrollArea):
    """White paper in every theme, for paper is white."""

    def __init__(self) -> None:
        super().__init__()
        self._paper = QLabel()
        self._paper.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._picture: QImage | None = None
        self.setWidget(self._paper)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(_("Receipt as printed"))
        self.words = ""
        theme.on_change(self._show)

    def show_receipt(self, receipt: Receipt) -> None:
        """Show what printing this receipt would put on paper."""
        settings = PRESETS["80mm"]
        printed = read(encode(lay_out(receipt, settings.ruler), settings).data)
        self.words = printed.text
        self._picture = image_of(picture_of(printed.rows, settings.dots))
        self.setAccessibleDescription(self.words)
        self._show()

    def clear(self) -> None:
        """Show nothing."""
        self._picture, self.words = None, ""
        self._paper.clear()

    def _show(self) -> None:
        if self._picture is None:
            return
        ratio = self.devicePixelRatioF()
        width = round(theme.px(_PAPER) * ratio)
        scaled = self._picture.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
        pixmap = QPixmap.fromImage(scaled)
        pixmap.setDevicePixelRatio(ratio)
        self._paper.setPixmap(pixmap)


def image_of(paper: Image.Image) -> QImage:
    """A grey PIL picture as Qt's own copy."""
    grey = paper.convert("L")
    return QImage(grey.tobytes(), grey.width, grey.height, grey.width, QImage.Format.Format_Grayscale8).copy()
