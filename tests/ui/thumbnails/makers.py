"""Photographs for tests: one colour each, so that a test can tell them on a screen."""

from io import BytesIO
from uuid import UUID

from PIL import Image
from PySide6.QtGui import QColor, QImage

from bizet_core.business.attachments.operations import AddPicture, add_picture
from bizet_core.catalogue.services.operations import edit_service
from bizet_core.catalogue.services.requests import EditService
from bizet_core.store import Store

RED = "#c81e28"


def a_photo(colour: str = RED, size: tuple[int, int] = (640, 480)) -> bytes:
    """A JPEG as a telephone takes it."""
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG")
    return out.getvalue()


def photographed(store: Store, service: UUID, colour: str = RED) -> str:
    """Give a service a photograph; its hash."""
    hash: str = store.do(add_picture, AddPicture(content=a_photo(colour))).result
    store.do(edit_service, EditService(service=service, photo=hash))
    return hash


def shows(image: QImage, colour: str = RED) -> bool:
    """Whether this colour, as JPEG keeps it, is anywhere in the picture of a widget."""
    wanted = QColor(colour)
    return any(
        _near(image.pixelColor(x, y), wanted) for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)
    )


def _near(found: QColor, wanted: QColor) -> bool:
    apart = (found.red() - wanted.red(), found.green() - wanted.green(), found.blue() - wanted.blue())
    return found.alpha() > 200 and max(map(abs, apart)) < 8
